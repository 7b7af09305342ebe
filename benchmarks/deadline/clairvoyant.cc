#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "benchmarks/deadline/replay.h"

namespace spotwright::bench {
namespace {

constexpr float kNever = -1e9F;

std::int64_t Units(double seconds, std::int64_t unit) { return std::llround(seconds) / unit; }

}  // namespace

// A segment is the time on one instance; its first part, of the overhead, does no work. Let `slack used` be the time
// spent on overheads and nowhere. Then at any moment work done = time - slack used, and
//   cost = work + overheads - (1 - spot price) x time on spot,
// so that for each slack used the most of (1 - spot price) x time on spot - overheads is all that need be known. (A
// segment shorter than its overhead counts as less work than it does, namely none. It is never of use, and is never
// taken.)
double ClairvoyantCost(const Job& job, const std::vector<bool>& up) {
  std::int64_t unit = std::llround(job.step_seconds);
  for (const double seconds : {job.work_seconds, job.deadline_seconds, job.overhead_seconds}) {
    unit = std::gcd(unit, static_cast<std::int64_t>(std::llround(seconds)));
  }
  const std::int64_t step = Units(job.step_seconds, unit);
  const std::int64_t work = Units(job.work_seconds, unit);
  const std::int64_t deadline = Units(job.deadline_seconds, unit);
  const std::int64_t overhead = Units(job.overhead_seconds, unit);
  const auto saving = static_cast<float>(1 - job.spot_price);
  const auto size = static_cast<std::size_t>(deadline - work + 1);
  std::vector<float> nowhere(size, kNever), spot(size, kNever), on_demand(size, kNever);
  std::vector<float> next_nowhere(size), next_spot(size), next_on_demand(size);
  nowhere[0] = 0;
  float best = std::numeric_limits<float>::max();
  std::int64_t now = 0;
  for (std::size_t tick = 0; now < deadline; ++tick) {
    const std::int64_t length = std::min(step, deadline - now);
    const auto lost = static_cast<std::size_t>(length);
    const auto restart = static_cast<std::size_t>(overhead);
    std::fill(next_nowhere.begin(), next_nowhere.end(), kNever);
    std::fill(next_spot.begin(), next_spot.end(), kNever);
    next_on_demand = on_demand;
    if (up[tick]) {
      for (std::size_t u = 0; u < size; ++u) next_spot[u] = spot[u];
      for (std::size_t u = restart; u < size; ++u) {
        const float moved = std::max(on_demand[u - restart], nowhere[u - restart]) - static_cast<float>(overhead);
        next_spot[u] = std::max(next_spot[u], moved);
      }
      for (std::size_t u = 0; u < size; ++u) next_spot[u] += saving * static_cast<float>(length);
    }
    for (std::size_t u = restart; u < size; ++u) {
      const float moved = std::max(spot[u - restart], nowhere[u - restart]) - static_cast<float>(overhead);
      next_on_demand[u] = std::max(next_on_demand[u], moved);
    }
    for (std::size_t u = lost; u < size; ++u) {
      next_nowhere[u] = std::max({nowhere[u - lost], spot[u - lost], on_demand[u - lost]});
    }
    nowhere.swap(next_nowhere);
    spot.swap(next_spot);
    on_demand.swap(next_on_demand);
    now += length;
    // The job may be done within this step, `over` before its end.
    for (std::int64_t over = 0; over < length; ++over) {
      const std::int64_t u = now - work - over;
      if (u < 0 || u >= static_cast<std::int64_t>(size)) continue;
      const auto at = static_cast<std::size_t>(u);
      best = std::min(best, static_cast<float>(work) - on_demand[at]);
      best = std::min(best, static_cast<float>(work) + saving * static_cast<float>(over) - spot[at]);
    }
  }
  return static_cast<double>(best) / static_cast<double>(work);
}

}  // namespace spotwright::bench
