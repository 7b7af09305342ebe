// An independent judge of packings.
#ifndef SPOTWRIGHT_TESTS_SUPPORT_PACKING_CHECKER_H_
#define SPOTWRIGHT_TESTS_SUPPORT_PACKING_CHECKER_H_

#include <string>
#include <vector>

#include "spotwright/pack.h"

namespace spotwright::test {

// Every rule that the response breaks, in words; empty for a sound packing. From request and response alone, with none
// of the library's code. About O(pods placed x their rules) for pods with few different rules: a second for 20,000
// workloads on 4,000 nodes.
std::vector<std::string> CheckPacking(const PackRequest& request, const PackResponse& response);

// The same without costs, bound and gap.
std::vector<std::string> CheckPlaces(const PackRequest& request, const PackResponse& response);

// Names every unplaced replica for which a place can be added to the response without breaking a rule: a packing
// need not be optimal, but nothing that simply fits may be left out. Empty if there is none. For small worlds: it tries
// every place.
std::vector<std::string> FindMissedPlaces(const PackRequest& request, const PackResponse& response);

// Names every unplaced replica that would fit, no rule broken, if the pods of lower priority that came to one node had
// not come. For small worlds.
std::vector<std::string> FindUnjustPlaces(const PackRequest& request, const PackResponse& response);

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_SUPPORT_PACKING_CHECKER_H_
