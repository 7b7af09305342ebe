// RapidJSON's event reader, set up so that no input can make it abort, recurse, guess or stop early.
//
// A handler gets Null(), Bool(bool), RawNumber(text, length, copy), String(text, length, copy), StartObject(),
// Key(text, length, copy), EndObject(count), StartArray() and EndArray(count); false ends the parse. It must check the
// text of strings and keys with base::IsValidUtf8: that is faster than RapidJSON's own check, which besides lets an
// escaped lone low surrogate through.
#ifndef SPOTWRIGHT_SRC_CODEC_JSON_PARSER_H_
#define SPOTWRIGHT_SRC_CODEC_JSON_PARSER_H_

#include <cstddef>
#include <cstring>
#include <new>
#include <optional>
#include <string>
#include <string_view>

#include "src/base/text.h"

// RapidJSON states its invariants by assertions; none of them checks input.
#ifndef RAPIDJSON_ASSERT
#define RAPIDJSON_ASSERT(condition) static_cast<void>(0)
#endif
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

namespace spotwright::codec {

// RapidJSON writes through what malloc returned, null or not; this throws std::bad_alloc instead.
struct ThrowingAllocator {
  static constexpr bool kNeedFree = true;
  void* Malloc(std::size_t size) { return size == 0 ? nullptr : ::operator new(size); }
  void* Realloc(void* old, std::size_t old_size, std::size_t new_size) {
    void* const grown = Malloc(new_size);
    if (old != nullptr && grown != nullptr) std::memcpy(grown, old, old_size < new_size ? old_size : new_size);
    Free(old);
    return grown;
  }
  static void Free(void* memory) { ::operator delete(memory); }
};

// What the reader expected where it stopped.
constexpr std::string_view ExpectedText(rapidjson::ParseErrorCode code) {
  switch (code) {
    case rapidjson::kParseErrorDocumentRootNotSingular:
      return "nothing after the value";
    case rapidjson::kParseErrorObjectMissName:
      return "a key in double quotes";
    case rapidjson::kParseErrorObjectMissColon:
      return "a colon";
    case rapidjson::kParseErrorObjectMissCommaOrCurlyBracket:
      return "a comma or '}'";
    case rapidjson::kParseErrorArrayMissCommaOrSquareBracket:
      return "a comma or ']'";
    case rapidjson::kParseErrorStringUnicodeEscapeInvalidHex:
      return "four hexadecimal digits after \\u";
    case rapidjson::kParseErrorStringUnicodeSurrogateInvalid:
      return "a surrogate pair";
    case rapidjson::kParseErrorStringEscapeInvalid:
      return "a valid escape, or a character above U+001F";
    case rapidjson::kParseErrorStringMissQuotationMark:
      return "a closing double quote";
    case rapidjson::kParseErrorNumberTooBig:
      return "a number within the range of a double";
    case rapidjson::kParseErrorNumberMissFraction:
      return "a digit after the decimal point";
    case rapidjson::kParseErrorNumberMissExponent:
      return "a digit in the exponent";
    default:
      return "a value";
  }
}

// Returns what is wrong with the syntax, with the byte offset; nothing when all is well or the handler ended the
// parse. `json` has at most 2^31 - 1 bytes.
template <typename Handler>
std::optional<std::string> ParseJson(std::string_view json, Handler& handler) {
  // Numbers arrive as text: whether 1.0 is an integer, and whether one is out of range, is for the field to say.
  constexpr unsigned kFlags = rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag;
  rapidjson::MemoryStream stream(json.data(), json.size());
  rapidjson::GenericReader<rapidjson::UTF8<>, rapidjson::UTF8<>, ThrowingAllocator> reader;
  const rapidjson::ParseResult result = reader.Parse<kFlags>(stream, handler);
  if (result.Code() == rapidjson::kParseErrorTermination) return std::nullopt;
  std::string_view expected = ExpectedText(result.Code());
  std::size_t offset = result.Offset();
  if (!result.IsError()) {
    // RapidJSON takes a zero byte for the end.
    if (stream.Tell() == json.size()) return std::nullopt;
    expected = ExpectedText(rapidjson::kParseErrorDocumentRootNotSingular);
    offset = stream.Tell();
  }
  const std::string found = offset < json.size() ? base::Quoted(json.substr(offset, 1)) : "the end";
  return base::Cat("is not JSON: expected ", expected, " at byte ", offset, ", found ", found);
}

}  // namespace spotwright::codec

#endif  // SPOTWRIGHT_SRC_CODEC_JSON_PARSER_H_
