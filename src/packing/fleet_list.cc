#include "src/packing/fleet_list.h"

#include <algorithm>
#include <utility>

#include "src/packing/kind_order.h"
#include "src/packing/ledger.h"

namespace spotwright::packing {
namespace {

constexpr double kRounding = 1e-9;

std::size_t NodeOf(const Instance& instance, std::size_t kind) { return instance.hosts.size() + kind; }

// What the pods on a node can use of each resource, and what all pods need of it together.
struct Usable {
  std::vector<std::vector<std::int64_t>> by_kind;
  std::vector<std::int64_t> of_all;
};

Usable UsableOf(const Instance& instance) {
  Usable usable{{}, std::vector<std::int64_t>(instance.resources, 0)};
  for (std::size_t j = 0; j < instance.items.size(); ++j) {
    const auto size = instance.SizeOf(j);
    for (std::size_t r = 0; r < size.size(); ++r) {
      usable.of_all[r] += size[r] * std::max<std::int64_t>(0, instance.items[j].count);
    }
  }
  const std::vector<std::int64_t> counts = instance.Counts();
  NodeKnapsack knapsack(instance);
  for (std::size_t k = 0; k < instance.kinds.size(); ++k) {
    const auto free = instance.FreeOfKind(k);
    std::vector<std::int64_t>& room = usable.by_kind.emplace_back(free.begin(), free.end());
    for (std::size_t r = 0; r < room.size(); ++r) {
      std::vector<double> sizes;
      for (std::size_t j = 0; j < instance.items.size(); ++j) {
        sizes.push_back(static_cast<double>(instance.SizeOf(j)[r]));
      }
      const double most = knapsack.Offer(NodeOf(instance, k), sizes, counts, 0).Relax() * (1 + kRounding);
      if (most < static_cast<double>(room[r])) room[r] = static_cast<std::int64_t>(most) + 1;
    }
  }
  return usable;
}

}  // namespace

FleetList::FleetList(const Instance& instance, const std::vector<FleetCut>& cuts, bool surcharged)
    : instance_(instance), cuts_(cuts), kinds_(UsefulKinds(instance)) {
  std::ranges::reverse(kinds_);
  // What holds nothing would only multiply the fleets.
  std::erase_if(kinds_, [&](std::uint32_t kind) {
    return std::ranges::all_of(cuts, [&](const FleetCut& cut) { return cut.most[NodeOf(instance, kind)] <= 0; });
  });
  replaceable_.assign(kinds_.size(), std::vector<std::uint8_t>(kinds_.size(), 0));
  // What limits pods on a node, or over a pool, may need the two.
  const bool plain = std::ranges::all_of(instance.items, [](const Item& item) {
    return item.count <= 0 || (item.rules.empty() && item.shared.empty() && item.caps.empty());
  });
  if (plain) FindReplaceable(surcharged);
}

void FleetList::FindReplaceable(bool surcharged) {
  const Usable usable = UsableOf(instance_);
  const auto replaces = [&](std::uint32_t one, std::uint32_t a, std::uint32_t b) {
    const auto& kinds = instance_.kinds;
    if (kinds[one].price_micro > kinds[a].price_micro + kinds[b].price_micro || !kinds[one].uses.empty()) return false;
    const double safer = std::min(kinds[a].interruptions_per_hour, kinds[b].interruptions_per_hour);
    if (surcharged && kinds[one].interruptions_per_hour > safer) return false;
    const auto room = instance_.FreeOfKind(one);
    for (std::size_t r = 0; r < room.size(); ++r) {
      if (room[r] < std::min(usable.by_kind[a][r] + usable.by_kind[b][r], usable.of_all[r])) return false;
    }
    return std::ranges::all_of(instance_.masks, [&](const Mask& mask) {
      return mask.kinds[one] != 0 || (mask.kinds[a] == 0 && mask.kinds[b] == 0);
    });
  };
  for (std::size_t i = 0; i < kinds_.size(); ++i) {
    for (std::size_t k = i; k < kinds_.size(); ++k) {
      replaceable_[i][k] =
          std::ranges::any_of(kinds_, [&](std::uint32_t one) { return replaces(one, kinds_[i], kinds_[k]); });
    }
  }
}

bool FleetList::List(std::int64_t from_micro, std::int64_t below_micro, std::size_t most, std::int64_t& steps,
                     std::vector<Priced>& fleets) {
  from_ = from_micro;
  below_ = below_micro;
  most_ = most;
  steps_ = steps;
  fleets_ = &fleets;
  fleets.clear();
  numbers_.assign(kinds_.size(), 0);
  held_.assign(cuts_.size(), 0);
  best_ratio_.assign(cuts_.size(), std::vector<double>(kinds_.size() + 1, 0));
  for (std::size_t c = 0; c < cuts_.size(); ++c) {
    for (std::size_t i = kinds_.size(); i-- > 0;) {
      const double ratio =
          cuts_[c].most[NodeOf(instance_, kinds_[i])] / static_cast<double>(instance_.kinds[kinds_[i]].price_micro);
      best_ratio_[c][i] = std::max(best_ratio_[c][i + 1], ratio);
    }
  }
  const bool complete = Choose(0, 0);
  steps = std::max<std::int64_t>(0, steps_);
  std::ranges::stable_sort(fleets, {}, &Priced::cost_micro);
  return complete;
}

bool FleetList::Choose(std::size_t next, std::int64_t cost) {
  if (--steps_ < 0) return false;
  const auto budget = static_cast<double>(below_ - 1 - cost);
  for (std::size_t c = 0; c < cuts_.size(); ++c) {
    const double needed = cuts_[c].needed * (1 - kRounding) - kRounding;
    if (held_[c] + budget * best_ratio_[c][next] < needed) return true;
  }
  if (next == kinds_.size()) {
    if (cost < from_) return true;
    Priced priced{cost, Fleet(instance_.kinds.size(), 0)};
    Ledger ledger(instance_);
    for (std::size_t i = 0; i < kinds_.size(); ++i) {
      if (numbers_[i] == 0) continue;
      if (ledger.Launchable(kinds_[i], numbers_[i]) < numbers_[i]) return true;
      ledger.Take({false, kinds_[i], numbers_[i], {}});
      priced.fleet[kinds_[i]] = numbers_[i];
    }
    fleets_->push_back(std::move(priced));
    return fleets_->size() <= most_;
  }
  const std::int64_t price = instance_.kinds[kinds_[next]].price_micro;
  std::int64_t most = (below_ - 1 - cost) / price;
  if (replaceable_[next][next] != 0) most = std::min<std::int64_t>(most, 1);
  for (std::size_t i = 0; i < next; ++i) {
    if (numbers_[i] > 0 && replaceable_[i][next] != 0) most = 0;
  }
  const auto take = [&](std::int64_t number) {
    numbers_[next] += number;
    for (std::size_t c = 0; c < cuts_.size(); ++c) {
      held_[c] += cuts_[c].most[NodeOf(instance_, kinds_[next])] * static_cast<double>(number);
    }
  };
  take(most);
  bool complete = true;
  for (std::int64_t number = most; complete; --number) {
    complete = Choose(next + 1, cost + number * price);
    if (number == 0) break;
    take(-1);
  }
  take(-numbers_[next]);
  return complete;
}

}  // namespace spotwright::packing
