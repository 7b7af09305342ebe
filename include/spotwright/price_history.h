// PriceHistory: what a pool has cost, as its provider tells it: one point for each change.
#ifndef SPOTWRIGHT_PRICE_HISTORY_H_
#define SPOTWRIGHT_PRICE_HISTORY_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "spotwright/offer.h"

namespace spotwright {

// From this moment on, until the next point, the pool costs so much.
struct PriceChange {
  std::int64_t unix_ms = 0;
  std::optional<double> price_usd_per_hour;  // Absent: a gap begins; until the next point the price is not known.

  friend bool operator==(const PriceChange&, const PriceChange&) = default;
};

// The change points of one pool, in any order: `aws ec2 describe-spot-price-history` prints the newest first. A point
// may come twice, as pages overlap; two prices at one moment are an error. No point is needed where the price stays the
// same: what is not known is said by a gap. Points after a request's `now_unix_ms` are never looked at, so that a
// replay may pass a whole history and move only the moment.
struct PriceHistory {
  Pool pool;
  std::vector<PriceChange> changes;

  friend bool operator==(const PriceHistory&, const PriceHistory&) = default;
};

}  // namespace spotwright

#endif  // SPOTWRIGHT_PRICE_HISTORY_H_
