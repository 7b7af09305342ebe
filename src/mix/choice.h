// Choice: which pools hold how much, by fixed shares or for a target.
#ifndef SPOTWRIGHT_SRC_MIX_CHOICE_H_
#define SPOTWRIGHT_SRC_MIX_CHOICE_H_

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "spotwright/decide_mix.h"
#include "spotwright/reason.h"
#include "src/mix/ceilings.h"
#include "src/mix/pools.h"

namespace spotwright::mix {

// What a choice is made from.
struct Market {
  const DecideMixRequest* request;
  std::vector<MixPool> pools;
  std::vector<std::size_t> on_demand;  // Indices of pools, in the order of the allocation.
  std::vector<std::size_t> spot;
  std::vector<Ceiling> ceilings;
  RiskModel risk;  // Its shocks; each pool knows its own.
};

struct Choice {
  std::vector<std::int64_t> after;  // Instances of each pool.
  bool feasible = true;
  std::int64_t target_on_demand_units = 0;
  std::int64_t target_spot_units = 0;
  bool wants_on_demand = false;  // More of it than there is.
  bool wants_spot = false;
  std::set<std::string> binding_paths;
  std::vector<Reason> reasons;
};

Choice ChooseByShares(const Market& market);
// Cut short where the caller gives up.
Choice ChooseByTarget(const Market& market, const Call& call);

// Units of one capacity type.
std::int64_t UnitsOf(const Market& market, const std::vector<std::int64_t>& instances, CapacityType type);

// Instances that run, of each pool.
std::vector<std::int64_t> HeldBy(const Market& market);

}  // namespace spotwright::mix

#endif  // SPOTWRIGHT_SRC_MIX_CHOICE_H_
