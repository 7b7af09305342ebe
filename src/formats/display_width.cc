#include "src/formats/display_width.h"

#include <algorithm>
#include <cstdint>

#include "src/base/text.h"

namespace spotwright::formats {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

constexpr Range kWide[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x23E9, 0x23EC},   {0x2614, 0x2615},   {0x26A1, 0x26A1},
    {0x2705, 0x2705},   {0x274C, 0x274C},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},   {0xA960, 0xA97F},
    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF01, 0xFF60},   {0xFFE0, 0xFFE6},
    {0x16FE0, 0x18DFF}, {0x1AFF0, 0x1B2FF}, {0x1F004, 0x1F004}, {0x1F0CF, 0x1F0CF}, {0x1F18E, 0x1F19A},
    {0x1F200, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F7E0, 0x1F7EB}, {0x1F90C, 0x1FAFF}, {0x20000, 0x3FFFD}};

constexpr Range kZeroWidth[] = {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A},
                                {0x064B, 0x065F}, {0x0E34, 0x0E3A}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},
                                {0x200B, 0x200D}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}};

// C0 and C1 controls; marks, embeddings, overrides and isolates of text direction; line and paragraph separators.
constexpr Range kHarmful[] = {{0x0000, 0x001F}, {0x007F, 0x009F}, {0x061C, 0x061C},
                              {0x200E, 0x200F}, {0x2028, 0x202E}, {0x2066, 0x2069}};

template <std::size_t kCount>
bool Within(const Range (&ranges)[kCount], char32_t c) {
  const Range* range =
      std::partition_point(std::begin(ranges), std::end(ranges), [c](const Range& r) { return r.last < c; });
  return range != std::end(ranges) && c >= range->first;
}

std::size_t Length(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

// The character at the beginning of `text`, which is not empty. Takes its bytes from `text`.
char32_t Take(std::string_view& text, std::string_view& bytes) {
  const std::size_t length = std::min(Length(text[0]), text.size());
  bytes = text.substr(0, length);
  text.remove_prefix(length);
  constexpr unsigned char kLeadBits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
  char32_t c = static_cast<unsigned char>(bytes[0]) & kLeadBits[length];
  for (const char next : bytes.substr(1)) c = (c << 6) | (static_cast<unsigned char>(next) & 0x3F);
  return c;
}

int Columns(char32_t c) {
  if (c < 0x300) return 1;
  return Within(kZeroWidth, c) ? 0 : Within(kWide, c) ? 2 : 1;
}

}  // namespace

std::string Readable(std::string_view text) {
  constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    if (text[0] == '\n' || text[0] == '\t' || text[0] == '\r') {
      out.push_back(' ');
      text.remove_prefix(1);
      continue;
    }
    const std::string_view candidate = text.substr(0, std::min(Length(text[0]), text.size()));
    if (!base::IsValidUtf8(candidate)) {
      out.append(kReplacement);
      text.remove_prefix(1);
      continue;
    }
    std::string_view bytes;
    out.append(Within(kHarmful, Take(text, bytes)) ? kReplacement : bytes);
  }
  return out;
}

int DisplayWidth(std::string_view text) {
  int width = 0;
  std::string_view bytes;
  while (!text.empty()) width += Columns(Take(text, bytes));
  return width;
}

std::string_view FirstColumns(std::string_view text, int width) {
  std::string_view rest = text;
  std::string_view bytes;
  std::size_t end = 0;
  while (!rest.empty()) {
    width -= Columns(Take(rest, bytes));
    if (width < 0) break;
    end += bytes.size();
  }
  return text.substr(0, end);
}

std::string Shorten(std::string_view text, int width) {
  if (FirstColumns(text, width).size() == text.size()) return std::string(text);
  return std::string(FirstColumns(text, width - 1)) + "\u2026";
}

}  // namespace spotwright::formats
