// Tags and wire types of fields (https://protobuf.dev/programming-guides/encoding/).
#ifndef SPOTWRIGHT_SRC_CODEC_WIRE_H_
#define SPOTWRIGHT_SRC_CODEC_WIRE_H_

#include <cstdint>

#include "src/model/field.h"

namespace spotwright::codec {

enum WireType : std::uint32_t { kVarint = 0, kFixed64 = 1, kLengthDelimited = 2, kFixed32 = 5 };

constexpr WireType WireTypeOf(model::Kind kind) {
  switch (kind) {
    case model::Kind::kDouble:
      return kFixed64;
    case model::Kind::kString:
    case model::Kind::kMessage:
      return kLengthDelimited;
    default:
      return kVarint;
  }
}

// Whether the field's elements are written one after the other under a single tag.
inline bool IsPacked(const model::FieldInfo& field) {
  return field.cardinality == model::Cardinality::kRepeated && WireTypeOf(field.kind) != kLengthDelimited;
}

constexpr std::uint32_t Tag(std::uint32_t number, WireType type) { return number << 3 | type; }

// The tag under which we write the field.
inline std::uint32_t Tag(const model::FieldInfo& field) {
  const bool delimited = field.cardinality == model::Cardinality::kMap || IsPacked(field);
  return Tag(static_cast<std::uint32_t>(field.number), delimited ? kLengthDelimited : WireTypeOf(field.kind));
}

// A map is a repeated message of these two fields.
constexpr std::uint32_t kMapKeyTag = Tag(1, kLengthDelimited);
constexpr std::uint32_t MapValueTag(model::Kind kind) { return Tag(2, WireTypeOf(kind)); }

}  // namespace spotwright::codec

#endif  // SPOTWRIGHT_SRC_CODEC_WIRE_H_
