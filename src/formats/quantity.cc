#include "src/formats/quantity.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "src/base/int128.h"

namespace spotwright::formats {
namespace {

using base::Int128;

constexpr Int128 kMax = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t kMaxLength = 400;  // Keeps every position far within an int.

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// What a suffix multiplies by: 10^decimal x 2^binary.
struct Scale {
  int decimal = 0;
  int binary = 0;
};

std::optional<Scale> ReadSuffix(std::string_view suffix) {
  constexpr std::string_view kDecimal = "num kMGTPE";  // 10^-9 first, three more each.
  constexpr std::string_view kBinary = "KMGTPE";       // 2^10 first, ten more each.
  if (suffix.empty()) return Scale{};
  if (suffix.size() == 1 && suffix != " ") {
    const std::size_t position = kDecimal.find(suffix[0]);
    if (position == std::string_view::npos) return std::nullopt;
    return Scale{static_cast<int>(position) * 3 - 9, 0};
  }
  if (suffix.size() == 2 && suffix[1] == 'i') {
    const std::size_t position = kBinary.find(suffix[0]);
    if (position == std::string_view::npos) return std::nullopt;
    return Scale{0, static_cast<int>(position) * 10 + 10};
  }
  if (suffix[0] != 'e' && suffix[0] != 'E') return std::nullopt;
  suffix.remove_prefix(1);
  if (suffix[0] == '+') suffix.remove_prefix(1);
  if (suffix.empty() || (!IsDigit(suffix[0]) && suffix[0] != '-')) return std::nullopt;
  int exponent = 0;
  const auto [end, error] = std::from_chars(suffix.data(), suffix.data() + suffix.size(), exponent);
  if (error != std::errc() || end != suffix.data() + suffix.size()) return std::nullopt;
  return Scale{std::clamp(exponent, -10000, 10000), 0};
}

}  // namespace

std::optional<std::int64_t> ReadQuantity(std::string_view text, QuantityUnit unit) {
  if (text.empty() || text.size() > kMaxLength) return std::nullopt;
  if (text[0] == '+') text.remove_prefix(1);
  char digits[kMaxLength];
  int count = 0;
  int point = -1;  // How many digits stand before it.
  std::size_t at = 0;
  for (; at < text.size() && (IsDigit(text[at]) || (text[at] == '.' && point < 0)); ++at) {
    if (text[at] == '.') {
      point = count;
    } else {
      digits[count++] = text[at];
    }
  }
  const std::optional<Scale> scale = ReadSuffix(text.substr(at));
  if (count == 0 || !scale) return std::nullopt;
  if (point < 0) point = count;
  // Powers of ten only move the point.
  point += scale->decimal + (unit == QuantityUnit::kMilli ? 3 : 0);
  const Int128 factor = Int128{1} << scale->binary;
  const auto digit = [&](int position) -> Int128 {
    return position >= 0 && position < count ? digits[position] - '0' : 0;
  };

  Int128 whole = 0;
  for (int i = 0; i < point; ++i) {
    if (i >= count && whole == 0) break;  // Only zeros follow.
    whole = whole * 10 + digit(i) * factor;
    if (whole > kMax) return std::nullopt;
  }
  // The fraction from its far end: flooring at each step is exact, since each step adds a whole number.
  Int128 fraction = 0;
  bool remainder = false;
  for (int i = count - 1; i >= point; --i) {
    if (i < 0 && fraction == 0) break;
    fraction += digit(i) * factor;
    remainder = remainder || fraction % 10 != 0;
    fraction /= 10;
  }
  whole += fraction + (remainder ? 1 : 0);
  if (whole > kMax) return std::nullopt;
  return static_cast<std::int64_t>(whole);
}

}  // namespace spotwright::formats
