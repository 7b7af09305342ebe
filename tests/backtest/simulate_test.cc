// Runs whose outcome is computed by hand, and controllers that break one invariant each.
#include "src/backtest/simulate.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/backtest/worlds.h"

namespace spotwright::backtest {
namespace {

// Does what it is told, at every tick.
class Scripted : public Controller {
 public:
  using Script = std::function<void(const Sight&, Hands&)>;
  explicit Scripted(Script script) : script_(std::move(script)) {}

  std::int64_t Run(const Sight& sight, Hands& hands) override {
    script_(sight, hands);
    return sight.now_ms + 1;
  }
  void Restart() override {}
  const std::vector<std::string>& complaints() const override { return complaints_; }

  std::vector<std::string> complaints_;

 private:
  Script script_;
};

void DoNothing(const Sight&, Hands&) {}

// Launches what is missing on on-demand, and ends what was never ready for half an hour.
void Steady(const Sight& sight, Hands& hands) {
  std::int64_t supply = 0;
  for (int p = 0; p < static_cast<int>(sight.world.pools.size()); ++p) {
    const std::vector<std::int64_t> alive = sight.cloud.alive(p);
    for (const std::int64_t machine : alive) {
      const Instance& instance = sight.cloud.instances()[static_cast<std::size_t>(machine)];
      if (instance.state != MachineState::kReady && instance.created_ms + kHour / 2 < sight.now_ms) {
        hands.End(machine, -1);
      } else {
        ++supply;
      }
    }
  }
  for (const Order& order : sight.cloud.orders()) supply += order.answered ? 0 : order.count;
  if (supply < sight.need) {
    hands.Launch("t" + std::to_string(sight.cloud.orders().size()), 1, sight.need - supply);
  }
}

std::set<Invariant> Broken(const World& world, const Scripted::Script& script, const Malice& malice = {}) {
  Scripted controller(script);
  std::set<Invariant> broken;
  for (const Violation& violation : Simulate(world, malice, controller).violations) broken.insert(violation.invariant);
  return broken;
}

// Two nodes on spot and two on on-demand, all needed.
World FourNodes() {
  World world = QuietWorld();
  world.need = {{kStart, 4}};
  world.running_from_start = {2, 2};
  return world;
}

TEST(Simulate, TheBooksOfOneLaunch) {
  World world = QuietWorld();
  world.end_ms = kStart + kHour;
  world.need = {{kStart, 1}};
  Scripted controller(Steady);
  const Outcome run = Simulate(world, {}, controller);
  EXPECT_TRUE(run.violations.empty());
  EXPECT_EQ(run.books.cost_micro_usd, 399'444);  // 400,000 x 3,595 / 3,600: from the answer on.
  EXPECT_EQ(run.books.all_on_demand_micro_usd, 400'000);
  EXPECT_EQ(run.books.node_ms, 3595 * kSecond);
  EXPECT_EQ(run.books.spot_node_ms, 0);
  EXPECT_EQ(run.books.shortage_node_ms, 65 * kSecond);
  EXPECT_EQ(run.books.launches, 1);
  EXPECT_EQ(run.books.nodes_granted, 1);
  EXPECT_EQ(run.controller_runs, 120);
}

TEST(Simulate, TheBooksOfALossAndOfPrices) {
  World world = FourNodes();
  world.end_ms = kStart + 2 * kHour;
  world.pools[0].capacity = {{kStart, 2}, {kStart + kHour, 1}};
  world.pools[0].price_micro_usd_per_hour = {{kStart, 100'000}, {kStart + kHour / 2, 200'000}};
  world.workloads = {{.name = "w", .replicas = 8, .cpu_millicores = 2000, .start_ms = 20 * kSecond}};
  Scripted controller(Steady);
  const Outcome run = Simulate(world, {}, controller);
  EXPECT_TRUE(run.violations.empty());
  // Spot: 2 x 1/2 h x .10 + 2 x 1/2 h x .20 + 1 h x .20; on-demand: 2 x 2 h x .40 and one from 5 s after the loss on.
  EXPECT_EQ(run.books.cost_micro_usd, 100'000 + 200'000 + 200'000 + 1'600'000 + 399'444);
  EXPECT_EQ(run.books.all_on_demand_micro_usd, 3'200'000);
  EXPECT_EQ(run.books.shortage_node_ms, 65 * kSecond);
  EXPECT_EQ(run.books.interruptions, 1);
  EXPECT_EQ(run.books.notices, 1);
  EXPECT_EQ(run.books.ended_by_us, 0);
  // All pods had room on the first three nodes: three were lost or two, and had room elsewhere at once.
  EXPECT_EQ(static_cast<std::int64_t>(run.books.recoveries_ms.size()), run.books.pods_lost);
  for (const std::int64_t recovery_ms : run.books.recoveries_ms) EXPECT_EQ(recovery_ms, 20 * kSecond);
}

TEST(Simulate, AQuietWorldBreaksNothing) {
  EXPECT_TRUE(Broken(FourNodes(), Steady).empty());
  EXPECT_TRUE(Broken(FourNodes(), DoNothing).empty());
}

TEST(Simulate, TheControllerRunsOnlyWhenThereIsSomethingToDo) {
  class Idle : public Scripted {
   public:
    Idle() : Scripted(DoNothing) {}
    std::int64_t Run(const Sight&, Hands&) override { return kNever; }
  };
  World world = FourNodes();
  world.pools[0].capacity = {{kStart, 2}, {kStart + kHour, 1}};
  world.need = {{kStart, 4}, {kStart + 2 * kHour, 3}};
  Idle idle;
  // At the start, for the notice, the end and the need.
  EXPECT_EQ(Simulate(world, {}, idle).controller_runs, 4);
}

TEST(Broken, DrainsWithoutCause) {
  const auto script = [](const Sight& sight, Hands& hands) {
    if (sight.now_ms == kStart + kHour) hands.Drain(0, -1, false);
  };
  EXPECT_EQ(Broken(FourNodes(), script),
            (std::set<Invariant>{Invariant::kReadyBelowNeed, Invariant::kWithoutCause, Invariant::kCordonedForEver}));
}

TEST(Broken, CordonsWithoutCause) {
  const auto script = [](const Sight& sight, Hands& hands) {
    if (sight.now_ms == kStart + kHour) hands.Cordon(0);
    if (sight.now_ms == kStart + kHour + kMinute) hands.Uncordon(0);
  };
  EXPECT_EQ(Broken(FourNodes(), script), std::set<Invariant>{Invariant::kWithoutCause});
}

TEST(Broken, LeavesANodeCordonedThatOnlyAFalseSignalWasAbout) {
  World world = FourNodes();
  world.false_signals = {{.at_ms = kStart + kHour, .pool = 0, .instances = 1}};
  const auto cordon = [](const Sight& sight, Hands& hands) {
    for (const Heard& heard : sight.heard) hands.Cordon(heard.event.instance);
  };
  EXPECT_EQ(Broken(world, cordon), std::set<Invariant>{Invariant::kCordonedForEver});
  const auto mend = [&](const Sight& sight, Hands& hands) {
    cordon(sight, hands);
    if (sight.now_ms == kStart + kHour + 30 * kMinute) {
      hands.Uncordon(0);
      hands.Uncordon(1);
    }
  };
  EXPECT_TRUE(Broken(world, mend).empty());
}

TEST(Broken, DrainsOnASignalBeforeTheReplacementIsThere) {
  World world = FourNodes();
  world.false_signals = {{.at_ms = kStart + kHour, .pool = 0, .instances = 1}};
  const auto script = [](const Sight& sight, Hands& hands) {
    for (const Heard& heard : sight.heard) hands.End(heard.event.instance, -1);
  };
  EXPECT_TRUE(Broken(world, script).contains(Invariant::kReadyBelowNeed));
  const auto launch_first = [](const Sight& sight, Hands& hands) {
    static std::int64_t signalled = -1;
    for (const Heard& heard : sight.heard) {
      if (heard.event.kind == CloudEventKind::kSignal) {
        signalled = heard.event.instance;
        hands.Launch("r", 1, 1);
      }
      if (heard.event.kind == CloudEventKind::kReady) hands.End(signalled, heard.event.instance);
    }
  };
  EXPECT_TRUE(Broken(world, launch_first).empty());
}

TEST(Broken, ACauseDoesNotGrowOldInAQuietWindow) {
  World world = FourNodes();
  world.false_signals = {{.at_ms = kStart + kHour, .pool = 0, .instances = 2}};
  const auto cordon = [](const Sight& sight, Hands& hands) {
    if (sight.now_ms == kStart + 6 * kHour) hands.Cordon(0);
    if (sight.now_ms == kStart + 6 * kHour + kMinute) hands.Uncordon(0);
  };
  EXPECT_EQ(Broken(world, cordon), std::set<Invariant>{Invariant::kWithoutCause});
  world.quiet_windows = {{.start_unix_ms = kStart + kHour, .end_unix_ms = kStart + 5 * kHour, .why = "rotation"}};
  EXPECT_TRUE(Broken(world, cordon).empty());
}

TEST(Broken, TakesAReplacementThatItWasToldWillEnd) {
  World world = FourNodes();
  world.need = {{kStart, 5}};
  world.false_signals = {{.at_ms = kStart + kHour, .pool = 0, .instances = 2}};
  world.pools.push_back(MakePool("c", CapacityType::kSpot, 4, 100'000));
  world.pools[2].capacity.push_back({kStart + 2 * kHour, 0});  // Two minutes' notice.
  const auto swap = [](const Sight& sight, Hands& hands) {
    if (sight.now_ms == kStart + kHour + kMinute) hands.Launch("r", 2, 1);
    if (sight.now_ms == kStart + 2 * kHour - kMinute) hands.End(0, 4);
  };
  EXPECT_TRUE(Broken(world, swap).contains(Invariant::kReadyBelowNeed));
  EXPECT_FALSE(Broken(world, swap, {.drop_share = 1}).contains(Invariant::kReadyBelowNeed));
}

TEST(Broken, LaunchesTwice) {
  World world = FourNodes();
  world.pools[0].capacity = {{kStart, 2}, {kStart + kHour, 1}};
  const auto script = [](const Sight& sight, Hands& hands) {
    if (sight.now_ms != kStart + kHour) return;
    hands.Launch("one", 1, 1);
    hands.Launch("two", 1, 1);
    hands.Launch("three", 1, 1);
  };
  EXPECT_TRUE(Broken(world, script).contains(Invariant::kDuplicateLaunch));
  EXPECT_FALSE(Broken(world, Steady).contains(Invariant::kDuplicateLaunch));
}

TEST(Broken, LaunchesAgainWhatIsNotAnsweredAndWasNotCancelled) {
  World world = FourNodes();
  world.faults.answer_ms = {10 * kMinute, 10 * kMinute};
  const auto launch_twice = [](bool cancels) {
    return [cancels](const Sight& sight, Hands& hands) {
      if (sight.now_ms == kStart + kMinute) hands.Launch("one", 1, 1);
      if (sight.now_ms == kStart + 4 * kMinute && cancels) hands.Cancel("one", 1);
      if (sight.now_ms == kStart + 5 * kMinute) hands.Launch("two", 1, 1);
    };
  };
  EXPECT_TRUE(Broken(world, launch_twice(false)).contains(Invariant::kDuplicateLaunch));
  EXPECT_FALSE(Broken(world, launch_twice(true)).contains(Invariant::kDuplicateLaunch));
}

TEST(Broken, DoesNotReplaceWhatIsLost) {
  World world = FourNodes();
  world.pools[0].capacity = {{kStart, 2}, {kStart + kHour, 1}};
  EXPECT_EQ(Broken(world, DoNothing), std::set<Invariant>{Invariant::kShortForEver});
  // Where nothing can be had, nobody is to blame.
  world.outages = {{.outage = Outage::kStock, .pool = 1, .start_ms = kStart, .end_ms = world.end_ms}};
  EXPECT_TRUE(Broken(world, DoNothing).empty());
}

TEST(Broken, KeepsWhatNobodyNeeds) {
  World world = FourNodes();
  world.need = {{kStart, 4}, {kStart + kHour, 3}};
  EXPECT_EQ(Broken(world, Steady), std::set<Invariant>{Invariant::kSurplusForEver});
}

TEST(Broken, KeepsMachinesThatNeverJoin) {
  World world = FourNodes();
  world.need = {{kStart, 5}};
  world.faults.join_failure_share = 1;
  const auto script = [](const Sight& sight, Hands& hands) { hands.Launch("one", 1, sight.need - 4); };
  EXPECT_TRUE(Broken(world, script).contains(Invariant::kNeverReadyKept));
  EXPECT_FALSE(Broken(world, Steady).contains(Invariant::kNeverReadyKept));
}

TEST(Broken, GivesUpTheOnDemandBase) {
  World world = FourNodes();
  world.need = {{kStart, 3}};
  world.on_demand_base = 2;
  const auto end = [](std::int64_t machine) {
    return [machine](const Sight& sight, Hands& hands) {
      if (sight.now_ms == kStart + kMinute) hands.End(machine, -1);
    };
  };
  EXPECT_TRUE(Broken(world, end(0)).empty());
  EXPECT_EQ(Broken(world, end(2)), std::set<Invariant>{Invariant::kOnDemandBase});
}

TEST(Broken, MovesInAQuietWindow) {
  World world = FourNodes();
  world.need = {{kStart, 3}};
  world.quiet_windows = {{.start_unix_ms = kStart, .end_unix_ms = kStart + kHour, .why = "rotation"}};
  const auto end_at = [](std::int64_t at_ms) {
    return [at_ms](const Sight& sight, Hands& hands) {
      if (sight.now_ms == at_ms) hands.End(0, -1);
    };
  };
  EXPECT_EQ(Broken(world, end_at(kStart + kMinute)), std::set<Invariant>{Invariant::kQuietWindow});
  World later = world;
  later.quiet_windows[0].end_unix_ms = kStart + 10 * kMinute;
  EXPECT_TRUE(Broken(later, end_at(kStart + 10 * kMinute)).empty());
}

TEST(Broken, EvictsBeyondTheBudget) {
  World world = FourNodes();
  world.need = {{kStart, 2}};
  world.workloads = {{.name = "w", .replicas = 3, .cpu_millicores = 2000, .start_ms = 20 * kSecond}};
  const auto drain = [](bool force) {
    return [force](const Sight& sight, Hands& hands) {
      if (sight.now_ms == kStart + kHour) hands.Drain(0, -1, force);
      if (sight.now_ms == kStart + kHour + 10 * kMinute) {
        hands.End(0, -1);
        hands.End(1, -1);
      }
    };
  };
  EXPECT_TRUE(Broken(world, drain(true)).contains(Invariant::kBudget));
  EXPECT_FALSE(Broken(world, drain(false)).contains(Invariant::kBudget));
}

TEST(Broken, ComplaintsOfDecisionsAreViolations) {
  Scripted controller(DoNothing);
  controller.complaints_ = {"launch: orders[0].nodes: 0"};
  const Outcome run = Simulate(FourNodes(), {}, controller);
  ASSERT_EQ(run.violations.size(), 1u);
  EXPECT_EQ(run.violations[0].invariant, Invariant::kDecision);
}

TEST(Broken, BooksThatDoNotAddUp) {
  const World world = FourNodes();
  Cloud cloud(world);
  Cluster cluster(world);
  Checker checker(world, cloud, cluster);
  checker.OnInterval(kStart, kStart + kHour);
  checker.OnClose(1'000'000);
  EXPECT_TRUE(checker.violations().empty());
  checker.OnClose(1'000'001);
  ASSERT_EQ(checker.violations().size(), 1u);
  EXPECT_EQ(checker.violations()[0].invariant, Invariant::kMoney);
}

TEST(Broken, PodsOnMoreThanANodeHas) {
  World world = FourNodes();
  world.workloads = {{.name = "w", .replicas = 2, .cpu_millicores = 3000}};
  Cloud cloud(world);
  Cluster cluster(world);
  for (int i = 0; i < 4; ++i) cluster.AddNode(i, i / 2);
  cluster.Schedule();
  World smaller = world;
  for (PoolTrace& pool : smaller.pools) pool.cpu_millicores = 5000;
  Checker checker(smaller, cloud, cluster);
  checker.OnMoment();
  ASSERT_EQ(checker.violations().size(), 1u);
  EXPECT_EQ(checker.violations()[0].invariant, Invariant::kPods);
}

}  // namespace
}  // namespace spotwright::backtest
