// Properties of Scale, and a naive twin of its SmartScale preset.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "spotwright/scale.h"
#include "src/base/random.h"
#include "tests/scaling/loop.h"

namespace spotwright::scaling {
namespace {

using Metrics = std::map<std::string, std::optional<double>>;

// A level for some minutes, then another; now and then a reading is missing.
class RandomLoad {
 public:
  explicit RandomLoad(std::uint64_t seed) : random_(seed) {}

  Metrics Next() {
    if (left_-- <= 0) {
      left_ = static_cast<std::int64_t>(1 + random_.Below(25));
      cpu_ = static_cast<double>(random_.Below(100));
      memory_ = static_cast<double>(random_.Below(90));
      pending_ = random_.Below(3) == 0 ? static_cast<double>(random_.Below(9)) : 0;
      if (random_.Below(2) == 0) cpu_ = memory_ = static_cast<double>(random_.Below(28));
    }
    Metrics metrics = Usage(cpu_ + random_.Unit(), memory_, pending_);
    if (random_.Below(40) == 0) metrics["memory"] = std::nullopt;
    return metrics;
  }

 private:
  base::Random random_;
  std::int64_t left_ = 0;
  double cpu_ = 0;
  double memory_ = 0;
  double pending_ = 0;
};

// SmartScale as its users would write it down, with a reading each minute and nodes that are ready at once.
class SmartScaleTwin {
 public:
  std::int64_t Minute(std::int64_t minute, const Metrics& metrics, std::int64_t nodes) {
    for (const auto& [name, value] : metrics) {
      past_[name].push_front(value);
      if (past_[name].size() > 10) past_[name].pop_back();
    }
    std::int64_t up = 0;
    const auto consider = [&](const std::string& name, double above, double far_above, std::int64_t nodes_far) {
      if (!Row(name, 3, [above](double value) { return value > above; })) return;
      up = std::max<std::int64_t>(up, *past_[name][0] > far_above ? nodes_far : 1);
    };
    consider("cpu", 70, 85, 2);
    consider("memory", 75, 1e9, 1);
    consider("unschedulable_pods", 0, 5, 2);
    const bool down = Row("cpu", 10, [](double value) { return value < 30; }) &&
                      Row("memory", 10, [](double value) { return value < 50; }) &&
                      Row("unschedulable_pods", 10, [](double value) { return value == 0; });
    std::int64_t change = 0;
    if (nodes < 2) {
      change = 2 - nodes;
    } else if (up > 0 && minute - last_ >= 5) {
      change = std::min(up, 10 - nodes);
    } else if (up == 0 && down && minute - last_ >= 10) {
      change = nodes > 2 ? -1 : 0;
    }
    if (change != 0) last_ = minute;
    return change;
  }

 private:
  template <typename Holds>
  bool Row(const std::string& name, std::size_t length, const Holds& holds) {
    const std::deque<std::optional<double>>& past = past_[name];
    return past.size() >= length && std::all_of(past.begin(), past.begin() + static_cast<std::ptrdiff_t>(length),
                                                [&](const auto& value) { return value && holds(*value); });
  }

  std::map<std::string, std::deque<std::optional<double>>> past_;
  std::int64_t last_ = -1000;
};

TEST(ScaleProperty, SmartScaleDoesWhatItsTwinDoes) {
  std::int64_t added = 0;
  std::int64_t removed = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    RandomLoad load(seed);
    SmartScaleTwin twin;
    Loop loop(SmartScale(), static_cast<std::int64_t>(seed % 12));
    loop.boot_ms = 0;
    for (std::int64_t minute = 0; minute < 400; ++minute) {
      const Metrics metrics = load.Next();
      const std::int64_t nodes = loop.ready();
      const GroupScale answer = loop.At(kMonday + minute * kMinuteMs, metrics);
      if (nodes > 10) break;  // Above the maximum nodes only go slowly, which the twin does not know.
      const std::int64_t expected = twin.Minute(minute, metrics, answer.ready_nodes);
      ASSERT_EQ(answer.change, expected) << "seed " << seed << ", minute " << minute;
      (answer.change > 0 ? added : removed) += std::abs(answer.change);
    }
  }
  EXPECT_GT(added, 200);
  EXPECT_GT(removed, 200);
}

ScalePolicy RandomPolicy(base::Random& random) {
  ScalePolicy policy;
  if (random.Below(2) == 0) policy.presets = {ScalePreset::kSmartScale};
  MetricRule rule;
  rule.metric = "load";
  rule.target = 50;
  rule.kind = random.Below(2) == 0 ? MetricKind::kPerNode : MetricKind::kTotal;
  rule.window_value = static_cast<WindowValue>(1 + random.Below(4));
  rule.up_windows = static_cast<std::int64_t>(1 + random.Below(3));
  rule.down_windows = static_cast<std::int64_t>(1 + random.Below(6));
  rule.window_seconds = random.Below(2) == 0 ? 60 : 150;
  policy.rules = {rule};
  policy.min_nodes = static_cast<std::int64_t>(random.Below(4));
  policy.max_nodes = 30;
  policy.cool_down_up_seconds = static_cast<std::int64_t>(random.Below(400));
  policy.cool_down_down_seconds = static_cast<std::int64_t>(random.Below(700));
  policy.down.stabilization_seconds = static_cast<std::int64_t>(random.Below(600));
  policy.scale_in.drain_seconds = static_cast<std::int64_t>(random.Below(300));
  policy.boot_seconds = 180;
  return policy;
}

Metrics RandomMetrics(base::Random& random, RandomLoad& load) {
  Metrics metrics = load.Next();
  metrics["load"] = 5 + 200 * random.Unit();
  if (random.Below(30) == 0) metrics["load"] = std::nullopt;
  return metrics;
}

// Sending what is new with the state says the same as sending everything again.
TEST(ScaleProperty, IncrementsEqualTheWhole) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    base::Random random(seed);
    RandomLoad load(seed);
    const ScalePolicy policy = RandomPolicy(random);
    Loop increments(policy, 4);
    std::map<std::string, std::vector<Sample>> history;
    for (std::int64_t minute = 0; minute < 90; ++minute) {
      const std::int64_t now = kMonday + minute * kMinuteMs;
      const Metrics metrics = RandomMetrics(random, load);
      for (const auto& [name, value] : metrics) history[name].push_back({now, value});
      const std::optional<ScaleState> before = increments.request.state;
      increments.At(now, metrics);
      ScaleRequest whole = increments.request;
      whole.state = before;
      if (whole.state) {
        for (ScaleGroupState& group : whole.state->groups) group.metrics.clear();
      }
      whole.groups[0].metrics.clear();
      for (const auto& [name, samples] : history) whole.groups[0].metrics.push_back({name, samples});
      const auto response = Scale(whole);
      ASSERT_TRUE(response.ok());
      ASSERT_EQ(*response, increments.last) << "seed " << seed << ", minute " << minute;
    }
  }
}

// What holds of every answer, read off the request and the response alone.
void Check(const ScaleRequest& request, const GroupScale& answer) {
  const ScalePolicy& policy = request.groups[0].policy;
  EXPECT_EQ(answer.desired_nodes, answer.ready_nodes + answer.in_flight_nodes + answer.change);
  EXPECT_EQ(answer.action, answer.change > 0   ? ScaleAction::kAdd
                           : answer.change < 0 ? ScaleAction::kRemove
                                               : ScaleAction::kHold);
  const bool missing = std::any_of(answer.rules.begin(), answer.rules.end(),
                                   [](const RuleResult& rule) { return rule.finding == RuleFinding::kMissing; });
  if (answer.change < 0) {
    EXPECT_FALSE(missing);
    EXPECT_EQ(answer.in_flight_nodes, 0);
    EXPECT_GE(answer.desired_nodes, *policy.min_nodes);
    EXPECT_GE(answer.desired_nodes, answer.reactive_nodes.value_or(1000000));
    EXPECT_LE(-answer.change, std::max<std::int64_t>(1, answer.ready_nodes / 4));
  }
  if (answer.change > 0) {
    EXPECT_LE(answer.desired_nodes, *policy.max_nodes);
    EXPECT_LE(answer.desired_nodes, std::max(answer.reactive_nodes.value_or(0), *policy.min_nodes));
  }
  if (answer.ready_nodes + answer.in_flight_nodes < *policy.min_nodes) {
    EXPECT_GE(answer.desired_nodes, *policy.min_nodes);
  }
}

TEST(ScaleProperty, EveryAnswerKeepsTheRulesAndTheOrderOfTheInputDoesNotMatter) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    base::Random random(seed);
    RandomLoad load(seed);
    Loop loop(RandomPolicy(random), static_cast<std::int64_t>(random.Below(12)));
    ScaleRequest turned = loop.request;
    for (std::int64_t minute = 0; minute < 120; ++minute) {
      const std::int64_t now = kMonday + minute * kMinuteMs + static_cast<std::int64_t>(random.Below(20)) * kSecondMs;
      const std::optional<ScaleState> before = loop.request.state;
      const GroupScale answer = loop.At(now, RandomMetrics(random, load));
      Check(loop.request, answer);
      ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed << ", minute " << minute;
      EXPECT_GT(loop.last.call_again_at_unix_ms.value_or(now + 1), now);
      turned = loop.request;
      turned.state = before;
      std::reverse(turned.groups[0].metrics.begin(), turned.groups[0].metrics.end());
      const auto again = Scale(turned);
      ASSERT_TRUE(again.ok());
      ASSERT_EQ(*again, loop.last);
    }
  }
}

// Groups are judged on their own, and those that a request leaves out keep their state.
TEST(ScaleProperty, GroupsAreIndependent) {
  base::Random random(5);
  RandomLoad load(5);
  Loop a(RandomPolicy(random), 4);
  Loop b(RandomPolicy(random), 6);
  b.request.groups[0].name = "api";
  ScaleRequest both;
  for (std::int64_t minute = 0; minute < 60; ++minute) {
    const std::int64_t now = kMonday + minute * kMinuteMs;
    const GroupScale web = a.At(now, RandomMetrics(random, load));
    const bool with_api = minute % 3 != 0;
    const GroupScale api = with_api ? b.At(now, RandomMetrics(random, load)) : GroupScale{};
    both.now_unix_ms = now;
    both.groups = {a.request.groups[0]};
    if (with_api) both.groups.push_back(b.request.groups[0]);
    const auto response = Scale(both);
    ASSERT_TRUE(response.ok());
    EXPECT_EQ(response->groups[0], web);
    if (with_api) {
      EXPECT_EQ(response->groups[1], api);
    }
    both.state = response->state;
  }
}

}  // namespace
}  // namespace spotwright::scaling
