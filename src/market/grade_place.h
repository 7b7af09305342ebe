// The grade of one region and type, from its spot offers. The rules are in spotwright/grade_regions.h.
#ifndef SPOTWRIGHT_SRC_MARKET_GRADE_PLACE_H_
#define SPOTWRIGHT_SRC_MARKET_GRADE_PLACE_H_

#include <span>

#include "spotwright/grade_regions.h"
#include "src/market/grade_evidence.h"
#include "src/market/reference_price.h"

namespace spotwright::market {

// All but rank and better place. `offers` are the spot offers that can be had in one region and of one type, at least
// one. O(offers log).
GradedRegion GradePlace(std::span<const Offer* const> offers, const GradePolicy& policy,
                        const ReferencePrices& references, const DatedEvidence& evidence);

}  // namespace spotwright::market

#endif  // SPOTWRIGHT_SRC_MARKET_GRADE_PLACE_H_
