// What the price documents gave, row by row, before it is joined.
#ifndef SPOTWRIGHT_SRC_FORMATS_MARKET_H_
#define SPOTWRIGHT_SRC_FORMATS_MARKET_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "spotwright/offer.h"

namespace spotwright::formats {

struct MarketType {
  std::size_t source = 0;  // Index of the document.
  Offer offer;             // All but zone, region, capacity type and price.
  bool spot = false;       // Sold as spot.
  bool on_demand = false;
};

// A change of a pool's price.
struct SpotPriceRow {
  std::size_t source = 0;
  std::string instance_type;
  std::string zone;
  double price_usd_per_hour = 0;
  std::int64_t unix_ms = 0;

  std::string Id() const { return instance_type + " in " + zone; }
};

struct OnDemandPriceRow {
  std::size_t source = 0;
  std::size_t line = 0;
  std::string instance_type;
  std::string region;  // Empty: any.
  double price_usd_per_hour = 0;
};

struct InterruptionBandRow {
  std::size_t source = 0;
  std::string region;
  std::string instance_type;
  std::int64_t band = 0;

  std::string Id() const { return instance_type + " in " + region; }
};

struct Market {
  std::vector<MarketType> types;
  std::vector<SpotPriceRow> spot_prices;
  std::vector<OnDemandPriceRow> on_demand_prices;
  std::vector<InterruptionBandRow> bands;
};

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_MARKET_H_
