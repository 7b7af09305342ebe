#include "src/formats/text_table.h"

#include <algorithm>
#include <cmath>

#include "src/formats/display_width.h"

namespace spotwright::formats {
namespace {

constexpr int kBarWidth = 10;
constexpr int kLeastTextWidth = 4;
constexpr int kMaxWidth = 1000;  // Nothing wider is ever shown; keeps the sums below small.

int NaturalWidth(const Table& table, std::size_t column) {
  int width = DisplayWidth(table.columns[column].title);
  for (const auto& row : table.rows) width = std::max(width, DisplayWidth(row[column].text));
  return std::min(width, kMaxWidth);
}

int TotalWidth(const std::vector<TableLayout::Shown>& shown) {
  int width = 0;
  for (const TableLayout::Shown& s : shown) width += s.width + kColumnGap;
  return width - kColumnGap;
}

// Down to which width a column may be cut; 0: not at all.
using MinWidth = int (*)(const Column& column);

int MinWidthByChoice(const Column& column) { return column.min_width; }

int MinWidthInNeed(const Column& column) { return column.align == Align::kLeft ? kLeastTextWidth : 0; }

// Takes `excess` columns from those that may be cut, one at a time from the widest; returns what could not be taken.
int Shrink(const Table& table, int excess, MinWidth min_width_of, std::vector<TableLayout::Shown>& shown) {
  while (excess > 0) {
    TableLayout::Shown* widest = nullptr;
    for (TableLayout::Shown& s : shown) {
      const int min_width = min_width_of(table.columns[s.column]);
      if (min_width > 0 && s.width > min_width && (widest == nullptr || s.width > widest->width)) widest = &s;
    }
    if (widest == nullptr) break;
    --widest->width;
    --excess;
  }
  return excess;
}

// Leaves out the column that is to go first; false when none may go.
bool DropOne(const Table& table, TableLayout& layout) {
  const auto order = [&](const TableLayout::Shown& s) { return table.columns[s.column].drop_order; };
  const auto first = std::max_element(layout.shown.begin(), layout.shown.end(),
                                      [&](const auto& a, const auto& b) { return order(a) < order(b); });
  if (first == layout.shown.end() || order(*first) == 0) return false;
  layout.dropped.push_back(first->column);
  layout.shown.erase(first);
  return true;
}

// How wide the column is with bars before its text; 0 when it has none.
int WidthWithBars(const Table& table, const TableLayout::Shown& shown) {
  bool any = false;
  int text_width = 0;
  for (const auto& row : table.rows) {
    any = any || row[shown.column].bar.has_value();
    text_width = std::max(text_width, DisplayWidth(row[shown.column].text));
  }
  return any ? std::max(shown.width, kBarWidth + 1 + text_width) : 0;
}

void AddBars(const Table& table, int room, std::vector<TableLayout::Shown>& shown) {
  std::vector<TableLayout::Shown> with_bars = shown;
  for (TableLayout::Shown& s : with_bars) {
    const int width = WidthWithBars(table, s);
    if (width == 0) continue;
    room -= width - s.width;
    s.width = width;
    s.bar_width = kBarWidth;
  }
  if (room >= 0) shown = with_bars;
}

}  // namespace

TableLayout LayOut(const Table& table, int width) {
  TableLayout layout;
  for (const std::size_t column : FilledColumns(table)) {
    layout.shown.push_back({column, NaturalWidth(table, column), 0});
  }
  std::vector<TableLayout::Shown> natural = layout.shown;
  while (Shrink(table, TotalWidth(layout.shown) - width, MinWidthByChoice, layout.shown) > 0) {
    layout.shown = natural;  // What is cut depends on what is left.
    if (!DropOne(table, layout)) {
      Shrink(table, TotalWidth(layout.shown) - width, MinWidthInNeed, layout.shown);
      break;
    }
    natural = layout.shown;
  }
  std::sort(layout.dropped.begin(), layout.dropped.end());
  AddBars(table, width - TotalWidth(layout.shown), layout.shown);
  return layout;
}

std::string Fit(const std::string& text, Align align, int width) {
  std::string fitted = Shorten(text, width);
  const std::string padding(static_cast<std::size_t>(std::max(0, width - DisplayWidth(fitted))), ' ');
  return align == Align::kLeft ? fitted + padding : padding + fitted;
}

std::string Bar(double share, int width) {
  const double clamped = share > 0 ? std::min(share, 1.0) : 0;  // Also of NaN.
  const int filled = clamped > 0 ? std::max(1, static_cast<int>(std::round(clamped * width))) : 0;
  std::string bar;
  for (int i = 0; i < width; ++i) bar += i < filled ? "\u2588" : "\u2591";
  return bar;
}

}  // namespace spotwright::formats
