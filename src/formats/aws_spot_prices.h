// Reads `aws ec2 describe-spot-price-history`.
#ifndef SPOTWRIGHT_SRC_FORMATS_AWS_SPOT_PRICES_H_
#define SPOTWRIGHT_SRC_FORMATS_AWS_SPOT_PRICES_H_

#include <cstddef>

#include "src/formats/json_view.h"
#include "src/formats/market.h"
#include "src/formats/tally.h"

namespace spotwright::formats {

// Adds the price changes of Linux. Returns true if there are further pages elsewhere.
bool ReadSpotPrices(JsonView root, std::size_t source, Market& market, Tally& tally);

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_AWS_SPOT_PRICES_H_
