// Rules about new nodes: what may be launched, how many, within which limits, with how much choice.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "tests/support/packing_rules.h"

namespace spotwright::test {
namespace {

std::int64_t MicroUsd(double usd) { return std::llround(usd * 1e6); }

struct NodeSums {
  std::int64_t nodes = 0;
  std::int64_t new_nodes = 0;
  std::int64_t cpu_millicores = 0;
  std::int64_t memory_bytes = 0;
  std::int64_t price_micro = 0;

  void Add(const Host& host) {
    ++nodes;
    new_nodes += host.existing ? 0 : 1;
    cpu_millicores += host.allocatable.cpu_millicores;
    memory_bytes += host.allocatable.memory_bytes;
    price_micro += host.price_micro;
  }
};

// The two kinds of limits have these three in common.
template <typename Limits>
void CheckLimits(const std::string& of, const Limits& limits, const NodeSums& sums,
                 std::vector<std::string>& violations) {
  if (sums.cpu_millicores > limits.max_cpu_millicores.value_or(sums.cpu_millicores)) {
    violations.push_back(of + " have more CPU than allowed");
  }
  if (sums.memory_bytes > limits.max_memory_bytes.value_or(sums.memory_bytes)) {
    violations.push_back(of + " have more memory than allowed");
  }
  if (limits.max_cost_usd_per_hour && sums.price_micro > MicroUsd(*limits.max_cost_usd_per_hour)) {
    violations.push_back(of + " cost more than allowed");
  }
}

const NodeGroup* GroupOf(const PackRequest& request, const Host& host) {
  const auto group = std::find_if(request.groups.begin(), request.groups.end(),
                                  [&](const NodeGroup& g) { return g.name == host.group; });
  return group == request.groups.end() ? nullptr : &*group;
}

// Whether all that was placed on the one host could have been on the other, which is empty but for daemonsets.
bool CouldHold(Host other, const Host& host, const World& world) {
  for (const auto& [id, there] : host.pods) {
    if (there.placed == 0) continue;
    if (!Refusal(*there.workload, other, world).empty()) return false;
    AddPods(*there.workload, there.placed, other);
  }
  return HasRoom(other) && PortClashes(other).empty();
}

}  // namespace

void CheckNewNodes(const PackRequest& request, const World& world, std::vector<std::string>& violations) {
  std::map<std::string, NodeSums> of_group;
  NodeSums of_all_new;
  struct OfferSums {
    std::int64_t nodes = 0;
    std::int64_t free = 0;
  };
  std::map<const Offer*, OfferSums> of_offer;
  std::map<std::pair<const Offer*, std::string>, bool> allowed;
  for (const Host& host : world.hosts) {
    if (!host.leaving) of_group[host.group].Add(host);  // What leaves makes room.
    if (host.existing) continue;
    of_all_new.Add(host);
    ++of_offer[host.offer].nodes;
    if (host.price_micro == 0) ++of_offer[host.offer].free;
    if (!allowed.try_emplace({host.offer, host.group}, true).second) continue;
    const std::string why_not = NotForSale(*host.offer, request);
    if (!why_not.empty()) violations.push_back(host.name + " is of an offer that is " + why_not);
    const NodeGroup* const group = GroupOf(request, host);
    if (request.groups.empty() ? !host.group.empty() : group == nullptr || !Covers(*group, *host.offer)) {
      violations.push_back(host.name + " is launched outside of the groups");
    }
  }
  for (const auto& [offer, sums] : of_offer) {
    const std::string name = offer->instance_type + " in " + offer->zone;
    if (sums.nodes - offer->reserved_count > offer->available_count.value_or(sums.nodes)) {
      violations.push_back("more of " + name + " than can be had");
    }
    if (offer->price_usd_per_hour > 0 && sums.free > offer->reserved_count) {
      violations.push_back("more of " + name + " for nothing than are reserved");
    }
  }
  for (const NodeGroup& group : request.groups) {
    const NodeSums& sums = of_group[group.name];
    if (sums.new_nodes == 0) continue;
    if (sums.nodes > group.max_nodes) violations.push_back(group.name + " grows beyond its maximum");
    CheckLimits("the nodes of " + group.name, group.limits, sums, violations);
  }
  const PackLimits& limits = request.policy.limits;
  if (of_all_new.nodes > limits.max_new_nodes.value_or(of_all_new.nodes)) {
    violations.push_back("more new nodes than allowed");
  }
  if (of_all_new.nodes > 0) CheckLimits("the new nodes", limits, of_all_new, violations);
}

std::size_t ChoiceOf(const std::string& key, const Host& host, const std::vector<Host>& launchable,
                     const World& world) {
  std::set<std::string> values;
  for (const Host& other : launchable) {
    const auto label = other.labels.find(key);
    if (other.group != host.group || label == other.labels.end() || values.count(label->second) > 0) continue;
    if (CouldHold(other, host, world)) values.insert(label->second);
  }
  return values.size();
}

bool IsFlexible(const PackRequest& request, const Host& host, const std::vector<Host>& launchable, const World& world) {
  const NodeGroup* const group = GroupOf(request, host);
  return group == nullptr ||
         std::all_of(group->min_values.begin(), group->min_values.end(), [&](const MinValues& minimum) {
           return static_cast<std::int64_t>(ChoiceOf(minimum.key, host, launchable, world)) >= minimum.count;
         });
}

void CheckFlexibility(const PackRequest& request, const World& world, std::vector<std::string>& violations) {
  std::vector<Host> launchable;
  std::map<std::string, std::size_t> values_of;  // By group, label and content: number of values.
  for (const Host& host : world.hosts) {
    const NodeGroup* const group = host.existing ? nullptr : GroupOf(request, host);
    if (group == nullptr) continue;
    for (const MinValues& minimum : group->min_values) {
      // A full group may have had the choice before.
      if (launchable.empty()) launchable = Launchable(request, true);
      std::string text = group->name + "\n" + minimum.key;
      for (const auto& [id, there] : host.pods) {
        text += "\n" + id.first + "/" + id.second + " " + std::to_string(there.placed);
      }
      const auto [known, is_new] = values_of.try_emplace(text, 0);
      if (is_new) known->second = ChoiceOf(minimum.key, host, launchable, world);
      if (static_cast<std::int64_t>(known->second) < minimum.count) {
        violations.push_back(host.name + " leaves " + std::to_string(known->second) + " values of " + minimum.key +
                             " to choose from; " + group->name + " demands " + std::to_string(minimum.count));
      }
    }
  }
}

}  // namespace spotwright::test
