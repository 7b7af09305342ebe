#include "tests/support/pretty_json.h"

#include <rapidjson/memorystream.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>

namespace spotwright::test {
namespace {

// Writes numbers as they were read: going through doubles could change their text.
struct Writer : rapidjson::PrettyWriter<rapidjson::StringBuffer> {
  using PrettyWriter::PrettyWriter;
  bool RawNumber(const char* text, rapidjson::SizeType size, bool) {
    return RawValue(text, size, rapidjson::kNumberType);
  }
};

}  // namespace

std::string PrettyJson(std::string_view json) {
  rapidjson::StringBuffer out;
  Writer writer(out);
  writer.SetIndent(' ', 2);
  rapidjson::MemoryStream in(json.data(), json.size());
  rapidjson::Reader reader;
  if (!reader.Parse<rapidjson::kParseNumbersAsStringsFlag>(in, writer)) return {};
  return std::string(out.GetString(), out.GetSize()) + "\n";
}

}  // namespace spotwright::test
