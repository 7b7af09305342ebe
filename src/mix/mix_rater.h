// MixRater: how good a mix is, on-demand filled in.
#ifndef SPOTWRIGHT_SRC_MIX_MIX_RATER_H_
#define SPOTWRIGHT_SRC_MIX_MIX_RATER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "src/base/int128.h"
#include "src/mix/best_mix.h"
#include "src/mix/ceilings.h"
#include "src/mix/on_demand_fill.h"
#include "src/mix/survivors.h"

namespace spotwright::mix {

// Mixes here are spot parts: on-demand candidates stand at 0, and the best on-demand for them is filled in. The problem
// must outlive the rater.
class MixRater {
 public:
  explicit MixRater(const MixProblem& problem);

  // Spot candidates that can have instances.
  const std::vector<std::size_t>& spot() const { return spot_; }

  // The most instances of a spot candidate that its own limits allow, the others at none.
  std::int64_t MostAlone(std::size_t candidate) const;

  // Nothing for a mix that the rules do not allow, or that is not better than `least`, which it is cheaper to see.
  std::optional<Rating> Rate(const Mix& mix, const std::optional<Rating>& least);

  struct Change {
    std::size_t candidate = 0;
    std::int64_t instances = 0;
    Rating rating;
  };

  // The best change of one pool of a mix, if it is better than `least`; the first of several. Looked at are the allowed
  // ones among `values`, which belong to spot(); `fixed` is not changed. Far cheaper than rating each mix for itself.
  std::optional<Change> BestChange(const Mix& mix, const std::vector<std::vector<std::int64_t>>& values,
                                   std::optional<std::size_t> fixed, Rating least);

  // Work done: mixes rated, and for each call of BestChange one for each pool, more where there are many units.
  std::int64_t work() const { return work_; }

 private:
  // What is known of a mix without its losses.
  struct Place {
    Usage usage;
    std::int64_t units = 0;
    base::Int128 cost = 0;
    base::Int128 price = 0;
    bool within = true;  // The ceilings.
  };

  base::Int128 SpotCost(std::size_t candidate, std::int64_t instances) const;
  Place PlaceOf(const Mix& mix) const;
  bool IsAffordable(base::Int128 price) const;
  bool IsSpread(const Mix& mix, std::size_t changed, std::int64_t instances) const;
  // Whether a spot part of this cost can be completed to something better than `least`, as far as one look tells.
  template <typename AtLeast>
  bool CanBeBetter(base::Int128 cost, const AtLeast& at_least, const Rating& least) const;
  template <typename AtLeast>
  Rating Complete(std::int64_t spot_units, base::Int128 cost, base::Int128 price, const Usage& usage,
                  const AtLeast& at_least) const;

  const MixProblem& problem_;
  Survivors survivors_;
  CeilingIndex index_;
  OnDemandFill on_demand_;
  std::vector<std::size_t> spot_;
  std::vector<base::Int128> on_demand_cost_;  // [units]: what so many cost at least; ends where there are no more.
  std::int64_t work_ = 0;
};

}  // namespace spotwright::mix

#endif  // SPOTWRIGHT_SRC_MIX_MIX_RATER_H_
