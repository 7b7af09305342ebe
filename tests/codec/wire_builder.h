// Wire format put together by hand, right or wrong.
#ifndef SPOTWRIGHT_TESTS_CODEC_WIRE_BUILDER_H_
#define SPOTWRIGHT_TESTS_CODEC_WIRE_BUILDER_H_

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

namespace spotwright::test {

inline std::string Varint(std::uint64_t value) {
  std::string out;
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>(value | 0x80));
  out.push_back(static_cast<char>(value));
  return out;
}

inline std::string Fixed64(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  std::string out;
  for (int i = 0; i < 8; ++i) out.push_back(static_cast<char>(bits >> (8 * i)));
  return out;
}

inline std::string TagOf(std::uint64_t number, std::uint64_t wire_type) { return Varint(number << 3 | wire_type); }

inline std::string VarintField(std::uint64_t number, std::uint64_t value) { return TagOf(number, 0) + Varint(value); }

inline std::string DoubleField(std::uint64_t number, double value) { return TagOf(number, 1) + Fixed64(value); }

// A string, a message, a list of packed numbers or an entry of a map.
inline std::string BytesField(std::uint64_t number, std::string_view content) {
  return TagOf(number, 2) + Varint(content.size()) + std::string(content);
}

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_CODEC_WIRE_BUILDER_H_
