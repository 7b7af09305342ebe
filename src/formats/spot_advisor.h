// Reads the Spot Advisor's spot-advisor-data.json.
#ifndef SPOTWRIGHT_SRC_FORMATS_SPOT_ADVISOR_H_
#define SPOTWRIGHT_SRC_FORMATS_SPOT_ADVISOR_H_

#include <cstddef>

#include "src/formats/json_view.h"
#include "src/formats/market.h"
#include "src/formats/tally.h"

namespace spotwright::formats {

// Adds the interruption bands of Linux. They are monthly frequencies over all zones of a region, so they become
// Offer::interruption_band and nothing finer.
void ReadSpotAdvisor(JsonView root, std::size_t source, Market& market, Tally& tally);

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_SPOT_ADVISOR_H_
