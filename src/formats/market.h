// What the price documents gave, row by row, before it is joined.
#ifndef SPOTWRIGHT_SRC_FORMATS_MARKET_H_
#define SPOTWRIGHT_SRC_FORMATS_MARKET_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "spotwright/offer.h"

namespace spotwright::formats {

struct MarketType {
  std::size_t source = 0;          // Index of the document.
  Offer offer;                     // All but zone, capacity type and price, and region but where `zones` are stated.
  std::vector<std::string> zones;  // Where it is sold, in the region of `offer`; empty: the document does not say.
  bool spot = false;               // Sold as spot.
  bool on_demand = false;
};

// A change of a pool's price.
struct SpotPriceRow {
  std::size_t source = 0;
  std::string instance_type;
  std::string region;  // Stated where the price is that of every zone of the region; `zone` is then empty.
  std::string zone;
  double price_usd_per_hour = 0;
  std::int64_t unix_ms = 0;                                  // From when on; never before 1970.
  std::optional<std::int64_t> until_unix_ms = std::nullopt;  // Absent: until the next. Later than `unix_ms`.

  const std::string& Place() const { return zone.empty() ? region : zone; }
  std::string Id() const { return instance_type + " in " + Place(); }
};

struct OnDemandPriceRow {
  std::size_t source = 0;
  std::size_t line = 0;
  std::string instance_type;
  std::string region;  // Empty: any.
  double price_usd_per_hour = 0;
  std::optional<std::int64_t> unix_ms;  // From when on; absent: a price list, which has one price for one thing.

  std::string Id() const { return region.empty() ? instance_type : instance_type + " in " + region; }
};

struct InterruptionBandRow {
  std::size_t source = 0;
  std::string region;
  std::string instance_type;
  std::int64_t band = 0;

  std::string Id() const { return instance_type + " in " + region; }
};

// How likely a spot request is to be met.
struct PlacementScoreRow {
  std::size_t source = 0;
  std::string region;
  std::string zone_id;  // Such as use1-az1; empty: of the whole region.
  std::int64_t score = 0;

  std::string Id() const { return zone_id.empty() ? region : zone_id; }
};

struct Market {
  std::vector<MarketType> types;
  std::vector<SpotPriceRow> spot_prices;
  std::vector<OnDemandPriceRow> on_demand_prices;
  std::vector<InterruptionBandRow> bands;
  std::vector<PlacementScoreRow> placement_scores;
  std::set<std::pair<std::string, std::string>> zone_ids;  // Name and id of each zone: ids differ between accounts.
};

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_MARKET_H_
