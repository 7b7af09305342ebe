// An independent judge of packings.
#ifndef SPOTWRIGHT_TESTS_SUPPORT_PACKING_CHECKER_H_
#define SPOTWRIGHT_TESTS_SUPPORT_PACKING_CHECKER_H_

#include <string>
#include <vector>

#include "spotwright/pack.h"

namespace spotwright::test {

// Every rule that the response breaks, in words; empty for a sound packing. From request and response alone, with none
// of the library's code. O(workloads x nodes x (workloads + offers)): for tests.
std::vector<std::string> CheckPacking(const PackRequest& request, const PackResponse& response);

// Names every unplaced replica for which a place can be added to the response without breaking a rule: a packing
// need not be optimal, but nothing that simply fits may be left out. Empty if there is none.
std::vector<std::string> FindMissedPlaces(const PackRequest& request, const PackResponse& response);

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_SUPPORT_PACKING_CHECKER_H_
