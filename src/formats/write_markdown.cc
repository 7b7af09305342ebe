#include <string>
#include <string_view>
#include <vector>

#include "src/base/text.h"
#include "src/formats/document.h"

namespace spotwright::formats {
namespace {

bool IsWordCharacter(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Whether the character would be read as markup. An underscore within a word and a `<` before a number are not, and
// stay readable in the source.
bool IsMarkup(std::string_view text, std::size_t i, bool begins_line) {
  const char before = i > 0 ? text[i - 1] : ' ';
  const char after = i + 1 < text.size() ? text[i + 1] : ' ';
  switch (text[i]) {
    case '\\':
    case '`':
    case '*':
    case '[':
    case ']':
    case '|':
    case '~':
      return true;
    case '_':
      return !IsWordCharacter(before) || !IsWordCharacter(after);
    case '<':
      return after != ' ' && !(after >= '0' && after <= '9');
    case '&':
      return after == '#' || IsWordCharacter(after);
    case '#':
    case '>':
    case '+':
    case '-':
      return i == 0 && begins_line;  // A heading, a quotation, a list.
    default:
      return false;
  }
}

std::string Escaped(std::string_view text, bool begins_line = false) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (IsMarkup(text, i, begins_line)) out.push_back('\\');
    out.push_back(text[i]);
  }
  return out;
}

class MarkdownWriter {
 public:
  void Title(const Text& title) { out_ += base::Cat("## ", Escaped(title.text), "\n"); }

  void operator()(const Heading& heading) { out_ += base::Cat("\n### ", Escaped(heading.text.text), "\n"); }

  void operator()(const Paragraph& paragraph) { out_ += base::Cat("\n", Emphasised(paragraph.text), "\n"); }

  void operator()(const KeyValues& facts) {
    out_ += "\n";
    for (const KeyValues::Item& item : facts.items) {
      out_ += base::Cat("- **", Escaped(item.key.text), "**: ", Escaped(item.value.text), "\n");
    }
  }

  void operator()(const List& list) {
    out_ += "\n";
    std::size_t number = 0;
    for (const Text& item : list.items) {
      if (list.ordered) {
        out_ += base::Cat(++number, ". ");
      } else {
        out_ += "- ";
      }
      out_ += Escaped(item.text, true) + "\n";
    }
  }

  void operator()(const Table& table) {
    const std::vector<std::size_t> shown = FilledColumns(table);
    out_ += "\n|";
    for (const std::size_t column : shown) out_ += base::Cat(" ", Escaped(table.columns[column].title), " |");
    out_ += "\n|";
    for (const std::size_t column : shown) out_ += table.columns[column].align == Align::kRight ? " --: |" : " :-- |";
    out_ += "\n";
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      const bool total = table.has_total && row + 1 == table.rows.size();
      out_ += "|";
      for (const std::size_t column : shown) {
        const std::string cell = Escaped(table.rows[row][column].text);
        out_ += total && !cell.empty() ? base::Cat(" **", cell, "** |") : base::Cat(" ", cell, " |");
      }
      out_ += "\n";
    }
  }

  std::string Take() { return std::move(out_); }

 private:
  static std::string Emphasised(const Text& text) {
    return text.tone == Tone::kPlain || text.tone == Tone::kFaint ? Escaped(text.text, true)
                                                                  : base::Cat("**", Escaped(text.text), "**");
  }

  std::string out_;
};

}  // namespace

std::string WriteMarkdown(const Document& document) {
  MarkdownWriter writer;
  writer.Title(document.title);
  for (const Block& block : document.blocks) std::visit(writer, block);
  return writer.Take();
}

}  // namespace spotwright::formats
