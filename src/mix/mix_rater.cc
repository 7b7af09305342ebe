#include "src/mix/mix_rater.h"

#include <algorithm>
#include <utility>

#include "src/base/ceil_div.h"
#include "src/mix/on_demand_wanted.h"

namespace spotwright::mix {
namespace {

// Distributions over so many units take no longer than the rest of a look at a pool.
constexpr std::int64_t kUnitsOfEqualWork = 16;

// What is better costs less, or as much.
bool IsFlawless(const Rating& rating) {
  return rating.missing_base == 0 && rating.missing_units == 0 && rating.unavailability == 0;
}

}  // namespace

MixRater::MixRater(const MixProblem& problem)
    : problem_(problem),
      survivors_(SurvivorsOf(problem)),
      index_(problem.ceilings, HeldOf(problem)),
      on_demand_(problem.candidates, !problem.availability_target) {
  for (std::size_t i = 0; i < problem_.candidates.size(); ++i) {
    if (problem_.candidates[i].spot && problem_.candidates[i].most > 0) spot_.push_back(i);
  }
  for (std::int64_t units = 0; units <= problem_.needed_units; ++units) {
    const OnDemandPart part = on_demand_.Fill(units, {}, Usage(index_));
    if (part.units < units) break;
    on_demand_cost_.push_back(part.cost);
  }
}

std::int64_t MixRater::MostAlone(std::size_t candidate) const {
  constexpr std::int64_t kMostTimes = 4;
  const Candidate& pool = problem_.candidates[candidate];
  const std::int64_t whole = base::CeilDiv(problem_.needed_units, pool.units());
  const std::int64_t most = std::min({pool.most, Usage(index_).Most(candidate), kMostTimes * whole});
  if (!problem_.availability_target) {
    if (pool.price == 0) return most;
    return static_cast<std::int64_t>(std::min<base::Int128>(most, *problem_.budget_micro_usd / pool.price));
  }
  // More of it than this costs more than on-demand for everything.
  const base::Int128 price = pool.price + pool.interruption_cost;
  if (std::ssize(on_demand_cost_) <= problem_.needed_units || price == 0) return most;
  const base::Int128 worthwhile = std::max<base::Int128>(whole, on_demand_cost_.back() / price);
  return static_cast<std::int64_t>(std::min<base::Int128>(most, worthwhile));
}

base::Int128 MixRater::SpotCost(std::size_t candidate, std::int64_t instances) const {
  const Candidate& pool = problem_.candidates[candidate];
  const std::int64_t launched = std::max<std::int64_t>(0, instances - pool.held);
  return instances * (pool.price + pool.interruption_cost) + launched * pool.launch_cost;
}

MixRater::Place MixRater::PlaceOf(const Mix& mix) const {
  Place place{Usage(index_)};
  for (const std::size_t i : spot_) {
    if (mix[i] > std::min(problem_.candidates[i].most, place.usage.Most(i))) place.within = false;
    place.usage.Set(i, mix[i]);
    place.units += mix[i] * problem_.candidates[i].units();
    place.cost += SpotCost(i, mix[i]);
    place.price += mix[i] * problem_.candidates[i].price;
  }
  return place;
}

bool MixRater::IsAffordable(base::Int128 price) const {
  return problem_.availability_target || price <= *problem_.budget_micro_usd;
}

bool MixRater::IsSpread(const Mix& mix, std::size_t changed, std::int64_t instances) const {
  if (problem_.min_spot_pools <= 1) return true;
  std::int64_t sum = 0;
  std::int64_t largest = 0;
  for (const std::size_t i : spot_) {
    const std::int64_t units = (i == changed ? instances : mix[i]) * problem_.candidates[i].units();
    sum += units;
    largest = std::max(largest, units);
  }
  return largest <= base::CeilDiv(sum, problem_.min_spot_pools);
}

// Adds on-demand to a spot part of this cost and price, of which k or more units survive with at_least(k).
template <typename AtLeast>
Rating MixRater::Complete(std::int64_t spot_units, base::Int128 cost, base::Int128 price, const Usage& usage,
                          const AtLeast& at_least) const {
  const std::int64_t needed = problem_.needed_units;
  const std::int64_t least = problem_.least_on_demand_units;
  std::optional<base::Int128> money;
  if (!problem_.availability_target) money = *problem_.budget_micro_usd - price;
  const OnDemandPart on_demand = on_demand_.Fill(OnDemandWanted(problem_, at_least), money, usage);
  const std::int64_t open = needed - on_demand.units;
  const std::int64_t probability = Trillionths(open <= 0 ? 1 : at_least(open));
  return {
      .missing_base = std::max<std::int64_t>(0, least - on_demand.units),
      .missing_units = std::max<std::int64_t>(0, open - spot_units),
      .unavailability = std::max<std::int64_t>(0, Trillionths(problem_.availability_target.value_or(1)) - probability),
      .cost = cost + on_demand.cost,
      .minus_probability = -probability};
}

std::optional<Rating> MixRater::Rate(const Mix& mix, const std::optional<Rating>& least) {
  const Place place = PlaceOf(mix);
  if (!place.within || !IsAffordable(place.price)) return {};
  if (!spot_.empty() && !IsSpread(mix, spot_.front(), mix[spot_.front()])) return {};
  ++work_;
  if (least && IsFlawless(*least) && place.cost > least->cost) return {};
  const std::vector<double> at_least = survivors_.AtLeast(mix);
  const Rating rating = Complete(place.units, place.cost, place.price, place.usage,
                                 [&](std::int64_t units) { return at_least[static_cast<std::size_t>(units)]; });
  if (least && !(rating < *least)) return {};
  return rating;
}

template <typename AtLeast>
bool MixRater::CanBeBetter(base::Int128 cost, const AtLeast& at_least, const Rating& least) const {
  if (!problem_.availability_target || !IsFlawless(least)) return true;
  if (cost > least.cost) return false;
  const auto beyond = std::upper_bound(on_demand_cost_.begin(), on_demand_cost_.end(), least.cost - cost);
  const auto affordable = static_cast<std::int64_t>(beyond - on_demand_cost_.begin()) - 1;
  const std::int64_t open = problem_.needed_units - affordable;
  return open <= 0 || Trillionths(at_least(open)) >= Trillionths(*problem_.availability_target);
}

std::optional<MixRater::Change> MixRater::BestChange(const Mix& mix,
                                                     const std::vector<std::vector<std::int64_t>>& values,
                                                     std::optional<std::size_t> fixed, Rating least) {
  work_ += std::ssize(spot_) * (1 + problem_.needed_units / kUnitsOfEqualWork);
  const Place place = PlaceOf(mix);
  if (!place.within && !fixed) return {};
  const OthersOfAll others = survivors_.EachWithout(mix);
  std::optional<Change> best;
  for (std::size_t s = 0; s < spot_.size(); ++s) {
    const std::size_t i = spot_[s];
    if (i == fixed) continue;
    const std::int64_t most = std::min(problem_.candidates[i].most, place.usage.Most(i));
    const base::Int128 each = problem_.candidates[i].price;
    const base::Int128 cost = place.cost - SpotCost(i, mix[i]);
    const base::Int128 price = place.price - mix[i] * each;
    Usage usage = place.usage;
    for (const std::int64_t instances : values[s]) {
      if (instances > most) break;
      const base::Int128 new_cost = cost + SpotCost(i, instances);
      const base::Int128 new_price = price + instances * each;
      const auto at_least = [&](std::int64_t units) { return survivors_.AtLeast(units, others.Of(i), i, instances); };
      if (instances == mix[i] || !IsAffordable(new_price) || !IsSpread(mix, i, instances)) continue;
      if (!CanBeBetter(new_cost, at_least, least)) continue;
      usage.Set(i, instances);
      if (fixed && mix[*fixed] > std::min(problem_.candidates[*fixed].most, usage.Most(*fixed))) continue;
      const std::int64_t units = place.units + (instances - mix[i]) * problem_.candidates[i].units();
      ++work_;
      const Rating rating = Complete(units, new_cost, new_price, usage, at_least);
      if (!(rating < least)) continue;
      least = rating;
      best = {i, instances, rating};
    }
  }
  return best;
}

}  // namespace spotwright::mix
