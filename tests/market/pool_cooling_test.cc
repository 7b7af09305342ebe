#include "src/market/pool_cooling.h"

#include <gtest/gtest.h>

namespace spotwright::market {
namespace {

const Pool kPool{"m6i.large", "eu-west-1", "eu-west-1a", CapacityType::kSpot};
const Pool kOther{"m6i.xlarge", "eu-west-1", "eu-west-1b", CapacityType::kSpot};
const Pool kOnDemandPool{"m6i.large", "eu-west-1", "eu-west-1a", CapacityType::kOnDemand};

PoolCoolings Coolings(std::vector<PoolCooling> before = {}) {
  return PoolCoolings(before, {.spot = {.first_seconds = 100, .growth = 2, .max_seconds = 300, .forget_seconds = 1000},
                               .on_demand = {.first_seconds = 10, .max_seconds = 10}});
}

TEST(PoolCoolings, CoolsFromTheFailureAndNotAtTheVeryEnd) {
  PoolCoolings coolings = Coolings();
  EXPECT_FALSE(coolings.CoolsUntil(kPool, 0));
  coolings.AddFailure(kPool, 1000);
  EXPECT_EQ(coolings.CoolsUntil(kPool, 1000), 101'000);
  EXPECT_EQ(coolings.CoolsUntil(kPool, 100'999), 101'000);
  EXPECT_FALSE(coolings.CoolsUntil(kPool, 101'000));
  EXPECT_FALSE(coolings.CoolsUntil(kOther, 1000));
  EXPECT_FALSE(coolings.CoolsUntil(kOnDemandPool, 1000));
}

TEST(PoolCoolings, GrowsByIncidentsNotByFailures) {
  PoolCoolings coolings = Coolings();
  coolings.AddFailure(kPool, 0);
  coolings.AddFailure(kPool, 50'000);  // While it cools: the same incident.
  EXPECT_EQ(coolings.CoolsUntil(kPool, 0), 150'000);
  coolings.AddFailure(kPool, 20'000);  // Told late.
  EXPECT_EQ(coolings.CoolsUntil(kPool, 0), 150'000);
  coolings.AddFailure(kPool, 150'000);
  EXPECT_EQ(coolings.CoolsUntil(kPool, 150'000), 350'000);
  coolings.AddFailure(kPool, 350'000);
  EXPECT_EQ(coolings.CoolsUntil(kPool, 350'000), 650'000);  // 400 s, but for max_seconds.
  EXPECT_EQ(coolings.List(650'000).at(0).consecutive_failures, 3);
}

TEST(PoolCoolings, ASuccessSinceTheFailureMakesAPoolWell) {
  PoolCoolings coolings = Coolings();
  coolings.AddFailure(kPool, 1000);
  coolings.AddSuccess(kPool, 999);
  coolings.AddSuccess(kPool, 1000);  // A partial fill.
  EXPECT_TRUE(coolings.CoolsUntil(kPool, 1000));
  coolings.AddSuccess(kPool, 1001);
  EXPECT_FALSE(coolings.CoolsUntil(kPool, 1002));
  EXPECT_TRUE(coolings.List(1002).empty());
}

TEST(PoolCoolings, TimeMakesAPoolForgotten) {
  PoolCoolings coolings = Coolings();
  coolings.AddFailure(kPool, 0);
  EXPECT_EQ(coolings.List(1'099'999).size(), 1u);
  EXPECT_TRUE(coolings.List(1'100'000).empty());
  coolings.AddFailure(kPool, 1'100'000);
  EXPECT_EQ(coolings.CoolsUntil(kPool, 1'100'000), 1'200'000);
}

TEST(PoolCoolings, AQuotaCoolsTheFamilyInTheRegion) {
  PoolCoolings coolings = Coolings();
  coolings.AddQuotaFailure(kPool, 0);
  EXPECT_TRUE(coolings.CoolsUntil(kPool, 0));
  EXPECT_TRUE(coolings.CoolsUntil(kOther, 0));
  EXPECT_FALSE(coolings.CoolsUntil(kOnDemandPool, 0));
  EXPECT_FALSE(coolings.CoolsUntil({"m6g.large", "eu-west-1", "eu-west-1a", CapacityType::kSpot}, 0));
  EXPECT_FALSE(coolings.CoolsUntil({"m6i.large", "us-east-1", "us-east-1a", CapacityType::kSpot}, 0));
  coolings.AddSuccess(kPool, 1);
  EXPECT_TRUE(coolings.CoolsUntil(kPool, 1));
}

TEST(PoolCoolings, AnEmptyTypeIsAWholeZoneAndTheLongestHolds) {
  PoolCoolings coolings = Coolings();
  coolings.AddFailure({"", "eu-west-1", "eu-west-1a", CapacityType::kSpot}, 50'000);
  coolings.AddFailure(kPool, 0);
  EXPECT_EQ(coolings.CoolsUntil(kPool, 0), 150'000);
  EXPECT_TRUE(coolings.CoolsUntil({"c6i.large", "eu-west-1", "eu-west-1a", CapacityType::kSpot}, 50'000));
  EXPECT_FALSE(coolings.CoolsUntil(kOther, 50'000));
}

TEST(PoolCoolings, ListsComeBackAsTheyWere) {
  PoolCoolings coolings = Coolings();
  coolings.AddFailure(kPool, 0);
  coolings.AddQuotaFailure(kOther, 10);
  coolings.AddFailure(kOnDemandPool, 20);
  const auto list = coolings.List(30);
  EXPECT_EQ(list.size(), 3u);
  EXPECT_EQ(Coolings(list).List(30), list);
  EXPECT_FALSE(CheckCoolings(list, "coolings"));
}

}  // namespace
}  // namespace spotwright::market
