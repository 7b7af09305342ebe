// Text: numbers and words put together, the same in every locale.
#ifndef SPOTWRIGHT_SRC_BASE_TEXT_H_
#define SPOTWRIGHT_SRC_BASE_TEXT_H_

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace spotwright::base {

// Appends the shortest text that reads back as the same number. `value` is finite.
void AppendDouble(std::string& out, double value);
void AppendInteger(std::string& out, std::int64_t value);

// A number as people write it: as AppendDouble, but whole numbers up to 2^53 without exponent: 1000000, not 1e+06.
std::string Number(double value);

// A number with a fixed count of decimals: Fixed(0.5, 2) is "0.50". Halves go away from zero.
std::string Fixed(double value, int decimals);

// "0.0456" -> "4.6 %"
std::string Percent(double share, int decimals = 1);

// USD with as many decimals as the size asks for, from 2 to 4: "$12.34", "$0.0312".
std::string FormatUsd(double usd);

// A value of the input, quoted for a message: control characters escaped, cut at 60 bytes on a character's edge.
std::string Quoted(std::string_view value);

// The candidate nearest to `word` by edit distance, if near enough to be a likely slip; empty otherwise.
std::string_view Nearest(std::string_view word, const std::vector<std::string_view>& candidates);

bool IsValidUtf8(std::string_view text);

namespace internal {
inline void Append(std::string& out, std::string_view value) { out.append(value); }
template <std::integral T>
void Append(std::string& out, T value) {
  AppendInteger(out, static_cast<std::int64_t>(value));
}
inline void Append(std::string& out, double value) { AppendDouble(out, value); }
}  // namespace internal

// Cat("cap is ", 3, " nodes")
template <typename... Parts>
std::string Cat(const Parts&... parts) {
  std::string out;
  (internal::Append(out, parts), ...);
  return out;
}

}  // namespace spotwright::base

#endif  // SPOTWRIGHT_SRC_BASE_TEXT_H_
