// The order of steps, errors, and what a caller may do meanwhile.
#include <gtest/gtest.h>

#include "tests/plan/small_cluster.h"

namespace spotwright {
namespace {

using test::App;
using test::HalfEmpty;
using test::NodeOf;
using test::OnDemand;
using test::PlanWell;
using test::Runs;
using test::Sized;
using test::Spot;

// `count` nodes with a pod each, all of which a cheaper machine can take over.
PlanRequest ManyNodes(int count) {
  PlanRequest request;
  request.offers = {Sized(OnDemand("old.xlarge", "eu-west-1a", 1), 4),
                    Sized(OnDemand("new.16xlarge", "eu-west-1a", 1), 64)};
  request.workloads = {App("web", count, false)};
  for (int i = 0; i < count; ++i) {
    request.nodes.push_back(NodeOf("node-" + std::to_string(100 + i), request.offers[0], {Runs("web", 1)}));
  }
  return request;
}

std::vector<std::size_t> DrainSizes(const PlanResponse& plan) {
  std::vector<std::size_t> sizes;
  for (const PlanStep& step : plan.steps) {
    if (step.action == PlanAction::kDrain) sizes.push_back(step.nodes.size());
  }
  return sizes;
}

TEST(PlanSteps, LaunchWaitDrain) {
  const PlanResponse plan = PlanWell(ManyNodes(3));
  ASSERT_EQ(plan.steps.size(), 5U);
  EXPECT_EQ(plan.steps[0].sentence, "Launch 1 x on-demand new.16xlarge in eu-west-1a.");
  EXPECT_EQ(plan.steps[1].sentence, "Wait until the node is ready.");
  EXPECT_EQ(plan.steps[2].sentence, "Drain 1 node: 1 pod moves.");
  EXPECT_EQ(plan.steps[2].nodes, std::vector<std::string>{"node-100"});
}

TEST(PlanSteps, BatchesAreAShareOfTheNodesRoundedUp) {
  PlanRequest request = ManyNodes(10);
  request.policy.disruption.max_draining_share = 0.3;
  EXPECT_EQ(DrainSizes(PlanWell(request)), (std::vector<std::size_t>{3, 3, 3, 1}));
  request.policy.disruption.max_draining_share = 0.31;
  EXPECT_EQ(DrainSizes(PlanWell(request)), (std::vector<std::size_t>{4, 4, 2}));
  request.policy.disruption.max_draining_share = 0;
  EXPECT_EQ(DrainSizes(PlanWell(request)).size(), 10U);
}

TEST(PlanSteps, TheEmptiestGoFirst) {
  PlanRequest request = ManyNodes(2);
  request.workloads[0].replicas = 3;
  request.nodes[0].running = {Runs("web", 2)};
  const PlanResponse plan = PlanWell(request);
  EXPECT_EQ(plan.steps[2].nodes, std::vector<std::string>{"node-101"});
  EXPECT_EQ(plan.steps[3].pods_moved, 2);
}

TEST(PlanSteps, BudgetsNarrowABatch) {
  PlanRequest request = ManyNodes(6);
  request.policy.disruption.max_draining_share = 1;
  request.budgets = {{"web", "default", 2}};
  EXPECT_EQ(DrainSizes(PlanWell(request)), (std::vector<std::size_t>{2, 2, 2}));
}

// No batch can be smaller than one node: its pods go as fast as the budget lets them.
TEST(PlanSteps, ANodeBeyondABudgetGoesAlone) {
  PlanRequest request = ManyNodes(3);
  request.policy.disruption.max_draining_share = 1;
  request.workloads[0].replicas = 5;
  request.nodes[2].running = {Runs("web", 3)};
  request.budgets = {{"web", "default", 2}};
  EXPECT_EQ(DrainSizes(PlanWell(request)), (std::vector<std::size_t>{2, 1}));
}

// Nor does it take others along that hold fewer pods of that workload, or none.
TEST(PlanSteps, NothingJoinsANodeBeyondABudget) {
  PlanRequest request = ManyNodes(3);
  request.policy.disruption.max_draining_share = 1;
  request.workloads = {App("web", 2, false), App("other", 6, false)};
  request.nodes[0].running = {Runs("web", 2)};
  request.nodes[1].running = {Runs("other", 3)};
  request.nodes[2].running = {Runs("other", 3)};
  request.budgets = {{"web", "default", 1}};
  EXPECT_EQ(DrainSizes(PlanWell(request)), (std::vector<std::size_t>{1, 2}));
}

TEST(PlanSteps, PodsOfDaemonSetsDoNotMove) {
  PlanRequest request = ManyNodes(1);
  Workload agent = App("agent", 1);
  agent.kind = WorkloadKind::kDaemonSet;
  request.workloads.push_back(agent);
  request.nodes[0].running.push_back(Runs("agent", 1));
  request.offers[1].price_usd_per_hour = 0.5;
  const PlanResponse plan = PlanWell(request);
  EXPECT_EQ(plan.summary.pods_to_move, 1);
  EXPECT_EQ(plan.summary.pods, 1);
  EXPECT_EQ(plan.nodes[0].used.pods, 2);
}

void ExpectError(const PlanRequest& request, const std::string& field, const std::string& part) {
  const Result<PlanResponse> response = Plan(request);
  ASSERT_FALSE(response.ok());
  EXPECT_EQ(response.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(response.error().field, field);
  EXPECT_NE(response.error().message.find(part), std::string::npos) << response.error().message;
}

TEST(PlanErrors, NameTheField) {
  PlanRequest request = HalfEmpty();
  request.budgets = {{"web", "default", 1}, {"api", "shop", 1}};
  ExpectError(request, "budgets[1].workload", "\"api\" of namespace \"shop\"");

  request = HalfEmpty();
  request.nodes[1].name = "node-a";
  ExpectError(request, "nodes[1].name", "node-a");

  request = HalfEmpty();
  request.nodes[0].running[0].workload = "gone";
  ExpectError(request, "nodes[0].running[0].workload", "gone");

  request = HalfEmpty();
  request.offers.push_back(request.offers[0]);
  const Result<PlanResponse> response = Plan(request);
  ASSERT_FALSE(response.ok());
  EXPECT_EQ(response.error().field.substr(0, 9), "offers[1]");

  request = HalfEmpty();
  request.offers[0].cooling_until_unix_ms = 5;
  ExpectError(request, "now_unix_ms", "cooling");

  request = HalfEmpty();
  request.policy.disruption.max_draining_share = 1.5;
  ExpectError(request, "policy.disruption.max_draining_share", "1.5");

  request = HalfEmpty();
  request.policy.mix.on_demand_percentage = -1;
  ExpectError(request, "policy.mix.on_demand_percentage", "-1");
}

TEST(PlanCall, MayBeCancelledAtAnyMoment) {
  const PlanRequest request = ManyNodes(6);
  for (int limit = 0;; ++limit) {
    int asked = 0;
    Call call;
    call.cancelled = [&] { return asked++ >= limit; };
    const Result<PlanResponse> response = Plan(request, call);
    if (response.ok()) {
      EXPECT_GT(limit, 4);
      break;
    }
    ASSERT_EQ(response.error().code, ErrorCode::kCancelled);
    if (limit > 50) limit *= 2;
  }
}

TEST(PlanCall, ProgressRisesToOne) {
  std::vector<double> told;
  Call call;
  call.progress = [&](double done) { told.push_back(done); };
  ASSERT_TRUE(Plan(HalfEmpty(), call).ok());
  ASSERT_FALSE(told.empty());
  EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
  EXPECT_EQ(told.back(), 1);
}

TEST(PlanResponse, EchoesThePolicyVersion) {
  PlanRequest request;
  request.policy.policy_version = "2026-11";
  EXPECT_EQ(PlanWell(request).policy_version, "2026-11");
}

}  // namespace
}  // namespace spotwright
