#include "src/risk/survival.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <iterator>
#include <map>
#include <queue>
#include <string>
#include <utility>

#include "src/risk/shocks.h"

namespace spotwright::risk {
namespace {

// Where to start the recursion of LossPmf, so that it only ever walks away from what is likely. With a correlation
// below 1/3 the two parameters of the beta-binomial sum to more than 2 and it has one peak: there. Otherwise it is
// flat or a valley, which is never so deep that a double cannot hold it: start at the edge.
std::int64_t StartOfRecursion(std::int64_t units, double probability, double correlation) {
  const double apart = 1 - correlation;
  const double width = apart - 2 * correlation;
  if (width <= 0) return 0;
  const double n = static_cast<double>(units);
  const double peak = (n * (probability * apart - correlation) - ((1 - probability) * apart - correlation)) / width;
  return static_cast<std::int64_t>(std::clamp(peak, 0.0, n));
}

// The distribution of the sum of independent parts. The two smallest are merged first, so that most of the work is
// done on short vectors; equals by their order.
Pmf SumOf(std::vector<Pmf> parts, std::size_t most) {
  if (parts.empty()) return {1.0};
  using Entry = std::pair<std::size_t, std::size_t>;  // Size, index.
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> smallest;
  for (std::size_t i = 0; i < parts.size(); ++i) smallest.emplace(parts[i].size(), i);
  while (smallest.size() > 1) {
    const std::size_t first = smallest.top().second;
    smallest.pop();
    const std::size_t second = smallest.top().second;
    smallest.pop();
    parts[first] = Convolve(parts[first], parts[second], most);
    parts[second].clear();
    smallest.emplace(parts[first].size(), first);
  }
  return std::move(parts[smallest.top().second]);
}

}  // namespace

Pmf LossPmf(std::int64_t units, double probability, double correlation) {
  Pmf pmf(static_cast<std::size_t>(units) + 1, 0.0);
  if (units == 0 || probability <= 0) {
    pmf.front() = 1;
    return pmf;
  }
  if (probability >= 1) {
    pmf.back() = 1;
    return pmf;
  }
  if (correlation >= 1) {
    pmf.front() = 1 - probability;
    pmf.back() = probability;
    return pmf;
  }
  // P(k+1) / P(k) = (n-k)/(k+1) * (a+k)/(b+n-k-1), with a = p (1-rho)/rho and b = (1-p) (1-rho)/rho. Multiplied by rho
  // above and below it holds at rho = 0 too, where it is the binomial's.
  const double a = probability * (1 - correlation);
  const double b = (1 - probability) * (1 - correlation);
  const auto ratio = [&](std::int64_t k) {
    const double lost = static_cast<double>(k);
    const double left = static_cast<double>(units - k);
    return left / (lost + 1) * ((a + lost * correlation) / (b + (left - 1) * correlation));
  };
  const std::int64_t start = StartOfRecursion(units, probability, correlation);
  const auto at = [&](std::int64_t k) -> double& { return pmf[static_cast<std::size_t>(k)]; };
  at(start) = 1;
  for (std::int64_t k = start; k < units; ++k) at(k + 1) = at(k) * ratio(k);
  for (std::int64_t k = start; k > 0; --k) at(k - 1) = at(k) / ratio(k - 1);
  double total = 0;
  for (const double mass : pmf) total += mass;
  for (double& mass : pmf) mass /= total;
  return pmf;
}

Pmf JoinUnderShocks(std::vector<PoolSurvival> pools, std::span<const ShockRisk> shock_risks, std::size_t most) {
  const Shocks shocks(shock_risks);
  std::map<std::string, std::map<std::string, std::vector<Pmf>>> parts;  // Region, type, pools.
  for (PoolSurvival& part : pools) {
    parts[part.pool.region][part.pool.instance_type].push_back(std::move(part.survivors));
  }
  std::vector<Pmf> regions;
  for (auto& [region, types] : parts) {
    std::vector<Pmf> in_region;
    for (auto& [type, of_type] : types) {
      const double shock = shocks.On(region, type);
      if (shock <= 0) {  // Nothing is shared: leave the parts apart, for better merging.
        std::move(of_type.begin(), of_type.end(), std::back_inserter(in_region));
        continue;
      }
      in_region.push_back(SumOf(std::move(of_type), most));
      MixWithNone(in_region.back(), shock);
    }
    regions.push_back(SumOf(std::move(in_region), most));
    MixWithNone(regions.back(), shocks.On(region));
  }
  Pmf all = SumOf(std::move(regions), most);
  MixWithNone(all, shocks.OnEverything());
  return all;
}

Pmf SurvivalPmf(const RiskModel& model, std::span<const Holding> holdings) {
  std::map<std::size_t, std::int64_t> units_of_pool;  // Two holdings of one pool fall together: one block.
  for (const Holding& holding : holdings) units_of_pool[holding.pool] += holding.units;
  std::vector<PoolSurvival> pools;
  for (const auto& [index, units] : units_of_pool) {
    const PoolRisk& risk = model.pools[index];
    Pmf survivors = LossPmf(units, risk.loss_probability, risk.loss_correlation);
    std::reverse(survivors.begin(), survivors.end());
    pools.push_back({risk.pool, std::move(survivors)});
  }
  return JoinUnderShocks(std::move(pools), model.shocks);
}

double ProbabilityOfAtLeast(std::span<const double> pmf, std::int64_t needed) {
  if (needed <= 0) return 1;
  const std::size_t first = std::min(static_cast<std::size_t>(needed), pmf.size());
  double sum = 0;
  for (const double mass : pmf.subspan(first)) sum += mass;
  return std::min(sum, 1.0);
}

}  // namespace spotwright::risk
