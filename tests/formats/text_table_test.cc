#include "src/formats/text_table.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "src/formats/display_width.h"
#include "src/formats/number_text.h"

namespace spotwright::formats {
namespace {

TEST(DisplayWidthTest, CountsColumnsNotBytes) {
  EXPECT_EQ(DisplayWidth("plain"), 5);
  EXPECT_EQ(DisplayWidth("zähler"), 6);
  EXPECT_EQ(DisplayWidth("日本語"), 6);
  EXPECT_EQ(DisplayWidth("e\u0301"), 1) << "a combining accent takes no column";
  EXPECT_EQ(DisplayWidth("\U0001F680"), 2);
  EXPECT_EQ(DisplayWidth("\u2588\u2591\u2026\u2500"), 4);
}

TEST(DisplayWidthTest, ShortensAtAnEdgeOfCharacters) {
  EXPECT_EQ(Shorten("instance", 8), "instance");
  EXPECT_EQ(Shorten("instance", 5), "inst…");
  EXPECT_EQ(Shorten("日本語", 6), "日本語");
  EXPECT_EQ(Shorten("日本語", 5), "日本…");
  EXPECT_EQ(Shorten("日本語", 4), "日…");
  EXPECT_EQ(Shorten("zäh", 2), "z…");
}

TEST(DisplayWidthTest, MakesReadable) {
  EXPECT_EQ(Readable("a\tb\nc"), "a b c");
  EXPECT_EQ(Readable("\x1b[1m"), "\uFFFD[1m");
  EXPECT_EQ(Readable("a\u202Eb\u0085"), "a\uFFFDb\uFFFD");
  EXPECT_EQ(Readable("\xC3(\xE6\x97\xA5\xF0\x9F"), "\uFFFD(日\uFFFD\uFFFD");
  EXPECT_EQ(Readable("zähler \U0001F680"), "zähler \U0001F680");
}

TEST(NumberTextTest, MoneyIsGroupedAndOfOneFashion) {
  EXPECT_EQ(Usd(1234567.891, 2), "$1,234,567.89");
  EXPECT_EQ(Usd(-1234.5, 2), "-$1,234.50");
  EXPECT_EQ(Usd(-0.00001, 4), "$0.0000") << "no minus before nothing";
  EXPECT_EQ(Usd(999, 0), "$999");
  EXPECT_EQ(UsdDecimals(0.03), 4);
  EXPECT_EQ(UsdDecimals(12), 3);
  EXPECT_EQ(UsdDecimals(1234), 2);
  EXPECT_EQ(UsdPerMonth(1), "$730.00");
  EXPECT_EQ(UsdPerMonth(2), "$1,460");
}

TEST(NumberTextTest, CountsSharesAndBands) {
  EXPECT_EQ(Count(-1234567), "-1,234,567");
  EXPECT_EQ(Count(999), "999");
  EXPECT_EQ(Count(INT64_MIN), "-9,223,372,036,854,775,808");
  EXPECT_EQ(CountOf(1, "node", "nodes"), "1 node");
  EXPECT_EQ(CountOf(0, "node", "nodes"), "0 nodes");
  EXPECT_EQ(SignedPercent(0.123), "+12.3 %");
  EXPECT_EQ(SignedPercent(-0.123), "-12.3 %");
  EXPECT_EQ(SignedPercent(0.0001), "0.0 %");
  EXPECT_EQ(SignedPercent(-0.0001), "0.0 %");
  EXPECT_EQ(InterruptionBand(0), "<5 %");
  EXPECT_EQ(InterruptionBand(4), ">20 %");
  EXPECT_EQ(InterruptionBand(std::nullopt), "");
  EXPECT_EQ(InterruptionBand(9), "band 9");
}

TEST(NumberTextTest, Moments) {
  EXPECT_EQ(Moment(0), "1970-01-01 00:00:00 UTC");
  EXPECT_EQ(Moment(1709164799999), "2024-02-28 23:59:59 UTC");
  EXPECT_EQ(Moment(1709164800000), "2024-02-29 00:00:00 UTC");
  EXPECT_EQ(Moment(-1), "-1 ms since 1970 UTC");
  EXPECT_EQ(Moment(INT64_MAX), "9223372036854775807 ms since 1970 UTC");
}

// Two columns of text of which the second may be cut, and a number that may be left out.
Table Sample() {
  Table table;
  table.columns = {{"Name"}, {"Words", Align::kLeft, 6}, {"Number", Align::kRight, 0, 1}};
  table.rows = {{"first", "some longer words", "1,234"}, {"second", "few", "5"}};
  return table;
}

std::vector<int> Widths(const TableLayout& layout) {
  std::vector<int> widths;
  for (const auto& shown : layout.shown) widths.push_back(shown.width);
  return widths;
}

TEST(TextTableTest, IsAsWideAsItsWords) { EXPECT_EQ(Widths(LayOut(Sample(), 100)), (std::vector<int>{6, 17, 6})); }

TEST(TextTableTest, CutsBeforeItLeavesOut) {
  EXPECT_EQ(Widths(LayOut(Sample(), 32)), (std::vector<int>{6, 16, 6}));
  EXPECT_EQ(Widths(LayOut(Sample(), 22)), (std::vector<int>{6, 6, 6}));
  EXPECT_TRUE(LayOut(Sample(), 22).dropped.empty());
}

TEST(TextTableTest, LeavesOutWhatDoesNotFit) {
  const TableLayout layout = LayOut(Sample(), 21);
  EXPECT_EQ(Widths(layout), (std::vector<int>{6, 13})) << "the room of the number goes to the words";
  EXPECT_EQ(layout.dropped, (std::vector<std::size_t>{2}));
}

TEST(TextTableTest, CutsAllTextInNeed) { EXPECT_EQ(Widths(LayOut(Sample(), 11)), (std::vector<int>{4, 5})); }

TEST(TextTableTest, NeverCutsANumber) {
  Table table = Sample();
  table.columns[2].drop_order = 0;
  EXPECT_EQ(Widths(LayOut(table, 5)), (std::vector<int>{4, 4, 6}));
}

TEST(TextTableTest, AnEmptyColumnIsNotShown) {
  Table table = Sample();
  for (auto& row : table.rows) row[1] = "";
  EXPECT_EQ(Widths(LayOut(table, 100)), (std::vector<int>{6, 6}));
}

TEST(TextTableTest, BarsTakeWhatIsLeft) {
  Table table = Sample();
  table.rows[0][2].bar = 0.5;
  EXPECT_EQ(LayOut(table, 33 + 9).shown[2].bar_width, 0);
  const TableLayout layout = LayOut(table, 33 + 10);
  EXPECT_EQ(layout.shown[2].bar_width, 10);
  EXPECT_EQ(layout.shown[2].width, 16) << "a bar, a space and the text";
}

TEST(TextTableTest, RandomTablesFitWheneverTheyCan) {
  std::mt19937 random(7);
  const auto below = [&random](unsigned n) { return static_cast<int>(random() % n); };
  for (int round = 0; round < 2000; ++round) {
    Table table;
    int least = 0;  // Width of what can be neither cut nor left out.
    const int columns = 1 + below(7);
    for (int c = 0; c < columns; ++c) {
      Column column{std::string(1 + static_cast<std::size_t>(below(12)), 'T')};
      if (below(2) == 0) column.align = Align::kRight;
      if (column.align == Align::kLeft && below(2) == 0) column.min_width = 4 + below(8);
      if (below(2) == 0) column.drop_order = 1 + below(3);
      table.columns.push_back(column);
    }
    for (int r = 0; r < 3; ++r) {
      std::vector<Text> row;
      for (int c = 0; c < columns; ++c) row.push_back(std::string(1 + static_cast<std::size_t>(below(30)), 'x'));
      table.rows.push_back(std::move(row));
    }
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      if (table.columns[c].drop_order > 0) continue;
      int natural = DisplayWidth(table.columns[c].title);
      for (const auto& row : table.rows) natural = std::max(natural, DisplayWidth(row[c].text));
      const bool number = table.columns[c].align == Align::kRight;
      least += (number ? natural : std::min(natural, 4)) + kColumnGap;
    }
    const int width = 10 + below(150);
    const TableLayout layout = LayOut(table, width);
    int total = -kColumnGap;
    for (const auto& shown : layout.shown) {
      total += shown.width + kColumnGap;
      if (table.columns[shown.column].align == Align::kLeft) continue;
      for (const auto& row : table.rows)
        EXPECT_EQ(Shorten(row[shown.column].text, shown.width), row[shown.column].text);
    }
    EXPECT_LE(total, std::max(width, least - kColumnGap));
    EXPECT_EQ(layout.shown.size() + layout.dropped.size(), table.columns.size());
  }
}

TEST(BarTest, ShowsAShare) {
  EXPECT_EQ(Bar(0, 4), "░░░░");
  EXPECT_EQ(Bar(0.01, 4), "█░░░");
  EXPECT_EQ(Bar(0.5, 4), "██░░");
  EXPECT_EQ(Bar(7, 4), "████");
  EXPECT_EQ(Bar(-1, 4), "░░░░");
}

}  // namespace
}  // namespace spotwright::formats
