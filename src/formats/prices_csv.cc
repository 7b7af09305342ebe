#include "src/formats/prices_csv.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "src/base/text.h"
#include "src/formats/price_text.h"

namespace spotwright::formats {
namespace {

using base::Cat;
using base::Quoted;

// Splits the text into records, one at a time.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : text_(text) {
    if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
  }

  std::size_t line() const { return record_line_; }  // On which the last record began, counted from 1.
  bool unclosed_quote() const { return unclosed_quote_; }

  // False at the end. Fields come without quotes and without blanks around them.
  bool Next(std::vector<std::string>& fields) {
    do {
      fields.clear();
      record_line_ = line_;
      if (text_.empty()) return false;
      while (ReadField(fields.emplace_back())) {
      }
    } while (fields.size() == 1 && fields[0].empty());
    return true;
  }

 private:
  // Returns whether another field of the record follows.
  bool ReadField(std::string& field) {
    bool quoted = false;
    while (!text_.empty()) {
      const char c = text_[0];
      text_.remove_prefix(1);
      if (c == '\n') ++line_;
      if (quoted) {
        if (c != '"') {
          field.push_back(c);
        } else if (text_.starts_with('"')) {
          field.push_back(c);
          text_.remove_prefix(1);
        } else {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == ',' || c == '\n') {
        Trim(field);
        return c == ',';
      } else {
        field.push_back(c);
      }
    }
    unclosed_quote_ = quoted;
    Trim(field);
    return false;
  }

  static void Trim(std::string& field) {
    constexpr const char* kBlanks = " \t\r";
    field.erase(field.find_last_not_of(kBlanks) + 1);
    field.erase(0, field.find_first_not_of(kBlanks));
  }

  std::string_view text_;
  std::size_t line_ = 1;
  std::size_t record_line_ = 1;
  bool unclosed_quote_ = false;
};

constexpr std::size_t kAbsent = static_cast<std::size_t>(-1);

struct Columns {
  std::size_t instance_type = kAbsent;
  std::size_t price = kAbsent;
  std::size_t region = kAbsent;
};

std::optional<std::string> FindColumns(const std::vector<std::string>& header, Columns& columns) {
  const std::array<std::pair<std::string_view, std::size_t*>, 3> wanted = {{
      {"instance_type", &columns.instance_type},
      {"price_usd_per_hour", &columns.price},
      {"region", &columns.region},
  }};
  for (const auto& [name, column] : wanted) {
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (header[i] != name) continue;
      if (*column != kAbsent) return Cat("line 1: names the column ", name, " twice");
      *column = i;
    }
    if (*column == kAbsent && name != "region") {
      return Cat("line 1: has no column ", name,
                 "; accepted: a header with instance_type, price_usd_per_hour and, optionally, region");
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> ReadPricesCsv(std::string_view text, std::size_t source, Market& market) {
  CsvReader reader(text);
  std::vector<std::string> fields;
  reader.Next(fields);
  const std::size_t width = fields.size();
  Columns columns;
  if (auto problem = FindColumns(fields, columns)) return problem;
  while (reader.Next(fields)) {
    const std::size_t line = reader.line();
    if (reader.unclosed_quote()) return Cat("line ", line, ": has a quote that is not closed");
    if (fields.size() != width) return Cat("line ", line, ": has ", fields.size(), " fields; accepted: ", width);
    OnDemandPriceRow row;
    row.source = source;
    row.line = line;
    row.instance_type = fields[columns.instance_type];
    if (row.instance_type.empty()) return Cat("line ", line, ": instance_type is empty; it is required");
    if (columns.region != kAbsent) row.region = fields[columns.region];
    const std::optional<double> price = ReadPrice(fields[columns.price]);
    if (!price) {
      return Cat("line ", line, ": price_usd_per_hour is ", Quoted(fields[columns.price]),
                 "; accepted: ", kAcceptedPrice);
    }
    row.price_usd_per_hour = *price;
    market.on_demand_prices.push_back(std::move(row));
  }
  return std::nullopt;
}

}  // namespace spotwright::formats
