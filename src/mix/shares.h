// The split of units into on-demand and spot: pure arithmetic on whole numbers.
#ifndef SPOTWRIGHT_SRC_MIX_SHARES_H_
#define SPOTWRIGHT_SRC_MIX_SHARES_H_

#include <cstdint>

#include "spotwright/decide_mix.h"

namespace spotwright::mix {

// The numbers of a MixPolicy after its preset was applied.
struct ShareRule {
  std::int64_t base_units = 0;
  std::int64_t percentage_millionths = 0;  // Millionths of a percent: 30 % is 30'000'000.
  ShareOf share_of = ShareOf::kAboveBase;
  MixRounding rounding = MixRounding::kOnDemandUp;
};

inline constexpr std::int64_t kWholeInMillionths = 100'000'000;  // 100 %.

// The rule of a valid policy. Says nothing of spot_enabled.
ShareRule RuleOf(const MixPolicy& policy);

// Of what the percentage is taken: the units above the base, or all of them.
std::int64_t SharedUnits(const ShareRule& rule, std::int64_t total_units);

// On-demand units of total_units, from 0 to total_units. The rest are spot. Exact for every total that is not negative.
std::int64_t OnDemandUnits(const ShareRule& rule, std::int64_t total_units);

// As OnDemandUnits, but all of them where the policy does not enable spot.
std::int64_t OnDemandUnits(const MixPolicy& policy, std::int64_t total_units);

}  // namespace spotwright::mix

#endif  // SPOTWRIGHT_SRC_MIX_SHARES_H_
