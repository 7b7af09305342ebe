// A risk model is checked wherever a request holds one.
#include "src/model/risk_model.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "spotwright/estimate_risk.h"
#include "src/model/validate.h"

namespace spotwright::model {
namespace {

PoolRisk RiskOf(const std::string& type, const std::string& zone) {
  PoolRisk risk;
  risk.pool = {type, "eu-west-1", zone, CapacityType::kSpot};
  return risk;
}

RiskModel Valid() {
  RiskModel model;
  model.pools = {RiskOf("m6i.large", "eu-west-1a"), RiskOf("m6i.large", "eu-west-1b"),
                 RiskOf("c6i.large", "eu-west-1a")};
  model.shocks = {
      {"", "", 0.01}, {"eu-west-1", "", 0.02}, {"eu-west-1", "m6i.large", 0.03}, {"us-east-1", "m6i.large", 0.03}};
  return model;
}

void ExpectRefused(const std::function<void(RiskModel&)>& spoil, const std::string& field, const std::string& message) {
  RiskModel model = Valid();
  spoil(model);
  const auto error = Validate(model);
  ASSERT_TRUE(error) << field;
  EXPECT_EQ(error->code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(error->field, field);
  EXPECT_EQ(error->message, message);
}

TEST(RiskModelCheck, AcceptsWhatFitsTogether) {
  EXPECT_FALSE(Validate(Valid()));
  EXPECT_FALSE(Validate(RiskModel{}));
}

TEST(RiskModelCheck, PoolsAreSpotAndNamedOnce) {
  ExpectRefused([](RiskModel& m) { m.pools[2] = m.pools[0]; }, "pools[2].pool",
                "is a second entry of \"spot m6i.large in eu-west-1a\"; name each pool once");
  ExpectRefused([](RiskModel& m) { m.pools[1].pool.capacity_type = CapacityType::kOnDemand; },
                "pools[1].pool.capacity_type", "is on_demand; accepted: spot, which alone is interrupted");
}

TEST(RiskModelCheck, ATypeIsHitInARegion) {
  ExpectRefused([](RiskModel& m) { m.shocks[2].region = ""; }, "shocks[2].region",
                "is empty, but instance_type is \"m6i.large\"; state the region in which the type is hit");
}

TEST(RiskModelCheck, EachScopeHasOneShock) {
  const auto again = [](std::size_t index) { return [index](RiskModel& m) { m.shocks.push_back(m.shocks[index]); }; };
  ExpectRefused(again(0), "shocks[4]", "is a second shock on everything; state each scope once");
  ExpectRefused(again(1), "shocks[4]", "is a second shock on region \"eu-west-1\"; state each scope once");
  ExpectRefused(again(2), "shocks[4]",
                "is a second shock on \"m6i.large\" in region \"eu-west-1\"; state each scope once");
}

// Ranges come first: what lies between fields is asked of fields that are good.
TEST(RiskModelCheck, FieldsComeFirst) {
  ExpectRefused(
      [](RiskModel& m) {
        m.pools[2] = m.pools[0];
        m.shocks[0].probability = 2;
      },
      "shocks[0].probability", "is 2; accepted: 0 to 1");
}

TEST(RiskModelCheck, ThePathIsThatOfTheRequest) {
  EstimateRiskResponse holder;
  holder.conservative = Valid();
  holder.conservative.pools[1] = holder.conservative.pools[0];
  const auto error = Validate(holder);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->field, "conservative.pools[1].pool");
}

}  // namespace
}  // namespace spotwright::model
