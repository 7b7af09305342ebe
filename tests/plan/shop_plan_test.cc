// The example shop, from the files of other tools to the table that `make demo` prints.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "spotwright/plan.h"
#include "spotwright/render.h"
#include "src/codec/json.h"
#include "tests/plan/random_plan.h"
#include "tests/plan/small_cluster.h"
#include "tests/support/files.h"
#include "tests/support/shop.h"

namespace spotwright {
namespace {

const std::filesystem::path kRoot = SPOTWRIGHT_SOURCE_DIR;

std::string Json(const PlanResponse& plan) { return codec::EncodeJson(model::MessageOf<PlanResponse>(), &plan); }

class ShopPlan : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    request_ = test::ImportShop(kRoot);
    plan_ = test::PlanWell(request_);
  }

  static PlanRequest request_;
  static PlanResponse plan_;
};
PlanRequest ShopPlan::request_;
PlanResponse ShopPlan::plan_;

TEST_F(ShopPlan, PlacesEveryPodForMuchLess) {
  EXPECT_TRUE(plan_.feasible);
  const PlanSummary& summary = plan_.summary;
  EXPECT_EQ(summary.nodes_now, 25);
  EXPECT_GT(summary.savings_share, 0.4);
  EXPECT_LT(summary.gap, 0.25);  // Of a bound that may fill the mix's pools without a crumb left.
  EXPECT_GE(*summary.achieved_availability, *request_.policy.mix.availability_target);
  EXPECT_LT(summary.cost_planned_usd_per_hour, summary.cost_all_on_demand_usd_per_hour);
  EXPECT_GT(summary.spot_cpu_share, 0.4);
}

TEST_F(ShopPlan, DatabasesStay) {
  for (const Node& node : request_.nodes) {
    for (const RunningPods& running : node.running) {
      if (running.workload != "postgres") continue;
      EXPECT_EQ(std::count(plan_.drains.begin(), plan_.drains.end(), node.name), 0) << node.name;
    }
  }
}

TEST_F(ShopPlan, ComesOutTheSameAgain) { EXPECT_EQ(Json(test::PlanWell(request_)), Json(plan_)); }

TEST_F(ShopPlan, ComesOutTheSameInAnyOrder) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    EXPECT_EQ(Json(test::PlanWell(test::Shuffled(request_, seed))), Json(plan_)) << "seed " << seed;
  }
}

// The request after its plan was carried out.
PlanRequest Applied(const PlanRequest& request, const PlanResponse& plan) {
  PlanRequest after = request;
  after.nodes.clear();
  for (const PackedNode& planned : plan.nodes) {
    const auto today = std::find_if(request.nodes.begin(), request.nodes.end(),
                                    [&](const Node& node) { return node.name == planned.name; });
    const auto offer = std::find_if(request.offers.begin(), request.offers.end(), [&](const Offer& candidate) {
      return candidate.instance_type == planned.pool.instance_type && candidate.zone == planned.pool.zone &&
             candidate.capacity_type == planned.pool.capacity_type;
    });
    Node node = planned.existing ? *today : test::NodeOf(planned.name, *offer);
    if (!planned.existing) {
      node.labels = offer->labels;
      node.taints = offer->taints;
      node.architecture = offer->architecture;
    }
    node.running.clear();
    for (const Placement& placed : planned.placements) {
      node.running.push_back({placed.workload, placed.namespace_name, placed.replicas});
    }
    after.nodes.push_back(std::move(node));
  }
  return after;
}

// The bill halves at once. A later plan acts only if it saves its share again, and soon there is nothing left to do.
TEST_F(ShopPlan, ComesToRest) {
  PlanRequest request = Applied(request_, plan_);
  double cost = plan_.summary.cost_planned_usd_per_hour;
  PlanResponse plan;
  for (int round = 0; round < 4; ++round) {
    plan = test::PlanWell(request);
    if (plan.steps.empty()) break;
    EXPECT_LE(plan.summary.cost_planned_usd_per_hour, cost * (1 - request.policy.disruption.min_savings_share) + 1e-6);
    cost = plan.summary.cost_planned_usd_per_hour;
    request = Applied(request, plan);
  }
  EXPECT_TRUE(plan.steps.empty()) << plan.reasons[0].sentence;
  EXPECT_EQ(plan.summary.cost_planned_usd_per_hour, cost);
}

// What `make demo` prints, at a width of 100. SPOTWRIGHT_REGENERATE=1 writes it; read the diff.
TEST_F(ShopPlan, TableIsTheGoldenOne) {
  RenderRequest request;
  request.verb = "plan";
  request.response_json = Json(plan_);
  const Result<RenderResponse> rendered = Render(request);
  ASSERT_TRUE(rendered.ok()) << rendered.error().message;
  const std::filesystem::path golden = kRoot / "tests" / "golden" / "shop_plan_table.txt";
  if (test::Regenerating()) {
    test::WriteFile(golden, rendered->text);
  } else {
    EXPECT_EQ(test::ReadFile(golden), rendered->text);
  }
}

}  // namespace
}  // namespace spotwright
