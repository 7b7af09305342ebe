#include "src/packing/ledger.h"

#include <algorithm>

namespace spotwright::packing {

Ledger::Ledger(const Instance& instance) : instance_(instance), supplies_(instance.supplies), caps_(instance.caps) {
  left_.reserve(instance.items.size());
  for (const Item& item : instance.items) left_.push_back(item.count);
}

std::int64_t Ledger::Launchable(std::size_t kind, std::int64_t most) const {
  for (const SupplyUse& use : instance_.kinds[kind].uses) {
    if (use.amount > 0) most = std::min(most, supplies_[use.supply] / use.amount);
  }
  return std::max<std::int64_t>(0, most);
}

std::int64_t Ledger::CapRoom(std::size_t item, std::uint32_t pool, std::uint32_t zone, std::int64_t most) const {
  for (const CapUse& use : instance_.items[item].caps) most = std::min(most, caps_[use.IndexOf(pool, zone)] / use.pods);
  return std::max<std::int64_t>(0, most);
}

std::int64_t Ledger::CostMicro(const PackedNodes& nodes) const {
  const double hazard = nodes.existing ? instance_.hosts[nodes.index].interruptions_per_hour
                                       : instance_.kinds[nodes.index].interruptions_per_hour;
  std::int64_t cost = nodes.existing ? 0 : instance_.kinds[nodes.index].price_micro;
  if (hazard > 0) {
    for (const Load& load : nodes.content) cost += load.count * instance_.SurchargeMicro(load.item, hazard);
  }
  return cost * nodes.times;
}

void Ledger::Book(const PackedNodes& nodes, std::int64_t sign) {
  const std::int64_t times = sign * nodes.times;
  const std::uint32_t pool = nodes.existing ? instance_.hosts[nodes.index].pool : instance_.kinds[nodes.index].pool;
  const std::uint32_t zone = nodes.existing ? instance_.hosts[nodes.index].zone : instance_.kinds[nodes.index].zone;
  if (!nodes.existing) {
    for (const SupplyUse& use : instance_.kinds[nodes.index].uses) supplies_[use.supply] -= use.amount * times;
  }
  for (const Load& load : nodes.content) {
    left_[load.item] -= load.count * times;
    for (const CapUse& use : instance_.items[load.item].caps) {
      caps_[use.IndexOf(pool, zone)] -= use.pods * load.count * times;
    }
  }
}

void SumUp(const Ledger& ledger, Packing& packing) {
  packing.left = ledger.left();
  packing.cost_micro = 0;
  for (const PackedNodes& nodes : packing.nodes) packing.cost_micro += ledger.CostMicro(nodes);
}

void SumUp(const Instance& instance, Packing& packing) {
  Ledger ledger(instance);
  for (const PackedNodes& nodes : packing.nodes) ledger.Take(nodes);
  SumUp(ledger, packing);
}

std::vector<std::int64_t> PlacedBy(const Instance& instance, const Packing& packing) {
  std::vector<std::int64_t> placed;
  for (std::size_t j = 0; j < instance.items.size(); ++j) placed.push_back(instance.items[j].count - packing.left[j]);
  return placed;
}

}  // namespace spotwright::packing
