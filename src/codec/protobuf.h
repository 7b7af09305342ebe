// Protobuf wire format in and out, driven by the field tables; the same bytes as the .proto files describe.
//
// In: unknown field numbers (unless lenient), wrong wire types, groups, truncated or overlong data, missing required
// fields, unknown enum numbers, invalid UTF-8, a map key that comes twice and nesting beyond 64 levels are
// INVALID_ARGUMENT with the path of the field. Nothing is allocated in proportion to a length that the input only
// claims. A singular field that comes twice: the last wins, messages merge, as Protobuf has it, but each part must hold
// the required fields itself. Both packed and unpacked repeated numbers are read.
// Out: fields in the order of their numbers, those left out that JSON leaves out; repeated numbers packed; maps by key
// in byte order.
#ifndef SPOTWRIGHT_SRC_CODEC_PROTOBUF_H_
#define SPOTWRIGHT_SRC_CODEC_PROTOBUF_H_

#include <optional>
#include <string>
#include <string_view>

#include "spotwright/result.h"
#include "src/codec/json.h"
#include "src/model/field.h"

namespace spotwright::codec {

// As DecodeJson. At most 2^31 - 1 bytes; more is RESOURCE_EXHAUSTED.
std::optional<Error> DecodeProtobuf(const model::Message& message, std::string_view bytes, Unknown unknown,
                                    void* object);

// RESOURCE_EXHAUSTED when the bytes would exceed 2^31 - 1.
Result<std::string> EncodeProtobuf(const model::Message& message, const void* object);

}  // namespace spotwright::codec

#endif  // SPOTWRIGHT_SRC_CODEC_PROTOBUF_H_
