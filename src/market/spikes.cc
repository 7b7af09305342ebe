#include "src/market/spikes.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

namespace spotwright::market {
namespace {

constexpr double kMadToDeviation = 1.4826;  // 1 / the third quartile of the standard normal distribution.

struct WeightedPrice {
  std::int64_t micro_usd;
  std::int64_t milliseconds;
};

std::vector<WeightedPrice> PricesWithin(const Timeline& timeline, std::int64_t start_unix_ms,
                                        std::int64_t end_unix_ms) {
  std::vector<WeightedPrice> prices;
  for (std::size_t i = 0; i < timeline.size(); ++i) {
    const std::int64_t from = std::max(start_unix_ms, timeline[i].unix_ms);
    const std::int64_t to = i + 1 < timeline.size() ? timeline[i + 1].unix_ms : end_unix_ms;
    if (from < to && timeline[i].micro_usd) prices.push_back({*timeline[i].micro_usd, to - from});
  }
  return prices;
}

std::int64_t TotalTime(const std::vector<WeightedPrice>& prices) {
  std::int64_t total = 0;
  for (const WeightedPrice& price : prices) total += price.milliseconds;
  return total;
}

// The least price with half of the time at or below it; `prices` is not empty.
std::int64_t Median(std::vector<WeightedPrice> prices) {
  std::sort(prices.begin(), prices.end(),
            [](const WeightedPrice& a, const WeightedPrice& b) { return a.micro_usd < b.micro_usd; });
  const std::int64_t total = TotalTime(prices);
  std::size_t i = 0;
  std::int64_t at_or_below = prices[0].milliseconds;
  while (at_or_below < total - at_or_below) at_or_below += prices[++i].milliseconds;
  return prices[i].micro_usd;
}

}  // namespace

std::optional<TypicalPrice> TypicalPriceOf(const Timeline& timeline, const PriceAlertPolicy& policy,
                                           std::int64_t now_unix_ms) {
  const auto window = static_cast<std::int64_t>(std::round(policy.spike_window_days * 86'400'000));
  std::vector<WeightedPrice> prices = PricesWithin(timeline, now_unix_ms - window, now_unix_ms);
  const auto known = static_cast<double>(TotalTime(prices));
  if (prices.empty() || known < policy.spike_min_known_hours * 3'600'000) return std::nullopt;
  const std::int64_t median = Median(prices);
  for (WeightedPrice& price : prices) price.micro_usd = std::abs(price.micro_usd - median);
  const auto deviation = kMadToDeviation * static_cast<double>(Median(std::move(prices)));
  const double bound = std::max(static_cast<double>(median) + policy.spike_deviations * deviation,
                                static_cast<double>(median) * policy.spike_min_ratio);
  return TypicalPrice{median, static_cast<std::int64_t>(std::min(bound, 9e18))};
}

std::int64_t AboveSince(const Timeline& timeline, std::int64_t bound_micro_usd, std::int64_t now_unix_ms) {
  std::int64_t since = now_unix_ms;
  for (auto point = timeline.rbegin(); point != timeline.rend(); ++point) {
    if (!point->micro_usd || *point->micro_usd <= bound_micro_usd) break;
    since = point->unix_ms;
  }
  return since;
}

}  // namespace spotwright::market
