#include "src/scaling/behavior.h"

#include <algorithm>
#include <optional>

#include "src/base/share.h"
#include "src/scaling/node_count.h"

namespace spotwright::scaling {
namespace {

constexpr std::int64_t kMsPerSecond = 1000;

// The nodes at the start of the limit's period.
std::int64_t AtStart(std::int64_t total_nodes, const std::vector<NodeCountAt>& changes, std::int64_t now_unix_ms,
                     std::int64_t period_seconds) {
  std::int64_t nodes = total_nodes;
  for (const NodeCountAt& change : Recent(changes, now_unix_ms, period_seconds)) nodes -= change.nodes;
  return std::clamp<std::int64_t>(nodes, 0, kMostNodes);
}

// How far from the period's start the limit lets the count go.
std::int64_t Amount(const RateLimit& limit, std::int64_t at_start) {
  if (limit.nodes) return *limit.nodes;
  return (at_start * base::Millionths(*limit.share) + base::kMillion - 1) / base::kMillion;
}

}  // namespace

std::vector<NodeCountAt> Recent(const std::vector<NodeCountAt>& counts, std::int64_t now_unix_ms,
                                std::int64_t seconds) {
  std::vector<NodeCountAt> recent;
  for (const NodeCountAt& count : counts) {
    if (count.unix_ms <= now_unix_ms && now_unix_ms - count.unix_ms < seconds * kMsPerSecond) recent.push_back(count);
  }
  return recent;
}

std::int64_t Stabilise(std::int64_t total_nodes, const std::vector<NodeCountAt>& wanted, std::int64_t now_unix_ms,
                       std::int64_t up_seconds, std::int64_t down_seconds) {
  std::int64_t least = wanted.back().nodes;
  std::int64_t most = wanted.back().nodes;
  for (const NodeCountAt& past : Recent(wanted, now_unix_ms, up_seconds)) least = std::min(least, past.nodes);
  for (const NodeCountAt& past : Recent(wanted, now_unix_ms, down_seconds)) most = std::max(most, past.nodes);
  return std::min(std::max(total_nodes, least), most);
}

std::int64_t LongestPeriodSeconds(const ScalePolicy& policy) {
  std::int64_t longest = 0;
  for (const ScaleBehavior* behavior : {&policy.up, &policy.down}) {
    for (const RateLimit& limit : behavior->limits) longest = std::max(longest, limit.period_seconds);
  }
  return longest;
}

std::int64_t Limit(std::int64_t total_nodes, std::int64_t nodes, const std::vector<NodeCountAt>& changes,
                   std::int64_t now_unix_ms, const ScalePolicy& policy) {
  if (nodes == total_nodes) return nodes;
  const bool up = nodes > total_nodes;
  const ScaleBehavior& behavior = up ? policy.up : policy.down;
  if (behavior.select == RateSelect::kDisabled) return total_nodes;
  std::optional<std::int64_t> furthest;
  for (const RateLimit& limit : behavior.limits) {
    const std::int64_t at_start = AtStart(total_nodes, changes, now_unix_ms, limit.period_seconds);
    const std::int64_t amount = Amount(limit, at_start);
    const std::int64_t reach =
        up ? std::min(at_start + amount, kMostNodes) : std::max<std::int64_t>(0, at_start - amount);
    const bool farther = furthest && (up ? reach > *furthest : reach < *furthest);
    if (!furthest || farther == (behavior.select == RateSelect::kMost)) furthest = reach;
  }
  if (!furthest) return nodes;
  // What was used up already is not undone.
  return up ? std::max(total_nodes, std::min(nodes, *furthest)) : std::min(total_nodes, std::max(nodes, *furthest));
}

}  // namespace spotwright::scaling
