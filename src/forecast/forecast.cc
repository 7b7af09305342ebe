#include "spotwright/forecast.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "src/forecast/check_request.h"
#include "src/forecast/forecast_series.h"
#include "src/forecast/local_steps.h"
#include "src/model/begin.h"
#include "src/model/reason.h"

namespace spotwright {
namespace {

bool NameLess(const SeriesState& a, const SeriesState& b) { return a.name < b.name; }

// The state that the request carries of the series, or one with a name alone.
SeriesState StateOf(const std::optional<ForecastState>& state, const std::string& name) {
  SeriesState wanted;
  wanted.name = name;
  if (!state) return wanted;
  const auto found = std::lower_bound(state->series.begin(), state->series.end(), wanted, NameLess);
  return found != state->series.end() && found->name == name ? *found : wanted;
}

// Series that the request does not name are kept as they are.
void KeepOthers(const ForecastState& before, ForecastState& after) {
  std::vector<SeriesState> merged;
  merged.reserve(after.series.size());
  auto kept = before.series.begin();
  for (SeriesState& series : after.series) {
    for (; kept != before.series.end() && kept->name < series.name; ++kept) merged.push_back(*kept);
    if (kept != before.series.end() && kept->name == series.name) ++kept;
    merged.push_back(std::move(series));
  }
  merged.insert(merged.end(), kept, before.series.end());
  after.series = std::move(merged);
}

}  // namespace

Result<ForecastResponse> Forecast(const ForecastRequest& request, const Call& call) {
  if (auto error = model::Begin(request, call)) return *error;
  if (auto error = forecast::CheckRequest(request)) return *error;
  ForecastResponse response;
  response.state.step_seconds = request.settings.step_seconds;
  response.state.step_value = request.settings.step_value;
  response.feasible = false;
  for (std::size_t i = 0; i < request.series.size(); ++i) {
    if (model::IsCancelled(call)) return model::Cancelled();
    const ForecastSeries& series = request.series[i];
    SeriesState& state = response.state.series.emplace_back(StateOf(request.state, series.name));
    response.series.push_back(forecast::ForecastOne(series, request, state));
    response.feasible = response.feasible || response.series.back().level != ForecastLevel::kNone;
    if (call.progress) call.progress(static_cast<double>(i + 1) / static_cast<double>(request.series.size()));
  }
  std::sort(response.state.series.begin(), response.state.series.end(), NameLess);
  if (request.state) KeepOthers(*request.state, response.state);
  if (!response.feasible) {
    response.reasons.push_back(
        model::MakeReason("nothing_to_forecast", "No series has a history from which anything could be forecast."));
  }
  forecast::LocalSteps steps(request.utc_offsets, request.settings.step_seconds);
  response.call_again_at_unix_ms = steps.StartOfStep(request.now_unix_ms) + steps.step_ms();
  return response;
}

}  // namespace spotwright
