#include "src/packing/karpenter_rule.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>
#include <vector>

#include "src/packing/alike.h"
#include "src/packing/contents.h"
#include "src/packing/kind_order.h"
#include "src/packing/ledger.h"

namespace spotwright::packing {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// The kinds that all masks among a node's pods allow.
struct KindSet {
  std::vector<std::uint8_t> allowed;
  std::vector<std::uint32_t> by_price;
  std::vector<std::int64_t> most_free;  // By resource, over all of them: what exceeds it fits nowhere.
};

struct OpenNode {
  Contents contents;
  std::size_t kinds = 0;   // In Scheduler::sets_.
  std::size_t chosen = 0;  // In by_price: the cheapest that fits; moves only up while nothing is scarce.
};

struct FilledHost {
  std::uint32_t host = 0;
  Contents contents;
};

class Scheduler {
 public:
  explicit Scheduler(const Instance& instance)
      : instance_(instance), ledger_(instance), scarce_(!instance.supplies.empty() || !instance.caps.empty()) {
    for (std::size_t m = 0; m < instance.masks.size(); ++m) of_mask_.push_back(AddSet(instance.masks[m].kinds));
    for (const std::uint32_t host : HostsWithRoom(instance)) hosts_.push_back({host, Contents(instance)});
  }

  Packing Run() {
    std::vector<std::size_t> order(instance_.items.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      const auto size_a = instance_.SizeOf(a);
      const auto size_b = instance_.SizeOf(b);
      return std::pair(size_a[0], size_a[1]) > std::pair(size_b[0], size_b[1]);
    });
    Packing packing;
    packing.left.assign(instance_.items.size(), 0);
    for (const std::size_t item : order) packing.left[item] = PlaceAll(item);
    Collect(packing);
    return packing;
  }

 private:
  // Open nodes in the order in which pods try them: fewest pods first. The list is sorted stably before each pod, so
  // a node that got one more comes before those that had as many already, and a new node behind its equals.
  struct Turn {
    std::int64_t pods = 0;
    std::uint32_t node = 0;
    friend bool operator<(const Turn& a, const Turn& b) { return a.pods < b.pods; }
  };

  std::size_t AddSet(std::vector<std::uint8_t> allowed) {
    KindSet set;
    std::vector<std::uint32_t> kinds;
    for (std::uint32_t k = 0; k < allowed.size(); ++k) {
      if (allowed[k] != 0) kinds.push_back(k);
    }
    set.allowed = std::move(allowed);
    set.by_price = UsefulKinds(instance_, kinds);
    set.most_free.assign(instance_.resources, -1);
    for (const std::uint32_t k : set.by_price) {
      const auto free = instance_.FreeOfKind(k);
      for (std::size_t r = 0; r < free.size(); ++r) set.most_free[r] = std::max(set.most_free[r], free[r]);
    }
    sets_.push_back(std::move(set));
    return sets_.size() - 1;
  }

  std::size_t Intersect(std::size_t set, std::uint32_t mask) {
    const auto [entry, added] = intersections_.try_emplace({set, mask}, set);
    if (!added) return entry->second;
    std::vector<std::uint8_t> both = sets_[set].allowed;
    for (std::size_t k = 0; k < both.size(); ++k) both[k] &= instance_.masks[mask].kinds[k];
    if (both != sets_[set].allowed)
      entry->second = both == sets_[of_mask_[mask]].allowed ? of_mask_[mask] : AddSet(std::move(both));
    return entry->second;
  }

  // Returns the pods that found no place.
  std::int64_t PlaceAll(std::size_t item) {
    std::int64_t left = instance_.items[item].count;
    const Mask& mask = instance_.masks[instance_.items[item].mask];
    for (std::size_t i = 0; i < hosts_.size() && left > 0; ++i) {
      if (mask.hosts[hosts_[i].host] != 0) left -= PlaceOnHost(hosts_[i], item, left);
    }
    // One walk is enough: a node that refused a pod refuses its like, and one that took a pod comes later again.
    for (std::size_t i = 0; i < turns_.size() && left > 0;) {
      if (!Join(nodes_[turns_[i].node], item)) {
        ++i;
        continue;
      }
      --left;
      const Turn moved{turns_[i].pods + 1, turns_[i].node};
      const auto here = turns_.begin() + static_cast<std::ptrdiff_t>(i);
      const auto there = std::lower_bound(here + 1, turns_.end(), moved);
      std::move(here + 1, there, here);
      *(there - 1) = moved;
    }
    while (left > 0) {
      OpenNode node{Contents(instance_), of_mask_[instance_.items[item].mask], kNone};
      if (!Join(node, item)) break;
      std::int64_t pods = 1;
      while (pods < left && Join(node, item)) ++pods;
      left -= pods;
      const Turn turn{pods, static_cast<std::uint32_t>(nodes_.size())};
      const auto [first, last] = std::equal_range(turns_.begin(), turns_.end(), turn);
      turns_.insert(pods == 1 ? last : first, turn);
      nodes_.push_back(std::move(node));
    }
    return left;
  }

  std::int64_t PlaceOnHost(FilledHost& filled, std::size_t item, std::int64_t left) {
    const Place place = PlaceOfHost(instance_, filled.host);
    std::int64_t count = filled.contents.Room(instance_, place, item, left);
    if (count > 0) count = ledger_.CapRoom(item, place.pool, place.zone, count);
    if (count == 0) return 0;
    filled.contents.Add(instance_, item, count);
    ledger_.Take({true, filled.host, 1, {{static_cast<std::uint32_t>(item), count}}});
    return count;
  }

  bool Join(OpenNode& node, std::size_t item) {
    const KindSet& now = sets_[node.kinds];
    const auto size = instance_.SizeOf(item);
    for (std::size_t r = 0; r < size.size(); ++r) {
      if (size[r] > now.most_free[r] - node.contents.load()[r]) return false;
    }
    const Place widest{now.most_free, {}, {}, 0, 0, 0};
    if (node.contents.Room(instance_, widest, item, 1) == 0) return false;
    const std::size_t kinds = Intersect(node.kinds, instance_.items[item].mask);

    const std::size_t before = node.chosen;
    if (scarce_ && before != kNone) ledger_.Return(AsPacked(node));
    node.contents.Add(instance_, item, 1);
    const std::size_t start = scarce_ || kinds != node.kinds || before == kNone ? 0 : before;
    const std::size_t found = FindKind(node.contents, sets_[kinds], start);
    if (found == kNone) {
      node.contents.Add(instance_, item, -1);
    } else {
      node.kinds = kinds;
      node.chosen = found;
    }
    if (scarce_ && node.chosen != kNone) ledger_.Take(AsPacked(node));
    return found != kNone;
  }

  std::size_t FindKind(const Contents& contents, const KindSet& set, std::size_t start) const {
    for (std::size_t i = start; i < set.by_price.size(); ++i) {
      const std::uint32_t kind = set.by_price[i];
      if (contents.Fits(instance_, PlaceOfKind(instance_, kind)) && IsToBeHad(contents, kind)) return i;
    }
    return kNone;
  }

  bool IsToBeHad(const Contents& contents, std::uint32_t kind) const {
    if (!scarce_) return true;
    if (ledger_.Launchable(kind, 1) == 0) return false;
    const Kind& made_from = instance_.kinds[kind];
    return std::all_of(contents.loads().begin(), contents.loads().end(), [&](const Load& load) {
      if (instance_.items[load.item].caps.empty()) return true;
      const std::int64_t pods = PodsUnderCapsOf(instance_, load.item, contents.loads());
      return ledger_.CapRoom(load.item, made_from.pool, made_from.zone, pods) == pods;
    });
  }

  PackedNodes AsPacked(const OpenNode& node) const {
    return {false, sets_[node.kinds].by_price[node.chosen], 1, node.contents.loads()};
  }

  void Collect(Packing& packing) const {
    for (const FilledHost& filled : hosts_) {
      if (!filled.contents.empty()) packing.nodes.push_back({true, filled.host, 1, filled.contents.loads()});
    }
    for (const OpenNode& node : nodes_) packing.nodes.push_back(AsPacked(node));
    MergeAlike(packing);
    for (const PackedNodes& nodes : packing.nodes) packing.cost_micro += ledger_.CostMicro(nodes);
  }

  const Instance& instance_;
  Ledger ledger_;
  bool scarce_;
  std::vector<KindSet> sets_;
  std::vector<std::size_t> of_mask_;
  std::map<std::pair<std::size_t, std::uint32_t>, std::size_t> intersections_;
  std::vector<FilledHost> hosts_;
  std::vector<OpenNode> nodes_;
  std::vector<Turn> turns_;
};

}  // namespace

Packing KarpenterRule(const Instance& instance) { return Scheduler(instance).Run(); }

}  // namespace spotwright::packing
