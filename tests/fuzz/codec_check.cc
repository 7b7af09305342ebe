#include "tests/fuzz/codec_check.h"

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>

#include "src/base/text.h"
#include "src/codec/json.h"
#include "src/codec/protobuf.h"
#include "src/decisions.h"
#include "src/model/validate.h"
#include "tests/support/random_message.h"

namespace spotwright::fuzz {
namespace {

using codec::Unknown;
using model::Message;
using model::Object;

void Require(bool condition, std::string_view promise) {
  if (condition) return;
  std::fprintf(stderr, "broken promise: %s\n", std::string(promise).c_str());
  std::abort();
}

std::optional<Error> Decode(Format format, const Message& message, std::string_view bytes, Unknown unknown,
                            Object& object) {
  return format == Format::kJson ? codec::DecodeJson(message, bytes, unknown, object.data())
                                 : codec::DecodeProtobuf(message, bytes, unknown, object.data());
}

std::string Encode(Format format, const Object& object) {
  if (format == Format::kJson) return codec::EncodeJson(object.message(), object.data());
  Result<std::string> bytes = codec::EncodeProtobuf(object.message(), object.data());
  Require(bytes.ok(), "what was decoded can be encoded");
  return *std::move(bytes);
}

void CheckError(const Error& error) {
  Require(error.code == ErrorCode::kInvalidArgument, "bad input is INVALID_ARGUMENT");
  Require(!error.message.empty(), "an error says what is wrong");
  Require(error.message.find('\n') == std::string::npos, "an error is one line");
  Require(error.field.find('\n') == std::string::npos, "a path is one line");
  Require(base::IsValidUtf8(error.message) && base::IsValidUtf8(error.field), "an error is UTF-8");
}

void CheckMessage(Format format, const Message& message, std::string_view bytes, Unknown unknown) {
  Object object(message);
  if (const auto error = Decode(format, message, bytes, unknown, object)) return CheckError(*error);
  const auto invalid = model::Validate(message, object.data());
  if (invalid) CheckError(*invalid);
  for (const Format other : {Format::kJson, Format::kProtobuf}) {
    const std::string encoded = Encode(other, object);
    if (invalid) continue;  // May hold what cannot be said in every format, such as NaN.
    Object again(message);
    Require(!Decode(other, message, encoded, Unknown::kRefuse, again), "what is written can be read");
    Require(test::SameContent(message, object.data(), again.data()), "what is read equals what was written");
    Require(Encode(other, again) == encoded, "equal content is written as equal bytes");
  }
}

}  // namespace

void CheckCodec(Format format, std::string_view bytes) {
  for (const Decision& decision : Decisions()) {
    CheckMessage(format, decision.request(), bytes, Unknown::kRefuse);
    CheckMessage(format, decision.response(), bytes, Unknown::kSkip);
  }
}

}  // namespace spotwright::fuzz
