// Model checking in small: all orders of events up to length 7 over small alphabets, every answer held against the
// books of a small cloud. Each call tells the events of the call before once more.
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "src/base/random.h"
#include "tests/launch/world.h"

namespace spotwright::launch {
namespace {

struct Symbol {
  std::string name;
  std::function<std::vector<LaunchEvent>(World&)> events;
};

Symbol After(double seconds) {
  return {"+" + std::to_string(static_cast<int>(seconds)) + "s", [seconds](World& world) {
            world.seconds += seconds;
            return std::vector<LaunchEvent>{};
          }};
}
const Symbol kGrant{"grant", [](World& w) { return w.Grant(); }};
const Symbol kServe{"serve", [](World& w) { return w.Serve(); }};
const Symbol kJoin{"join", [](World& w) { return w.Join(); }};
const Symbol kLate{"late", [](World& w) { return w.Late(); }};
const Symbol kLose{"lose", [](World& w) { return w.Lose(); }};
const Symbol kRefuse{"refuse", [](World& w) { return w.Fail("InsufficientInstanceCapacity"); }};
const Symbol kRefuseOne{"refuse one", [](World& w) { return w.Fail("MaxSpotInstanceCountExceeded", 1); }};
const Symbol kForbid{"forbid", [](World& w) { return w.Fail("UnauthorizedOperation"); }};
const Symbol kThrottle{"throttle", [](World& w) { return w.Fail("RequestLimitExceeded"); }};

// What a call left undone it would do in another one at the same time: nothing.
std::string AskAgain(const World& world) {
  LaunchRequest request = world.loop.request;
  request.events = world.previous;
  const auto again = Launch(request);
  if (!again.ok()) return again.error().field + " " + again.error().message;
  if (!again->actions.empty()) return "asked again it does something";
  LaunchState state = again->state;
  state.counters.events_duplicate = request.state->counters.events_duplicate;
  if (state != *request.state) return "asked again its state changes";
  if (!world.loop.last.call_again_at_unix_ms) return "";
  request.events.clear();
  request.now_unix_ms = *world.loop.last.call_again_at_unix_ms - 1;
  const auto early = Launch(request);
  if (!early->actions.empty()) return "time changes the answer before call_again_at_unix_ms";
  return "";
}

// From here on the cloud gives whatever is asked for: an order that is not stopped is placed.
std::string LetItEnd(World world) {
  for (int call = 0; call < 40; ++call) {
    const LaunchOrderPhase phase = world.loop.Status().phase;
    if (phase == LaunchOrderPhase::kPlaced || phase == LaunchOrderPhase::kStopped) return "";
    std::vector<LaunchEvent> events = world.EndWhatIsTold();
    for (auto one = world.Grant(); !one.empty(); one = world.Grant())
      events.insert(events.end(), one.begin(), one.end());
    for (auto one = world.Join(); !one.empty(); one = world.Join()) events.insert(events.end(), one.begin(), one.end());
    if (events.empty()) {
      world.seconds = static_cast<double>(*world.loop.last.call_again_at_unix_ms - kStart) / 1e3;
    }
    if (!world.Call(events)) return world.fault;
  }
  return "it never ends";
}

class Explorer {
 public:
  Explorer(std::vector<Symbol> alphabet, int length) : alphabet_(std::move(alphabet)), length_(length) {}

  void Explore(const World& world, const std::string& path, int depth) {
    if (failed_ || depth == length_) return;
    for (const Symbol& symbol : alphabet_) {
      World next = world;
      const std::string here = path + " " + symbol.name;
      const double before = next.seconds;
      const auto events = symbol.events(next);
      if (events.empty() && next.seconds == before) continue;  // It cannot happen here.
      ++calls;
      if (!next.Call(events)) return Report(here, next.fault);
      if (depth + 3 <= length_) {
        if (const std::string fault = AskAgain(next); !fault.empty()) return Report(here, fault);
        if (const std::string fault = LetItEnd(next); !fault.empty()) return Report(here, fault);
      }
      Explore(next, here, depth + 1);
      if (failed_) return;
    }
  }

  int calls = 0;

 private:
  void Report(const std::string& path, const std::string& fault) {
    failed_ = true;
    ADD_FAILURE() << "after" << path << ": " << fault;
  }

  std::vector<Symbol> alphabet_;
  int length_;
  bool failed_ = false;
};

LaunchOrder Two() {
  LaunchOrder order = Order("web", 2);
  order.candidates.erase(order.candidates.begin() + 1);
  return order;
}

void ExploreAll(const std::vector<Symbol>& alphabet, int least_calls) {
  World world({Two()});
  ASSERT_TRUE(world.Call({})) << world.fault;
  Explorer explorer(alphabet, 7);
  explorer.Explore(world, "", 0);
  EXPECT_GT(explorer.calls, least_calls);
}

TEST(SmallWorlds, SuccessFailureLatenessAndTime) {
  ExploreAll({kGrant, kServe, kJoin, kRefuse, kLate, kLose, After(61)}, 50'000);
}
TEST(SmallWorlds, LossesQuotasAndLongTimes) {
  ExploreAll({kGrant, kJoin, kRefuseOne, kLose, kLate, After(181)}, 10'000);
}
TEST(SmallWorlds, PermissionThrottlingAndJoinTimeouts) {
  ExploreAll({kGrant, kServe, kForbid, kThrottle, After(1), After(301)}, 10'000);
}

// Several orders that share pools, any events, any ticks, orders that change and are withdrawn, for long.
TEST(SmallWorlds, RandomSequences) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    base::Random random(seed);
    std::vector<LaunchOrder> orders;
    for (int i = 0; i < 4; ++i) {
      orders.push_back(Order("order-" + std::to_string(i), 1 + static_cast<std::int64_t>(random.Below(5))));
      orders.back().priority = static_cast<std::int64_t>(random.Below(2));
      if (random.Below(2) == 0) orders.back().candidates[0].max_nodes = 2;
    }
    World world(orders);
    if (random.Below(2) == 0) world.loop.request.policy.max_nodes_in_flight = 4;
    world.loop.request.policy.event_memory_seconds = 86400;  // So that whatever comes late is still known.
    const Symbol symbols[] = {kGrant, kGrant,  kServe,     kServe,    kJoin,    kJoin,     kLate,
                              kLose,  kRefuse, kRefuseOne, kThrottle, After(3), After(31), After(97)};
    for (int step = 0; step < 250; ++step) {
      const Symbol& symbol = symbols[random.Below(std::size(symbols))];
      std::vector<LaunchEvent> events = symbol.events(world);
      if (random.Below(3) == 0) {
        const auto gone = world.EndWhatIsTold();
        events.insert(events.end(), gone.begin(), gone.end());
      }
      if (random.Below(150) == 0) {
        const auto wrong = world.Fail("InvalidAMIID.NotFound");
        events.insert(events.end(), wrong.begin(), wrong.end());
      }
      if (random.Below(50) == 0) {
        for (LaunchOrder& order : world.loop.request.orders) ++order.generation;
      }
      ASSERT_TRUE(world.Call(events)) << "seed " << seed << " step " << step << " " << symbol.name << ": "
                                      << world.fault;
      if (step % 4 != 0) continue;
      ASSERT_EQ(AskAgain(world), "") << "seed " << seed << " step " << step << " " << symbol.name;
    }
  }
}

// Successes at one moment give the same, told in one call or in several, and in any order.
TEST(SmallWorlds, SuccessesMayBeSplitOverCalls) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    base::Random random(seed);
    Loop one({Order("web", 4)});
    one.At(0);
    const std::string attempt = one.OneLaunch().attempt;
    Loop other = one;
    std::vector<LaunchEvent> events;
    for (int i = 0; i < 4; ++i) {
      const std::string name = "i-" + std::to_string(i);
      events.push_back(one.Launched(2, attempt, {name}));
      if (random.Below(2) == 0) events.push_back(one.Ready(20, {name}));
    }
    for (std::size_t i = events.size(); i > 1; --i) std::swap(events[i - 1], events[random.Below(i)]);
    one.At(30, events);
    const std::size_t cut = random.Below(events.size() + 1);
    const auto middle = events.begin() + static_cast<std::ptrdiff_t>(cut);
    other.At(30, {events.begin(), middle});
    other.At(30, {middle, events.end()});
    EXPECT_EQ(one.last.state, other.last.state) << seed;
    EXPECT_EQ(one.last.orders, other.last.orders) << seed;
    EXPECT_EQ(one.last.call_again_at_unix_ms, other.last.call_again_at_unix_ms) << seed;
  }
}

// The order in which a request lists its events changes nothing, whatever they are.
TEST(SmallWorlds, TheOrderOfTheListChangesNothing) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    base::Random random(seed);
    Loop loop({Order("web", 3), Order("api", 2)});
    loop.At(0);
    std::vector<LaunchEvent> events;
    for (int i = 0; i < 8; ++i) {
      const double at = static_cast<double>(random.Below(50));
      const std::string attempt = loop.Actions(LaunchActionKind::kLaunch)[random.Below(2)].attempt;
      const std::string name = "i-" + std::to_string(random.Below(5));
      switch (random.Below(5)) {
        case 0:
          events.push_back(loop.Failed(at, attempt, "InsufficientInstanceCapacity", 1));
          break;
        case 1:
          events.push_back(loop.Ready(at, {name}));
          break;
        case 2:
          events.push_back(loop.Terminated(at, {name}));
          break;
        default:
          events.push_back(loop.Launched(at, attempt, {name}));
      }
    }
    Loop shuffled = loop;
    loop.At(70, events);
    for (std::size_t i = events.size(); i > 1; --i) std::swap(events[i - 1], events[random.Below(i)]);
    shuffled.At(70, events);
    EXPECT_EQ(loop.last, shuffled.last) << seed;
  }
}

}  // namespace
}  // namespace spotwright::launch
