#include "spotwright/estimate_risk.h"

#include <gtest/gtest.h>

#include <functional>
#include <numeric>

#include "src/risk/hazard.h"
#include "src/risk/loss_model.h"
#include "src/risk/survival.h"
#include "tests/risk/worlds.h"
#include "tests/support/offers.h"

namespace spotwright::risk {
namespace {

using CodeList = std::vector<std::string>;

const Pool kPool = SpotPool("t", "r", "a");

EstimateRiskResponse Estimated(const EstimateRiskRequest& request) {
  const auto result = EstimateRisk(request);
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().field + " " + result.error().message);
  return result.ok() ? *result : EstimateRiskResponse{};
}

PoolEvidence ByTicks(const Pool& pool, const std::vector<int>& counts, double step_hours = 0.1) {
  PoolEvidence evidence;
  evidence.pool = pool;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    evidence.ticks.push_back({.at_unix_ms = At(static_cast<double>(i) * step_hours), .up_count = counts[i]});
  }
  return evidence;
}

double HazardAt(const EstimateRiskResponse& response, std::size_t band) {
  return response.pools[0].hazards[band].interruptions_per_instance_hour.expected;
}

TEST(EstimateRisk, WithoutEvidenceTheMeanIsThatOfTheBand) {
  const double frequency[] = {0.025, 0.075, 0.125, 0.175, 0.3};
  for (int band = 0; band < 5; ++band) {
    EstimateRiskRequest request = Ask({Of(kPool, {})}, 0);
    request.pools[0].interruption_band = band;
    const auto response = Estimated(request);
    const double hazard = -std::log(1 - frequency[band]) / 720;
    EXPECT_NEAR(HazardAt(response, 6), hazard, 1e-12);
    EXPECT_NEAR(HazardAt(response, 0), 7.4 * hazard, 1e-12);  // New nodes.
    EXPECT_EQ(test::Codes(response.pools[0].reasons), CodeList{"risk_from_prior"});
    EXPECT_NEAR(response.pools[0].loss_correlation.expected, 0.75, 1e-12);
    EXPECT_NEAR(response.everywhere.shared.expected, 0.02, 1e-12);
    EXPECT_FALSE(response.pools[0].evidence_age_seconds.has_value());
  }
}

TEST(EstimateRisk, ABandIsTrustedLessTheOlderItIs) {
  const auto hazard_of = [](std::int64_t band, double years) {
    EstimateRiskRequest request = Ask({Of(kPool, {})}, 0);
    request.pools[0].interruption_band = band;
    request.pools[0].band_as_of_unix_ms = At(-years * 365 * 24);
    return HazardAt(Estimated(request), 6);
  };
  EXPECT_LT(hazard_of(0, 0), hazard_of(0, 0.5));
  EXPECT_LT(hazard_of(0, 0.5), hazard_of(0, 1));
  EXPECT_NEAR(hazard_of(0, 1), hazard_of(0, 3), 1e-15);
  EXPECT_GT(hazard_of(4, 0), hazard_of(4, 1));
  EXPECT_GT(hazard_of(4, 1), hazard_of(0, 1));
}

TEST(EstimateRisk, MoreLossesNeverLowerAHazard) {
  base::Random random(5);
  for (int world = 0; world < 100; ++world) {
    ByAge hours;
    ByAge losses;
    for (std::size_t band = 0; band < kAgeBands; ++band) {
      hours[band] = 100 * random.Unit();
      losses[band] = 5 * random.Unit();
    }
    ByAge more = losses;
    more[random.Below(kAgeBands)] += 0.1 + random.Unit();
    const HazardPosterior before(1e-3, PriorLevels(), hours, losses);
    const HazardPosterior after(1e-3, PriorLevels(), hours, more);
    for (std::size_t band = 0; band < kAgeBands; ++band) {
      EXPECT_GE(after.Mean(band), before.Mean(band) * (1 - 1e-12));
      EXPECT_GE(after.Quantile(band, 0.9), before.Quantile(band, 0.9) * (1 - 1e-8));
    }
  }
}

// The same, for nodes: one that its owner ended was lost instead.
TEST(EstimateRisk, ALossInsteadOfAnEndRaisesEveryHazard) {
  base::Random random(6);
  const ByAge hazard = {0.5, 0.4, 0.3, 0.2, 0.2, 0.2, 0.2};
  std::vector<NodeLifetime> nodes = OneAfterTheOther(random, hazard, 100);
  nodes[3].lost = false;
  const auto before = Estimated(Ask({Of(kPool, nodes)}, 100));
  nodes[3].lost = true;
  const auto after = Estimated(Ask({Of(kPool, nodes)}, 100));
  for (std::size_t band = 0; band < kAgeBands; ++band) EXPECT_GE(HazardAt(after, band), HazardAt(before, band));
  EXPECT_NEAR(after.pools[0].losses, before.pools[0].losses + 1, 1e-3);
}

EstimateRiskRequest RandomRequest(std::uint64_t seed) {
  base::Random random(seed);
  const ByAge hazard = {0.6, 0.4, 0.3, 0.2, 0.2, 0.2, 0.2};
  std::vector<PoolEvidence> pools;
  for (const char* zone : {"a", "b"}) {
    std::vector<NodeLifetime> nodes = OneAfterTheOther(random, hazard, 40);
    const std::vector<NodeLifetime> others = OneAfterTheOther(random, hazard, 40);
    nodes.insert(nodes.end(), others.begin(), others.end());
    pools.push_back(Of(SpotPool("t", "r", zone), nodes));
    // Half of the losses are announced, and a few come to nothing.
    for (const NodeLifetime& node : nodes) {
      if (random.Below(2) != 0) continue;
      const std::int64_t warning = 30'000 + static_cast<std::int64_t>(random.Below(240'000));
      const std::int64_t at = node.ended_unix_ms.value_or(At(40)) - warning;
      if (at <= node.launched_unix_ms) continue;
      pools.back().signals.push_back({RiskSignalKind::kInterruptionNotice, at, node.launched_unix_ms});
    }
    for (int i = 0; i < 5; ++i) {
      pools.back().signals.push_back({.kind = RiskSignalKind::kLaunchFailure, .at_unix_ms = At(40 * random.Unit())});
    }
  }
  std::vector<int> counts;
  for (int i = 0; i < 400; ++i) counts.push_back(random.Below(8) != 0 && i != 0 ? counts.back() : int(random.Below(5)));
  pools.push_back(ByTicks(SpotPool("t", "elsewhere", "c"), counts));
  pools.push_back(ByTicks(SpotPool("u", "r", "a"), counts));
  EstimateRiskRequest request = Ask(pools, 40);
  request.settings.half_life_hours = 24;
  return request;
}

TEST(EstimateRisk, TheOrderOfEventsDoesNotMatter) {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    EstimateRiskRequest request = RandomRequest(seed);
    const auto before = Estimated(request);
    for (PoolEvidence& pool : request.pools) {
      std::reverse(pool.lifetimes.begin(), pool.lifetimes.end());
      std::rotate(pool.ticks.begin(), pool.ticks.begin() + std::ssize(pool.ticks) / 3, pool.ticks.end());
      std::reverse(pool.signals.begin(), pool.signals.end());
    }
    EXPECT_EQ(Estimated(request), before);
    std::reverse(request.pools.begin(), request.pools.end());
    const auto reversed = Estimated(request);
    EXPECT_EQ(reversed.state, before.state);
    EXPECT_EQ(reversed.pools.back(), before.pools.front());
    for (std::size_t s = 0; s < before.expected.shocks.size(); ++s) {
      EXPECT_NEAR(reversed.expected.shocks[s].probability, before.expected.shocks[s].probability, 1e-12);
    }
  }
}

// What was known up to a moment: nodes that ended later still ran.
EstimateRiskRequest Until(const EstimateRiskRequest& whole, std::int64_t now) {
  EstimateRiskRequest part = whole;
  part.now_unix_ms = now;
  for (PoolEvidence& pool : part.pools) {
    std::erase_if(pool.lifetimes, [&](const NodeLifetime& node) { return node.launched_unix_ms > now; });
    std::erase_if(pool.ticks, [&](const CapacityTick& tick) { return tick.at_unix_ms > now; });
    std::erase_if(pool.signals, [&](const RiskSignal& signal) { return signal.at_unix_ms > now; });
    for (NodeLifetime& node : pool.lifetimes) {
      if (!node.ended_unix_ms || *node.ended_unix_ms <= now) continue;
      node.ended_unix_ms.reset();
      node.lost = false;
    }
  }
  return part;
}

void ExpectNear(const RiskEstimate& got, const RiskEstimate& expected) {
  EXPECT_NEAR(got.expected, expected.expected, 1e-8 * expected.expected);
  EXPECT_NEAR(got.low, expected.low, 1e-7 * expected.high);
  EXPECT_NEAR(got.high, expected.high, 1e-7 * expected.high);
}

TEST(EstimateRisk, OneBatchAndManyRequestsWithAStateGiveTheSame) {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const EstimateRiskRequest request = RandomRequest(seed);
    const auto whole = Estimated(request);
    base::Random random(seed);
    std::optional<RiskState> state;
    for (double hour = 0; hour < 40; hour += 3 * random.Unit()) {
      EstimateRiskRequest part = Until(request, At(hour));
      part.state = state;
      state = Estimated(part).state;
    }
    EstimateRiskRequest last = request;
    last.state = state;
    const auto parts = Estimated(last);
    for (std::size_t i = 0; i < whole.pools.size(); ++i) {
      EXPECT_NEAR(parts.pools[i].pool_hours, whole.pools[i].pool_hours, 1e-8);
      EXPECT_NEAR(parts.pools[i].losses, whole.pools[i].losses, 1e-8);
      EXPECT_EQ(parts.pools[i].running_count, whole.pools[i].running_count);
      ExpectNear(parts.pools[i].loss_correlation, whole.pools[i].loss_correlation);
      for (std::size_t band = 0; band < kAgeBands; ++band) {
        ExpectNear(parts.pools[i].hazards[band].interruptions_per_instance_hour,
                   whole.pools[i].hazards[band].interruptions_per_instance_hour);
      }
    }
    ExpectNear(parts.same_type_in_region.shared, whole.same_type_in_region.shared);
    ExpectNear(parts.same_region.shared, whole.same_region.shared);
    ExpectNear(parts.everywhere.shared, whole.everywhere.shared);
  }
}

TEST(EstimateRisk, EvidenceFadesToThePrior) {
  base::Random random(8);
  EstimateRiskRequest request = Ask({Of(kPool, OneAfterTheOther(random, {1, 1, 1, 1, 1, 1, 1}, 100))}, 100);
  request.pools[0].lifetimes.back().ended_unix_ms = At(100);
  request.settings.half_life_hours = 168;
  const auto fresh = Estimated(request);
  EXPECT_GT(HazardAt(fresh, 0), 0.5);
  request.now_unix_ms = At(100 + 168);
  EXPECT_NEAR(Estimated(request).pools[0].losses, fresh.pools[0].losses / 2, 1e-9);
  request.now_unix_ms = At(100 + 168 * 100);
  EXPECT_NEAR(HazardAt(Estimated(request), 6), PriorHazard(std::nullopt, 0), 1e-12);
}

// Four nodes fall within three minutes: the pool is lost once, and its nodes fall together.
TEST(EstimateRisk, ABlockThatDiesWithinMinutesIsOneLoss) {
  std::vector<NodeLifetime> nodes;
  for (int i = 0; i < 4; ++i) {
    nodes.push_back({.launched_unix_ms = At(0), .ended_unix_ms = At(5 + i / 60.0), .lost = true});
  }
  const auto response = Estimated(Ask({Of(kPool, nodes)}, 6));
  EXPECT_NEAR(response.pools[0].losses, 1, 1e-6);
  EXPECT_NEAR(response.pools[0].pool_hours, 5.05, 1e-4);
  EXPECT_NEAR(response.pools[0].loss_correlation.expected, (0.75 * 2 + 1) / 3, 1e-6);
}

TEST(EstimateRisk, TicksAreNodesOfWhichTheYoungestGoFirst) {
  const auto response = Estimated(Ask({ByTicks(kPool, {2, 2, 2, 2, 2, 2, 4, 2})}, 0.7));
  EXPECT_NEAR(response.pools[0].hazards[0].losses, 0.5, 1e-4);  // Two of four, 6 minutes old.
  EXPECT_EQ(response.pools[0].hazards[1].losses, 0);
  EXPECT_EQ(response.pools[0].running_count, 2);
  EXPECT_NEAR(response.pools[0].node_age_seconds, 0.7 * 3600, 1e-6);
}

TEST(EstimateRisk, AcrossAGapOfTicksNothingIsKnown) {
  EstimateRiskRequest request = Ask({ByTicks(kPool, {1, 1, 0, 1}, 2)}, 6);
  EXPECT_EQ(Estimated(request).pools[0].losses, 0);
  EXPECT_EQ(Estimated(request).pools[0].pool_hours, 0);
  request.settings.max_tick_gap_seconds = 7200;
  EXPECT_NEAR(Estimated(request).pools[0].losses, 1, 1e-4);
  EXPECT_NEAR(Estimated(request).pools[0].pool_hours, 4, 1e-4);
}

TEST(EstimateRisk, SignalsCountAsPartsOfALoss) {
  EstimateRiskRequest request = Ask({Of(kPool, {{.launched_unix_ms = At(0)}, {.launched_unix_ms = At(1)}})}, 6);
  request.settings.incident_window_seconds = 900;
  const double before = Estimated(request).pools[0].losses;
  const auto with = [&](std::vector<RiskSignal> signals) {
    request.pools[0].signals = std::move(signals);
    return Estimated(request).pools[0].losses - before;
  };
  using enum RiskSignalKind;
  EXPECT_NEAR(with({{kInterruptionNotice, At(5), At(0)}}), 0.5, 1e-4);
  EXPECT_NEAR(with({{kRebalanceRecommendation, At(5), At(0)}}), 0.125, 1e-4);
  EXPECT_NEAR(with({{kLaunchFailure, At(5), {}}}), 0.25, 1e-4);
  EXPECT_NEAR(with({{kLaunchFailure, At(5), {}}, {kLaunchFailure, At(5.1), {}}}), 0.25, 1e-4);
  EXPECT_NEAR(with({{kLaunchFailure, At(5), {}}, {kLaunchFailure, At(5.3), {}}}), 0.5, 1e-4);
}

TEST(EstimateRisk, ANoticeOfALossThatWasSeenSaysNothingMore) {
  EstimateRiskRequest request =
      Ask({Of(kPool, {{.launched_unix_ms = At(0), .ended_unix_ms = At(5), .lost = true}})}, 6);
  const auto before = Estimated(request);
  request.pools[0].signals = {{RiskSignalKind::kInterruptionNotice, At(4.97), At(0)}};
  EXPECT_EQ(Estimated(request), before);
}

// A state remembers that a notice came, so that the loss which follows it in the next request is not a second event.
TEST(EstimateRisk, ANoticeAndItsLossInTheNextRequestAreOneLoss) {
  const NodeLifetime other = {.launched_unix_ms = At(1)};
  EstimateRiskRequest at_notice = Ask({Of(kPool, {{.launched_unix_ms = At(0)}, other})}, 5);
  at_notice.pools[0].signals = {{RiskSignalKind::kInterruptionNotice, At(4.99), At(0)}};
  const auto noticed = Estimated(at_notice);
  EXPECT_NEAR(noticed.pools[0].losses, 0.5, 1e-4);
  EXPECT_EQ(noticed.state.pools[0].notices, (std::vector<OpenNotice>{{At(4.99), At(0), 0.5}}));

  const NodeLifetime lost = {.launched_unix_ms = At(0), .ended_unix_ms = At(5.02), .lost = true};
  EstimateRiskRequest at_loss = Ask({Of(kPool, {lost, other})}, 5.1);
  at_loss.state = noticed.state;
  const auto after = Estimated(at_loss);
  EXPECT_NEAR(after.pools[0].losses, 0.5, 1e-4);
  EXPECT_TRUE(after.state.pools[0].notices.empty());
  at_loss.state.reset();
  at_loss.pools[0].signals = at_notice.pools[0].signals;
  EXPECT_NEAR(after.pools[0].losses, Estimated(at_loss).pools[0].losses, 1e-12);
}

TEST(EstimateRisk, ANoticeThatNothingFollowsStaysCounted) {
  EstimateRiskRequest request = Ask({Of(kPool, {{.launched_unix_ms = At(0)}, {.launched_unix_ms = At(1)}})}, 5);
  request.pools[0].signals = {{RiskSignalKind::kInterruptionNotice, At(4.9), At(0)}};
  const auto noticed = Estimated(request);
  request.pools[0].signals.clear();
  request.state = noticed.state;
  request.now_unix_ms = At(5.15);  // Exactly 15 minutes after the notice.
  EXPECT_EQ(Estimated(request).state.pools[0].notices.size(), 1U);
  request.now_unix_ms = At(5.2);
  const auto settled = Estimated(request);
  EXPECT_TRUE(settled.state.pools[0].notices.empty());
  EXPECT_NEAR(settled.pools[0].losses, noticed.pools[0].losses, 1e-4);
  EXPECT_NEAR(settled.pools[0].hazards[4].losses, 0.5, 1e-4);  // 4.9 hours old.

  // What is lost after that is another loss.
  request.state = settled.state;
  request.now_unix_ms = At(6);
  request.pools[0].lifetimes[0] = {.launched_unix_ms = At(0), .ended_unix_ms = At(5.9), .lost = true};
  EXPECT_NEAR(Estimated(request).pools[0].losses, 1, 1e-4);
}

TEST(EstimateRisk, OfTwoNodesLaunchedTogetherEachHasItsNotice) {
  const NodeLifetime runs = {.launched_unix_ms = At(0)};
  const NodeLifetime lost = {.launched_unix_ms = At(0), .ended_unix_ms = At(5.02), .lost = true};
  EstimateRiskRequest request = Ask({Of(kPool, {runs, runs, lost})}, 5.1);
  request.pools[0].signals = {{RiskSignalKind::kInterruptionNotice, At(5), At(0)},
                              {RiskSignalKind::kInterruptionNotice, At(5), At(0)}};
  const auto response = Estimated(request);
  EXPECT_NEAR(response.pools[0].losses, 2.0 / 3, 1e-4);
  EXPECT_EQ(response.state.pools[0].notices.size(), 1U);
}

// Whoever drains a node under notice and ends it has lost it to the provider.
TEST(EstimateRisk, ANoticeStaysWhenTheOwnerEndsTheNodeBefore) {
  EstimateRiskRequest request = Ask({Of(kPool, {{.launched_unix_ms = At(0), .ended_unix_ms = At(5)}})}, 6);
  request.pools[0].signals = {{RiskSignalKind::kInterruptionNotice, At(4.99), At(0)}};
  EXPECT_NEAR(Estimated(request).pools[0].losses, 1, 1e-4);
  request.pools[0].signals[0].at_unix_ms = At(5.01);  // Of a node that is gone.
  EXPECT_EQ(Estimated(request).pools[0].losses, 0);
}

TEST(EstimateRisk, OfAPoolThatTicksNoticesSayNothingMore) {
  EstimateRiskRequest only_notice = Ask({Of(kPool, {})}, 5);
  only_notice.pools[0].signals = {{RiskSignalKind::kInterruptionNotice, At(4.95), At(4)}};
  EstimateRiskRequest request = Ask({ByTicks(kPool, {1, 1, 0}, 2.52)}, 5.04);
  request.settings.max_tick_gap_seconds = 10000;
  const auto expected = Estimated(request);
  request.pools[0].signals = only_notice.pools[0].signals;
  EXPECT_EQ(Estimated(request).pools, expected.pools);

  // Also when the first tick comes after the notice, or the notice in a request without ticks.
  request.pools[0].signals.clear();
  std::erase_if(request.pools[0].ticks, [](const CapacityTick& tick) { return tick.at_unix_ms < At(5); });
  request.state = Estimated(only_notice).state;
  EXPECT_EQ(request.state->pools[0].notices.size(), 1U);
  const auto ticked = Estimated(request);
  EXPECT_EQ(ticked.pools[0].losses, 0);
  only_notice.now_unix_ms = At(5.1);
  only_notice.pools[0].signals[0].at_unix_ms = At(5.05);
  only_notice.state = ticked.state;
  EXPECT_EQ(Estimated(only_notice).pools[0].losses, 0);
}

TEST(EstimateRisk, AtTheLifetimeCapNodesEndWithoutBeingASignOfScarcity) {
  EstimateRiskRequest request = Ask(
      {Of(kPool, {{.launched_unix_ms = At(0), .ended_unix_ms = At(24), .lost = true}, {.launched_unix_ms = At(24)}})},
      47.95);
  EXPECT_GT(Estimated(request).pools[0].losses, 0.9);
  EXPECT_LT(Estimated(request).pools[0].loss_probability.expected, 0.01);
  request.settings.lifetime_cap_seconds = 86400;
  const auto response = Estimated(request);
  EXPECT_EQ(response.pools[0].losses, 0);
  request.pools[0].signals = {{RiskSignalKind::kInterruptionNotice, At(23.99), At(0)}};
  EXPECT_EQ(Estimated(request).pools[0].losses, 0);
  EXPECT_EQ(response.pools[0].loss_probability.expected, 1);  // 23.95 h old; the cap is 3 minutes away.
  EXPECT_EQ(response.expected.pools[0].loss_probability, 1);
  EXPECT_EQ(test::Codes(response.pools[0].reasons), (CodeList{"risk_from_evidence", "lifetime_cap_near"}));
}

TEST(EstimateRisk, TheAgeAskedForDecidesWhichHazardCounts) {
  EstimateRiskRequest request = Ask({Of(kPool, {})}, 0);
  const double of_new = Estimated(request).pools[0].loss_probability.expected;
  request.pools[0].node_age_seconds = 1e6;
  EXPECT_NEAR(Estimated(request).pools[0].loss_probability.expected * 7.4, of_new, of_new * 1e-2);
}

TEST(LossModel, EachPoolKeepsItsOwnLossProbability) {
  base::Random random(9);
  for (int world = 0; world < 200; ++world) {
    std::vector<PoolLoss> pools;
    for (int i = 0; i < 8; ++i) {
      pools.push_back(
          {.pool = SpotPool(random.Below(2) != 0 ? "t" : "u", random.Below(2) != 0 ? "r" : "s", std::to_string(i)),
           .expected_losses = random.Below(6) == 0 ? 0 : random.Unit(),
           .usual_losses = random.Unit(),
           .pool_hours = random.Unit(),
           .block_share = random.Unit()});
    }
    const RiskModel model = BuildLossModel(300, pools, {random.Unit(), random.Unit() * 0.5, random.Unit() * 0.2});
    for (std::size_t i = 0; i < pools.size(); ++i) {
      const std::vector<double> pmf = SurvivalPmf(model, std::vector<Holding>{{i, 1}});
      EXPECT_NEAR(pmf[0], 1 - std::exp(-pools[i].expected_losses), 1e-12);
      EXPECT_GE(model.pools[i].loss_correlation, 0);
      EXPECT_LE(model.pools[i].loss_correlation, 1);
    }
  }
}

TEST(LossModel, ShocksNestAndAreNamedByWhatTheyHit) {
  const std::vector<PoolLoss> pools = {{SpotPool("t", "r", "a"), 0.1, 0.1, 0, 1, 0},
                                       {SpotPool("t", "r", "b"), 0.1, 0.1, 0, 1, 0},
                                       {SpotPool("u", "r", "a"), 0.1, 0.1, 0, 1, 0},
                                       {SpotPool("t", "s", "a"), 0.1, 0.1, 0, 1, 0}};
  const RiskModel model = BuildLossModel(300, pools, {0.4, 0.3, 0.1});
  ASSERT_EQ(model.shocks.size(), 3U);
  EXPECT_EQ(model.shocks[0].region + model.shocks[0].instance_type, "");
  EXPECT_NEAR(model.shocks[0].probability, 1 - std::exp(-0.01), 1e-12);
  EXPECT_EQ(model.shocks[1].region + model.shocks[1].instance_type, "r");
  EXPECT_NEAR(model.shocks[1].probability, 1 - std::exp(-0.02), 1e-12);
  EXPECT_EQ(model.shocks[2].region + model.shocks[2].instance_type, "rt");
  EXPECT_NEAR(model.shocks[2].probability, 1 - std::exp(-0.01), 1e-12);
}

// A shock strikes as often as falls are usual, not as often as a pool happens to fall that has just come up.
TEST(LossModel, AYoungPoolMakesNoShockMoreLikely) {
  const auto shock = [](double losses_of_the_young) {
    const std::vector<PoolLoss> pools = {{SpotPool("t", "r", "a"), 0.1, 0.1, 50, 1, 0},
                                         {SpotPool("t", "r", "b"), losses_of_the_young, 0.1, 50, 1, 0}};
    return BuildLossModel(300, pools, {0.4, 0, 0}).shocks.at(0).probability;
  };
  EXPECT_NEAR(shock(0.1), 1 - std::exp(-0.04), 1e-12);
  EXPECT_EQ(shock(0.8), shock(0.1));
}

// A pool counts by the time in which its falls could be seen.
TEST(LossModel, APoolThatIsHardlyThereSaysLittleOfShocks) {
  const std::vector<PoolLoss> pools = {{SpotPool("t", "r", "a"), 0.1, 0.1, 99, 1, 0},
                                       {SpotPool("t", "r", "b"), 0.5, 0.5, 0, 1, 0}};
  const double mean = (100 * 0.1 + 1 * 0.5) / 101;
  EXPECT_NEAR(BuildLossModel(300, pools, {0.4, 0, 0}).shocks.at(0).probability, 1 - std::exp(-0.4 * mean), 1e-12);
}

// What was seen of a type's pools tells of one that has just come up.
TEST(EstimateRisk, PoolsOfATypeTellOfEachOther) {
  const auto hazard_of_new = [](const std::string& type) {
    // A pool that falls every other hour, and one of which nothing was seen.
    std::vector<int> up;
    for (int hour = 0; hour < 60; ++hour) up.push_back(hour % 2);
    PoolEvidence other;
    other.pool = SpotPool(type, "r", "b");
    EstimateRiskRequest request = Ask({ByTicks(SpotPool("t", "r", "a"), up, 1), other}, 60);
    return Estimated(request).pools[1].loss_probability.expected;
  };
  EXPECT_GT(hazard_of_new("t"), 20 * hazard_of_new("u"));
}

TEST(EstimateRisk, WithoutIntervalsOnlyWhatIsExpectedIsSaid) {
  EstimateRiskRequest request = RandomRequest(1);
  const EstimateRiskResponse with = Estimated(request);
  request.settings.intervals = false;
  const EstimateRiskResponse without = Estimated(request);
  EXPECT_EQ(without.expected, with.expected);
  EXPECT_EQ(without.conservative, with.expected);
  EXPECT_EQ(without.state, with.state);
  const RiskEstimate& loss = without.pools[0].loss_probability;
  EXPECT_EQ(loss.low, loss.expected);
  EXPECT_EQ(loss.high, loss.expected);
}

TEST(EstimateRisk, TheConservativeModelLosesMore) {
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const auto response = Estimated(RandomRequest(seed));
    for (std::size_t i = 0; i < response.pools.size(); ++i) {
      const RiskEstimate& loss = response.pools[i].loss_probability;
      EXPECT_LT(loss.low, loss.expected);
      EXPECT_LT(loss.expected, loss.high);
      EXPECT_LT(loss.expected, loss.conservative);
      const std::vector<Holding> one = {{i, 1}};
      EXPECT_GT(SurvivalPmf(response.conservative, one)[0], SurvivalPmf(response.expected, one)[0]);
    }
  }
}

TEST(EstimateRisk, WithoutPoolsThereIsNothingToSay) {
  const auto response = Estimated(Ask({}, 0));
  EXPECT_EQ(test::Codes(response.reasons), CodeList{"no_pools"});
  EXPECT_TRUE(response.expected.pools.empty());
}

TEST(EstimateRisk, ErrorsNameTheField) {
  const EstimateRiskRequest good = Ask({Of(kPool, {{.launched_unix_ms = At(0)}})}, 10);
  const auto field_of = [&](const std::function<void(EstimateRiskRequest&)>& spoil) {
    EstimateRiskRequest request = good;
    spoil(request);
    const auto result = EstimateRisk(request);
    EXPECT_FALSE(result.ok());
    return result.ok() ? "" : result.error().field;
  };
  using R = EstimateRiskRequest;
  EXPECT_EQ(field_of([](R& r) { r.pools.push_back(r.pools[0]); }), "pools[1].pool");
  EXPECT_EQ(field_of([](R& r) { r.pools[0].pool.capacity_type = CapacityType::kOnDemand; }),
            "pools[0].pool.capacity_type");
  EXPECT_EQ(field_of([](R& r) { r.pools[0].interruption_band = 5; }), "pools[0].interruption_band");
  EXPECT_EQ(field_of([](R& r) { r.pools[0].band_as_of_unix_ms = At(11); }), "pools[0].band_as_of_unix_ms");
  EXPECT_EQ(field_of([](R& r) { r.pools[0].lifetimes[0].launched_unix_ms = At(11); }),
            "pools[0].lifetimes[0].launched_unix_ms");
  EXPECT_EQ(field_of([](R& r) { r.pools[0].lifetimes[0].ended_unix_ms = At(0); }),
            "pools[0].lifetimes[0].ended_unix_ms");
  EXPECT_EQ(field_of([](R& r) { r.pools[0].lifetimes[0].ended_unix_ms = At(11); }),
            "pools[0].lifetimes[0].ended_unix_ms");
  EXPECT_EQ(field_of([](R& r) { r.pools[0].lifetimes[0].lost = true; }), "pools[0].lifetimes[0].lost");
  EXPECT_EQ(field_of([](R& r) { r.pools[0].ticks = {{At(1), 1}}; }), "pools[0].ticks");
  EXPECT_EQ(field_of([](R& r) { r.pools[0] = ByTicks(kPool, {1, 1}, 0); }), "pools[0].ticks[1].at_unix_ms");
  EXPECT_EQ(field_of([](R& r) { r.pools[0] = ByTicks(kPool, {1, 1}, 20); }), "pools[0].ticks[1].at_unix_ms");
  EXPECT_EQ(field_of([](R& r) {
              r.pools[0].signals = {{RiskSignalKind::kInterruptionNotice, At(1), {}}};
            }),
            "pools[0].signals[0].launched_unix_ms");
  EXPECT_EQ(field_of([](R& r) {
              r.pools[0].signals = {{RiskSignalKind::kInterruptionNotice, At(1), At(2)}};
            }),
            "pools[0].signals[0].launched_unix_ms");
  EXPECT_EQ(field_of([](R& r) {
              r.pools[0].signals = {{RiskSignalKind::kLaunchFailure, At(1), At(0)}};
            }),
            "pools[0].signals[0].launched_unix_ms");
  EXPECT_EQ(field_of([](R& r) {
              r.pools[0].signals = {{RiskSignalKind::kLaunchFailure, At(11), {}}};
            }),
            "pools[0].signals[0].at_unix_ms");
  EXPECT_EQ(field_of([](R& r) { r.settings.half_life_hours = 0; }), "settings.half_life_hours");
  EXPECT_EQ(field_of([](R& r) { r.settings.credible_level = 1; }), "settings.credible_level");
}

TEST(EstimateRisk, AStateThatWasNotGivenOutIsRefused) {
  EstimateRiskRequest request = Ask({ByTicks(kPool, {1, 1, 1})}, 10);
  const RiskState good = Estimated(request).state;
  const auto field_of = [&](const std::function<void(RiskState&)>& spoil) {
    request.state = good;
    spoil(*request.state);
    const auto result = EstimateRisk(request);
    EXPECT_FALSE(result.ok());
    return result.ok() ? "" : result.error().field;
  };
  EXPECT_EQ(field_of([](RiskState& s) { s.version = 2; }), "state.version");
  EXPECT_EQ(field_of([](RiskState& s) { s.counted_until_unix_ms = At(11); }), "state.counted_until_unix_ms");
  EXPECT_EQ(field_of([](RiskState& s) { s.pools.push_back(s.pools[0]); }), "state.pools[1].pool");
  EXPECT_EQ(field_of([](RiskState& s) { s.pools[0].pool_hours.pop_back(); }), "state.pools[0].pool_hours");
  EXPECT_EQ(field_of([](RiskState& s) { s.pools[0].losses.clear(); }), "state.pools[0].losses");
  EXPECT_EQ(field_of([](RiskState& s) { s.pools[0].losses[0] = -1; }), "state.pools[0].losses[0]");
  EXPECT_EQ(field_of([](RiskState& s) {
              s.pools[0].up_since_unix_ms = {At(1), At(0)};
            }),
            "state.pools[0].up_since_unix_ms");
  EXPECT_EQ(field_of([](RiskState& s) { s.pools[0].last_tick_unix_ms.reset(); }), "state.pools[0].up_since_unix_ms");
  EXPECT_EQ(field_of([](RiskState& s) { s.pools[0].last_tick_unix_ms = At(20); }), "state.pools[0].last_tick_unix_ms");
  const auto with_notices = [](std::vector<OpenNotice> notices) {
    return [notices](RiskState& s) { s.pools[0].notices = notices; };
  };
  EXPECT_EQ(field_of(with_notices({{At(11), At(1), 1}})), "state.pools[0].notices[0]");
  EXPECT_EQ(field_of(with_notices({{At(2), At(3), 1}})), "state.pools[0].notices[0]");
  EXPECT_EQ(field_of(with_notices({{At(3), At(1), 1}, {At(2), At(1), 1}})), "state.pools[0].notices[1]");
  EXPECT_EQ(field_of(with_notices({{At(2), At(1), 2}})), "state.pools[0].notices[0].pool_share");
  request.pools[0] = Of(kPool, {{.launched_unix_ms = At(1)}});
  EXPECT_EQ(field_of([](RiskState&) {}), "pools[0].lifetimes");
}

TEST(EstimateRisk, CanBeCancelled) {
  const Call call{.cancelled = [] { return true; }, .progress = {}};
  EXPECT_EQ(EstimateRisk(Ask({}, 0), call).error().code, ErrorCode::kCancelled);
}

}  // namespace
}  // namespace spotwright::risk
