// An independent judge of consolidations: carries out the steps and looks at the cluster after each of them.
#ifndef SPOTWRIGHT_TESTS_SUPPORT_CONSOLIDATE_CHECKER_H_
#define SPOTWRIGHT_TESTS_SUPPORT_CONSOLIDATE_CHECKER_H_

#include <string>
#include <vector>

#include "spotwright/consolidate.h"

namespace spotwright::test {

// Every rule that the response breaks, in words. From request and response alone, with none of the library's code. The
// places of pods are judged as packings (packing_checker.h), after each consolidation.
std::vector<std::string> CheckConsolidation(const ConsolidateRequest& request, const ConsolidateResponse& response);

// The request for the cluster as it is once all steps are done. Launched nodes are made at `now` if they are to be
// young; else they state no age. What is launched is no longer on offer.
ConsolidateRequest CarriedOut(const ConsolidateRequest& request, const ConsolidateResponse& response, bool young);

// Consolidate, checked: a violation or an error fails the running test.
ConsolidateResponse CheckedConsolidation(const ConsolidateRequest& request);

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_SUPPORT_CONSOLIDATE_CHECKER_H_
