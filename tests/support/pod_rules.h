// The rules of pods about one another: spread, affinity and anti-affinity over the domains of node labels.
#ifndef SPOTWRIGHT_TESTS_SUPPORT_POD_RULES_H_
#define SPOTWRIGHT_TESTS_SUPPORT_POD_RULES_H_

#include <string>
#include <vector>

#include "tests/support/packed_world.h"
#include "tests/support/pod_census.h"

namespace spotwright::test {

// Appends every broken rule, in words. Only rules that pods placed anew have a part in.
void CheckSpreads(const PackRequest& request, const World& world, Census& census, std::vector<std::string>& violations);
void CheckAffinity(const World& world, Census& census, std::vector<std::string>& violations);
void CheckAntiAffinity(const World& world, Census& census, std::vector<std::string>& violations);

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_SUPPORT_POD_RULES_H_
