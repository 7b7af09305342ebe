// Caps per vCPU, and effective prices beside on-demand and commitments.
#include <gtest/gtest.h>

#include "tests/market/prices_world.h"

namespace spotwright {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace)

using CodeList = std::vector<std::string>;

TEST(VcpuCap, CountsVcpusAsSold) {
  AssessPricesRequest request;
  request.offers = {Spot("m6i.xlarge", "a", 0.06)};
  request.policy.max_spot_price_usd_per_vcpu_hour = 0.015;
  EXPECT_EQ(Codes(Assessed(request).verdicts[0].reasons), CodeList{"vcpus_unknown"});
  request.offers[0].allocatable.cpu_millicores = 3920;
  EXPECT_TRUE(Assessed(request).verdicts[0].allowed);
  EXPECT_EQ(Assessed(request).verdicts[0].limit_usd_per_hour, 0.06);
  request.offers[0].price_usd_per_hour = 0.060001;
  const AssessPricesResponse refused = Assessed(request);
  ASSERT_EQ(Codes(refused.verdicts[0].reasons), CodeList{"price_above_vcpu_cap"});
  EXPECT_EQ(refused.verdicts[0].reasons[0].sentence,
            "The spot price $0.060001 is above $0.06, the cap of $0.015 for each of 4 vCPUs.");
  request.offers[0].vcpus = 8;
  EXPECT_TRUE(Assessed(request).verdicts[0].allowed);
}

// $0.08 with an interruption every 100 hours that costs $1: $0.09 in truth.
AssessPricesRequest Risky() {
  AssessPricesRequest request;
  request.offers = {Spot("m6i.large", "a", 0.08)};
  request.offers[0].on_demand_price_usd_per_hour = 0.1;
  request.offers[0].interruptions_per_instance_hour = 0.01;
  request.effective_price = EffectivePricePolicy{};
  request.effective_price->restart_cost_usd = 1;
  return request;
}

TEST(EffectivePrice, CountsInterruptions) {
  AssessPricesRequest request = Risky();
  const PriceVerdict verdict = Assessed(request).verdicts[0];
  EXPECT_EQ(verdict.effective_price_usd_per_hour, 0.09);
  EXPECT_EQ(verdict.cheapest, PurchaseOption::kSpot);
  EXPECT_FALSE(verdict.commitment_price_usd_per_hour.has_value());
  request.effective_price->restart_cost_usd = 2;
  EXPECT_EQ(Assessed(request).verdicts[0].cheapest, PurchaseOption::kOnDemand) << "$0.10 and never interrupted";
  request.offers[0].interruptions_per_instance_hour.reset();
  request.offers[0].interruption_band = 4;
  EXPECT_NEAR(*Assessed(request).verdicts[0].effective_price_usd_per_hour, 0.080788, 1e-9);
}

TEST(EffectivePrice, IsHeldAgainstTheCheapestCommitmentOfTheTypeInItsRegion) {
  AssessPricesRequest request = Risky();
  request.effective_price->commitments = {{"dear", "m6i.large", "eu-west-1", 0.095},
                                          {"plan", "m6i.large", "", 0.09},
                                          {"elsewhere", "m6i.large", "us-east-1", 0.01},
                                          {"other", "c6i.large", "", 0.01}};
  const PriceVerdict verdict = Assessed(request).verdicts[0];
  EXPECT_EQ(verdict.commitment_price_usd_per_hour, 0.09);
  EXPECT_EQ(verdict.cheapest, PurchaseOption::kCommitment) << "on a tie the commitment";
  EXPECT_TRUE(verdict.allowed);
}

TEST(EffectivePrice, RefusesWhatIsDearerOnlyWhenAsked) {
  AssessPricesRequest request = Risky();
  request.effective_price->refuse_dearer = true;
  request.effective_price->commitments = {{"plan", "m6i.large", "", 0.09}};
  EXPECT_TRUE(Assessed(request).verdicts[0].allowed);
  EXPECT_EQ(Assessed(request).verdicts[0].limit_usd_per_hour, 0.08);
  request.offers[0].price_usd_per_hour = 0.091;
  const AssessPricesResponse refused = Assessed(request);
  EXPECT_EQ(Codes(refused.verdicts[0].reasons),
            (CodeList{"effective_price_above_on_demand", "effective_price_above_commitment"}));
  EXPECT_EQ(refused.verdicts[0].reasons[1].sentence,
            "The spot price with the cost of interruptions, $0.101, is above the price under a commitment, $0.09.");
}

TEST(EffectivePrice, NoPriceWillDoWhereInterruptionsAloneCostMore) {
  AssessPricesRequest request = Risky();
  request.effective_price->restart_cost_usd = 20;
  request.effective_price->refuse_dearer = true;
  request.offers[0].price_usd_per_hour = 0;
  request.hysteresis = PriceHysteresis{};
  request.now_unix_ms = kStart;
  const PriceVerdict verdict = Assessed(request).verdicts[0];
  EXPECT_FALSE(verdict.allowed);
  EXPECT_EQ(verdict.limit_usd_per_hour, -0.1);
}

}  // namespace
}  // namespace spotwright
