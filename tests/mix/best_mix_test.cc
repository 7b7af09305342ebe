#include "src/mix/best_mix.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <string>

#include "src/risk/survival.h"

namespace spotwright::mix {
namespace {

struct World {
  MixProblem problem;
  RiskModel model;  // The same risk, for the twin.
};

World RandomWorld(std::mt19937& random, int spot_pools) {
  const auto below = [&](std::int64_t limit) { return static_cast<std::int64_t>(random() % limit); };
  World world;
  MixProblem& problem = world.problem;
  problem.needed_units = 1 + below(4);
  problem.max_iterations = 100'000;
  for (int i = 0; i < spot_pools + 2; ++i) {
    Candidate pool;
    pool.spot = i < spot_pools;
    pool.loser.pool = {i % 2 == 0 ? "t" : "u", i < 2 ? "r" : "s", std::string(1, static_cast<char>('a' + i)),
                       pool.spot ? CapacityType::kSpot : CapacityType::kOnDemand};
    pool.loser.loss_probability = static_cast<double>(below(30)) / 100;
    pool.loser.loss_correlation = static_cast<double>(below(5)) / 4;
    pool.held = below(3) == 0 ? below(4) : 0;
    pool.most = pool.spot ? 2 + below(5) : 2 + below(3);
    pool.most = std::min(std::max(pool.most, pool.held), 4 * problem.needed_units);
    pool.held = std::min(pool.held, pool.most);
    pool.price = pool.spot ? 20 + below(30) : 90 + below(20);
    pool.interruption_cost = pool.spot ? below(5) : 0;
    pool.launch_cost = below(2) * below(10);
    if (!pool.spot && pool.held == 0 && below(4) == 0) pool.reserved = std::min<std::int64_t>(1, pool.most - pool.held);
    problem.candidates.push_back(pool);
    if (!pool.spot) continue;
    world.model.pools.push_back({pool.loser.pool, pool.loser.loss_probability, pool.loser.loss_correlation, 0});
  }
  if (below(2) == 0) problem.shocks.push_back({"r", "", static_cast<double>(below(10)) / 100});
  if (below(2) == 0) problem.shocks.push_back({"r", "t", static_cast<double>(below(10)) / 100});
  if (below(3) == 0) problem.shocks.push_back({"", "", static_cast<double>(below(5)) / 100});
  world.model.shocks = problem.shocks;
  if (below(3) == 0) {
    Ceiling ceiling{"limit", 1 + below(5), static_cast<Counts>(below(3)), {}};
    for (std::size_t i = 0; i < problem.candidates.size(); ++i) {
      if (below(2) == 0) ceiling.members.push_back({i, 1});
    }
    problem.ceilings.push_back(std::move(ceiling));
  }
  problem.least_on_demand_units = below(4) == 0 ? 1 : 0;
  return world;
}

bool Met(const MixAnswer& answer) { return answer.has_base && answer.reaches_target; }

// What a whole mix, on-demand included, costs and gives, said again as simply as can be.
struct Verdict {
  bool allowed = true;
  std::int64_t cost = 0;
  std::int64_t price = 0;
  double probability = 0;
};

Verdict Judge(const World& world, const Mix& mix) {
  Verdict verdict;
  std::vector<risk::Holding> holdings;
  std::int64_t on_demand = 0;
  std::size_t spot = 0;
  for (std::size_t i = 0; i < mix.size(); ++i) {
    const Candidate& pool = world.problem.candidates[i];
    const std::int64_t above = std::max<std::int64_t>(0, mix[i] - pool.held);
    const std::int64_t paid = mix[i] - std::min(above, pool.reserved);
    verdict.price += static_cast<std::int64_t>(paid * pool.price);
    verdict.cost +=
        static_cast<std::int64_t>(paid * pool.price + mix[i] * pool.interruption_cost + above * pool.launch_cost);
    verdict.allowed = verdict.allowed && mix[i] <= pool.most;
    if (pool.spot) {
      holdings.push_back({spot++, mix[i]});
    } else {
      on_demand += mix[i];
    }
  }
  for (const Ceiling& ceiling : world.problem.ceilings) {
    std::int64_t used = 0;
    std::int64_t held_alone = 0;
    for (const Ceiling::Member& member : ceiling.members) {
      const std::int64_t held = world.problem.candidates[member.pool].held;
      const std::int64_t now = mix[member.pool];
      if (ceiling.counts == Counts::kAll) used += now;
      if (ceiling.counts == Counts::kNew) used += std::max<std::int64_t>(0, now - held);
      if (ceiling.counts == Counts::kAllAtOnce) {
        used += std::max(now, held);
        held_alone += held;
      }
    }
    // What runs already may stand above its quota; then nothing is added.
    verdict.allowed = verdict.allowed && used <= std::max(ceiling.limit, held_alone);
  }
  verdict.allowed = verdict.allowed && on_demand >= world.problem.least_on_demand_units;
  verdict.probability =
      risk::ProbabilityOfAtLeast(risk::SurvivalPmf(world.model, holdings), world.problem.needed_units - on_demand);
  return verdict;
}

template <typename Visit>
void ForEachMix(const World& world, Mix& mix, const Visit& visit) {
  if (mix.size() == world.problem.candidates.size()) {
    visit(mix);
    return;
  }
  for (std::int64_t count = 0; count <= world.problem.candidates[mix.size()].most; ++count) {
    mix.push_back(count);
    ForEachMix(world, mix, visit);
    mix.pop_back();
  }
}

std::string Text(const World& world, const Mix& mix, double target) {
  std::string text = " needed " + std::to_string(world.problem.needed_units) + " target " + std::to_string(target);
  for (std::size_t i = 0; i < mix.size(); ++i) {
    const Candidate& pool = world.problem.candidates[i];
    text += "\n" + std::string(pool.spot ? "spot" : "on-demand") + " mix " + std::to_string(mix[i]) + " held " +
            std::to_string(pool.held) + " most " + std::to_string(pool.most) + " reserved " +
            std::to_string(pool.reserved) + " price " + std::to_string(static_cast<std::int64_t>(pool.price)) +
            " launch " + std::to_string(static_cast<std::int64_t>(pool.launch_cost)) + " p " +
            std::to_string(pool.loser.loss_probability) + " rho " + std::to_string(pool.loser.loss_correlation);
  }
  for (const Ceiling& ceiling : world.problem.ceilings) {
    text +=
        "\nceiling " + std::to_string(ceiling.limit) + " counts " + std::to_string(static_cast<int>(ceiling.counts));
    for (const Ceiling::Member& member : ceiling.members) text += " " + std::to_string(member.pool);
  }
  return text;
}

std::optional<std::int64_t> LeastCost(const World& world, double target) {
  std::optional<std::int64_t> least;
  Mix mix;
  ForEachMix(world, mix, [&](const Mix& candidate) {
    const Verdict verdict = Judge(world, candidate);
    if (!verdict.allowed || verdict.probability < target - 1e-12) return;
    least = std::min(verdict.cost, least.value_or(verdict.cost));
  });
  return least;
}

double GreatestProbability(const World& world, std::int64_t budget) {
  double greatest = 0;
  Mix mix;
  ForEachMix(world, mix, [&](const Mix& candidate) {
    const Verdict verdict = Judge(world, candidate);
    if (verdict.allowed && verdict.price <= budget) greatest = std::max(greatest, verdict.probability);
  });
  return greatest;
}

TEST(BestMix, AgreesWithExhaustiveSearchForATarget) {
  std::mt19937 random(1);
  int met = 0;
  for (int round = 0; round < 600; ++round) {
    World world = RandomWorld(random, 2 + round % 2);
    const double target = std::vector<double>{0.5, 0.9, 0.97, 0.99, 0.999}[random() % 5];
    world.problem.availability_target = target;
    const MixAnswer answer = FindBestMix(world.problem);
    const Verdict verdict = Judge(world, answer.mix);
    const std::optional<std::int64_t> least = LeastCost(world, target);
    ASSERT_EQ(Met(answer), least.has_value()) << "round " << round;
    if (!least) continue;
    ++met;
    ASSERT_TRUE(verdict.allowed) << "round " << round;
    ASSERT_GE(verdict.probability, target - 1e-11) << "round " << round;
    ASSERT_EQ(verdict.cost, *least) << "round " << round << Text(world, answer.mix, target);
  }
  EXPECT_GT(met, 400);
}

TEST(BestMix, AgreesWithExhaustiveSearchForABudget) {
  std::mt19937 random(2);
  for (int round = 0; round < 300; ++round) {
    World world = RandomWorld(random, 2 + round % 2);
    world.problem.least_on_demand_units = 0;
    world.problem.budget_micro_usd = static_cast<std::int64_t>(random() % 400);
    const MixAnswer answer = FindBestMix(world.problem);
    const Verdict verdict = Judge(world, answer.mix);
    ASSERT_TRUE(verdict.allowed) << "round " << round;
    ASSERT_LE(verdict.price, *world.problem.budget_micro_usd) << "round " << round;
    ASSERT_NEAR(verdict.probability, GreatestProbability(world, *world.problem.budget_micro_usd), 1e-9)
        << "round " << round;
  }
}

TEST(BestMix, ATargetOutOfReachGivesTheMostAvailableMix) {
  std::mt19937 random(3);
  int missed = 0;
  for (int round = 0; round < 300; ++round) {
    World world = RandomWorld(random, 2);
    for (Candidate& pool : world.problem.candidates) {
      if (!pool.spot) pool.most = pool.held = pool.reserved = 0;
    }
    world.problem.least_on_demand_units = 0;
    world.problem.availability_target = 0.9999;
    const MixAnswer answer = FindBestMix(world.problem);
    if (Met(answer)) continue;
    ++missed;
    ASSERT_NEAR(Judge(world, answer.mix).probability, GreatestProbability(world, 1'000'000), 1e-9) << round;
  }
  EXPECT_GT(missed, 100);
}

// Of random larger worlds no better mix is known than that of far more work.
TEST(BestMix, MoreWorkFindsHardlyAnythingBetter) {
  std::mt19937 random(4);
  double usual = 0;
  double best = 0;
  for (int round = 0; round < 20; ++round) {
    World world = RandomWorld(random, 8);
    world.problem.needed_units = 6 + static_cast<std::int64_t>(random() % 20);
    world.problem.ceilings.clear();
    for (Candidate& pool : world.problem.candidates) pool.most = 100;
    world.problem.availability_target = 0.99;
    world.problem.max_iterations = 4000;
    usual += static_cast<double>(Judge(world, FindBestMix(world.problem).mix).cost);
    world.problem.max_iterations = 400'000;
    best += static_cast<double>(Judge(world, FindBestMix(world.problem).mix).cost);
  }
  EXPECT_LE(usual, best * 1.01);
}

// More units than the search tells apart: lots cost a few percent, and the target is kept.
TEST(BestMix, LotsCostLittle) {
  std::mt19937 random(5);
  for (int round = 0; round < 10; ++round) {
    World world = RandomWorld(random, 4);
    world.problem.ceilings.clear();
    for (Candidate& pool : world.problem.candidates) {
      pool.most = 100'000;
      pool.held = 0;
    }
    world.problem.availability_target = 0.99;
    world.problem.needed_units = 100;
    const double small = static_cast<double>(Judge(world, FindBestMix(world.problem).mix).cost);
    world.problem.needed_units = 1000;
    const MixAnswer answer = FindBestMix(world.problem);
    ASSERT_TRUE(Met(answer));
    const Verdict verdict = Judge(world, answer.mix);
    ASSERT_GE(verdict.probability, 0.99 - 2e-3) << "round " << round;
    ASSERT_LE(static_cast<double>(verdict.cost), 10 * small * 1.05) << "round " << round;
  }
}

}  // namespace
}  // namespace spotwright::mix
