// What the two decoders have in common: limits, and how they word an error.
#ifndef SPOTWRIGHT_SRC_CODEC_WORDING_H_
#define SPOTWRIGHT_SRC_CODEC_WORDING_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "spotwright/result.h"
#include "src/model/field.h"

namespace spotwright::codec {

constexpr std::size_t kMaxBytes = 0x7FFFFFFF;
constexpr std::size_t kMaxNesting = 64;
constexpr std::string_view kTooDeep = "is nested beyond 64 levels";
constexpr std::string_view kMissing = "is missing; it is required";

Error TooLarge();

std::vector<std::string_view> Names(const model::Enum& enumeration);
std::vector<std::string_view> Names(const model::Message& message);

// "did you mean "spot"? accepted: spot, on_demand", without the question when no name is near.
std::string Suggestion(std::string_view found, const std::vector<std::string_view>& accepted);

// Whether an unknown key reads like a field's name; if not, it is quoted in a path.
bool IsFieldName(std::string_view key);

// The first required field whose bit in `seen` is not set; null if there is none. Bits are in the table's order.
inline const model::FieldInfo* FirstMissing(const model::Message& message, std::uint64_t seen) {
  const std::uint64_t missing = message.required_fields & ~seen;
  return missing == 0 ? nullptr : &message.fields[static_cast<std::size_t>(std::countr_zero(missing))];
}

}  // namespace spotwright::codec

#endif  // SPOTWRIGHT_SRC_CODEC_WORDING_H_
