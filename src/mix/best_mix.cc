#include "src/mix/best_mix.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "src/base/ceil_div.h"
#include "src/mix/lots.h"
#include "src/mix/mix_rater.h"
#include "src/mix/mix_starts.h"
#include "src/mix/on_demand_fill.h"
#include "src/mix/on_demand_wanted.h"

namespace spotwright::mix {
namespace {

struct Rated {
  Mix mix;
  Rating rating;
};

class Search {
 public:
  explicit Search(const MixProblem& problem) : problem_(problem), rater_(problem), most_(problem.candidates.size(), 0) {
    for (const std::size_t i : rater_.spot()) {
      most_[i] = rater_.MostAlone(i);
      values_.push_back(ValuesOf(i));
    }
  }

  // The best of all mixes that the search comes by.
  Rated Run() {
    constexpr std::size_t kDescents = 4;
    if (problem_.only) return Best(*problem_.only, 1).front();
    std::vector<Rated> starts = Best(StartingMixes(problem_, rater_.spot(), most_), kDescents);
    Rated best = starts.front();
    for (Rated& start : starts) {
      Rated end = Descend(std::move(start));
      if (end.rating < best.rating) best = std::move(end);
    }
    if (IsSmall()) return BestOfAll(std::move(best));
    best = Polish(std::move(best));
    while (const std::optional<Rated> better = ImproveByTwo(best)) best = Polish(Descend(*better));
    return best;
  }

 private:
  // The best few, best first. The mix without spot is always allowed, so that there is one.
  std::vector<Rated> Best(std::vector<Mix> mixes, std::size_t most) {
    std::vector<Rated> best;
    mixes.emplace_back(problem_.candidates.size(), 0);
    for (Mix& mix : mixes) {
      std::optional<Rating> least;
      if (best.size() == most) least = best.back().rating;
      const std::optional<Rating> rating = rater_.Rate(mix, least);
      if (!rating) continue;
      if (least) best.pop_back();
      const auto place = std::upper_bound(best.begin(), best.end(), *rating,
                                          [](const Rating& value, const Rated& other) { return value < other.rating; });
      best.insert(place, {std::move(mix), *rating});
    }
    return best;
  }

  // Numbers of instances worth a look: all small ones, then ever wider steps, and what an even spread would need.
  std::vector<std::int64_t> ValuesOf(std::size_t i) const {
    constexpr std::int64_t kAllUpTo = 16;
    const std::int64_t whole = base::CeilDiv(problem_.needed_units, problem_.candidates[i].units());
    std::set<std::int64_t> values = {std::min(problem_.candidates[i].held, most_[i]), most_[i]};
    for (std::int64_t value = 0; value <= most_[i]; value += std::max<std::int64_t>(1, value / kAllUpTo)) {
      values.insert(value);
    }
    for (std::int64_t parts = 1; parts <= std::ssize(rater_.spot()); ++parts) {
      values.insert(std::min(most_[i], base::CeilDiv(whole, parts)));
    }
    return {values.begin(), values.end()};
  }

  bool IsCancelled() const { return problem_.is_cancelled && problem_.is_cancelled(); }

  bool IsSpent() const { return rater_.work() >= problem_.max_iterations || IsCancelled(); }

  // The best mix that differs from this in one pool, if it is better than `least`.
  std::optional<Rated> BestChange(const Mix& mix, const Rating& least, std::optional<std::size_t> fixed) {
    const std::optional<MixRater::Change> change = rater_.BestChange(mix, values_, fixed, least);
    if (!change) return {};
    Rated changed{mix, change->rating};
    changed.mix[change->candidate] = change->instances;
    return changed;
  }

  Rated Descend(Rated rated) {
    while (!IsSpent()) {
      std::optional<Rated> better = BestChange(rated.mix, rated.rating, {});
      if (!better) break;
      rated = std::move(*better);
    }
    return rated;
  }

  // Descends in small steps about where it is, which are not among the numbers that are looked at from afar.
  Rated Polish(Rated rated) {
    std::vector<std::vector<std::int64_t>> afar = values_;
    for (bool is_better = true; is_better && !IsSpent();) {
      for (std::size_t s = 0; s < values_.size(); ++s) {
        const std::size_t i = rater_.spot()[s];
        values_[s].clear();
        for (std::int64_t step = -3; step <= 3; ++step) {
          const std::int64_t value = rated.mix[i] + step;
          if (value >= 0 && value <= most_[i]) values_[s].push_back(value);
        }
      }
      Rated end = Descend(rated);
      is_better = end.rating < rated.rating;
      rated = std::move(end);
    }
    values_ = std::move(afar);
    return rated;
  }

  // Whether all mixes can be looked at.
  bool IsSmall() const {
    std::int64_t mixes = 1;
    for (const std::vector<std::int64_t>& values : values_) {
      const bool has_all = std::ssize(values) == values.back() + 1;
      mixes *= std::ssize(values);
      if (!has_all || mixes > problem_.max_iterations) return false;
    }
    return true;
  }

  // Every mix: the last pool changes fastest, and what it changes to is looked at all at once.
  Rated BestOfAll(Rated best) {
    Mix mix(problem_.candidates.size(), 0);
    std::vector<std::size_t> at(values_.size(), 0);
    for (;;) {
      if (IsCancelled()) return best;
      if (std::optional<Rated> better = BestChange(mix, best.rating, {})) best = std::move(*better);
      std::size_t s = 0;
      for (; s + 1 < values_.size(); ++s) {
        at[s] = (at[s] + 1) % values_[s].size();
        mix[rater_.spot()[s]] = values_[s][at[s]];
        if (at[s] != 0) break;
      }
      if (s + 1 >= values_.size()) return best;
    }
  }

  // Changes one pool at will and another as suits that best.
  std::optional<Rated> ImproveByTwo(const Rated& rated) {
    for (std::size_t s = 0; s < values_.size(); ++s) {
      const std::size_t i = rater_.spot()[s];
      for (const std::int64_t value : values_[s]) {
        if (IsSpent()) return {};
        Mix mix = rated.mix;
        mix[i] = value;
        if (value == rated.mix[i]) continue;
        if (std::optional<Rated> better = BestChange(mix, rated.rating, i)) return better;
      }
    }
    return {};
  }

  const MixProblem& problem_;
  MixRater rater_;
  Mix most_;                                       // Of each candidate.
  std::vector<std::vector<std::int64_t>> values_;  // Of each spot candidate, ascending.
};

// A search is slower the more units there are to tell apart; looking at one mix is not.
constexpr std::int64_t kMostUnitsToSearch = 128;
constexpr std::int64_t kMostUnitsToRate = 4096;

// On-demand units that a problem asks for beside a spot part, in lots where there are very many.
std::int64_t OnDemandBeside(const MixProblem& problem, const Mix& spot) {
  if (!problem.availability_target) return problem.needed_units;
  const Lots lots(problem, kMostUnitsToRate);
  const MixProblem in_lots = lots.In(problem);
  const std::vector<double> at_least = SurvivorsOf(in_lots).AtLeast(lots.In(spot));
  const std::int64_t wanted =
      OnDemandWanted(in_lots, [&](std::int64_t surviving) { return at_least[static_cast<std::size_t>(surviving)]; });
  return std::max(problem.least_on_demand_units, std::min(problem.needed_units, wanted * lots.units()));
}

}  // namespace

Mix HeldOf(const MixProblem& problem) {
  Mix held;
  held.reserve(problem.candidates.size());
  for (const Candidate& candidate : problem.candidates) held.push_back(candidate.held);
  return held;
}

Survivors SurvivorsOf(const MixProblem& problem) {
  std::vector<Loser> losers;
  losers.reserve(problem.candidates.size());
  for (const Candidate& candidate : problem.candidates) losers.push_back(candidate.loser);
  return {std::move(losers), problem.shocks, problem.needed_units};
}

MixAnswer FindBestMix(const MixProblem& problem) {
  if (problem.needed_units == 0) return {.mix = Mix(problem.candidates.size(), 0), .rating = {}};
  const Lots lots(problem, kMostUnitsToSearch);
  const MixProblem in_lots = lots.In(problem);
  const Rated best = Search(in_lots).Run();
  Mix mix = lots.Out(problem, best.mix);

  const CeilingIndex index(problem.ceilings, HeldOf(problem));
  Usage usage(index);
  base::Int128 price = 0;
  for (std::size_t i = 0; i < mix.size(); ++i) {
    if (!problem.candidates[i].spot) {
      mix[i] = 0;
      continue;
    }
    mix[i] = std::min(mix[i], usage.Most(i));
    usage.Set(i, mix[i]);
    price += mix[i] * problem.candidates[i].price;
  }
  const std::int64_t wanted = OnDemandBeside(problem, mix);
  std::optional<base::Int128> money;
  if (!problem.availability_target) money = *problem.budget_micro_usd - price;
  const OnDemandFill fill(problem.candidates, !problem.availability_target);
  const OnDemandPart on_demand = fill.Fill(wanted, money, usage, &mix);
  return {.mix = std::move(mix),
          .has_base = on_demand.units >= problem.least_on_demand_units,
          .reaches_target = !problem.availability_target || on_demand.units >= wanted,
          .rating = best.rating};
}

bool IsBinding(const MixProblem& without_rule, const Rating& with_rule) {
  const MixProblem in_lots = Lots(without_rule, kMostUnitsToSearch).In(without_rule);
  return Search(in_lots).Run().rating < with_rule;
}

}  // namespace spotwright::mix
