// Text table: a Table laid out in columns of a terminal.
#ifndef SPOTWRIGHT_SRC_FORMATS_TEXT_TABLE_H_
#define SPOTWRIGHT_SRC_FORMATS_TEXT_TABLE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "src/formats/document.h"

namespace spotwright::formats {

struct TableLayout {
  struct Shown {
    std::size_t column = 0;
    int width = 0;
    int bar_width = 0;  // Of the bar before the text, within `width`; 0: none.
  };
  std::vector<Shown> shown;
  std::vector<std::size_t> dropped;  // Columns left out for want of room, left to right.
};

// Fits a table into `width` columns: columns that may be cut are, the widest first; then columns that may be left out
// are; then, in need, all text is cut further. Numbers are never cut, so that a table of many may stay too wide. What
// is left over goes to bars, if it is enough for all of them. O(cells + columns x width).
TableLayout LayOut(const Table& table, int width);

// A cell's text within `width` columns, shortened or padded to it.
std::string Fit(const std::string& text, Align align, int width);

// Bar of `width` columns of which `share` is filled; any share above 0 shows.
std::string Bar(double share, int width);

inline constexpr int kColumnGap = 2;

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_TEXT_TABLE_H_
