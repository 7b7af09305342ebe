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
    while (const std::optional<Rated> better = ImproveByTwo(best)) best = Descend(*better);
    return best;
  }

  // The end of a descent from one mix.
  Rated RunFrom(const Mix& mix) { return Descend({mix, *rater_.Rate(mix)}); }

  Mix Filled(const Mix& mix) {
    Mix filled = mix;
    rater_.Rate(mix, &filled);
    return filled;
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

  bool IsSpent() const { return rater_.ratings() >= problem_.max_iterations; }

  // The best mix that differs from this in one pool, if it is better than `least`.
  std::optional<Rated> BestChange(const Mix& mix, const Rating& least, std::optional<std::size_t> fixed) {
    std::optional<Rated> best;
    rater_.RateChanges(mix, values_, fixed, [&](std::size_t i, std::int64_t instances, const Rating& rating) {
      if (!(rating < (best ? best->rating : least))) return;
      best = {mix, rating};
      best->mix[i] = instances;
    });
    return best;
  }

  Rated Descend(Rated rated) {
    while (!IsSpent()) {
      std::optional<Rated> better = BestChange(rated.mix, rated.rating, {});
      if (!better) break;
      rated = std::move(*better);
    }
    return rated;
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

}  // namespace

MixAnswer FindBestMix(const MixProblem& problem) {
  Search search(problem);
  const Rated best = search.Run();
  return {.mix = search.Filled(best.mix),
          .met = best.rating.missing_base == 0 && (!problem.availability_target || best.rating.unavailability == 0),
          .binding = {},
          .spread_binds = false};
}

}  // namespace spotwright::mix
