#include "src/packing/node_knapsack.h"

#include <algorithm>

namespace spotwright::packing {
namespace {

constexpr std::int64_t kStepsOfNode = 5'000;

}  // namespace

double NodeKnapsack::HazardOf(std::size_t node) const {
  return IsHost(node) ? instance_.hosts[node].interruptions_per_hour
                      : instance_.kinds[KindOf(node)].interruptions_per_hour;
}

bool NodeKnapsack::IsOpen(std::size_t node, std::size_t item) const {
  const Mask& mask = instance_.masks[instance_.items[item].mask];
  return (IsHost(node) ? mask.hosts[node] : mask.kinds[KindOf(node)]) != 0;
}

double NodeKnapsack::Gain(std::size_t node, std::size_t item, std::span<const double> values_micro) const {
  return values_micro[item] - static_cast<double>(instance_.SurchargeMicro(item, HazardOf(node)));
}

Fill& NodeKnapsack::Start(std::size_t node) {
  if (IsHost(node)) {
    fill_.StartHost(node);
  } else {
    fill_.StartKind(KindOf(node));
  }
  return fill_;
}

Knapsack& NodeKnapsack::Offer(std::size_t node, std::span<const double> values_micro,
                              std::span<const std::int64_t> counts, double least_value) {
  knapsack_.Start(IsHost(node) ? instance_.FreeOfHost(node) : instance_.FreeOfKind(KindOf(node)));
  Start(node);
  for (std::size_t j = 0; j < counts.size(); ++j) {
    if (counts[j] <= 0 || !IsOpen(node, j)) continue;
    const double value = std::max(Gain(node, j, values_micro), least_value);
    const Item& item = instance_.items[j];
    // The knapsack sees for itself how many the resources let in.
    const bool plain = item.rules.empty() && item.shared.empty();
    const std::int64_t most = plain ? counts[j] : fill_.Room(j, counts[j]);
    knapsack_.Offer(static_cast<std::uint32_t>(j), value, most, instance_.SizeOf(j));
  }
  return knapsack_;
}

double NodeKnapsack::Most(std::size_t node, std::span<const double> values_micro, std::span<const std::int64_t> counts,
                          std::int64_t states, std::int64_t& steps, std::vector<Knapsack::Taken>* content) {
  Knapsack& knapsack = Offer(node, values_micro, counts, 0);
  double upper = knapsack.Relax();
  const auto within = [&](std::int64_t most, auto search) {
    const std::int64_t granted = std::min(steps, most);
    std::int64_t left = granted;
    const bool complete = search(left);
    steps -= granted - left;
    return complete;
  };
  if (within(kStepsOfNode, [&](std::int64_t& left) { return knapsack.Search(0, left); })) {
    upper = std::min(upper, knapsack.best_value());
  } else {
    within(states, [&](std::int64_t& left) { return knapsack.SearchStates(left); });
    upper = std::min(upper, knapsack.upper());
  }
  if (content != nullptr) *content = knapsack.taken();
  return upper;
}

}  // namespace spotwright::packing
