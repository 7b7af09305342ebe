// What consolidation must not touch, how much at once, and when.
#include <functional>

#include "tests/packing/consolidations.h"

namespace spotwright::test {
namespace {

using Names = std::vector<std::string>;

constexpr std::int64_t kNow = 1'700'000'000'000;
constexpr std::int64_t kHour = 3'600'000;

// Two nodes, half full: one of them could go, and "a" is the one that a test keeps.
ConsolidateRequest Halves() {
  ConsolidateRequest request = Unhurried();
  const Offer box = Box("box", 1.0);
  request.workloads = {App("red", 2), App("blue", 2)};
  request.nodes = {Running("a", box, {Runs("red", 2)}), Running("b", box, {Runs("blue", 2)})};
  request.offers = {box};
  request.now_unix_ms = kNow;
  return request;
}

TEST(ConsolidateRules, EachRuleKeepsItsNodeAndTheOtherGoes) {
  const std::vector<std::pair<std::string, std::function<void(ConsolidateRequest&)>>> rules = {
      {"node_do_not_disrupt", [](auto& r) { r.nodes[0].do_not_disrupt = true; }},
      {"node_launching", [](auto& r) { r.nodes[0].state = NodeState::kLaunching; }},
      {"node_too_young", [](auto& r) { r.nodes[0].created_unix_ms = kNow - 599'000; }},
      {"pod_system_critical", [](auto& r) { r.workloads[0].system_critical = true; }},
      {"pod_do_not_disrupt", [](auto& r) { r.workloads[0].do_not_disrupt = true; }},
      {"stateful_pod", [](auto& r) { r.workloads[0].kind = WorkloadKind::kStatefulSet; }},
      {"bare_pod", [](auto& r) { r.workloads[0].kind = WorkloadKind::kPod; }},
      {"disruption_budget_exhausted",
       [](auto& r) {
         r.budgets = {{"red", "default", 1}};
       }},
      {"sole_replica",
       [](auto& r) {
         r.workloads[0].replicas = 1;
         r.nodes[0].running[0].replicas = 1;
       }},
  };
  for (const auto& [code, apply] : rules) {
    SCOPED_TRACE(code);
    ConsolidateRequest request = Halves();
    apply(request);
    const ConsolidateResponse response = CheckedConsolidation(request);
    EXPECT_EQ(Removed(response), Names{"b"});
    EXPECT_EQ(WhyKept(response, "a"), Names{code});
  }
}

TEST(ConsolidateRules, AWholeNoticeIsLeftToOthers) {
  ConsolidateRequest request = Halves();
  request.nodes[0].under_notice = true;
  const ConsolidateResponse response = CheckedConsolidation(request);
  EXPECT_TRUE(response.consolidations.empty());  // Nothing new goes there either.
  EXPECT_EQ(WhyKept(response, "a"), Names{"node_under_notice"});
}

TEST(ConsolidateRules, DrainingNodesAndTheControlPlaneAreNotSpokenOf) {
  ConsolidateRequest request = Halves();
  request.nodes[0].control_plane = true;
  request.workloads = {App("red", 2), App("blue", 2)};
  request.nodes[1].state = NodeState::kDraining;
  const ConsolidateResponse response = CheckedConsolidation(request);
  EXPECT_TRUE(response.kept.empty());
  EXPECT_TRUE(response.steps.empty());
  EXPECT_EQ(response.cost_now_usd_per_hour, 0);
}

TEST(ConsolidateRules, ThePolicyMayAllowSoleReplicasAndStatefulSets) {
  ConsolidateRequest request = Halves();
  for (Workload& workload : request.workloads) {
    workload.kind = WorkloadKind::kStatefulSet;
    workload.replicas = 1;
  }
  for (Node& node : request.nodes) node.running[0].replicas = 1;
  EXPECT_TRUE(CheckedConsolidation(request).steps.empty());
  request.policy.move_stateful = true;
  EXPECT_TRUE(CheckedConsolidation(request).steps.empty());
  request.policy.move_sole_replicas = true;
  EXPECT_EQ(Removed(CheckedConsolidation(request)).size(), 1u);
}

TEST(ConsolidateRules, AGroupKeepsItsMinimum) {
  ConsolidateRequest request = Unhurried();
  const Offer box = Box("box", 1.0);
  request.nodes = Alike(5, box, {});
  for (Node& node : request.nodes) node.group = "pool";
  request.groups.emplace_back();
  request.groups[0].name = "pool";
  request.groups[0].capacity_type = CapacityType::kOnDemand;
  request.groups[0].min_nodes = 3;
  EXPECT_EQ(Removed(CheckedConsolidation(request)).size(), 2u);
  request.groups[0].min_nodes = 5;
  const ConsolidateResponse response = CheckedConsolidation(request);
  EXPECT_TRUE(response.steps.empty());
  EXPECT_EQ(WhyKept(response, "n01"), Names{"group_at_min_nodes"});
}

std::size_t GoneOf(std::size_t nodes, const std::vector<NodeBudget>& budgets) {
  ConsolidateRequest request = Unhurried();
  request.policy.node_budgets = budgets;
  request.nodes = Alike(nodes, Box("box", 1.0), {});
  request.now_unix_ms = kNow;
  return Removed(CheckedConsolidation(request)).size();
}

NodeBudget AtMost(std::int64_t nodes) {
  NodeBudget budget;
  budget.max_nodes = nodes;
  return budget;
}

NodeBudget Share(double share) {
  NodeBudget budget;
  budget.max_share = share;
  return budget;
}

TEST(ConsolidateRules, BudgetsOfNodes) {
  EXPECT_EQ(GoneOf(10, {AtMost(3)}), 3u);
  EXPECT_EQ(GoneOf(10, {Share(0.3)}), 3u);
  EXPECT_EQ(GoneOf(10, {AtMost(0)}), 0u);
  EXPECT_EQ(GoneOf(10, {Share(0.5), AtMost(2)}), 2u);
  for (std::size_t nodes = 1; nodes <= 10; ++nodes) EXPECT_EQ(GoneOf(nodes, {Share(0.1)}), 1u);
  EXPECT_EQ(GoneOf(11, {}), 2u);  // 10 %, rounded up.
}

TEST(ConsolidateRules, BudgetsHoldInTheirSpans) {
  NodeBudget nights = AtMost(0);
  nights.active = {{kNow - kHour, kNow + kHour, "night"}};
  EXPECT_EQ(GoneOf(10, {Share(1), nights}), 0u);
  nights.active = {{kNow + kHour, kNow + 2 * kHour, "night"}};
  EXPECT_EQ(GoneOf(10, {Share(1), nights}), 10u);
  nights.active = {{kNow - kHour, kNow, "night"}};  // The end is not part of it.
  EXPECT_EQ(GoneOf(10, {Share(1), nights}), 10u);
}

TEST(ConsolidateRules, NodesThatDrainAlreadyUseUpTheBudget) {
  ConsolidateRequest request = Unhurried();
  request.policy.node_budgets = {AtMost(3)};
  request.nodes = Alike(10, Box("box", 1.0), {});
  request.nodes[0].state = NodeState::kDraining;
  EXPECT_EQ(Removed(CheckedConsolidation(request)).size(), 2u);
}

TEST(ConsolidateRules, BudgetsOfOneGroupLeaveTheOthersAlone) {
  ConsolidateRequest request = Unhurried();
  request.nodes = Alike(6, Box("box", 1.0), {});
  for (std::size_t i = 0; i < 6; ++i) request.nodes[i].group = i < 3 ? "slow" : "fast";
  NodeBudget slow = AtMost(1);
  slow.group = "slow";
  request.policy.node_budgets = {slow};
  const ConsolidateResponse response = CheckedConsolidation(request);
  EXPECT_EQ(Removed(response).size(), 4u);
  EXPECT_EQ(Codes(response.reasons), Names{"node_budget_binds"});
}

TEST(ConsolidateRules, ADisruptionBudgetIsForTheWholeCall) {
  ConsolidateRequest request = Unhurried();
  const Offer box = Box("box", 1.0);
  request.workloads = {App("web", 6)};
  request.nodes = Alike(6, box, {Runs("web", 1)});
  request.offers = {box};
  EXPECT_EQ(Removed(CheckedConsolidation(request)).size(), 4u);
  request.budgets = {{"web", "default", 2}};
  EXPECT_EQ(Removed(CheckedConsolidation(request)).size(), 2u);
}

TEST(ConsolidateRules, NothingMovesInAQuietWindow) {
  ConsolidateRequest request = Halves();
  request.policy.quiet_windows = {{kNow - kHour, kNow + kHour, "certificate rotation"},
                                  {kNow + kHour / 2, kNow + 2 * kHour, "release"}};
  ConsolidateResponse response = CheckedConsolidation(request);
  EXPECT_TRUE(response.steps.empty());
  EXPECT_EQ(Codes(response.reasons), Names{"quiet_window"});
  EXPECT_EQ(response.call_again_at_unix_ms, kNow + 2 * kHour);
  request.now_unix_ms = kNow + 2 * kHour;
  response = CheckedConsolidation(request);
  EXPECT_FALSE(response.steps.empty());
  EXPECT_FALSE(response.call_again_at_unix_ms);
}

TEST(ConsolidateRules, SaysWhenMoreMayHappen) {
  ConsolidateRequest request = Halves();
  for (Node& node : request.nodes) node.created_unix_ms = kNow - 100'000;
  EXPECT_EQ(CheckedConsolidation(request).call_again_at_unix_ms, kNow + 500'000);
  request.policy.quiet_windows = {{kNow + 400'000, kNow + 900'000, ""}};
  EXPECT_EQ(CheckedConsolidation(request).call_again_at_unix_ms, kNow + 900'000);

  request = Halves();
  NodeBudget day = AtMost(0);
  day.active = {{kNow - kHour, kNow + kHour, ""}, {kNow + kHour, kNow + 3 * kHour, ""}};
  request.policy.node_budgets = {day};
  EXPECT_EQ(CheckedConsolidation(request).call_again_at_unix_ms, kNow + 3 * kHour);
}

TEST(ConsolidateRules, RequestsThatMeanNothingAreRefused) {
  const auto field = [](const ConsolidateRequest& request) { return Consolidate(request).error().field; };
  ConsolidateRequest request = Halves();
  request.budgets = {{"green", "default", 1}};
  EXPECT_EQ(field(request), "budgets[0].workload");
  request = Halves();
  request.policy.node_budgets = {NodeBudget{}};
  EXPECT_EQ(field(request), "policy.node_budgets[0]");
  request.policy.node_budgets = {AtMost(1)};
  request.policy.node_budgets[0].group = "poool";
  EXPECT_EQ(field(request), "policy.node_budgets[0].group");
  request = Halves();
  request.policy.quiet_windows = {{5, 4, ""}};
  EXPECT_EQ(field(request), "policy.quiet_windows[0].end_unix_ms");
  request.policy.quiet_windows = {{4, 5, ""}};
  request.now_unix_ms.reset();
  EXPECT_EQ(field(request), "now_unix_ms");
}

}  // namespace
}  // namespace spotwright::test
