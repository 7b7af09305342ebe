#include "src/packing/priorities.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "src/packing/alike.h"
#include "src/packing/ledger.h"
#include "src/packing/resource_bound.h"

namespace spotwright::packing {
namespace {

bool InPart(const Item& item, std::int64_t priority, bool above) { return (item.priority >= priority) == above; }

// Only the pods of this priority and above, or only the others.
Instance Part(Instance instance, std::int64_t priority, bool above) {
  for (Item& item : instance.items) {
    if (!InPart(item, priority, above)) item.count = 0;
  }
  return instance;
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
  Ledger ledger(instance);
  for (const PackedNodes& nodes : joined.nodes) {
    ledger.Take(nodes);
    joined.cost_micro += ledger.CostMicro(nodes);
  }
  joined.left = ledger.left();
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
      after.hosts.push_back(host);
      after.host_free.insert(after.host_free.end(), free.begin(), free.end());
      for (Mask& mask : after.masks) mask.hosts.push_back(mask.kinds[nodes.index]);
    }
  }
  for (const PackedNodes& nodes : packing.nodes) {
    const Host* host = nodes.existing ? &instance.hosts[nodes.index] : nullptr;
    const Kind* kind = nodes.existing ? nullptr : &instance.kinds[nodes.index];
    if (kind != nullptr) {
      for (const SupplyUse& use : kind->uses) after.supplies[use.supply] -= use.amount * nodes.times;
    }
    for (const Load& load : nodes.content) {
      after.items[load.item].count -= load.count * nodes.times;
      for (const CapUse& use : instance.items[load.item].caps) {
        const std::uint32_t zone = kind != nullptr ? kind->zone : host->zone;
        const std::uint32_t pool = kind != nullptr ? kind->pool : host->pool;
        after.caps[use.first + (use.domain == CapDomain::kPool ? pool : zone)] -= use.pods * load.count * nodes.times;
      }
    }
  }
  return after;
}

std::optional<Solution> SolveByPriority(const Instance& instance,
                                        const std::function<std::optional<Solution>(const Instance&)>& solve) {
  std::optional<Solution> together = solve(instance);
  if (!together) return std::nullopt;
  const Item* highest_left = nullptr;
  std::int64_t lowest = std::numeric_limits<std::int64_t>::max();
  for (std::size_t j = 0; j < instance.items.size(); ++j) {
    const Item& item = instance.items[j];
    if (item.count > together->packing.left[j]) lowest = std::min(lowest, item.priority);
    if (together->packing.left[j] <= 0) continue;
    if (highest_left == nullptr || item.priority > highest_left->priority) highest_left = &item;
  }
  if (highest_left == nullptr || lowest >= highest_left->priority) return together;

  const std::int64_t priority = highest_left->priority;
  const std::optional<Solution> above = SolveByPriority(Part(instance, priority, true), solve);
  if (!above) return std::nullopt;
  const std::optional<Solution> below =
      SolveByPriority(Part(AfterPacking(instance, above->packing), priority, false), solve);
  if (!below) return std::nullopt;
  Solution both{Joined(instance, above->packing, below->packing), 0, BoundProof::kResourceRelaxation};
  std::vector<std::int64_t> placed;
  for (std::size_t j = 0; j < instance.items.size(); ++j) {
    placed.push_back(instance.items[j].count - both.packing.left[j]);
  }
  // What the first needs alone is needed in any case.
  both.bound_micro = std::max(above->bound_micro, BoundByResources(instance, placed).cost_micro);
  if (both.bound_micro == above->bound_micro && above->proof == BoundProof::kConfigurationLp) both.proof = above->proof;
  if (both.bound_micro >= both.packing.cost_micro) both.proof = BoundProof::kExhausted;
  return both;
}

}  // namespace spotwright::packing
