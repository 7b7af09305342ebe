// Reads a list of on-demand prices in CSV (RFC 4180).
#ifndef SPOTWRIGHT_SRC_FORMATS_PRICES_CSV_H_
#define SPOTWRIGHT_SRC_FORMATS_PRICES_CSV_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "src/formats/market.h"

namespace spotwright::formats {

// Adds its rows. The first line names the columns: instance_type, price_usd_per_hour and, optionally, region; others
// are left unread. Fields may be quoted; lines end with LF or CRLF; a byte-order mark and empty lines are skipped.
// Returns what is wrong, with the line: `line 7: price_usd_per_hour is "x"; accepted: ...`. O(bytes).
std::optional<std::string> ReadPricesCsv(std::string_view text, std::size_t source, Market& market);

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_PRICES_CSV_H_
