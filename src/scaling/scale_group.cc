#include "src/scaling/scale_group.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "src/base/text.h"
#include "src/forecast/local_steps.h"
#include "src/model/reason.h"
#include "src/scaling/behavior.h"
#include "src/scaling/boot_time.h"
#include "src/scaling/node_count.h"
#include "src/scaling/planned.h"
#include "src/scaling/predictive.h"
#include "src/scaling/presets.h"
#include "src/scaling/readings.h"
#include "src/scaling/removals.h"
#include "src/scaling/rules.h"
#include "src/scaling/schedule.h"

namespace spotwright::scaling {
namespace {

using base::Cat;
using model::MakeReason;

constexpr std::int64_t kMsPerSecond = 1000;
constexpr std::int64_t kSecondsPerHour = 3600;
constexpr double kLongestPayback = 1e7;  // In seconds; more is never.

class GroupScaler {
 public:
  GroupScaler(const ScaleRequest& request, const ScaleGroup& group, const GroupNodes& listed,
              const ScaleGroupState& before, Cluster& cluster)
      : request_(request),
        group_(group),
        listed_(listed),
        policy_(group.policy),
        before_(before),
        cluster_(cluster),
        now_ms_(request.now_unix_ms),
        rules_(AllRules(policy_)),
        bounds_(BoundsOf(policy_)),
        boots_(BootsSeen(before, group)),
        boot_seconds_(BootSeconds(boots_, policy_.boot_seconds)),
        count_(CountNodes(group, listed, before, now_ms_, boot_seconds_)),
        readings_(GatherReadings(group, before, rules_, now_ms_)),
        expected_interruptions_(static_cast<double>(count_.spot) * policy_.interruptions_per_spot_node_hour *
                                static_cast<double>(boot_seconds_) / static_cast<double>(kSecondsPerHour)),
        prediction_(Predict(request, policy_, boot_seconds_, expected_interruptions_)) {
    if (const auto least = ScheduledMax(policy_.schedule, now_ms_)) {
      bounds_.max_nodes = std::min(bounds_.max_nodes, *least);
    }
    scaled_.answer.name = group.name;
    Remember();
  }

  ScaledGroup Run() && {
    Describe();
    if (count_.known) {
      Decide();
    } else {
      Hold();
    }
    if (again_ && *again_ > now_ms_) scaled_.call_again_at_unix_ms = again_;
    return std::move(scaled_);
  }

 private:
  GroupScale& answer() { return scaled_.answer; }
  ScaleGroupState& after() { return scaled_.state; }

  void Say(Reason reason) { answer().reasons.push_back(std::move(reason)); }

  void Remember() {
    after().name = group_.name;
    after().last_up_unix_ms = before_.last_up_unix_ms;
    after().last_down_unix_ms = before_.last_down_unix_ms;
    after().metrics = ToState(readings_);
    after().boot_seconds = boots_;
    after().in_flight = count_.unseen;
    after().known_nodes = count_.names;
    after().ready = ReadySeen();
    after().leaving = count_.leaving;
    after().changes = Recent(before_.changes, now_ms_, LongestPeriodSeconds(policy_));
    after().wanted = before_.wanted;
  }

  // Of a run of equal counts the first and the last; those that no rule looks back to are left out.
  std::vector<NodeCountAt> ReadySeen() const {
    std::vector<NodeCountAt> seen = before_.ready;
    if (count_.known) {
      const std::size_t size = seen.size();
      const bool same = size >= 2 && seen[size - 1].nodes == count_.read && seen[size - 2].nodes == count_.read;
      if (same) seen.pop_back();
      seen.push_back({now_ms_, count_.read});
    }
    const std::int64_t from = now_ms_ - LongestReachMs(rules_);
    const auto first =
        std::find_if(seen.begin(), seen.end(), [from](const NodeCountAt& count) { return count.unix_ms > from; });
    if (first - seen.begin() > 1) seen.erase(seen.begin(), first - 1);
    return seen;
  }

  void Describe() {
    answer().ready_nodes = count_.ready;
    answer().in_flight_nodes = count_.in_flight;
    answer().overdue_nodes = count_.overdue;
    answer().desired_nodes = count_.total();
    answer().boot_seconds = boot_seconds_;
    answer().expected_interruptions = expected_interruptions_;
    answer().quantile = prediction_.quantile;
    again_ = Earliest(again_, count_.overdue_at_unix_ms);
    again_ = Earliest(again_, count_.stale_at_unix_ms);
    again_ = Earliest(again_, NextScheduleChange(policy_.schedule, now_ms_, boot_seconds_));
    if (std::any_of(rules_.begin(), rules_.end(), [](const MetricRule& rule) { return !rule.hours.empty(); })) {
      again_ = Earliest(again_, NextLocalHour());
    }
    if (count_.overdue > 0) {
      Say(MakeReason("launch_overdue", Cat(count_.overdue, " nodes were asked for more than ", 2 * boot_seconds_,
                                           " s ago and are not ready: they no longer count.")));
    }
  }

  Moment NextLocalHour() const {
    forecast::LocalSteps hours(request_.utc_offsets, kSecondsPerHour);
    Moment next = hours.StartOfStep(now_ms_) + kSecondsPerHour * kMsPerSecond;
    for (const UtcOffset& offset : request_.utc_offsets) {
      if (offset.from_unix_ms > now_ms_) next = Earliest(next, offset.from_unix_ms);
    }
    return next;
  }

  void Hold() {
    scaled_.feasible = false;
    Say(MakeReason("node_count_missing", "How many nodes run is not known: the count is held."));
    answer().rules = AskRules(rules_, readings_, Inputs()).results;
  }

  RuleInputs Inputs() const {
    forecast::LocalSteps hours(request_.utc_offsets, kSecondsPerHour);
    const std::int64_t hour = (hours.StepAt(now_ms_) % 24 + 24) % 24;
    std::vector<NodeCountAt> seen = scaled_.state.ready;
    if (seen.empty()) seen.push_back({now_ms_, count_.ready});
    return {now_ms_, hour, count_.ready, std::move(seen), count_.total(), expected_interruptions_};
  }

  void Decide() {
    Demand demand = AskRules(rules_, readings_, Inputs());
    again_ = Earliest(again_, demand.call_again_at_unix_ms);
    answer().rules = std::move(demand.results);
    answer().reactive_nodes = demand.nodes;
    SayWhatMetricsAsk();
    Append(demand.reasons);
    Append(prediction_.reasons);
    if (OnlyScheduled()) {
      demand.nodes = bounds_.min_nodes;
      demand.may_remove = true;
    }

    const std::int64_t at_once = AtOnce();
    const std::int64_t wanted = std::max(Reactive(demand, at_once), at_once);
    const std::int64_t desired = WithinMax(wanted, std::max(at_once, AskedMore(demand)));
    if (desired > count_.total()) {
      Act(desired);
    } else if (desired < count_.total() && MayRemove(demand)) {
      Remove(desired);
    }
    answer().planned = PlanAhead(prediction_, policy_, UsesPrediction(), {now_ms_, answer().desired_nodes},
                                 boot_seconds_, PaybackSeconds());
    SayWhenToAskForPlanned();
  }

  // What is planned is asked for a call early, so that it is not late.
  void SayWhenToAskForPlanned() {
    const std::int64_t early_ms = policy_.predictive ? policy_.predictive->decision_seconds * kMsPerSecond : 0;
    for (const PlannedScale& planned : answer().planned) {
      const std::int64_t asked_at = planned.launch_at_unix_ms - early_ms + 1;
      if (asked_at > now_ms_) again_ = Earliest(again_, asked_at);
    }
  }

  // The rules that decide, where they ask for a change.
  void SayWhatMetricsAsk() {
    const std::optional<std::int64_t> nodes = answer().reactive_nodes;
    if (!nodes || *nodes == count_.total()) return;
    std::string which;
    std::vector<std::string> metrics;
    for (const RuleResult& rule : answer().rules) {
      if (rule.wanted_nodes != nodes) continue;
      which += Cat(which.empty() ? "" : ", ", rule.metric, rule.value ? Cat(" at ", base::Number(*rule.value)) : "");
      metrics.push_back(rule.metric);
    }
    Say(MakeReason("metrics_ask", Cat("Metrics ask for ", *nodes, " nodes, not ", count_.total(), ": ", which, "."),
                   {{"nodes", static_cast<double>(*nodes)}}, std::move(metrics)));
  }

  void Append(std::vector<Reason>& reasons) {
    for (Reason& reason : reasons) answer().reasons.push_back(std::move(reason));
  }

  // Where nothing else sizes the group, it has what its schedule says, and min_nodes at other times.
  bool OnlyScheduled() const { return rules_.empty() && !policy_.predictive && !policy_.schedule.empty(); }

  const char* WhatAsks() const { return rules_.empty() ? "The schedule asks for " : "Metrics ask for "; }

  bool UsesPrediction() const { return policy_.predictive && !policy_.predictive->forecast_only; }

  // What does not wait: min_nodes, the forecast, a schedule.
  std::int64_t AtOnce() {
    std::int64_t nodes = bounds_.min_nodes;
    if (bounds_.min_nodes > count_.total()) {
      Say(MakeReason("below_minimum", Cat(count_.total(), " nodes are less than min_nodes, ", bounds_.min_nodes, ".")));
    }
    if (policy_.predictive) {
      const std::int64_t ahead_s = prediction_.lead_seconds + policy_.predictive->decision_seconds;
      answer().predictive_nodes =
          prediction_.Most(now_ms_, now_ms_ + std::max<std::int64_t>(1, ahead_s * kMsPerSecond));
      if (UsesPrediction()) nodes = std::max(nodes, answer().predictive_nodes.value_or(0));
      if (answer().predictive_nodes.value_or(0) > count_.total()) {
        const std::string asks =
            Cat("Within ", ahead_s, " s the forecast asks for ", *answer().predictive_nodes, " nodes");
        Say(UsesPrediction() ? MakeReason("forecast_asks", Cat(asks, "."))
                             : MakeReason("forecast_only", Cat(asks, "; the policy only wants to know.")));
      }
    }
    answer().scheduled_nodes =
        ScheduledMin(policy_.schedule, now_ms_, now_ms_ + std::max<std::int64_t>(1, boot_seconds_ * kMsPerSecond));
    if (answer().scheduled_nodes.value_or(0) > count_.total()) {
      Say(MakeReason("schedule_asks", Cat("The schedule asks for ", *answer().scheduled_nodes, " nodes.")));
    }
    return std::max(nodes, answer().scheduled_nodes.value_or(0));
  }

  std::int64_t PaybackSeconds() const {
    const ScaleInPolicy& in = policy_.scale_in;
    const double restart = in.restart_cost_usd == 0 ? 0
                                                    : in.restart_cost_usd / policy_.node_price_usd_per_hour *
                                                          static_cast<double>(kSecondsPerHour);
    return in.drain_seconds + boot_seconds_ + static_cast<std::int64_t>(std::min(restart, kLongestPayback));
  }

  // What metrics ask for, after stabilisation, limits and cool-down. What is remembered is what was asked for in all,
  // so that a node which a forecast wanted does not go the moment that it no longer does.
  std::int64_t Reactive(const Demand& demand, std::int64_t at_once) {
    const std::int64_t total = count_.total();
    if (!demand.nodes || demand.hold) return total;
    const std::int64_t up_s = policy_.up.stabilization_seconds;
    const std::int64_t down_s =
        std::max(policy_.down.stabilization_seconds, PaybackSeconds() - demand.down_row_seconds);
    after().wanted = Recent(before_.wanted, now_ms_, std::max(up_s, down_s));
    if (before_.wanted.empty()) after().wanted.push_back({now_ms_, std::min(kMostNodes, total)});
    after().wanted.push_back({now_ms_, std::min(kMostNodes, std::max(*demand.nodes, at_once))});
    std::int64_t nodes = Stabilise(total, after().wanted, now_ms_, up_s, down_s);
    nodes = std::min(nodes, std::max(total, *demand.nodes));
    SayIfStabilised(*demand.nodes, at_once, nodes, *demand.nodes > total ? up_s : down_s);
    const std::int64_t limited = Limit(total, nodes, after().changes, now_ms_, policy_);
    if (limited != nodes) {
      Say(MakeReason("rate_limited", Cat(WhatAsks(), nodes, " nodes; the limits allow ", limited, " for now.")));
      const std::int64_t since = after().changes.empty() ? now_ms_ : after().changes.front().unix_ms;
      again_ = Earliest(again_, since + LongestPeriodSeconds(policy_) * kMsPerSecond);
      nodes = limited;
    }
    return CoolDown(nodes);
  }

  // Where what was asked for earlier, and not what is asked for now, keeps the count.
  void SayIfStabilised(std::int64_t asked, std::int64_t at_once, std::int64_t nodes, std::int64_t window_seconds) {
    const bool up = asked > count_.total();
    const std::int64_t now_asked = up ? asked : std::max(asked, at_once);
    if (up ? nodes >= now_asked : nodes <= now_asked) return;
    Say(MakeReason("stabilising", Cat(WhatAsks(), asked, " nodes, but not for long enough yet.")));
    // Until the last that forbids it is too old to count.
    for (auto past = after().wanted.rbegin(); past != after().wanted.rend(); ++past) {
      if (up ? past->nodes >= now_asked : past->nodes <= now_asked) continue;
      again_ = Earliest(again_, past->unix_ms + window_seconds * kMsPerSecond);
      return;
    }
  }

  std::int64_t CoolDown(std::int64_t nodes) {
    const std::int64_t total = count_.total();
    if (nodes == total) return nodes;
    const bool up = nodes > total;
    const Moment same = up ? before_.last_up_unix_ms : before_.last_down_unix_ms;
    const Moment other = up ? before_.last_down_unix_ms : before_.last_up_unix_ms;
    const Moment last = policy_.cool_down_from == CoolDownFrom::kAnyAction ? std::max(same, other) : same;
    const std::int64_t seconds = up ? policy_.cool_down_up_seconds : policy_.cool_down_down_seconds;
    if (!last || now_ms_ - *last >= seconds * kMsPerSecond) return nodes;
    const std::int64_t until = *last + seconds * kMsPerSecond;
    again_ = Earliest(again_, until);
    answer().reasons.push_back(
        MakeReason("cooling_down", Cat(WhatAsks(), nodes, " nodes; the last action is less than ", seconds, " s ago."),
                   {{"until_unix_ms", static_cast<double>(until)}}));
    return total;
  }

  // What metrics ask for beyond what there is.
  std::int64_t AskedMore(const Demand& demand) const {
    return demand.nodes.value_or(0) > count_.total() ? *demand.nodes : 0;
  }

  // `needed` is what would be had without a maximum.
  std::int64_t WithinMax(std::int64_t wanted, std::int64_t needed) {
    std::int64_t most = bounds_.max_nodes;
    if (UsesPrediction() && policy_.predictive->max_breach == MaxBreach::kIncrease && answer().predictive_nodes) {
      const std::int64_t predicted = *answer().predictive_nodes;
      const std::int64_t raised =
          NodesFor(static_cast<double>(predicted) * (1 + policy_.predictive->max_breach_buffer_share));
      if (predicted > most) most = raised;
    }
    if (needed > most) {
      scaled_.feasible = false;
      Say(MakeReason("at_maximum", Cat(needed, " nodes are asked for; max_nodes is ", most, ".")));
    }
    return std::min(wanted, most);
  }

  // Whether anything may go now, whatever it is.
  bool MayRemove(const Demand& demand) {
    if (!demand.may_remove) return false;  // Its reasons are given.
    if (count_.in_flight == 0) return true;
    Say(MakeReason("launches_in_flight",
                   Cat("Nothing is removed while ", count_.in_flight, " nodes are on their way.")));
    return false;
  }

  void Remove(std::int64_t desired) {
    const std::int64_t total = count_.total();
    const std::int64_t payback_ms = PaybackSeconds() * kMsPerSecond;
    std::int64_t needed = desired;
    if (UsesPrediction()) {
      const std::int64_t until = now_ms_ + prediction_.lead_seconds * kMsPerSecond + payback_ms;
      needed = std::max(needed, prediction_.Most(now_ms_, until).value_or(0));
    }
    const std::int64_t launched_by = now_ms_ + boot_seconds_ * kMsPerSecond;
    needed = std::max(needed, ScheduledMin(policy_.schedule, now_ms_, launched_by + payback_ms).value_or(0));
    if (needed > desired) {
      Say(MakeReason("needed_again", Cat(std::min(needed, total) - desired,
                                         " nodes could go, but will be needed again before that pays.")));
    }
    if (needed >= total) return;
    const RemovalTask task{.group = group_.name,
                           .wanted = total - needed,
                           .nodes = total,
                           .min_nodes = bounds_.min_nodes,
                           .now_unix_ms = now_ms_,
                           .policy = policy_.scale_in};
    RemovalChoice choice =
        listed_.empty() ? CountRemovals(task, group_.capacity_type, cluster_) : ChooseRemovals(task, cluster_);
    Append(choice.reasons);
    again_ = Earliest(again_, choice.call_again_at_unix_ms);
    answer().removals = std::move(choice.removals);
    answer().kept = std::move(choice.kept);
    Act(total - choice.nodes);
  }

  void Act(std::int64_t desired) {
    const std::int64_t change = desired - count_.total();
    if (change == 0) return;
    answer().desired_nodes = desired;
    answer().change = change;
    answer().action = change > 0 ? ScaleAction::kAdd : ScaleAction::kRemove;
    (change > 0 ? after().last_up_unix_ms : after().last_down_unix_ms) = now_ms_;
    if (change > 0) {
      after().in_flight.push_back({now_ms_, change});
    } else {
      Leaving leaving{now_ms_, -change, {}};
      for (const Removal& removal : answer().removals) leaving.names.push_back(removal.node);
      std::sort(leaving.names.begin(), leaving.names.end());
      after().leaving.push_back(std::move(leaving));
    }
    if (LongestPeriodSeconds(policy_) > 0) after().changes.push_back({now_ms_, change});
  }

  const ScaleRequest& request_;
  const ScaleGroup& group_;
  const GroupNodes& listed_;
  const ScalePolicy& policy_;
  const ScaleGroupState& before_;
  Cluster& cluster_;
  std::int64_t now_ms_;
  std::vector<MetricRule> rules_;
  NodeBounds bounds_;
  std::vector<double> boots_;
  std::int64_t boot_seconds_;
  NodeCount count_;
  Readings readings_;
  double expected_interruptions_;
  Prediction prediction_;
  Moment again_;
  ScaledGroup scaled_;
};

}  // namespace

ScaledGroup ScaleOne(const ScaleRequest& request, const ScaleGroup& group, const GroupNodes& listed,
                     const ScaleGroupState& before, Cluster& cluster) {
  return GroupScaler(request, group, listed, before, cluster).Run();
}

}  // namespace spotwright::scaling
