// What the controller does about trouble: respond's answers, carried out.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "src/backtest/controller_accept.h"
#include "src/backtest/controller_names.h"
#include "src/backtest/deciding_controller.h"

namespace spotwright::backtest {

// All machines; pods only of those that something was said of, or that take nothing new, as only these are drained.
// Machines that we have ended are listed once more, as draining, so that nobody takes them for lost.
void DecidingController::DescribeNodes(const Sight& sight) {
  std::set<std::int64_t> spoken_of;
  for (const InterruptionEvent& event : respond_.events) spoken_of.insert(MachineOf(event.node));
  if (carried_.respond) {
    for (const NodeCase& of : carried_.respond->cases) spoken_of.insert(MachineOf(of.node));
  }
  std::map<int, std::int64_t> kinds;
  std::vector<std::int64_t> listed = alive_;
  listed.insert(listed.end(), carried_.ended.begin(), carried_.ended.end());
  respond_.nodes.resize(listed.size());
  described_.resize(listed.size(), -1);
  for (std::size_t n = 0; n < listed.size(); ++n) {
    const std::int64_t machine = listed[n];
    const Instance& instance = sight.cloud.instances()[static_cast<std::size_t>(machine)];
    const PoolTrace& trace = world_.pools[static_cast<std::size_t>(instance.pool)];
    const ClusterNode* at = sight.cluster.Find(machine);
    Node& node = respond_.nodes[n];
    if (described_[n] != machine) {
      described_[n] = machine;
      DescribePlace(trace, machine, node);
      node.allocatable = AllocatableOf(trace);
      node.created_unix_ms = instance.created_ms;
    }
    node.price_usd_per_hour = static_cast<double>(ValueAt(trace.price_micro_usd_per_hour, sight.now_ms)) / 1e6;
    node.running.clear();
    node.state = at == nullptr                ? NodeState::kLaunching
                 : at->draining               ? NodeState::kDraining
                 : at->cordoned || !at->ready ? NodeState::kUnschedulable
                                              : NodeState::kReady;
    if (instance.state == MachineState::kEnded) node.state = NodeState::kDraining;
    if (at == nullptr || (!spoken_of.contains(machine) && node.state == NodeState::kReady)) continue;
    std::map<int, std::int64_t> pods;
    for (const int pod : at->pods) ++pods[sight.cluster.pods()[static_cast<std::size_t>(pod)].kind];
    for (const auto& [kind, replicas] : pods) {
      node.running.push_back({.workload = world_.workloads[static_cast<std::size_t>(kind)].name,
                              .namespace_name = "default",
                              .replicas = replicas});
      kinds[kind] += replicas;
    }
  }
  respond_.workloads.clear();
  respond_.budgets.clear();
  for (const auto& [number, replicas] : kinds) {
    const PodKind& kind = world_.workloads[static_cast<std::size_t>(number)];
    respond_.workloads.push_back(WorkloadOf(kind));
    const std::int64_t least = kind.replicas - kind.disruptions_allowed;
    respond_.budgets.push_back(
        {.workload = kind.name,
         .namespace_name = "default",
         .disruptions_allowed = std::max<std::int64_t>(0, sight.cluster.serving(number) - least)});
  }
}

void DecidingController::Answer(const Sight& sight, Hands& hands) {
  std::vector<std::int64_t> fleet;
  for (const std::int64_t machine : alive_) {
    const ClusterNode* node = sight.cluster.Find(machine);
    if (node == nullptr) continue;  // What is launched is no news to respond until it is ready.
    const bool empty = node->draining && node->pods.empty();
    fleet.push_back(machine * 4 + (node->ready ? 2 : 0) + (empty ? 1 : 0));
  }
  const bool changed = fleet != seen_fleet_;
  // What respond launches from matters once it has cases, or news that makes some.
  const bool all_there =
      std::ranges::all_of(seen_fleet_, [&](std::int64_t seen) { return std::ranges::binary_search(alive_, seen / 4); });
  const bool launches = !respond_.events.empty() || !carried_.respond || !carried_.respond->cases.empty() ||
                        seen_fleet_.empty() || !all_there;
  seen_fleet_ = std::move(fleet);
  if (!changed && respond_.events.empty() && carried_.reports.empty() && sight.now_ms < again_.respond_ms) return;

  if (launches && (changed || !respond_.events.empty())) RankOffers(sight);
  respond_.now_unix_ms = sight.now_ms;
  DescribeNodes(sight);
  respond_.replacements = std::move(carried_.reports);
  respond_.coolings = carried_.coolings;
  const auto check_ms = [&] {  // What looks like a suspension somebody looks into, and finds nothing.
    const bool is_suspended = carried_.respond && carried_.respond->suspended_unix_ms;
    return is_suspended ? *carried_.respond->suspended_unix_ms + settings_.mend_ms : kNever;
  };
  if (sight.now_ms >= check_ms()) carried_.subscription_checked_ms = sight.now_ms;
  respond_.subscription_checked_unix_ms = carried_.subscription_checked_ms;
  respond_.state = std::move(carried_.respond);
  carried_.reports.clear();
  carried_.ended.clear();
  Result<RespondResponse> answer = Respond(respond_);
  if (!Accept("respond", answer, sight.now_ms, again_.respond_ms, complaints_)) {
    carried_.respond = std::move(respond_.state);
    return;
  }
  carried_.respond = std::move(answer->state);
  again_.respond_ms = std::min(again_.respond_ms, check_ms());
  carried_.coolings = std::move(answer->coolings);
  for (const NodeAction& action : answer->actions) CarryOut(sight, hands, action);
}

void DecidingController::CarryOut(const Sight& sight, Hands& hands, const NodeAction& action) {
  const std::int64_t machine = MachineOf(action.node);
  const auto replaced = carried_.replaced_by.find(machine);
  const std::int64_t replacement = replaced == carried_.replaced_by.end() ? -1 : replaced->second;
  switch (action.kind) {
    case NodeActionKind::kCordon:
      if (sight.cluster.Find(machine) != nullptr) hands.Cordon(machine);
      return;
    case NodeActionKind::kUncordon:
      Stay(sight, machine);
      if (sight.cluster.Find(machine) != nullptr) hands.Uncordon(machine);
      return;
    case NodeActionKind::kLaunch: {
      if (IsOrdered(sight, machine)) return;                  // Its order stands, and launches another once it is gone.
      if (std::ranges::binary_search(alive_, replacement)) {  // It has been replaced already.
        ReportReady(sight, action.launch_id, replacement);
        return;
      }
      Want& want = NewWant(Purpose::kReplace, std::max<std::int64_t>(action.count, 1), machine);
      want.launch_id = action.launch_id;
      want.victim_is_lost = !action.voluntary;
      want.candidates = CandidatesFor(action.pool, want.nodes);
      const int pool = sight.cloud.instances()[static_cast<std::size_t>(machine)].pool;
      if (world_.pools[static_cast<std::size_t>(pool)].pool.capacity_type == CapacityType::kOnDemand &&
          OnDemandNodes(sight) < world_.on_demand_base) {
        std::erase_if(want.candidates, [](const LaunchCandidate& candidate) {
          return candidate.pool.capacity_type == CapacityType::kSpot;
        });
      }
      return;
    }
    case NodeActionKind::kDrain: {
      Leaver* leaver = FindLeaver(machine);
      if (leaver == nullptr) leaver = &carried_.leavers.emplace_back();
      leaver->machine = machine;
      leaver->replacement = replacement;
      leaver->begin_ms = action.begin_unix_ms;
      leaver->deadline_ms = kNever;
      leaver->force = !action.voluntary && std::ranges::any_of(action.pods, &PodsToEvict::ignore_budget);
      leaver->begun = false;
      if (!action.pods.empty()) {
        leaver->begin_ms = std::ranges::min(action.pods, {}, &PodsToEvict::evict_at_unix_ms).evict_at_unix_ms;
      }
      return;
    }
    case NodeActionKind::kEnd: {
      Leaver* leaver = FindLeaver(machine);
      if (leaver == nullptr) {
        leaver = &carried_.leavers.emplace_back();
        leaver->machine = machine;
        leaver->begun = true;
      }
      leaver->replacement = replacement;
      leaver->end_ms = action.begin_unix_ms;
      return;
    }
    case NodeActionKind::kComplete:
      if (std::ranges::binary_search(alive_, machine)) hands.Acknowledge(machine);
      return;
    case NodeActionKind::kDetach:
      return;  // There is nothing here that it could be detached from.
  }
}

DecidingController::Leaver* DecidingController::FindLeaver(std::int64_t machine) {
  const auto leaver = std::ranges::find(carried_.leavers, machine, &Leaver::machine);
  return leaver == carried_.leavers.end() ? nullptr : &*leaver;
}

void DecidingController::End(Hands& hands, std::int64_t machine, std::int64_t replacement) {
  hands.End(machine, replacement);
  carried_.ended.push_back(machine);
}

// What was ordered in its place is no longer wanted; of a machine that is silent all the same it is wanted for itself.
void DecidingController::Stay(const Sight& sight, std::int64_t machine) {
  std::erase_if(carried_.leavers, [&](const Leaver& leaver) { return leaver.machine == machine; });
  carried_.replaced_by.erase(machine);
  const ClusterNode* node = sight.cluster.Find(machine);
  const bool silent = node != nullptr && !node->ready;
  if (silent) carried_.written_off.insert(machine);
  const auto in_its_place = [&](const Want& want) {
    return want.victim == machine && want.purpose == Purpose::kReplace;
  };
  for (Want& want : carried_.wants) {
    if (!in_its_place(want)) continue;
    wants_changed_ = true;
    if (!silent) continue;
    want.purpose = Purpose::kFill;
    want.victim = -1;
  }
  std::erase_if(carried_.wants, in_its_place);
}

std::int64_t DecidingController::ReadyNodes(const Sight& sight, std::int64_t but) {
  return std::ranges::count_if(sight.cluster.nodes(), [&](const ClusterNode& node) {
    return node.present && node.ready && !node.draining && node.instance != but;
  });
}

// Alive, and either not ready or not needed.
bool DecidingController::IsSpare(const Sight& sight, std::int64_t machine) const {
  if (!std::ranges::binary_search(alive_, machine)) return false;
  const ClusterNode* node = sight.cluster.Find(machine);
  return node == nullptr || !node->ready || ReadyNodes(sight, machine) >= sight.need;
}

// Drains that are due begin; emptied machines end; own drains that take too long are given up.
void DecidingController::GoOn(const Sight& sight, Hands& hands) {
  std::vector<std::int64_t> done;
  for (Leaver& leaver : carried_.leavers) {
    const ClusterNode* node = sight.cluster.Find(leaver.machine);
    const bool alive = std::ranges::binary_search(alive_, leaver.machine);
    if (!alive) {
      done.push_back(leaver.machine);
      continue;
    }
    const bool own = leaver.deadline_ms != kNever;
    if (own && !leaver.begun && ReadyNodes(sight, leaver.machine) < sight.need) {
      done.push_back(leaver.machine);  // What was too much is no longer, or what was to take its place is gone.
      continue;
    }
    if (!leaver.begun && sight.now_ms >= leaver.begin_ms && node != nullptr) {
      leaver.begun = true;
      hands.Drain(leaver.machine, leaver.replacement, leaver.force);
    }
    if (sight.now_ms >= leaver.end_ms || (own && leaver.begun && node != nullptr && node->pods.empty())) {
      End(hands, leaver.machine, leaver.replacement);
      done.push_back(leaver.machine);
    } else if (own && leaver.begun && sight.now_ms >= leaver.deadline_ms) {
      hands.Uncordon(leaver.machine);
      carried_.kept_until[leaver.machine] = sight.now_ms + settings_.drain_again_ms;
      done.push_back(leaver.machine);
    }
  }
  std::erase_if(carried_.leavers, [&](const Leaver& leaver) { return std::ranges::count(done, leaver.machine) > 0; });
}

}  // namespace spotwright::backtest
