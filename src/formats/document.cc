#include "src/formats/document.h"

#include <algorithm>
#include <utility>

#include "src/formats/display_width.h"

namespace spotwright::formats {

Text::Text(std::string_view words, Tone meaning) : text(Readable(words)), tone(meaning) {}

void Document::AddSection(const Text& heading, List list) {
  if (list.items.empty()) return;
  Add(Heading{heading});
  Add(std::move(list));
}

void Document::AddSection(const Text& heading, Table table) {
  if (table.rows.empty()) return;
  Add(Heading{heading});
  Add(std::move(table));
}

std::vector<std::size_t> FilledColumns(const Table& table) {
  std::vector<std::size_t> filled;
  for (std::size_t column = 0; column < table.columns.size(); ++column) {
    const bool any = std::any_of(table.rows.begin(), table.rows.end(),
                                 [column](const auto& row) { return !row[column].text.empty(); });
    if (any) filled.push_back(column);
  }
  return filled;
}

}  // namespace spotwright::formats
