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
  // `by_price`: the order in which pools are taken counts prices alone and not what a launch costs, as a budget does.
  OnDemandFill(std::span<const Candidate> candidates, bool by_price);

  // Cheapest first, until there are so many units or the money is gone. `spot` holds the spot part. Exact where all
  // instances are of one size and no pool has both instances to pay for and reserved ones that are not in use.
  // `instances`: where asked for, what each candidate gets.
  OnDemandPart Fill(std::int64_t units, std::optional<base::Int128> money, const Usage& spot,
                    std::vector<std::int64_t>* instances = nullptr) const;

 private:
  // Instances of one pool: some to pay for, then some that are paid for. Together, as the latter are above those held.
  struct Tier {
    std::size_t candidate;
    std::int64_t units;  // Of one.
    std::int64_t paid;
    std::int64_t free;
    base::Int128 price;             // Of one that is paid.
    base::Int128 paid_launch_cost;  // Of each.
    base::Int128 free_launch_cost;
  };

  std::vector<Tier> tiers_;  // Cheapest unit first.
  std::size_t candidates_;
};

}  // namespace spotwright::mix

#endif  // SPOTWRIGHT_SRC_MIX_ON_DEMAND_FILL_H_
