// Readings as text, as Prometheus and tables have them: "0.25", "1e+06", "NaN", "+Inf".
#ifndef SPOTWRIGHT_SRC_FORMATS_READING_TEXT_H_
#define SPOTWRIGHT_SRC_FORMATS_READING_TEXT_H_

#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

namespace spotwright::formats {

inline constexpr std::string_view kAcceptedReading = "a number from -1e18 to 1e18, or NaN, +Inf or -Inf";

// Sets `value`, and leaves it absent when the text is no number or an infinite one. False when it is anything else.
inline bool ReadReading(std::string_view text, std::optional<double>& value) {
  value.reset();
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) return false;
  }
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return false;
  if (!std::isfinite(number)) return true;
  constexpr double kMost = 1e18;  // As a Series accepts.
  if (number < -kMost || number > kMost) return false;
  value = number;
  return true;
}

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_READING_TEXT_H_
