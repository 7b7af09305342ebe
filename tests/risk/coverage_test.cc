// Estimators recover the parameters of simulated worlds within their intervals, as often as the intervals say.
#include <gtest/gtest.h>

#include "src/risk/hazard.h"
#include "tests/risk/worlds.h"

namespace spotwright::risk {
namespace {

constexpr int kWorlds = 200;
constexpr double kCredible = 0.9;

// Three standard deviations of a count of hits, as a share.
double BinomialError() { return 3 * std::sqrt(kCredible * (1 - kCredible) / kWorlds); }

bool Covers(const RiskEstimate& estimate, double truth) { return estimate.low <= truth && truth <= estimate.high; }

EstimateRiskResponse Estimated(const EstimateRiskRequest& request) {
  const auto result = EstimateRisk(request);
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().field + " " + result.error().message);
  return result.ok() ? *result : EstimateRiskResponse{};
}

// Worlds drawn from the prior: a Bayesian interval is then exact, whatever is seen.
TEST(Coverage, OfHazardsDrawnFromThePrior) {
  base::Random random(1);
  const double prior = PriorHazard(std::nullopt, 0);
  std::array<int, kAgeBands> hits = {};
  std::array<int, kAgeBands> below = {};
  for (int world = 0; world < kWorlds; ++world) {
    double draw = random.Unit();
    double level = prior * LevelPriors().back().multiple;
    for (const LevelPrior& at : LevelPriors()) {
      if (draw < at.weight) {
        level = prior * at.multiple;
        break;
      }
      draw -= at.weight;
    }
    ByAge truth;
    for (std::size_t band = 0; band < kAgeBands; ++band) truth[band] = DrawHazard(random, level * kPriorShape[band]);
    const double hours = 5000;
    const auto response = Estimated(Ask({Of(SpotPool("t", "r", "z"), OneAfterTheOther(random, truth, hours))}, hours));
    for (std::size_t band = 0; band < kAgeBands; ++band) {
      const RiskEstimate& estimate = response.pools[0].hazards[band].interruptions_per_instance_hour;
      hits[band] += Covers(estimate, truth[band]) ? 1 : 0;
      below[band] += truth[band] <= estimate.conservative ? 1 : 0;
    }
  }
  for (std::size_t band = 0; band < kAgeBands; ++band) {
    EXPECT_NEAR(static_cast<double>(hits[band]) / kWorlds, kCredible, BinomialError()) << "band " << band;
    EXPECT_GE(static_cast<double>(below[band]) / kWorlds, kCredible - BinomialError()) << "band " << band;
  }
}

// One world, as scarce types behave, again and again: with much evidence the prior no longer matters.
TEST(Coverage, OfAFixedHazardThatFallsWithAge) {
  base::Random random(2);
  const ByAge truth = {1.2, 0.7, 0.4, 0.2, 0.15, 0.1, 0.08};
  std::array<int, 5> hits = {};
  for (int world = 0; world < kWorlds; ++world) {
    const double hours = 1000;
    const auto response = Estimated(Ask({Of(SpotPool("t", "r", "z"), OneAfterTheOther(random, truth, hours))}, hours));
    for (std::size_t band = 0; band < hits.size(); ++band) {
      hits[band] += Covers(response.pools[0].hazards[band].interruptions_per_instance_hour, truth[band]) ? 1 : 0;
    }
  }
  for (const int hit : hits) EXPECT_NEAR(static_cast<double>(hit) / kWorlds, kCredible, BinomialError());
}

// Incidents take each node of a pool with a chance that is itself drawn: uniform over [0, 1], so that of the others
// 2/3 fall with a lost node (the mean of the square by the mean). The interval may be too wide, as the share lost
// varies less than all-or-nothing, but never too narrow.
TEST(Coverage, OfTheCorrelationWithinAPool) {
  base::Random random(3);
  int hits = 0;
  double mean = 0;
  for (int world = 0; world < kWorlds; ++world) {
    constexpr int kIncidents = 40;
    std::vector<NodeLifetime> nodes;
    for (int incident = 0; incident < kIncidents; ++incident) {
      const double chance = random.Unit();
      for (int i = 0; i < 8; ++i) {
        nodes.push_back({.launched_unix_ms = At(incident * 10.0),
                         .ended_unix_ms = At(incident * 10.0 + 9),
                         .lost = random.Unit() < chance});
      }
    }
    const auto response = Estimated(Ask({Of(SpotPool("t", "r", "z"), nodes)}, kIncidents * 10.0));
    hits += Covers(response.pools[0].loss_correlation, 2.0 / 3) ? 1 : 0;
    mean += response.pools[0].loss_correlation.expected / kWorlds;
  }
  EXPECT_GE(static_cast<double>(hits) / kWorlds, kCredible - BinomialError());
  EXPECT_NEAR(mean, 2.0 / 3, 0.02);
}

// Three zones with one node each. Some of the losses hit all at once; the others come alone, or together by chance.
double SharedCoverage(double truth, double* mean) {
  base::Random random(4);
  int hits = 0;
  *mean = 0;
  for (int world = 0; world < kWorlds; ++world) {
    constexpr double kLossesPerHour = 0.2;
    constexpr double kHours = 600;
    std::vector<double> shocks;
    for (double t = 0; (t += Exponential(random) / (kLossesPerHour * truth)) < kHours;) shocks.push_back(t);
    std::vector<PoolEvidence> pools;
    for (const char* zone : {"a", "b", "c"}) {
      std::vector<double> losses = shocks;
      for (double t = 0; (t += Exponential(random) / (kLossesPerHour * (1 - truth))) < kHours;) losses.push_back(t);
      std::sort(losses.begin(), losses.end());
      std::vector<NodeLifetime> nodes;
      double launched = 0;
      for (const double loss : losses) {
        if (At(loss) <= At(launched)) continue;
        nodes.push_back({.launched_unix_ms = At(launched), .ended_unix_ms = At(loss), .lost = true});
        launched = loss;
      }
      pools.push_back(Of(SpotPool("t", "r", zone), nodes));
    }
    const auto response = Estimated(Ask(pools, kHours));
    hits += Covers(response.same_type_in_region.shared, truth) ? 1 : 0;
    *mean += response.same_type_in_region.shared.expected / kWorlds;
  }
  return static_cast<double>(hits) / kWorlds;
}

TEST(Coverage, OfTheLossesThatZonesShare) {
  for (const double truth : {0.2, 0.4}) {
    double mean = 0;
    EXPECT_GE(SharedCoverage(truth, &mean), kCredible - BinomialError()) << truth;
    EXPECT_NEAR(mean, truth, 0.03);
  }
}

}  // namespace
}  // namespace spotwright::risk
