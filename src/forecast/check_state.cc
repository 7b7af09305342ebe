#include "src/forecast/check_state.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "src/base/text.h"
#include "src/forecast/run_smoothing.h"
#include "src/forecast/simple_models.h"
#include "src/model/validate.h"

namespace spotwright::forecast {
namespace {

using base::Cat;
using model::InvalidField;

bool IsSmoothing(ForecastModel model) {
  return std::find(std::begin(kSmoothings), std::end(kSmoothings), model) != std::end(kSmoothings);
}

// Whether the model can forecast at the end of a history of `steps`: a used one must.
bool HasHistory(ForecastModel model, Periods periods, std::size_t steps) {
  if (steps == 0) return false;
  if (IsSmoothing(model)) return true;
  if (model == ForecastModel::kSeasonQuantile) return periods.first > 0 && steps >= periods.first;
  return CanForecast(model, periods, steps - 1);
}

std::optional<Error> CheckFit(const SeriesFit& fit, const SeriesState& series, const std::string& path) {
  const std::size_t quantiles = fit.quantiles.size();
  if (fit.quantile_offsets.size() != quantiles || fit.quantile_levels.size() != quantiles) {
    return InvalidField(Cat(path, ".quantile_offsets"), "and quantile_levels do not match the quantiles");
  }
  if (fit.horizons.empty() || fit.horizons.size() != fit.horizon_errors.size() ||
      !std::is_sorted(fit.horizons.begin(), fit.horizons.end())) {
    return InvalidField(Cat(path, ".horizons"), "do not ascend or do not match horizon_errors");
  }
  const auto phases = static_cast<std::size_t>(std::max<std::int64_t>(1, fit.season_steps));
  if (fit.phase_errors.size() != phases) {
    return InvalidField(Cat(path, ".phase_errors"),
                        Cat("has ", fit.phase_errors.size(), " entries; expected ", phases));
  }
  if (fit.until_step < series.first_step) return InvalidField(Cat(path, ".until_step"), "is before the history");
  for (std::size_t i = 0; i < fit.models.size(); ++i) {
    const FittedModel& model = fit.models[i];
    const std::string model_path = Cat(path, ".models[", i, "]");
    if (model.quantile_weights.size() != quantiles) {
      return InvalidField(Cat(model_path, ".quantile_weights"), "do not match the quantiles");
    }
    if (model.gains.size() != (IsSmoothing(model.model) ? 4u : 0u)) {
      return InvalidField(Cat(model_path, ".gains"), "are 4 for a smoothing, none for another model");
    }
  }
  return std::nullopt;
}

}  // namespace

bool FitsHistory(const SeriesFit& fit, std::size_t steps) {
  const Periods periods{static_cast<std::size_t>(fit.season_steps), static_cast<std::size_t>(fit.long_season_steps)};
  return std::all_of(fit.models.begin(), fit.models.end(),
                     [&](const FittedModel& model) { return HasHistory(model.model, periods, steps); });
}

std::optional<Error> CheckState(const ForecastState& state, const ForecastSettings& settings) {
  if (state.version != 1) {
    return InvalidField("state.version", Cat("is ", state.version, "; accepted: 1. Send the history without a state"));
  }
  if (state.step_seconds != settings.step_seconds || state.step_value != settings.step_value) {
    return InvalidField("state.step_seconds",
                        Cat("or step_value differ from the settings' (", state.step_seconds, " and ",
                            settings.step_seconds, " seconds); send the history without a state"));
  }
  for (std::size_t i = 0; i < state.series.size(); ++i) {
    const SeriesState& series = state.series[i];
    const std::string path = Cat("state.series[", i, "]");
    if (i > 0 && !(state.series[i - 1].name < series.name)) {
      return InvalidField(Cat(path, ".name"), "is not after the one before; pass a state back as it came");
    }
    const auto size = static_cast<std::int64_t>(series.history.size());
    for (std::size_t k = 0; k < series.gaps.size(); ++k) {
      const SeriesGap& gap = series.gaps[k];
      if (gap.first_index >= size || gap.count > size - gap.first_index) {
        return InvalidField(Cat(path, ".gaps[", k, "]"), "is outside of the history");
      }
    }
    if (series.open && size > 0 && series.open->step < series.first_step + size) {
      return InvalidField(Cat(path, ".open.step"), "lies within the history");
    }
    if (series.fit) {
      if (auto error = CheckFit(*series.fit, series, Cat(path, ".fit"))) return error;
    }
  }
  return std::nullopt;
}

}  // namespace spotwright::forecast
