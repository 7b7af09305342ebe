#include "src/scaling/presets.h"

#include <algorithm>
#include <string>
#include <utility>

namespace spotwright::scaling {
namespace {

constexpr std::int64_t kMostNodes = 1000;
constexpr NodeBounds kSmartScaleBounds{2, 10};

ScaleStep Step(double beyond, std::int64_t nodes) {
  ScaleStep step;
  step.beyond = beyond;
  step.nodes = nodes;
  return step;
}

MetricRule Steps(std::string metric, std::vector<ScaleStep> up, std::vector<ScaleStep> down,
                 std::int64_t up_windows = 3) {
  MetricRule rule;
  rule.metric = std::move(metric);
  rule.up = std::move(up);
  rule.down = std::move(down);
  rule.up_windows = up_windows;
  return rule;
}

std::vector<MetricRule> RulesOf(ScalePreset preset) {
  switch (preset) {
    case ScalePreset::kSmartScale:
      return {Steps("cpu", {Step(70, 1), Step(85, 2)}, {Step(30, 1)}), Steps("memory", {Step(75, 1)}, {Step(50, 1)}),
              // Pods are counted, so "none" is below one half.
              Steps("unschedulable_pods", {Step(0, 1), Step(5, 2)}, {Step(0.5, 1)})};
    case ScalePreset::kQueueDepth:
      return {Steps("queue_depth", {Step(100, 1)}, {})};
    case ScalePreset::kP95Latency:
      return {Steps("p95_latency_ms", {Step(500, 1)}, {})};
    case ScalePreset::kErrorRate:
      return {Steps("error_rate_percent", {Step(5, 1)}, {}, 2)};
  }
  return {};
}

}  // namespace

std::vector<MetricRule> AllRules(const ScalePolicy& policy) {
  std::vector<MetricRule> rules;
  for (const ScalePreset preset : policy.presets) {
    for (MetricRule& rule : RulesOf(preset)) rules.push_back(std::move(rule));
  }
  rules.insert(rules.end(), policy.rules.begin(), policy.rules.end());
  return rules;
}

NodeBounds BoundsOf(const ScalePolicy& policy) {
  const bool smart_scale =
      std::find(policy.presets.begin(), policy.presets.end(), ScalePreset::kSmartScale) != policy.presets.end();
  const NodeBounds usual = smart_scale ? kSmartScaleBounds : NodeBounds{0, kMostNodes};
  return {policy.min_nodes.value_or(std::min(usual.min_nodes, policy.max_nodes.value_or(usual.min_nodes))),
          policy.max_nodes.value_or(std::max(usual.max_nodes, policy.min_nodes.value_or(usual.max_nodes)))};
}

}  // namespace spotwright::scaling
