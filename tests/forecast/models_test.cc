// Each model against its definition, written down as plainly as can be.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <vector>

#include "src/forecast/backtest.h"
#include "src/forecast/conformal.h"
#include "src/forecast/periods.h"
#include "src/forecast/run_smoothing.h"
#include "src/forecast/season_quantile.h"
#include "src/forecast/simple_models.h"
#include "src/forecast/usual_error.h"
#include "tests/forecast/worlds.h"

namespace spotwright::forecast {
namespace {

constexpr Periods kPeriods{4, 12};

double Sum(const std::vector<double>& y, int begin, int end) {
  double sum = 0;
  for (int t = begin; t < end; ++t) sum += y[static_cast<std::size_t>(t)];
  return sum;
}

// The newest known step of the target's phase.
int Newest(int origin, int target, int period) {
  int t = target;
  while (t > origin) t -= period;
  return t;
}

double SlowSimple(ForecastModel model, const std::vector<double>& y, int origin, int h) {
  const int p = 4, w = 12, n = origin + 1, target = origin + h;
  const auto at = [&](int t) { return y[static_cast<std::size_t>(t)]; };
  const auto phase_mean = [&](int period, int cycles) {
    double sum = 0;
    int count = 0;
    for (int t = Newest(origin, target, period); t >= 0 && count < cycles; t -= period, ++count) sum += at(t);
    return sum / count;
  };
  switch (model) {
    case ForecastModel::kLastValue:
      return at(origin);
    case ForecastModel::kRecentMean:
      return Sum(y, n - 3, n) / 3;
    case ForecastModel::kLastSeason:
      return phase_mean(p, 1);
    case ForecastModel::kLastLongSeason:
      return phase_mean(w, 1);
    case ForecastModel::kLongSeasonScaled:
      return std::clamp(Sum(y, n - p, n) / Sum(y, n - p - w, n - w), 1.0 / 3, 3.0) * phase_mean(w, 1);
    case ForecastModel::kSeasonDrift: {
      const int seasons = std::min(8, n / p) - 1;
      const double drift = (Sum(y, n - p, n) - Sum(y, n - p - seasons * p, n - seasons * p)) / p / seasons;
      return phase_mean(p, 1) + drift * (target - Newest(origin, target, p)) / p;
    }
    case ForecastModel::kLongSeasonCorrected:
      return phase_mean(w, 1) + std::exp(-0.73 * h / p) * (at(origin) - at(origin - w));
    case ForecastModel::kMean3Seasons:
      return phase_mean(p, 3);
    case ForecastModel::kMean7Seasons:
      return phase_mean(p, 7);
    case ForecastModel::kMean3LongSeasons:
      return phase_mean(w, 3);
    case ForecastModel::kSeasonStep: {
      const int back = target - Newest(origin, target, p);
      double sum = 0;
      int count = 0;
      for (int t = Newest(origin, target, w); t >= back && count < 3; t -= w, ++count) sum += at(t) - at(t - back);
      return at(target - back) + (count > 0 ? sum / count : 0);
    }
    default: {
      double most = at(Newest(origin, target, p));
      int count = 0;
      for (int t = Newest(origin, target, p); t >= 0 && count < 7; t -= p, ++count) most = std::max(most, at(t));
      return most;
    }
  }
}

TEST(SimpleModels, AreTheirDefinitions) {
  base::Random random(1);
  for (int trial = 0; trial < 200; ++trial) {
    std::vector<double> y;
    for (std::uint64_t i = 0; i < 10 + random.Below(60); ++i) y.push_back(1 + 10 * random.Unit());
    const std::size_t origin = y.size() - 1 - random.Below(5);
    const std::vector<std::size_t> horizons = {1, 2, 3, 4, 5, 9, 12, 13, 25};
    for (const ForecastModel model : kSimpleModels) {
      if (!CanForecast(model, kPeriods, origin)) continue;
      std::vector<double> out(horizons.size());
      ForecastSimple(model, y, kPeriods, origin, horizons, out.data());
      for (std::size_t j = 0; j < horizons.size(); ++j) {
        EXPECT_NEAR(out[j], SlowSimple(model, y, static_cast<int>(origin), static_cast<int>(horizons[j])), 1e-9)
            << "model " << static_cast<int>(model) << " origin " << origin << " h " << horizons[j];
      }
    }
  }
}

TEST(SimpleModels, LookAtNothingAfterTheOrigin) {
  const std::vector<double> y = Hours({}, 60, 3);
  std::vector<double> other = y;
  for (std::size_t t = 50; t < other.size(); ++t) other[t] = 1e6;
  const std::vector<std::size_t> horizons = {1, 5, 20};
  for (const ForecastModel model : kSimpleModels) {
    double a[3], b[3];
    ForecastSimple(model, y, kPeriods, 49, horizons, a);
    ForecastSimple(model, other, kPeriods, 49, horizons, b);
    for (int j = 0; j < 3; ++j) EXPECT_EQ(a[j], b[j]) << static_cast<int>(model);
  }
}

// The recursions of the header, with maps for the seasons and everything in its place.
std::vector<double> SlowSmoothing(const Track& track, Periods periods, const Gains& gains,
                                  const std::vector<std::size_t>& horizons) {
  const std::vector<double>& y = track.filled;
  const auto used = static_cast<int>(2 * periods.second);
  double level = Sum(y, 0, used) / used;
  std::map<std::int64_t, double> first, second;
  const auto of_first = [&](std::size_t t) { return (track.first_step + static_cast<std::int64_t>(t)) % 4; };
  const auto of_second = [&](std::size_t t) { return (track.first_step + static_cast<std::int64_t>(t)) % 12; };
  for (std::size_t t = 0; t < 24; ++t) first[of_first(t)] += (y[t] - level) / 6;
  for (std::size_t t = 0; t < 24; ++t) second[of_second(t)] += (y[t] - level - first[of_first(t)]) / 2;
  double usual = 0;
  for (std::size_t t = 1; t < y.size(); ++t) usual += std::abs(y[t] - y[t - 1]) / static_cast<double>(y.size() - 1);
  double error = 0;
  for (std::size_t t = 0; t < y.size(); ++t) {
    if (track.present[t] == 0) {
      error *= gains.carry;
      continue;
    }
    const double season = level + first[of_first(t)] + second[of_second(t)];
    const double raw = y[t] - season - gains.carry * error;
    const double surprise = std::clamp(raw, -3 * usual, 5 * usual);
    usual += 0.01 * (std::min(std::abs(raw), 10 * usual + 1e-9) - usual);
    level += gains.level * surprise;
    first[of_first(t)] += gains.first * surprise;
    second[of_second(t)] += gains.second * surprise;
    error = y[t] - season;
  }
  std::vector<double> ahead;
  for (const std::size_t h : horizons) {
    const std::size_t t = y.size() - 1 + h;
    ahead.push_back(level + first[of_first(t)] + second[of_second(t)] +
                    std::pow(gains.carry, static_cast<double>(h)) * error);
  }
  return ahead;
}

Track RandomTrack(base::Random& random, std::size_t size) {
  Track track;
  track.first_step = static_cast<std::int64_t>(random.Below(1000));
  for (std::size_t t = 0; t < size; ++t) {
    track.filled.push_back(0.2 + random.Unit() + (random.Below(20) == 0 ? 5 : 0));
    track.present.push_back(random.Below(10) > 0 ? 1 : 0);
  }
  return track;
}

TEST(Smoothing, IsItsRecursions) {
  base::Random random(2);
  const std::vector<std::size_t> horizons = {1, 2, 4, 7, 12, 30};
  for (int trial = 0; trial < 100; ++trial) {
    const Track track = RandomTrack(random, 30 + random.Below(60));
    const Gains gains{random.Unit() * 0.5, random.Unit() * 0.5, random.Unit() * 0.5, random.Unit()};
    const auto fast = ForecastSmoothing(ForecastModel::kSmoothing, gains, track, kPeriods, horizons);
    const auto slow = SlowSmoothing(track, kPeriods, gains, horizons);
    for (std::size_t j = 0; j < horizons.size(); ++j) EXPECT_NEAR(fast[j], slow[j], 1e-8) << trial;
  }
}

// A season of one step is no season, and neither is a second one that never learns: one loop leaves it out.
TEST(Smoothing, ASeasonThatIsNotThereChangesNothing) {
  base::Random random(3);
  for (int trial = 0; trial < 50; ++trial) {
    const Track track = RandomTrack(random, 30 + random.Below(60));
    const std::vector<double>& y = track.filled;
    const Gains without{random.Unit() * 0.5, random.Unit() * 0.5, 0, random.Unit()};
    Gains with = without;
    with.second = 5e-324;  // Not 0, and never enough to move a season.
    Smoothing left_out(y, y.size(), track.first_step, {4, 0});
    Smoothing learned(y, y.size(), track.first_step, {4, 0});
    left_out.Restart(without);
    learned.Restart(with);
    left_out.Learn(y.data(), track.present.data(), y.size());
    learned.Learn(y.data(), track.present.data(), y.size());
    for (std::size_t h = 1; h < 9; ++h) EXPECT_EQ(left_out.Forecast(h, 0.5), learned.Forecast(h, 0.5)) << trial;
  }
}

TEST(Smoothing, LearnsInPiecesAsAtOnce) {
  base::Random random(6);
  for (int trial = 0; trial < 50; ++trial) {
    const Track track = RandomTrack(random, 60 + random.Below(60));
    const std::vector<double>& y = track.filled;
    Smoothing at_once(y, y.size(), track.first_step, kPeriods);
    Smoothing in_pieces(y, y.size(), track.first_step, kPeriods);
    at_once.Learn(y.data(), track.present.data(), y.size());
    for (std::size_t t = 0; t < y.size();) {
      const std::size_t piece = std::min(y.size() - t, random.Below(20));
      in_pieces.Learn(y.data() + t, track.present.data() + t, piece);
      t += piece;
    }
    for (std::size_t h = 1; h < 30; ++h) EXPECT_EQ(at_once.Forecast(h, 0.5), in_pieces.Forecast(h, 0.5)) << trial;
  }
}

// What the backtest says of a smoothing is what it would have forecast, had the history ended there.
TEST(Smoothing, BacktestsAsItForecasts) {
  base::Random random(4);
  const Track track = RandomTrack(random, 200);
  const Backtest backtest = PlanBacktest(track, kPeriods, 6, 4);
  ASSERT_GE(backtest.origins.size(), 10u);
  ASSERT_GE(backtest.origins.front(), 2 * kPeriods.second);  // Both start from two cycles.
  for (const ForecastModel model : kSmoothings) {
    const FittedSmoothing fitted = FitSmoothing(model, track, kPeriods, backtest);
    const std::size_t o = backtest.origins.size() / 2;
    Track then = track;
    then.filled.resize(backtest.origins[o] + 1);
    then.present.resize(backtest.origins[o] + 1);
    const auto ahead = ForecastSmoothing(model, fitted.gains, then, kPeriods, backtest.horizons);
    // Only what the first clip rests on looks at the whole history.
    for (std::size_t j = 0; j < ahead.size(); ++j) {
      EXPECT_NEAR(fitted.back[o * ahead.size() + j], ahead[j], 0.15) << static_cast<int>(model);
    }
  }
}

// The start was made of two long seasons, also where that was the whole history: the backtest saw what it forecast.
TEST(Smoothing, BacktestIsBlindToWhatItForecasts) {
  base::Random random(5);
  double smoothing_error = 0;
  double mean_error = 0;
  for (int trial = 0; trial < 300; ++trial) {
    Track noise;
    for (int t = 0; t < 30; ++t) noise.filled.push_back(0.5 + random.Unit());
    noise.present.assign(noise.filled.size(), 1);
    const Backtest backtest = PlanBacktest(noise, kPeriods, 6, 4);
    smoothing_error +=
        MeanAbsoluteError(backtest, FitSmoothing(ForecastModel::kSmoothing, noise, kPeriods, backtest).back);
    mean_error += MeanAbsoluteError(backtest, std::vector<double>(backtest.cells(), 1.0));
  }
  EXPECT_GT(smoothing_error, mean_error);  // Nothing beats the mean of noise.
}

// A spacing of 9 hours and horizons that are never 2 modulo 3 left every third hour of the day untried.
TEST(Backtest, TriesEveryStepOfTheSeason) {
  for (const std::size_t period : {4u, 7u, 24u, 60u, 288u}) {
    for (std::size_t size = 4 * period; size < 24 * period; size += period / 2) {
      Track track;
      track.filled.assign(size, 1.0);
      track.present.assign(size, 1);
      const Backtest backtest = PlanBacktest(track, {period, 0}, period, period);
      std::vector<int> hits(period, 0);
      for (std::size_t cell = 0; cell < backtest.cells(); ++cell) {
        if (backtest.weight[cell] > 0) ++hits[backtest.PhaseOf(cell, period)];
      }
      // The usual error is smoothed over a 24th of the season to both sides: no longer stretch may stay untried.
      std::size_t run = 0, longest = 0;
      for (std::size_t i = 0; i < 2 * period; ++i) {
        run = hits[i % period] == 0 ? run + 1 : 0;
        longest = std::max(longest, run);
      }
      EXPECT_LE(longest, period / 12) << period << " " << size;
      if (period <= 24) {
        EXPECT_EQ(longest, 0u) << period << " " << size;
      }
    }
  }
}

// The step's phase and its neighbours over the last 14 seasons, as far as they are known, in order.
std::vector<double> SlowSample(const std::vector<double>& y, int period, const SeasonTarget& target) {
  const auto origin = static_cast<int>(target.origin);
  std::vector<double> sample;
  int seasons = 0;
  for (int t = Newest(origin, origin + static_cast<int>(target.h), period); t >= 0 && seasons < 14; t -= period) {
    for (int near = t - 1; near <= t + 1; ++near) {
      if (near >= 0 && near <= origin) sample.push_back(y[static_cast<std::size_t>(near)]);
    }
    ++seasons;
  }
  std::sort(sample.begin(), sample.end());
  return sample;
}

// Histories from one season to more than are looked at, any number of targets beside each other, values that are equal.
TEST(SeasonQuantile, IsThatOfTheSortedSample) {
  base::Random random(5);
  const std::vector<double> quantiles = {0.01, 0.3, 0.5, 0.9, 0.99};
  for (int trial = 0; trial < 300; ++trial) {
    const std::size_t period = 1 + random.Below(30);
    std::vector<double> y;
    for (std::uint64_t t = 0; t < period + random.Below(20 * period); ++t) {
      y.push_back(random.Below(3) == 0 ? 1 : random.Unit() - 0.3);
    }
    std::vector<SeasonTarget> targets;
    for (std::uint64_t i = 0; i < random.Below(40); ++i) {
      const std::size_t origin = period - 1 + random.Below(y.size() - period + 1);
      targets.push_back({.origin = origin, .h = 1 + random.Below(3 * period)});
    }
    const std::vector<std::vector<double>> found = SeasonQuantiles(y, period, targets, quantiles);
    ASSERT_EQ(found.size(), quantiles.size());
    for (std::size_t i = 0; i < targets.size(); ++i) {
      const std::vector<double> sample = SlowSample(y, static_cast<int>(period), targets[i]);
      for (std::size_t k = 0; k < quantiles.size(); ++k) {
        EXPECT_EQ(found[k][i], SampleQuantile(sample, quantiles[k])) << trial << " " << i << " " << quantiles[k];
      }
    }
  }
}

TEST(SeasonQuantile, LiesOnALineBetweenValues) {
  EXPECT_EQ(SampleQuantile({1, 2, 3}, 0.5), 2);
  EXPECT_EQ(SampleQuantile({1, 2, 3}, 0.99), 3);
  EXPECT_EQ(SampleQuantile({1, 2, 3}, 0.01), 1);
  EXPECT_DOUBLE_EQ(SampleQuantile({1, 2, 3, 5}, 0.7), 4);
}

TEST(Residuals, QuantileSplitsTheWeight) {
  base::Random random(6);
  const Track track = RandomTrack(random, 90);
  const Backtest backtest = PlanBacktest(track, kPeriods, 6, 4);
  std::vector<double> forecast(backtest.cells(), 0.5), unit(backtest.cells(), 2.0);
  const Residuals residuals(backtest, forecast, unit);
  for (const double level : {0.1, 0.5, 0.9}) {
    const double quantile = residuals.Quantile(level, 0.99);
    double below = 0, to = 0;
    for (std::size_t cell = 0; cell < backtest.cells(); ++cell) {
      const double residual = (backtest.actual[cell] - 0.5) / 2;
      if (residual < quantile) below += backtest.weight[cell];
      if (residual <= quantile) to += backtest.weight[cell];
    }
    EXPECT_LT(below, level * backtest.total_weight);
    EXPECT_GE(to, level * backtest.total_weight);
  }
  EXPECT_NEAR(residuals.Quantile(0.99, 0.9) - residuals.Quantile(0.9, 0.9), std::log(10), 1e-9);
  EXPECT_GE(residuals.Quantile(0.1, 0.9), residuals.Quantile(0.01, 0.9) + 1);
}

// By the part 1 / (5 days): five errors of a day count as independent.
TEST(FiniteSampleLevel, RisesAsErrorsAreFew) {
  EXPECT_DOUBLE_EQ(FiniteSampleLevel(0.8, 4), 0.84);
  EXPECT_DOUBLE_EQ(FiniteSampleLevel(0.8, 40), 0.804);
  EXPECT_DOUBLE_EQ(FiniteSampleLevel(0.2, 4), 0.16) << "downwards below the median";
  EXPECT_DOUBLE_EQ(FiniteSampleLevel(0.8, 0), 0.9) << "at most half-way to certainty";
  EXPECT_NEAR(FiniteSampleLevel(0.9, 1e9), 0.9, 1e-9);
}

TEST(UsualError, RecoversWhatErrorsWereMadeOf) {
  // Errors grow with the horizon, and are threefold at one phase of four.
  base::Random random(7);
  Track track;
  for (int t = 0; t < 400; ++t) {
    track.filled.push_back((t % 4 == 2 ? 3 : 1) * Normal(random));
    track.present.push_back(1);
  }
  const Backtest backtest = PlanBacktest(track, {4, 0}, 4, 4);
  const UsualError usual = LearnUsualError(backtest, std::vector<double>(backtest.cells(), 0.0), 4);
  ASSERT_EQ(usual.by_phase.size(), 4u);
  EXPECT_NEAR(usual.by_phase[2] / usual.by_phase[0], 3, 1.2);
  EXPECT_NEAR(usual.At(16, 0) / usual.At(4, 0), 2, 1e-9) << "beyond what was tested errors grow with the root";
}

TEST(Periods, AreFoundWhereTheDaySaysNothing) {
  Track track;
  base::Random random(8);
  for (int t = 0; t < 24 * 12; ++t) {
    track.filled.push_back((t % 7 == 0 ? 10 : 1) + 0.1 * random.Unit());
    track.present.push_back(1);
  }
  EXPECT_EQ(FindPeriods(track, {}, 3600), (Periods{7, 0}));
  EXPECT_EQ(FindPeriods(track, {14 * 3600}, 3600), (Periods{14, 0}));
  track.filled = Hours({}, 24 * 12, 9);
  EXPECT_EQ(FindPeriods(track, {}, 3600), (Periods{24, 0}));
  track.filled = Hours({}, 24 * 14, 9);
  track.present.assign(track.filled.size(), 1);
  EXPECT_EQ(FindPeriods(track, {}, 3600), (Periods{24, 168}));
}

}  // namespace
}  // namespace spotwright::forecast
