// Every case takes its next step.
#include <algorithm>
#include <tuple>
#include <utility>

#include "src/base/text.h"
#include "src/interruption/drain.h"
#include "src/interruption/responder.h"
#include "src/model/offers.h"

namespace spotwright::interruption {
namespace {

using base::Cat;

constexpr double kUnknownReturnSeconds = 600;  // A reboot or redeploy of which nobody says how long it takes.

// As Kubernetes' zone controller: beyond this share of nodes it is not the nodes.
constexpr double kMostSilentShare = 0.55;
constexpr std::int64_t kFewestSilent = 3;

int RankOf(const NodeCase& of) {
  if (of.certain) return 0;
  if (of.suspected) return 1;
  if (of.returns) return 3;
  return of.kind == InterruptionKind::kNodeNotReady ? 2 : 4;
}

std::string_view Verb(NodeActionKind kind) {
  switch (kind) {
    case NodeActionKind::kCordon:
      return "Cordon ";
    case NodeActionKind::kUncordon:
      return "Un-cordon ";
    case NodeActionKind::kLaunch:
      return "Replace ";
    case NodeActionKind::kDrain:
      return "Drain ";
    case NodeActionKind::kDetach:
      return "Detach ";
    case NodeActionKind::kEnd:
      return "End ";
    case NodeActionKind::kComplete:
      return "Acknowledge the event of ";
  }
  return "";
}

}  // namespace

std::optional<std::int64_t> QuietWithin(const std::vector<TimeSpan>& windows, std::int64_t from, std::int64_t to) {
  std::optional<std::int64_t> end;
  for (const TimeSpan& window : windows) {
    if (window.start_unix_ms <= to && from < window.end_unix_ms) {
      end = std::max(end.value_or(window.end_unix_ms), window.end_unix_ms);
    }
  }
  return end;
}

void Responder::Later(std::int64_t at_unix_ms) {
  if (at_unix_ms > now_) call_again_ = std::min(call_again_.value_or(at_unix_ms), at_unix_ms);
}

void Responder::Enter(NodeCase& of, CasePhase phase) const {
  of.phase = phase;
  of.phase_unix_ms = now_;
}

NodeAction& Responder::Do(NodeActionKind kind, const Item& item, std::int64_t begin,
                          std::optional<std::int64_t> deadline) {
  NodeAction& action = actions_[static_cast<std::size_t>(kind)].emplace_back();
  action.kind = kind;
  action.node = item.of->node;
  action.instance_id = item.of->instance_id;
  action.group = item.of->group;
  action.begin_unix_ms = begin;
  action.deadline_unix_ms = deadline;
  action.sentence = Cat(Verb(kind), action.node);
  if (deadline) {
    action.sentence += Cat(" within ", static_cast<double>(*deadline - now_) / 1e3, " s.");
  } else {
    action.sentence += ".";
  }
  return action;
}

void Responder::WarnOfQuiet(const Item& item, std::int64_t from, std::int64_t to) {
  if (QuietWithin(policy_.quiet_windows, from, to)) notes_.Add(Note::kEvictionInQuietWindow, item.of->node);
}

void Responder::Cordon(Item& item, bool voluntary) {
  if (item.of->cordoned || item.node == nullptr) return;
  item.of->cordoned = true;
  std::optional<std::int64_t> deadline;
  if (item.of->ends_unix_ms) deadline = std::max(now_, *item.of->ends_unix_ms);
  Do(NodeActionKind::kCordon, item, now_, deadline).voluntary = voluntary;
}

void Responder::Uncordon(Item& item) {
  if (!item.of->cordoned) return;
  item.of->cordoned = false;
  if (item.node != nullptr) Do(NodeActionKind::kUncordon, item, now_, std::nullopt).voluntary = true;
}

std::vector<Responder::Item> Responder::Items() {
  std::vector<Item> items;
  items.reserve(cases_.size());
  for (auto& [name, of] : cases_) {
    Item item{&of, world_.Find(name), RankOf(of), {}};
    if (item.node != nullptr) of.running = item.node->running;
    item.load = world_.LoadOf(of.running);
    items.push_back(std::move(item));
  }
  const auto key = [](const Item& item) {
    return std::tuple(item.rank, !item.load.critical, -item.load.priority, -item.load.restart_micro,
                      item.of->ends_unix_ms.value_or(0));
  };
  std::stable_sort(items.begin(), items.end(), [&](const Item& a, const Item& b) { return key(a) < key(b); });
  return items;
}

void Responder::PrepareSupply() {
  std::set<Pool> troubled;
  for (const Offer& offer : request_.offers) {
    const Pool pool = model::PoolOf(offer);
    if (signals_.IsOpen(pool)) troubled.insert(pool);
  }
  std::map<Pool, std::int64_t> running;
  std::map<ZoneName, std::int64_t> in_zones;
  for (const auto& [name, of] : cases_) {
    if (of.outcome != ReplacementOutcome::kLaunching || world_.Find(of.replacement_node) != nullptr) continue;
    running[*of.launch_pool] += of.launch_count;
    in_zones[ZoneOf(*of.launch_pool)] += of.launch_count;
  }
  std::vector<std::int64_t> nodes(world_.pools().size());
  std::vector<std::int64_t> staying(world_.pools().size());
  std::set<Pool> proven;
  for (const Node& node : request_.nodes) {
    if (node.control_plane) continue;
    ++nodes[world_.PoolIndexOf(node)];
    staying[world_.PoolIndexOf(node)] += node.state == NodeState::kDraining ? 0 : 1;
    if (policy_.proven_seconds > 0 && node.state == NodeState::kReady && node.created_unix_ms &&
        *node.created_unix_ms <= now_ - policy_.proven_seconds * kMsPerSecond) {
      proven.insert(world_.pools()[world_.PoolIndexOf(node)]);
    }
  }
  for (const auto& [name, of] : cases_) {
    const Node* const node = world_.Find(name);
    const bool goes = (of.certain || of.suspected) && node != nullptr && node->state != NodeState::kDraining;
    if (goes) --staying[world_.PoolIndexOf(*node)];
  }
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    running[world_.pools()[i]] += nodes[i];
    in_zones[ZoneOf(world_.pools()[i])] += staying[i];
  }
  supply_.emplace(request_, world_, coolings_, troubled, proven, std::move(in_zones));
  supply_->ChargeQuotas(running);
}

void Responder::Act() {
  if (cases_.empty()) return;
  PrepareSupply();
  for (const NodeActionKind kind : {NodeActionKind::kCordon, NodeActionKind::kLaunch}) {
    actions_[static_cast<std::size_t>(kind)].reserve(cases_.size());
  }
  std::int64_t silent = 0;
  for (const auto& [name, of] : cases_) {
    const Node* const node = world_.Find(name);
    silent += of.kind == InterruptionKind::kNodeNotReady && node != nullptr && node->state != NodeState::kReady ? 1 : 0;
    const bool moves = of.kind == InterruptionKind::kRebalanceRecommendation && !of.certain && !of.suspected;
    moving_ += moves && (of.phase == CasePhase::kReplacing || of.phase == CasePhase::kDraining) ? 1 : 0;
  }
  most_silent_ = silent >= kFewestSilent &&
                 static_cast<double>(silent) >= kMostSilentShare * static_cast<double>(request_.nodes.size());
  for (Item& item : Items()) {
    if (suspended_ && item.of->pool.capacity_type == CapacityType::kOnDemand) {
      notes_.Add(Note::kFrozen, item.of->node);
      feasible_ = feasible_ && !(item.of->certain && item.of->wants_replacement);
      continue;
    }
    if (item.of->certain) {
      item.node == nullptr ? ActOnGone(item) : ActOnCertain(item);
    } else if (item.node == nullptr) {
      ActOnGone(item);
    } else if (item.of->suspected) {
      ReplaceThenDrain(item, true);
    } else if (item.of->returns) {
      ActOnReturning(item);
    } else if (item.of->kind == InterruptionKind::kNodeNotReady) {
      ActOnSilent(item);
    } else {
      ActOnRecommendation(item);
    }
  }
}

bool Responder::Launch(Item& item, bool voluntary) {
  NodeCase& of = *item.of;
  if (policy_.replacement == ReplacementSource::kNone || of.outcome) return true;
  if (suspended_) {
    feasible_ = feasible_ && !of.certain;
    return false;
  }
  const Choice choice = supply_->Choose(item.load);
  if (!choice.offer) {
    if (of.certain) {
      feasible_ = false;
      shortfalls_.push_back({ShortfallKind::kNoReplacement, of.node, "", "", 0, 0,
                             Cat("No replacement for ", of.node, " can be launched now.")});
    }
    const Note why = choice.lack == Lack::kQuota     ? Note::kQuotaExhausted
                     : choice.lack == Lack::kCooling ? Note::kPoolsCooling
                                                     : Note::kNoPoolFits;
    notes_.Add(why, of.node);
    if (choice.open_again_unix_ms) Later(*choice.open_again_unix_ms);
    return false;
  }
  supply_->Take(choice);
  if (choice.in_cooling_zone) notes_.Add(Note::kZoneOfLastResort, of.node);
  of.launch_pool = model::PoolOf(request_.offers[*choice.offer]);
  of.launch_count = choice.count;
  of.launched_unix_ms = now_;
  of.outcome = ReplacementOutcome::kLaunching;
  of.replacement_node.clear();
  ++of.launches;
  of.launch_id = Cat(of.node, "/", of.since_unix_ms, "/", of.launches);
  NodeAction& action = Do(NodeActionKind::kLaunch, item, now_, std::nullopt);
  action.voluntary = voluntary;
  action.launch_id = of.launch_id;
  action.pool = of.launch_pool;
  action.count = choice.count;
  action.sentence = Cat("Launch ", choice.count, " ", model::PoolName(*of.launch_pool), " in place of ", of.node, ".");
  const std::int64_t ready = now_ + policy_.boot_seconds * kMsPerSecond;
  if (of.certain && ready > *of.ends_unix_ms) {
    const double seconds = static_cast<double>(ready - std::max(now_, *of.ends_unix_ms)) / 1e3;
    shortfalls_.push_back({ShortfallKind::kReplacementLate, of.node, "", "", 0, seconds,
                           Cat("The replacement of ", of.node, " is ready ", seconds, " s after it is gone.")});
  }
  return true;
}

void Responder::DrainForEnd(Item& item) {
  NodeCase& of = *item.of;
  const bool ready = of.outcome == ReplacementOutcome::kReady;
  const bool again = of.planned_end_unix_ms && *of.ends_unix_ms >= *of.planned_end_unix_ms;
  if (again && !(of.held && ready)) return;
  const bool hold =
      policy_.hold_pods && of.wants_replacement && policy_.replacement != ReplacementSource::kNone && !ready;
  Drain drain = DrainBeforeEnd({of.node, now_, of.ends_unix_ms, hold}, item.load, world_, policy_);
  const std::int64_t end = std::max(now_, *of.ends_unix_ms);
  const std::int64_t drained = drain.pods.empty() ? now_ : drain.deadline_unix_ms;
  if (!drain.pods.empty()) {
    WarnOfQuiet(item, drain.begin_unix_ms, drain.deadline_unix_ms);
    Do(NodeActionKind::kDrain, item, drain.begin_unix_ms, drain.deadline_unix_ms).pods = std::move(drain.pods);
    if (!again) std::move(drain.shortfalls.begin(), drain.shortfalls.end(), std::back_inserter(shortfalls_));
  }
  if (!again) {
    Do(NodeActionKind::kDetach, item, drained, end);
    if (!of.event_id.empty()) {
      Do(NodeActionKind::kComplete, item, drained, end).event_id = of.event_id;
      of.event_id.clear();
    }
  }
  of.planned_end_unix_ms = of.ends_unix_ms;
  of.held = hold && !item.load.pods.empty();
  if (of.phase != CasePhase::kDraining) Enter(of, CasePhase::kDraining);
}

void Responder::ActOnCertain(Item& item) {
  NodeCase& of = *item.of;
  const std::int64_t given_up = *of.ends_unix_ms + policy_.not_ready_seconds * kMsPerSecond;
  if (now_ >= given_up && of.kind == InterruptionKind::kInstanceStateChange) {
    ActOnGone(item);  // A machine that is stopped may be listed for ever.
    return;
  }
  if (of.planned_end_unix_ms && now_ >= given_up) {
    notes_.Add(Note::kEndDidNotCome, of.node);
    Uncordon(item);
    Close(of);
    return;
  }
  Later(given_up);
  Cordon(item, false);
  if (of.wants_replacement) Launch(item, false);
  DrainForEnd(item);
}

// The machine is gone: what remains is to see its replacement come.
void Responder::ActOnGone(Item& item) {
  NodeCase& of = *item.of;
  const bool left = of.phase == CasePhase::kLeft && !of.certain;
  if (left || !of.wants_replacement || policy_.replacement == ReplacementSource::kNone ||
      of.outcome == ReplacementOutcome::kReady) {
    Close(of);
    return;
  }
  if (!of.outcome && now_ >= of.since_unix_ms + kForgetMs) {
    notes_.Add(Note::kGivenUp, of.node);
    Close(of);
    return;
  }
  if (!of.outcome && !Launch(item, false)) {
    Later(of.since_unix_ms + kForgetMs);
    return;
  }
  const std::int64_t timeout = of.launched_unix_ms + policy_.replacement_timeout_seconds * kMsPerSecond;
  if (now_ >= timeout) {
    notes_.Add(Note::kUnheardOf, of.node);
    Close(of);
  }
  Later(timeout);
}

void Responder::ActOnSilent(Item& item) {
  NodeCase& of = *item.of;
  if (of.phase == CasePhase::kWatching) {
    const std::int64_t enough = of.since_unix_ms + policy_.not_ready_seconds * kMsPerSecond;
    // The list of nodes may lag behind the event, but not for so long: then the event came late.
    if (item.node->state == NodeState::kReady && (of.phase_unix_ms < now_ || now_ >= enough)) {
      notes_.Add(Note::kCameBack, of.node);
      Close(of);
      return;
    }
    if (now_ < enough && !signals_.IsOpen(of.pool)) {
      Later(enough);
      return;
    }
    if (most_silent_) {
      notes_.Add(Note::kMostNotReady, of.node);
      return;
    }
    of.wants_replacement = true;
  }
  ReplaceThenDrain(item, true);
}

void Responder::ActOnReturning(Item& item) {
  NodeCase& of = *item.of;
  const double seconds = of.returns_in_seconds > 0 ? of.returns_in_seconds : kUnknownReturnSeconds;
  const std::int64_t back = *of.ends_unix_ms + static_cast<std::int64_t>(seconds * 1e3);
  if (of.phase == CasePhase::kKept || now_ >= back) {
    Uncordon(item);
    Close(of);
    return;
  }
  Later(back);
  const std::int64_t begin = *of.ends_unix_ms - policy_.voluntary_drain_seconds * kMsPerSecond;
  if (now_ < begin) {
    Later(begin);
    return;
  }
  if (of.phase != CasePhase::kDraining) {
    notes_.Add(Note::kReturns, of.node);
    Cordon(item, false);
    Drain drain = DrainAtLeisure({of.node, now_, of.ends_unix_ms, false}, item.load, world_, policy_);
    if (!drain.pods.empty()) {
      WarnOfQuiet(item, now_, drain.deadline_unix_ms);
      Do(NodeActionKind::kDrain, item, now_, drain.deadline_unix_ms).pods = std::move(drain.pods);
      std::move(drain.shortfalls.begin(), drain.shortfalls.end(), std::back_inserter(shortfalls_));
    }
    of.planned_end_unix_ms = drain.deadline_unix_ms;
    Enter(of, CasePhase::kDraining);
  }
  if (of.event_id.empty()) return;
  if (item.load.pod_count == 0 || now_ >= *of.planned_end_unix_ms) {
    Do(NodeActionKind::kComplete, item, now_, std::max(now_, *of.ends_unix_ms)).event_id = of.event_id;
    of.event_id.clear();
  } else {
    Later(*of.planned_end_unix_ms);
  }
}

}  // namespace spotwright::interruption
