#include "src/scaling/removals.h"

#include <algorithm>
#include <map>
#include <queue>
#include <string_view>
#include <tuple>
#include <utility>

#include "src/base/int128.h"
#include "src/base/money.h"
#include "src/base/text.h"
#include "src/model/disruption.h"
#include "src/model/node_budgets.h"
#include "src/model/reason.h"
#include "src/scaling/removal_limit.h"

namespace spotwright::scaling {
namespace {

using base::Cat;
using model::MakeReason;

// What nodes of a type cost in the group, as far as prices are stated.
struct Prices {
  std::int64_t sum_micro = 0;
  std::int64_t nodes = 0;
};

CapacityType FirstToGo(const RemovalTask& task, std::span<const Member> members) {
  if (task.policy.first) return *task.policy.first;
  Prices spot;
  Prices on_demand;
  for (const Member& member : members) {
    if (!member.node->price_usd_per_hour) continue;
    Prices& prices = member.node->capacity_type == CapacityType::kSpot ? spot : on_demand;
    prices.sum_micro += base::MicroUsd(*member.node->price_usd_per_hour);
    ++prices.nodes;
  }
  // Crosswise, so that the means are compared exactly. Where one is not known, both sides are 0.
  const base::Int128 spot_side = base::Int128{spot.sum_micro} * on_demand.nodes;
  const base::Int128 on_demand_side = base::Int128{on_demand.sum_micro} * spot.nodes;
  return spot_side > on_demand_side ? CapacityType::kSpot : CapacityType::kOnDemand;
}

// Whether `a` goes before `b` of the same zone.
bool GoesBefore(const Member& a, const Member& b, CapacityType first) {
  const auto cost = [first](const Member& m) {
    return std::tuple(m.node->capacity_type != first, m.move_cost_micro, m.pod_count);
  };
  if (cost(a) != cost(b)) return cost(a) < cost(b);
  if (a.requested < b.requested || b.requested < a.requested) return a.requested < b.requested;
  const auto age = [](const Member& m) {
    return std::tuple(!m.node->created_unix_ms, m.node->created_unix_ms.value_or(0), std::string_view(m.node->name));
  };
  return age(a) < age(b);
}

class Chooser {
 public:
  Chooser(const RemovalTask& task, Cluster& cluster)
      : task_(task), cluster_(cluster), members_(cluster.MembersOf(task.group)) {
    const CapacityType first = FirstToGo(task, members_);
    for (const Member& member : members_) {
      Zone& zone = zones_[member.node->zone];
      zone.queue.push_back(&member);
      if (!member.node->under_notice) ++zone.nodes;
      if (IsBase(*member.node)) ++on_demand_nodes_;
    }
    std::int64_t occupied = 0;
    for (auto& [name, zone] : zones_) {
      std::sort(zone.queue.begin(), zone.queue.end(),
                [first](const Member* a, const Member* b) { return GoesBefore(*b, *a, first); });
      if (zone.nodes > 0) ++occupied;
    }
    keeps_zones_ = task.policy.one_in_each_zone && task.min_nodes >= occupied;
  }

  std::vector<Removal> Choose(std::int64_t most) {
    std::vector<Removal> removals;
    std::priority_queue<std::pair<std::int64_t, std::string_view>> open;
    for (const auto& [name, zone] : zones_) open.emplace(zone.nodes, name);
    while (static_cast<std::int64_t>(removals.size()) < most && !open.empty()) {
      Zone& zone = zones_.at(open.top().second);
      open.pop();
      const Member* const member = TakeFrom(zone);
      if (member == nullptr) continue;
      removals.push_back(Describe(*member, zone.nodes));
      Remove(*member, zone);
      open.emplace(zone.nodes, member->node->zone);
    }
    return removals;
  }

  // When the first node comes of age that nothing else keeps before any has gone: what goes only ever keeps more.
  std::optional<std::int64_t> NextOfAge() const {
    std::optional<std::int64_t> next;
    for (const Member& member : members_) {
      const auto of_age = ComesOfAge(member);
      if (!of_age || (next && *next <= *of_age) || !Hindrances(member).empty()) continue;
      next = of_age;
    }
    return next;
  }

  // Nodes that stay and could not go next.
  std::vector<KeptNode> Kept(const std::vector<Removal>& removals) const {
    std::map<std::string_view, const Member*> stay;
    for (const Member& member : members_) stay[member.node->name] = &member;
    for (const Removal& removal : removals) stay.erase(removal.node);
    std::vector<KeptNode> kept;
    for (const auto& [name, member] : stay) {
      std::vector<Reason> reasons = Hindrances(*member);
      if (const auto of_age = ComesOfAge(*member)) {
        reasons.push_back(model::TooYoung(*member->node, task_.policy.min_node_age_seconds, *of_age));
      }
      if (!reasons.empty()) kept.push_back({std::string(name), std::move(reasons)});
    }
    return kept;
  }

 private:
  struct Zone {
    std::int64_t nodes = 0;            // Not under notice.
    std::vector<const Member*> queue;  // Not looked at yet; the next is the last.
  };

  static bool IsBase(const Node& node) { return node.capacity_type == CapacityType::kOnDemand && Serves(node); }

  std::optional<std::int64_t> ComesOfAge(const Member& member) const {
    return model::ComesOfAge(*member.node, task_.policy.min_node_age_seconds, task_.now_unix_ms);
  }

  // Beside its age.
  std::vector<Reason> Hindrances(const Member& member) const {
    const Node& node = *member.node;
    std::vector<Reason> reasons = cluster_.Hindrances(member, task_.policy);
    if (IsBase(node) && on_demand_nodes_ <= task_.policy.on_demand_base_nodes) {
      reasons.push_back(MakeReason("on_demand_base",
                                   Cat("Group ", task_.group, " keeps ", task_.policy.on_demand_base_nodes,
                                       " on-demand nodes; node ", node.name, " is one of ", on_demand_nodes_, "."),
                                   {{"on_demand_nodes", static_cast<double>(on_demand_nodes_)},
                                    {"on_demand_base_nodes", static_cast<double>(task_.policy.on_demand_base_nodes)}},
                                   {node.name}));
    }
    if (keeps_zones_ && !node.under_notice && zones_.at(node.zone).nodes <= 1) {
      reasons.push_back(MakeReason("last_in_zone",
                                   Cat("Node ", node.name, " is the last of group ", task_.group, " in zone ",
                                       node.zone, "; each zone is to have one."),
                                   {}, {node.name}));
    }
    return reasons;
  }

  const Member* TakeFrom(Zone& zone) {
    while (!zone.queue.empty()) {
      const Member* const member = zone.queue.back();
      zone.queue.pop_back();
      if (!ComesOfAge(*member) && Hindrances(*member).empty()) return member;
    }
    return nullptr;
  }

  void Remove(const Member& member, Zone& zone) {
    cluster_.Remove(member);
    --zone.nodes;
    if (IsBase(*member.node)) --on_demand_nodes_;
  }

  static Removal Describe(const Member& member, std::int64_t zone_nodes) {
    const Node& node = *member.node;
    Removal removal{node.name, node.zone, node.capacity_type, member.pod_count, base::Usd(member.move_cost_micro), {}};
    const std::string moving = member.pod_count == 0
                                   ? std::string("no pod has to move")
                                   : Cat(member.pod_count, member.pod_count == 1 ? " pod has" : " pods have",
                                         " to move, for ", base::FormatUsd(removal.move_cost_usd));
    removal.sentence =
        Cat("Of the ", zone_nodes, zone_nodes == 1 ? " node" : " nodes", " in zone ", node.zone, " ", node.name,
            " goes (", node.capacity_type == CapacityType::kSpot ? "spot" : "on-demand", "): ", moving, ".");
    return removal;
  }

  const RemovalTask& task_;
  Cluster& cluster_;
  std::span<const Member> members_;
  std::map<std::string_view, Zone> zones_;
  std::int64_t on_demand_nodes_ = 0;
  bool keeps_zones_ = false;
};

// Nothing goes at all.
std::optional<RemovalChoice> ByRule(const RemovalTask& task) {
  RemovalChoice none;
  if (task.wanted <= 0) return none;
  if (!task.policy.enabled) {
    none.reasons.push_back(MakeReason("scale_in_disabled", Cat("The policy of group ", task.group, " removes no node."),
                                      {}, {task.group}));
    return none;
  }
  if (const auto quiet = model::QuietAt(task.policy.quiet_windows, task.now_unix_ms)) {
    none.reasons.push_back(MakeReason(
        "quiet_window", Cat("Nothing is removed in a quiet window", quiet->why.empty() ? "" : ": ", quiet->why, "."),
        {{"end_unix_ms", static_cast<double>(quiet->end_unix_ms)}}));
    none.call_again_at_unix_ms = quiet->end_unix_ms;
    return none;
  }
  return std::nullopt;
}

}  // namespace

RemovalChoice ChooseRemovals(const RemovalTask& task, Cluster& cluster) {
  if (auto none = ByRule(task)) return *std::move(none);

  RemovalLimit limit = LimitRemovals(task, cluster.counts());
  Chooser chooser(task, cluster);
  RemovalChoice choice;
  std::optional<std::int64_t> next = chooser.NextOfAge();
  choice.removals = chooser.Choose(limit.nodes);
  choice.kept = chooser.Kept(choice.removals);

  const auto removed = static_cast<std::int64_t>(choice.removals.size());
  choice.nodes = removed;
  if (removed == task.wanted) return choice;
  if (removed == limit.nodes) {
    choice.reasons = std::move(limit.reasons);
    next = limit.until_unix_ms;
  } else {
    choice.reasons.push_back(MakeReason(
        "nodes_kept",
        Cat("Of the ", task.wanted, " nodes of group ", task.group, " that are to go only ", removed, " may."),
        {{"wanted_nodes", static_cast<double>(task.wanted)}, {"removed_nodes", static_cast<double>(removed)}},
        {task.group}));
  }
  if (next) {
    const auto quiet = model::QuietAt(task.policy.quiet_windows, next);
    choice.call_again_at_unix_ms = quiet ? quiet->end_unix_ms : *next;
  }
  return choice;
}

RemovalChoice CountRemovals(const RemovalTask& task, CapacityType capacity_type, Cluster& cluster) {
  if (auto none = ByRule(task)) return *std::move(none);
  RemovalTask counted = task;
  if (capacity_type == CapacityType::kOnDemand) {
    counted.min_nodes = std::max(task.min_nodes, task.policy.on_demand_base_nodes);
  }
  cluster.AddCounted(task.group, task.nodes);
  RemovalLimit limit = LimitRemovals(counted, cluster.counts());
  RemovalChoice choice;
  choice.nodes = std::max<std::int64_t>(0, limit.nodes);
  cluster.RemoveCounted(task.group, choice.nodes);
  choice.reasons = std::move(limit.reasons);
  choice.call_again_at_unix_ms = limit.until_unix_ms;
  return choice;
}

}  // namespace spotwright::scaling
