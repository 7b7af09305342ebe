#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>

#include "benchmarks/forecast/ask.h"
#include "benchmarks/scaling/policies.h"
#include "spotwright/forecast.h"
#include "spotwright/scale.h"

namespace spotwright::bench {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kRenewMinutes = 5;
constexpr std::int64_t kAheadMinutes = 60;
constexpr std::int64_t kRowMinutes = 5;    // Demand must have been lower for so long.
constexpr std::int64_t kHoldMinutes = 10;  // What was wanted within so long holds.
constexpr char kName[] = "load";

// The forecast of one load as its readings come in, for all policies of a ladder.
class Forecaster {
 public:
  Forecaster(const LoadSeries& load, const std::vector<Care>& cares) {
    const std::int64_t step = std::max(kRenewMinutes, load.step_minutes);
    request_.settings.step_seconds = step * 60;
    request_.settings.horizon_steps = std::max<std::int64_t>(2, kAheadMinutes / step + 1);
    request_.settings.step_value = StepValue::kMax;
    for (const Care& care : cares) request_.settings.quantiles.push_back(care.quantile);
    request_.series.emplace_back().name = kName;
  }

  const SeriesForecast& At(const View& view) {
    if (view.now_minute < renew_at_) return forecast_;
    renew_at_ = (view.now_minute / kRenewMinutes + 1) * kRenewMinutes;
    const LoadSeries& load = *view.load;
    std::vector<Sample>& samples = request_.series[0].history.samples;
    samples.clear();
    for (; next_ < view.known_steps; ++next_) {
      if (!load.steps[next_]) continue;
      samples.push_back(
          {(load.first_minute + static_cast<std::int64_t>(next_) * load.step_minutes) * kMinuteMs, load.steps[next_]});
    }
    request_.now_unix_ms = view.now_minute * kMinuteMs;
    ForecastResponse response = Ask(request_);
    request_.state = std::move(response.state);
    forecast_ = std::move(response.series[0]);
    ++version_;
    return forecast_;
  }

  std::int64_t version() const { return version_; }

 private:
  ForecastRequest request_;
  SeriesForecast forecast_;
  std::size_t next_ = 0;
  std::int64_t renew_at_ = 0;
  std::int64_t version_ = 0;
};

class ScalePolicyOfOurs : public Policy {
 public:
  ScalePolicyOfOurs(const LoadSeries& load, std::shared_ptr<Forecaster> forecaster, const Care& care)
      : forecaster_(std::move(forecaster)) {
    ScaleGroup& group = request_.groups.emplace_back();
    group.name = kName;
    group.metrics.emplace_back().name = kName;
    ScalePolicy& policy = group.policy;
    MetricRule& rule = policy.rules.emplace_back();
    rule.metric = kName;
    rule.kind = MetricKind::kTotal;
    rule.target = load.units_per_node / care.headroom;
    rule.tolerance_up = 0;
    rule.tolerance_down = 0;
    rule.window_seconds = load.step_minutes * 60;
    rule.window_value = WindowValue::kMax;
    rule.up_windows = 1;
    rule.down_windows = std::max<std::int64_t>(1, kRowMinutes / load.step_minutes);
    rule.max_age_seconds = std::max<std::int64_t>(600, 2 * rule.window_seconds);
    policy.max_nodes = 1'000'000;
    policy.cool_down_up_seconds = 0;
    policy.cool_down_down_seconds = 0;
    policy.down.stabilization_seconds = kHoldMinutes * 60;
    policy.boot_seconds = kBootMinutes * 60;
    policy.scale_in.max_share = 1;
    PredictivePolicy& predictive = policy.predictive.emplace();
    predictive.series = kName;
    predictive.units_per_node = load.units_per_node;
    predictive.quantile = care.quantile;
  }

  std::int64_t Decide(const View& view) override {
    const LoadSeries& load = *view.load;
    const std::int64_t now_ms = view.now_minute * kMinuteMs;
    request_.now_unix_ms = now_ms;
    const SeriesForecast& forecast = forecaster_->At(view);
    if (version_ != forecaster_->version()) {
      version_ = forecaster_->version();
      request_.forecasts.assign(1, forecast);
    }
    ScaleGroup& group = request_.groups[0];
    std::vector<Sample>& readings = group.metrics[0].readings;
    readings.clear();
    // At the first call as much as rules look back.
    if (!request_.state) next_ = view.known_steps - std::min<std::size_t>(view.known_steps, kRowMinutes);
    for (; next_ < view.known_steps; ++next_) {
      if (!load.steps[next_]) continue;
      const std::int64_t end = load.first_minute + static_cast<std::int64_t>(next_ + 1) * load.step_minutes;
      readings.push_back({end * kMinuteMs, load.steps[next_]});
    }
    group.ready_nodes = Sample{now_ms, static_cast<double>(view.ready)};
    group.policy.predictive->decision_seconds = view.every_minutes * 60;
    Result<ScaleResponse> answer = Scale(request_);
    if (!answer.ok()) {
      std::fprintf(stderr, "%s %s\n", answer.error().field.c_str(), answer.error().message.c_str());
      std::exit(1);
    }
    request_.state = std::move(answer->state);
    return answer->groups[0].desired_nodes;
  }

 private:
  std::shared_ptr<Forecaster> forecaster_;
  ScaleRequest request_;
  std::size_t next_ = 0;
  std::int64_t version_ = 0;
};

}  // namespace

Policies OurScale(const LoadSeries& load, const std::vector<Care>& cares) {
  const auto forecaster = std::make_shared<Forecaster>(load, cares);
  Policies policies;
  for (const Care& care : cares) policies.push_back(std::make_unique<ScalePolicyOfOurs>(load, forecaster, care));
  return policies;
}

}  // namespace spotwright::bench
