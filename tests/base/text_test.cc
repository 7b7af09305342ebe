#include "src/base/text.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace spotwright::base {
namespace {

std::string Text(double value) {
  std::string out;
  AppendDouble(out, value);
  return out;
}

TEST(Text, DoublesAreTheShortestThatReadBackTheSame) {
  EXPECT_EQ(Text(0), "0");
  EXPECT_EQ(Text(-0.0), "0");
  EXPECT_EQ(Text(1), "1");
  EXPECT_EQ(Text(-2.5), "-2.5");
  EXPECT_EQ(Text(0.1), "0.1");
  EXPECT_EQ(Text(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(Text(1.0 / 3), "0.3333333333333333");
  EXPECT_EQ(Text(1e22), "1e+22");
  EXPECT_EQ(Text(5e-324), "5e-324");
  EXPECT_EQ(Text(std::numeric_limits<double>::max()), "1.7976931348623157e+308");
}

TEST(Text, IntegersReachBothEnds) {
  EXPECT_EQ(Cat(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(Cat(std::numeric_limits<std::int64_t>::max()), "9223372036854775807");
}

TEST(Text, CatJoinsWordsAndNumbers) {
  EXPECT_EQ(Cat("cap is ", 3, " nodes, ", 0.5, std::string(" each")), "cap is 3 nodes, 0.5 each");
}

TEST(Text, FixedRoundsHalvesAwayFromZero) {
  EXPECT_EQ(Fixed(0.5, 2), "0.50");
  EXPECT_EQ(Fixed(0.125, 2), "0.13");
  EXPECT_EQ(Fixed(-0.125, 2), "-0.13");
  EXPECT_EQ(Fixed(2.5, 0), "3");
  EXPECT_EQ(Fixed(-0.001, 2), "0.00");
  EXPECT_EQ(Fixed(1e17, 2), "100000000000000000.00");
}

TEST(Text, PercentAndMoney) {
  EXPECT_EQ(Percent(0.0456), "4.6 %");
  EXPECT_EQ(Percent(1, 0), "100 %");
  EXPECT_EQ(FormatUsd(0), "$0.00");
  EXPECT_EQ(FormatUsd(12.345), "$12.35");
  EXPECT_EQ(FormatUsd(1.5), "$1.500");
  EXPECT_EQ(FormatUsd(0.0312), "$0.0312");
  EXPECT_EQ(FormatUsd(-0.0312), "-$0.0312");
}

TEST(Text, QuotedIsOneSafeLine) {
  EXPECT_EQ(Quoted(""), R"("")");
  EXPECT_EQ(Quoted("web"), R"("web")");
  EXPECT_EQ(Quoted("a\n\"\\\x7f"), R"("a\x0a\x22\x5c\x7f")");
  EXPECT_EQ(Quoted(std::string_view("\0", 1)), R"("\x00")");
  EXPECT_EQ(Quoted("caf\xc3\xa9"), "\"caf\xc3\xa9\"");
  EXPECT_EQ(Quoted("caf\xe9"), R"("caf\xe9")");
}

TEST(Text, QuotedCutsOnACharactersEdge) {
  EXPECT_EQ(Quoted(std::string(60, 'x')), '"' + std::string(60, 'x') + '"');
  EXPECT_EQ(Quoted(std::string(61, 'x')), '"' + std::string(60, 'x') + "...\"");
  for (std::size_t before = 56; before <= 60; ++before) {
    const std::string quoted = Quoted(std::string(before, 'x') + "\xf0\x9f\x98\x80" + "yyyyyyyy");
    EXPECT_TRUE(IsValidUtf8(quoted)) << before;
    EXPECT_EQ(quoted.find("\\x"), std::string::npos) << before;
  }
}

TEST(Text, NearestFindsSlips) {
  const std::vector<std::string_view> names = {"spot", "on_demand", "cpu_millicores", "memory_bytes"};
  EXPECT_EQ(Nearest("sopt", names), "spot");
  EXPECT_EQ(Nearest("cpu_milicores", names), "cpu_millicores");
  EXPECT_EQ(Nearest("on-demand", names), "on_demand");
  EXPECT_EQ(Nearest("spot", names), "spot");
  EXPECT_EQ(Nearest("entirely_different", names), "");
  EXPECT_EQ(Nearest("", names), "");
  EXPECT_EQ(Nearest("spot", {}), "");
  EXPECT_EQ(Nearest(std::string(100'000, 's'), names), "");
}

TEST(Text, Utf8AsTheStandardHasIt) {
  for (const std::string_view valid : {"", "ascii", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf",
                                       "\xee\x80\x80", "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_TRUE(IsValidUtf8(valid)) << Quoted(valid);
  }
  EXPECT_TRUE(IsValidUtf8(std::string_view("\0", 1)));
  for (const std::string_view invalid :
       {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2\x41", "\xe0\x9f\xbf", "\xe2\x82", "\xed\xa0\x80",
        "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf", "\xf0\x9f\x98", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff"}) {
    EXPECT_FALSE(IsValidUtf8(invalid)) << Quoted(invalid);
    EXPECT_FALSE(IsValidUtf8(std::string("in the middle ") + std::string(invalid) + " of something longer"));
  }
}

// Every character by itself, and every two bytes, against the definition.
TEST(Text, Utf8Exhaustively) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const std::string text = {static_cast<char>(first), static_cast<char>(second)};
      const bool two_ascii = first < 0x80 && second < 0x80;
      const bool one_of_two = first >= 0xC2 && first <= 0xDF && second >= 0x80 && second <= 0xBF;
      EXPECT_EQ(IsValidUtf8(text), two_ascii || one_of_two) << Quoted(text);
    }
  }
}

}  // namespace
}  // namespace spotwright::base
