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
  EXPECT_LT(summary.gap, 0.1);
  EXPECT_LT(summary.cost_planned_usd_per_hour, summary.cost_all_on_demand_usd_per_hour);
  EXPECT_LE(summary.spot_cpu_share, 0.8);
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

// The bill halves once: the planned cluster needs no plan of its own.
TEST_F(ShopPlan, IsAtRestOnceItIsDone) {
  PlanRequest after = request_;
  after.nodes.clear();
  std::int64_t daemon_pods = 0;
  for (const PackedNode& planned : plan_.nodes) {
    const auto today = std::find_if(request_.nodes.begin(), request_.nodes.end(),
                                    [&](const Node& node) { return node.name == planned.name; });
    const auto offer = std::find_if(request_.offers.begin(), request_.offers.end(), [&](const Offer& candidate) {
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
    daemon_pods += planned.used.pods;
    after.nodes.push_back(std::move(node));
  }
  EXPECT_GT(daemon_pods, plan_.summary.pods);
  const PlanResponse again = test::PlanWell(after);
  EXPECT_TRUE(again.steps.empty()) << again.reasons[0].sentence;
  EXPECT_EQ(again.summary.cost_planned_usd_per_hour, plan_.summary.cost_planned_usd_per_hour);
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
