// Readings gathered into steps: gaps, what came twice or backward, counters, outages, clocks that change.
#include "src/forecast/history.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/forecast/worlds.h"

namespace spotwright::forecast {
namespace {

SeriesState Read(const ForecastSeries& series, const HistoryRules& rules = {},
                 const std::vector<UtcOffset>& offsets = {}, std::int64_t step_seconds = 3600) {
  SeriesState state;
  LocalSteps steps(offsets, step_seconds);
  ReadInto(series, 100'000 * kHourMs * 10, rules, steps, state);
  return state;
}

TEST(History, MeansAndMaximaOfSteps) {
  ForecastSeries series = SeriesOf("s", {1, 3, 2, 10, 4, 4});
  series.history.step_seconds = 1800;
  EXPECT_EQ(Read(series).history, (std::vector<double>{2, 6}));
  EXPECT_EQ(Read(series, {.step_value = StepValue::kMax}).history, (std::vector<double>{3, 10}));
  EXPECT_EQ(Read(series).open->sum, 8) << "the last step is not over";
  LocalSteps steps({}, 3600);
  const SeriesState state = Read(series);
  EXPECT_EQ(TrackOf(state, steps.StepAt(kMonday + 2 * kHourMs), {}).filled, (std::vector<double>{2, 6}));
  EXPECT_EQ(TrackOf(state, steps.StepAt(kMonday + 3 * kHourMs), {}).filled, (std::vector<double>{2, 6, 4}));
}

TEST(History, GapsAreNoZeros) {
  ForecastSeries series = SeriesOf("s", {5, 99, 99, 6, 7});
  series.history.gaps = {{.first_index = 1, .count = 2}};
  const SeriesState state = Read(series);
  EXPECT_EQ(state.history, (std::vector<double>{5, 0, 0, 6}));
  EXPECT_EQ(state.gaps, (std::vector<SeriesGap>{{.first_index = 1, .count = 2}}));
  Track track = TrackOf(state, state.open->step, {});
  FillGaps(track, {});
  EXPECT_EQ(track.filled, (std::vector<double>{5, 5, 5, 6}));
  track.filled = {1, 2, 3, 0, 0, 0};
  track.present = {1, 1, 1, 0, 0, 0};
  FillGaps(track, {2, 0});
  EXPECT_EQ(track.filled, (std::vector<double>{1, 2, 3, 2, 3, 2}));
}

TEST(History, SamplesInAnyOrderAndTwice) {
  ForecastSeries in_order, mixed;
  for (int i = 0; i < 6; ++i) in_order.history.samples.push_back({kMonday + i * kHourMs, i + 1.0});
  mixed.history.samples = {in_order.history.samples[3],  in_order.history.samples[0], in_order.history.samples[1],
                           {kMonday + 1 * kHourMs, 0.5}, in_order.history.samples[2], in_order.history.samples[5],
                           {kMonday + 90, std::nullopt}, in_order.history.samples[4]};
  const SeriesState a = Read(in_order);
  SeriesState b = Read(mixed);
  EXPECT_EQ(b.ignored_readings, 1);
  b.ignored_readings = 0;
  EXPECT_EQ(a, b);
}

TEST(History, OneByOneIsAllAtOnce) {
  base::Random random(3);
  ForecastSeries series;
  for (int i = 0; i < 900; ++i) {
    if (random.Below(10) == 0) continue;
    const double value = random.Below(30) == 0 ? 0 : 50 + 10 * random.Unit();
    series.history.samples.push_back({kMonday + i * kHourMs / 2, value});
  }
  const std::vector<UtcOffset> offsets = {{0, 3600}, {kMonday + 100 * kHourMs, 7200}, {kMonday + 250 * kHourMs, 3600}};
  const HistoryRules rules{.kept_steps = 200, .believed_zero_steps = 3};
  for (const SeriesKind kind : {SeriesKind::kDemand, SeriesKind::kCounter}) {
    series.kind = kind;
    const SeriesState at_once = Read(series, rules, offsets);
    SeriesState one_by_one;
    for (const Sample& sample : series.history.samples) {
      ForecastSeries one;
      one.kind = kind;
      one.history.samples = {sample};
      LocalSteps steps(offsets, 3600);
      ReadInto(one, sample.unix_ms + 1, rules, steps, one_by_one);
    }
    EXPECT_EQ(at_once, one_by_one);
    EXPECT_EQ(at_once.history.size(), 200u);
  }
}

TEST(History, CountersBecomeRates) {
  ForecastSeries series;
  series.kind = SeriesKind::kCounter;
  const double readings[] = {0, 3600, 10800, 1800, 5400};  // Reset before the fourth.
  for (int i = 0; i < 5; ++i) series.history.samples.push_back({kMonday + i * kHourMs, readings[i]});
  const SeriesState state = Read(series);
  EXPECT_EQ(state.history, (std::vector<double>{1, 2, 0.5}));
  EXPECT_EQ(state.open->sum, 1);
  EXPECT_EQ(state.counter_resets, 1);
}

TEST(History, UtilisationBecomesDemand) {
  ForecastSeries series = SeriesOf("s", {50, 50, 25, 1});
  series.kind = SeriesKind::kUtilisationPercent;
  series.capacity = {{kMonday, 16}, {kMonday + 2 * kHourMs, 32}};
  EXPECT_EQ(Read(series).history, (std::vector<double>{8, 8, 8}));
}

TEST(History, AFallToZeroIsAnOutageUntilItIsBelieved) {
  const HistoryRules rules{.believed_zero_steps = 3};
  const auto gaps_of = [&](std::vector<double> values) {
    std::int64_t count = 0;
    for (const SeriesGap& gap : Read(SeriesOf("s", std::move(values)), rules).gaps) count += gap.count;
    return count;
  };
  EXPECT_EQ(gaps_of({9, 8, 0, 0, 9, 8, 1}), 2);
  EXPECT_EQ(gaps_of({9, 8, 0, 0, 0, 0, 0, 9, 8, 1}), 3) << "what lasts is believed";
  EXPECT_EQ(gaps_of({9, 8, 0, 9, 9, 0, 9, 9, 0, 9, 1}), 2) << "what comes again is believed";
  EXPECT_EQ(gaps_of({9, 8, 4, 2, 0.5, 0, 0, 9, 8, 1}), 0) << "what dies away is believed";
  EXPECT_EQ(gaps_of({0, 0, 0, 4, 5, 1}), 0) << "before there was demand there was no outage";
  const HistoryRules never{.zeros_are_outages = false};
  EXPECT_EQ(Read(SeriesOf("s", {9, 0, 0, 9, 1}), never).history, (std::vector<double>{9, 0, 0, 9}));
}

TEST(History, ASilenceLongerThanWhatIsKeptBeginsAnew) {
  ForecastSeries series;
  series.history.samples = {
      {kMonday, 5}, {kMonday + kHourMs, 6}, {kMonday + 5000 * kHourMs, 7}, {kMonday + 5001 * kHourMs, 8}};
  const SeriesState state = Read(series);
  EXPECT_EQ(state.history, (std::vector<double>{7}));
}

TEST(LocalSteps, AreWhatALinearSearchSays) {
  const std::vector<UtcOffset> offsets = {{1000 * kHourMs, 3600}, {2000 * kHourMs, 7200}, {3000 * kHourMs, -1800}};
  for (const std::int64_t step_seconds : {60, 300, 3600, 86400}) {
    LocalSteps steps(offsets, step_seconds);
    base::Random random(1);
    std::int64_t moment = 900 * kHourMs;
    while (moment < 3100 * kHourMs) {
      std::int64_t offset = 3600;
      for (const UtcOffset& o : offsets) offset = moment >= o.from_unix_ms ? o.offset_seconds : offset;
      EXPECT_EQ(steps.StepAt(moment), (moment + offset * 1000) / (step_seconds * 1000)) << moment;
      EXPECT_LE(steps.StartOfStep(moment), moment);
      EXPECT_GT(steps.StartOfStep(moment) + steps.step_ms(), moment);
      moment += static_cast<std::int64_t>(random.Below(static_cast<std::uint64_t>(3 * kHourMs)));
    }
  }
}

}  // namespace
}  // namespace spotwright::forecast
