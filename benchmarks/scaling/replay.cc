#include "benchmarks/scaling/replay.h"

#include <algorithm>
#include <deque>
#include <optional>

namespace spotwright::bench {
namespace {

constexpr std::int64_t kLongestPauseMinutes = 5;

struct Launch {
  std::int64_t ready_minute = 0;
  std::int64_t nodes = 0;
};

class Cluster {
 public:
  std::int64_t ready() const { return ready_; }
  std::int64_t booting() const { return booting_; }

  void Boot(std::int64_t minute) {
    for (; !launches_.empty() && launches_.front().ready_minute <= minute; launches_.pop_front()) {
      ready_ += launches_.front().nodes;
      booting_ -= launches_.front().nodes;
    }
  }

  void Begin(std::int64_t nodes) { ready_ = nodes; }

  // What boots goes first, the latest launch before the others.
  void Bring(std::int64_t wanted, std::int64_t minute) {
    const std::int64_t change = wanted - ready_ - booting_;
    changes_ += static_cast<double>(change < 0 ? -change : change);
    if (change > 0) {
      launches_.push_back({minute + kBootMinutes, change});
      booting_ += change;
      return;
    }
    std::int64_t going = -change;
    while (going > 0 && !launches_.empty()) {
      Launch& last = launches_.back();
      const std::int64_t cancelled = std::min(going, last.nodes);
      last.nodes -= cancelled;
      booting_ -= cancelled;
      going -= cancelled;
      if (last.nodes == 0) launches_.pop_back();
    }
    ready_ -= going;
  }

  void Serve(double demand, double units_per_node) {
    const double serving = static_cast<double>(ready_) * units_per_node;
    const double paid = static_cast<double>(ready_ + booting_) * units_per_node;
    minutes_ += 1;
    demand_ += demand;
    if (demand > serving * (1 + 1e-9)) short_ += 1;
    unused_ += std::max(0.0, paid - demand);
  }

  Outcome Result(double days) const {
    return {.shortage = short_ / minutes_, .over_provision = unused_ / demand_, .changes_per_day = changes_ / days};
  }

 private:
  std::int64_t ready_ = 0;
  std::int64_t booting_ = 0;
  std::deque<Launch> launches_;
  double changes_ = 0;
  double minutes_ = 0;
  double short_ = 0;
  double unused_ = 0;
  double demand_ = 0;
};

}  // namespace

std::vector<Outcome> Replay(const LoadSeries& load, const Policies& policies) {
  std::vector<Cluster> clusters(policies.size());
  View view{.load = &load, .every_minutes = std::min(load.step_minutes, kLongestPauseMinutes)};
  for (std::int64_t minute = kHistoryMinutes; minute < load.minutes(); ++minute) {
    const auto step = static_cast<std::size_t>(minute / load.step_minutes);
    const std::optional<double>& demand = load.steps[step];
    for (std::size_t i = 0; i < clusters.size(); ++i) {
      Cluster& cluster = clusters[i];
      cluster.Boot(minute);
      if (minute % view.every_minutes == 0) {
        view.now_minute = load.first_minute + minute;
        view.known_steps = step;
        view.ready = cluster.ready();
        view.booting = cluster.booting();
        const std::int64_t wanted = std::max<std::int64_t>(0, policies[i]->Decide(view));
        if (minute == kHistoryMinutes) cluster.Begin(wanted);
        cluster.Bring(wanted, minute);
      }
      if (demand) cluster.Serve(*demand, load.units_per_node);
    }
  }
  std::vector<Outcome> outcomes;
  const double days = static_cast<double>(load.minutes() - kHistoryMinutes) / 1440;
  for (const Cluster& cluster : clusters) outcomes.push_back(cluster.Result(days));
  return outcomes;
}

}  // namespace spotwright::bench
