// Host rules: what pods of one node forbid each other, as rules of an instance. Anti-affinity and spread over hosts,
// host ports, the share of a workload on one node.
#ifndef SPOTWRIGHT_SRC_PACKING_HOST_RULES_H_
#define SPOTWRIGHT_SRC_PACKING_HOST_RULES_H_

#include <cstdint>
#include <map>
#include <vector>

#include "src/packing/problem.h"
#include "src/packing/selectors.h"
#include "src/packing/wishes.h"

namespace spotwright::packing {

struct HostRules {
  std::vector<Rule> rules;
  std::vector<std::vector<RuleUse>> of_class;   // By Problem::classes.
  std::vector<std::vector<RuleState>> of_host;  // By Problem::nodes: what runs there.
  std::vector<std::vector<RuleState>> of_kind;  // By Problem::candidates: what daemonsets bring.
};

// `kept` are the wishes each class still has. O(classes x rules + what runs x rules).
HostRules MakeHostRules(const Problem& problem, Selectors& selectors, const std::vector<std::vector<Wish>>& kept);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_HOST_RULES_H_
