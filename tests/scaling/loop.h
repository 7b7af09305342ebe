// A group that is scaled call after call, its state passed on as callers do it.
#ifndef SPOTWRIGHT_TESTS_SCALING_LOOP_H_
#define SPOTWRIGHT_TESTS_SCALING_LOOP_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "spotwright/scale.h"

namespace spotwright::scaling {

constexpr std::int64_t kSecondMs = 1000;
constexpr std::int64_t kMinuteMs = 60 * kSecondMs;
constexpr std::int64_t kHourMs = 60 * kMinuteMs;
constexpr std::int64_t kDayMs = 24 * kHourMs;
constexpr std::int64_t kMonday = 1'767'571'200'000;  // 2026-01-05 00:00 UTC.

inline bool HasReason(const std::vector<Reason>& reasons, const std::string& code) {
  for (const Reason& reason : reasons) {
    if (reason.code == code) return true;
  }
  return false;
}

// Nodes are counted, not listed; what is asked for becomes ready `boot_ms` later.
class Loop {
 public:
  explicit Loop(ScalePolicy policy, std::int64_t ready = 3) : ready_(ready) {
    request.groups.emplace_back();
    request.groups[0].name = "web";
    request.groups[0].policy = std::move(policy);
  }

  // Metrics of this moment; one that is named without a value failed.
  GroupScale At(std::int64_t now_ms, const std::map<std::string, std::optional<double>>& metrics) {
    while (!boots_.empty() && boots_.front().first <= now_ms) {
      ready_ += boots_.front().second;
      boots_.erase(boots_.begin());
    }
    request.now_unix_ms = now_ms;
    ScaleGroup& group = request.groups[0];
    group.ready_nodes = Sample{now_ms, static_cast<double>(ready_)};
    group.metrics.clear();
    for (const auto& [name, value] : metrics) group.metrics.push_back({name, {{now_ms, value}}});
    const Result<ScaleResponse> response = Scale(request);
    EXPECT_TRUE(response.ok()) << (response.ok() ? "" : response.error().field + " " + response.error().message);
    if (!response.ok()) return {};
    last = *response;
    request.state = response->state;
    const GroupScale& answer = response->groups[0];
    if (answer.change > 0 && obey) boots_.emplace_back(now_ms + boot_ms, answer.change);
    if (answer.change < 0 && obey) ready_ += answer.change;
    return answer;
  }

  std::int64_t ready() const { return ready_; }

  ScaleRequest request;
  ScaleResponse last;
  std::int64_t boot_ms = 120 * kSecondMs;
  bool obey = true;

 private:
  std::int64_t ready_;
  std::vector<std::pair<std::int64_t, std::int64_t>> boots_;
};

inline ScalePolicy SmartScale() {
  ScalePolicy policy;
  policy.presets = {ScalePreset::kSmartScale};
  return policy;
}

inline std::map<std::string, std::optional<double>> Usage(double cpu, double memory, double pending) {
  return {{"cpu", cpu}, {"memory", memory}, {"unschedulable_pods", pending}};
}

}  // namespace spotwright::scaling

#endif  // SPOTWRIGHT_TESTS_SCALING_LOOP_H_
