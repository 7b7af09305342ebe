#include "src/risk/pool_watch.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

#include "src/risk/age_bands.h"

namespace spotwright::risk {
namespace {

std::int64_t WithoutFraction(double ms) { return ms < 9e18 ? static_cast<std::int64_t>(ms) : INT64_MAX; }

}  // namespace

void CountIncident(const OpenIncident& incident, const Decay& decay, CommonLossCounts& within_pool) {
  if (incident.pool_count < 2) return;
  const double nodes = static_cast<double>(incident.pool_count);
  const double lost = static_cast<double>(std::min(incident.lost_count, incident.pool_count));
  const double weight = decay.WeightAt(incident.started_unix_ms);
  within_pool.asked += weight * lost;
  within_pool.asked_squared += weight * lost * lost;
  within_pool.shared += weight * lost * (lost - 1) / (nodes - 1);
}

void CountNotice(const OpenNotice& notice, const Decay& decay, std::vector<double>& losses) {
  const double age_seconds = static_cast<double>(notice.at_unix_ms - notice.launched_unix_ms) / kMsPerSecond;
  losses[BandOf(age_seconds)] += notice.pool_share * decay.WeightAt(notice.at_unix_ms);
}

PoolWatch::PoolWatch(PoolRiskState& state, const RiskSettings& settings, const Decay& decay,
                     std::vector<std::int64_t> running, std::int64_t since_unix_ms)
    : state_(&state),
      settings_(&settings),
      decay_(&decay),
      running_(std::move(running)),
      since_unix_ms_(since_unix_ms) {}

void PoolWatch::AdvanceTo(std::int64_t at_unix_ms) {
  const std::int64_t from = std::exchange(since_unix_ms_, at_unix_ms);
  if (running_.empty() || at_unix_ms <= from) return;
  const double share = 1 / static_cast<double>(running_.size());
  const double weight_at_start = decay_->WeightAt(from);
  const double weight_at_end = decay_->WeightAt(at_unix_ms);
  for (std::size_t first = 0, last = 0; first < running_.size(); first = last) {
    const std::int64_t launched = running_[first];
    while (last < running_.size() && running_[last] == launched) ++last;
    const double nodes = static_cast<double>(last - first) * share;
    double weight = weight_at_start;
    for (std::size_t band = BandOf(static_cast<double>(from - launched) / kMsPerSecond); band < kAgeBands; ++band) {
      const std::int64_t band_ends = WithoutFraction(kAgeBoundsSeconds[band + 1] * kMsPerSecond);
      const bool ends_here = at_unix_ms - launched <= band_ends;
      const double next = ends_here ? weight_at_end : decay_->WeightAt(launched + band_ends);
      state_->pool_hours[band] += nodes * decay_->Hours(weight, next);
      if (ends_here) break;
      weight = next;
    }
  }
  Seen(at_unix_ms);
}

void PoolWatch::Launch(std::int64_t at_unix_ms) {
  AdvanceTo(at_unix_ms);
  running_.push_back(at_unix_ms);  // The walk goes forward in time, so it is the latest.
  Seen(at_unix_ms);
}

void PoolWatch::End(std::int64_t launched_unix_ms, std::int64_t at_unix_ms) {
  AdvanceTo(at_unix_ms);
  running_.erase(std::lower_bound(running_.begin(), running_.end(), launched_unix_ms));
}

bool PoolWatch::Lose(const std::vector<std::int64_t>& launched_unix_ms, std::int64_t at_unix_ms) {
  AdvanceTo(at_unix_ms);
  const auto nodes = static_cast<std::int64_t>(running_.size());
  if (state_->incident && !IsWithinWindow(state_->incident->started_unix_ms, at_unix_ms)) {
    CountIncident(*state_->incident, *decay_, state_->within_pool);
    state_->incident.reset();
  }
  if (!state_->incident) state_->incident = OpenIncident{.started_unix_ms = at_unix_ms};
  OpenIncident& incident = *state_->incident;
  // What ran when the incident began, so that a block that dies within minutes counts as one and not as the sum of ever
  // greater shares of ever fewer nodes.
  incident.pool_count = std::max(incident.pool_count, nodes);
  incident.lost_count += static_cast<std::int64_t>(launched_unix_ms.size());
  const double loss = decay_->WeightAt(at_unix_ms) / static_cast<double>(incident.pool_count);
  for (const std::int64_t launched : launched_unix_ms) {
    state_->losses[BandOf(static_cast<double>(at_unix_ms - launched) / kMsPerSecond)] += loss;
    running_.erase(std::lower_bound(running_.begin(), running_.end(), launched));
    ForgetNotice(launched, at_unix_ms);
  }
  Seen(at_unix_ms);
  if (incident.fell || 2 * incident.lost_count < incident.pool_count) return false;
  incident.fell = true;
  incident.fell_unix_ms = at_unix_ms;
  state_->falls += decay_->WeightAt(at_unix_ms);
  return true;
}

bool PoolWatch::Tick(std::int64_t up_count, std::int64_t at_unix_ms) {
  const std::optional<std::int64_t> last = std::exchange(state_->last_tick_unix_ms, at_unix_ms);
  Seen(at_unix_ms);
  state_->notices.clear();  // Ticks show the losses themselves.
  if (!last || static_cast<double>(at_unix_ms - *last) > settings_->max_tick_gap_seconds * kMsPerSecond) {
    running_.clear();
    since_unix_ms_ = at_unix_ms;
  }
  AdvanceTo(at_unix_ms);
  const auto before = static_cast<std::int64_t>(running_.size());
  if (up_count >= before) {
    running_.insert(running_.end(), static_cast<std::size_t>(up_count - before), at_unix_ms);
    return false;
  }
  // A count does not say which nodes went. The youngest: the hazard falls with age.
  return Lose(std::vector<std::int64_t>(running_.end() - (before - up_count), running_.end()), at_unix_ms);
}

void PoolWatch::Signal(RiskSignalKind kind, std::int64_t launched_unix_ms, std::int64_t at_unix_ms) {
  Seen(at_unix_ms);
  OpenNotice notice{.at_unix_ms = at_unix_ms,
                    .launched_unix_ms = launched_unix_ms,
                    .pool_share = 1 / static_cast<double>(std::max<std::size_t>(1, running_.size()))};
  switch (kind) {
    case RiskSignalKind::kInterruptionNotice:
      state_->notices.push_back(notice);
      return;
    case RiskSignalKind::kRebalanceRecommendation:
      notice.pool_share *= settings_->rebalance_loss_equivalent;
      break;
    case RiskSignalKind::kLaunchFailure: {
      // Attempts every few seconds are one piece of news.
      std::optional<std::int64_t>& counted = state_->last_launch_failure_unix_ms;
      if (counted && IsWithinWindow(*counted, at_unix_ms)) return;
      counted = at_unix_ms;
      notice.pool_share = settings_->launch_failure_loss_equivalent;
      break;
    }
  }
  CountNotice(notice, *decay_, state_->losses);
}

void PoolWatch::ForgetNotice(std::int64_t launched_unix_ms, std::int64_t at_unix_ms) {
  const auto announced = std::find_if(state_->notices.begin(), state_->notices.end(), [&](const OpenNotice& notice) {
    return notice.launched_unix_ms == launched_unix_ms && at_unix_ms - notice.at_unix_ms <= kNoticeWaitsMs;
  });
  if (announced != state_->notices.end()) state_->notices.erase(announced);
}

void PoolWatch::SettleNotices(std::int64_t at_unix_ms) {
  const auto waiting = std::find_if(state_->notices.begin(), state_->notices.end(), [&](const OpenNotice& notice) {
    return at_unix_ms - notice.at_unix_ms <= kNoticeWaitsMs;
  });
  for (auto notice = state_->notices.begin(); notice != waiting; ++notice) {
    CountNotice(*notice, *decay_, state_->losses);
  }
  state_->notices.erase(state_->notices.begin(), waiting);
}

bool PoolWatch::IsExposed(std::int64_t at_unix_ms) const {
  if (FellShortlyBefore(at_unix_ms)) return true;
  if (running_.empty()) return false;
  return !state_->last_tick_unix_ms ||
         static_cast<double>(at_unix_ms - *state_->last_tick_unix_ms) <= settings_->max_tick_gap_seconds * kMsPerSecond;
}

bool PoolWatch::FellShortlyBefore(std::int64_t at_unix_ms) const {
  return state_->incident && state_->incident->fell && IsWithinWindow(state_->incident->fell_unix_ms, at_unix_ms);
}

double PoolWatch::FallRate(std::int64_t at_unix_ms) const {
  const double weight = decay_->WeightAt(at_unix_ms);
  double hours = std::accumulate(state_->pool_hours.begin(), state_->pool_hours.end(), 0.0);
  // Nodes that are followed one by one have run on since the sums were last brought up to date.
  const bool runs_on = !state_->last_tick_unix_ms && !running_.empty();
  if (runs_on) hours += decay_->Hours(decay_->WeightAt(since_unix_ms_), weight);
  // One hour more than was seen keeps the rate finite, and low where little was seen.
  return state_->falls / (hours + weight);
}

bool PoolWatch::IsWithinWindow(std::int64_t from_unix_ms, std::int64_t until_unix_ms) const {
  return static_cast<double>(until_unix_ms - from_unix_ms) < IncidentWindowSeconds(*settings_) * kMsPerSecond;
}

void PoolWatch::Seen(std::int64_t at_unix_ms) {
  state_->last_evidence_unix_ms = std::max(at_unix_ms, state_->last_evidence_unix_ms.value_or(at_unix_ms));
}

}  // namespace spotwright::risk
