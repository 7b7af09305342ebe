#include "src/packing/greedy.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <numeric>
#include <utility>
#include <vector>

#include "src/packing/lead_nodes.h"
#include "src/packing/node_filler.h"
#include "src/packing/open_kinds.h"
#include "src/packing/stock.h"

namespace spotwright::packing {
namespace {

// Manners that were best of their kind over real and random clusters; the first ones do best on average.
constexpr Manner kManners[] = {
    {0.9, Choice::kDot}, {0.5, Choice::kDensity}, {0.0, Choice::kDensity},
    {0.7, Choice::kDot}, {0.0, Choice::kDot},     {0.9, Choice::kDensity},
};

// Hosts cost nothing more, so what is worth most goes there.
constexpr Manner kHostManner = {0.0, Choice::kDensity};

// Looks at a bucket that an attempt takes for each kind and bucket, about.
constexpr std::size_t kKindWork = 4;

// Looks at a bucket that all attempts together may take.
constexpr std::int64_t kWork = 3'000'000;
constexpr std::int64_t kLittleWork = 100'000;

struct Attempt {
  std::vector<PackedNodes> nodes;
  double missed_micro = 0;  // Value of what found no place.
  std::int64_t cost_micro = 0;
  std::int64_t work = 0;
  std::int64_t lead_nodes = 0;  // How many of the nodes.
};

std::int64_t CountNodes(const std::vector<PackedNodes>& nodes) {
  std::int64_t count = 0;
  for (const PackedNodes& node : nodes) count += node.times;
  return count;
}

bool IsBetter(const Attempt& a, const Attempt& b) {
  if (a.missed_micro != b.missed_micro) return a.missed_micro < b.missed_micro;
  return a.cost_micro < b.cost_micro;
}

Attempt Try(const Instance& instance, const std::vector<std::uint32_t>& kinds, const Manner& manner, bool lead,
            Ledger ledger, Stock stock) {
  Attempt attempt;
  if (lead) attempt.work += FillLeadNodes(instance, kinds, ledger, stock, attempt.nodes);
  attempt.lead_nodes = CountNodes(attempt.nodes);
  attempt.work += OpenKinds(instance, kinds, manner, ledger, stock, attempt.nodes);
  for (const PackedNodes& nodes : attempt.nodes) attempt.cost_micro += ledger.CostMicro(nodes);
  for (std::size_t b = 0; b < stock.size(); ++b) {
    attempt.missed_micro += stock[b].ValueMicro(0) * static_cast<double>(stock[b].left);
  }
  return attempt;
}

// Fullest first, so that the emptiest hosts stay empty if there is room to spare: they are the ones to give back.
std::vector<std::uint32_t> HostsByRoom(const Instance& instance) {
  std::vector<double> scale(instance.resources, 0);
  for (std::size_t h = 0; h < instance.hosts.size(); ++h) {
    const auto free = instance.FreeOfHost(h);
    for (std::size_t r = 0; r < scale.size(); ++r) scale[r] = std::max(scale[r], static_cast<double>(free[r]));
  }
  std::vector<double> room(instance.hosts.size(), 0);
  for (std::size_t h = 0; h < room.size(); ++h) {
    const auto free = instance.FreeOfHost(h);
    for (std::size_t r = 0; r < scale.size(); ++r) {
      if (scale[r] > 0) room[h] += static_cast<double>(free[r]) / scale[r];
    }
  }
  std::vector<std::uint32_t> order(instance.hosts.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return room[a] < room[b]; });
  return order;
}

void FillHosts(const Instance& instance, std::span<const double> values_micro, Ledger& ledger, Packing& packing) {
  Stock stock(instance, values_micro, ledger);
  NodeFiller filler(instance, ledger, stock);
  std::vector<double> least(stock.empty() ? std::vector<double>(instance.resources, 0)
                                          : std::vector<double>(stock.SizeOf(0).begin(), stock.SizeOf(0).end()));
  for (std::size_t b = 1; b < stock.size(); ++b) {
    const auto size = stock.SizeOf(b);
    for (std::size_t r = 0; r < least.size(); ++r) least[r] = std::min(least[r], size[r]);
  }
  std::vector<bool> filled(instance.hosts.size(), false);  // Hosts that the packing has already stay as they are.
  for (const PackedNodes& nodes : packing.nodes) {
    if (nodes.existing) filled[nodes.index] = true;
  }
  for (const std::uint32_t host : HostsByRoom(instance)) {
    if (stock.empty()) break;
    if (filled[host]) continue;
    const auto free = instance.FreeOfHost(host);
    if (!std::equal(least.begin(), least.end(), free.begin(),
                    [](double size, std::int64_t room) { return size <= static_cast<double>(room); })) {
      continue;
    }
    PackedNodes node = filler.Repeat(filler.PlanHost(host, kHostManner), true, host, 1);
    if (node.content.empty() || node.times == 0) continue;
    ledger.Take(node);
    filler.Settle(node);
    packing.nodes.push_back(std::move(node));
  }
}

}  // namespace

void Greedy(const Instance& instance, const std::vector<std::uint32_t>& kinds, std::span<const double> values_micro,
            Ledger& ledger, Packing& packing) {
  if (!instance.hosts.empty()) FillHosts(instance, values_micro, ledger, packing);
  const Stock stock(instance, values_micro, ledger);
  if (stock.empty()) return;
  const auto expected = static_cast<std::int64_t>(kKindWork * kinds.size() * stock.size());
  Attempt best = Try(instance, kinds, kManners[0], true, ledger, stock);
  std::int64_t work = best.work;
  // Where most nodes are forced, spreading is what matters, and it has been done; to make sure may cost little.
  const bool done = 2 * best.lead_nodes > CountNodes(best.nodes) && expected > kLittleWork;
  for (std::size_t m = best.lead_nodes > 0 ? 0 : 1; !done && m < std::size(kManners) && work + expected <= kWork; ++m) {
    Attempt attempt = Try(instance, kinds, kManners[m], false, ledger, stock);
    work += attempt.work;
    if (IsBetter(attempt, best)) best = std::move(attempt);
  }
  for (PackedNodes& nodes : best.nodes) {
    ledger.Take(nodes);
    packing.nodes.push_back(std::move(nodes));
  }
}

}  // namespace spotwright::packing
