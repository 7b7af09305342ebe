#include "src/packing/priorities.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <utility>
#include <vector>

#include "src/packing/alike.h"
#include "src/packing/ledger.h"
#include "src/packing/resource_bound.h"

namespace spotwright::packing {
namespace {

// Only the pods with a priority in [lowest, highest].
Instance Part(Instance instance, std::int64_t lowest, std::int64_t highest) {
  for (Item& item : instance.items) {
    if (item.priority < lowest || item.priority > highest) item.count = 0;
  }
  return instance;
}

constexpr std::int64_t kHighest = std::numeric_limits<std::int64_t>::max();

// Priorities of which pods are to be placed, highest first.
std::vector<std::int64_t> Levels(const Instance& instance) {
  std::vector<std::int64_t> levels;
  for (const Item& item : instance.items) {
    if (item.count > 0) levels.push_back(item.priority);
  }
  std::ranges::sort(levels, std::greater<>());
  levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
  return levels;
}

// The highest priority of which pods are left, if a pod of a lower one has a place.
std::optional<std::int64_t> Wronged(const Instance& instance, const Packing& packing) {
  std::optional<std::int64_t> highest_left;
  std::int64_t lowest_placed = kHighest;
  for (std::size_t j = 0; j < instance.items.size(); ++j) {
    const Item& item = instance.items[j];
    if (packing.left[j] < item.count) lowest_placed = std::min(lowest_placed, item.priority);
    if (packing.left[j] > 0) highest_left = std::max(highest_left.value_or(item.priority), item.priority);
  }
  return highest_left && lowest_placed < *highest_left ? highest_left : std::nullopt;
}

// Whether of the pods above the priority none is left that was not left before.
bool KeepsAbove(const Instance& instance, std::int64_t priority, const Packing& packing, const Packing& before) {
  for (std::size_t j = 0; j < instance.items.size(); ++j) {
    if (instance.items[j].priority > priority && packing.left[j] > before.left[j]) return false;
  }
  return true;
}

// Puts content on a host that is there already.
void Occupy(const Instance& instance, const std::vector<Load>& content, Host& host, std::vector<std::int64_t>& free) {
  for (const Load& load : content) {
    const Item& item = instance.items[load.item];
    const auto size = instance.SizeOf(load.item);
    for (std::size_t r = 0; r < size.size(); ++r) free[r] -= size[r] * load.count;
    for (const RuleUse& use : item.rules) {
      auto state = std::ranges::find(host.rules, use.rule, &RuleState::rule);
      if (state == host.rules.end()) state = host.rules.insert(state, RuleState{use.rule, 0, 0});
      state->counted += use.counted * load.count;
      state->holders += use.holds ? load.count : 0;
    }
    for (const Shared& shared : item.shared) {
      if (std::ranges::find(host.shared, shared.id) != host.shared.end()) continue;
      host.shared.push_back(shared.id);
      free[shared.resource] -= shared.amount;
    }
  }
}

// Both contents on one node.
std::vector<Load> Together(const std::vector<Load>& first, const std::vector<Load>& second) {
  std::vector<Load> both = first;
  for (const Load& load : second) {
    const auto found = std::ranges::find(both, load.item, &Load::item);
    if (found == both.end()) {
      both.push_back(load);
    } else {
      found->count += load.count;
    }
  }
  std::ranges::sort(both, {}, &Load::item);
  return both;
}

// `second` was packed into what `first` left.
Packing Joined(const Instance& instance, const Packing& first, const Packing& second) {
  std::vector<PackedNodes> hosts(instance.hosts.size());  // Then the new nodes of the first, one by one.
  for (std::size_t h = 0; h < hosts.size(); ++h) hosts[h] = {true, static_cast<std::uint32_t>(h), 1, {}};
  for (const PackedNodes& nodes : first.nodes) {
    if (nodes.existing) {
      hosts[nodes.index].content = nodes.content;
      continue;
    }
    PackedNodes one = nodes;
    one.times = 1;
    hosts.insert(hosts.end(), static_cast<std::size_t>(nodes.times), one);
  }
  Packing joined;
  std::vector<PackedNodes> more;
  for (const PackedNodes& nodes : second.nodes) {
    if (nodes.existing) {
      hosts[nodes.index].content = Together(hosts[nodes.index].content, nodes.content);
    } else {
      more.push_back(nodes);
    }
  }
  std::erase_if(hosts, [](const PackedNodes& nodes) { return nodes.content.empty(); });
  joined.nodes = std::move(hosts);
  joined.nodes.insert(joined.nodes.end(), more.begin(), more.end());
  SumUp(instance, joined);
  MergeAlike(joined);
  return joined;
}

}  // namespace

Instance AfterPacking(const Instance& instance, const Packing& packing) {
  Instance after = instance;
  for (const PackedNodes& nodes : packing.nodes) {
    if (nodes.existing) {
      const auto room = instance.FreeOfHost(nodes.index);
      std::vector<std::int64_t> free(room.begin(), room.end());
      Occupy(instance, nodes.content, after.hosts[nodes.index], free);
      std::ranges::copy(free, after.host_free.begin() + static_cast<std::ptrdiff_t>(nodes.index * instance.resources));
      continue;
    }
    const Kind& kind = instance.kinds[nodes.index];
    Host host{kind.interruptions_per_hour, kind.pool, kind.zone, kind.rules, {}};
    const auto room = instance.FreeOfKind(nodes.index);
    std::vector<std::int64_t> free(room.begin(), room.end());
    Occupy(instance, nodes.content, host, free);
    for (std::int64_t n = 0; n < nodes.times; ++n) {
      after.AddHost(host, free);
      for (Mask& mask : after.masks) mask.hosts.push_back(mask.kinds[nodes.index]);
    }
  }
  Ledger ledger(instance);
  for (const PackedNodes& nodes : packing.nodes) ledger.Take(nodes);
  for (std::size_t j = 0; j < after.items.size(); ++j) after.items[j].count = ledger.left(j);
  after.supplies = ledger.supplies();
  after.caps = ledger.caps();
  return after;
}

std::optional<Solution> SolveByPriority(const Instance& instance,
                                        const std::function<std::optional<Solution>(const Instance&)>& solve) {
  std::optional<Solution> settled = solve(instance);
  if (!settled) return std::nullopt;
  const std::optional<std::int64_t> wronged = Wronged(instance, settled->packing);
  if (!wronged) return settled;

  settled.reset();
  for (const std::int64_t level : Levels(instance)) {
    if (level > *wronged) continue;
    std::optional<Solution> whole = solve(Part(instance, level, kHighest));
    if (!whole) return std::nullopt;
    if (!settled || KeepsAbove(instance, level, whole->packing, settled->packing)) {
      settled = std::move(whole);
      continue;
    }
    const std::optional<Solution> more = solve(Part(AfterPacking(instance, settled->packing), level, level));
    if (!more) return std::nullopt;
    settled->packing = Joined(instance, settled->packing, more->packing);
    // What the pods above need alone is needed in any case.
    if (settled->proof == BoundProof::kExhausted) settled->proof = BoundProof::kConfigurationLp;
  }
  SumUp(instance, settled->packing);
  const std::int64_t by_resources = BoundByResources(instance, PlacedBy(instance, settled->packing)).cost_micro;
  if (by_resources > settled->bound_micro) {
    settled->bound_micro = by_resources;
    settled->proof = BoundProof::kResourceRelaxation;
  }
  Conclude(*settled);
  return settled;
}

}  // namespace spotwright::packing
