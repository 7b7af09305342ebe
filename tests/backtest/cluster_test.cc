#include "src/backtest/cluster.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/backtest/worlds.h"

namespace spotwright::backtest {
namespace {

PodKind Kind(const std::string& name, std::int64_t replicas, std::int64_t cpu_millicores) {
  PodKind kind;
  kind.name = name;
  kind.replicas = replicas;
  kind.cpu_millicores = cpu_millicores;
  kind.start_ms = 20 * kSecond;
  return kind;
}

// Nodes of 7,600 millicores: one spot, one on-demand.
World TwoNodes(std::vector<PodKind> workloads) {
  World world = QuietWorld();
  world.workloads = std::move(workloads);
  return world;
}

TEST(Cluster, PodsTakeTheFirstRoomAndServeOnceStarted) {
  const World world = TwoNodes({Kind("a", 3, 3000)});
  Cluster cluster(world);
  cluster.AddNode(0, 0);
  cluster.AddNode(1, 1);
  EXPECT_EQ(cluster.pending(), 3);
  cluster.Schedule();
  EXPECT_EQ(cluster.pending(), 0);
  EXPECT_EQ(cluster.Find(0)->pods, (std::vector<int>{0, 1}));
  EXPECT_EQ(cluster.Find(1)->pods, (std::vector<int>{2}));
  EXPECT_EQ(cluster.Find(0)->free_cpu_millicores, 1600);
  EXPECT_EQ(cluster.serving(0), 0);
  EXPECT_EQ(cluster.NextAt(), kStart + 20 * kSecond);
  cluster.AdvanceTo(kStart + 20 * kSecond);
  EXPECT_EQ(cluster.serving(0), 3);
}

TEST(Cluster, TheHighestPriorityGoesFirstAndSpotIsNotForAll) {
  std::vector<PodKind> kinds = {Kind("low", 1, 7000), Kind("high", 1, 7000), Kind("solid", 1, 500)};
  kinds[1].priority = 5;
  kinds[2].spot_tolerant = false;
  const World world = TwoNodes(kinds);
  Cluster cluster(world);
  cluster.AddNode(0, 0);
  cluster.Schedule();
  EXPECT_EQ(cluster.Find(0)->pods, (std::vector<int>{1}));
  EXPECT_EQ(cluster.pending(), 2);
  cluster.AddNode(1, 1);
  cluster.Schedule();
  EXPECT_EQ(cluster.Find(1)->pods, (std::vector<int>{0, 2}));
}

TEST(Cluster, PodsOfALostNodeMoveAndTheirRecoveryIsTimed) {
  const World world = TwoNodes({Kind("a", 2, 3000)});
  Cluster cluster(world);
  cluster.AddNode(0, 0);
  cluster.Schedule();
  cluster.AdvanceTo(kStart + kMinute);
  cluster.RemoveNode(0);
  cluster.Schedule();
  EXPECT_EQ(cluster.pending(), 2);
  EXPECT_EQ(cluster.serving(0), 0);
  EXPECT_EQ(cluster.losses().lost, 2);
  cluster.AdvanceTo(kStart + 2 * kMinute);
  cluster.AddNode(1, 1);
  cluster.Schedule();
  cluster.AdvanceTo(kStart + 3 * kMinute);
  EXPECT_EQ(cluster.serving(0), 2);
  EXPECT_EQ(cluster.recoveries_ms(), (std::vector<std::int64_t>{80 * kSecond, 80 * kSecond}));
}

TEST(Cluster, ADrainMovesOnePodAfterTheOtherAsTheBudgetAllows) {
  const World world = TwoNodes({Kind("a", 3, 2000)});  // One may be down.
  Cluster cluster(world);
  cluster.AddNode(0, 0);
  cluster.Schedule();
  cluster.AdvanceTo(kStart + kMinute);
  cluster.AddNode(1, 1);
  cluster.Drain(0);
  cluster.Schedule();
  EXPECT_EQ(cluster.Find(0)->pods.size(), 2u);
  EXPECT_EQ(cluster.serving(0), 2);
  cluster.AdvanceTo(kStart + kMinute + 20 * kSecond);
  EXPECT_EQ(cluster.Find(0)->pods.size(), 1u);
  cluster.AdvanceTo(kStart + kMinute + 60 * kSecond);
  EXPECT_TRUE(cluster.Find(0)->pods.empty());
  EXPECT_EQ(cluster.losses().evicted, 3);
  EXPECT_EQ(cluster.losses().lost, 0);
  EXPECT_EQ(cluster.serving(0), 3);
  ASSERT_EQ(cluster.evictions().size(), 3u);
  for (const Eviction& eviction : cluster.evictions()) EXPECT_EQ(eviction.serving_after, 2);
}

TEST(Cluster, NothingGoesToACordonedNodeUntilItIsUncordoned) {
  std::vector<PodKind> kinds = {Kind("a", 1, 2000)};
  kinds[0].disruptions_allowed = 0;
  const World world = TwoNodes(kinds);
  Cluster cluster(world);
  cluster.AddNode(0, 0);
  cluster.Cordon(0);
  cluster.Schedule();
  EXPECT_EQ(cluster.pending(), 1);
  cluster.Uncordon(0);
  cluster.Schedule();
  EXPECT_EQ(cluster.pending(), 0);
  cluster.AdvanceTo(kStart + kMinute);
  cluster.Drain(0);  // The budget allows none.
  cluster.AdvanceTo(kStart + kHour);
  EXPECT_EQ(cluster.serving(0), 1);
  EXPECT_TRUE(cluster.Find(0)->draining);
}

TEST(Cluster, PodsOfASilentNodeServeAgainOrMoveAfterFiveMinutes) {
  for (const std::int64_t silent_ms : {4 * kMinute, 6 * kMinute}) {
    const World world = TwoNodes({Kind("a", 1, 2000)});
    Cluster cluster(world);
    cluster.AddNode(0, 0);
    cluster.Schedule();
    cluster.AddNode(1, 1);
    cluster.AdvanceTo(kStart + kMinute);
    cluster.SetReady(0, false);
    cluster.Schedule();
    EXPECT_EQ(cluster.serving(0), 0);
    cluster.AdvanceTo(kStart + kMinute + silent_ms);
    cluster.SetReady(0, true);
    cluster.Schedule();
    EXPECT_EQ(cluster.serving(0), 1);
    EXPECT_EQ(cluster.Find(0)->pods.size(), silent_ms < kUnreadyEvictionMs ? 1u : 0u);
    EXPECT_EQ(cluster.recoveries_ms().at(0), silent_ms < kUnreadyEvictionMs ? silent_ms : 5 * kMinute + 20 * kSecond);
  }
}

TEST(Cluster, AStartThatIsCutShortBeginsAnew) {
  const World world = TwoNodes({Kind("a", 1, 2000)});
  Cluster cluster(world);
  cluster.AddNode(0, 0);
  cluster.Schedule();
  cluster.AdvanceTo(kStart + 10 * kSecond);
  cluster.RemoveNode(0);
  cluster.AddNode(1, 1);
  cluster.Schedule();
  cluster.AdvanceTo(kStart + 25 * kSecond);
  EXPECT_EQ(cluster.serving(0), 0);
  cluster.AdvanceTo(kStart + 30 * kSecond);
  EXPECT_EQ(cluster.serving(0), 1);
}

}  // namespace
}  // namespace spotwright::backtest
