#include "src/mix/shares.h"

#include <algorithm>
#include <cmath>

#include "src/base/int128.h"

namespace spotwright::mix {
namespace {

// A percentage of units, made whole.
std::int64_t ShareOfUnits(const ShareRule& rule, std::int64_t units) {
  base::Int128 parts = static_cast<base::Int128>(units) * rule.percentage_millionths;
  if (rule.rounding == MixRounding::kOnDemandUp) parts += kWholeInMillionths - 1;
  if (rule.rounding == MixRounding::kNearest) parts += kWholeInMillionths / 2;
  return static_cast<std::int64_t>(parts / kWholeInMillionths);
}

}  // namespace

ShareRule RuleOf(const MixPolicy& policy) {
  if (policy.preset == MixPreset::kSmartScale) {
    return ShareRule{2, 30'000'000, ShareOf::kAboveBase, MixRounding::kNearest};
  }
  return ShareRule{policy.on_demand_base_units,
                   static_cast<std::int64_t>(std::round(policy.on_demand_percentage * 1e6)), policy.share_of,
                   policy.rounding};
}

std::int64_t SharedUnits(const ShareRule& rule, std::int64_t total_units) {
  if (rule.share_of == ShareOf::kWhole) return total_units;
  return total_units - std::min(rule.base_units, total_units);
}

std::int64_t OnDemandUnits(const ShareRule& rule, std::int64_t total_units) {
  const std::int64_t shared = SharedUnits(rule, total_units);
  const std::int64_t share = ShareOfUnits(rule, shared);
  if (rule.share_of == ShareOf::kWhole) return std::min(total_units, std::max(rule.base_units, share));
  return total_units - shared + share;
}

std::int64_t OnDemandUnits(const MixPolicy& policy, std::int64_t total_units) {
  return policy.spot_enabled ? OnDemandUnits(RuleOf(policy), total_units) : total_units;
}

}  // namespace spotwright::mix
