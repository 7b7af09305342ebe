#include "src/base/text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <numeric>

namespace spotwright::base {

void AppendDouble(std::string& out, double value) {
  if (value == 0) value = 0;  // -0 is 0 to everyone but a printer.
  char buffer[32];
  const std::to_chars_result end = std::to_chars(buffer, buffer + sizeof buffer, value);
  out.append(buffer, end.ptr);
}

void AppendInteger(std::string& out, std::int64_t value) {
  char buffer[24];
  const std::to_chars_result end = std::to_chars(buffer, buffer + sizeof buffer, value);
  out.append(buffer, end.ptr);
}

std::string Number(double value) {
  constexpr double kExactlyInteger = 9007199254740992;  // 2^53
  std::string out;
  if (std::abs(value) <= kExactlyInteger && value == std::floor(value)) {
    AppendInteger(out, static_cast<std::int64_t>(value));
  } else {
    AppendDouble(out, value);
  }
  return out;
}

std::string Fixed(double value, int decimals) {
  // Rounded here, in decimal steps, because to_chars rounds the binary value: 0.125 would give 0.12.
  double scale = 1;
  for (int i = 0; i < decimals; ++i) scale *= 10;
  double rounded = std::abs(value) < 1e15 / scale ? std::round(value * scale) / scale : value;
  if (rounded == 0) rounded = 0;
  char buffer[352];
  const std::to_chars_result end =
      std::to_chars(buffer, buffer + sizeof buffer, rounded, std::chars_format::fixed, decimals);
  return std::string(buffer, end.ptr);
}

std::string Percent(double share, int decimals) { return Fixed(share * 100, decimals) + " %"; }

std::string FormatUsd(double usd) {
  const double size = std::abs(usd);
  const int decimals = size >= 10 || size == 0 ? 2 : size >= 1 ? 3 : 4;
  std::string out(usd < 0 ? "-$" : "$");
  out.append(Fixed(size, decimals));
  return out;
}

std::string Quoted(std::string_view value) {
  constexpr std::size_t kMaxBytes = 60;
  constexpr char kHex[] = "0123456789abcdef";
  const bool cut = value.size() > kMaxBytes;
  if (cut) {
    std::size_t end = kMaxBytes;
    while (end > kMaxBytes - 4 && (static_cast<unsigned char>(value[end]) & 0xC0) == 0x80) --end;
    value = value.substr(0, end);
  }
  const bool utf8 = IsValidUtf8(value);
  std::string out = "\"";
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F || c == '"' || c == '\\' || (!utf8 && byte >= 0x80)) {
      out += {'\\', 'x', kHex[byte >> 4], kHex[byte & 15]};
    } else {
      out.push_back(c);
    }
  }
  return out + (cut ? "...\"" : "\"");
}

std::string_view Nearest(std::string_view word, const std::vector<std::string_view>& candidates) {
  if (word.size() > 100) return {};
  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(2, word.size() / 3) + 1;
  std::vector<std::size_t> row;
  for (const std::string_view candidate : candidates) {
    row.resize(candidate.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= word.size(); ++i) {
      std::size_t diagonal = row[0];
      row[0] = i;
      for (std::size_t j = 1; j <= candidate.size(); ++j) {
        const std::size_t replace = diagonal + (word[i - 1] == candidate[j - 1] ? 0 : 1);
        diagonal = row[j];
        row[j] = std::min({row[j] + 1, row[j - 1] + 1, replace});
      }
    }
    if (row.back() < best_distance) {
      best_distance = row.back();
      best = candidate;
    }
  }
  return best;
}

namespace {
bool AreEightAscii(const unsigned char* text) {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, text, sizeof bytes);
  return (bytes & 0x8080808080808080u) == 0;
}
}  // namespace

bool IsValidUtf8(std::string_view text) {
  const auto* p = reinterpret_cast<const unsigned char*>(text.data());
  const unsigned char* const end = p + text.size();
  if (text.size() < 8) {  // Short names are most of all.
    unsigned char bits = 0;
    for (const char c : text) bits |= static_cast<unsigned char>(c);
    if (bits < 0x80) return true;
  }
  while (p < end) {
    if (end - p < 8 && text.size() >= 8 && AreEightAscii(end - 8)) return true;
    if (end - p >= 8 && AreEightAscii(p)) {  // Most text is.
      p += 8;
      continue;
    }
    if (*p < 0x80) {
      ++p;
      continue;
    }
    const int length = *p >= 0xC2 && *p <= 0xDF ? 2 : (*p & 0xF0) == 0xE0 ? 3 : *p >= 0xF0 && *p <= 0xF4 ? 4 : 0;
    if (length == 0 || end - p < length) return false;
    for (int i = 1; i < length; ++i) {
      if ((p[i] & 0xC0) != 0x80) return false;
    }
    // Overlong forms, surrogates, and what lies beyond U+10FFFF.
    if ((*p == 0xE0 && p[1] < 0xA0) || (*p == 0xED && p[1] > 0x9F) || (*p == 0xF0 && p[1] < 0x90) ||
        (*p == 0xF4 && p[1] > 0x8F)) {
      return false;
    }
    p += length;
  }
  return true;
}

}  // namespace spotwright::base
