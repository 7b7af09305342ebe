#include "src/forecast/check_request.h"

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "src/base/text.h"
#include "src/forecast/check_state.h"
#include "src/model/validate.h"

namespace spotwright::forecast {
namespace {

using base::Cat;
using model::InvalidField;

std::optional<Error> CheckCapacity(const ForecastSeries& series, const std::string& path) {
  const bool needed = series.kind == SeriesKind::kUtilisationPercent;
  if (needed && series.capacity.empty()) {
    return InvalidField(Cat(path, ".capacity"), "is empty; utilisation is turned into demand by the capacity it is of");
  }
  if (!needed && !series.capacity.empty()) {
    return InvalidField(Cat(path, ".capacity"), "is of no use here; accepted with kind utilisation_percent only");
  }
  for (std::size_t i = 1; i < series.capacity.size(); ++i) {
    if (series.capacity[i].unix_ms <= series.capacity[i - 1].unix_ms) {
      return InvalidField(Cat(path, ".capacity[", i, "].unix_ms"), "is not after the one before; order them by time");
    }
  }
  return std::nullopt;
}

std::optional<Error> CheckSettings(const ForecastSettings& settings) {
  for (std::size_t i = 1; i < settings.quantiles.size(); ++i) {
    if (settings.quantiles[i] <= settings.quantiles[i - 1]) {
      return InvalidField(Cat("settings.quantiles[", i, "]"),
                          Cat("is ", settings.quantiles[i], "; quantiles ascend, each once"));
    }
  }
  if (settings.season_seconds.size() > 2) {
    return InvalidField("settings.season_seconds",
                        Cat("has ", settings.season_seconds.size(), " seasons; accepted: 2"));
  }
  for (std::size_t i = 0; i < settings.season_seconds.size(); ++i) {
    const std::int64_t season = settings.season_seconds[i];
    const std::string path = Cat("settings.season_seconds[", i, "]");
    if (season % settings.step_seconds != 0 || season < 2 * settings.step_seconds) {
      return InvalidField(path, Cat("is ", season, "; accepted: multiples of step_seconds (", settings.step_seconds,
                                    "), at least two"));
    }
    if (i > 0 && season <= settings.season_seconds[i - 1]) {
      return InvalidField(path, Cat("is ", season, "; seasons ascend"));
    }
  }
  return std::nullopt;
}

std::optional<Error> CheckEvents(const ForecastRequest& request, const std::set<std::string_view>& names) {
  for (std::size_t i = 0; i < request.events.size(); ++i) {
    const DemandEvent& event = request.events[i];
    if (event.end_unix_ms <= event.start_unix_ms) {
      return InvalidField(Cat("events[", i, "].end_unix_ms"), "is not after its start");
    }
    for (std::size_t k = 0; k < event.series.size(); ++k) {
      if (!names.contains(event.series[k])) {
        return InvalidField(Cat("events[", i, "].series[", k, "]"),
                            Cat("names ", base::Quoted(event.series[k]), ", which is none of the request's series"));
      }
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Error> CheckHistory(const Series& history, const std::string& path) {
  if (!history.values.empty() && !history.samples.empty()) {
    return InvalidField(Cat(path, ".samples"), "stand beside values; give a history in one form");
  }
  const auto size = static_cast<std::int64_t>(history.values.size());
  for (std::size_t i = 0; i < history.gaps.size(); ++i) {
    const SeriesGap& gap = history.gaps[i];
    if (gap.first_index >= size || gap.count > size - gap.first_index) {
      return InvalidField(Cat(path, ".gaps[", i, "]"),
                          Cat("reaches from ", gap.first_index, " over ", gap.count, " of ", size, " values"));
    }
  }
  return std::nullopt;
}

std::optional<Error> CheckUtcOffsets(const std::vector<UtcOffset>& utc_offsets) {
  for (std::size_t i = 1; i < utc_offsets.size(); ++i) {
    if (utc_offsets[i].from_unix_ms <= utc_offsets[i - 1].from_unix_ms) {
      return InvalidField(Cat("utc_offsets[", i, "].from_unix_ms"), "is not after the one before; order them by time");
    }
  }
  return std::nullopt;
}

std::optional<Error> CheckRequest(const ForecastRequest& request) {
  if (auto error = CheckSettings(request.settings)) return error;
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < request.series.size(); ++i) {
    const ForecastSeries& series = request.series[i];
    const std::string path = Cat("series[", i, "]");
    if (!names.insert(series.name).second) {
      return InvalidField(Cat(path, ".name"), Cat("is ", base::Quoted(series.name), " a second time; name each once"));
    }
    if (auto error = CheckHistory(series.history, Cat(path, ".history"))) return error;
    if (auto error = CheckCapacity(series, path)) return error;
  }
  if (auto error = CheckUtcOffsets(request.utc_offsets)) return error;
  if (auto error = CheckEvents(request, names)) return error;
  if (request.state) return CheckState(*request.state, request.settings);
  return std::nullopt;
}

}  // namespace spotwright::forecast
