// Numbers and names as people read them in a rendering.
#ifndef SPOTWRIGHT_SRC_FORMATS_NUMBER_TEXT_H_
#define SPOTWRIGHT_SRC_FORMATS_NUMBER_TEXT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "spotwright/offer.h"

namespace spotwright::formats {

// "12,345"
std::string Count(std::int64_t value);

// "1 node", "12 nodes"
std::string CountOf(std::int64_t value, std::string_view singular, std::string_view plural);

// "$1,234.50"
std::string Usd(double usd, int decimals);

// How many decimals amounts that stand together take, by the largest of them: 4 below $10, 3 below $100, else 2. The
// same for all, so that they line up and sums agree.
int UsdDecimals(double largest);

// A month at a price per hour; whole dollars from $1,000 on.
std::string UsdPerMonth(double usd_per_hour);

// "+12.3 %", "-4.5 %"
std::string SignedPercent(double share);

// "15.1 GiB"
std::string Memory(std::int64_t bytes);

// "12.5"
std::string Vcpus(std::int64_t millicores);

// The Spot Advisor's monthly bands: "<5 %", "5-10 %", ... ">20 %"; empty when not known.
std::string InterruptionBand(std::optional<std::int64_t> band);

std::string_view CapacityTypeName(CapacityType type);

// "m6i.large us-east-1a spot"
std::string PoolName(const Pool& pool);

// "2026-01-31 12:00:00 UTC"
std::string Moment(std::int64_t unix_ms);

// "price_above_cap" -> "price above cap"
std::string Words(std::string_view code);

// With a capital first letter.
std::string Capitalised(std::string_view words);

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_NUMBER_TEXT_H_
