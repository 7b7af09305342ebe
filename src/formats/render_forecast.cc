#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "src/base/text.h"
#include "src/formats/number_text.h"
#include "src/formats/renderers.h"
#include "src/model/field.h"

namespace spotwright::formats {
namespace {

using base::Cat;
using base::Percent;

constexpr std::size_t kPathsShown = 3;   // Of so many series; the summary has them all.
constexpr std::size_t kRowsShown = 24;   // Of a path, evenly.
constexpr std::size_t kModelsShown = 5;  // Of a series.

// Four significant digits or so: "0.0123", "12.3", "1,234".
std::string Amount(double value) {
  const double size = value < 0 ? -value : value;
  if (size >= 1000) return Count(static_cast<std::int64_t>(value < 0 ? value - 0.5 : value + 0.5));
  return base::Fixed(value, size >= 100 ? 1 : size >= 1 ? 2 : 4);
}

template <typename E>
std::string NameOf(E value) {
  const model::EnumValue* name = model::EnumOf<E>().Find(static_cast<std::int32_t>(value));
  return name == nullptr ? "" : Words(name->name);
}

std::string MomentOfStep(const SeriesForecast& series, std::size_t step) {
  return Moment(series.start_unix_ms + static_cast<std::int64_t>(step) * series.step_seconds * 1000);
}

std::string QuantileName(double quantile) { return Cat("q", base::Number(quantile * 100)); }

Table Summary(const std::vector<SeriesForecast>& all) {
  Table table;
  table.columns = {{"Series", Align::kLeft, 8},
                   {"Rests on", Align::kLeft, 8, 2},
                   {"Peak", Align::kRight},
                   {"Quantile", Align::kRight},
                   {"At", Align::kLeft, 0, 1},
                   {"Best model", Align::kLeft, 8, 3},
                   {"Loss to reactive", Align::kRight},
                   {"", Align::kLeft, 9}};
  for (const SeriesForecast& series : all) {
    std::vector<Text> row = {series.name, NameOf(series.level)};
    if (series.quantiles.empty() || series.quantiles.back().values.empty()) {
      row.resize(table.columns.size());
    } else {
      const QuantilePath& highest = series.quantiles.back();
      const auto peak = std::max_element(highest.values.begin(), highest.values.end());
      row.emplace_back(Amount(*peak));
      row.emplace_back(QuantileName(highest.quantile));
      row.emplace_back(MomentOfStep(series, static_cast<std::size_t>(peak - highest.values.begin())));
      row.emplace_back(series.models.empty() ? "" : NameOf(series.models.front().model));
      row.emplace_back(series.reactive_service_loss > 0 ? Percent(series.service_loss / series.reactive_service_loss)
                                                        : "");
      row.emplace_back(series.abstained ? Text("abstained", Tone::kCaution) : Text());
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table PathTable(const SeriesForecast& series) {
  Table table;
  table.columns = {{"From"}, {"Mean", Align::kRight}};
  for (std::size_t k = 0; k < series.quantiles.size(); ++k) {
    // Where room is short, the lower quantiles go first.
    table.columns.push_back(
        {QuantileName(series.quantiles[k].quantile), Align::kRight, 0, static_cast<int>(series.quantiles.size() - k)});
  }
  const std::size_t stride = std::max<std::size_t>(1, (series.mean.size() + kRowsShown - 1) / kRowsShown);
  double most = 0;
  for (const QuantilePath& path : series.quantiles) {
    for (const double value : path.values) most = std::max(most, value);
  }
  for (std::size_t step = 0; step < series.mean.size(); step += stride) {
    std::vector<Text> row = {MomentOfStep(series, step), Amount(series.mean[step])};
    for (const QuantilePath& path : series.quantiles) {
      Text cell;
      if (step < path.values.size()) {
        cell = Text(Amount(path.values[step]));
        if (&path == &series.quantiles.back() && most > 0) cell.bar = std::clamp(path.values[step] / most, 0.0, 1.0);
      }
      row.push_back(std::move(cell));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table ModelTable(const SeriesForecast& series) {
  Table table;
  table.columns = {{"Model", Align::kLeft, 8},
                   {"Of quantile", Align::kRight},
                   {"Loss", Align::kRight},
                   {"Of median", Align::kRight, 0, 1},
                   {"Error", Align::kRight, 0, 2}};
  for (std::size_t i = 0; i < std::min(kModelsShown, series.models.size()); ++i) {
    const ModelUse& use = series.models[i];
    table.rows.push_back({NameOf(use.model), Percent(use.service_weight), Amount(use.service_loss), Percent(use.weight),
                          use.mean_absolute_error > 0 ? Amount(use.mean_absolute_error) : ""});
  }
  return table;
}

Table EventTable(const SeriesForecast& series) {
  Table table;
  table.columns = {
      {"Event", Align::kLeft, 8}, {"Uplift", Align::kRight}, {"Greatest", Align::kRight}, {"Seen", Align::kRight}};
  for (const EventUplift& event : series.events) {
    table.rows.push_back({event.name, Cat("x ", base::Fixed(event.uplift, 2)), Cat("x ", base::Fixed(event.high, 2)),
                          Count(event.seen_count)});
  }
  return table;
}

}  // namespace

Document RenderForecast(const ForecastResponse& response) {
  Document document;
  document.title = "Forecast";
  document.Add(Verdict(response.feasible,
                       CountOf(static_cast<std::int64_t>(response.series.size()), "series", "series"),
                       "No series has a history."));
  document.AddSection("Series", Summary(response.series));
  std::vector<Reason> reasons = response.reasons;
  for (std::size_t i = 0; i < response.series.size(); ++i) {
    const SeriesForecast& series = response.series[i];
    for (Reason reason : series.reasons) {
      if (response.series.size() > 1) reason.sentence = Cat(series.name, ": ", reason.sentence);
      reasons.push_back(std::move(reason));
    }
    if (i >= kPathsShown || series.mean.empty()) continue;
    document.AddSection(series.name, PathTable(series));
    document.AddSection(Cat("Models of ", series.name), ModelTable(series));
    document.AddSection(Cat("Events of ", series.name), EventTable(series));
  }
  document.AddSection("Why", Sentences(reasons));
  return document;
}

}  // namespace spotwright::formats
