#include "src/backtest/deciding_controller.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "spotwright/balance_zones.h"
#include "src/backtest/controller_accept.h"
#include "src/backtest/controller_names.h"
#include "src/market/pool_cooling.h"

namespace spotwright::backtest {
namespace {

constexpr std::int64_t kReturnEveryMs = 600'000;  // Pools become well and ill between calls of return_to_spot.

}  // namespace

DecidingController::DecidingController(const World& world, ControllerSettings settings)
    : world_(world), settings_(std::move(settings)) {
  respond_.policy = settings_.respond;
  launch_.policy = settings_.launch;
  launch_.seed = static_cast<std::int64_t>(world_.seed >> 1);
  return_.settings = settings_.returns;
  for (const PoolTrace& trace : world_.pools) {
    if (trace.pool.capacity_type == CapacityType::kSpot) return_.pools.emplace_back().pool = trace.pool;
  }
}

void DecidingController::Restart() {
  again_ = {};
  want_of_order_.clear();
  told_.clear();
  told_silent_.clear();
  seen_fleet_.clear();
  wants_changed_ = true;
}

std::int64_t DecidingController::Run(const Sight& sight, Hands& hands) {
  See(sight);
  Hear(sight);
  TellListed(sight);
  Answer(sight, hands);
  Fill(sight, hands);
  if (settings_.return_to_spot) Return(sight);
  const std::size_t ended = carried_.ended.size();
  CarryLaunches(sight, hands);
  if (carried_.ended.size() > ended) See(sight);
  GoOn(sight, hands);

  std::int64_t again_ms = std::min(again_.respond_ms, again_.launch_ms);
  if (settings_.return_to_spot && !has_surplus_) again_ms = std::min(again_ms, again_.return_ms);
  if (wants_changed_) again_ms = sight.now_ms + 1;
  for (const Leaver& leaver : carried_.leavers) {
    again_ms = std::min({again_ms, leaver.begun ? kNever : leaver.begin_ms, leaver.end_ms, leaver.deadline_ms});
  }
  for (const auto& [machine, until_ms] : carried_.kept_until) {
    if (until_ms > sight.now_ms) again_ms = std::min(again_ms, until_ms);
  }
  if (const std::int64_t quiet_ms = QuietUntil(sight.now_ms); quiet_ms > sight.now_ms) {
    again_ms = std::min(again_ms, quiet_ms);
  }
  return again_ms;
}

std::int64_t DecidingController::QuietUntil(std::int64_t now_ms) const {
  for (const TimeSpan& span : world_.quiet_windows) {
    if (now_ms >= span.start_unix_ms && now_ms < span.end_unix_ms) return QuietUntil(span.end_unix_ms);
  }
  return now_ms;
}

// Another is to take its place, or it is drained.
bool DecidingController::IsLeaving(std::int64_t machine) const {
  return carried_.replaced_by.contains(machine) || std::ranges::count(carried_.wants, machine, &Want::victim) > 0 ||
         std::ranges::count(carried_.leavers, machine, &Leaver::machine) > 0;
}

DecidingController::Want* DecidingController::WantOf(const Sight& sight, std::int64_t machine) {
  const std::int64_t order = sight.cloud.instances()[static_cast<std::size_t>(machine)].order;
  if (order < 0) return nullptr;
  for (std::size_t i = want_of_order_.size(); i < sight.cloud.orders().size(); ++i) {
    const auto attempt = carried_.attempts.find(sight.cloud.orders()[i].token);
    want_of_order_.push_back(attempt == carried_.attempts.end() ? -1 : attempt->second);
  }
  const auto want = std::ranges::find(carried_.wants, want_of_order_[static_cast<std::size_t>(order)], &Want::number);
  return want == carried_.wants.end() ? nullptr : &*want;
}

void DecidingController::Fill(const Sight& sight, Hands& hands) {
  const auto pointless = [&](const Want& want) {
    return want.purpose == Purpose::kReturn && !std::ranges::binary_search(alive_, want.victim);
  };
  if (std::erase_if(carried_.wants, pointless) > 0) wants_changed_ = true;
  std::erase_if(carried_.written_off, [&](std::int64_t machine) {
    const ClusterNode* node = sight.cluster.Find(machine);
    return node == nullptr || node->ready;
  });
  // What stands ordered counts once, as ordered or as the machines that came of it.
  std::int64_t supply = 0;
  for (const std::int64_t machine : alive_) {
    const bool counts = !IsLeaving(machine) && !IsOrdered(sight, machine) && !carried_.written_off.contains(machine);
    supply += counts ? 1 : 0;
  }
  for (const Want& want : carried_.wants) supply += want.nodes;

  // Nodes that are drained though nothing is wrong with them come first, and those that have made way for spot and only
  // wait for a quiet window to end.
  for (std::size_t i = 0; supply < sight.need && i < carried_.leavers.size();) {
    const Leaver leaver = carried_.leavers[i];
    if (leaver.deadline_ms == kNever || (leaver.replacement >= 0 && leaver.begun) ||
        !std::ranges::binary_search(alive_, leaver.machine)) {
      ++i;
      continue;
    }
    if (leaver.begun) hands.Uncordon(leaver.machine);
    carried_.leavers.erase(carried_.leavers.begin() + static_cast<std::ptrdiff_t>(i));
    ++supply;
  }
  has_surplus_ = false;
  if (supply < sight.need) {
    RankOffers(sight);
    RankForWaitingPods(sight);
    Want& want = NewWant(Purpose::kFill, sight.need - supply, -1);
    want.candidates = CandidatesFor(std::nullopt, want.nodes);
    return;
  }
  std::int64_t surplus = supply - sight.need;
  has_surplus_ = surplus > 0;
  for (std::size_t i = carried_.wants.size(); surplus > 0 && i-- > 0;) {
    Want& want = carried_.wants[i];
    const std::int64_t fewer = std::min(surplus, Outstanding(sight, want));
    if (fewer == 0) continue;
    // Where what was to be replaced is still there, it is that which is too much. A silent one can go at once: what
    // runs beside it has taken its place.
    const ClusterNode* victim = sight.cluster.Find(want.victim);
    const bool silent = victim != nullptr && !victim->ready && want.purpose == Purpose::kReplace;
    if (silent || !std::ranges::binary_search(alive_, want.victim)) surplus -= fewer;
    want.nodes -= fewer;
    wants_changed_ = true;
    if (want.nodes > 0) continue;
    if (silent) ReportReady(sight, want.launch_id, -1);
    carried_.wants.erase(carried_.wants.begin() + static_cast<std::ptrdiff_t>(i));
  }
  if (surplus > 0 && QuietUntil(sight.now_ms) == sight.now_ms) GiveUp(sight, surplus);
}

// A healthy node whose going harms neither the base nor pods that can run nowhere else.
bool DecidingController::MayGo(const Sight& sight, std::int64_t machine) {
  const ClusterNode* node = sight.cluster.Find(machine);
  if (node == nullptr || !node->ready || IsLeaving(machine) || IsOrdered(sight, machine)) return false;
  const auto kept = carried_.kept_until.find(machine);
  if (kept != carried_.kept_until.end() && kept->second > sight.now_ms) return false;
  return std::ranges::none_of(node->pods, [&](int pod) {
    const PodKind& kind =
        world_.workloads[static_cast<std::size_t>(sight.cluster.pods()[static_cast<std::size_t>(pod)].kind)];
    return kind.do_not_disrupt || !kind.spot_tolerant || kind.disruptions_allowed == 0;
  });
}

// Ready on-demand nodes that stay.
std::int64_t DecidingController::OnDemandNodes(const Sight& sight) const {
  return std::ranges::count_if(sight.cluster.nodes(), [&](const ClusterNode& node) {
    return node.present && node.ready && node.capacity_type == CapacityType::kOnDemand && !IsLeaving(node.instance);
  });
}

void DecidingController::GiveUp(const Sight& sight, std::int64_t count) {
  std::vector<std::int64_t> may_go;
  BalanceZonesRequest request;
  std::int64_t ready = 0;
  std::int64_t on_demand = 0;
  for (const std::int64_t machine : alive_) {
    const Instance& instance = sight.cloud.instances()[static_cast<std::size_t>(machine)];
    const Pool& pool = world_.pools[static_cast<std::size_t>(instance.pool)].pool;
    if (std::ranges::find(request.zones, pool.zone, &Zone::name) == request.zones.end()) {
      request.zones.emplace_back().name = pool.zone;
    }
    if (instance.state != MachineState::kReady || IsLeaving(machine)) continue;
    ++ready;
    on_demand += pool.capacity_type == CapacityType::kOnDemand ? 1 : 0;
    if (!MayGo(sight, machine)) continue;
    may_go.push_back(machine);
    ++std::ranges::find(request.zones, pool.zone, &Zone::name)->units;
  }
  count = std::min({count, ready - sight.need, static_cast<std::int64_t>(may_go.size())});
  if (count <= 0) return;
  request.units_to_remove = count;
  std::int64_t again_ms = kNever;
  const Result<BalanceZonesResponse> answer = BalanceZones(request);
  if (!Accept("balance_zones", answer, sight.now_ms, again_ms, complaints_)) return;
  for (const ZoneChange& change : answer->zones) {
    for (std::int64_t i = 0; i < -change.change; ++i) {
      // Of what the base does not need the dearer goes first, there the youngest.
      const auto key = [&](std::int64_t machine) {
        const Instance& instance = sight.cloud.instances()[static_cast<std::size_t>(machine)];
        const PoolTrace& trace = world_.pools[static_cast<std::size_t>(instance.pool)];
        const bool of_base = trace.pool.capacity_type == CapacityType::kOnDemand && on_demand <= world_.on_demand_base;
        return std::tuple(trace.pool.zone == change.zone && !of_base,
                          ValueAt(trace.price_micro_usd_per_hour, sight.now_ms), machine);
      };
      const auto gone = std::ranges::max_element(may_go, {}, key);
      if (gone == may_go.end() || !std::get<0>(key(*gone))) break;
      const int pool = sight.cloud.instances()[static_cast<std::size_t>(*gone)].pool;
      if (world_.pools[static_cast<std::size_t>(pool)].pool.capacity_type == CapacityType::kOnDemand) --on_demand;
      carried_.leavers.push_back(
          {.machine = *gone, .begin_ms = sight.now_ms, .deadline_ms = sight.now_ms + settings_.drain_ms});
      may_go.erase(gone);
    }
  }
}

void DecidingController::Return(const Sight& sight) {
  if (sight.now_ms < again_.return_ms || has_surplus_) return;
  const market::PoolCoolings coolings(carried_.coolings, {});
  return_.now_unix_ms = sight.now_ms;
  return_.state = std::move(carried_.returns);
  std::size_t pools = 0;
  for (const PoolTrace& trace : world_.pools) {
    if (trace.pool.capacity_type != CapacityType::kSpot) continue;
    ReturnPool& pool = return_.pools[pools++];
    pool.price_usd_per_hour = static_cast<double>(ValueAt(trace.price_micro_usd_per_hour, sight.now_ms)) / 1e6;
    pool.cooling_until_unix_ms = coolings.CoolsUntil(trace.pool, sight.now_ms);
    pool.available = !pool.cooling_until_unix_ms.has_value();
  }
  std::size_t nodes = 0;
  for (const std::int64_t machine : alive_) {
    const int number = sight.cloud.instances()[static_cast<std::size_t>(machine)].pool;
    const PoolTrace& trace = world_.pools[static_cast<std::size_t>(number)];
    const ClusterNode* at = sight.cluster.Find(machine);
    if (trace.pool.capacity_type != CapacityType::kOnDemand || at == nullptr || !at->ready) continue;
    const auto coming = std::ranges::find(carried_.wants, machine, &Want::victim);
    const bool returning = coming != carried_.wants.end() && coming->purpose == Purpose::kReturn;
    if (!returning && IsLeaving(machine)) {
      const Leaver* leaver = FindLeaver(machine);
      if (leaver == nullptr || leaver->replacement < 0) continue;
    }
    if (nodes == return_.nodes.size()) {
      ReturnNode& added = return_.nodes.emplace_back();
      for (const ReturnPool& pool : return_.pools) added.pools.push_back(pool.pool);
    }
    ReturnNode& node = return_.nodes[nodes++];
    node.name = MachineName(machine);
    node.instance_type = trace.pool.instance_type;
    node.region = trace.pool.region;
    node.price_usd_per_hour = static_cast<double>(ValueAt(trace.price_micro_usd_per_hour, sight.now_ms)) / 1e6;
    node.returning = returning || IsLeaving(machine);
    node.keep = !node.returning && !MayGo(sight, machine);
  }
  return_.nodes.resize(nodes);
  Result<ReturnToSpotResponse> answer = ReturnToSpot(return_);
  if (!Accept("return_to_spot", answer, sight.now_ms, again_.return_ms, complaints_)) {
    carried_.returns = std::move(return_.state);
    return;
  }
  again_.return_ms = std::min(again_.return_ms, sight.now_ms + kReturnEveryMs);
  carried_.returns = std::move(answer->state);
  for (const ReturnMove& move : answer->moves) {
    Want& want = NewWant(Purpose::kReturn, 1, MachineOf(move.node));
    want.candidates = {{.pool = move.pool, .group = {}, .max_nodes = {}}};
  }
}

}  // namespace spotwright::backtest
