// What the controller has launched: orders, in what pools, and what becomes of them.
#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "src/backtest/controller_accept.h"
#include "src/backtest/controller_names.h"
#include "src/backtest/deciding_controller.h"
#include "src/market/pool_cooling.h"

namespace spotwright::backtest {

// The pools that the mix launches from come first; then what is left, spot first, the cheaper first.
void DecidingController::RankOffers(const Sight& sight) {
  const market::PoolCoolings coolings(carried_.coolings, {});
  std::vector<std::int64_t> running(world_.pools.size(), 0);
  for (const std::int64_t machine : alive_) {
    if (!IsLeaving(machine))
      ++running[static_cast<std::size_t>(sight.cloud.instances()[static_cast<std::size_t>(machine)].pool)];
  }
  // All that the ranking follows from: as long as it is as it was, so is the ranking.
  std::vector<std::int64_t> market = {sight.need};
  for (std::size_t p = 0; p < world_.pools.size(); ++p) {
    const PoolTrace& trace = world_.pools[p];
    market.insert(market.end(), {running[p], ValueAt(trace.price_micro_usd_per_hour, sight.now_ms),
                                 coolings.CoolsUntil(trace.pool, sight.now_ms).value_or(kNever)});
  }
  if (market == ranked_market_) return;
  DecideMixRequest request;
  request.total_units = sight.need;
  request.policy = settings_.mix;
  request.now_unix_ms = sight.now_ms;
  for (std::size_t p = 0; p < world_.pools.size(); ++p) {
    const PoolTrace& trace = world_.pools[p];
    Offer& offer = request.offers.emplace_back();
    offer.instance_type = trace.pool.instance_type;
    offer.region = trace.pool.region;
    offer.zone = trace.pool.zone;
    offer.capacity_type = trace.pool.capacity_type;
    offer.price_usd_per_hour = static_cast<double>(market[3 * p + 2]) / 1e6;
    offer.vcpus = trace.vcpus;
    offer.allocatable = AllocatableOf(trace);
    if (market[3 * p + 3] != kNever) offer.cooling_until_unix_ms = market[3 * p + 3];
    if (running[p] > 0) request.running.push_back({.pool = trace.pool, .units = running[p]});
  }
  const Result<DecideMixResponse> answer = DecideMix(request);
  std::int64_t never_again = kNever;
  first_steps_.clear();
  ranked_market_ = std::move(market);
  if (Accept("decide_mix", answer, sight.now_ms, never_again, complaints_)) {
    for (const MixStep& step : answer->steps) {
      if (step.action == MixAction::kLaunch) first_steps_.push_back(step);
    }
  }
  respond_.offers = std::move(request.offers);
  SortOffers();
}

void DecidingController::SortOffers() {
  const auto key = [&](const Offer& offer) {
    const Pool pool{offer.instance_type, offer.region, offer.zone, offer.capacity_type};
    const auto step = std::ranges::find(first_steps_, pool, &MixStep::pool);
    return std::tuple(step - first_steps_.begin(), offer.cooling_until_unix_ms.has_value(), offer.capacity_type,
                      offer.price_usd_per_hour);
  };
  std::ranges::stable_sort(respond_.offers, {}, key);
}

std::vector<LaunchCandidate> DecidingController::CandidatesFor(std::optional<Pool> first, std::int64_t nodes) const {
  std::vector<LaunchCandidate> candidates;
  if (first) candidates.push_back({.pool = *first, .group = {}, .max_nodes = {}});
  for (const Offer& offer : respond_.offers) {
    const Pool pool{offer.instance_type, offer.region, offer.zone, offer.capacity_type};
    if (first && pool == *first) continue;
    LaunchCandidate& candidate = candidates.emplace_back();
    candidate.pool = pool;
    const auto step = std::ranges::find(first_steps_, pool, &MixStep::pool);
    if (!first && nodes > 1 && step != first_steps_.end()) candidate.max_nodes = step->units;
  }
  return candidates;
}

DecidingController::Want& DecidingController::NewWant(Purpose purpose, std::int64_t nodes, std::int64_t victim) {
  static constexpr const char* kWords[] = {"fill-", "replace-", "return-"};
  Want& want = carried_.wants.emplace_back();
  want.number = carried_.orders_made++;
  want.name = kWords[static_cast<int>(purpose)] + std::to_string(want.number);
  want.purpose = purpose;
  want.nodes = nodes;
  want.victim = victim;
  wants_changed_ = true;
  return want;
}

// What the order can do without: machines that never were ready are let go of before any that was.
std::int64_t DecidingController::Outstanding(const Sight& sight, const Want& want) {
  std::int64_t joined = 0;
  for (const std::int64_t machine : want.machines) joined += sight.cluster.Find(machine) != nullptr ? 1 : 0;
  return std::max<std::int64_t>(0, want.nodes - joined);
}

// To respond. `replacement`: -1 where nothing came, and what runs suffices.
void DecidingController::ReportReady(const Sight& sight, const std::string& launch_id, std::int64_t replacement) {
  carried_.reports.push_back({.launch_id = launch_id,
                              .outcome = ReplacementOutcome::kReady,
                              .node = replacement < 0 ? std::string() : MachineName(replacement)});
  again_.respond_ms = sight.now_ms + 1;
}

void DecidingController::Placed(const Sight& sight, const Want& want) {
  const auto is_ready = [&](std::int64_t machine) {
    return sight.cloud.instances()[static_cast<std::size_t>(machine)].state == MachineState::kReady;
  };
  // One that has been ready and is no more is named all the same: respond sees by its name that it is in trouble.
  std::int64_t replacement = -1;
  for (const std::int64_t machine : want.machines) {
    if (replacement < 0 || is_ready(machine)) replacement = machine;
  }
  if (want.purpose == Purpose::kReplace) {
    ReportReady(sight, want.launch_id, replacement);
    if (replacement >= 0) carried_.replaced_by[want.victim] = replacement;
  }
  // The base may have lost a node since the return was decided.
  if (want.purpose == Purpose::kReturn && replacement >= 0 && is_ready(replacement) &&
      OnDemandNodes(sight) >= world_.on_demand_base && sight.cluster.Find(want.victim) != nullptr &&
      FindLeaver(want.victim) == nullptr) {
    const std::int64_t begin_ms = QuietUntil(sight.now_ms);
    carried_.leavers.push_back({.machine = want.victim,
                                .replacement = replacement,
                                .begin_ms = begin_ms,
                                .deadline_ms = begin_ms + settings_.drain_ms});
  }
}

// The mix spreads nodes over pools; where some of these have none, others may give more. False: they did already.
bool DecidingController::LiftLimits(Want& want) {
  bool any = false;
  for (LaunchCandidate& candidate : want.candidates) {
    any |= candidate.max_nodes.has_value();
    candidate.max_nodes.reset();
  }
  if (any) ++want.generation;
  wants_changed_ |= any;
  return any;
}

void DecidingController::CarryLaunches(const Sight& sight, Hands& hands) {
  if (!wants_changed_ && launch_.events.empty() && sight.now_ms < again_.launch_ms) return;
  launch_.now_unix_ms = sight.now_ms;
  launch_.coolings = carried_.coolings;
  launch_.state = std::move(carried_.launch);
  launch_.orders.resize(carried_.wants.size());
  for (std::size_t i = 0; i < carried_.wants.size(); ++i) {
    const Want& want = carried_.wants[i];
    LaunchOrder& order = launch_.orders[i];
    order.name = want.name;
    order.nodes = want.nodes;
    order.candidates = want.candidates;
    order.priority = want.purpose == Purpose::kReturn ? 0 : 1;
    order.generation = want.generation;
    order.replaces.clear();
    if (want.victim >= 0) {
      order.replaces.push_back({.name = MachineName(want.victim), .end_is_certain = want.victim_is_lost});
    }
  }
  Result<LaunchResponse> answer = Launch(launch_);
  launch_.events.clear();
  if (!Accept("launch", answer, sight.now_ms, again_.launch_ms, complaints_)) {
    carried_.launch = std::move(launch_.state);
    return;
  }
  carried_.launch = std::move(answer->state);
  carried_.coolings = std::move(answer->coolings);
  wants_changed_ = false;
  for (const LaunchAction& action : answer->actions) {
    switch (action.kind) {
      case LaunchActionKind::kCancel:
        hands.Cancel(action.attempt, action.nodes);
        break;
      case LaunchActionKind::kTerminate:
        // An order knows only of its own nodes: what is ready stays while others are missing. Launch repeats itself.
        if (IsSpare(sight, MachineOf(action.instance))) End(hands, MachineOf(action.instance), -1);
        break;
      case LaunchActionKind::kLaunch:
        carried_.attempts[action.attempt] = std::ranges::find(carried_.wants, action.order, &Want::name)->number;
        hands.Launch(action.attempt, PoolOf(world_, action.pool), action.nodes);
        break;
    }
  }
  std::vector<std::string> done;
  for (std::size_t i = 0; i < carried_.wants.size(); ++i) {
    Want& want = carried_.wants[i];
    const LaunchOrderPhase phase = answer->orders[i].phase;
    if (phase == LaunchOrderPhase::kPlaced) {
      Placed(sight, want);
      done.push_back(want.name);
    } else if (want.purpose == Purpose::kReturn &&
               (phase == LaunchOrderPhase::kStopped || phase == LaunchOrderPhase::kFailed)) {
      done.push_back(want.name);  // It is no need, and asked for again when the pool is well.
    } else if (phase == LaunchOrderPhase::kStopped) {
      if (want.stopped_ms == kNever) want.stopped_ms = sight.now_ms;
      if (sight.now_ms >= want.stopped_ms + settings_.mend_ms) {
        ++want.generation;
        want.stopped_ms = kNever;
      }
      again_.launch_ms = std::min(again_.launch_ms,
                                  want.stopped_ms == kNever ? sight.now_ms + 1 : want.stopped_ms + settings_.mend_ms);
    } else if (phase == LaunchOrderPhase::kFailed && LiftLimits(want)) {
      again_.launch_ms = sight.now_ms + 1;
    }
  }
  if (done.empty()) return;
  std::erase_if(carried_.wants, [&](const Want& want) { return std::ranges::count(done, want.name) > 0; });
  wants_changed_ = true;
  again_.launch_ms = sight.now_ms + 1;
}

}  // namespace spotwright::backtest
