#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>

#include "benchmarks/scaling/policies.h"

namespace spotwright::bench {
namespace {

constexpr std::int64_t kHourMinutes = 60;
constexpr std::size_t kDayHours = 24;
constexpr std::size_t kDays = 20;

std::int64_t NodesFor(double units, const LoadSeries& load) {
  return static_cast<std::int64_t>(std::ceil(units / load.units_per_node * (1 - 1e-9)));
}

// The greatest known demand of the last so many minutes; beyond them, the newest.
double Greatest(const View& view, std::int64_t minutes) {
  const LoadSeries& load = *view.load;
  const std::int64_t begin = view.now_minute - load.first_minute - minutes;
  std::optional<double> greatest;
  for (std::size_t step = view.known_steps; step > 0; --step) {
    if (greatest && static_cast<std::int64_t>(step) * load.step_minutes <= begin) break;
    const std::optional<double>& demand = load.steps[step - 1];
    if (demand) greatest = std::max(greatest.value_or(*demand), *demand);
  }
  return greatest.value_or(0);
}

// The most that was wanted within so many minutes.
class Held {
 public:
  explicit Held(std::int64_t minutes) : minutes_(minutes) {}

  std::int64_t operator()(std::int64_t minute, std::int64_t wanted) {
    while (!wanted_.empty() && wanted_.back().second <= wanted) wanted_.pop_back();
    wanted_.emplace_back(minute, wanted);
    while (wanted_.front().first <= minute - minutes_) wanted_.pop_front();
    return wanted_.front().second;
  }

 private:
  std::int64_t minutes_;
  std::deque<std::pair<std::int64_t, std::int64_t>> wanted_;  // Falling.
};

class ReactivePolicy : public Policy {
 public:
  explicit ReactivePolicy(double headroom) : headroom_(headroom) {}

  std::int64_t Decide(const View& view) override {
    return held_(view.now_minute, NodesFor(Greatest(view, 15) * headroom_, *view.load));
  }

 private:
  double headroom_;
  Held held_{10};
};

class TargetTrackingPolicy : public Policy {
 public:
  explicit TargetTrackingPolicy(double utilisation) : utilisation_(utilisation) {}

  std::int64_t Decide(const View& view) override {
    const double newest = Greatest(view, 0);
    const double ratio = newest / (static_cast<double>(view.ready) * view.load->units_per_node * utilisation_);
    const bool tolerated = view.ready > 0 && std::fabs(ratio - 1) <= 0.1;
    const std::int64_t wanted = tolerated ? view.ready + view.booting : NodesFor(newest / utilisation_, *view.load);
    return held_(view.now_minute, wanted);
  }

 private:
  double utilisation_;
  Held held_{5};
};

class SameHourPolicy : public Policy {
 public:
  SameHourPolicy(const LoadSeries& load, double part) : part_(part) {
    hours_.resize(static_cast<std::size_t>((load.first_minute + load.minutes()) / kHourMinutes - FirstHour(load) + 1));
    std::vector<double> counts(hours_.size());
    for (std::size_t step = 0; step < load.steps.size(); ++step) {
      if (!load.steps[step]) continue;
      const std::int64_t minute = load.first_minute + static_cast<std::int64_t>(step) * load.step_minutes;
      const auto hour = static_cast<std::size_t>(minute / kHourMinutes - FirstHour(load));
      counts[hour] += 1;
      hours_[hour] = hours_[hour].value_or(0) + (*load.steps[step] - hours_[hour].value_or(0)) / counts[hour];
    }
  }

  std::int64_t Decide(const View& view) override {
    const std::int64_t hour = view.now_minute / kHourMinutes - FirstHour(*view.load);
    std::optional<double> mean;
    for (const std::int64_t of : {hour, hour + 1}) {
      if (const auto expected = Expected(static_cast<std::size_t>(of))) {
        mean = std::max(mean.value_or(0), *expected);
      }
    }
    return mean ? NodesFor(*mean * (1 + part_), *view.load) : view.ready + view.booting;
  }

 private:
  static std::int64_t FirstHour(const LoadSeries& load) { return load.first_minute / kHourMinutes; }

  // From hours that lie a day or more before it, which are over when it is less than an hour ahead.
  std::optional<double> Expected(std::size_t hour) const {
    double sum = 0;
    double count = 0;
    for (std::size_t day = 1; day <= kDays && hour >= day * kDayHours; ++day) {
      if (const std::optional<double>& mean = hours_[hour - day * kDayHours]) {
        sum += *mean;
        count += 1;
      }
    }
    return count > 0 ? std::optional<double>(sum / count) : std::nullopt;
  }

  double part_;
  std::vector<std::optional<double>> hours_;  // Means.
};

}  // namespace

Policies Reactive(const std::vector<double>& headrooms) {
  Policies policies;
  for (const double headroom : headrooms) policies.push_back(std::make_unique<ReactivePolicy>(headroom));
  return policies;
}

Policies TargetTracking(const std::vector<double>& utilisations) {
  Policies policies;
  for (const double utilisation : utilisations) policies.push_back(std::make_unique<TargetTrackingPolicy>(utilisation));
  return policies;
}

Policies SameHour(const LoadSeries& load, const std::vector<double>& parts) {
  Policies policies;
  for (const double part : parts) policies.push_back(std::make_unique<SameHourPolicy>(load, part));
  return policies;
}

}  // namespace spotwright::bench
