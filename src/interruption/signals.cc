#include "src/interruption/signals.h"

#include <algorithm>

#include "src/base/elementary.h"
#include "src/interruption/world.h"
#include "src/model/offers.h"

namespace spotwright::interruption {
namespace {

constexpr double kOverallWeight = 4;  // Incidents that the mean over all pools counts as, in each pool.
constexpr double kMsPerHour = 3600e3;
constexpr double kLnTwo = 0.6931471805599453;

}  // namespace

Signals::Signals(const std::vector<SignalRecord>& records, const RebalancePolicy& policy) : policy_(&policy) {
  for (const SignalRecord& record : records) records_.emplace(record.pool, record);
}

Signals::Counts Signals::CountsAt(const SignalRecord& record, std::int64_t now_unix_ms) const {
  const double hours = static_cast<double>(std::max<std::int64_t>(0, now_unix_ms - record.as_of_unix_ms)) / kMsPerHour;
  const double left = base::Exp(-kLnTwo * hours / policy_->half_life_hours);
  return {record.followed * left, record.not_followed * left};
}

void Signals::Count(SignalRecord& record, bool followed, std::int64_t at_unix_ms) {
  const Counts counts = CountsAt(record, at_unix_ms);
  record.followed = counts.followed + (followed ? 1 : 0);
  record.not_followed = counts.not_followed + (followed ? 0 : 1);
  record.as_of_unix_ms = std::max(record.as_of_unix_ms, at_unix_ms);
  record.open_unix_ms.reset();
}

void Signals::AddRecommendation(const Pool& pool, std::int64_t at_unix_ms) {
  SignalRecord& record = records_[pool];
  if (record.pool.instance_type.empty()) record.pool = pool;
  record.open_unix_ms = std::min(record.open_unix_ms.value_or(at_unix_ms), at_unix_ms);
}

void Signals::AddLoss(const Pool& pool, std::int64_t at_unix_ms) {
  const auto found = records_.find(pool);
  if (found == records_.end() || !found->second.open_unix_ms) return;
  const std::int64_t open = *found->second.open_unix_ms;
  if (at_unix_ms < open || at_unix_ms > open + policy_->signal_horizon_seconds * kMsPerSecond) return;
  Count(found->second, true, at_unix_ms);
}

void Signals::Settle(const std::set<Pool>& pools_with_nodes, std::int64_t now_unix_ms) {
  for (auto& [pool, record] : records_) {
    if (!record.open_unix_ms) continue;
    const std::int64_t end = *record.open_unix_ms + policy_->signal_horizon_seconds * kMsPerSecond;
    if (now_unix_ms <= end) continue;
    if (pools_with_nodes.count(pool) > 0) {
      Count(record, false, end);
    } else {
      record.open_unix_ms.reset();  // Nobody was left to see whether it came true.
    }
  }
}

Signals::Counts Signals::Sum(std::int64_t now_unix_ms) const {
  Counts sum;
  for (const auto& [pool, record] : records_) {
    const Counts counts = CountsAt(record, now_unix_ms);
    sum.followed += counts.followed;
    sum.not_followed += counts.not_followed;
  }
  return sum;
}

double Signals::Overall(const Counts& sum) const {
  const double followed = policy_->prior_followed + sum.followed;
  return followed / (followed + policy_->prior_not_followed + sum.not_followed);
}

double Signals::InPool(const Counts& counts, double overall) const {
  return (kOverallWeight * overall + counts.followed) / (kOverallWeight + counts.followed + counts.not_followed);
}

double Signals::Probability(const Pool& pool, std::int64_t now_unix_ms) const {
  if (policy_->interruption_probability) return *policy_->interruption_probability;
  const double overall = Overall(Sum(now_unix_ms));
  const auto found = records_.find(pool);
  return found == records_.end() ? overall : InPool(CountsAt(found->second, now_unix_ms), overall);
}

bool Signals::IsOpen(const Pool& pool) const {
  const auto found = records_.find(pool);
  return found != records_.end() && found->second.open_unix_ms.has_value();
}

std::vector<SignalRecord> Signals::Records() const {
  std::vector<SignalRecord> records;
  for (const auto& [pool, record] : records_) records.push_back(record);
  return records;
}

std::vector<SignalEstimate> Signals::Estimates(std::int64_t now_unix_ms) const {
  const Counts sum = Sum(now_unix_ms);
  const double overall = Overall(sum);
  const std::optional<double>& stated = policy_->interruption_probability;
  std::vector<SignalEstimate> estimates = {{"", stated.value_or(overall), sum.followed, sum.not_followed}};
  for (const auto& [pool, record] : records_) {
    const Counts counts = CountsAt(record, now_unix_ms);
    estimates.push_back(
        {model::PoolName(pool), stated.value_or(InPool(counts, overall)), counts.followed, counts.not_followed});
  }
  return estimates;
}

}  // namespace spotwright::interruption
