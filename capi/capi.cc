// The C ABI: bytes in, bytes out, around the table of decisions.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <limits>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "capi/spotwright.h"
#include "spotwright/result.h"
#include "src/base/text.h"
#include "src/codec/json.h"
#include "src/codec/protobuf.h"
#include "src/decisions.h"

using spotwright::Call;
using spotwright::Decision;
using spotwright::Error;
using spotwright::ErrorCode;
using spotwright::Result;
using spotwright::base::Cat;
using spotwright::codec::Unknown;

namespace {

// A caller's spotwright_error is an Error, under a name that stays without a definition: the ABI knows nothing of it.
spotwright_error* Wrap(Error* error) { return reinterpret_cast<spotwright_error*>(error); }
Error* Unwrap(spotwright_error* error) { return reinterpret_cast<Error*>(error); }
const Error* Unwrap(const spotwright_error* error) { return reinterpret_cast<const Error*>(error); }

// Given out when there is no memory for an error of its own, and never freed.
Error* OutOfMemory() {
  static Error error{ErrorCode::kResourceExhausted, "out of memory", ""};  // Short: allocates nothing.
  return &error;
}

Error InvalidParameter(std::string_view name, std::string message) {
  return Error{ErrorCode::kInvalidArgument, std::move(message), std::string(name)};
}

// Reads the caller's struct as far as both sides know it; what only the caller knows must be off.
Result<spotwright_call> ReadCall(const spotwright_call* given) {
  constexpr std::size_t kLargest = 4096;  // Far beyond any version of the struct; keeps garbage from being followed.
  spotwright_call call = {};
  if (given == nullptr) return call;
  const std::size_t size = given->size;
  if (size < sizeof size || size > kLargest) {
    return InvalidParameter("call.size", Cat("is ", size, "; accepted: sizeof(spotwright_call), ", sizeof call));
  }
  const auto* const bytes = reinterpret_cast<const unsigned char*>(given);
  for (std::size_t i = sizeof call; i < size; ++i) {
    if (bytes[i] != 0) return InvalidParameter("call", "sets a member that this version of the library does not know");
  }
  std::memcpy(&call, given, size < sizeof call ? size : sizeof call);
  return call;
}

Call MakeCall(const spotwright_call& given) {
  Call call;
  if (given.cancel != nullptr) {
    call.cancelled = [flag = given.cancel] { return __atomic_load_n(flag, __ATOMIC_RELAXED) != 0; };
  }
  if (given.progress != nullptr) {
    call.progress = [progress = given.progress, context = given.context](double share) { progress(context, share); };
  }
  return call;
}

Result<std::string> Decide(std::string_view verb, std::int32_t format, std::string_view bytes, const Call& call) {
  const Decision& decision = *spotwright::FindDecision(verb);
  const bool json = format == SPOTWRIGHT_FORMAT_JSON;

  spotwright::model::Object request(decision.request());
  std::optional<Error> error =
      json ? spotwright::codec::DecodeJson(request.message(), bytes, Unknown::kRefuse, request.data())
           : spotwright::codec::DecodeProtobuf(request.message(), bytes, Unknown::kRefuse, request.data());
  if (error) return *std::move(error);

  spotwright::model::Object response(decision.response());
  error = decision.run(request.data(), call, response.data());
  if (error) return *std::move(error);

  if (json) return spotwright::codec::EncodeJson(response.message(), response.data());
  return spotwright::codec::EncodeProtobuf(response.message(), response.data());
}

Result<std::string> CheckAndDecide(std::string_view verb, std::int32_t format, const void* request, std::size_t size,
                                   const spotwright_call* given_call, const spotwright_buffer* response) {
  if (response == nullptr) return InvalidParameter("response", "is NULL; it must point at a spotwright_buffer");
  if (format != SPOTWRIGHT_FORMAT_JSON && format != SPOTWRIGHT_FORMAT_PROTOBUF) {
    return InvalidParameter("format", Cat("is ", format, "; accepted: 1 (JSON), 2 (Protobuf)"));
  }
  if (request == nullptr && size != 0) return InvalidParameter("request", Cat("is NULL, but size is ", size));
  if (size > std::size_t{std::numeric_limits<std::int32_t>::max()}) {
    return Error{ErrorCode::kResourceExhausted, Cat("is ", size, "; accepted: at most 2147483647 bytes"), "size"};
  }
  const Result<spotwright_call> call = ReadCall(given_call);
  if (!call.ok()) return call.error();
  return Decide(verb, format, std::string_view(static_cast<const char*>(request), size), MakeCall(*call));
}

void CopyOut(const std::string& bytes, spotwright_buffer& response) {
  void* const data = std::malloc(bytes.size() + 1);
  if (data == nullptr) throw std::bad_alloc();
  std::memcpy(data, bytes.c_str(), bytes.size() + 1);
  response = {data, bytes.size()};
}

std::int32_t Fail(Error failure, spotwright_error** error) {
  const auto code = static_cast<std::int32_t>(failure.code);
  if (error != nullptr) *error = Wrap(new Error(std::move(failure)));
  return code;
}

// What every entry point does. Nothing leaves it but a code.
std::int32_t Serve(std::string_view verb, std::int32_t format, const void* request, std::size_t size,
                   const spotwright_call* call, spotwright_buffer* response, spotwright_error** error) noexcept {
  if (response != nullptr) *response = {nullptr, 0};
  if (error != nullptr) *error = nullptr;
  try {
    try {
      Result<std::string> result = CheckAndDecide(verb, format, request, size, call, response);
      if (!result.ok()) return Fail(result.error(), error);
      CopyOut(*result, *response);
      return SPOTWRIGHT_OK;
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception& exception) {
      return Fail(Error{ErrorCode::kInternal, exception.what(), ""}, error);
    } catch (...) {
      return Fail(Error{ErrorCode::kInternal, "an exception of unknown type", ""}, error);
    }
  } catch (...) {  // No memory, be it for the work or for the error that tells of its failure.
    if (error != nullptr) *error = Wrap(OutOfMemory());
    return SPOTWRIGHT_RESOURCE_EXHAUSTED;
  }
}

}  // namespace

extern "C" {

#define SPOTWRIGHT_DECISION(verb)                                                                                      \
  std::int32_t spotwright_##verb(std::int32_t format, const void* request, std::size_t size,                           \
                                 const spotwright_call* call, spotwright_buffer* response, spotwright_error** error) { \
    return Serve(#verb, format, request, size, call, response, error);                                                 \
  }
#include "capi/decisions.inc"
#undef SPOTWRIGHT_DECISION

const char* spotwright_version(void) { return SPOTWRIGHT_VERSION; }

std::int32_t spotwright_abi_version(void) { return SPOTWRIGHT_ABI_VERSION; }

void spotwright_buffer_free(spotwright_buffer* buffer) {
  if (buffer == nullptr) return;
  std::free(buffer->data);
  *buffer = {nullptr, 0};
}

void spotwright_error_free(spotwright_error** error) {
  if (error == nullptr) return;
  if (Unwrap(*error) != OutOfMemory()) delete Unwrap(*error);
  *error = nullptr;
}

std::int32_t spotwright_error_code(const spotwright_error* error) {
  return error == nullptr ? SPOTWRIGHT_OK : static_cast<std::int32_t>(Unwrap(error)->code);
}

const char* spotwright_error_message(const spotwright_error* error) {
  return error == nullptr ? "" : Unwrap(error)->message.c_str();
}

const char* spotwright_error_field(const spotwright_error* error) {
  return error == nullptr ? "" : Unwrap(error)->field.c_str();
}

}  // extern "C"
