#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "src/base/text.h"
#include "src/formats/display_width.h"
#include "src/formats/document.h"
#include "src/formats/text_table.h"

namespace spotwright::formats {
namespace {

constexpr std::string_view kIndent = "  ";

class TerminalWriter {
 public:
  TerminalWriter(int width, bool color) : width_(width), color_(color) {}

  void Title(const Text& title) { Line(Paint(title.text, Tone::kStrong)); }

  void operator()(const Heading& heading) {
    Line("");
    Line(Paint(heading.text.text, Tone::kStrong));
    after_heading_ = true;
  }

  void operator()(const Paragraph& paragraph) {
    Separate();
    Wrapped(kIndent, kIndent, paragraph.text);
  }

  void operator()(const KeyValues& facts) {
    Separate();
    int key_width = 0;
    for (const KeyValues::Item& item : facts.items) key_width = std::max(key_width, DisplayWidth(item.key.text));
    const std::string hang(kIndent.size() + static_cast<std::size_t>(key_width) + kColumnGap, ' ');
    for (const KeyValues::Item& item : facts.items) {
      const std::string key = base::Cat(kIndent, Fit(item.key.text, Align::kLeft, key_width + kColumnGap));
      Wrapped(key, hang, item.value);
    }
  }

  void operator()(const List& list) {
    Separate();
    const std::size_t number_width = std::to_string(list.items.size()).size();
    std::size_t number = 0;
    for (const Text& item : list.items) {
      const std::string mark = list.ordered ? std::to_string(++number) + "." : "-";
      const std::string padding(list.ordered ? number_width + 1 - mark.size() : 0, ' ');
      const std::string first = base::Cat(kIndent, padding, mark, " ");
      Wrapped(first, std::string(first.size(), ' '), item);
    }
  }

  void operator()(const Table& table) {
    Separate();
    const TableLayout layout = LayOut(table, width_ - static_cast<int>(kIndent.size()));
    TitleRow(table, layout);
    Rule(layout);
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      if (table.has_total && row + 1 == table.rows.size()) Rule(layout);
      Row(table, layout, table.rows[row]);
    }
    if (layout.dropped.empty()) return;
    std::string note = "Not shown at this width: ";
    for (const std::size_t column : layout.dropped) {
      note += base::Cat(column == layout.dropped.front() ? "" : ", ", table.columns[column].title);
    }
    Wrapped(kIndent, kIndent, Text(note, Tone::kFaint));
  }

  std::string Take() { return std::move(out_); }

 private:
  // Between blocks stands an empty line, but none after a heading.
  void Separate() {
    if (!after_heading_) Line("");
  }

  void Line(std::string_view line) {
    const std::size_t last = line.find_last_not_of(' ');
    out_.append(line.substr(0, last == std::string_view::npos ? 0 : last + 1)).push_back('\n');
    after_heading_ = false;
  }

  std::string Paint(std::string_view text, Tone tone) const {
    if (!color_ || tone == Tone::kPlain || text.empty()) return std::string(text);
    constexpr std::string_view kCodes[] = {"", "1", "2", "32", "33", "31"};
    return base::Cat("\x1b[", kCodes[static_cast<std::size_t>(tone)], "m", text, "\x1b[0m");
  }

  // Breaks a text into lines at its spaces; a word wider than a line is broken too.
  void Wrapped(std::string_view first, std::string_view hang, const Text& text) {
    std::string_view lead = first;
    std::string_view rest = text.text;
    const int room = std::max(1, width_ - DisplayWidth(first));
    do {
      std::string_view line = FirstColumns(rest, room);
      if (line.empty()) line = rest;  // A character wider than the room.
      if (line.size() < rest.size() && rest[line.size()] != ' ') {
        const std::size_t space = line.find_last_of(' ');
        if (space != std::string_view::npos && space > 0) line = line.substr(0, space);
      }
      rest.remove_prefix(line.size());
      while (!rest.empty() && rest[0] == ' ') rest.remove_prefix(1);
      Line(base::Cat(lead, Paint(line, text.tone)));
      lead = hang;
    } while (!rest.empty());
  }

  void TitleRow(const Table& table, const TableLayout& layout) {
    std::string line(kIndent);
    for (const TableLayout::Shown& s : layout.shown) {
      const Column& column = table.columns[s.column];
      line += Paint(Fit(column.title, column.align, s.width), Tone::kFaint);
      line.append(kColumnGap, ' ');
    }
    Line(line);
  }

  void Rule(const TableLayout& layout) {
    std::string line(kIndent);
    for (const TableLayout::Shown& s : layout.shown) {
      std::string dashes;
      for (int i = 0; i < s.width; ++i) dashes += "\u2500";
      line += Paint(dashes, Tone::kFaint);
      line.append(kColumnGap, ' ');
    }
    Line(line);
  }

  void Row(const Table& table, const TableLayout& layout, const std::vector<Text>& row) {
    std::string line(kIndent);
    for (const TableLayout::Shown& s : layout.shown) {
      const Text& cell = row[s.column];
      const int text_width = s.bar_width > 0 ? s.width - s.bar_width - 1 : s.width;
      if (s.bar_width > 0) {
        line += cell.bar ? Bar(*cell.bar, s.bar_width) : std::string(static_cast<std::size_t>(s.bar_width), ' ');
        line.push_back(' ');
      }
      line += Paint(Fit(cell.text, table.columns[s.column].align, text_width), cell.tone);
      line.append(kColumnGap, ' ');
    }
    Line(line);
  }

  int width_;
  bool color_;
  bool after_heading_ = false;
  std::string out_;
};

}  // namespace

std::string WriteTerminal(const Document& document, int width, bool color) {
  TerminalWriter writer(width, color);
  writer.Title(document.title);
  for (const Block& block : document.blocks) std::visit(writer, block);
  return writer.Take();
}

}  // namespace spotwright::formats
