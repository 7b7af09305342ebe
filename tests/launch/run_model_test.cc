#include "src/launch/run_model.h"

#include <gtest/gtest.h>

#include <cmath>

#include "src/launch/pool_life.h"

namespace spotwright::launch {
namespace {

// The mean of what is left of a life, by small steps.
double NaiveLife(const RunRates& rates, double age, double horizon) {
  constexpr double kStep = 1e-3;
  double alive = 1;
  double life = 0;
  for (double at = age; at < age + horizon && alive > 1e-9; at += kStep) {
    life += alive * kStep;
    alive *= 1 - rates[RunBandOf(at)] * kStep;
  }
  return life;
}

TEST(RunModel, LifeIsTheIntegralOfSurvival) {
  for (const double age : {0.0, 0.3, 1.0, 3.0, 20.0}) {
    EXPECT_NEAR(ExpectedLifeHours(kPriorUpRates, age), NaiveLife(kPriorUpRates, age, 1e4),
                2e-3 * ExpectedLifeHours(kPriorUpRates, age));
    EXPECT_NEAR(LifeHours({}, 1, age, 24), NaiveLife(kPriorUpRates, age, 24), 0.02);
    RunRates doubled = kPriorUpRates;
    for (double& rate : doubled) rate *= 2;
    EXPECT_NEAR(LifeHours({}, 2, age, 24), NaiveLife(doubled, age, 24), 0.02);
  }
}

TEST(RunModel, LifeGrowsWithAgeAndStopsAtTheHorizon) {
  double before = 0;
  for (const double age : {0.0, 0.5, 1.0, 2.0, 4.0, 12.0}) {
    const double life = LifeHours({}, 1, age, 24);
    EXPECT_GT(life, before);
    EXPECT_LE(life, 24);
    before = life;
  }
  EXPECT_DOUBLE_EQ(LifeHours({{0, 0}}, 1, 3, 24), 24);
}

TEST(RunModel, AgeOfLifeIsTheFirstThatIsLongEnough) {
  for (const double wanted : {2.0, 3.0, 5.0, 8.0}) {
    const auto age = AgeOfLife({}, 1, wanted, 0, 24);
    ASSERT_TRUE(age.has_value());
    EXPECT_GE(LifeHours({}, 1, *age, 24), wanted);
    if (*age > 0.01) {
      EXPECT_LT(LifeHours({}, 1, *age - 0.01, 24), wanted);
    }
  }
  EXPECT_FALSE(AgeOfLife({}, 1, 25, 0, 24).has_value());
}

TEST(RunModel, WithoutEvidenceTheRatesAreThePriors) {
  const RunRates rates = LearnRates(NoRuns(), kPriorUpRates, 1);
  for (std::size_t band = 0; band < kRunBands; ++band) EXPECT_NEAR(rates[band], kPriorUpRates[band], 1e-12);
}

TEST(RunModel, MuchEvidenceOutweighsThePrior) {
  RunCounts counts = NoRuns();
  for (std::size_t band = 0; band < kRunBands; ++band) {
    counts.hours[band] = 1e5;
    counts.ends[band] = 3e4;
  }
  for (const double rate : LearnRates(counts, kPriorUpRates, 1)) EXPECT_NEAR(rate, 0.3, 1e-3);
}

TEST(RunModel, HoursAreSplitAtTheEdges) {
  RunCounts counts = NoRuns();
  AddHours(counts, 0.25, 5);
  EXPECT_EQ(counts.hours, (std::vector<double>{0.25, 0.5, 1, 2, 1, 0}));
}

}  // namespace
}  // namespace spotwright::launch
