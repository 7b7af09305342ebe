// Reads what Prometheus' HTTP API answers to /api/v1/query_range and /api/v1/query.
#ifndef SPOTWRIGHT_SRC_FORMATS_PROMETHEUS_H_
#define SPOTWRIGHT_SRC_FORMATS_PROMETHEUS_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "src/formats/named_series.h"

namespace spotwright::formats {

// The name of a series by its labels, of which empty ones count as absent: see Import. `bare_name` is that of a series
// without labels.
std::string PrometheusName(const std::map<std::string, std::string>& labels, std::string_view bare_name);

// Fills the document from a matrix, a vector or a scalar: one sample for each point, without a value where that is NaN
// or infinite. Points that Prometheus leaves out are not there. Its warnings and infos become remarks. Returns what is
// wrong, with the path: `data.result[0].values[3][1]: is "x"; accepted: ...`. O(bytes log series).
std::optional<std::string> ReadPrometheus(std::string_view text, std::string_view bare_name, SeriesDocument& document);

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_PROMETHEUS_H_
