// Which workloads may run on spot, by the rules in spotwright/import.h.
#ifndef SPOTWRIGHT_SRC_FORMATS_SPOT_TOLERANCE_H_
#define SPOTWRIGHT_SRC_FORMATS_SPOT_TOLERANCE_H_

#include <optional>
#include <string>
#include <vector>

#include "spotwright/import.h"
#include "spotwright/reason.h"
#include "spotwright/workload.h"

namespace spotwright::formats {

// The taint that the spot nodes of the request's cluster carry: Azure's own where its SKUs are among the sources, since
// AKS sets it on every spot pool; else the one that the request names, if any.
std::optional<Taint> SpotTaintOf(const ImportRequest& request);

// Sets system_critical and spot_tolerant of a workload whose other fields are complete. A workload that would tolerate
// spot but for its few replicas gets a warning.
void JudgeSpotTolerance(const ImportRequest& request, const std::string& priority_class, Workload& workload,
                        std::vector<Reason>& warnings);

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_SPOT_TOLERANCE_H_
