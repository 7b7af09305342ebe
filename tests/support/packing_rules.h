// The rules about where pods and nodes may be, judged on a cluster as it would be after a packing.
#ifndef SPOTWRIGHT_TESTS_SUPPORT_PACKING_RULES_H_
#define SPOTWRIGHT_TESTS_SUPPORT_PACKING_RULES_H_

#include <cstddef>
#include <string>
#include <vector>

#include "spotwright/pack.h"
#include "tests/support/packed_world.h"

namespace spotwright::test {

// Each appends every rule of its kind that is broken, in words.
void CheckNewNodes(const PackRequest& request, const World& world, std::vector<std::string>& violations);
void CheckFlexibility(const PackRequest& request, const World& world, std::vector<std::string>& violations);
void CheckRoom(const World& world, std::vector<std::string>& violations);
void CheckPods(const PackRequest& request, const World& world, std::vector<std::string>& violations);
void CheckSpot(const PackRequest& request, const World& world, std::vector<std::string>& violations);
void CheckBlastRadius(const PackRequest& request, const World& world, std::vector<std::string>& violations);
void CheckGangs(const World& world, std::vector<std::string>& violations);

// All of them.
void CheckRules(const PackRequest& request, const World& world, std::vector<std::string>& violations);

// How many values of a label the host's group has among `launchable` for all that was placed on the host.
std::size_t ChoiceOf(const std::string& key, const Host& host, const std::vector<Host>& launchable, const World& world);

// Whether these are as many as its group demands.
bool IsFlexible(const PackRequest& request, const Host& host, const std::vector<Host>& launchable, const World& world);

// Whether all that is on the host has room there: resources, and volumes by driver.
bool HasRoom(const Host& host);

// Host ports that are taken twice on the host, by pods of which one is new.
std::vector<std::string> PortClashes(const Host& host);

// A constraint that a packing does not know and so must not place; empty if there is none.
std::string Unsupported(const Workload& workload, const World& world);

// What of a spot-tolerant workload there is to count: replicas wanted, on spot (running and new), new on spot.
struct SpotCounts {
  std::int64_t wanted = 0;
  std::int64_t on_spot = 0;
  std::int64_t placed_on_spot = 0;
};
std::map<const Workload*, SpotCounts> CountSpot(const World& world);

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_SUPPORT_PACKING_RULES_H_
