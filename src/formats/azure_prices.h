// Reads the Azure Retail Prices API.
#ifndef SPOTWRIGHT_SRC_FORMATS_AZURE_PRICES_H_
#define SPOTWRIGHT_SRC_FORMATS_AZURE_PRICES_H_

#include <cstddef>
#include <cstdint>
#include <optional>

#include "src/formats/json_view.h"
#include "src/formats/market.h"
#include "src/formats/tally.h"

namespace spotwright::formats {

// Adds the prices of Linux machines by the hour in USD, spot and on-demand. `root` is a page or a list of items.
// Returns true if there are further pages elsewhere.
bool ReadAzurePrices(JsonView root, std::size_t source, const std::optional<std::int64_t>& now_unix_ms, Market& market,
                     Tally& tally);

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_AZURE_PRICES_H_
