// JSON in and out, driven by the field tables.
//
// In: strict. Unknown keys (unless lenient), wrong types, duplicate keys, missing required fields, unknown enum
// names, invalid UTF-8, integers beyond 64 bits, numbers beyond a double, null, and nesting beyond 64 levels are
// INVALID_ARGUMENT with the path of the field, the value and what is accepted. So are numbers so small that they would
// become 0. Ranges are left to model::Validate.
// Out: fields in the order of their numbers; a field that equals its default is left out unless it is required or the
// message says WriteDefaults (the exact rule: presence.h). Doubles are the shortest text that reads back the same, and
// null when not finite. Enums are their names.
#ifndef SPOTWRIGHT_SRC_CODEC_JSON_H_
#define SPOTWRIGHT_SRC_CODEC_JSON_H_

#include <optional>
#include <string>
#include <string_view>

#include "spotwright/result.h"
#include "src/model/field.h"

namespace spotwright::codec {

enum class Unknown { kRefuse, kSkip };  // Requests are strict; responses are read leniently.

// Reads `json` into `object`, which must be value-initialised. On an error the object is in an unspecified but valid
// state. At most 2^31 - 1 bytes; more is RESOURCE_EXHAUSTED. O(bytes).
std::optional<Error> DecodeJson(const model::Message& message, std::string_view json, Unknown unknown, void* object);

std::string EncodeJson(const model::Message& message, const void* object);

}  // namespace spotwright::codec

#endif  // SPOTWRIGHT_SRC_CODEC_JSON_H_
