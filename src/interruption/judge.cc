// What is lost together: whole pools, zones and subscriptions.
#include "src/interruption/responder.h"
#include "src/model/offers.h"

namespace spotwright::interruption {

void Responder::Judge() {
  CoolZones();
  SeeSuspension();
  SuspectPools();
  std::set<Pool> pools;
  for (const Node& node : request_.nodes) {
    if (node.capacity_type == CapacityType::kSpot && node.state == NodeState::kReady) pools.insert(model::PoolOf(node));
  }
  signals_.Settle(pools, now_);
}

// 92 % of interruptions that a type and zone share come within three minutes.
void Responder::SuspectPools() {
  const std::set<Pool> lost = losses_.LostPools();
  if (lost.empty()) return;
  for (const Pool& pool : lost) notes_.Add(Note::kPoolLost, model::PoolName(pool));
  if (policy_.replacement == ReplacementSource::kNone) return;
  for (const Node& node : request_.nodes) {
    if (node.control_plane || node.capacity_type != CapacityType::kSpot) continue;
    const bool serves = node.state == NodeState::kReady || node.state == NodeState::kUnschedulable;
    if (!serves || lost.count(model::PoolOf(node)) == 0) continue;
    NodeCase& of = CaseOf(node, InterruptionKind::kInterruptionNotice, now_);
    if (of.certain || of.suspected) continue;
    of.suspected = true;
    of.wants_replacement = true;
    of.since_unix_ms = now_;
    if (of.phase == CasePhase::kKept) Enter(of, CasePhase::kWatching);
  }
}

void Responder::CoolZones() {
  std::map<ZoneName, std::int64_t> listed;
  std::set<std::string_view> listed_names;
  for (const RecentLoss& loss : losses_.all()) {
    if (world_.Find(loss.node) != nullptr) listed_names.insert(loss.node);
  }
  for (const Node& node : request_.nodes) {
    if (!node.control_plane) ++listed[{node.region, node.zone}];
  }
  for (const auto& [zone, lost] : losses_.LostZones(listed, listed_names)) {
    notes_.Add(Note::kZoneLost, zone.zone);
    coolings_.AddFailure({"", zone.region, zone.zone, CapacityType::kSpot}, lost.at_unix_ms);
    if (lost.on_demand_too) {
      coolings_.AddFailure({"", zone.region, zone.zone, CapacityType::kOnDemand}, lost.at_unix_ms);
    }
  }
}

// A subscription that is suspended, or out of credit, loses all of its spot machines at once and is told nothing.
void Responder::SeeSuspension() {
  if (suspended_ && request_.subscription_checked_unix_ms && *request_.subscription_checked_unix_ms >= *suspended_) {
    suspended_.reset();
    return;
  }
  bool some_left = false;
  for (const Node& node : request_.nodes) {
    if (node.control_plane || node.capacity_type != CapacityType::kSpot) continue;
    const auto found = cases_.find(node.name);
    some_left = some_left || found == cases_.end() || !found->second.certain;
  }
  if (some_left) {
    suspended_.reset();
  } else if (!suspended_ && losses_.LooksLikeSuspension(now_)) {
    const std::optional<std::int64_t>& checked = request_.subscription_checked_unix_ms;
    if (!checked || *checked + kForgetMs < now_) suspended_ = now_;
  }
  if (suspended_) notes_.Add(Note::kSuspended, "subscription");
}

}  // namespace spotwright::interruption
