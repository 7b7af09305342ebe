// What holds of removals in any world.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <set>

#include "spotwright/balance_zones.h"
#include "tests/scaling/removal_twin.h"

namespace spotwright::test {
namespace {

using scaling::RemovalChoice;
using Names = std::set<std::string>;

constexpr int kRounds = 4000;

TEST(RemovalsProperty, AgreeWithTheObviousTwin) {
  std::mt19937 random(1);
  std::size_t removed = 0;
  std::size_t kept = 0;
  for (int round = 0; round < kRounds; ++round) {
    SCOPED_TRACE(round);
    RemovalWorld world = RandomWorld(random, false);
    const RemovalChoice choice = world.Choose(static_cast<std::int64_t>(1 + random() % 8));
    const RemovalTwin twin(world);
    const std::int64_t limit = std::min(world.task.wanted, twin.Limit());

    Names gone;
    for (const Removal& removal : choice.removals) {
      const Node* const next = twin.Next(gone);
      ASSERT_NE(next, nullptr);
      ASSERT_EQ(removal.node, next->name);
      ASSERT_EQ(removal.zone, next->zone);
      gone.insert(removal.node);
    }
    const auto count = static_cast<std::int64_t>(gone.size());
    ASSERT_LE(count, limit);
    if (count < limit) {
      ASSERT_EQ(twin.Next(gone), nullptr);
      ASSERT_EQ(CodesOf(choice.reasons), std::vector<std::string>{"nodes_kept"});
    }
    ASSERT_EQ(choice.reasons.empty(), count == world.task.wanted);
    removed += gone.size();

    if (twin.IsQuiet(kNow)) continue;  // Then no node is spoken of.
    std::map<std::string, Names> why;
    for (const Node& node : world.nodes) {
      if (!twin.Concerns(node) || gone.contains(node.name)) continue;
      if (Names codes = twin.WhyNot(node, gone); !codes.empty()) why[node.name] = std::move(codes);
    }
    ASSERT_EQ(choice.kept.size(), why.size());
    for (const KeptNode& node : choice.kept) {
      const std::vector<std::string> codes = CodesOf(node.reasons);
      ASSERT_EQ(Names(codes.begin(), codes.end()), why[node.name]) << node.name;
    }
    kept += why.size();
  }
  EXPECT_GT(removed, 2000U);
  EXPECT_GT(kept, 2000U);
}

TEST(RemovalsProperty, TheOrderOfTheInputDoesNotMatter) {
  std::mt19937 random(2);
  for (int round = 0; round < kRounds; ++round) {
    RemovalWorld world = RandomWorld(random, false);
    const RemovalChoice before = world.Choose(5);
    std::shuffle(world.nodes.begin(), world.nodes.end(), random);
    std::shuffle(world.workloads.begin(), world.workloads.end(), random);
    std::shuffle(world.budgets.begin(), world.budgets.end(), random);
    for (Node& node : world.nodes) std::shuffle(node.running.begin(), node.running.end(), random);
    const RemovalChoice after = world.Choose(5);
    ASSERT_EQ(before.removals, after.removals) << round;
    ASSERT_EQ(before.kept, after.kept) << round;
    ASSERT_EQ(before.reasons, after.reasons) << round;
    ASSERT_EQ(before.call_again_at_unix_ms, after.call_again_at_unix_ms) << round;
  }
}

TEST(RemovalsProperty, FewerAreTheFirstOfMore) {
  std::mt19937 random(3);
  for (int round = 0; round < kRounds; ++round) {
    RemovalWorld world = RandomWorld(random, false);
    const std::vector<std::string> more = NamesOf(world.Choose(6));
    for (std::size_t wanted = 0; wanted < 6; ++wanted) {
      const std::vector<std::string> fewer = NamesOf(world.Choose(static_cast<std::int64_t>(wanted)));
      ASSERT_EQ(fewer.size(), std::min(wanted, more.size())) << round;
      ASSERT_TRUE(std::equal(fewer.begin(), fewer.end(), more.begin())) << round;
    }
  }
}

// Greatest less least load of zones that have nodes at first.
std::int64_t SpreadOf(const RemovalTwin& twin, const Names& gone) {
  std::vector<std::int64_t> loads;
  for (const auto& [zone, nodes] : twin.Loads(gone)) loads.push_back(nodes);
  if (loads.empty()) return 0;
  return *std::max_element(loads.begin(), loads.end()) - *std::min_element(loads.begin(), loads.end());
}

// Every set of nodes that may go together is tried: none is larger, and none as large is spread less over the zones.
TEST(RemovalsProperty, NoOtherChoiceLeavesZonesMoreEven) {
  std::mt19937 random(4);
  std::size_t choices = 0;
  for (int round = 0; round < 1500; ++round) {
    RemovalWorld world = RandomWorld(random, true);
    const RemovalChoice choice = world.Choose(static_cast<std::int64_t>(1 + random() % 6));
    const RemovalTwin twin(world);
    const std::vector<std::string> names = NamesOf(choice);
    const std::size_t limit = static_cast<std::size_t>(std::min(world.task.wanted, twin.Limit()));
    std::vector<const Node*> free;
    for (const Node& node : world.nodes) {
      if (twin.Concerns(node) && twin.WhyNot(node, {}).empty()) free.push_back(&node);
    }
    const std::int64_t least = SpreadOf(twin, Names(names.begin(), names.end()));
    for (std::size_t mask = 1; mask < std::size_t{1} << free.size(); ++mask) {
      Names gone;
      bool may = true;
      for (std::size_t i = 0; i < free.size() && may; ++i) {
        if ((mask >> i & 1) == 0) continue;
        may = gone.size() < limit && twin.WhyNot(*free[i], gone).empty();
        gone.insert(free[i]->name);
      }
      if (!may) continue;
      ++choices;
      ASSERT_LE(gone.size(), names.size()) << round;
      if (gone.size() == names.size()) {
        ASSERT_GE(SpreadOf(twin, gone), least) << round;
      }
    }
  }
  EXPECT_GT(choices, 10'000U);
}

TEST(RemovalsProperty, WhereAllMayGoZonesLoseWhatBalanceZonesTakes) {
  std::mt19937 random(5);
  for (int round = 0; round < 1000; ++round) {
    RemovalWorld world;
    BalanceZonesRequest request;
    std::map<std::string, std::int64_t> units;
    for (std::size_t n = 1 + random() % 12; n > 0; --n) {
      ++units[world.Add("n" + std::to_string(n), std::string(1, static_cast<char>('a' + random() % 4))).zone];
    }
    for (const auto& [zone, count] : units) {
      request.zones.emplace_back();
      request.zones.back().name = zone;
      request.zones.back().units = count;
    }
    request.units_to_remove = static_cast<std::int64_t>(random() % (world.nodes.size() + 1));
    std::map<std::string, std::int64_t> lost;
    for (const Removal& removal : world.Choose(request.units_to_remove).removals) ++lost[removal.zone];
    const auto balanced = BalanceZones(request);
    ASSERT_TRUE(balanced.ok());
    for (const ZoneChange& zone : balanced->zones) ASSERT_EQ(lost[zone.zone], -zone.change) << round;
  }
}

TEST(RemovalsProperty, NothingMoreCouldGoBeforeTheNextMoment) {
  std::mt19937 random(6);
  std::size_t moments = 0;
  for (int round = 0; round < kRounds; ++round) {
    SCOPED_TRACE(round);
    RemovalWorld world = RandomWorld(random, false);
    const RemovalChoice choice = world.Choose(6);
    const std::int64_t last = choice.call_again_at_unix_ms.value_or(kNow + 10 * kHour);
    ASSERT_GT(last, kNow);
    RemovalWorld later = world;
    // Everything in these worlds happens on the half hour at most.
    for (std::int64_t at = kNow; at < last; at += kHour / 2) {
      later.task.now_unix_ms = at;
      ASSERT_LE(later.Choose(6).removals.size(), choice.removals.size());
    }
    if (!choice.call_again_at_unix_ms) continue;
    later.task.now_unix_ms = last;
    ++moments;
    if (choice.reasons[0].code == "node_budget_binds") {
      const RemovalTwin twin(world);
      ASSERT_GT(twin.LimitOfBudgetsAt(last), twin.LimitOfBudgetsAt(kNow));
    }
    ASSERT_FALSE(RemovalTwin(world).IsQuiet(last));
  }
  EXPECT_GT(moments, 100U);
}

// Two groups that share workloads, asked about one after the other.
TEST(RemovalsProperty, BudgetsHoldOverAllGroups) {
  std::mt19937 random(7);
  for (int round = 0; round < kRounds; ++round) {
    RemovalWorld world = RandomWorld(random, false);
    for (Node& node : world.nodes) node.group = random() % 2 == 0 ? "web" : "db";
    world.task.policy.node_budgets.resize(1);
    world.task.policy.node_budgets[0] = {"", 3, std::nullopt, {}};
    world.task.nodes = world.task.wanted = 6;
    world.task.min_nodes = 0;
    scaling::Cluster cluster(world.nodes, world.workloads, world.budgets);
    Names gone;
    for (const char* group : {"web", "db"}) {
      world.task.group = group;
      for (const Removal& removal : scaling::ChooseRemovals(world.task, cluster).removals) {
        const RemovalTwin twin(world);
        const auto node =
            std::find_if(world.nodes.begin(), world.nodes.end(), [&](const Node& n) { return n.name == removal.node; });
        ASSERT_EQ(twin.WhyNot(*node, gone), Names{}) << round;
        gone.insert(removal.node);
      }
    }
    ASSERT_LE(gone.size(), 3U);
  }
}

}  // namespace
}  // namespace spotwright::test
