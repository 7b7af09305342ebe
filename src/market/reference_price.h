// The on-demand price that a spot price is held against.
#ifndef SPOTWRIGHT_SRC_MARKET_REFERENCE_PRICE_H_
#define SPOTWRIGHT_SRC_MARKET_REFERENCE_PRICE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "spotwright/offer.h"

namespace spotwright::market {

// On-demand prices by region and instance type. Keeps views into the offers, which must outlive it.
class ReferencePrices {
 public:
  explicit ReferencePrices(std::span<const Offer> offers);  // O(offers log offers)

  // Micro-USD per hour: what the offer states, else the cheapest on-demand offer of its type in its region.
  std::optional<std::int64_t> MicroUsdOf(const Offer& offer) const;

  // Micro-USD per hour of the cheapest on-demand offer.
  std::optional<std::int64_t> MicroUsdOf(std::string_view region, std::string_view instance_type) const;

 private:
  std::map<std::pair<std::string_view, std::string_view>, std::int64_t> cheapest_;
};

}  // namespace spotwright::market

#endif  // SPOTWRIGHT_SRC_MARKET_REFERENCE_PRICE_H_
