// libFuzzer over the wire format: the input is a request or a response of any decision.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/codec_check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using spotwright::fuzz::Format;
  spotwright::fuzz::CheckCodec(Format::kProtobuf, {reinterpret_cast<const char*>(data), size});
  return 0;
}
