// What was told since the last call, turned into cases.
#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "src/interruption/responder.h"
#include "src/model/offers.h"

namespace spotwright::interruption {
namespace {

const std::string& MachineOf(const InterruptionEvent& event) {
  return event.node.empty() ? event.instance_id : event.node;
}

bool IsGoing(InstanceState state) { return state != InstanceState::kPending && state != InstanceState::kRunning; }

// Ready before failed: of two words on one launch the good one holds.
bool ToldBefore(const ReplacementReport& a, const ReplacementReport& b) {
  return std::tie(a.launch_id, a.outcome, a.node) < std::tie(b.launch_id, b.outcome, b.node);
}

}  // namespace

void Responder::Hear() {
  HearReplacements();
  HearEvents();
  SeeVanished();
}

void Responder::HearReplacements() {
  std::unordered_map<std::string_view, NodeCase*> by_launch;
  for (auto& [name, of] : cases_) {
    if (!of.launch_id.empty()) by_launch.emplace(of.launch_id, &of);
  }
  std::vector<ReplacementReport> reports = request_.replacements;
  std::sort(reports.begin(), reports.end(), ToldBefore);
  for (const ReplacementReport& report : reports) {
    const auto found = by_launch.find(report.launch_id);
    if (found == by_launch.end()) continue;
    NodeCase& of = *found->second;
    if (of.outcome != ReplacementOutcome::kLaunching) continue;  // Told before.
    if (!report.node.empty()) of.replacement_node = report.node;
    if (report.outcome == ReplacementOutcome::kFailed) {
      coolings_.AddFailure(*of.launch_pool, now_);
      of.outcome.reset();
    } else if (report.outcome == ReplacementOutcome::kReady) {
      of.outcome = ReplacementOutcome::kReady;
    }
  }
  for (auto& [name, of] : cases_) {
    if (of.outcome != ReplacementOutcome::kLaunching || of.replacement_node.empty()) continue;
    const Node* const node = world_.Find(of.replacement_node);
    if (node != nullptr && node->state == NodeState::kReady) of.outcome = ReplacementOutcome::kReady;
  }
}

std::int64_t Responder::NoticeMs(const InterruptionEvent& event) const {
  if (event.outcome == InterruptionOutcome::kHibernate) return 0;
  const bool scheduled = event.kind == InterruptionKind::kScheduledEvent;
  switch (event.provider.value_or(scheduled ? CloudProvider::kAzure : CloudProvider::kAws)) {
    case CloudProvider::kAws:
      return policy_.aws_notice_seconds * kMsPerSecond;
    case CloudProvider::kAzure:
      return policy_.azure_notice_seconds * kMsPerSecond;
    case CloudProvider::kGcp:
      break;
  }
  return policy_.gcp_notice_seconds * kMsPerSecond;
}

void Responder::HearEvents() {
  struct Heard {
    const InterruptionEvent* event;
    std::int64_t at;
    std::int64_t ends;
  };
  std::vector<Heard> heard;
  heard.reserve(request_.events.size());
  for (const InterruptionEvent& event : request_.events) {
    const std::int64_t at = std::min(event.at_unix_ms, now_);  // Another machine's clock may be ahead.
    heard.push_back({&event, at, event.ends_unix_ms.value_or(at + NoticeMs(event))});
  }
  const auto key = [](const Heard& h) {
    const InterruptionEvent& e = *h.event;
    return std::tie(h.at, e.kind, e.id, MachineOf(e), h.ends, e.scheduled, e.instance_state, e.outcome, e.started,
                    e.by_owner, e.duration_seconds, e.provider, e.instance_id);
  };
  std::sort(heard.begin(), heard.end(), [&](const Heard& a, const Heard& b) { return key(a) < key(b); });
  for (const Heard& some : heard) {
    const std::int64_t last = std::max(some.at, some.ends);
    if (last + kForgetMs < now_) continue;  // Old news; its id may be forgotten already.
    if (!seen_.try_emplace({some.event->id, MachineOf(*some.event)}, last + kForgetMs).second) continue;
    const std::optional<std::int64_t> stated = some.event->ends_unix_ms ? std::optional(some.ends) : std::nullopt;
    HearEvent(*some.event, some.at, stated);
  }
}

NodeCase& Responder::CaseOf(const Node& node, InterruptionKind kind, std::int64_t at) {
  const auto [entry, added] = cases_.try_emplace(node.name);
  NodeCase& of = entry->second;
  if (added) {
    of.node = node.name;
    of.pool = model::PoolOf(node);
    of.kind = kind;
    of.since_unix_ms = at;
    of.phase_unix_ms = now_;
    of.instance_id = node.instance_id;
    of.group = node.group;
    of.running = node.running;
  }
  return of;
}

void Responder::Lose(const Pool& pool, const std::string& node, std::int64_t at, bool announced) {
  losses_.Add({pool, node, at, announced});
  signals_.AddLoss(pool, at);
  if (pool.capacity_type == CapacityType::kSpot) coolings_.AddFailure(pool, at);
}

void Responder::WillEnd(NodeCase& of, std::int64_t at, std::int64_t ends) {
  if (!of.certain) {
    of.since_unix_ms = at;
    of.phase_unix_ms = now_;
    of.planned_end_unix_ms.reset();
    if (of.phase == CasePhase::kKept) of.phase = CasePhase::kWatching;
  }
  of.certain = true;
  of.returns = false;
  of.wants_replacement = true;
  of.ends_unix_ms = std::min(of.ends_unix_ms.value_or(ends), ends);
}

void Responder::HearEvent(const InterruptionEvent& event, std::int64_t at, std::optional<std::int64_t> stated) {
  const Node* const node = world_.FindMachine(event);
  if (node == nullptr) {
    notes_.Add(Note::kUnknownMachine, MachineOf(event));
    return;
  }
  if (node->control_plane) {
    notes_.Add(Note::kControlPlane, node->name);
    return;
  }
  if (node->state == NodeState::kDraining && cases_.count(node->name) == 0) {
    notes_.Add(Note::kOwnerEnds, node->name);
    return;
  }
  const std::int64_t ends = stated.value_or(at + NoticeMs(event));
  switch (event.kind) {
    case InterruptionKind::kInterruptionNotice: {
      NodeCase& of = CaseOf(*node, event.kind, at);
      if (!of.certain) of.kind = event.kind;
      WillEnd(of, at, ends);
      Lose(of.pool, of.node, at, true);
      break;
    }
    case InterruptionKind::kRebalanceRecommendation:
      HearRecommendation(*node, at);
      break;
    case InterruptionKind::kScheduledEvent:
      HearScheduled(event, *node, at, ends);
      break;
    case InterruptionKind::kInstanceStateChange:
      HearState(event, *node, at);
      break;
    case InterruptionKind::kNodeNotReady: {
      NodeCase& of = CaseOf(*node, event.kind, at);
      // Of a node that was only recommended to leave, or was kept: silence is news.
      const bool idle = of.phase == CasePhase::kWatching || of.phase == CasePhase::kKept;
      if (of.kind == event.kind || of.certain || of.returns || !idle) break;
      of.kind = event.kind;
      of.suspected = false;
      of.since_unix_ms = at;
      Enter(of, CasePhase::kWatching);
      break;
    }
  }
}

void Responder::HearScheduled(const InterruptionEvent& event, const Node& node, std::int64_t at, std::int64_t ends) {
  const ScheduledEventType type = *event.scheduled;
  const double seconds = event.duration_seconds.value_or(0);
  if (type == ScheduledEventType::kFreeze && seconds <= policy_.max_freeze_seconds) {
    notes_.Add(Note::kFreezeEndured, node.name);
    return;
  }
  NodeCase& of = CaseOf(node, event.kind, at);
  if (type == ScheduledEventType::kPreempt || type == ScheduledEventType::kTerminate) {
    if (!of.certain) of.kind = event.kind;
    of.event_id = event.id;
    const bool by_owner = type == ScheduledEventType::kTerminate && event.by_owner;
    const bool known = of.certain;
    WillEnd(of, at, ends);
    if (by_owner && !known) {
      of.wants_replacement = false;
      notes_.Add(Note::kOwnerEnds, node.name);
    }
    if (type == ScheduledEventType::kPreempt) Lose(of.pool, of.node, at, true);
    return;
  }
  if (of.certain) return;
  if (!of.returns) {
    of.kind = event.kind;
    of.phase = of.phase == CasePhase::kDraining ? of.phase : CasePhase::kWatching;
  }
  of.returns = true;
  of.event_id = event.id;
  of.ends_unix_ms = std::min(of.ends_unix_ms.value_or(ends), ends);
  of.returns_in_seconds = std::max(of.returns_in_seconds, event.duration_seconds.value_or(0));
}

void Responder::HearState(const InterruptionEvent& event, const Node& node, std::int64_t at) {
  const auto found = cases_.find(node.name);
  if (!IsGoing(*event.instance_state)) {
    // Back from where it went; of others it says nothing new.
    if (found != cases_.end() && found->second.returns && at >= *found->second.ends_unix_ms) {
      found->second.phase = CasePhase::kKept;
    }
    return;
  }
  if (found != cases_.end()) {
    NodeCase& of = found->second;
    if (of.phase == CasePhase::kLeft && !of.certain) return;  // We ended it.
    if (of.returns && at >= *of.ends_unix_ms) return;         // It goes as it said.
  }
  NodeCase& of = CaseOf(node, event.kind, at);
  const bool announced = of.certain;
  if (!announced) of.kind = event.kind;
  WillEnd(of, at, at);
  if (!announced) Lose(of.pool, of.node, at, false);
}

void Responder::HearRecommendation(const Node& node, std::int64_t at) {
  const Pool pool = model::PoolOf(node);
  const auto found = cases_.find(node.name);
  if (found != cases_.end() && found->second.certain) return;
  // What comes on the heels of a loss belongs to it, and foretells nothing.
  if (!losses_.HasLossIn(pool)) signals_.AddRecommendation(pool, at);
  if (policy_.rebalance.mode == RebalanceMode::kOff) return;
  CaseOf(node, InterruptionKind::kRebalanceRecommendation, at);
}

void Responder::SeeVanished() {
  if (!request_.state) return;
  for (const KnownPool& known : request_.state->known) {
    for (const std::string& name : known.nodes) {
      if (world_.Find(name) != nullptr) continue;
      const auto found = cases_.find(name);
      if (found != cases_.end() && (found->second.certain || found->second.phase == CasePhase::kLeft)) continue;
      NodeCase& of = cases_[name];
      if (of.node.empty()) {
        of.node = name;
        of.pool = known.pool;
        of.kind = InterruptionKind::kInstanceStateChange;
        of.phase_unix_ms = now_;
      }
      WillEnd(of, now_, now_);
      of.wants_replacement = policy_.replace_vanished;
      notes_.Add(Note::kVanished, name);
      Lose(known.pool, name, now_, false);
    }
  }
}

}  // namespace spotwright::interruption
