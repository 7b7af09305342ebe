#include "src/market/hysteresis.h"
#include "src/base/share.h"

#include <cmath>

#include "src/market/shares.h"

namespace spotwright::market {
namespace {

class Replay {
 public:
  Replay(const PriceLevels& levels, const std::optional<Standing>& last) : levels_(levels), standing_(last) {}

  // From `unix_ms` on the price is this one; until then it was the one before.
  void Observe(std::int64_t unix_ms, const std::optional<std::int64_t>& micro_usd) {
    if (!standing_) {
      if (!micro_usd) return;
      standing_ = Standing{*micro_usd <= levels_.limit, unix_ms, std::nullopt};
    } else {
      Settle(unix_ms - 1);  // At this very moment the price is another.
    }
    if (standing_->allowed) {
      if (!micro_usd || *micro_usd <= levels_.leave) return;
      standing_ = Standing{false, unix_ms, std::nullopt};
    } else if (!micro_usd || *micro_usd > levels_.enter) {
      standing_->settling_since_unix_ms.reset();  // What is not known has not been low.
    } else if (!standing_->settling_since_unix_ms) {
      standing_->settling_since_unix_ms = unix_ms;
    }
    Settle(unix_ms);
  }

  const Standing& standing() const { return *standing_; }

 private:
  // A pool may have been low for long enough at any moment between two points.
  void Settle(std::int64_t until_unix_ms) {
    if (!standing_->settling_since_unix_ms) return;
    const std::int64_t settled = *standing_->settling_since_unix_ms + levels_.dwell_ms;
    if (settled <= until_unix_ms) standing_ = Standing{true, settled, std::nullopt};
  }

  const PriceLevels levels_;
  std::optional<Standing> standing_;
};

}  // namespace

PriceLevels LevelsOf(std::int64_t limit_micro_usd, const std::optional<PriceHysteresis>& hysteresis) {
  if (!hysteresis) return {limit_micro_usd, limit_micro_usd, limit_micro_usd, 0};
  const auto level = [&](double share) { return ShareOf(base::Millionths(share), limit_micro_usd); };
  return {limit_micro_usd, level(hysteresis->enter_share_of_limit), level(hysteresis->leave_share_of_limit),
          static_cast<std::int64_t>(std::round(hysteresis->min_dwell_seconds * 1000))};
}

Standing StandingNow(const PriceLevels& levels, const std::optional<Standing>& last, std::int64_t last_unix_ms,
                     const Timeline& timeline, std::int64_t now_unix_ms, std::int64_t price_now_micro_usd) {
  Replay replay(levels, last);
  for (const PricePoint& point : timeline) {
    if (!last || point.unix_ms > last_unix_ms) replay.Observe(point.unix_ms, point.micro_usd);
  }
  replay.Observe(now_unix_ms, price_now_micro_usd);
  return replay.standing();
}

}  // namespace spotwright::market
