// Amounts as the sentences of this folder write them.
#ifndef SPOTWRIGHT_SRC_MARKET_WORDING_H_
#define SPOTWRIGHT_SRC_MARKET_WORDING_H_

#include <cstdint>
#include <string>

namespace spotwright::market {

// All six decimals that can matter, since a sentence must show why the greater price is greater: "$0.128401", "$0.10".
std::string Dollars(std::int64_t micro_usd);

// Without decimals that say nothing: "40 %", "12.5 %".
std::string Percentage(std::int64_t share_millionths);

// "25 minutes", "30 hours", "7.5 days"; the largest unit of which there are at least two.
std::string Duration(std::int64_t milliseconds);

}  // namespace spotwright::market

#endif  // SPOTWRIGHT_SRC_MARKET_WORDING_H_
