#include "src/backtest/checker.h"

#include <algorithm>
#include <utility>

namespace spotwright::backtest {

const char* NameOf(Invariant invariant) {
  switch (invariant) {
    case Invariant::kReadyBelowNeed:
      return "ready_below_need";
    case Invariant::kWithoutCause:
      return "without_cause";
    case Invariant::kCordonedForEver:
      return "cordoned_for_ever";
    case Invariant::kDuplicateLaunch:
      return "duplicate_launch";
    case Invariant::kShortForEver:
      return "short_for_ever";
    case Invariant::kSurplusForEver:
      return "surplus_for_ever";
    case Invariant::kNeverReadyKept:
      return "never_ready_kept";
    case Invariant::kOnDemandBase:
      return "on_demand_base";
    case Invariant::kBudget:
      return "budget";
    case Invariant::kQuietWindow:
      return "quiet_window";
    case Invariant::kPods:
      return "pods";
    case Invariant::kMoney:
      return "money";
    case Invariant::kDecision:
      return "decision";
  }
  return "";
}

Checker::Checker(const World& world, const Cloud& cloud, const Cluster& cluster, const Patience& patience)
    : world_(world), cloud_(cloud), cluster_(cluster), patience_(patience), losses_(world.pools.size()) {
  for (const PodKind& kind : world.workloads) {
    sizes_.push_back({kind.cpu_millicores, kind.memory_bytes, kind.spot_tolerant ? 0 : 1});
  }
}

void Checker::Break(Invariant invariant, std::int64_t instance, std::string detail) {
  violations_.push_back(
      {.invariant = invariant, .at_ms = cloud_.now_ms(), .instance = instance, .detail = std::move(detail)});
}

Checker::Known& Checker::Of(std::int64_t instance) {
  if (known_.size() <= static_cast<std::size_t>(instance)) known_.resize(static_cast<std::size_t>(instance) + 1);
  return known_[static_cast<std::size_t>(instance)];
}

const Instance& Checker::Machine(std::int64_t instance) const {
  return cloud_.instances()[static_cast<std::size_t>(instance)];
}

std::int64_t Checker::Need() const { return ValueAt(world_.need, cloud_.now_ms()); }

void Checker::OnEvents(const std::vector<CloudEvent>& events) {
  for (const CloudEvent& event : events) {
    if (event.instance < 0 || event.kind == CloudEventKind::kAnswered) continue;
    Known& known = Of(event.instance);
    std::vector<std::int64_t>& losses = losses_[static_cast<std::size_t>(Machine(event.instance).pool)];
    switch (event.kind) {
      case CloudEventKind::kNotice:
      case CloudEventKind::kEnded:
        if (!known.lost) losses.push_back(event.at_ms);
        known.lost = true;
        [[fallthrough]];
      case CloudEventKind::kSignal:
      case CloudEventKind::kScheduled:
      case CloudEventKind::kNotReady:
        known.said_ms = event.at_ms;
        break;
      case CloudEventKind::kReady:
        known.healthy_ms = event.at_ms;
        known.was_ready = true;
        break;
      default:
        break;
    }
  }
}

void Checker::OnHeard(const CloudEvent& event) {
  if (event.kind == CloudEventKind::kNotice || event.kind == CloudEventKind::kScheduled) {
    Of(event.instance).told_lost = true;
  }
}

// How long ago that was, without the time in quiet windows. (Windows of one world do not overlap.)
std::int64_t Checker::CalmSince(std::int64_t at_ms) const {
  std::int64_t calm_ms = cloud_.now_ms() - at_ms;
  for (const TimeSpan& span : world_.quiet_windows) {
    const std::int64_t from_ms = std::max(at_ms, span.start_unix_ms);
    calm_ms -= std::max<std::int64_t>(0, std::min(cloud_.now_ms(), span.end_unix_ms) - from_ms);
  }
  return calm_ms;
}

// Ready, and not known to be lost.
bool Checker::Healthy(std::int64_t instance) const {
  const Instance& machine = Machine(instance);
  return machine.state == MachineState::kReady && machine.doomed_ms == kNever;
}

bool Checker::HasCause(std::int64_t instance) {
  const Instance& machine = Machine(instance);
  const Known& known = Of(instance);
  if (machine.doomed_ms != kNever || machine.state != MachineState::kReady) return true;
  if (CalmSince(known.said_ms) <= patience_.cause_ms) return true;
  const std::vector<std::int64_t>& losses = losses_[static_cast<std::size_t>(machine.pool)];
  return losses.size() >= 2 && CalmSince(losses[losses.size() - 2]) <= patience_.pool_loss_ms;
}

std::int64_t Checker::OthersReady(std::int64_t instance) const {
  std::int64_t ready = 0;
  for (const ClusterNode& node : cluster_.nodes()) {
    ready += node.present && node.ready && !node.draining && node.instance != instance ? 1 : 0;
  }
  return ready;
}

void Checker::OnLaunch(std::int64_t count) {
  std::int64_t supply = count;
  std::int64_t wanted = MostIn(world_.need, cloud_.now_ms() - patience_.sizing_ms, cloud_.now_ms());
  const std::int64_t now_ms = cloud_.now_ms();
  for (std::size_t p = 0; p < world_.pools.size(); ++p) {
    for (const std::int64_t number : cloud_.alive(static_cast<int>(p))) {
      const Instance& machine = Machine(number);
      ++supply;
      // What is said of a machine, its being replaced for a cheaper one, or its coming late lets another stand beside
      // it; the last not for ever.
      const Order* order = machine.order < 0 ? nullptr : &cloud_.orders()[static_cast<std::size_t>(machine.order)];
      const bool late = order != nullptr && now_ms - machine.created_ms <= patience_.late_stays_ms &&
                        (order->cancelled > 0 || machine.created_ms - order->placed_ms > patience_.late_answer_ms);
      const bool slow = machine.state != MachineState::kReady && now_ms - machine.created_ms > patience_.slow_boot_ms;
      if (HasCause(number) || late || slow || machine.doomed_ms != kNever) {
        wanted += machine.state == MachineState::kReady || late || slow ? 1 : 0;
        continue;
      }
      const ClusterNode* node = cluster_.Find(number);
      if (node != nullptr && node->draining) ++wanted;
    }
  }
  for (const Order& order : cloud_.orders()) {
    if (!order.answered) supply += std::max<std::int64_t>(0, order.asked - order.cancelled);
  }
  // Spot beside the on-demand that it is to take the place of.
  wanted += patience_.returns;
  if (supply > wanted) {
    Break(Invariant::kDuplicateLaunch, -1,
          std::to_string(supply) + " with " + std::to_string(count) + " more; wanted " + std::to_string(wanted));
  }
}

void Checker::OnCordon(std::int64_t instance) {
  const ClusterNode* node = cluster_.Find(instance);
  if (node == nullptr || node->cordoned) return;
  Of(instance).cordoned_ms = cloud_.now_ms();
  if (!HasCause(instance) && OthersReady(instance) < Need()) {
    Break(Invariant::kWithoutCause, instance, "cordoned");
  }
}

void Checker::OnUncordon(std::int64_t instance) { Of(instance).cordoned_ms = kNever; }

void Checker::CheckGivenUp(std::int64_t instance, std::int64_t replacement, const char* what) {
  if (!Healthy(instance) || given_up_.contains(instance)) return;
  const std::int64_t others = OthersReady(instance);
  if (!HasCause(instance) && others < Need()) {
    bool swapped = replacement >= 0 && Machine(replacement).state == MachineState::kReady;
    if (!swapped) Break(Invariant::kWithoutCause, instance, what);
  }
  if (others < Need()) {
    // Of a replacement that will end nobody may have heard: a word that was lost binds no controller.
    const bool swapped = replacement >= 0 && replacement != instance &&
                         Machine(replacement).state == MachineState::kReady && !Of(replacement).told_lost &&
                         !Of(replacement).consumed && cluster_.Find(replacement) != nullptr &&
                         !cluster_.Find(replacement)->draining;
    if (!swapped) {
      Break(Invariant::kReadyBelowNeed, instance,
            std::string(what) + ": " + std::to_string(others) + " others are ready of " + std::to_string(Need()));
    }
  }
  if (replacement >= 0) Of(replacement).consumed = true;
  for (const TimeSpan& span : world_.quiet_windows) {
    if (cloud_.now_ms() >= span.start_unix_ms && cloud_.now_ms() < span.end_unix_ms) {
      Break(Invariant::kQuietWindow, instance, what);
    }
  }
  const auto on_demand = [&](const ClusterNode& node) {
    return node.present && node.ready && !node.draining && node.instance != instance &&
           node.capacity_type == CapacityType::kOnDemand;
  };
  if (world_.pools[static_cast<std::size_t>(Machine(instance).pool)].pool.capacity_type == CapacityType::kOnDemand &&
      std::ranges::count_if(cluster_.nodes(), on_demand) < world_.on_demand_base) {
    Break(Invariant::kOnDemandBase, instance, what);
  }
  given_up_.insert(instance);
}

void Checker::OnDrain(std::int64_t instance, std::int64_t replacement) {
  const ClusterNode* node = cluster_.Find(instance);
  if (node == nullptr) return;
  if (!node->cordoned) Of(instance).cordoned_ms = cloud_.now_ms();
  CheckGivenUp(instance, replacement, "drained");
}

void Checker::OnEnd(std::int64_t instance, std::int64_t replacement) {
  if (Machine(instance).state != MachineState::kEnded) CheckGivenUp(instance, replacement, "ended");
}

void Checker::OnComplaint(const std::string& complaint) { Break(Invariant::kDecision, -1, complaint); }

void Checker::OnInterval(std::int64_t from_ms, std::int64_t to_ms) {
  for (std::size_t p = 0; p < world_.pools.size(); ++p) {
    const auto alive = static_cast<std::int64_t>(cloud_.alive(static_cast<int>(p)).size());
    if (alive > 0) {
      cost_micro_usd_ms_ += base::Int128{alive} * Integral(world_.pools[p].price_micro_usd_per_hour, from_ms, to_ms);
    }
  }
}

void Checker::OnClose(std::int64_t cost_micro_usd) {
  constexpr std::int64_t kHourMs = 3'600'000;
  const auto summed = static_cast<std::int64_t>((cost_micro_usd_ms_ + kHourMs / 2) / kHourMs);
  if (summed != cost_micro_usd) {
    Break(Invariant::kMoney, -1, std::to_string(cost_micro_usd) + " in the books, " + std::to_string(summed) + " paid");
  }
}

void Checker::CheckEvictions() {
  const std::vector<Eviction>& evictions = cluster_.evictions();
  for (; evictions_seen_ < evictions.size(); ++evictions_seen_) {
    const Eviction& eviction = evictions[evictions_seen_];
    const PodKind& kind = world_.workloads[static_cast<std::size_t>(eviction.kind)];
    // Where the node goes in any case, pods that stop in peace are better than pods that are killed.
    if (eviction.serving_after < kind.replicas - kind.disruptions_allowed &&
        Machine(eviction.instance).doomed_ms == kNever) {
      Break(Invariant::kBudget, eviction.instance, kind.name);
    }
  }
}

void Checker::CheckServing() {
  if (cluster_.version() == version_seen_) return;
  version_seen_ = cluster_.version();
  serving_.assign(world_.workloads.size(), 0);
  for (const Pod& pod : cluster_.pods()) {
    if (!pod.serving) continue;
    ++serving_[static_cast<std::size_t>(pod.kind)];
    if (pod.node < 0 || !cluster_.nodes()[static_cast<std::size_t>(pod.node)].ready) {
      Break(Invariant::kPods, -1, "a pod serves without a node that is ready");
    }
  }
  for (std::size_t k = 0; k < serving_.size(); ++k) {
    if (serving_[k] != cluster_.serving(static_cast<int>(k))) Break(Invariant::kPods, -1, "serving counts are wrong");
  }
}

void Checker::CheckPlaces() {
  if (cluster_.places_version() == places_seen_) return;
  places_seen_ = cluster_.places_version();
  std::int64_t pending = 0;
  for (const Pod& pod : cluster_.pods()) pending += pod.node < 0 ? 1 : 0;
  std::int64_t placed = 0;
  for (std::size_t n = 0; n < cluster_.nodes().size(); ++n) {
    const ClusterNode& node = cluster_.nodes()[n];
    if (node.pods.empty()) continue;
    placed += static_cast<std::int64_t>(node.pods.size());
    if (!node.present) Break(Invariant::kPods, node.instance, "pods on a node that is gone");
    Size used;
    for (const int number : node.pods) {
      const Pod& pod = cluster_.pods()[static_cast<std::size_t>(number)];
      const Size& size = sizes_[static_cast<std::size_t>(pod.kind)];
      used.cpu_millicores += size.cpu_millicores;
      used.memory_bytes += size.memory_bytes;
      used.not_for_spot += size.not_for_spot;
      if (pod.node != static_cast<int>(n)) Break(Invariant::kPods, node.instance, "a pod is on two nodes");
    }
    const PoolTrace& pool = world_.pools[static_cast<std::size_t>(Machine(node.instance).pool)];
    if (used.cpu_millicores > pool.cpu_millicores || used.memory_bytes > pool.memory_bytes) {
      Break(Invariant::kPods, node.instance, "more than the node has");
    }
    if (used.not_for_spot > 0 && pool.pool.capacity_type == CapacityType::kSpot) {
      Break(Invariant::kPods, node.instance, "pods on spot that do not tolerate it");
    }
  }
  if (pending != cluster_.pending() || pending + placed != static_cast<std::int64_t>(cluster_.pods().size())) {
    Break(Invariant::kPods, -1, "pods are lost or counted twice");
  }
}

// Whether a launch of one on-demand node would succeed.
bool Checker::CouldLaunch() const {
  const std::int64_t now_ms = cloud_.now_ms();
  for (std::size_t p = 0; p < world_.pools.size(); ++p) {
    const PoolTrace& pool = world_.pools[p];
    if (pool.pool.capacity_type != CapacityType::kOnDemand) continue;
    bool could = static_cast<std::int64_t>(cloud_.alive(static_cast<int>(p)).size()) <
                 LeastIn(pool.capacity, now_ms, now_ms + world_.faults.notice_lead_ms);
    for (const OutageSpan& span : world_.outages) {
      could = could &&
              !((span.pool < 0 || span.pool == static_cast<int>(p)) && now_ms >= span.start_ms && now_ms < span.end_ms);
    }
    for (const Quota& quota : world_.quotas) {
      if (quota.capacity_type != CapacityType::kOnDemand) continue;
      std::int64_t used = pool.vcpus;
      for (std::size_t other = 0; other < world_.pools.size(); ++other) {
        if (world_.pools[other].pool.capacity_type != CapacityType::kOnDemand) continue;
        used += world_.pools[other].vcpus * static_cast<std::int64_t>(cloud_.alive(static_cast<int>(other)).size());
      }
      could = could && used <= ValueAt(quota.max_vcpus, now_ms);
    }
    if (could) return true;
  }
  return false;
}

void Checker::CheckLasting() {
  const std::int64_t now_ms = cloud_.now_ms();
  std::int64_t good = 0;  // There or on their way.
  std::int64_t needless = 0;
  for (std::size_t p = 0; p < world_.pools.size(); ++p) {
    for (const std::int64_t number : cloud_.alive(static_cast<int>(p))) {
      const Instance& machine = Machine(number);
      Known& known = Of(number);
      const bool ready = machine.state == MachineState::kReady;
      good += ready ? 1 : 0;
      needless += ready && machine.doomed_ms == kNever ? 1 : 0;
      if (known.reported) continue;
      if (!known.was_ready && machine.order >= 0 && now_ms - machine.created_ms > patience_.never_ready_ms) {
        known.reported = true;
        Break(Invariant::kNeverReadyKept, number, "");
      }
      const ClusterNode* node = cluster_.Find(number);
      if (node == nullptr || !node->cordoned || !Healthy(number) || known.cordoned_ms == kNever) continue;
      if (CalmSince(std::max({known.said_ms, known.cordoned_ms, known.healthy_ms})) > patience_.cordoned_ms) {
        known.reported = true;
        Break(Invariant::kCordonedForEver, number, "");
      }
    }
  }
  // Quiet windows hold off no launch.
  const auto lasts = [&](bool holds, std::int64_t& since_ms, std::int64_t patience_ms, Invariant invariant) {
    if (!holds) {
      since_ms = kNever;
    } else if (since_ms == kNever) {
      since_ms = now_ms;
    } else if ((invariant == Invariant::kShortForEver ? now_ms - since_ms : CalmSince(since_ms)) > patience_ms) {
      Break(invariant, -1, std::to_string(good) + " ready of " + std::to_string(Need()));
      since_ms = now_ms;
    }
  };
  lasts(good < Need() && CouldLaunch(), short_since_ms_, patience_.short_ms, Invariant::kShortForEver);
  lasts(needless > Need(), surplus_since_ms_, patience_.surplus_ms, Invariant::kSurplusForEver);
}

void Checker::OnMoment() {
  CheckEvictions();
  CheckServing();
  CheckPlaces();
  CheckLasting();
}

}  // namespace spotwright::backtest
