#include <string>
#include <utility>
#include <vector>

#include "src/base/text.h"
#include "src/formats/number_text.h"
#include "src/formats/renderers.h"

namespace spotwright::formats {

using base::Cat;

Document RenderImport(const ImportResponse& response) {
  Document document;
  document.title = "Import";
  Table table;
  table.columns = {{"Source", Align::kLeft, 12}, {"Rows", Align::kRight}, {"Used", Align::kRight}};
  List skipped;
  for (const ImportedSource& source : response.sources) {
    table.rows.push_back({source.name, Count(source.rows_read), Count(source.rows_used)});
    for (const SkippedRows& rows : source.skipped) {
      const std::string example = rows.example.empty() ? "" : Cat(", such as ", rows.example);
      skipped.items.push_back(Cat(source.name, ": ", Count(rows.count), " skipped, ", rows.cause, example));
    }
  }
  document.AddSection("Read", std::move(table));
  document.AddSection("Skipped", std::move(skipped));
  document.AddSection("Warnings", Sentences(response.warnings, Tone::kCaution));
  return document;
}

}  // namespace spotwright::formats
