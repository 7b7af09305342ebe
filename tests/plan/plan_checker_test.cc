// The checker of plans finds each kind of fault when it is put into a sound plan.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "tests/plan/small_cluster.h"

namespace spotwright {
namespace {

using test::App;
using test::NodeOf;
using test::OnDemand;
using test::Runs;
using test::Sized;
using test::Spot;

// A plan with everything: kept, launched and drained nodes, two drains, spot and on-demand.
PlanRequest Everything() {
  PlanRequest request;
  request.now_unix_ms = 1000;
  request.offers = {
      Sized(OnDemand("old.xlarge", "eu-west-1a", 1), 4), Sized(OnDemand("new.xlarge", "eu-west-1b", 0.1), 4),
      Sized(Spot("new.xlarge", "eu-west-1b", 0.04), 4), Sized(Spot("cool.xlarge", "eu-west-1b", 0.01), 4)};
  request.offers[3].cooling_until_unix_ms = 5000;
  request.workloads = {App("web", 8), App("database", 2, false), App("api", 3, false)};
  request.nodes = {NodeOf("node-a", request.offers[0], {Runs("web", 3)}),
                   NodeOf("node-b", request.offers[0], {Runs("web", 3)}),
                   NodeOf("node-c", request.offers[0], {Runs("database", 2)}),
                   NodeOf("node-d", request.offers[0], {Runs("api", 2)})};
  request.nodes[2].do_not_disrupt = true;
  request.budgets = {{"web", "default", 3}};
  request.policy.policy_version = "1";
  request.policy.disruption.max_draining_share = 0.5;
  return request;
}

struct Fault {
  const char* name;
  std::function<void(PlanResponse&)> put;
};

PlanStep& FirstDrain(PlanResponse& plan) {
  return *std::find_if(plan.steps.begin(), plan.steps.end(),
                       [](const PlanStep& step) { return step.action == PlanAction::kDrain; });
}

TEST(PlanChecker, FindsEveryFault) {
  const PlanRequest request = Everything();
  const PlanResponse sound = test::PlanWell(request);
  ASSERT_TRUE(test::CheckPlan(request, sound).empty());
  ASSERT_GE(sound.steps.size(), 5U);
  ASSERT_TRUE(sound.nodes.front().existing);
  ASSERT_FALSE(sound.nodes.back().existing);

  const std::vector<Fault> faults = {
      {"a node is forgotten", [](PlanResponse& p) { p.nodes.pop_back(); }},
      {"a node comes twice", [](PlanResponse& p) { p.nodes.push_back(p.nodes.back()); }},
      {"a node is overfull", [](PlanResponse& p) { p.nodes.back().placements[0].replicas += 5; }},
      {"a pod is lost", [](PlanResponse& p) { p.nodes.back().placements[0].replicas -= 1; }},
      {"a kept node loses a pod", [](PlanResponse& p) { p.nodes.front().placements[0].replicas -= 1; }},
      {"a pod is on spot", [](PlanResponse& p) { p.nodes.back().placements[0].workload = "database"; }},
      {"a pool cools", [](PlanResponse& p) { p.nodes.back().pool.instance_type = "cool.xlarge"; }},
      {"a price is made up", [](PlanResponse& p) { p.nodes.back().price_usd_per_hour = 0.01; }},
      {"a used amount is wrong", [](PlanResponse& p) { p.nodes.back().used.cpu_millicores += 1; }},
      {"an immovable node goes", [](PlanResponse& p) { p.drains.push_back("node-c"); }},
      {"a drain is not listed", [](PlanResponse& p) { p.drains.pop_back(); }},
      {"the wait is missing",
       [](PlanResponse& p) {
         std::erase_if(p.steps, [](const PlanStep& s) { return s.action == PlanAction::kWaitUntilReady; });
       }},
      {"a drain comes first", [](PlanResponse& p) { std::rotate(p.steps.begin(), p.steps.end() - 1, p.steps.end()); }},
      {"a launch is missing", [](PlanResponse& p) { p.steps.erase(p.steps.begin()); }},
      {"a launch comes twice", [](PlanResponse& p) { p.steps.insert(p.steps.begin(), p.steps.front()); }},
      {"a node is drained twice", [](PlanResponse& p) { p.steps.push_back(p.steps.back()); }},
      {"all are drained at once",
       [](PlanResponse& p) {
         PlanStep& drain = FirstDrain(p);
         drain.nodes = p.drains;
         drain.pods_moved = p.summary.pods_to_move;
         const PlanStep only = drain;
         std::erase_if(p.steps, [](const PlanStep& s) { return s.action == PlanAction::kDrain; });
         p.steps.push_back(only);
       }},
      {"moved pods are miscounted", [](PlanResponse& p) { FirstDrain(p).pods_moved += 1; }},
      {"the sum of moved pods is wrong", [](PlanResponse& p) { p.summary.pods_to_move += 1; }},
      {"today's cost is wrong", [](PlanResponse& p) { p.summary.cost_now_usd_per_hour += 1e-6; }},
      {"the planned cost is wrong", [](PlanResponse& p) { p.summary.cost_planned_usd_per_hour -= 1e-6; }},
      {"the savings are wrong", [](PlanResponse& p) { p.summary.savings_usd_per_hour += 1e-6; }},
      {"the savings share is wrong", [](PlanResponse& p) { p.summary.savings_share += 1e-6; }},
      {"the spot share is wrong", [](PlanResponse& p) { p.summary.spot_cpu_share += 1e-6; }},
      {"the share of the cost is wrong", [](PlanResponse& p) { p.summary.spot_cost_share += 1e-6; }},
      {"the bound is above the cost", [](PlanResponse& p) { p.summary.lower_bound_usd_per_hour = 100; }},
      {"the gap is wrong", [](PlanResponse& p) { p.summary.gap += 1e-6; }},
      {"pods are miscounted", [](PlanResponse& p) { p.summary.pods += 1; }},
      {"today's nodes are miscounted", [](PlanResponse& p) { p.summary.nodes_now += 1; }},
      {"planned nodes are miscounted", [](PlanResponse& p) { p.summary.nodes_planned += 1; }},
      {"a launch is miscounted", [](PlanResponse& p) { p.launches[0].count += 1; }},
      {"a fill is wrong", [](PlanResponse& p) { p.launches[0].cpu_fill_share += 1e-6; }},
      {"a zone is miscounted", [](PlanResponse& p) { p.zones[0].nodes_planned += 1; }},
      {"a pool is missing", [](PlanResponse& p) { p.pools.pop_back(); }},
      {"a pool is miscounted", [](PlanResponse& p) { p.pools[0].chosen_count += 1; }},
      {"a pool has no reason", [](PlanResponse& p) { p.pools[0].reasons.clear(); }},
      {"feasible is wrong", [](PlanResponse& p) { p.feasible = false; }},
      {"the version is wrong", [](PlanResponse& p) { p.policy_version = "2"; }},
      {"the next moment is wrong", [](PlanResponse& p) { p.call_again_at_unix_ms.reset(); }},
  };
  for (const Fault& fault : faults) {
    PlanResponse plan = sound;
    fault.put(plan);
    EXPECT_FALSE(test::CheckPlan(request, plan).empty()) << fault.name;
  }

  // The same plan under stricter rules.
  const auto refused = [&](const std::function<void(PlanRequest&)>& change) {
    PlanRequest stricter = request;
    change(stricter);
    return !test::CheckPlan(stricter, sound).empty();
  };
  EXPECT_TRUE(refused([](PlanRequest& r) { r.policy.prices.max_spot_price_usd_per_hour = 0.039; }));
  EXPECT_TRUE(refused([](PlanRequest& r) { r.policy.zones = {"eu-west-1a"}; }));
  EXPECT_TRUE(refused([](PlanRequest& r) { r.policy.mix.on_demand_percentage = 50; }));
  EXPECT_TRUE(refused([](PlanRequest& r) { r.policy.mix.spot_enabled = false; }));
  EXPECT_TRUE(refused([](PlanRequest& r) { r.policy.disruption.replace_nodes = false; }));
  EXPECT_TRUE(refused([](PlanRequest& r) { r.policy.disruption.max_draining_share = 0.25; }));
  EXPECT_TRUE(refused([](PlanRequest& r) { r.budgets[0].disruptions_allowed = 0; }));
  EXPECT_TRUE(refused([](PlanRequest& r) { r.workloads[0].system_critical = true; }));
  EXPECT_TRUE(refused([](PlanRequest& r) { r.workloads[0].unknown_constraints = {"resource claims"}; }));
  EXPECT_TRUE(refused([](PlanRequest& r) { r.nodes[0].state = NodeState::kLaunching; }));
  EXPECT_TRUE(refused([](PlanRequest& r) { r.nodes[0].control_plane = true; }));
}

}  // namespace
}  // namespace spotwright
