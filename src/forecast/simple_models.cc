#include "src/forecast/simple_models.h"

#include <algorithm>

#include "src/base/elementary.h"

namespace spotwright::forecast {
namespace {

constexpr double kMostRatio = 3;  // A season is at most so many times another: more is an error of reading.
constexpr std::size_t kRecentSteps = 3;
constexpr double kCorrectionFadesLog = -0.73;  // Over a season: to a half.
constexpr std::size_t kDriftSeasons = 7;

double Mean(const std::vector<double>& values, std::size_t begin, std::size_t end) {
  double sum = 0;
  for (std::size_t t = begin; t < end; ++t) sum += values[t];
  return sum / static_cast<double>(end - begin);
}

// How many steps before the origin + h the last known step of the same phase lies, in whole periods.
std::size_t Back(std::size_t h, std::size_t period) { return (h + period - 1) / period * period; }

// How many whole cycles fit before the origin, up to `wanted`.
std::size_t Cycles(std::size_t origin, std::size_t period, std::size_t wanted) {
  return std::min(wanted, (origin + 1) / period);
}

}  // namespace

bool CanForecast(ForecastModel model, Periods periods, std::size_t origin) {
  const std::size_t known = origin + 1;
  const std::size_t day = periods.first;
  const std::size_t week = periods.second;
  switch (model) {
    case ForecastModel::kLastValue:
    case ForecastModel::kRecentMean:
      return true;
    case ForecastModel::kLastSeason:
      return day > 0 && known >= day;
    case ForecastModel::kSeasonDrift:
      return day > 0 && known >= 3 * day;
    case ForecastModel::kMean3Seasons:
      return day > 0 && known >= 2 * day;
    case ForecastModel::kMean7Seasons:
    case ForecastModel::kMax7Seasons:
      return day > 0 && known >= 4 * day;
    case ForecastModel::kLastLongSeason:
      return week > 0 && known >= week;
    case ForecastModel::kLongSeasonScaled:
    case ForecastModel::kLongSeasonCorrected:
    case ForecastModel::kSeasonStep:
      return week > 0 && known >= week + day + 1;
    case ForecastModel::kMean3LongSeasons:
      return week > 0 && known >= 2 * week;
    default:
      return false;
  }
}

void ForecastSimple(ForecastModel model, const std::vector<double>& filled, Periods periods, std::size_t origin,
                    const std::vector<std::size_t>& horizons, double* out) {
  const std::size_t day = periods.first;
  const std::size_t week = periods.second;
  const std::size_t end = origin + 1;
  // The mean over `cycles` cycles of the step's phase.
  const auto cycle_mean = [&](std::size_t h, std::size_t period, std::size_t cycles) {
    double sum = 0;
    std::size_t at = origin + h - Back(h, period);
    for (std::size_t i = 0; i < cycles; ++i, at -= period) sum += filled[at];
    return sum / static_cast<double>(cycles);
  };
  // Cycles that can be averaged for h: the phase's first occurrence must lie within the history.
  const auto reachable = [&](std::size_t h, std::size_t period, std::size_t wanted) {
    const std::size_t newest = origin + h - Back(h, period);
    return std::min(wanted, newest / period + 1);
  };
  switch (model) {
    case ForecastModel::kLastValue:
      for (std::size_t j = 0; j < horizons.size(); ++j) out[j] = filled[origin];
      return;
    case ForecastModel::kRecentMean: {
      const double mean = Mean(filled, end - std::min(end, kRecentSteps), end);
      for (std::size_t j = 0; j < horizons.size(); ++j) out[j] = mean;
      return;
    }
    case ForecastModel::kLastSeason:
      for (std::size_t j = 0; j < horizons.size(); ++j) out[j] = filled[origin + horizons[j] - Back(horizons[j], day)];
      return;
    case ForecastModel::kLastLongSeason:
      for (std::size_t j = 0; j < horizons.size(); ++j) out[j] = filled[origin + horizons[j] - Back(horizons[j], week)];
      return;
    case ForecastModel::kLongSeasonScaled: {
      const double now = Mean(filled, end - day, end);
      const double then = Mean(filled, end - day - week, end - week);
      const double ratio = then > 0 ? std::clamp(now / then, 1 / kMostRatio, kMostRatio) : 1;
      for (std::size_t j = 0; j < horizons.size(); ++j) {
        out[j] = ratio * filled[origin + horizons[j] - Back(horizons[j], week)];
      }
      return;
    }
    case ForecastModel::kSeasonDrift: {
      const std::size_t seasons = Cycles(origin, day, kDriftSeasons + 1) - 1;
      const double drift =
          (Mean(filled, end - day, end) - Mean(filled, end - (seasons + 1) * day, end - seasons * day)) /
          static_cast<double>(seasons);
      for (std::size_t j = 0; j < horizons.size(); ++j) {
        const std::size_t back = Back(horizons[j], day);
        const std::size_t days = back / day;
        out[j] = filled[origin + horizons[j] - back] + drift * static_cast<double>(days);
      }
      return;
    }
    case ForecastModel::kLongSeasonCorrected: {
      const std::size_t steps = std::max<std::size_t>(1, day / 8);
      const double differs = Mean(filled, end - steps, end) - Mean(filled, end - steps - week, end - week);
      const double fades = base::Exp(kCorrectionFadesLog / static_cast<double>(day));
      double fading = 1;
      std::size_t h = 0;
      for (std::size_t j = 0; j < horizons.size(); ++j) {
        for (; h < horizons[j]; ++h) fading *= fades;
        out[j] = filled[origin + horizons[j] - Back(horizons[j], week)] + fading * differs;
      }
      return;
    }
    case ForecastModel::kMean3Seasons:
    case ForecastModel::kMean7Seasons: {
      const std::size_t wanted = model == ForecastModel::kMean3Seasons ? 3 : 7;
      for (std::size_t j = 0; j < horizons.size(); ++j) {
        out[j] = cycle_mean(horizons[j], day, reachable(horizons[j], day, wanted));
      }
      return;
    }
    case ForecastModel::kMean3LongSeasons:
      for (std::size_t j = 0; j < horizons.size(); ++j) {
        out[j] = cycle_mean(horizons[j], week, reachable(horizons[j], week, 3));
      }
      return;
    case ForecastModel::kSeasonStep:
      for (std::size_t j = 0; j < horizons.size(); ++j) {
        const std::size_t h = horizons[j];
        const std::size_t back = Back(h, day);
        double step = 0;
        std::size_t count = 0;
        for (std::size_t w = 0; w < 3; ++w) {
          const std::size_t ago = Back(h, week) + w * week;
          if (origin + h < ago + back) break;
          step += filled[origin + h - ago] - filled[origin + h - ago - back];
          ++count;
        }
        out[j] = filled[origin + h - back] + (count > 0 ? step / static_cast<double>(count) : 0);
      }
      return;
    case ForecastModel::kMax7Seasons:
      for (std::size_t j = 0; j < horizons.size(); ++j) {
        std::size_t at = origin + horizons[j] - Back(horizons[j], day);
        double most = filled[at];
        for (std::size_t i = reachable(horizons[j], day, 7); i > 1; --i) {
          at -= day;
          most = std::max(most, filled[at]);
        }
        out[j] = most;
      }
      return;
    default:
      return;
  }
}

}  // namespace spotwright::forecast
