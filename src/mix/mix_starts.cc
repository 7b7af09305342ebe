#include "src/mix/mix_starts.h"

#include <algorithm>
#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <utility>

#include "src/base/ceil_div.h"
#include "src/base/money.h"
#include "src/mix/allocate.h"
#include "src/mix/ceilings.h"

namespace spotwright::mix {
namespace {

using Indices = std::vector<std::size_t>;

// The first of each region, then the second of each, and so on.
Indices InTurn(const MixProblem& problem, const Indices& order) {
  std::vector<std::pair<std::size_t, std::size_t>> turns;  // Turn, candidate.
  std::map<std::string, std::size_t> seen;
  for (const std::size_t i : order) turns.emplace_back(seen[problem.candidates[i].loser.pool.region]++, i);
  std::stable_sort(turns.begin(), turns.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  Indices in_turn;
  for (const auto& [turn, i] : turns) in_turn.push_back(i);
  return in_turn;
}

std::vector<Indices> OrdersOf(const MixProblem& problem, const Indices& spot) {
  const std::vector<Candidate>& pools = problem.candidates;
  const auto cheaper = [&](std::size_t a, std::size_t b) {
    return std::is_lt(base::ComparePerUnit(pools[a].price + pools[a].interruption_cost, pools[a].units(),
                                           pools[b].price + pools[b].interruption_cost, pools[b].units()));
  };
  const auto safer = [&](std::size_t a, std::size_t b) {
    return pools[a].loser.loss_probability < pools[b].loser.loss_probability;
  };
  Indices cheapest = spot;
  std::stable_sort(cheapest.begin(), cheapest.end(), cheaper);
  Indices safest = cheapest;
  std::stable_sort(safest.begin(), safest.end(), safer);
  Indices held_first = safest;
  std::stable_partition(held_first.begin(), held_first.end(), [&](std::size_t i) { return pools[i].held > 0; });
  return {cheapest, safest, held_first, InTurn(problem, safest)};
}

// 1 to 8, then ever wider steps, and all.
std::vector<std::size_t> CountsUpTo(std::size_t most) {
  std::vector<std::size_t> counts;
  for (std::size_t count = 1; count < most; count += std::max<std::size_t>(1, count / 4)) counts.push_back(count);
  if (most > 0) counts.push_back(most);
  return counts;
}

// The pools share the units so that `spare` of them can be lost. Where a pool or a ceiling does not let them, the
// others take more.
Mix EvenSpread(const MixProblem& problem, std::span<const std::size_t> pools, std::size_t spare, const Mix& most,
               const CeilingIndex& index) {
  Mix mix(problem.candidates.size(), 0);
  const auto sharing = static_cast<std::int64_t>(pools.size() - spare);
  bool is_short = !problem.ceilings.empty();
  for (const std::size_t i : pools) {
    const std::int64_t part = base::CeilDiv(problem.needed_units, sharing * problem.candidates[i].units());
    mix[i] = std::min(part, most[i]);
    is_short = is_short || mix[i] < part;
  }
  if (!is_short) return mix;
  std::vector<Vessel> vessels;
  for (const std::size_t i : pools) vessels.push_back({i, 0, most[i], problem.candidates[i].units()});
  Usage usage(index);
  const std::int64_t units = base::CeilDiv(problem.needed_units * static_cast<std::int64_t>(pools.size()), sharing);
  const std::vector<std::int64_t> taken = FillEvenly(vessels, units, usage);
  for (std::size_t p = 0; p < pools.size(); ++p) mix[pools[p]] = taken[p];
  return mix;
}

}  // namespace

std::vector<Mix> StartingMixes(const MixProblem& problem, const Indices& spot, const Mix& most) {
  constexpr std::size_t kMostSpare = 2;
  std::vector<Mix> mixes;
  std::set<Mix> seen;
  const auto add = [&](Mix mix) {
    if (seen.insert(mix).second) mixes.push_back(std::move(mix));
  };
  const Mix none(problem.candidates.size(), 0);
  add(none);
  Mix held = none;
  for (const std::size_t i : spot) held[i] = std::min(problem.candidates[i].held, most[i]);
  add(held);
  const CeilingIndex index(problem.ceilings, HeldOf(problem));
  for (const Indices& order : OrdersOf(problem, spot)) {
    for (const std::size_t pools : CountsUpTo(order.size())) {
      for (std::size_t spare = 0; spare <= std::min(kMostSpare, pools - 1); ++spare) {
        add(EvenSpread(problem, std::span(order).first(pools), spare, most, index));
      }
    }
  }
  return mixes;
}

}  // namespace spotwright::mix
