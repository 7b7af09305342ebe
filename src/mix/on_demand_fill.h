// OnDemandFill: the cheapest on-demand beside a spot part.
#ifndef SPOTWRIGHT_SRC_MIX_ON_DEMAND_FILL_H_
#define SPOTWRIGHT_SRC_MIX_ON_DEMAND_FILL_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "src/base/int128.h"
#include "src/mix/candidate.h"
#include "src/mix/ceilings.h"

namespace spotwright::mix {

struct OnDemandPart {
  std::int64_t units = 0;
  base::Int128 cost = 0;  // Launches included.
};

class OnDemandFill {
 public:
  explicit OnDemandFill(std::span<const Candidate> candidates);

  // Cheapest first, until there are so many units or the money is gone. `usage` holds the spot part. Exact to within
  // one instance where instances are of several sizes. `instances`: where asked for, what each candidate gets.
  OnDemandPart Fill(std::int64_t units, std::optional<base::Int128> money, const Usage& usage,
                    std::vector<std::int64_t>* instances = nullptr) const;

  // What the dearest on-demand for so many units would cost; nothing without on-demand.
  std::optional<base::Int128> DearestCost(std::int64_t units) const;

 private:
  // Instances of one pool that cost the same.
  struct Tier {
    std::size_t candidate;
    std::int64_t instances;
    std::int64_t units;  // Of one.
    std::int64_t price;
    std::int64_t launch_cost;
  };

  std::vector<Tier> tiers_;  // Cheapest unit first.
  std::size_t candidates_;
};

}  // namespace spotwright::mix

#endif  // SPOTWRIGHT_SRC_MIX_ON_DEMAND_FILL_H_
