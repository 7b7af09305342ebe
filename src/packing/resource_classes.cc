#include "src/packing/resource_classes.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <utility>

namespace spotwright::packing {
namespace {

// More rows than this cost more time than they strengthen the bound.
constexpr std::size_t kMaxRows = 48;
constexpr std::size_t kMaxHostGroups = 8;
constexpr std::size_t kMaxRuleRows = 4;

void Join(ItemClass& into, ItemClass&& other) {
  for (std::size_t k = 0; k < into.kinds.size(); ++k) into.kinds[k] |= other.kinds[k];
  for (std::size_t g = 0; g < into.groups.size(); ++g) into.groups[g] |= other.groups[g];
  for (std::size_t q = 0; q < into.rules.size(); ++q) into.rules[q] |= other.rules[q];
  for (std::size_t r = 0; r < into.demand.size(); ++r) into.demand[r] += other.demand[r];
  into.restart_cost_per_cpu = std::min(into.restart_cost_per_cpu, other.restart_cost_per_cpu);
  into.items.insert(into.items.end(), other.items.begin(), other.items.end());
}

}  // namespace

double RoomOf(std::int64_t free) { return static_cast<double>(std::max<std::int64_t>(0, free)); }

double RuleRoom(const Instance& instance, std::uint32_t rule, const std::vector<RuleState>& states) {
  std::int64_t room = instance.rules[rule].limit;
  for (const RuleState& state : states) {
    if (state.rule == rule) room -= state.counted;
  }
  return RoomOf(room);
}

std::vector<RuleRow> BindingRules(const Instance& instance, std::span<const std::int64_t> counts) {
  std::vector<double> demand(instance.rules.size(), 0);
  for (std::size_t j = 0; j < counts.size(); ++j) {
    for (const RuleUse& use : instance.items[j].rules) {
      if (use.holds) demand[use.rule] += static_cast<double>(use.counted) * static_cast<double>(counts[j]);
    }
  }
  std::vector<std::pair<double, std::uint32_t>> forced;  // Nodes, below zero to sort the most first.
  for (std::uint32_t rule = 0; rule < demand.size(); ++rule) {
    const double limit = RoomOf(instance.rules[rule].limit);
    if (demand[rule] > limit) forced.emplace_back(-demand[rule] / std::max(limit, 1.0), rule);
  }
  const std::size_t kept = std::min(kMaxRuleRows, forced.size());
  std::partial_sort(forced.begin(), forced.begin() + static_cast<std::ptrdiff_t>(kept), forced.end());
  std::vector<RuleRow> rows;
  for (std::size_t i = 0; i < kept; ++i) rows.push_back({forced[i].second, demand[forced[i].second]});
  return rows;
}

std::vector<HostGroup> GroupHosts(const Instance& instance, const std::vector<RuleRow>& rule_rows) {
  std::map<std::string, HostGroup> by_masks;  // Ordered, by the masks that are open.
  for (std::size_t h = 0; h < instance.hosts.size(); ++h) {
    std::vector<std::uint8_t> masks;
    masks.reserve(instance.masks.size());
    for (const Mask& mask : instance.masks) masks.push_back(mask.hosts[h]);
    const std::string key(masks.begin(), masks.end());
    auto found = by_masks.find(key);
    if (found == by_masks.end() && by_masks.size() >= kMaxHostGroups) found = std::prev(by_masks.end());
    if (found == by_masks.end()) {
      found = by_masks.emplace(key, HostGroup{masks, std::vector<double>(instance.resources, 0), {}}).first;
      found->second.rule_supply.assign(rule_rows.size(), 0);
    }
    HostGroup& group = found->second;
    for (std::size_t m = 0; m < masks.size(); ++m) group.masks[m] |= masks[m];
    const auto free = instance.FreeOfHost(h);
    for (std::size_t r = 0; r < free.size(); ++r) group.supply[r] += RoomOf(free[r]);
    for (std::size_t q = 0; q < rule_rows.size(); ++q) {
      group.rule_supply[q] += RuleRoom(instance, rule_rows[q].rule, instance.hosts[h].rules);
    }
  }
  std::vector<HostGroup> groups;
  groups.reserve(by_masks.size());
  for (auto& [key, group] : by_masks) groups.push_back(std::move(group));
  return groups;
}

std::vector<ItemClass> Classify(const Instance& instance, std::span<const std::int64_t> counts,
                                const std::vector<RuleRow>& rule_rows, const std::vector<HostGroup>& groups) {
  // Items of one size and mask are open to the same nodes: looked up once.
  std::vector<std::size_t> order;
  for (std::size_t j = 0; j < counts.size(); ++j) {
    if (counts[j] > 0) order.push_back(j);
  }
  const auto alike = [&](std::size_t a, std::size_t b) {
    return instance.items[a].mask == instance.items[b].mask &&
           std::ranges::equal(instance.SizeOf(a), instance.SizeOf(b));
  };
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (instance.items[a].mask != instance.items[b].mask) return instance.items[a].mask < instance.items[b].mask;
    const auto x = instance.SizeOf(a);
    const auto y = instance.SizeOf(b);
    const auto difference = std::mismatch(x.begin(), x.end(), y.begin());
    return difference.first != x.end() ? *difference.first < *difference.second : a < b;
  });

  std::map<std::string, ItemClass> by_open;
  ItemClass* into = nullptr;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::size_t j = order[i];
    const Item& item = instance.items[j];
    const auto size = instance.SizeOf(j);
    if (i == 0 || !alike(order[i - 1], j)) {
      std::vector<std::uint8_t> kinds = instance.masks[item.mask].kinds;
      for (std::size_t k = 0; k < kinds.size(); ++k) {
        if (kinds[k] == 0) continue;
        const auto free = instance.FreeOfKind(k);
        for (std::size_t r = 0; r < size.size(); ++r) kinds[k] &= static_cast<std::uint8_t>(size[r] <= free[r]);
      }
      std::vector<std::uint8_t> open_groups;
      open_groups.reserve(groups.size());
      for (const HostGroup& group : groups) open_groups.push_back(group.masks[item.mask]);
      const auto any = [](const std::vector<std::uint8_t>& open) { return std::ranges::find(open, 1) != open.end(); };
      if (!any(kinds) && !any(open_groups)) {
        into = nullptr;
        continue;
      }
      std::string key(kinds.begin(), kinds.end());
      key.append(open_groups.begin(), open_groups.end());
      into = &by_open[key];
      into->kinds = std::move(kinds);
      into->groups = std::move(open_groups);
    }
    if (into == nullptr) continue;
    const bool first = into->items.empty();
    into->demand.resize(instance.resources, 0);
    into->rules.resize(rule_rows.size(), 0);
    for (std::size_t r = 0; r < size.size(); ++r) {
      into->demand[r] += static_cast<double>(size[r]) * static_cast<double>(counts[j]);
    }
    const double restart = size[0] > 0 ? item.restart_cost_micro / static_cast<double>(size[0]) : 0;
    into->restart_cost_per_cpu = first ? restart : std::min(into->restart_cost_per_cpu, restart);
    for (std::size_t q = 0; q < rule_rows.size(); ++q) {
      for (const RuleUse& use : item.rules) into->rules[q] |= use.holds && use.rule == rule_rows[q].rule;
    }
    into->items.push_back(j);
  }

  std::vector<ItemClass> classes;
  classes.reserve(by_open.size());
  for (auto& [open, found] : by_open) classes.push_back(std::move(found));
  // Neighbours in the order of their sets share long prefixes: a cheap stand-in for the closest pair.
  while (classes.size() > 1 && classes.size() * instance.resources > kMaxRows) {
    std::vector<ItemClass> merged;
    for (std::size_t i = 0; i < classes.size(); ++i) {
      if (i % 2 == 0) {
        merged.push_back(std::move(classes[i]));
      } else {
        Join(merged.back(), std::move(classes[i]));
      }
    }
    classes = std::move(merged);
  }
  return classes;
}

}  // namespace spotwright::packing
