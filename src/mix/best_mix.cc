#include "src/mix/best_mix.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "src/mix/mix_rater.h"
#include "src/mix/mix_starts.h"

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
    std::vector<Rated> starts = Ratings(problem_.only ? *problem_.only : Starts());
    Rated best = starts.front();
    if (problem_.only) return best;
    for (std::size_t i = 0; i < std::min(kDescents, starts.size()); ++i) {
      Rated end = Descend(std::move(starts[i]));
      if (end.rating < best.rating) best = std::move(end);
    }
    if (IsSmall()) return BestOfAll(std::move(best));
    best = Polish(std::move(best));
    while (const std::optional<Rated> better = ImproveByTwo(best)) best = Polish(Descend(*better));
    return best;
  }

 private:
  std::vector<Mix> Starts() const { return StartingMixes(problem_, rater_.spot(), most_); }

  // Best first. The mix without spot is always allowed, so that there is one.
  std::vector<Rated> Ratings(std::vector<Mix> mixes) {
    std::vector<Rated> rated;
    mixes.emplace_back(problem_.candidates.size(), 0);
    for (Mix& mix : mixes) {
      if (const std::optional<Rating> rating = rater_.Rate(mix)) rated.push_back({std::move(mix), *rating});
    }
    std::stable_sort(rated.begin(), rated.end(), [](const Rated& a, const Rated& b) { return a.rating < b.rating; });
    return rated;
  }

  // Numbers of instances worth a look: all small ones, then ever wider steps, and what an even spread would need.
  std::vector<std::int64_t> ValuesOf(std::size_t i) const {
    constexpr std::int64_t kAllUpTo = 16;
    const std::int64_t whole = CeilDiv(problem_.needed_units, problem_.candidates[i].units());
    std::set<std::int64_t> values = {std::min(problem_.candidates[i].held, most_[i]), most_[i]};
    for (std::int64_t value = 0; value <= most_[i]; value += std::max<std::int64_t>(1, value / kAllUpTo)) {
      values.insert(value);
    }
    for (std::int64_t parts = 1; parts <= std::ssize(rater_.spot()); ++parts) {
      values.insert(std::min(most_[i], CeilDiv(whole, parts)));
    }
    return {values.begin(), values.end()};
  }

  bool IsSpent() const {
    return rater_.work() >= problem_.max_iterations || (problem_.is_cancelled && problem_.is_cancelled());
  }

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
      mixes *= std::ssize(values);
      if (mixes > problem_.max_iterations) return false;
    }
    return true;
  }

  // Every mix: the last pool changes fastest, and what it changes to is looked at all at once.
  Rated BestOfAll(Rated best) {
    Mix mix(problem_.candidates.size(), 0);
    std::vector<std::size_t> at(values_.size(), 0);
    for (;;) {
      if (problem_.is_cancelled && problem_.is_cancelled()) return best;
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

// Of lots: how many instances of each candidate make one, and how the problem looks in them.
class Lots {
 public:
  Lots(const MixProblem& problem, std::int64_t most_units)
      : units_(std::max<std::int64_t>(1, CeilDiv(problem.needed_units, most_units))) {
    for (const Candidate& pool : problem.candidates) instances_.push_back(CeilDiv(units_, pool.units()));
  }

  // What is not a whole lot is left out.
  Mix In(Mix mix) const {
    for (std::size_t i = 0; i < mix.size(); ++i) mix[i] /= instances_[i];
    return mix;
  }

  Mix Out(Mix mix) const {
    for (std::size_t i = 0; i < mix.size(); ++i) mix[i] *= instances_[i];
    return mix;
  }

  MixProblem In(MixProblem problem) const {
    if (units_ == 1) return problem;
    for (std::size_t i = 0; i < problem.candidates.size(); ++i) {
      Candidate& pool = problem.candidates[i];
      const std::int64_t size = instances_[i];
      pool.loser.units_per_instance = pool.units() * size / units_;
      for (std::int64_t* const count : {&pool.held, &pool.most, &pool.reserved, &pool.committed}) *count /= size;
      for (std::int64_t* const money : {&pool.price, &pool.interruption_cost, &pool.launch_cost}) *money *= size;
    }
    for (Ceiling& ceiling : problem.ceilings) {
      for (Ceiling::Member& member : ceiling.members) member.amount *= instances_[member.pool];
    }
    problem.needed_units = CeilDiv(problem.needed_units, units_);
    problem.least_on_demand_units = CeilDiv(problem.least_on_demand_units, units_);
    if (problem.only) {
      for (Mix& mix : *problem.only) mix = In(std::move(mix));
    }
    return problem;
  }

 private:
  std::int64_t units_;
  Mix instances_;
};

// Search is slower the more units there are to tell apart; on-demand is then filled in more finely.
constexpr std::int64_t kMostUnitsToSearch = 128;
constexpr std::int64_t kMostUnitsToFill = 512;

// Rounding up to lots is not to make on-demand more than all that is needed.
void TrimOnDemand(const MixProblem& problem, Mix& mix) {
  std::int64_t above = -problem.needed_units;
  for (std::size_t i = 0; i < mix.size(); ++i) {
    if (!problem.candidates[i].spot) above += mix[i] * problem.candidates[i].units();
  }
  for (std::size_t i = mix.size(); i-- > 0 && above > 0;) {
    const Candidate& pool = problem.candidates[i];
    if (pool.spot) continue;
    const std::int64_t gone = std::min(mix[i], above / pool.units());
    mix[i] -= gone;
    above -= gone * pool.units();
  }
}

}  // namespace

MixAnswer FindBestMix(const MixProblem& problem) {
  const Lots coarse(problem, kMostUnitsToSearch);
  const MixProblem in_coarse = coarse.In(problem);
  const Mix best = coarse.Out(Search(in_coarse).Run().mix);

  const Lots fine(problem, kMostUnitsToFill);
  const MixProblem in_fine = fine.In(problem);
  MixRater rater(in_fine);
  Mix filled = fine.In(best);
  const Rating rating = *rater.Rate(filled, &filled);
  MixAnswer answer{.mix = fine.Out(std::move(filled)),
                   .met = rating.missing_base == 0 && (!problem.availability_target || rating.unavailability == 0)};
  TrimOnDemand(problem, answer.mix);
  return answer;
}

bool IsBinding(const MixProblem& problem, const MixProblem& without_rule, const Mix& best) {
  const Lots lots(problem, kMostUnitsToSearch);
  Mix spot = lots.In(best);
  for (std::size_t i = 0; i < spot.size(); ++i) {
    if (!problem.candidates[i].spot) spot[i] = 0;
  }
  const MixProblem with = lots.In(problem);
  const MixProblem without = lots.In(without_rule);
  const std::optional<Rating> rating = MixRater(with).Rate(spot);
  return rating && Search(without).Run().rating < *rating;
}

}  // namespace spotwright::mix
