// Instance: a packing problem in numbers alone. What a request means has been settled before: here are only sizes,
// counts, prices, and who may be where. Everything is in a canonical order, so an answer depends on nothing else.
#ifndef SPOTWRIGHT_SRC_PACKING_INSTANCE_H_
#define SPOTWRIGHT_SRC_PACKING_INSTANCE_H_

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

namespace spotwright::packing {

inline constexpr std::int64_t kUnlimited = std::numeric_limits<std::int64_t>::max() / 4;

// A rule about one node: while any pod that holds the rule is there, at most `limit` pods that it counts may be.
// Anti-affinity over hosts, spread over hosts, a host port, and a share per node are all of this form.
struct Rule {
  std::int64_t limit = 0;
};

struct RuleUse {  // By one pod.
  std::uint32_t rule = 0;
  std::int64_t counted = 0;  // What the pod adds to the count.
  bool holds = false;        // Whether it brings the rule into force.

  friend bool operator==(const RuleUse&, const RuleUse&) = default;
};

// What a node holds of a rule before it is filled.
struct RuleState {
  std::uint32_t rule = 0;
  std::int64_t counted = 0;
  std::int64_t holders = 0;
};

// Something shared that a node carries once, however many pods use it (a volume): `amount` of a resource.
struct Shared {
  std::uint32_t id = 0;
  std::uint32_t resource = 0;
  std::int64_t amount = 0;

  friend bool operator==(const Shared&, const Shared&) = default;
};

// A limit on pods of an item over a domain of nodes: at most caps[first + domain of the node].
enum class CapDomain : std::uint8_t { kPool, kZone };
struct CapUse {
  CapDomain domain = CapDomain::kPool;
  std::uint32_t first = 0;
  std::int64_t pods = 1;  // What one of the item takes of the cap.

  // Of what is left on nodes of this pool and zone: in Instance::caps.
  std::size_t IndexOf(std::uint32_t pool, std::uint32_t zone) const {
    return first + (domain == CapDomain::kPool ? pool : zone);
  }

  friend bool operator==(const CapUse&, const CapUse&) = default;
};

// Pods that are alike to packing, or bundles of pods that must share a node.
struct Item {
  std::int64_t count = 0;
  std::uint32_t mask = 0;  // Which kinds and hosts are open to it: Instance::masks.
  std::int64_t priority = 0;
  double restart_cost_micro = 0;  // Of one interruption, micro-USD.
  std::vector<RuleUse> rules;
  std::vector<Shared> shared;
  std::vector<CapUse> caps;
};

// A supply that new nodes draw on: an offer's stock, a group's nodes, CPU or dollars, the limits of the request.
struct SupplyUse {
  std::uint32_t supply = 0;
  std::int64_t amount = 0;  // By one node.
};

// A kind of node that can be launched.
struct Kind {
  std::int64_t price_micro = 0;  // What is minimised: price, and what interruptions of the node itself cost. Per hour.
  double interruptions_per_hour = 0;
  std::uint32_t pool = 0;  // Domains, dense from 0 over kinds and hosts together.
  std::uint32_t zone = 0;
  std::vector<SupplyUse> uses;
  std::vector<RuleState> rules;  // Brought by daemonsets.
};

// A node that runs already: filled at no price.
struct Host {
  double interruptions_per_hour = 0;
  std::uint32_t pool = 0;
  std::uint32_t zone = 0;
  std::vector<RuleState> rules;
  std::vector<std::uint32_t> shared;  // Ids that are there already.
};

// Where pods of one signature may go, their size left aside: 0 or 1 by kind and by host.
struct Mask {
  std::vector<std::uint8_t> kinds;
  std::vector<std::uint8_t> hosts;
};

struct Instance {
  std::size_t resources = 0;  // Dimensions. The first three are CPU (millicores), memory (bytes) and pods.
  std::vector<Item> items;
  std::vector<Kind> kinds;
  std::vector<Host> hosts;
  std::vector<Mask> masks;
  std::vector<Rule> rules;
  std::vector<std::int64_t> supplies;  // Left of each.
  std::vector<std::int64_t> caps;      // Left of each.
  std::uint32_t shared_count = 0;

  // Row-major: items, kinds, hosts x resources. Free room of a kind or a host may be below zero: then nothing fits.
  std::vector<std::int64_t> item_sizes;
  std::vector<std::int64_t> kind_free;
  std::vector<std::int64_t> host_free;

  void AddItem(Item item, std::span<const std::int64_t> size) {
    items.push_back(std::move(item));
    item_sizes.insert(item_sizes.end(), size.begin(), size.end());
  }
  void AddKind(Kind kind, std::span<const std::int64_t> free) {
    kinds.push_back(std::move(kind));
    kind_free.insert(kind_free.end(), free.begin(), free.end());
  }
  void AddHost(Host host, std::span<const std::int64_t> free) {
    hosts.push_back(std::move(host));
    host_free.insert(host_free.end(), free.begin(), free.end());
  }

  std::span<const std::int64_t> SizeOf(std::size_t item) const { return Row(item_sizes, item); }
  std::span<const std::int64_t> FreeOfKind(std::size_t kind) const { return Row(kind_free, kind); }
  std::span<const std::int64_t> FreeOfHost(std::size_t host) const { return Row(host_free, host); }

  // Pods of each item.
  std::vector<std::int64_t> Counts() const {
    std::vector<std::int64_t> counts;
    for (const Item& item : items) counts.push_back(item.count);
    return counts;
  }

  // Expected cost per hour of interruptions to one pod of the item on a node with this hazard.
  std::int64_t SurchargeMicro(std::size_t item, double interruptions_per_hour) const {
    return static_cast<std::int64_t>(std::round(items[item].restart_cost_micro * interruptions_per_hour));
  }

  // How many pods with this use of a rule may join a node where it counts so many, and so many hold it.
  std::int64_t RoomUnderRule(const RuleUse& use, std::int64_t counted, std::int64_t holders) const {
    if (!use.holds && holders == 0) return kUnlimited;
    const std::int64_t left = rules[use.rule].limit - counted;
    if (left < 0) return 0;
    return use.counted > 0 ? left / use.counted : kUnlimited;
  }

 private:
  std::span<const std::int64_t> Row(const std::vector<std::int64_t>& rows, std::size_t row) const {
    return {rows.data() + row * resources, resources};
  }
};

struct Load {
  std::uint32_t item = 0;
  std::int64_t count = 0;

  friend bool operator==(const Load&, const Load&) = default;
};

// `times` nodes alike: a host (then once), or new nodes of a kind, each with the same content.
struct PackedNodes {
  bool existing = false;
  std::uint32_t index = 0;  // Of the host or the kind.
  std::int64_t times = 1;
  std::vector<Load> content;  // By item.

  friend bool operator==(const PackedNodes&, const PackedNodes&) = default;
};

struct Packing {
  std::vector<PackedNodes> nodes;  // Hosts that got something, by index; then new nodes.
  std::vector<std::int64_t> left;  // By item: pods without a place.
  std::int64_t cost_micro = 0;     // Of the new nodes, and of the surcharges of all that was placed.
};

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_INSTANCE_H_
