// Joins instance types with prices and interruption bands.
#ifndef SPOTWRIGHT_SRC_FORMATS_OFFERS_H_
#define SPOTWRIGHT_SRC_FORMATS_OFFERS_H_

#include <optional>
#include <vector>

#include "spotwright/import.h"
#include "spotwright/price_history.h"
#include "spotwright/reason.h"
#include "src/formats/market.h"
#include "src/formats/tally.h"

namespace spotwright::formats {

// Fills `plan.offers`, by pool, the price histories of those that are spot, and the prices of `plan.nodes`, which are
// there already; counts every row as used or skipped. A spot offer exists where there is a spot price; an on-demand
// offer in the same zones, or, of a type without spot prices, in the zones of the nodes, else in every zone that has
// prices. Returns an error when two rows give different on-demand prices for one thing. O(n log n).
std::optional<Error> BuildOffers(const Market& market, const ImportRequest& request, PlanRequest& plan,
                                 std::vector<PriceHistory>& histories, std::vector<Tally>& tallies,
                                 std::vector<Reason>& warnings);

// An error in a document: the message begins with its name.
Error SourceError(const ImportRequest& request, std::size_t source, std::string_view message);

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_OFFERS_H_
