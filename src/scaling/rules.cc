#include "src/scaling/rules.h"

#include <algorithm>
#include <cstddef>

#include "src/base/share.h"
#include "src/base/text.h"
#include "src/model/reason.h"
#include "src/scaling/earliest.h"
#include "src/scaling/node_count.h"

namespace spotwright::scaling {
namespace {

using base::Cat;
using base::Number;
using model::MakeReason;

bool IsActive(const MetricRule& rule, std::int64_t hour) {
  return rule.hours.empty() || std::any_of(rule.hours.begin(), rule.hours.end(), [hour](const DailyHours& hours) {
           const bool from = hour >= hours.from_hour;
           const bool to = hour < hours.to_hour;
           return hours.from_hour < hours.to_hour ? from && to : from || to;
         });
}

bool MayRemove(const MetricRule& rule) { return rule.target || !rule.down.empty(); }

// Measures readings, and judges what is measured. Of a target that is the nodes asked for, of steps the value itself.
class Judge {
 public:
  Judge(const MetricRule& rule, const RuleInputs& inputs) : rule_(rule), inputs_(inputs) {}

  // Between two counts that differ nobody knows when it changed: the greater of them is taken, or the less.
  double Measured(const Sample& sample, bool greater) const {
    const double value = *sample.value;
    if (!rule_.target) return value;
    if (rule_.kind == MetricKind::kTotal) return value / *rule_.target;
    const auto ready = static_cast<double>(ReadyAt(sample.unix_ms, greater));
    if (HighIsBusy()) return ready * (value / *rule_.target);
    return value > 0 ? ready * (*rule_.target / value) : static_cast<double>(kMostNodes);
  }

  bool IsUp(double measured) const {
    return rule_.target ? measured > (1 + rule_.tolerance_up) * ReadyNow()
                        : !rule_.up.empty() && Beyond(measured, rule_.up.front(), true);
  }
  bool IsDown(double measured) const {
    return rule_.target ? measured < (1 - rule_.tolerance_down) * ReadyNow()
                        : !rule_.down.empty() && Beyond(measured, rule_.down.front(), false);
  }

  // Of the newest window: nodes that it asks for.
  std::int64_t Up(double measured) const {
    if (rule_.target) return std::max(inputs_.ready_nodes, NodesFor(measured + inputs_.expected_interruptions));
    return Applied(FurthestStep(rule_.up, measured, true), +1);
  }
  std::int64_t Down(double measured) const {
    if (rule_.target) return std::min(inputs_.ready_nodes, NodesFor(measured + inputs_.expected_interruptions));
    return Applied(FurthestStep(rule_.down, measured, false), -1);
  }
  std::int64_t FirstStepUp() const { return Applied(rule_.up.front(), +1); }

  // Whether of two measures the greater is the busier one.
  bool GreaterIsBusier() const { return rule_.target || HighIsBusy(); }

 private:
  bool HighIsBusy() const { return rule_.direction == MetricDirection::kHighIsBusy; }
  double ReadyNow() const { return static_cast<double>(inputs_.ready_nodes); }

  std::int64_t ReadyAt(std::int64_t unix_ms, bool greater) const {
    const std::vector<NodeCountAt>& seen = inputs_.ready_seen;
    const auto after =
        std::upper_bound(seen.begin(), seen.end(), unix_ms,
                         [](std::int64_t moment, const NodeCountAt& one) { return moment < one.unix_ms; });
    if (after == seen.begin()) return after->nodes;
    const std::int64_t before = (after - 1)->nodes;
    if (after == seen.end() || (after - 1)->unix_ms == unix_ms) return before;
    return greater ? std::max(before, after->nodes) : std::min(before, after->nodes);
  }

  bool Beyond(double value, const ScaleStep& step, bool up) const {
    return up == HighIsBusy() ? value > step.beyond : value < step.beyond;
  }

  const ScaleStep& FurthestStep(const std::vector<ScaleStep>& steps, double value, bool up) const {
    std::size_t furthest = 0;
    for (std::size_t i = 1; i < steps.size() && Beyond(value, steps[i], up); ++i) furthest = i;
    return steps[furthest];
  }

  std::int64_t Applied(const ScaleStep& step, std::int64_t sign) const {
    if (step.exact_nodes) {
      return sign > 0 ? std::max(inputs_.ready_nodes, *step.exact_nodes)
                      : std::min(inputs_.ready_nodes, *step.exact_nodes);
    }
    const std::int64_t amount =
        step.nodes ? *step.nodes : std::max<std::int64_t>(1, base::PartOf(inputs_.ready_nodes, *step.share));
    return std::clamp<std::int64_t>(inputs_.ready_nodes + sign * amount, 0, kMostNodes);
  }

  const MetricRule& rule_;
  const RuleInputs& inputs_;
};

Reason Missing(const MetricRule& rule, const std::vector<Sample>& samples, std::int64_t now_unix_ms) {
  if (samples.empty() || (samples.size() == 1 && !samples.back().value)) {
    return MakeReason("metric_missing", Cat("There is no reading of ", rule.metric, ": that does not count as idle."),
                      {}, {rule.metric});
  }
  const double age = static_cast<double>(now_unix_ms - samples.back().unix_ms) / 1000;
  return MakeReason("metric_missing",
                    samples.back().value
                        ? Cat("The newest reading of ", rule.metric, " is ", Number(age), " s old, more than ",
                              rule.max_age_seconds, " s: that does not count as idle.")
                        : Cat("The newest reading of ", rule.metric, " failed: that does not count as idle."),
                    {{"age_seconds", age}}, {rule.metric});
}

class Gatherer {
 public:
  Gatherer(const Readings& readings, const RuleInputs& inputs) : readings_(readings), inputs_(inputs) {}

  void Ask(const MetricRule& rule) {
    RuleResult& result = demand_.results.emplace_back();
    result.metric = rule.metric;
    if (!IsActive(rule, inputs_.local_hour)) {
      result.finding = RuleFinding::kInactive;
      return;
    }
    const Judge judge(rule, inputs_);
    const auto windows_of = [&](bool greater, std::int64_t most) {
      return WindowValues(
          rule, readings_, [&judge, greater](const Sample& sample) { return judge.Measured(sample, greater); },
          inputs_.now_unix_ms, most);
    };
    const std::vector<double> low = windows_of(false, rule.up_windows);
    if (low.empty()) {
      Lacking(rule, result);
      return;
    }
    const std::vector<double> high = windows_of(true, rule.down_windows);
    SayIfSparse(rule);
    demand_.call_again_at_unix_ms =
        Earliest(demand_.call_again_at_unix_ms, StaleAt(rule, readings_, inputs_.now_unix_ms));
    result.value = WindowValues(
                       rule, readings_, [](const Sample& sample) { return *sample.value; }, inputs_.now_unix_ms, 1)
                       .front();
    const auto row = [](const std::vector<double>& windows, std::int64_t length, const auto& holds) {
      return windows.size() == static_cast<std::size_t>(length) && std::all_of(windows.begin(), windows.end(), holds);
    };
    if (row(low, rule.up_windows, [&judge](double value) { return judge.IsUp(value); })) {
      result.finding = RuleFinding::kUp;
      result.wanted_nodes = judge.Up(low.front());
    } else if (row(high, rule.down_windows, [&judge](double value) { return judge.IsDown(value); })) {
      result.finding = RuleFinding::kDown;
      // The busiest of them, so that a dip at the end does not decide alone.
      const auto extremes = std::minmax_element(high.begin(), high.end());
      result.wanted_nodes = judge.Down(judge.GreaterIsBusier() ? *extremes.second : *extremes.first);
    } else if (MayRemove(rule) || judge.IsUp(low.front())) {
      result.wanted_nodes = inputs_.total_nodes;
    }
    if (MayRemove(rule)) {
      const std::int64_t looked_back = rule.down_windows * rule.window_seconds;
      demand_.down_row_seconds =
          demand_.down_row_seconds == 0 ? looked_back : std::min(demand_.down_row_seconds, looked_back);
    }
    Take(result);
  }

  Demand Finish() && {
    if (!any_reading_) demand_.may_remove = false;  // Also where all may be ignored: nobody looks.
    return std::move(demand_);
  }

 private:
  void Take(const RuleResult& result) {
    any_reading_ = true;
    if (result.wanted_nodes) demand_.nodes = std::max(demand_.nodes.value_or(0), *result.wanted_nodes);
  }

  // A row of windows that can never be full would look like load that is just right.
  void SayIfSparse(const MetricRule& rule) {
    if (rule.up_windows == 1 && rule.down_windows == 1) return;
    const std::optional<double> apart = SparseSeconds(rule, readings_);
    if (!apart) return;
    demand_.reasons.push_back(MakeReason("readings_sparse",
                                         Cat("The newest readings of ", rule.metric, " are ", Number(*apart),
                                             " s apart, too far for rows of windows of ", rule.window_seconds,
                                             " s: read it more often, or make window_seconds as long."),
                                         {{"apart_seconds", *apart}}, {rule.metric}));
  }

  void Lacking(const MetricRule& rule, RuleResult& result) {
    result.finding = RuleFinding::kMissing;
    demand_.reasons.push_back(Missing(rule, readings_.at(rule.metric), inputs_.now_unix_ms));
    switch (rule.missing) {
      case MissingMetric::kIgnore:
        return;
      case MissingMetric::kHold:
        demand_.hold = true;
        break;
      case MissingMetric::kBusy:
        if (!rule.up.empty()) {
          result.wanted_nodes = Judge(rule, inputs_).FirstStepUp();
          demand_.nodes = std::max(demand_.nodes.value_or(0), *result.wanted_nodes);
        }
        break;
      case MissingMetric::kNoScaleIn:
        break;
    }
    demand_.may_remove = false;
  }

  const Readings& readings_;
  const RuleInputs& inputs_;
  Demand demand_;
  bool any_reading_ = false;
};

}  // namespace

Demand AskRules(const std::vector<MetricRule>& rules, const Readings& readings, const RuleInputs& inputs) {
  Gatherer gatherer(readings, inputs);
  for (const MetricRule& rule : rules) gatherer.Ask(rule);
  return std::move(gatherer).Finish();
}

}  // namespace spotwright::scaling
