#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "src/base/int128.h"
#include "src/base/text.h"
#include "src/formats/number_text.h"
#include "src/formats/renderers.h"
#include "src/model/field.h"

namespace spotwright::formats {
namespace {

using base::Cat;

constexpr std::size_t kMaxSeries = 20;

std::string_view KindName(SeriesKind kind) {
  const model::EnumValue* value = model::EnumOf<SeriesKind>().Find(static_cast<std::int32_t>(kind));
  return value == nullptr ? "" : value->name;
}

// Of the last value. A response may hold any numbers, also such as make no moment.
std::string LastMoment(const Series& history) {
  const auto last = static_cast<std::int64_t>(history.values.size()) - 1;
  const base::Int128 unix_ms = base::Int128{history.start_unix_ms} + base::Int128{last} * history.step_seconds * 1000;
  const auto narrow = static_cast<std::int64_t>(unix_ms);
  return narrow == unix_ms ? Moment(narrow) : "";
}

// What was read of a series, and over which time.
std::vector<Text> RowOf(const ForecastSeries& series) {
  const Series& history = series.history;
  const bool on_a_step = !history.values.empty();
  const auto size = static_cast<std::int64_t>(on_a_step ? history.values.size() : history.samples.size());
  std::int64_t gaps = 0;
  for (const SeriesGap& gap : history.gaps) gaps += std::clamp<std::int64_t>(gap.count, 0, size);
  std::string step;
  std::string from;
  std::string to;
  if (on_a_step) {
    step = Cat(Count(history.step_seconds), " s");
    from = Moment(history.start_unix_ms);
    to = LastMoment(history);
  } else if (size > 0) {
    const auto [first, last] =
        std::minmax_element(history.samples.begin(), history.samples.end(),
                            [](const Sample& a, const Sample& b) { return a.unix_ms < b.unix_ms; });
    gaps = std::count_if(history.samples.begin(), history.samples.end(), [](const Sample& s) { return !s.value; });
    from = Moment(first->unix_ms);
    to = Moment(last->unix_ms);
  }
  return {series.name, Words(KindName(series.kind)), Count(size - gaps), Count(gaps), step, from, to};
}

void AddSeries(const std::vector<ForecastSeries>& all, Document& document) {
  Table table;
  table.columns = {{"Series", Align::kLeft, 12}, {"Kind", Align::kLeft, 0, 2}, {"Readings", Align::kRight},
                   {"Gaps", Align::kRight},      {"Step", Align::kRight},      {"From", Align::kLeft, 0, 1},
                   {"To", Align::kLeft, 0, 3}};
  for (std::size_t i = 0; i < all.size() && i < kMaxSeries; ++i) table.rows.push_back(RowOf(all[i]));
  document.AddSection("Series", std::move(table));
  if (all.size() <= kMaxSeries) return;
  const auto more = static_cast<std::int64_t>(all.size() - kMaxSeries);
  document.Add(Paragraph{Text(Cat("... and ", Count(more), " more series."), Tone::kFaint)});
}

}  // namespace

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
  AddSeries(response.series, document);
  document.AddSection("Skipped", std::move(skipped));
  document.AddSection("Warnings", Sentences(response.warnings, Tone::kCaution));
  return document;
}

}  // namespace spotwright::formats
