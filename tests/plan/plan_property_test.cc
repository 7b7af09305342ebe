// Properties of every plan, over many random clusters.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "spotwright/plan.h"
#include "src/codec/json.h"
#include "tests/plan/random_plan.h"
#include "tests/support/plan_checker.h"

namespace spotwright::test {
namespace {

std::string Lines(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += "  " + line + "\n";
  return text;
}

struct Counts {
  int feasible = 0;
  int drained = 0;
  int launched = 0;
  int kept_and_drained = 0;
};

Counts CheckSeeds(std::uint64_t first, std::uint64_t last, const ClusterShape& shape) {
  Counts counts;
  for (std::uint64_t seed = first; seed < last; ++seed) {
    const PlanRequest request = RandomPlan(seed, shape);
    const Result<PlanResponse> response = Plan(request);
    if (!response.ok()) {
      ADD_FAILURE() << "seed " << seed << ": " << response.error().field << " " << response.error().message;
      continue;
    }
    const std::vector<std::string> violations = CheckPlan(request, *response);
    EXPECT_TRUE(violations.empty()) << "seed " << seed << "\n" << Lines(violations);
    counts.feasible += response->feasible ? 1 : 0;
    counts.drained += response->drains.empty() ? 0 : 1;
    counts.launched += response->launches.empty() ? 0 : 1;
    counts.kept_and_drained += !response->drains.empty() && response->nodes.size() > 1 ? 1 : 0;
  }
  return counts;
}

TEST(PlanProperty, SmallClusters) {
  const Counts counts = CheckSeeds(0, 2000, ClusterShape{});
  EXPECT_GT(counts.feasible, 300);
  EXPECT_GT(counts.drained, 300);
  EXPECT_GT(counts.launched, 500);
  EXPECT_GT(counts.kept_and_drained, 100);
}

// Few types and many nodes, so that renewed clusters launch what runs already.
TEST(PlanProperty, AlikeNodes) {
  ClusterShape shape;
  shape.offers = 3;
  shape.nodes = 12;
  shape.replicas = 12;
  shape.unsupported = 0;
  shape.closed_node = 0.05;
  const Counts counts = CheckSeeds(10'000, 10'600, shape);
  EXPECT_GT(counts.kept_and_drained, 100);
}

// Worlds in which a rule was once broken, or said to be.
TEST(PlanProperty, RareWorlds) {
  CheckSeeds(115'408, 115'409, ClusterShape{});  // A zone that only a group without enough choice offers.
}

TEST(PlanProperty, OrderOfTheRequestChangesNothing) {
  for (std::uint64_t seed = 20'000; seed < 20'200; ++seed) {
    const PlanRequest request = RandomPlan(seed);
    const Result<PlanResponse> response = Plan(request);
    const Result<PlanResponse> shuffled = Plan(Shuffled(request, seed));
    ASSERT_TRUE(response.ok() && shuffled.ok()) << "seed " << seed;
    EXPECT_EQ(codec::EncodeJson(model::MessageOf<PlanResponse>(), &*response),
              codec::EncodeJson(model::MessageOf<PlanResponse>(), &*shuffled))
        << "seed " << seed;
  }
}

}  // namespace
}  // namespace spotwright::test
