// What is done of one's own accord: for recommendations, for pools that are treated as lost, for silent nodes.
#include <algorithm>
#include <cmath>

#include "src/base/money.h"
#include "src/base/text.h"
#include "src/interruption/drain.h"
#include "src/interruption/responder.h"
#include "src/model/disruption.h"
#include "src/model/offers.h"

namespace spotwright::interruption {
namespace {

constexpr double kShortageMultiple = 20;  // Of the on-demand price, where nobody says what a missing node costs.
constexpr double kSecondsPerHour = 3600;
constexpr std::int64_t kHourMs = 3600 * kMsPerSecond;

}  // namespace

double Responder::OnDemandPrice(const Pool& pool) const {
  double least = 0;
  for (const Offer& offer : request_.offers) {
    if (offer.instance_type != pool.instance_type || offer.region != pool.region) continue;
    const double price = offer.capacity_type == CapacityType::kOnDemand
                             ? offer.price_usd_per_hour
                             : offer.on_demand_price_usd_per_hour.value_or(0);
    if (price > 0 && (least == 0 || price < least)) least = price;
  }
  return least;
}

// Probability x loss against the cost of the replacement, as RebalancePolicy says.
bool Responder::Pays(const Item& item) {
  const RebalancePolicy& rebalance = policy_.rebalance;
  const Choice choice = supply_->Choose(item.load);
  if (!choice.offer) return true;  // That nothing can be launched is told by Launch.
  const Offer& offer = request_.offers[*choice.offer];
  const auto usd = [](double price, double seconds) { return price * seconds / kSecondsPerHour; };
  const double boot = static_cast<double>(policy_.boot_seconds);
  const double shortage_seconds = std::max(0.0, boot - static_cast<double>(policy_.aws_notice_seconds));
  const double shortage_price =
      rebalance.shortage_cost_usd_per_node_hour.value_or(kShortageMultiple * OnDemandPrice(item.of->pool));
  const bool drains = rebalance.mode == RebalanceMode::kLaunchAndDrain;
  const double restarts = drains ? base::Usd(item.load.restart_micro) : 0;
  const double price = offer.price_usd_per_hour * static_cast<double>(choice.count);
  double price_now = item.node->price_usd_per_hour.value_or(0);
  for (const Offer& other : request_.offers) {
    if (!item.node->price_usd_per_hour && model::PoolOf(other) == item.of->pool) price_now = other.price_usd_per_hour;
  }
  const double horizon = static_cast<double>(rebalance.signal_horizon_seconds);
  const double cost = drains ? usd(price, boot + static_cast<double>(policy_.voluntary_drain_seconds)) +
                                   usd(std::max(0.0, price - price_now), horizon) + restarts
                             : usd(price, horizon);
  const double gain = signals_.Probability(item.of->pool, now_) * (usd(shortage_price, shortage_seconds) + restarts);
  return base::BoundedMicroUsd(gain) > base::BoundedMicroUsd(cost);
}

bool Responder::IsHindered(const Item& item) const {
  std::vector<Reason> reasons;
  if (item.node->do_not_disrupt) return true;
  for (const Pods& some : item.load.pods) {
    const std::optional<std::int64_t> allowed = world_.DisruptionsAllowed(some.workload);
    // A drain goes in waves: a budget that allows any pod allows all, one after the other.
    model::PodsThere there{&world_.workload(some.workload), some.replicas, world_.Running(some.workload), allowed,
                           false};
    if (allowed && *allowed > 0) there.disruptions_allowed.reset();
    model::AddPodHindrances(there, {true, true, true, true}, reasons);
  }
  return !reasons.empty();
}

// What speaks against beginning now, told and looked at again when that may change.
bool Responder::MayMoveNow(Item& item) {
  const RebalancePolicy& rebalance = policy_.rebalance;
  const std::string& name = item.of->node;
  const auto of_age = model::ComesOfAge(*item.node, rebalance.min_node_age_seconds, now_);
  if (of_age) {
    notes_.Add(Note::kTooYoung, name);
    Later(*of_age);
    return false;
  }
  const std::int64_t done = now_ + (policy_.boot_seconds + policy_.voluntary_drain_seconds) * kMsPerSecond;
  if (const auto quiet = QuietWithin(policy_.quiet_windows, now_, done)) {
    notes_.Add(Note::kQuietWindow, name);
    Later(*quiet);
    return false;
  }
  if (rebalance.mode == RebalanceMode::kLaunchAndDrain && IsHindered(item)) {
    notes_.Add(Note::kHindered, name);
    return false;
  }
  if (!Pays(item)) {
    notes_.Add(Note::kNotWorthIt, name);
    return false;
  }
  const double share = rebalance.max_concurrent_share * static_cast<double>(request_.nodes.size());
  std::int64_t most = std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(share - 1e-9)));
  if (rebalance.max_concurrent_nodes) most = std::min(most, *rebalance.max_concurrent_nodes);
  const bool too_many_an_hour =
      rebalance.max_nodes_per_hour && static_cast<std::int64_t>(moves_.size()) >= *rebalance.max_nodes_per_hour;
  if (moving_ >= most || too_many_an_hour) {
    notes_.Add(Note::kRateLimited, name);
    if (too_many_an_hour && !moves_.empty()) Later(moves_.front() + kHourMs + 1);
    return false;
  }
  return true;
}

void Responder::ActOnRecommendation(Item& item) {
  NodeCase& of = *item.of;
  const RebalanceMode mode = policy_.rebalance.mode;
  const std::int64_t horizon = of.since_unix_ms + policy_.rebalance.signal_horizon_seconds * kMsPerSecond;
  if (of.phase == CasePhase::kWatching || of.phase == CasePhase::kKept) {
    if (now_ > horizon) {
      Close(of);
      return;
    }
    Later(horizon + 1);
    if (of.phase == CasePhase::kKept || mode == RebalanceMode::kOff) return;
    if (mode == RebalanceMode::kReport || policy_.replacement == ReplacementSource::kNone) {
      notes_.Add(Note::kRecommended, of.node);
      return;
    }
    if (suspended_ || !MayMoveNow(item)) return;
    of.wants_replacement = true;
  }
  const bool was_watching = of.phase == CasePhase::kWatching;
  ReplaceThenDrain(item, mode == RebalanceMode::kLaunchAndDrain);
  if (was_watching && of.phase == CasePhase::kReplacing) {
    ++moving_;
    moves_.push_back(now_);
  }
  if (of.phase == CasePhase::kReplacing && mode != RebalanceMode::kLaunchAndDrain) {
    if (now_ > horizon) {
      Keep(item, Note::kCameToNothing);
      Close(of);
    }
    Later(horizon + 1);
  }
}

void Responder::Keep(Item& item, Note why) {
  notes_.Add(why, item.of->node);
  Uncordon(item);
  item.of->wants_replacement = false;
  Enter(*item.of, CasePhase::kKept);
}

// What is listed and not ready, or is to go itself, takes nobody's place. What is not listed yet may be ready all the
// same: lists lag behind.
bool Responder::ReplacementIsInTrouble(const NodeCase& of) const {
  const Node* const node = world_.Find(of.replacement_node);
  if (node != nullptr && node->state != NodeState::kReady) return true;
  const auto own = cases_.find(of.replacement_node);
  return own != cases_.end() && (own->second.certain || own->second.suspected);
}

void Responder::ReplaceThenDrain(Item& item, bool drains) {
  NodeCase& of = *item.of;
  const bool silent = of.kind == InterruptionKind::kNodeNotReady && !of.suspected;
  const std::int64_t horizon = of.since_unix_ms + policy_.rebalance.signal_horizon_seconds * kMsPerSecond;
  if (of.phase == CasePhase::kWatching) {
    if (!silent && now_ > horizon) {
      Close(of);
      return;
    }
    Later(silent ? of.since_unix_ms + kForgetMs : horizon + 1);
    if (!Launch(item, !silent)) return;
    Cordon(item, !silent);
    Enter(of, CasePhase::kReplacing);
  }
  const bool is_left = of.phase == CasePhase::kReplacing || of.phase == CasePhase::kDraining;
  if (is_left && !silent && of.outcome == ReplacementOutcome::kReady && ReplacementIsInTrouble(of)) {
    Keep(item, Note::kReplacementInTrouble);
  }
  if (of.phase == CasePhase::kReplacing) {
    const bool ready = of.outcome == ReplacementOutcome::kReady || policy_.replacement == ReplacementSource::kNone;
    if (!ready) {
      const std::int64_t timeout = of.phase_unix_ms + policy_.replacement_timeout_seconds * kMsPerSecond;
      // What the mix would have launched had failed: the next pool may be too dear for a mere recommendation.
      const bool worth_it = silent || of.suspected || of.outcome || Pays(item);
      if (now_ >= timeout || !worth_it || (!of.outcome && !Launch(item, !silent))) {
        Keep(item, Note::kNeverCame);
      } else {
        Later(timeout);
        return;
      }
    } else if (drains) {
      const std::int64_t done = now_ + policy_.voluntary_drain_seconds * kMsPerSecond;
      const auto quiet = silent ? std::nullopt : QuietWithin(policy_.quiet_windows, now_, done);
      if (quiet) {
        notes_.Add(Note::kQuietWindow, of.node);
        Later(*quiet);
        return;
      }
      Drain drain = DrainAtLeisure({of.node, now_, std::nullopt, false}, item.load, world_, policy_);
      if (!drain.pods.empty()) {
        if (silent) WarnOfQuiet(item, now_, done);
        NodeAction& action = Do(NodeActionKind::kDrain, item, now_, drain.deadline_unix_ms);
        action.voluntary = !silent;
        action.pods = std::move(drain.pods);
      }
      Enter(of, CasePhase::kDraining);
    }
  }
  if (of.phase == CasePhase::kDraining) {
    const std::int64_t deadline = of.phase_unix_ms + policy_.voluntary_drain_seconds * kMsPerSecond;
    if (item.load.pod_count == 0 || (silent && now_ >= deadline)) {
      Do(NodeActionKind::kDetach, item, now_, std::nullopt).voluntary = !silent;
      Do(NodeActionKind::kEnd, item, now_, std::nullopt).voluntary = !silent;
      Enter(of, CasePhase::kLeft);
    } else if (now_ >= deadline) {
      Keep(item, Note::kDrainFailed);
    } else {
      Later(deadline);
    }
  }
  if (of.phase == CasePhase::kLeft || of.phase == CasePhase::kKept) {
    const std::int64_t forget =
        of.phase == CasePhase::kLeft ? of.phase_unix_ms + kForgetMs : std::max(horizon + 1, of.phase_unix_ms);
    if (now_ >= forget) Close(of);
    Later(forget);
  }
}

}  // namespace spotwright::interruption
