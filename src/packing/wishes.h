// Wishes: what a workload would like but can do without, in the order in which it gives them up.
#ifndef SPOTWRIGHT_SRC_PACKING_WISHES_H_
#define SPOTWRIGHT_SRC_PACKING_WISHES_H_

#include <vector>

#include "src/packing/problem.h"

namespace spotwright::packing {

enum class WishKind {
  kPodAffinity,
  kPodAntiAffinity,
  kNodeAffinity,
  kSpread,       // schedule_anyway.
  kTaint,        // prefer_no_schedule.
  kGroupWeight,  // The heaviest group that takes the pods.
};

struct Wish {
  WishKind kind;
  const void* term;  // PodAffinityTerm, PreferredTerm or TopologySpread; null for the last two kinds.
};

// First what is given up first: preferred pod affinity, pod anti-affinity, node affinity (the lightest of each first),
// spreads, taints, the weight of groups. Without honour_preferences only the last is left.
std::vector<Wish> WishesOf(const Problem& problem, const Workload& workload);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_WISHES_H_
