#include "src/forecast/history.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "src/forecast/readings.h"

namespace spotwright::forecast {
namespace {

constexpr double kUsualGain = 1.0 / 32;
constexpr double kCliff = 0.1;              // A fall to 0 from less than this part of the usual is ordinary.
constexpr std::int64_t kOutagesAtMost = 2;  // Zeros that come more often are demand.
constexpr std::int64_t kLongestCounterGapMs = 3'600'000;

// Appends steps to a history that is kept as a track.
class Writer {
 public:
  Writer(SeriesState& state, const HistoryRules& rules) : state_(state), rules_(rules) {
    track_.first_step = state.first_step;
    track_.filled = state.history;
    track_.present.assign(state.history.size(), 1);
    for (const SeriesGap& gap : state.gaps) {
      std::fill_n(track_.present.begin() + gap.first_index, gap.count, std::uint8_t{0});
    }
  }

  // A reading of a step at or after the open one; an earlier step's is ignored.
  void Add(std::int64_t step, double value) {
    if (!state_.open || step > state_.open->step) {
      Close();
      state_.open = OpenStep{.step = step, .count = 0, .sum = 0, .max = value};
    } else if (step < state_.open->step) {
      ++state_.ignored_readings;
      return;
    }
    OpenStep& open = *state_.open;
    ++open.count;
    open.sum += value;
    open.max = std::max(open.max, value);
  }

  // The open step is over.
  void Close() {
    if (!state_.open) return;
    const std::int64_t step = state_.open->step;
    const double value = rules_.step_value == StepValue::kMax
                             ? state_.open->max
                             : state_.open->sum / static_cast<double>(state_.open->count);
    state_.open.reset();
    const bool outage = IsOutage(value);
    if (outage) ++state_.outage_steps;
    Append(step, value, !outage);
  }

  Track Finish() {
    const std::size_t size = track_.size();
    if (size > rules_.kept_steps) Drop(size - rules_.kept_steps);
    std::size_t leading = 0;
    while (leading < track_.size() && track_.present[leading] == 0) ++leading;
    Drop(leading);
    return std::move(track_);
  }

 private:
  void Drop(std::size_t count) {
    track_.filled.erase(track_.filled.begin(), track_.filled.begin() + static_cast<std::ptrdiff_t>(count));
    track_.present.erase(track_.present.begin(), track_.present.begin() + static_cast<std::ptrdiff_t>(count));
    track_.first_step += static_cast<std::int64_t>(count);
  }

  void Append(std::int64_t step, double value, bool present) {
    const std::int64_t next = track_.first_step + static_cast<std::int64_t>(track_.size());
    if (track_.size() == 0 || step - next >= static_cast<std::int64_t>(rules_.kept_steps)) {
      track_ = Track{{}, {}, step};
    } else {
      track_.filled.resize(track_.size() + static_cast<std::size_t>(step - next), 0.0);
      track_.present.resize(track_.filled.size(), 0);
    }
    track_.filled.push_back(present ? value : 0.0);
    track_.present.push_back(present ? 1 : 0);
  }

  double LastPresent() const {
    for (std::size_t i = track_.size(); i > 0; --i) {
      if (track_.present[i - 1] != 0) return track_.filled[i - 1];
    }
    return 0;
  }

  // Looks at the past alone, so that it does not matter when a reading was handed over.
  bool IsOutage(double value) {
    if (value != 0) {
      if (state_.zero_run_steps > 0) ++state_.zero_run_count;
      state_.zero_run_steps = 0;
      const double size = std::fabs(value);
      state_.usual = state_.usual == 0 ? size : state_.usual + kUsualGain * (size - state_.usual);
      return false;
    }
    if (!rules_.zeros_are_outages || state_.usual == 0) return false;
    if (state_.zero_run_steps == 0 && LastPresent() <= kCliff * state_.usual) return false;  // It has died away.
    ++state_.zero_run_steps;
    return state_.zero_run_count < kOutagesAtMost &&
           state_.zero_run_steps <= static_cast<std::int64_t>(rules_.believed_zero_steps);
  }

  SeriesState& state_;
  const HistoryRules& rules_;
  Track track_;
};

void Store(Track track, SeriesState& state) {
  state.first_step = track.first_step;
  state.gaps.clear();
  for (std::size_t i = 0; i < track.size(); ++i) {
    if (track.present[i] != 0) continue;
    const auto index = static_cast<std::int64_t>(i);
    if (!state.gaps.empty() && state.gaps.back().first_index + state.gaps.back().count == index) {
      ++state.gaps.back().count;
    } else {
      state.gaps.push_back({.first_index = index, .count = 1});
    }
  }
  state.history = std::move(track.filled);
}

}  // namespace

void ReadInto(const ForecastSeries& series, std::int64_t reading_until_ms, const HistoryRules& rules, LocalSteps& steps,
              SeriesState& state) {
  const std::vector<Reading> readings =
      ReadingsOf(series.history, state.read_until_unix_ms, reading_until_ms, state.ignored_readings);
  if (readings.empty()) return;
  Writer writer(state, rules);
  std::size_t capacity_at = 0;
  for (const Reading& reading : readings) {
    switch (series.kind) {
      case SeriesKind::kDemand:
        writer.Add(steps.StepAt(reading.unix_ms), reading.value);
        break;
      case SeriesKind::kUtilisationPercent: {
        while (capacity_at + 1 < series.capacity.size() &&
               series.capacity[capacity_at + 1].unix_ms <= reading.unix_ms) {
          ++capacity_at;
        }
        writer.Add(steps.StepAt(reading.unix_ms), reading.value / 100 * series.capacity[capacity_at].capacity);
        break;
      }
      case SeriesKind::kCounter: {
        if (state.read_until_unix_ms) {
          const std::int64_t passed_ms = reading.unix_ms - *state.read_until_unix_ms;
          const bool reset = reading.value < state.last_reading;
          const double risen = reset ? reading.value : reading.value - state.last_reading;
          if (reset) ++state.counter_resets;
          // It has risen before this moment: a reading on the edge of a step belongs to the step that it ends.
          if (passed_ms <= std::max(kLongestCounterGapMs, 2 * steps.step_ms())) {
            writer.Add(steps.StepAt(reading.unix_ms - 1), risen * 1000 / static_cast<double>(passed_ms));
          }
        }
        state.last_reading = reading.value;
        break;
      }
    }
    state.read_until_unix_ms = reading.unix_ms;
  }
  Store(writer.Finish(), state);
}

Track TrackOf(const SeriesState& state, std::int64_t present_step, const HistoryRules& rules) {
  SeriesState copy;
  copy.first_step = state.first_step;
  copy.history = state.history;
  copy.gaps = state.gaps;
  copy.open = state.open;
  copy.usual = state.usual;
  copy.zero_run_steps = state.zero_run_steps;
  copy.zero_run_count = state.zero_run_count;
  Writer writer(copy, rules);
  if (copy.open && copy.open->step < present_step) writer.Close();
  Track track = writer.Finish();
  while (!track.present.empty() && track.present.back() == 0) {
    track.present.pop_back();
    track.filled.pop_back();
  }
  return track;
}

void FillGaps(Track& track, Periods periods) {
  const auto first_present = std::find(track.present.begin(), track.present.end(), std::uint8_t{1});
  const double before = first_present == track.present.end()
                            ? 0
                            : track.filled[static_cast<std::size_t>(first_present - track.present.begin())];
  for (std::size_t t = 0; t < track.size(); ++t) {
    if (track.present[t] != 0) continue;
    std::size_t back = 1;
    if (periods.second > 0 && t >= periods.second) {
      back = periods.second;
    } else if (periods.first > 0 && t >= periods.first) {
      back = periods.first;
    }
    track.filled[t] = t >= back ? track.filled[t - back] : before;
  }
}

}  // namespace spotwright::forecast
