#include "tests/packing/instances.h"

#include <algorithm>
#include <map>
#include <set>

#include "src/base/random.h"

namespace spotwright::packing {

Instance EmptyInstance(std::size_t resources) {
  Instance instance;
  instance.resources = resources;
  instance.masks.emplace_back();
  return instance;
}

void AddItem(Instance& instance, std::vector<std::int64_t> size, std::int64_t count) {
  Item item;
  item.count = count;
  instance.AddItem(item, size);
}

void AddKind(Instance& instance, std::vector<std::int64_t> free, std::int64_t price_micro) {
  Kind kind;
  kind.price_micro = price_micro;
  instance.AddKind(kind, free);
  for (Mask& mask : instance.masks) mask.kinds.push_back(1);
}

void AddHost(Instance& instance, std::vector<std::int64_t> free) {
  instance.AddHost({}, free);
  for (Mask& mask : instance.masks) mask.hosts.push_back(1);
}

Instance RandomInstance(std::uint64_t seed, const Spice& spice) {
  base::Random random(seed);
  const auto below = [&](std::uint64_t bound) { return static_cast<std::int64_t>(random.Below(bound)); };
  Instance instance = EmptyInstance();
  instance.masks.resize(3);
  if (spice.rules) {
    for (int i = 0; i < 4; ++i) instance.rules.push_back({1 + below(3)});
  }
  if (spice.shared) instance.shared_count = 3;
  if (spice.scarce) {
    instance.supplies = {2 + below(4), 10 + below(10)};
    for (int i = 0; i < 8; ++i) instance.caps.push_back(1 + below(6));
  }
  const std::int64_t kinds = 2 + below(6);
  for (std::int64_t k = 0; k < kinds; ++k) {
    const std::int64_t size = 1 + below(8);
    const std::int64_t memory = (1 + below(3)) * size * 1000 - 50;
    const std::int64_t price_micro = 10'000 * size + below(8000);
    AddKind(instance, {1000 * size - 100, memory, 4 + 4 * size}, price_micro);
    Kind& kind = instance.kinds.back();
    kind.pool = static_cast<std::uint32_t>(below(4));
    kind.zone = static_cast<std::uint32_t>(below(2));
    if (spice.scarce) kind.uses = {{static_cast<std::uint32_t>(below(2)), 1 + below(2)}};
    if (spice.hazards) kind.interruptions_per_hour = below(2) == 0 ? 0 : 0.01;
    if (spice.rules && below(3) == 0) kind.rules = {{static_cast<std::uint32_t>(below(4)), below(2), below(2)}};
  }
  for (int h = 0; spice.hosts && h < 4; ++h) {
    AddHost(instance, {below(4000), below(8000), below(12)});
    Host& host = instance.hosts.back();
    host.pool = static_cast<std::uint32_t>(below(4));
    host.zone = static_cast<std::uint32_t>(below(2));
    if (spice.rules && below(2) == 0) host.rules = {{static_cast<std::uint32_t>(below(4)), below(2), below(2)}};
    if (spice.shared && below(2) == 0) host.shared = {static_cast<std::uint32_t>(below(3))};
  }
  for (std::size_t m = 1; m < instance.masks.size(); ++m) {
    for (std::uint8_t& open : instance.masks[m].kinds) open = below(3) > 0 ? 1 : 0;
    for (std::uint8_t& open : instance.masks[m].hosts) open = below(3) > 0 ? 1 : 0;
  }
  const std::int64_t items = 1 + below(8);
  for (std::int64_t j = 0; j < items; ++j) {
    const std::int64_t count = 1 + below(9);
    AddItem(instance, {50 + below(1500), 50 + below(2500), 1}, count);
    Item& item = instance.items.back();
    item.mask = static_cast<std::uint32_t>(below(3));
    if (spice.hazards) item.restart_cost_micro = static_cast<double>(below(20'000));
    for (std::uint32_t r = 0; r < instance.rules.size(); ++r) {
      if (below(3) == 0) item.rules.push_back({r, below(3), below(2) == 0});
    }
    if (spice.shared && below(2) == 0) item.shared = {{static_cast<std::uint32_t>(below(3)), 1, 200}};
    if (spice.scarce && below(2) == 0) item.caps = {{CapDomain::kPool, 0}};
    if (spice.scarce && below(4) == 0) item.caps.push_back({CapDomain::kZone, 4, 1 + below(2)});
  }
  return instance;
}

std::vector<double> PlainValues(const Instance& instance) {
  std::vector<double> values;
  for (std::size_t j = 0; j < instance.items.size(); ++j) {
    double least = 1e9;
    for (std::size_t k = 0; k < instance.kinds.size(); ++k) {
      double share = 0;
      for (std::size_t r = 0; r < instance.resources; ++r) {
        const auto free = static_cast<double>(std::max<std::int64_t>(1, instance.FreeOfKind(k)[r]));
        share = std::max(share, static_cast<double>(instance.SizeOf(j)[r]) / free);
      }
      least = std::min(least, share * static_cast<double>(instance.kinds[k].price_micro));
    }
    values.push_back(least);
  }
  return values;
}

namespace {

// One node, or one of `times` nodes alike.
std::string FaultOfNode(const Instance& instance, const PackedNodes& node) {
  const auto& base_rules = node.existing ? instance.hosts[node.index].rules : instance.kinds[node.index].rules;
  const auto room = node.existing ? instance.FreeOfHost(node.index) : instance.FreeOfKind(node.index);
  std::vector<std::int64_t> free(room.begin(), room.end());
  std::map<std::uint32_t, std::int64_t> counted;
  std::map<std::uint32_t, std::int64_t> holders;
  std::map<std::uint32_t, std::int64_t> brought;
  for (const RuleState& state : base_rules) {
    counted[state.rule] += state.counted;
    holders[state.rule] += state.holders;
    brought[state.rule] += state.counted;
  }
  std::set<std::uint32_t> shared;
  if (node.existing) shared.insert(instance.hosts[node.index].shared.begin(), instance.hosts[node.index].shared.end());
  std::set<std::uint32_t> seen;
  std::set<std::uint32_t> used_rules;
  for (const Load& load : node.content) {
    const Item& item = instance.items[load.item];
    const Mask& mask = instance.masks[item.mask];
    if (load.count <= 0) return "a load without pods";
    if (!seen.insert(load.item).second) return "an item twice on a node";
    if ((node.existing ? mask.hosts : mask.kinds)[node.index] == 0) return "a masked place";
    for (std::size_t r = 0; r < free.size(); ++r) free[r] -= instance.SizeOf(load.item)[r] * load.count;
    for (const Shared& thing : item.shared) {
      if (shared.insert(thing.id).second) free[thing.resource] -= thing.amount;
    }
    for (const RuleUse& use : item.rules) {
      counted[use.rule] += use.counted * load.count;
      if (use.holds) holders[use.rule] += load.count;
      if (use.holds || use.counted > 0) used_rules.insert(use.rule);
    }
  }
  if (node.content.empty()) return "a node without pods";
  if (std::any_of(free.begin(), free.end(), [](std::int64_t left) { return left < 0; })) return "too full";
  for (const std::uint32_t rule : used_rules) {
    if (holders[rule] > 0 && counted[rule] > instance.rules[rule].limit) return "a broken rule";
  }
  return "";
}

}  // namespace

std::string FaultOf(const Instance& instance, const Packing& packing) {
  std::vector<std::int64_t> left;
  for (const Item& item : instance.items) left.push_back(item.count);
  std::vector<std::int64_t> supplies = instance.supplies;
  std::vector<std::int64_t> caps = instance.caps;
  std::set<std::uint32_t> hosts;
  std::int64_t cost = 0;
  for (const PackedNodes& node : packing.nodes) {
    if (node.times < 1 || (node.existing && (node.times != 1 || !hosts.insert(node.index).second))) return "times";
    if (const std::string fault = FaultOfNode(instance, node); !fault.empty()) return fault;
    const std::uint32_t pool = node.existing ? instance.hosts[node.index].pool : instance.kinds[node.index].pool;
    const std::uint32_t zone = node.existing ? instance.hosts[node.index].zone : instance.kinds[node.index].zone;
    const double hazard = node.existing ? instance.hosts[node.index].interruptions_per_hour
                                        : instance.kinds[node.index].interruptions_per_hour;
    if (!node.existing) {
      cost += instance.kinds[node.index].price_micro * node.times;
      for (const SupplyUse& use : instance.kinds[node.index].uses) supplies[use.supply] -= use.amount * node.times;
    }
    for (const Load& load : node.content) {
      const std::int64_t pods = load.count * node.times;
      left[load.item] -= pods;
      cost += pods * instance.SurchargeMicro(load.item, hazard);
      for (const CapUse& use : instance.items[load.item].caps) {
        caps[use.first + (use.domain == CapDomain::kPool ? pool : zone)] -= use.pods * pods;
      }
    }
  }
  const auto negative = [](std::int64_t amount) { return amount < 0; };
  if (std::any_of(supplies.begin(), supplies.end(), negative)) return "a supply used up";
  if (std::any_of(caps.begin(), caps.end(), negative)) return "a cap exceeded";
  if (std::any_of(left.begin(), left.end(), negative)) return "more pods than there are";
  if (packing.left != left) return "wrong count of pods left";
  if (packing.cost_micro != cost) return "wrong cost";
  return "";
}

void Total(const Instance& instance, Packing& packing) {
  packing.left.clear();
  packing.cost_micro = 0;
  for (const Item& item : instance.items) packing.left.push_back(item.count);
  for (const PackedNodes& node : packing.nodes) {
    const double hazard = node.existing ? instance.hosts[node.index].interruptions_per_hour
                                        : instance.kinds[node.index].interruptions_per_hour;
    if (!node.existing) packing.cost_micro += instance.kinds[node.index].price_micro * node.times;
    for (const Load& load : node.content) {
      packing.left[load.item] -= load.count * node.times;
      packing.cost_micro += load.count * node.times * instance.SurchargeMicro(load.item, hazard);
    }
  }
}

}  // namespace spotwright::packing
