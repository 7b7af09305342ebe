// The rules about where pods and nodes may be, judged on a cluster as it would be after a packing.
#ifndef SPOTWRIGHT_TESTS_SUPPORT_PACKING_RULES_H_
#define SPOTWRIGHT_TESTS_SUPPORT_PACKING_RULES_H_

#include <string>
#include <vector>

#include "spotwright/pack.h"
#include "tests/support/packed_world.h"

namespace spotwright::test {

// Appends every broken rule, in words.
void CheckNewNodes(const PackRequest& request, const World& world, std::vector<std::string>& violations);
void CheckRoom(const World& world, std::vector<std::string>& violations);
void CheckPods(const PackRequest& request, const World& world, std::vector<std::string>& violations);
void CheckSpot(const PackRequest& request, const World& world, std::vector<std::string>& violations);

// A constraint that a packing does not know and so must not place; empty if there is none. Of pods that are not there
// nobody needs to keep away.
std::string Unsupported(const Workload& workload, const World& world);

// Whether the workload counts as one that may run on spot.
bool MayUseSpot(const Workload& workload);

// What of a spot-tolerant workload there is to count: replicas wanted, on spot (running and new), new on spot.
struct SpotCounts {
  std::int64_t wanted = 0;
  std::int64_t on_spot = 0;
  std::int64_t placed_on_spot = 0;
};
SpotCounts CountSpot(const Workload& workload, const World& world);

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_SUPPORT_PACKING_RULES_H_
