// What holds whatever happens: the order of the input, repeated events, all short histories.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "spotwright/respond.h"
#include "src/base/random.h"
#include "tests/interruption/worlds.h"

namespace spotwright::interruption {
namespace {

template <typename T>
void Shuffle(std::vector<T>& items, base::Random& random) {
  for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[random.Below(i)]);
}

RespondRequest RandomRequest(base::Random& random) {
  RespondRequest request = MakeRequest();
  request.policy.rebalance.mode = static_cast<RebalanceMode>(1 + random.Below(4));
  request.policy.rebalance.shortage_cost_usd_per_node_hour = 10;
  request.policy.hold_pods = random.Below(2) == 0;
  request.workloads = {MakeWorkload("web", 3), MakeWorkload("api", 7), MakeWorkload("job", 1)};
  request.workloads[2].termination_grace_seconds = 200;
  for (Node& node : request.nodes) {
    node.running.clear();
    for (const Workload& workload : request.workloads) {
      if (random.Below(2) == 0) node.running.push_back({workload.name, "default", 1});
    }
  }
  if (random.Below(2) == 0) request.quotas = {{CapacityType::kSpot, "", {}, 28}};
  if (random.Below(2) == 0) request.budgets = {{"web", "default", 1}};
  const std::size_t events = 1 + random.Below(6);
  for (std::size_t i = 0; i < events; ++i) {
    const std::string& node = request.nodes[random.Below(request.nodes.size())].name;
    const std::int64_t at = At(-static_cast<double>(random.Below(3)) * 60);
    switch (random.Below(5)) {
      case 0:
        request.events.push_back(Recommend(node, at));
        break;
      case 1:
        request.events.push_back(Stopped(node, at));
        break;
      case 2:
        request.events.push_back(Scheduled(ScheduledEventType::kReboot, node, At(200)));
        break;
      default:
        request.events.push_back(Notice(node, at));
    }
  }
  return request;
}

TEST(RespondProperty, TheOrderOfTheInputChangesNothing) {
  base::Random random(1);
  for (int world = 0; world < 300; ++world) {
    RespondRequest request = RandomRequest(random);
    const RespondResponse answer = Answer(request);
    Shuffle(request.events, random);
    Shuffle(request.nodes, random);
    Shuffle(request.workloads, random);
    EXPECT_EQ(Answer(request), answer) << world;
  }
}

TEST(RespondProperty, RepeatedAndLateEventsChangeNothing) {
  base::Random random(2);
  for (int world = 0; world < 300; ++world) {
    RespondRequest request = RandomRequest(random);
    const RespondResponse answer = Answer(request);
    RespondRequest twice = request;
    twice.events.insert(twice.events.end(), request.events.begin(), request.events.end());
    twice.events.push_back(Notice("c2", At(-7300)));  // Old news.
    EXPECT_EQ(Answer(twice), answer) << world;
    RespondRequest again = Next(request, answer, At(10));
    const RespondResponse without = Answer(again);
    again.events = request.events;
    EXPECT_EQ(Answer(again), without) << world;
  }
}

TEST(RespondProperty, DeadlinesKeepToTheEndAndNobodyIsLaunchedForNothing) {
  base::Random random(3);
  for (int world = 0; world < 500; ++world) {
    const RespondRequest request = RandomRequest(random);
    const RespondResponse answer = Answer(request);
    std::map<std::string, std::int64_t> ends;
    for (const NodeCase& of : answer.state.cases) {
      if (of.ends_unix_ms) ends[of.node] = std::max(request.now_unix_ms, *of.ends_unix_ms);
    }
    std::set<std::string> spoken_of;
    std::set<std::string> pools;
    for (const InterruptionEvent& event : request.events) {
      spoken_of.insert(event.node);
      if (event.kind != InterruptionKind::kRebalanceRecommendation) pools.insert(event.node.substr(0, 1));
    }
    std::set<std::string> launched;
    std::int64_t greatest_priority = 100;
    for (const NodeAction& action : answer.actions) {
      EXPECT_TRUE(spoken_of.count(action.node) > 0 || pools.count(action.node.substr(0, 1)) > 0) << action.sentence;
      if (action.kind == NodeActionKind::kDrain) {
        EXPECT_TRUE(spoken_of.count(action.node) > 0) << "drained without cause: " << action.node;
      }
      if (ends.count(action.node) > 0 && action.deadline_unix_ms) {
        EXPECT_LE(*action.deadline_unix_ms, ends[action.node]) << action.sentence;
      }
      EXPECT_LE(request.now_unix_ms, action.begin_unix_ms);
      if (action.deadline_unix_ms) {
        EXPECT_LE(action.begin_unix_ms, *action.deadline_unix_ms);
      }
      for (const PodsToEvict& pods : action.pods) {
        EXPECT_LE(action.begin_unix_ms, pods.evict_at_unix_ms);
        EXPECT_LE(pods.evict_at_unix_ms, *action.deadline_unix_ms);
        EXPECT_GT(pods.replicas, 0);
      }
      if (action.kind != NodeActionKind::kLaunch) continue;
      EXPECT_TRUE(launched.insert(action.node).second) << "two replacements for " << action.node;
      EXPECT_EQ(action.count, 1);
      if (action.voluntary) continue;
      const Node& node = *std::find_if(request.nodes.begin(), request.nodes.end(),
                                       [&](const Node& some) { return some.name == action.node; });
      std::int64_t priority = 0;
      for (const RunningPods& some : node.running) {
        priority = std::max<std::int64_t>(priority, some.workload == "api" ? 7 : some.workload == "web" ? 3 : 1);
      }
      EXPECT_LE(priority, greatest_priority);
      greatest_priority = priority;
    }
  }
}

// A slow twin of what is cordoned and launched for notices alone: read off the sentence of the rule.
TEST(RespondTwin, OfNoticesAlone) {
  base::Random random(4);
  for (int world = 0; world < 300; ++world) {
    RespondRequest request = MakeRequest();
    std::set<std::string> noticed;
    for (const Node& node : request.nodes) {
      if (random.Below(3) == 0) noticed.insert(node.name);
    }
    for (const std::string& name : noticed) request.events.push_back(Notice(name));
    std::map<char, int> in_pool;
    for (const std::string& name : noticed) ++in_pool[name[0]];
    // Zones that lost both of their nodes cool, and of others the one with the fewest nodes left, the first of equals.
    std::map<char, int> nodes = {{'a', 2}, {'b', 2}, {'c', 2}};
    for (const std::string& name : noticed) --nodes[name[0]];
    std::vector<std::string> zones;
    for (std::size_t i = 0; i < noticed.size(); ++i) {
      char best = 0;
      for (const char zone : {'a', 'b', 'c'}) {
        if (in_pool[zone] > 0) continue;  // The pool lost something: it cools.
        if (best == 0 || nodes[zone] < nodes[best]) best = zone;
      }
      bool on_demand = best == 0;
      if (on_demand) {
        for (const char zone : {'a', 'b', 'c'}) {
          if (in_pool[zone] == 2) continue;  // Nor on-demand in a zone that is gone, while others are left.
          if (best == 0 || nodes[zone] < nodes[best]) best = zone;
        }
      }
      if (best == 0) {
        for (const char zone : {'a', 'b', 'c'}) {
          if (best == 0 || nodes[zone] < nodes[best]) best = zone;
        }
      }
      ++nodes[best];
      zones.push_back(std::string(1, best) + (on_demand ? " on-demand" : " spot"));
    }
    const RespondResponse answer = Answer(request);
    EXPECT_EQ(NodesOf(answer, NodeActionKind::kCordon), std::vector<std::string>(noticed.begin(), noticed.end()));
    std::vector<std::string> launched;
    for (const NodeAction& launch : Actions(answer, NodeActionKind::kLaunch)) {
      launched.push_back(launch.pool->zone +
                         (launch.pool->capacity_type == CapacityType::kSpot ? " spot" : " on-demand"));
    }
    EXPECT_EQ(launched, zones) << world;
  }
}

// All histories of seven steps over: nothing, a notice, a recommendation, silence, a word that the launch is ready or
// has failed, the end of a node. A minute lies between steps; then the world stands still.
enum class Step { kWait, kNotice, kRecommend, kSilent, kReady, kFailed, kGone };
constexpr int kSteps = 7;

struct World {
  RespondRequest request;
  RespondResponse answer;
  std::map<std::string, std::string> waiting;  // Launches that are out: for which node.
  std::set<std::string> launch_ids;
  std::map<std::string, int> ready_for;
  std::set<std::string> told;  // About which nodes something was told.
  int fresh = 0;

  void Call(std::int64_t now, std::vector<InterruptionEvent> events, std::vector<ReplacementReport> reports) {
    request = Next(request, answer, now);
    request.events = std::move(events);
    request.replacements = std::move(reports);
    answer = Answer(request);
    for (const NodeAction& action : answer.actions) {
      switch (action.kind) {
        case NodeActionKind::kLaunch:
          EXPECT_TRUE(launch_ids.insert(action.launch_id).second) << "launched twice: " << action.launch_id;
          for (const auto& [id, node] : waiting) EXPECT_NE(node, action.node) << "while one is on its way";
          EXPECT_EQ(ready_for[action.node], 0) << "replaced although a replacement is ready";
          waiting[action.launch_id] = action.node;
          break;
        case NodeActionKind::kEnd:
          EXPECT_GT(ready_for[action.node], 0) << "ended before its replacement was ready: " << action.node;
          Remove(request, action.node);
          break;
        case NodeActionKind::kDrain:
          EXPECT_TRUE(told.count(action.node) > 0) << "drained without cause: " << action.node;
          if (action.voluntary) {
            EXPECT_GT(ready_for[action.node], 0);
          }
          for (const PodsToEvict& pods : action.pods) {
            if (pods.evict_at_unix_ms == now) NodeNamed(request, action.node).running.clear();
          }
          break;
        default:
          break;
      }
    }
  }
};

// Takes one step. False of what is a mere wait: a word on launches when none is out, the end of a node that is gone.
bool Take(Step step, std::int64_t now, World& world) {
  const bool a_lives = std::any_of(world.request.nodes.begin(), world.request.nodes.end(),
                                   [](const Node& node) { return node.name == "a1"; });
  std::vector<InterruptionEvent> events;
  std::vector<ReplacementReport> reports;
  switch (step) {
    case Step::kWait:
      break;
    case Step::kNotice:
      events = {Notice("a1", now), Notice("a1", now)};
      break;
    case Step::kRecommend:
      events = {Recommend("a1", now)};
      break;
    case Step::kSilent:
      events = {Event(InterruptionKind::kNodeNotReady, "a1", now)};
      if (a_lives) NodeNamed(world.request, "a1").state = NodeState::kUnschedulable;
      break;
    case Step::kReady:
    case Step::kFailed: {
      if (world.waiting.empty()) return false;
      const bool ready = step == Step::kReady;
      for (const auto& [id, node] : world.waiting) {
        const std::string name = ready ? "fresh" + std::to_string(++world.fresh) : "";
        reports.push_back({id, ready ? ReplacementOutcome::kReady : ReplacementOutcome::kFailed, name});
        if (!ready) continue;
        ++world.ready_for[node];
        world.request.nodes.push_back(MakeNode(name, "c", CapacityType::kOnDemand));
      }
      world.waiting.clear();
      break;
    }
    case Step::kGone:
      if (!a_lives) return false;
      Remove(world.request, "a1");
      world.told.insert("a1");
      break;
  }
  for (const InterruptionEvent& event : events) world.told.insert(event.node);
  world.Call(now, events, reports);
  for (const NodeAction& action : world.answer.actions) EXPECT_NE(action.node, "b1");
  return true;
}

// Every case ends: after the last word nothing is open for ever, asked at the moments that the answers name.
void StandStill(std::int64_t now, World world) {
  for (int calls = 0; calls < 50 && world.answer.call_again_at_unix_ms; ++calls) {
    ASSERT_GT(*world.answer.call_again_at_unix_ms, now);
    now = *world.answer.call_again_at_unix_ms;
    world.Call(now, {}, {});
  }
  EXPECT_FALSE(world.answer.call_again_at_unix_ms.has_value());
  EXPECT_TRUE(world.answer.state.cases.empty());
}

// All histories that go on from here; `so_far` names them.
void GoOn(const World& world, std::int64_t now, int steps_left, const std::string& so_far) {
  if (steps_left == 0) {
    StandStill(now, world);
    if (::testing::Test::HasFailure()) FAIL() << "history " << so_far;
    return;
  }
  for (int step = 0; step < kSteps; ++step) {
    World next = world;
    if (!Take(static_cast<Step>(step), now + 60'000, next)) continue;
    GoOn(next, now + 60'000, steps_left - 1, so_far + std::to_string(step));
    if (::testing::Test::HasFailure()) return;
  }
}

TEST(RespondModel, AllShortHistoriesKeepTheInvariants) {
  World world;
  world.request = MakeRequest();
  std::erase_if(world.request.nodes, [](const Node& node) { return node.name[1] == '2' || node.zone == "c"; });
  world.request.policy.rebalance.mode = RebalanceMode::kLaunchAndDrain;
  world.request.policy.rebalance.shortage_cost_usd_per_node_hour = 100;
  world.answer = Answer(world.request);
  GoOn(world, kT0, 7, "");
}

TEST(RespondErrors, NameTheFieldTheValueAndWhatToDo) {
  struct Bad {
    const char* field;
    void (*spoil)(RespondRequest&);
  };
  const Bad kBad[] = {
      {"events[0].node", [](RespondRequest& r) { r.events[0].node.clear(); }},
      {"events[0].id", [](RespondRequest& r) { r.events[0].id.clear(); }},
      {"events[0].kind", [](RespondRequest& r) { r.events[0].kind = {}; }},
      {"events[0].scheduled", [](RespondRequest& r) { r.events[0].kind = InterruptionKind::kScheduledEvent; }},
      {"events[0].instance_state",
       [](RespondRequest& r) { r.events[0].kind = InterruptionKind::kInstanceStateChange; }},
      {"events[0].at_unix_ms", [](RespondRequest& r) { r.events[0].at_unix_ms = -1; }},
      {"nodes[1].name", [](RespondRequest& r) { r.nodes[1].name = r.nodes[0].name; }},
      {"nodes[1].instance_id", [](RespondRequest& r) { r.nodes[1].instance_id = r.nodes[0].instance_id; }},
      {"nodes[0].running[0].workload", [](RespondRequest& r) { r.nodes[0].running[0].workload = "x"; }},
      {"budgets[0].workload",
       [](RespondRequest& r) {
         r.budgets = {{"x", "default", 1}};
       }},
      {"policy.zone_loss_share", [](RespondRequest& r) { r.policy.zone_loss_share = 1.5; }},
      {"policy.pool_loss_notices", [](RespondRequest& r) { r.policy.pool_loss_notices = 1; }},
      {"policy.quiet_windows[0].end_unix_ms",
       [](RespondRequest& r) {
         r.policy.quiet_windows = {{At(2), At(1), ""}};
       }},
      {"policy.rebalance.interruption_probability",
       [](RespondRequest& r) { r.policy.rebalance.interruption_probability = 2; }},
      {"replacements[0].launch_id",
       [](RespondRequest& r) {
         r.replacements = {{"", ReplacementOutcome::kReady, ""}};
       }},
      {"state.version", [](RespondRequest& r) { r.state.emplace().version = 2; }},
      {"state.cases[0].ends_unix_ms",
       [](RespondRequest& r) {
         NodeCase of;
         of.node = "a1";
         of.pool.capacity_type = CapacityType::kSpot;
         of.kind = InterruptionKind::kInterruptionNotice;
         of.certain = true;
         r.state.emplace().cases = {of};
       }},
  };
  for (const Bad& bad : kBad) {
    RespondRequest request = MakeRequest();
    request.events = {Notice("a1")};
    bad.spoil(request);
    const auto result = Respond(request);
    ASSERT_FALSE(result.ok()) << bad.field;
    EXPECT_EQ(result.error().code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(result.error().field, bad.field) << result.error().message;
  }
}

}  // namespace
}  // namespace spotwright::interruption
