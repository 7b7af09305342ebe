// libFuzzer over the C interface: the input is a request to every function, JSON if it begins with a brace.
#include <spotwright.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace {

using DecisionFunction = decltype(&spotwright_decide_mix);

#define SPOTWRIGHT_DECISION(verb) spotwright_##verb,
constexpr DecisionFunction kFunctions[] = {
#include "capi/decisions.inc"
};
#undef SPOTWRIGHT_DECISION

void Require(bool condition) {
  if (!condition) std::abort();
}

// Long work is cancelled after many steps, so that no request holds the fuzzer up.
std::int32_t cancel = 0;
int steps_left = 0;
void CountProgress(void*, double) {
  if (--steps_left <= 0) cancel = 1;
}

void CheckFunction(DecisionFunction function, std::int32_t format, const std::uint8_t* data, std::size_t size) {
  cancel = 0;
  steps_left = 1000;
  const spotwright_call call = {sizeof call, &cancel, &CountProgress, nullptr};
  spotwright_buffer response;
  spotwright_error* error;
  const std::int32_t code = function(format, data, size, &call, &response, &error);
  Require((code == SPOTWRIGHT_OK) == (error == nullptr));
  Require((code == SPOTWRIGHT_OK) == (response.data != nullptr));
  Require(spotwright_error_code(error) == code);
  Require(code != SPOTWRIGHT_INTERNAL);
  if (code == SPOTWRIGHT_OK) {  // The same request again: the same bytes.
    spotwright_buffer again;
    Require(function(format, data, size, nullptr, &again, nullptr) == SPOTWRIGHT_OK);
    Require(again.size == response.size && std::memcmp(again.data, response.data, again.size) == 0);
    spotwright_buffer_free(&again);
  }
  spotwright_buffer_free(&response);
  spotwright_error_free(&error);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const bool json = size > 0 && data[0] == '{';
  for (const DecisionFunction function : kFunctions) {
    CheckFunction(function, json ? SPOTWRIGHT_FORMAT_JSON : SPOTWRIGHT_FORMAT_PROTOBUF, data, size);
  }
  return 0;
}
