#include "src/scaling/readings.h"

#include <algorithm>
#include <iterator>

namespace spotwright::scaling {
namespace {

constexpr std::int64_t kMsPerSecond = 1000;

std::int64_t ReachMs(const MetricRule& rule) {
  const std::int64_t windows = (std::max(rule.up_windows, rule.down_windows) + 1) * rule.window_seconds;
  return std::max(windows, rule.max_age_seconds) * kMsPerSecond;
}

void Append(const std::vector<MetricReadings>& metrics, std::int64_t now_unix_ms, Readings& readings) {
  for (const MetricReadings& metric : metrics) {
    const auto found = readings.find(metric.name);
    if (found == readings.end()) continue;
    for (const Sample& sample : metric.readings) {
      if (sample.unix_ms <= now_unix_ms) found->second.push_back(sample);
    }
  }
}

void Order(std::vector<Sample>& samples) {
  // An absent value is less than any.
  std::sort(samples.begin(), samples.end(), [](const Sample& a, const Sample& b) {
    return a.unix_ms != b.unix_ms ? a.unix_ms < b.unix_ms : a.value > b.value;
  });
  samples.erase(std::unique(samples.begin(), samples.end(),
                            [](const Sample& a, const Sample& b) { return a.unix_ms == b.unix_ms; }),
                samples.end());
}

double ValueOf(const std::vector<double>& values, WindowValue kind) {
  switch (kind) {
    case WindowValue::kMax:
      return *std::max_element(values.begin(), values.end());
    case WindowValue::kMin:
      return *std::min_element(values.begin(), values.end());
    case WindowValue::kLast:
      return values.front();
    case WindowValue::kMean:
      break;
  }
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

bool IsFresh(const MetricRule& rule, const std::vector<Sample>& samples, std::int64_t now_unix_ms) {
  return !samples.empty() && samples.back().value &&
         now_unix_ms - samples.back().unix_ms <= rule.max_age_seconds * kMsPerSecond;
}

}  // namespace

Readings GatherReadings(const ScaleGroup& group, const ScaleGroupState& state, const std::vector<MetricRule>& rules,
                        std::int64_t now_unix_ms) {
  Readings readings;
  std::map<std::string, std::int64_t> reach_ms;
  for (const MetricRule& rule : rules) {
    readings[rule.metric];
    std::int64_t& reach = reach_ms[rule.metric];
    reach = std::max(reach, ReachMs(rule));
  }
  Append(state.metrics, now_unix_ms, readings);
  Append(group.metrics, now_unix_ms, readings);
  for (auto& [name, samples] : readings) {
    Order(samples);
    const std::int64_t from = now_unix_ms - reach_ms[name];
    samples.erase(samples.begin(), std::find_if(samples.begin(), samples.end(),
                                                [from](const Sample& sample) { return sample.unix_ms >= from; }));
  }
  return readings;
}

std::int64_t LongestReachMs(const std::vector<MetricRule>& rules) {
  std::int64_t longest = 0;
  for (const MetricRule& rule : rules) longest = std::max(longest, ReachMs(rule));
  return longest;
}

std::vector<MetricReadings> ToState(const Readings& readings) {
  std::vector<MetricReadings> metrics;
  for (const auto& [name, samples] : readings) {
    if (!samples.empty()) metrics.push_back({name, samples});
  }
  return metrics;
}

std::vector<double> WindowValues(const MetricRule& rule, const Readings& readings, const Measure& measure,
                                 std::int64_t now_unix_ms, std::int64_t most) {
  std::vector<double> windows;
  const std::vector<Sample>& samples = readings.at(rule.metric);
  if (!IsFresh(rule, samples, now_unix_ms)) return windows;
  // Windows are centred on whole lengths before the newest reading, so that a reading a little early or late still
  // falls into its own.
  const std::int64_t length_ms = rule.window_seconds * kMsPerSecond;
  std::vector<double> values;
  auto sample = samples.rbegin();
  for (std::int64_t window = 0; window < most; ++window) {
    const std::int64_t begin_ms = samples.back().unix_ms - window * length_ms - length_ms / 2;
    values.clear();
    for (; sample != samples.rend() && sample->unix_ms > begin_ms; ++sample) {
      if (sample->value) values.push_back(measure(*sample));
    }
    if (values.empty()) break;
    windows.push_back(ValueOf(values, rule.window_value));
  }
  return windows;
}

std::optional<double> SparseSeconds(const MetricRule& rule, const Readings& readings) {
  const std::vector<Sample>& samples = readings.at(rule.metric);
  if (samples.size() < 2) return std::nullopt;
  const std::int64_t apart_ms = samples.back().unix_ms - samples[samples.size() - 2].unix_ms;
  // The newest window holds the newest reading and half a length before it; the next one is a whole length.
  if (2 * apart_ms < 3 * rule.window_seconds * kMsPerSecond) return std::nullopt;
  return static_cast<double>(apart_ms) / static_cast<double>(kMsPerSecond);
}

std::optional<std::int64_t> StaleAt(const MetricRule& rule, const Readings& readings, std::int64_t now_unix_ms) {
  const std::vector<Sample>& samples = readings.at(rule.metric);
  if (!IsFresh(rule, samples, now_unix_ms)) return std::nullopt;
  return samples.back().unix_ms + rule.max_age_seconds * kMsPerSecond + 1;
}

}  // namespace spotwright::scaling
