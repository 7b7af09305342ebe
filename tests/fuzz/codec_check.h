// What must hold for any bytes given to a decoder, whatever they are.
#ifndef SPOTWRIGHT_TESTS_FUZZ_CODEC_CHECK_H_
#define SPOTWRIGHT_TESTS_FUZZ_CODEC_CHECK_H_

#include <string_view>

namespace spotwright::fuzz {

enum class Format { kJson, kProtobuf };

// Decodes `bytes` as every decision's request and response and aborts the program unless each is either refused with a
// proper error or, once valid, written by both codecs and read back as the same content.
void CheckCodec(Format format, std::string_view bytes);

}  // namespace spotwright::fuzz

#endif  // SPOTWRIGHT_TESTS_FUZZ_CODEC_CHECK_H_
