#include "src/model/offers.h"

#include <gtest/gtest.h>

#include "tests/support/offers.h"

namespace spotwright::model {
namespace {

using test::OnDemand;
using test::Spot;

TEST(Offers, OnePoolOnce) {
  std::vector<Offer> offers = {Spot("b", "z", 1), Spot("a", "z", 1), OnDemand("a", "z", 1), Spot("a", "y", 1)};
  EXPECT_FALSE(CheckOffers(offers, "offers"));
  EXPECT_FALSE(CheckOffers({}, "offers"));
  for (const auto& [first, second] : {std::pair("a", "b"), std::pair("b", "a")}) {
    std::vector<Offer> repeated = offers;
    repeated.push_back(Spot(first, "z", 2));
    repeated.push_back(Spot(second, "z", 2));
    repeated.push_back(Spot(second, "z", 3));
    const auto error = CheckOffers(repeated, "policy.offers");
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(error->field, "policy.offers[4]") << "the first that is a second one";
  }
}

TEST(Offers, ThePresentMomentIsNeededOnlyWhereAnOfferCools) {
  std::vector<Offer> offers = {Spot("a", "z", 1), Spot("b", "z", 1)};
  EXPECT_FALSE(CheckNow(offers, "offers", std::nullopt));
  offers[1].cooling_until_unix_ms = 10;
  EXPECT_FALSE(CheckNow(offers, "offers", 5));
  const auto error = CheckNow(offers, "offers", std::nullopt);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->field, "now_unix_ms");
  EXPECT_EQ(error->message, "is absent; it is required because offers[1] states cooling_until_unix_ms");
}

TEST(Offers, CoolingEndsAtItsMoment) {
  EXPECT_TRUE(IsCooling(10, 9));
  EXPECT_FALSE(IsCooling(10, 10));
  EXPECT_FALSE(IsCooling(std::nullopt, 9));
}

TEST(Offers, PoolsHaveNamesForSentences) {
  EXPECT_EQ(PoolName(PoolOf(Spot("m6i.large", "eu-west-1a", 1))), "spot m6i.large in eu-west-1a");
  EXPECT_EQ(PoolName({"m6i.large", "eu-west-1", "", CapacityType::kOnDemand}), "on-demand m6i.large in eu-west-1");
  EXPECT_EQ(PoolName({"", "", "", CapacityType::kSpot}), "spot");
}

}  // namespace
}  // namespace spotwright::model
