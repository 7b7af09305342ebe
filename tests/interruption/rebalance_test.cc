// What is done for a rebalance recommendation, and what is learned from it.
#include <gtest/gtest.h>

#include "spotwright/respond.h"
#include "tests/interruption/worlds.h"

namespace spotwright::interruption {
namespace {

using Names = std::vector<std::string>;

RespondRequest MakeRecommended(RebalanceMode mode) {
  RespondRequest request = MakeRequest();
  request.policy.rebalance.mode = mode;
  request.policy.rebalance.shortage_cost_usd_per_node_hour = 10;
  request.policy.rebalance.max_concurrent_share = 1;
  request.events = {Recommend("a1")};
  return request;
}

RespondRequest WithReady(RespondRequest request, const RespondResponse& answer, std::int64_t now) {
  RespondRequest next = Next(std::move(request), answer, now);
  for (const NodeAction& launch : Actions(answer, NodeActionKind::kLaunch)) {
    next.replacements.push_back({launch.launch_id, ReplacementOutcome::kReady, "new-" + launch.node});
  }
  return next;
}

TEST(Rebalance, OffAndReportDoNothing) {
  EXPECT_TRUE(Answer(MakeRecommended(RebalanceMode::kOff)).actions.empty());
  const RespondResponse answer = Answer(MakeRecommended(RebalanceMode::kReport));
  EXPECT_TRUE(answer.actions.empty());
  EXPECT_TRUE(Says(answer, "rebalance_recommended"));
}

TEST(Rebalance, LaunchAndDrainLaunchesBeforeItDrainsAndEnds) {
  const RespondRequest request = MakeRecommended(RebalanceMode::kLaunchAndDrain);
  const RespondResponse first = Answer(request);
  EXPECT_EQ(NodesOf(first, NodeActionKind::kCordon), Names{"a1"});
  EXPECT_EQ(NodesOf(first, NodeActionKind::kLaunch), Names{"a1"});
  EXPECT_NE(Actions(first, NodeActionKind::kLaunch)[0].pool->zone, "a");
  EXPECT_TRUE(Actions(first, NodeActionKind::kDrain).empty());
  RespondRequest ready = WithReady(request, first, At(180));
  const RespondResponse second = Answer(ready);
  const auto drains = Actions(second, NodeActionKind::kDrain);
  ASSERT_EQ(drains.size(), 1u);
  EXPECT_TRUE(drains[0].voluntary);
  EXPECT_EQ(drains[0].deadline_unix_ms, At(480));
  RespondRequest empty = Next(ready, second, At(220));
  NodeNamed(empty, "a1").running.clear();
  const RespondResponse third = Answer(empty);
  EXPECT_EQ(NodesOf(third, NodeActionKind::kDetach), Names{"a1"});
  EXPECT_EQ(NodesOf(third, NodeActionKind::kEnd), Names{"a1"});
  RespondRequest gone = Next(empty, third, At(260));
  Remove(gone, "a1");
  const RespondResponse fourth = Answer(gone);
  EXPECT_TRUE(fourth.actions.empty());
  EXPECT_TRUE(fourth.state.cases.empty());
}

TEST(Rebalance, ADrainThatFailsUncordonsKeepsAndTells) {
  const RespondRequest request = MakeRecommended(RebalanceMode::kLaunchAndDrain);
  const RespondResponse first = Answer(request);
  const RespondRequest ready = WithReady(request, first, At(180));
  const RespondResponse second = Answer(ready);
  const RespondResponse third = Answer(Next(ready, second, At(480)));
  EXPECT_EQ(NodesOf(third, NodeActionKind::kUncordon), Names{"a1"});
  EXPECT_TRUE(Says(third, "drain_failed"));
  EXPECT_TRUE(Actions(third, NodeActionKind::kEnd).empty());
}

TEST(Rebalance, WithoutAReplacementTheNodeIsUncordoned) {
  const RespondRequest request = MakeRecommended(RebalanceMode::kLaunchAndDrain);
  const RespondResponse first = Answer(request);
  const RespondResponse second = Answer(Next(request, first, At(600)));
  EXPECT_EQ(NodesOf(second, NodeActionKind::kUncordon), Names{"a1"});
  EXPECT_TRUE(Says(second, "replacement_never_came"));
}

TEST(Rebalance, AReplacementThatIsInTroubleItselfTakesNobodysPlace) {
  const RespondRequest request = MakeRecommended(RebalanceMode::kLaunchAndDrain);
  const RespondResponse first = Answer(request);
  RespondRequest ready = WithReady(request, first, At(180));
  ready.nodes.push_back(MakeNode("new-a1", "b"));
  EXPECT_EQ(NodesOf(Answer(ready), NodeActionKind::kDrain), Names{"a1"});

  RespondRequest silent = ready;
  NodeNamed(silent, "new-a1").state = NodeState::kUnschedulable;
  const RespondResponse kept = Answer(silent);
  EXPECT_TRUE(Actions(kept, NodeActionKind::kDrain).empty());
  EXPECT_EQ(NodesOf(kept, NodeActionKind::kUncordon), Names{"a1"});
  EXPECT_TRUE(Says(kept, "replacement_in_trouble"));

  // The notice comes when a1 is empty already.
  RespondRequest lost = Next(ready, Answer(ready), At(220));
  NodeNamed(lost, "a1").running.clear();
  EXPECT_EQ(NodesOf(Answer(lost), NodeActionKind::kEnd), Names{"a1"});
  lost.events = {Notice("new-a1", At(220))};
  const RespondResponse stays = Answer(lost);
  EXPECT_TRUE(Actions(stays, NodeActionKind::kEnd).empty());
  EXPECT_EQ(NodesOf(stays, NodeActionKind::kUncordon), Names{"a1"});
  EXPECT_EQ(NodesOf(stays, NodeActionKind::kLaunch), Names{"new-a1"});
}

TEST(Rebalance, LaunchWaitsAndUncordonsWhenNothingCame) {
  const RespondRequest request = MakeRecommended(RebalanceMode::kLaunch);
  const RespondResponse first = Answer(request);
  EXPECT_EQ(Actions(first, NodeActionKind::kLaunch).size(), 1u);
  const RespondRequest ready = WithReady(request, first, At(180));
  const RespondResponse second = Answer(ready);
  EXPECT_TRUE(second.actions.empty());
  const RespondResponse third = Answer(Next(ready, second, At(1801)));
  EXPECT_EQ(NodesOf(third, NodeActionKind::kUncordon), Names{"a1"});
  EXPECT_TRUE(Says(third, "recommendation_came_to_nothing"));
}

TEST(Rebalance, ANoticeAfterwardsDrainsToTheReplacementThatIsThere) {
  const RespondRequest request = MakeRecommended(RebalanceMode::kLaunch);
  const RespondResponse first = Answer(request);
  RespondRequest ready = WithReady(request, first, At(600));
  ready.events = {Notice("a1", At(600))};
  const RespondResponse second = Answer(ready);
  EXPECT_TRUE(Actions(second, NodeActionKind::kLaunch).empty());
  ASSERT_EQ(Actions(second, NodeActionKind::kDrain).size(), 1u);
  EXPECT_EQ(Actions(second, NodeActionKind::kDrain)[0].pods[0].evict_at_unix_ms, At(600));
}

TEST(Rebalance, IsActedOnOnlyWhereItPays) {
  RespondRequest request = MakeRecommended(RebalanceMode::kLaunchAndDrain);
  // 0.03 x (180 + 300) s / h = 0.004 USD against P x 10 x 60 s / h = P x 0.1667.
  request.policy.rebalance.interruption_probability = 0.023;
  EXPECT_TRUE(Says(Answer(request), "rebalance_not_worth_it"));
  request.policy.rebalance.interruption_probability = 0.025;
  EXPECT_EQ(Actions(Answer(request), NodeActionKind::kLaunch).size(), 1u);
  request.policy.boot_seconds = 120;  // A replacement that boots within the notice need not come before it.
  EXPECT_TRUE(Says(Answer(request), "rebalance_not_worth_it"));
}

TEST(Rebalance, IsRateLimited) {
  RespondRequest request = MakeRecommended(RebalanceMode::kLaunchAndDrain);
  request.policy.rebalance.max_concurrent_share = 0.2;  // Of six nodes: two.
  request.events = {Recommend("a1"), Recommend("b1"), Recommend("b2")};
  const RespondResponse answer = Answer(request);
  EXPECT_EQ(Actions(answer, NodeActionKind::kLaunch).size(), 2u);
  EXPECT_TRUE(Says(answer, "rebalance_rate_limited"));
  request.policy.rebalance.max_nodes_per_hour = 1;
  EXPECT_EQ(Actions(Answer(request), NodeActionKind::kLaunch).size(), 1u);
}

TEST(Rebalance, WaitsForTheEndOfAQuietWindow) {
  RespondRequest request = MakeRecommended(RebalanceMode::kLaunchAndDrain);
  request.policy.quiet_windows = {{At(100), At(200), "certificate rotation"}};
  const RespondResponse first = Answer(request);
  EXPECT_TRUE(first.actions.empty());
  EXPECT_TRUE(Says(first, "quiet_window"));
  EXPECT_EQ(first.call_again_at_unix_ms, At(200));
  EXPECT_EQ(Actions(Answer(Next(request, first, At(200))), NodeActionKind::kLaunch).size(), 1u);
}

TEST(Rebalance, OfYoungNodesAndHinderedOnesIsOnlyTold) {
  RespondRequest request = MakeRecommended(RebalanceMode::kLaunchAndDrain);
  NodeNamed(request, "a1").created_unix_ms = At(-100);
  EXPECT_TRUE(Says(Answer(request), "node_too_young"));
  NodeNamed(request, "a1").created_unix_ms = At(-1000);
  request.budgets = {{"web", "default", 0}};
  EXPECT_TRUE(Says(Answer(request), "drain_hindered"));
}

TEST(Rebalance, LearnsFromWhatFollowed) {
  RespondRequest request = MakeRecommended(RebalanceMode::kReport);
  request.policy.rebalance.half_life_hours = 1e6;
  RespondResponse answer = Answer(request);
  EXPECT_EQ(answer.signals[0].probability, 0.5);
  // An interruption of another node of the pool: followed.
  request = Next(request, answer, At(600));
  request.events = {Notice("a2", At(600))};
  answer = Answer(request);
  EXPECT_NEAR(answer.signals[0].probability, 2.0 / 3, 1e-9);
  // Two that nothing follows.
  for (int i = 1; i <= 2; ++i) {
    request = Next(request, answer, At(10000 * i));
    request.events = {Recommend("b1", At(10000 * i))};
    answer = Answer(request);
    request = Next(request, answer, At(10000 * i + 1801));
    answer = Answer(request);
  }
  EXPECT_NEAR(answer.signals[0].probability, 2.0 / 5, 1e-3);
  ASSERT_EQ(answer.signals.size(), 3u);
  EXPECT_GT(answer.signals[1].probability, answer.signals[2].probability);  // Pool a has kept its word, b has not.
}

}  // namespace
}  // namespace spotwright::interruption
