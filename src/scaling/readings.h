// Readings of a metric: what was sent and what is remembered, in order, and what windows over them hold.
#ifndef SPOTWRIGHT_SRC_SCALING_READINGS_H_
#define SPOTWRIGHT_SRC_SCALING_READINGS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "spotwright/scale.h"

namespace spotwright::scaling {

// By name. Of each the samples up to now, ascending, one of each moment: of two the greater, and any over none.
using Readings = std::map<std::string, std::vector<Sample>>;

// Of the metrics that the rules look at, as far back as they look.
Readings GatherReadings(const ScaleGroup& group, const ScaleGroupState& state, const std::vector<MetricRule>& rules,
                        std::int64_t now_unix_ms);

// The longest time that any rule looks back.
std::int64_t LongestReachMs(const std::vector<MetricRule>& rules);

std::vector<MetricReadings> ToState(const Readings& readings);

// What a reading is taken for.
using Measure = std::function<double(const Sample& sample)>;

// What the rule's windows measure, the newest first, up to the first that holds no reading, at most `most`. Empty if
// the newest reading failed or is older than the rule allows.
std::vector<double> WindowValues(const MetricRule& rule, const Readings& readings, const Measure& measure,
                                 std::int64_t now_unix_ms, std::int64_t most);

// How far apart the two newest readings are, where that leaves a window of the rule between them without any.
std::optional<double> SparseSeconds(const MetricRule& rule, const Readings& readings);

// When the metric's newest reading becomes too old; absent if there is none that counts.
std::optional<std::int64_t> StaleAt(const MetricRule& rule, const Readings& readings, std::int64_t now_unix_ms);

}  // namespace spotwright::scaling

#endif  // SPOTWRIGHT_SRC_SCALING_READINGS_H_
