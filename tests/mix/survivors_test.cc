#include "src/mix/survivors.h"

#include <gtest/gtest.h>

#include <random>

#include "src/risk/survival.h"

namespace spotwright::mix {
namespace {

struct World {
  RiskModel model;
  std::vector<Loser> losers;
  std::vector<std::int64_t> instances;
};

World RandomWorld(std::mt19937& random) {
  const auto unit = [&] { return static_cast<double>(random() % 1001) / 1000; };
  World world;
  for (const char* region : {"", "r", "s"}) {
    for (const char* type : {"t", "u"}) {
      for (const char* zone : {"a", "b"}) {
        if (random() % 2 == 0) continue;
        world.model.pools.push_back({{type, region, zone, CapacityType::kSpot}, unit(), unit(), 0});
        const PoolRisk& risk = world.model.pools.back();
        world.losers.push_back({risk.pool, risk.loss_probability, risk.loss_correlation, 1});
        world.instances.push_back(static_cast<std::int64_t>(random() % 4));
      }
      if (random() % 2 == 0 && *region != '\0') world.model.shocks.push_back({region, type, unit() / 3});
    }
    if (random() % 2 == 0) world.model.shocks.push_back({region, "", unit() / 3});
  }
  return world;
}

std::vector<risk::Holding> HoldingsOf(const World& world) {
  std::vector<risk::Holding> holdings;
  for (std::size_t i = 0; i < world.instances.size(); ++i) holdings.push_back({i, world.instances[i]});
  return holdings;
}

TEST(Survivors, AgreeWithTheDistributionOfWhatSurvives) {
  std::mt19937 random(1);
  for (int round = 0; round < 500; ++round) {
    const World world = RandomWorld(random);
    const std::vector<double> pmf = risk::SurvivalPmf(world.model, HoldingsOf(world));
    const std::int64_t needed = 1 + static_cast<std::int64_t>(random() % 8);
    Survivors survivors(world.losers, world.model.shocks, needed);
    const std::vector<double> at_least = survivors.AtLeast(world.instances);
    for (std::int64_t k = 0; k <= needed; ++k) {
      ASSERT_NEAR(at_least[static_cast<std::size_t>(k)], risk::ProbabilityOfAtLeast(pmf, k), 1e-12);
    }
  }
}

TEST(Survivors, ChangingOnePoolIsTheSameAsStartingAnew) {
  std::mt19937 random(2);
  for (int round = 0; round < 500; ++round) {
    World world = RandomWorld(random);
    const std::int64_t needed = 1 + static_cast<std::int64_t>(random() % 8);
    for (Loser& loser : world.losers) loser.units_per_instance = 1 + static_cast<std::int64_t>(random() % 3);
    Survivors survivors(world.losers, world.model.shocks, needed);
    const OthersOfAll others = survivors.EachWithout(world.instances);
    for (std::size_t i = 0; i < world.losers.size(); ++i) {
      const std::int64_t before = world.instances[i];
      world.instances[i] = static_cast<std::int64_t>(random() % 6);
      const std::vector<double> anew = survivors.AtLeast(world.instances);
      for (std::int64_t k = 0; k <= needed; ++k) {
        ASSERT_NEAR(survivors.AtLeast(k, others.Of(i), i, world.instances[i]), anew[static_cast<std::size_t>(k)],
                    1e-12);
      }
      world.instances[i] = before;
    }
  }
}

TEST(Survivors, AnInstanceOfSeveralUnitsIsLostAsAWhole) {
  Survivors survivors({{{"t", "r", "a", CapacityType::kSpot}, 0.1, 0, 4}}, {}, 8);
  const std::vector<double> at_least = survivors.AtLeast(std::vector<std::int64_t>{2});
  EXPECT_NEAR(at_least[8], 0.81, 1e-15);
  EXPECT_NEAR(at_least[5], 0.81, 1e-15);
  EXPECT_NEAR(at_least[4], 0.99, 1e-15);
  EXPECT_EQ(at_least[0], 1);
}

}  // namespace
}  // namespace spotwright::mix
