#include "tests/packing/tiny_instances.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "src/base/random.h"

namespace spotwright::packing {
namespace {

// One node with single pods on it, by item.
struct Node {
  bool existing = false;
  std::size_t index = 0;
  std::vector<std::int64_t> pods;
};

std::span<const std::int64_t> FreeOf(const Instance& instance, const Node& node) {
  return node.existing ? instance.FreeOfHost(node.index) : instance.FreeOfKind(node.index);
}

const std::vector<RuleState>& RulesOf(const Instance& instance, const Node& node) {
  return node.existing ? instance.hosts[node.index].rules : instance.kinds[node.index].rules;
}

bool Open(const Instance& instance, const Node& node, std::size_t item) {
  const Mask& mask = instance.masks[instance.items[item].mask];
  return (node.existing ? mask.hosts[node.index] : mask.kinds[node.index]) != 0;
}

// Sizes, masks, shared things and rules of one node.
bool Allowed(const Instance& instance, const Node& node) {
  const auto free = FreeOf(instance, node);
  std::vector<std::int64_t> left(free.begin(), free.end());
  std::set<std::uint32_t> shared;
  if (node.existing) shared.insert(instance.hosts[node.index].shared.begin(), instance.hosts[node.index].shared.end());
  std::map<std::uint32_t, RuleState> states;
  for (const RuleState& state : RulesOf(instance, node)) states[state.rule] = state;
  bool empty = true;
  for (std::size_t j = 0; j < node.pods.size(); ++j) {
    if (node.pods[j] == 0) continue;
    empty = false;
    if (!Open(instance, node, j)) return false;
    for (std::size_t r = 0; r < left.size(); ++r) left[r] -= instance.SizeOf(j)[r] * node.pods[j];
    for (const Shared& use : instance.items[j].shared) {
      if (shared.insert(use.id).second) left[use.resource] -= use.amount;
    }
    for (const RuleUse& use : instance.items[j].rules) {
      states[use.rule].counted += use.counted * node.pods[j];
      states[use.rule].holders += use.holds ? node.pods[j] : 0;
    }
  }
  if (empty) return true;
  for (const std::int64_t room : left) {
    if (room < 0) return false;
  }
  return std::ranges::all_of(states, [&](const auto& entry) {
    return entry.second.holders == 0 || entry.second.counted <= instance.rules[entry.first].limit;
  });
}

std::int64_t CostOf(const Instance& instance, const Node& node) {
  const double hazard = node.existing ? instance.hosts[node.index].interruptions_per_hour
                                      : instance.kinds[node.index].interruptions_per_hour;
  std::int64_t cost = node.existing ? 0 : instance.kinds[node.index].price_micro;
  for (std::size_t j = 0; j < node.pods.size(); ++j) cost += node.pods[j] * instance.SurchargeMicro(j, hazard);
  return cost;
}

// Supplies and caps of all nodes together.
bool WithinLimits(const Instance& instance, const std::vector<Node>& nodes) {
  std::vector<std::int64_t> supplies = instance.supplies;
  std::vector<std::int64_t> caps = instance.caps;
  for (const Node& node : nodes) {
    if (!node.existing) {
      for (const SupplyUse& use : instance.kinds[node.index].uses) supplies[use.supply] -= use.amount;
    }
    const std::uint32_t pool = node.existing ? instance.hosts[node.index].pool : instance.kinds[node.index].pool;
    const std::uint32_t zone = node.existing ? instance.hosts[node.index].zone : instance.kinds[node.index].zone;
    for (std::size_t j = 0; j < node.pods.size(); ++j) {
      for (const CapUse& use : instance.items[j].caps) {
        caps[use.first + (use.domain == CapDomain::kPool ? pool : zone)] -= node.pods[j];
      }
    }
  }
  const auto kept = [](std::int64_t left) { return left >= 0; };
  return std::ranges::all_of(supplies, kept) && std::ranges::all_of(caps, kept);
}

class Enumeration {
 public:
  explicit Enumeration(const Instance& instance) : instance_(instance) {
    for (std::size_t j = 0; j < instance.items.size(); ++j) {
      pods_.insert(pods_.end(), static_cast<std::size_t>(instance.items[j].count), j);
    }
    for (std::size_t h = 0; h < instance.hosts.size(); ++h) Open(true, h);
  }

  std::optional<std::int64_t> Run() {
    Place(0, 0);
    return best_;
  }

 private:
  void Open(bool existing, std::size_t index) {
    nodes_.push_back({existing, index, std::vector<std::int64_t>(instance_.items.size(), 0)});
  }

  void Place(std::size_t pod, std::size_t first_of_item) {
    if (pod == pods_.size()) {
      std::int64_t cost = 0;
      for (const Node& node : nodes_) cost += CostOf(instance_, node);
      if ((!best_ || cost < *best_) && WithinLimits(instance_, nodes_)) best_ = cost;
      return;
    }
    // Pods of one item are alike: the next never goes to a node before that of the last.
    const std::size_t item = pods_[pod];
    if (pod > 0 && pods_[pod - 1] != item) first_of_item = 0;
    for (std::size_t n = first_of_item; n < nodes_.size(); ++n) {
      ++nodes_[n].pods[item];
      if (Allowed(instance_, nodes_[n])) Place(pod + 1, n);
      --nodes_[n].pods[item];
    }
    for (std::size_t k = 0; k < instance_.kinds.size(); ++k) {
      Open(false, k);
      ++nodes_.back().pods[item];
      if (Allowed(instance_, nodes_.back())) Place(pod + 1, nodes_.size() - 1);
      nodes_.pop_back();
    }
  }

  const Instance& instance_;
  std::vector<std::size_t> pods_;  // The item of each.
  std::vector<Node> nodes_;
  std::optional<std::int64_t> best_;
};

}  // namespace

Instance TinyInstance(std::uint64_t seed, const TinyTraits& traits) {
  base::Random random(seed);
  const auto between = [&](std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random.Below(static_cast<std::uint64_t>(high - low + 1)));
  };
  Instance instance;
  instance.resources = 3;
  const std::int64_t kinds = between(1, 3);
  for (std::int64_t k = 0; k < kinds; ++k) {
    Kind kind;
    const std::int64_t cpu = between(4, 12);
    const std::int64_t memory = between(4, 20);
    kind.price_micro = 1000 * (cpu * between(3, 5) + memory * between(1, 2));
    kind.pool = static_cast<std::uint32_t>(k);
    kind.zone = static_cast<std::uint32_t>(random.Below(2));
    if (traits.surcharges && random.Below(2) == 0) kind.interruptions_per_hour = 0.25;
    instance.kinds.push_back(kind);
    instance.kind_free.insert(instance.kind_free.end(), {cpu, memory, between(2, 5)});
  }
  const std::int64_t hosts = traits.hosts ? between(1, 2) : 0;
  for (std::int64_t h = 0; h < hosts; ++h) {
    Host host;
    host.pool = static_cast<std::uint32_t>(random.Below(static_cast<std::uint64_t>(kinds)));
    host.zone = instance.kinds[host.pool].zone;
    instance.hosts.push_back(host);
    instance.host_free.insert(instance.host_free.end(), {between(0, 8), between(0, 10), between(0, 3)});
  }
  const std::int64_t masks = traits.masks ? 3 : 1;
  for (std::int64_t m = 0; m < masks; ++m) {
    Mask mask;
    for (std::int64_t k = 0; k < kinds; ++k) mask.kinds.push_back(m == 0 || random.Below(3) > 0);
    for (std::int64_t h = 0; h < hosts; ++h) mask.hosts.push_back(m == 0 || random.Below(3) > 0);
    instance.masks.push_back(mask);
  }
  if (traits.rules) {
    instance.rules = {{between(1, 2)}, {between(1, 3)}};
    instance.shared_count = 1;
  }
  std::int64_t pods = 6;
  while (pods > 0) {
    Item item;
    item.count = between(1, std::min<std::int64_t>(3, pods));
    pods -= item.count;
    item.mask = static_cast<std::uint32_t>(random.Below(static_cast<std::uint64_t>(masks)));
    if (traits.priorities) item.priority = between(0, 2);
    if (traits.surcharges) item.restart_cost_micro = static_cast<double>(between(0, 20'000));
    if (traits.rules) {
      for (std::uint32_t rule = 0; rule < 2; ++rule) {
        if (random.Below(3) == 0) continue;
        item.rules.push_back({rule, between(0, 1), random.Below(2) == 0});
      }
      if (random.Below(3) == 0) item.shared.push_back({0, 1, 2});
    }
    if (traits.caps && random.Below(2) == 0) {
      item.caps.push_back({CapDomain::kPool, static_cast<std::uint32_t>(instance.caps.size())});
      for (std::int64_t k = 0; k < kinds; ++k) instance.caps.push_back(between(1, 3));
    }
    instance.items.push_back(item);
    instance.item_sizes.insert(instance.item_sizes.end(), {between(1, 5), between(1, 7), 1});
  }
  if (traits.supplies) {
    for (Kind& kind : instance.kinds) {
      kind.uses.push_back({static_cast<std::uint32_t>(instance.supplies.size()), 1});
      instance.supplies.push_back(between(1, 3));
    }
  }
  return instance;
}

std::optional<std::int64_t> CheapestByEnumeration(const Instance& instance) { return Enumeration(instance).Run(); }

}  // namespace spotwright::packing
