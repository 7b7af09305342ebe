#include "src/mix/shares.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace spotwright::mix {
namespace {

struct Case {
  const char* name;
  MixPolicy policy;
  std::int64_t total_units;
  std::int64_t on_demand_units;
};

class DocumentedSplits : public testing::TestWithParam<Case> {};

TEST_P(DocumentedSplits, Holds) {
  EXPECT_EQ(OnDemandUnits(GetParam().policy, GetParam().total_units), GetParam().on_demand_units);
}

INSTANTIATE_TEST_SUITE_P(
    Mix, DocumentedSplits,
    testing::Values(
        Case{"SmartScaleOfThree", {.preset = MixPreset::kSmartScale}, 3, 2},
        Case{"SmartScaleOfOne", {.preset = MixPreset::kSmartScale}, 1, 1},
        Case{"SmartScaleOfTwelve", {.preset = MixPreset::kSmartScale}, 12, 5},
        Case{"BaseOfTwoNearest",
             {.on_demand_base_units = 2, .on_demand_percentage = 30, .rounding = MixRounding::kNearest},
             3,
             2},
        Case{"ThirtyPercentOfTheWhole",
             {.on_demand_percentage = 30, .share_of = ShareOf::kWhole, .rounding = MixRounding::kNearest},
             3,
             1},
        Case{
            "Aws", {.on_demand_base_units = 2, .on_demand_percentage = 30, .rounding = MixRounding::kOnDemandUp}, 3, 3},
        Case{"TenOfTheWhole",
             {.on_demand_percentage = 30, .share_of = ShareOf::kWhole, .rounding = MixRounding::kNearest},
             10,
             3},
        Case{"Azure",
             {.on_demand_base_units = 10, .on_demand_percentage = 50, .rounding = MixRounding::kOnDemandDown},
             41,
             25},
        Case{"TheBaseIsAFloorOfTheWhole",
             {.on_demand_base_units = 4, .on_demand_percentage = 30, .share_of = ShareOf::kWhole},
             10,
             4},
        Case{"TheBaseIsMoreThanAll", {.on_demand_base_units = 9}, 3, 3},
        Case{"TheBaseIsMoreThanTheWhole", {.on_demand_base_units = 9, .share_of = ShareOf::kWhole}, 3, 3},
        Case{"AHalfGoesToOnDemand", {.on_demand_percentage = 50, .rounding = MixRounding::kNearest}, 3, 2},
        Case{"SpotIsNotEnabled", {.spot_enabled = false}, 7, 7}, Case{"Nothing", {.on_demand_percentage = 50}, 0, 0},
        // 0.29 * 100 is 28.999999999999996 in doubles.
        Case{"ExactInDecimals",
             {.on_demand_percentage = 29, .share_of = ShareOf::kWhole, .rounding = MixRounding::kOnDemandDown},
             100,
             29},
        Case{"AMillionthOfAPercent", {.on_demand_percentage = 0.000001}, 1'000'000'000, 10},
        Case{"NinetyNineAndAllMillionths",
             {.on_demand_percentage = 99.999999, .rounding = MixRounding::kOnDemandDown},
             1'000'000'000,
             999'999'990}),
    [](const auto& test) { return test.param.name; });

constexpr ShareOf kShareOfs[] = {ShareOf::kAboveBase, ShareOf::kWhole};
constexpr MixRounding kRoundings[] = {MixRounding::kOnDemandUp, MixRounding::kOnDemandDown, MixRounding::kNearest};
constexpr std::int64_t kPercentages[] = {0,          1,          12'500'000, 30'000'000, 33'333'333,
                                         50'000'000, 66'666'667, 99'999'999, 100'000'000};

// The obvious twin: tries every number of units and takes the one that the definition of the rounding asks for.
std::int64_t TwinShare(std::int64_t units, std::int64_t percentage, MixRounding rounding) {
  const std::int64_t exact = units * percentage;  // In hundred-millionths of a unit.
  for (std::int64_t share = 0;; ++share) {
    const std::int64_t whole = share * kWholeInMillionths;
    if (rounding == MixRounding::kOnDemandUp && whole >= exact) return share;
    if (rounding == MixRounding::kOnDemandDown && whole + kWholeInMillionths > exact) return share;
    if (rounding == MixRounding::kNearest && 2 * (exact - whole) < kWholeInMillionths) return share;
  }
}

TEST(Shares, AgreeWithTheObviousTwinOnAllSmallWorlds) {
  int worlds = 0;
  for (const ShareOf share_of : kShareOfs) {
    for (const MixRounding rounding : kRoundings) {
      for (const std::int64_t percentage : kPercentages) {
        for (std::int64_t base = 0; base <= 7; ++base) {
          for (std::int64_t total = 0; total <= 30; ++total) {
            const std::int64_t above = std::max<std::int64_t>(0, total - base);
            const std::int64_t expected = share_of == ShareOf::kWhole
                                              ? std::min(total, std::max(base, TwinShare(total, percentage, rounding)))
                                              : std::min(base, total) + TwinShare(above, percentage, rounding);
            ASSERT_EQ(OnDemandUnits(ShareRule{base, percentage, share_of, rounding}, total), expected)
                << base << " " << percentage << " " << total;
            ++worlds;
          }
        }
      }
    }
  }
  EXPECT_EQ(worlds, 2 * 3 * 9 * 8 * 31);
}

TEST(Shares, MoreBaseOrPercentageOrUnitsNeverMeanLessOnDemand) {
  for (const ShareOf share_of : kShareOfs) {
    for (const MixRounding rounding : kRoundings) {
      for (std::int64_t total = 0; total <= 40; ++total) {
        for (std::int64_t base = 0; base <= 5; ++base) {
          std::int64_t before = 0;
          for (const std::int64_t percentage : kPercentages) {
            const ShareRule rule{base, percentage, share_of, rounding};
            const std::int64_t now = OnDemandUnits(rule, total);
            ASSERT_GE(now, before);
            ASSERT_LE(now, total);
            ASSERT_LE(now, OnDemandUnits(rule, total + 1));
            ASSERT_LE(now, OnDemandUnits(ShareRule{base + 1, percentage, share_of, rounding}, total));
            before = now;
          }
        }
      }
    }
  }
}

TEST(Shares, TheGreatestTotalsDoNotOverflow) {
  constexpr std::int64_t kGreatest = 9'000'000'000'000'000'000;
  EXPECT_EQ(OnDemandUnits(ShareRule{0, kWholeInMillionths, ShareOf::kWhole, MixRounding::kOnDemandUp}, kGreatest),
            kGreatest);
  EXPECT_EQ(OnDemandUnits(ShareRule{0, kWholeInMillionths / 2, ShareOf::kAboveBase, MixRounding::kNearest}, kGreatest),
            kGreatest / 2);
}

}  // namespace
}  // namespace spotwright::mix
