// JSON Schema (2020-12) of a message, from its field table.
#ifndef SPOTWRIGHT_SRC_CODEC_SCHEMA_H_
#define SPOTWRIGHT_SRC_CODEC_SCHEMA_H_

#include <optional>
#include <string>

#include "src/model/field.h"

namespace spotwright::codec {

// A self-contained schema, indented, ending with a newline: what it needs stands under $defs, by name. Strict, for
// requests: no other keys than those listed. Not strict, for responses: further keys may come.
std::string JsonSchema(const model::Message& message, bool strict);

// What an absent field counts as, in JSON. Nothing for a field that is required, or whose default is to be empty.
std::optional<std::string> DefaultJson(const model::Message& message, const model::FieldInfo& field);

// A bound of a range as people write it: 1000000, not 1e+06.
std::string NumberJson(double value);

}  // namespace spotwright::codec

#endif  // SPOTWRIGHT_SRC_CODEC_SCHEMA_H_
