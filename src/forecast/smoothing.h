// Smoothing: exponential smoothing of a level and two seasons, with the error of the last step carried on.
//
//   forecast of step t + h:  level + first[(t + h) % p1] + second[(t + h) % p2] + carry^h error
//
// After Taylor, "Short-term electricity demand forecasting using double seasonal exponential smoothing" (2003). An
// error beyond some multiples of the usual one is clipped before it is learned from, less so upwards, as demand that
// grows must not be hidden.
#ifndef SPOTWRIGHT_SRC_FORECAST_SMOOTHING_H_
#define SPOTWRIGHT_SRC_FORECAST_SMOOTHING_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "src/forecast/track.h"

namespace spotwright::forecast {

// How much of an error goes where; all within [0, 1].
struct Gains {
  double level = 0.02;
  double first = 0.1;
  double second = 0.2;
  double carry = 0.8;

  friend bool operator==(const Gains&, const Gains&) = default;
};

class Smoothing {
 public:
  // Starts before step 0 of `values`, from the means of the first cycles among the first `known` of them: those that a
  // backtest may look at before its first origin. `first_step` is the number of step 0 since the epoch.
  Smoothing(const std::vector<double>& values, std::size_t known, std::int64_t first_step, Periods periods);

  // Back to the start, with other gains.
  void Restart(const Gains& gains) {
    gains_ = gains;
    level_ = start_level_;
    first_ = start_first_;
    second_ = start_second_;
    at_first_ = start_at_first_;
    at_second_ = start_at_second_;
    error_ = 0;
    usual_ = start_usual_;
  }

  // Learns the next `count` steps. `values` and `present` begin with the first of them.
  void Learn(const double* values, const std::uint8_t* present, std::size_t count);

  // Of the step that lies `h` >= 1 after the last one learned from; `carried` is carry^h.
  double Forecast(std::size_t h, double carried) const {
    return level_ + first_[(at_first_ + h - 1) % first_.size()] + second_[(at_second_ + h - 1) % second_.size()] +
           carried * error_;
  }

 private:
  template <bool kHasSecond>
  void LearnSeasons(const double* values, const std::uint8_t* present, std::size_t count);

  static constexpr double kClipDown = 3;
  static constexpr double kClipUp = 5;
  static constexpr double kUsualGain = 0.01;
  static constexpr double kLeastUsual = 1e-9;  // Values are about 1: a series that never moved can begin to.

  Gains gains_;
  double level_ = 0;
  std::vector<double> first_;
  std::vector<double> second_;
  std::size_t at_first_ = 0;
  std::size_t at_second_ = 0;
  double error_ = 0;
  double usual_ = 0;  // Mean absolute surprise.

  double start_level_ = 0;
  std::vector<double> start_first_;
  std::vector<double> start_second_;
  std::size_t start_at_first_ = 0;
  std::size_t start_at_second_ = 0;
  double start_usual_ = 0;
};

}  // namespace spotwright::forecast

#endif  // SPOTWRIGHT_SRC_FORECAST_SMOOTHING_H_
