#include "src/risk/survival.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <string>
#include <vector>

#include "src/base/random.h"

namespace spotwright::risk {
namespace {

constexpr double kExact = 1e-12;

Pool SpotPool(const std::string& type, const std::string& region, const std::string& zone) {
  return {.instance_type = type, .region = region, .zone = zone, .capacity_type = CapacityType::kSpot};
}

void ExpectNear(const std::vector<double>& got, const std::vector<double>& expected) {
  ASSERT_EQ(got.size(), expected.size());
  for (std::size_t k = 0; k < got.size(); ++k) EXPECT_NEAR(got[k], expected[k], kExact) << "at " << k;
}

// The obvious twin of LossPmf: units are drawn one after the other from Polya's urn, every sequence is walked.
std::vector<double> UrnPmf(std::int64_t units, double probability, double correlation) {
  std::vector<double> pmf(static_cast<std::size_t>(units) + 1, 0.0);
  for (std::uint64_t fate = 0; fate < (std::uint64_t{1} << units); ++fate) {
    double chance = 1;
    double lost = 0;
    for (std::int64_t drawn = 0; drawn < units; ++drawn) {
      const double next_is_lost = (probability * (1 - correlation) + lost * correlation) /
                                  (1 - correlation + static_cast<double>(drawn) * correlation);
      // With correlation 1 the first draw is the only one that is open.
      const double p = drawn == 0 ? probability : next_is_lost;
      const bool is_lost = ((fate >> drawn) & 1) != 0;
      chance *= is_lost ? p : 1 - p;
      lost += is_lost ? 1 : 0;
    }
    pmf[static_cast<std::size_t>(lost)] += chance;
  }
  return pmf;
}

// The obvious twin of SurvivalPmf: every set of shocks, and in each every combination of losses.
std::vector<double> EnumeratedPmf(const RiskModel& model, const std::vector<Holding>& holdings) {
  std::int64_t total = 0;
  for (const Holding& holding : holdings) total += holding.units;
  std::vector<double> pmf(static_cast<std::size_t>(total) + 1, 0.0);
  for (std::uint64_t fired = 0; fired < (std::uint64_t{1} << model.shocks.size()); ++fired) {
    double chance = 1;
    for (std::size_t s = 0; s < model.shocks.size(); ++s) {
      chance *= ((fired >> s) & 1) != 0 ? model.shocks[s].probability : 1 - model.shocks[s].probability;
    }
    const auto is_hit = [&](const Pool& pool) {
      for (std::size_t s = 0; s < model.shocks.size(); ++s) {
        const ShockRisk& shock = model.shocks[s];
        if (((fired >> s) & 1) != 0 && (shock.region.empty() || shock.region == pool.region) &&
            (shock.instance_type.empty() || shock.instance_type == pool.instance_type)) {
          return true;
        }
      }
      return false;
    };
    const std::function<void(std::size_t, std::int64_t, double)> walk = [&](std::size_t i, std::int64_t survivors,
                                                                            double so_far) {
      if (i == holdings.size()) {
        pmf[static_cast<std::size_t>(survivors)] += so_far;
        return;
      }
      const PoolRisk& risk = model.pools[holdings[i].pool];
      if (is_hit(risk.pool)) return walk(i + 1, survivors, so_far);
      const std::vector<double> loss = UrnPmf(holdings[i].units, risk.loss_probability, risk.loss_correlation);
      for (std::int64_t lost = 0; lost <= holdings[i].units; ++lost) {
        walk(i + 1, survivors + holdings[i].units - lost, so_far * loss[static_cast<std::size_t>(lost)]);
      }
    };
    walk(0, 0, chance);
  }
  return pmf;
}

double Pick(base::Random& random, const std::vector<double>& extremes) {
  const std::uint64_t choice = random.Below(extremes.size() + 2);
  return choice < extremes.size() ? extremes[choice] : random.Unit();
}

RiskModel RandomModel(base::Random& random, std::size_t pools, std::size_t shocks) {
  const std::vector<std::string> regions = {"r1", "r2"};
  const std::vector<std::string> types = {"a", "b"};
  RiskModel model;
  for (std::size_t i = 0; i < pools; ++i) {
    model.pools.push_back({.pool = SpotPool(types[random.Below(2)], regions[random.Below(2)], std::to_string(i)),
                           .loss_probability = Pick(random, {0, 1}),
                           .loss_correlation = Pick(random, {0, 1})});
  }
  for (std::size_t s = 0; s < shocks; ++s) {
    const std::uint64_t scope = random.Below(3);
    model.shocks.push_back({.region = scope == 0 ? "" : regions[random.Below(2)],
                            .instance_type = scope == 2 ? types[random.Below(2)] : "",
                            .probability = Pick(random, {0, 1, 0.1, 0.2})});
  }
  return model;
}

TEST(LossPmf, AgreesWithEverySequenceOfDraws) {
  for (std::int64_t units = 0; units <= 10; ++units) {
    for (const double probability : {0.0, 1e-9, 0.01, 0.3, 0.5, 0.97, 1.0}) {
      for (const double correlation : {0.0, 1e-12, 0.05, 0.3, 1.0 / 3, 0.5, 0.9, 0.999999, 1.0}) {
        SCOPED_TRACE(testing::Message() << units << " units, " << probability << ", " << correlation);
        ExpectNear(LossPmf(units, probability, correlation), UrnPmf(units, probability, correlation));
      }
    }
  }
}

TEST(LossPmf, OfManyUnitsAgreesWithTheClosedForm) {
  for (const std::int64_t units : {100, 1000, 5000}) {
    for (const double p : {1e-6, 0.02, 0.5, 0.999}) {
      for (const double rho : {0.0001, 0.1, 0.4, 0.97}) {
        const double a = p * (1 - rho) / rho;
        const double b = (1 - p) * (1 - rho) / rho;
        const double n = static_cast<double>(units);
        const std::vector<double> pmf = LossPmf(units, p, rho);
        for (std::int64_t k = 0; k <= units; k += units / 20) {
          const double x = static_cast<double>(k);
          const double log = std::lgamma(n + 1) - std::lgamma(x + 1) - std::lgamma(n - x + 1) + std::lgamma(x + a) +
                             std::lgamma(n - x + b) - std::lgamma(n + a + b) + std::lgamma(a + b) - std::lgamma(a) -
                             std::lgamma(b);
          // lgamma itself, at arguments up to 1e4, is the less exact of the two.
          EXPECT_NEAR(pmf[static_cast<std::size_t>(k)], std::exp(log), 1e-9) << units << " " << p << " " << rho;
        }
        EXPECT_NEAR(std::accumulate(pmf.begin(), pmf.end(), 0.0), 1, kExact);
      }
    }
  }
}

TEST(LossPmf, BothEndsOfTheCorrelationAreExact) {
  EXPECT_EQ(LossPmf(3, 0.25, 1), (std::vector<double>{0.75, 0, 0, 0.25}));
  ExpectNear(LossPmf(2, 0.25, 0), {0.5625, 0.375, 0.0625});
  EXPECT_EQ(LossPmf(2, 0, 0.5), (std::vector<double>{1, 0, 0}));
  EXPECT_EQ(LossPmf(2, 1, 0.5), (std::vector<double>{0, 0, 1}));
  EXPECT_EQ(LossPmf(0, 0.5, 0.5), (std::vector<double>{1}));
}

TEST(LossPmf, HasTheMeanAndTheVarianceOfItsParameters) {
  const double n = 1000;
  for (const double p : {0.01, 0.4}) {
    for (const double rho : {0.0, 0.2, 0.7}) {
      const std::vector<double> pmf = LossPmf(1000, p, rho);
      double mean = 0;
      double square = 0;
      for (std::size_t k = 0; k < pmf.size(); ++k) {
        mean += static_cast<double>(k) * pmf[k];
        square += static_cast<double>(k * k) * pmf[k];
      }
      EXPECT_NEAR(mean, n * p, 1e-8);
      EXPECT_NEAR(square - mean * mean, n * p * (1 - p) * (1 + (n - 1) * rho), 1e-5);
    }
  }
}

TEST(SurvivalPmf, AgreesWithTheEnumerationOfRandomWorlds) {
  base::Random random(7);
  for (int world = 0; world < 300; ++world) {
    const std::size_t pools = 1 + random.Below(4);
    const RiskModel model = RandomModel(random, pools, random.Below(6));
    std::vector<Holding> holdings;
    for (std::size_t i = 0; i < pools; ++i) {
      if (random.Below(5) != 0) holdings.push_back({i, static_cast<std::int64_t>(random.Below(4))});
    }
    SCOPED_TRACE(world);
    ExpectNear(SurvivalPmf(model, holdings), EnumeratedPmf(model, holdings));
  }
}

TEST(SurvivalPmf, OfNothingIsNothing) {
  const RiskModel model{.pools = {{.pool = SpotPool("a", "r", "z"), .loss_probability = 0.5}},
                        .shocks = {{.probability = 0.5}, {.region = "r", .probability = 0.5}}};
  EXPECT_EQ(SurvivalPmf(model, {}), std::vector<double>{1});
  EXPECT_EQ(SurvivalPmf(model, std::vector<Holding>{{0, 0}}), std::vector<double>{1});
}

TEST(SurvivalPmf, TwoHoldingsOfOnePoolFallTogether) {
  const RiskModel model{.pools = {{.pool = SpotPool("a", "r", "z"), .loss_probability = 0.25}}};
  EXPECT_EQ(SurvivalPmf(model, std::vector<Holding>{{0, 1}, {0, 2}}), (std::vector<double>{0.25, 0, 0, 0.75}));
}

// Of two independent full copies at least one survives with 1 - q1 q2.
TEST(SurvivalPmf, TwoFullCopiesFailTogetherWithTheProductOfTheirRisks) {
  const RiskModel model{.pools = {{.pool = SpotPool("a", "r", "z1"), .loss_probability = 0.1},
                                  {.pool = SpotPool("a", "r", "z2"), .loss_probability = 0.2}}};
  const std::vector<double> pmf = SurvivalPmf(model, std::vector<Holding>{{0, 8}, {1, 8}});
  EXPECT_NEAR(ProbabilityOfAtLeast(pmf, 8), 1 - 0.1 * 0.2, kExact);
}

TEST(SurvivalPmf, TheOrderOfHoldingsPoolsAndShocksDoesNotMatter) {
  base::Random random(11);
  for (int world = 0; world < 50; ++world) {
    RiskModel model = RandomModel(random, 5, 4);
    std::vector<Holding> holdings;
    for (std::size_t i = 0; i < 5; ++i) holdings.push_back({i, static_cast<std::int64_t>(random.Below(30))});
    const std::vector<double> before = SurvivalPmf(model, holdings);
    std::reverse(model.shocks.begin(), model.shocks.end());
    std::reverse(model.pools.begin(), model.pools.end());
    for (Holding& holding : holdings) holding.pool = 4 - holding.pool;
    ExpectNear(SurvivalPmf(model, holdings), before);
  }
}

TEST(ProbabilityOfAtLeast, CountsTheTail) {
  const std::vector<double> pmf = {0.125, 0.25, 0.625};
  EXPECT_EQ(ProbabilityOfAtLeast(pmf, -1), 1);
  EXPECT_EQ(ProbabilityOfAtLeast(pmf, 0), 1);
  EXPECT_EQ(ProbabilityOfAtLeast(pmf, 1), 0.875);
  EXPECT_EQ(ProbabilityOfAtLeast(pmf, 2), 0.625);
  EXPECT_EQ(ProbabilityOfAtLeast(pmf, 3), 0);
}

}  // namespace
}  // namespace spotwright::risk
