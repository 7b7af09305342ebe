#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>
#include <tuple>

#include "tests/market/prices_world.h"

namespace spotwright {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace)

constexpr std::int64_t kGib = std::int64_t{1} << 30;

Offer Shaped(std::string type, std::string zone, double price_usd_per_hour, std::int64_t vcpus, double memory_gib) {
  Offer offer = Spot(std::move(type), std::move(zone), price_usd_per_hour);
  offer.vcpus = vcpus;
  offer.allocatable.memory_bytes = static_cast<std::int64_t>(memory_gib * kGib);
  return offer;
}

AssessPricesRequest Shop() {
  AssessPricesRequest request;
  request.offers = {Shaped("m6i.large", "a", 0.05, 2, 7), Shaped("m6a.large", "b", 0.034, 2, 7)};
  request.pools_in_use = {{"shop", SpotPool("m6i.large", "a"), 3, {}}};
  return request;
}

TEST(Advisor, RecommendsAnotherTypeOfTheSameShapeBelowSeventyPercent) {
  const AssessPricesResponse response = Assessed(Shop());
  ASSERT_EQ(response.advice.size(), 1U);
  const TypeAdvice& advice = response.advice[0];
  EXPECT_EQ(advice.cluster, "shop");
  EXPECT_EQ(advice.recommended, SpotPool("m6a.large", "b"));
  EXPECT_EQ(advice.price_usd_per_hour, 0.05);
  EXPECT_EQ(advice.recommended_price_usd_per_hour, 0.034);
  EXPECT_DOUBLE_EQ(advice.saving_share, 0.32);
  EXPECT_EQ(advice.saving_usd_per_hour, 0.048);
  AssessPricesRequest request = Shop();
  request.offers[1].price_usd_per_hour = 0.035;
  EXPECT_TRUE(Assessed(request).advice.empty()) << "70 % exactly is not below";
}

TEST(Advisor, RecommendsNothingThatCannotStandIn) {
  const auto advised = [](const std::function<void(AssessPricesRequest&)>& change) {
    AssessPricesRequest request = Shop();
    change(request);
    return !Assessed(request).advice.empty();
  };
  EXPECT_TRUE(advised([](auto&) {}));
  EXPECT_TRUE(advised([](auto& r) { r.offers[1].allocatable.memory_bytes = 7 * kGib * 95 / 100 + 1; }));
  EXPECT_FALSE(advised([](auto& r) { r.offers[1].allocatable.memory_bytes = 7 * kGib * 94 / 100; }));
  EXPECT_FALSE(advised([](auto& r) { r.offers[1].allocatable.memory_bytes = 14 * kGib; }));
  EXPECT_FALSE(advised([](auto& r) { r.offers[1].vcpus = 4; }));
  EXPECT_FALSE(advised([](auto& r) { r.offers[1].allocatable.gpus = 1; }));
  EXPECT_FALSE(advised([](auto& r) { r.offers[1].allocatable.extended["nic"] = 1; }));
  EXPECT_FALSE(advised([](auto& r) { r.offers[1].region = "us-east-1"; }));
  EXPECT_FALSE(advised([](auto& r) { r.offers[1].architecture = Architecture::kArm64; }));
  EXPECT_FALSE(advised([](auto& r) { r.offers[1].burstable = true; }));
  EXPECT_FALSE(advised([](auto& r) { r.offers[1].bare_metal = true; }));
  EXPECT_FALSE(advised([](auto& r) { r.offers[1].available = false; }));
  EXPECT_FALSE(advised([](auto& r) { r.offers[1].available_count = 0; }));
  EXPECT_FALSE(advised([](auto& r) { r.offers[1].under_notice = true; }));
  EXPECT_FALSE(advised([](auto& r) { r.offers[1].cooling_until_unix_ms = kStart; }));
  EXPECT_FALSE(advised([](auto& r) { r.offers[1].instance_type = "m6i.large"; })) << "another zone is no other type";
  EXPECT_FALSE(advised([](auto& r) { r.policy.max_spot_price_usd_per_hour_by_type["m6a.large"] = 0.01; }));
  EXPECT_FALSE(advised([](auto& r) { r.offers[1].capacity_type = CapacityType::kOnDemand; }));
  EXPECT_TRUE(advised([](auto& r) { r.offers[0].burstable = r.offers[1].burstable = true; }));
}

TEST(Advisor, PricesThatAreStatedGoBeforeTheOffers) {
  AssessPricesRequest request = Shop();
  request.pools_in_use[0].price_usd_per_hour = 0.04;
  EXPECT_TRUE(Assessed(request).advice.empty());
  request.pools_in_use[0].price_usd_per_hour = 0.06;
  request.pools_in_use[0].pool.zone = "c";
  EXPECT_EQ(Assessed(request).advice.size(), 1U) << "the type's shape is known from zone a";
}

TEST(Advisor, CountsInterruptionsWhenAskedTo) {
  AssessPricesRequest request = Shop();
  request.offers[1].interruptions_per_instance_hour = 0.01;
  EXPECT_EQ(Assessed(request).advice.size(), 1U);
  request.effective_price = EffectivePricePolicy{};
  request.effective_price->restart_cost_usd = 1;
  EXPECT_TRUE(Assessed(request).advice.empty());
}

TEST(Advisor, SaysWhatItCannotJudge) {
  AssessPricesRequest request = Shop();
  request.pools_in_use.push_back({"lab", SpotPool("x9.large", "a"), 1, 0.5});
  request.pools_in_use.push_back({"lab", SpotPool("m6i.large", "c"), 1, {}});
  const AssessPricesResponse response = Assessed(request);
  EXPECT_EQ(response.advice.size(), 1U);
  ASSERT_EQ(response.findings.size(), 2U);
  EXPECT_EQ(response.findings[0].sentence,
            "No advice on spot x9.large in a of cluster \"lab\": no offer of its type in its region states vCPUs and "
            "memory.");
  EXPECT_EQ(response.findings[1].sentence,
            "No advice on spot m6i.large in c of cluster \"lab\": its price is neither stated nor among the offers.");
  EXPECT_EQ(response.findings[1].paths, std::vector<std::string>{"pools_in_use[2]"});
}

// The obvious twin: every offer is looked at for every pool.
TEST(Advisor, AgreesWithTheTwin) {
  std::mt19937 random(9);
  for (int round = 0; round < 500; ++round) {
    AssessPricesRequest request;
    for (int type = 0; type < 12; ++type) {
      const std::int64_t vcpus = 1 + static_cast<std::int64_t>(random() % 2);
      const double memory = 8 * (1 + static_cast<double>(random() % 3) * 0.04);
      for (const char* zone : {"a", "b"}) {
        request.offers.push_back(
            Shaped("t" + std::to_string(type), zone, static_cast<double>(random() % 20 + 1) / 100, vcpus, memory));
        request.offers.back().available = random() % 5 != 0;
      }
    }
    request.policy.max_spot_price_usd_per_hour = 0.18;
    for (int i = 0; i < 10; ++i) {
      const Offer& offer = request.offers[random() % request.offers.size()];
      request.pools_in_use.push_back({"c" + std::to_string(i), SpotPool(offer.instance_type, offer.zone), 1, {}});
    }
    const AssessPricesResponse response = Assessed(request);
    std::size_t next = 0;
    for (const PoolInUse& used : request.pools_in_use) {
      const Offer* current = nullptr;
      const Offer* best = nullptr;
      for (const Offer& offer : request.offers) {
        if (offer.instance_type == used.pool.instance_type && offer.zone == used.pool.zone) current = &offer;
      }
      for (const Offer& offer : request.offers) {
        const double memory = static_cast<double>(current->allocatable.memory_bytes);
        if (offer.instance_type == current->instance_type || offer.vcpus != current->vcpus || !offer.available ||
            offer.price_usd_per_hour > 0.18 + 1e-9 ||
            std::abs(static_cast<double>(offer.allocatable.memory_bytes) - memory) > 0.05 * memory ||
            offer.price_usd_per_hour > 0.7 * current->price_usd_per_hour - 1e-9) {
          continue;
        }
        const auto key = [](const Offer& o) { return std::tuple(o.price_usd_per_hour, o.instance_type, o.zone); };
        if (best == nullptr || key(offer) < key(*best)) best = &offer;
      }
      if (best == nullptr) continue;
      ASSERT_LT(next, response.advice.size());
      EXPECT_EQ(response.advice[next].cluster, used.cluster);
      EXPECT_EQ(response.advice[next].recommended, SpotPool(best->instance_type, best->zone));
      ++next;
    }
    EXPECT_EQ(next, response.advice.size());
  }
}

}  // namespace
}  // namespace spotwright
