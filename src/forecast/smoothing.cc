#include "src/forecast/smoothing.h"

#include <algorithm>
#include <cmath>

namespace spotwright::forecast {
namespace {

// The mean of each phase, of which the first value has `phase`; 0 of one that has no value, and of no period.
std::vector<double> PhaseMeans(const std::vector<double>& values, std::size_t period, std::size_t phase) {
  std::vector<double> means(std::max<std::size_t>(1, period), 0.0);
  if (period == 0) return means;
  const std::size_t cycles = values.size() / period;
  const std::size_t once_more = values.size() % period;  // Phases from the first on that have a value more.
  for (std::size_t t = 0, at = phase; t < values.size(); at = 0) {
    const std::size_t run = std::min(period - at, values.size() - t);
    for (std::size_t i = 0; i < run; ++i) means[at + i] += values[t + i];
    t += run;
  }
  for (std::size_t i = 0; i < std::min(period, values.size()); ++i) {
    means[phase] /= static_cast<double>(cycles + (i < once_more ? 1 : 0));
    if (++phase == period) phase = 0;
  }
  return means;
}

}  // namespace

Smoothing::Smoothing(const std::vector<double>& values, std::size_t known, std::int64_t first_step, Periods periods) {
  const std::size_t n = std::min(known, values.size());
  const std::size_t longest = std::max(periods.first, periods.second);
  const std::size_t cycles = longest == 0 ? 0 : std::min<std::size_t>(2, n / longest);
  const std::size_t used =
      cycles == 0 ? std::min<std::size_t>(n, std::max<std::size_t>(1, periods.first)) : cycles * longest;
  double sum = 0;
  double moved = 0;
  for (std::size_t t = 0; t < n; ++t) {  // Both at once: each waits for itself alone.
    if (t < used) sum += values[t];
    if (t > 0) moved += std::fabs(values[t] - values[t - 1]);
  }
  start_level_ = used == 0 ? 0 : sum / static_cast<double>(used);
  start_usual_ = n > 1 ? moved / static_cast<double>(n - 1) : kLeastUsual;

  std::vector<double> rest(used);
  for (std::size_t t = 0; t < used; ++t) rest[t] = values[t] - start_level_;
  start_at_first_ = periods.first == 0 ? 0 : Phase(first_step, periods.first);
  start_first_ = PhaseMeans(rest, periods.first, start_at_first_);
  for (std::size_t t = 0, phase = start_at_first_; t < used; ++t) {
    rest[t] -= start_first_[phase];
    if (++phase == start_first_.size()) phase = 0;
  }
  start_at_second_ = periods.second == 0 ? 0 : Phase(first_step, periods.second);
  start_second_ = PhaseMeans(rest, periods.second, start_at_second_);
  Restart(Gains{});
}

void Smoothing::Learn(const double* values, const std::uint8_t* present, std::size_t count) {
  // A second season that is not there would only be waited for.
  if (second_.size() == 1 && second_.front() == 0 && gains_.second == 0) {
    LearnSeasons<false>(values, present, count);
  } else {
    LearnSeasons<true>(values, present, count);
  }
}

// Fits spend their time here. What one step hands to the next is kept in registers, and as few operations as can be lie
// between one level and the next: clipping is rare, so that it is a branch and not a part of that chain.
template <bool kHasSecond>
void Smoothing::LearnSeasons(const double* values, const std::uint8_t* present, std::size_t count) {
  const Gains gains = gains_;
  double level = level_;
  double error = error_;
  double usual = usual_;
  while (count > 0) {
    // Up to where one of the seasons begins anew.
    std::size_t run = std::min(count, first_.size() - at_first_);
    if (kHasSecond) run = std::min(run, second_.size() - at_second_);
    double* const first = first_.data() + at_first_;
    double* const second = second_.data() + at_second_;
    for (std::size_t i = 0; i < run; ++i) {
      if (present[i] == 0) {
        error *= gains.carry;
        continue;
      }
      const double without_seasons = values[i] - first[i] - (kHasSecond ? second[i] : 0);
      const double raw = (without_seasons - gains.carry * error) - level;
      error = without_seasons - level;
      const auto learn = [&](double surprise) {
        level += gains.level * surprise;
        first[i] += gains.first * surprise;
        if (kHasSecond) second[i] += gains.second * surprise;
      };
      if (raw < -kClipDown * usual) [[unlikely]] {
        learn(-kClipDown * usual);
      } else if (raw > kClipUp * usual) [[unlikely]] {
        learn(kClipUp * usual);
      } else {
        learn(raw);
      }
      // One error counts for no more than twice the clip.
      usual = std::min((1 - kUsualGain) * usual + kUsualGain * std::fabs(raw),
                       (1 - kUsualGain + kUsualGain * 2 * kClipUp) * usual + kUsualGain * kLeastUsual);
    }
    values += run;
    present += run;
    count -= run;
    at_first_ = at_first_ + run == first_.size() ? 0 : at_first_ + run;
    if (kHasSecond) at_second_ = at_second_ + run == second_.size() ? 0 : at_second_ + run;
  }
  level_ = level;
  error_ = error;
  usual_ = usual;
}

}  // namespace spotwright::forecast
