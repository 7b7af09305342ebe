// Reads eviction rates from Azure Resource Graph (table SpotResources).
#ifndef SPOTWRIGHT_SRC_FORMATS_AZURE_EVICTION_RATES_H_
#define SPOTWRIGHT_SRC_FORMATS_AZURE_EVICTION_RATES_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "src/formats/json_view.h"
#include "src/formats/market.h"
#include "src/formats/tally.h"

namespace spotwright::formats {

// Adds the bands. Rows may be whole resources, or the columns skuName, location and spotEvictionRate (or evictionRate)
// that Microsoft's guide projects. Returns true if there are further pages elsewhere.
bool ReadEvictionRates(JsonView root, std::size_t source, Market& market, Tally& tally);

// "0-5" is 0 and "20+" is 4, with or without "%" and blanks; nothing for any other text.
std::optional<std::int64_t> BandOfEvictionRate(std::string_view rate);

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_AZURE_EVICTION_RATES_H_
