#include "src/formats/prices_csv.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "src/base/text.h"
#include "src/formats/csv_reader.h"
#include "src/formats/price_text.h"

namespace spotwright::formats {
namespace {

using base::Cat;
using base::Quoted;

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
