// Document: what is to be shown, without a word on how. Renderers build one; each writer turns it into one kind of
// text, so that a new output is a new writer and a new verb a new renderer.
#ifndef SPOTWRIGHT_SRC_FORMATS_DOCUMENT_H_
#define SPOTWRIGHT_SRC_FORMATS_DOCUMENT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace spotwright::formats {

// What a piece of text means to its reader; a writer may show it by colour, never by colour alone.
enum class Tone : std::uint8_t { kPlain, kStrong, kFaint, kGood, kCaution, kBad };

// Words made safe to show (see Readable), since names come from the input.
struct Text {
  Text() = default;
  Text(std::string_view words, Tone meaning = Tone::kPlain);   // NOLINT(google-explicit-constructor): mostly words.
  Text(const std::string& words, Tone meaning = Tone::kPlain)  // NOLINT(google-explicit-constructor)
      : Text(std::string_view(words), meaning) {}
  Text(const char* words, Tone meaning = Tone::kPlain)  // NOLINT(google-explicit-constructor)
      : Text(std::string_view(words), meaning) {}

  std::string text;
  Tone tone = Tone::kPlain;
  std::optional<double> bar;  // A share within [0, 1] to be drawn beside the text where there is room.
};

struct Heading {
  Text text;
};

struct Paragraph {
  Text text;
};

// Facts, each a name and what is to be said of it.
struct KeyValues {
  struct Item {
    Text key;
    Text value;
  };
  std::vector<Item> items;
};

struct List {
  bool ordered = false;
  std::vector<Text> items;
};

enum class Align : std::uint8_t { kLeft, kRight };

struct Column {
  std::string title;
  Align align = Align::kLeft;
  int min_width = 0;   // Above 0: may be cut down to this width. 0: never cut, as a number must not be.
  int drop_order = 0;  // Above 0: may be left out when the table is too wide; the highest goes first.
};

// A column whose cells are all empty is not shown.
struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<Text>> rows;  // Each as long as `columns`.
  bool has_total = false;               // The last row sums up the others.
};

using Block = std::variant<Heading, Paragraph, KeyValues, List, Table>;

struct Document {
  Text title;
  std::vector<Block> blocks;

  template <typename Kind>
  void Add(Kind block) {
    blocks.emplace_back(std::in_place_type<Kind>, std::move(block));
  }

  // Adds a list or a table under a heading, unless it is empty.
  void AddSection(const Text& heading, List list);
  void AddSection(const Text& heading, Table table);
};

// Indices of the columns that hold anything.
std::vector<std::size_t> FilledColumns(const Table& table);

// For a terminal of `width` columns.
std::string WriteTerminal(const Document& document, int width, bool color);

// GitHub Flavored Markdown. Everything is shown in full; tones and bars are left out.
std::string WriteMarkdown(const Document& document);

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_DOCUMENT_H_
