// The rule by which Karpenter packs, over an instance: the yardstick that a packing must never exceed.
#ifndef SPOTWRIGHT_SRC_PACKING_KARPENTER_RULE_H_
#define SPOTWRIGHT_SRC_PACKING_KARPENTER_RULE_H_

#include "src/packing/instance.h"

namespace spotwright::packing {

// Karpenter's scheduler (pkg/controllers/provisioning/scheduling: queue.go, scheduler.go `add`, nodeclaim.go): pods by
// CPU, then memory, both falling; each goes to the first existing node that takes it, else to the new node with the
// fewest pods (then the oldest) for which some kind still fits, else to a new node. A new node is a set of kinds
// until the end, when the cheapest that fits is taken. Where supplies or caps bind, a node always has one kind booked,
// the cheapest that is still to be had. Ties go by the item's index. O(items x nodes + pods x log nodes) checks.
Packing KarpenterRule(const Instance& instance);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_KARPENTER_RULE_H_
