// Prices as text, as AWS and price lists have them: "0.0312".
#ifndef SPOTWRIGHT_SRC_FORMATS_PRICE_TEXT_H_
#define SPOTWRIGHT_SRC_FORMATS_PRICE_TEXT_H_

#include <charconv>
#include <optional>
#include <string_view>

namespace spotwright::formats {

inline constexpr std::string_view kAcceptedPrice = "a price in USD per hour such as 0.0312, from 0 to 1000000";

// The double nearest to the text, which must be a number from 0 to 10^6 and nothing else.
inline std::optional<double> ReadPrice(std::string_view text) {
  double price = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), price);
  const bool good = error == std::errc() && end == text.data() + text.size() && price >= 0 && price <= 1e6;
  return good && text[0] != '-' ? std::optional(price) : std::nullopt;  // Words such as "nan" and "inf" fail above.
}

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_PRICE_TEXT_H_
