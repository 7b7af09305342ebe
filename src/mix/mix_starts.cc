#include "src/mix/mix_starts.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "src/base/int128.h"

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
    return static_cast<base::Int128>(pools[a].price + pools[a].interruption_cost) * pools[b].units() <
           static_cast<base::Int128>(pools[b].price + pools[b].interruption_cost) * pools[a].units();
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

}  // namespace

std::vector<Mix> StartingMixes(const MixProblem& problem, const Indices& spot, const Mix& most) {
  constexpr std::size_t kMostPools = 8;
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
  for (const Indices& order : OrdersOf(problem, spot)) {
    for (std::size_t pools = 1; pools <= std::min(kMostPools, order.size()); ++pools) {
      for (std::size_t spare = 0; spare <= std::min(kMostSpare, pools - 1); ++spare) {
        Mix mix = none;
        for (std::size_t p = 0; p < pools; ++p) {
          const std::size_t i = order[p];
          const auto sharing = static_cast<std::int64_t>(pools - spare) * problem.candidates[i].units();
          mix[i] = std::min(CeilDiv(problem.needed_units, sharing), most[i]);
        }
        add(std::move(mix));
      }
    }
  }
  return mixes;
}

}  // namespace spotwright::mix
