// When samples lie on a step, and what is made of them.
#include "src/formats/on_a_step.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <optional>
#include <vector>

#include "src/base/random.h"

namespace spotwright::formats {
namespace {

std::vector<Sample> At(const std::vector<std::int64_t>& seconds) {
  std::vector<Sample> samples;
  for (const std::int64_t second : seconds) samples.push_back({second * 1000, static_cast<double>(second)});
  return samples;
}

void ExpectSamples(const std::vector<Sample>& samples) {
  Series expected;
  expected.samples = samples;
  EXPECT_EQ(ToSeries(samples), expected);
}

TEST(OnAStep, AConstantStepGivesValues) {
  const Series series = ToSeries(At({600, 660, 720}));
  EXPECT_EQ(series, (Series{.start_unix_ms = 600000, .step_seconds = 60, .values = {600, 660, 720}}));
}

TEST(OnAStep, MissingReadingsAreGaps) {
  const Series series = ToSeries(At({0, 60, 240, 300, 420}));
  EXPECT_EQ(series, (Series{.start_unix_ms = 0,
                            .step_seconds = 60,
                            .values = {0, 60, 0, 0, 240, 300, 0, 420},
                            .gaps = {{2, 2}, {6, 1}}}));
}

TEST(OnAStep, FailedReadingsAreGapsAndJoinMissingOnes) {
  std::vector<Sample> samples = At({0, 60, 180, 240});
  samples[1].value.reset();
  samples[3].value.reset();
  EXPECT_EQ(ToSeries(samples),
            (Series{.start_unix_ms = 0, .step_seconds = 60, .values = {0, 0, 0, 180, 0}, .gaps = {{1, 2}, {4, 1}}}));
}

TEST(OnAStep, AStartMayHaveMilliseconds) {
  EXPECT_EQ(ToSeries({{250, 1.0}, {1250, 2.0}}), (Series{.start_unix_ms = 250, .step_seconds = 1, .values = {1, 2}}));
}

TEST(OnAStep, AllElseStaysAsItIs) {
  ExpectSamples({});
  ExpectSamples(At({5}));
  ExpectSamples(At({0, 60, 60, 120}));         // Twice the same time.
  ExpectSamples(At({0, 60, 30, 90}));          // Backward.
  ExpectSamples(At({0, 60, 121, 180}));        // Irregular.
  ExpectSamples({{0, 1.0}, {500, 2.0}});       // No whole seconds.
  ExpectSamples(At({0, 604801}));              // Longer than a week.
  ExpectSamples(At({0, 60, 720}));             // 3 of 13 steps: more than three quarters are missing.
  ExpectSamples(At({0, 1, 100'000'000'000}));  // Which also keeps the list short.
}

TEST(OnAStep, UpToThreeQuartersMayBeMissing) { EXPECT_EQ(ToSeries(At({0, 60, 660})).values.size(), 12U); }

// The twin: on each step look the reading up.
TEST(OnAStep, AgreesWithLookingUpEachStep) {
  base::Random random(7);
  int on_a_step = 0;
  for (int round = 0; round < 3000; ++round) {
    const auto step = static_cast<std::int64_t>(random.Below(3) + 1);
    std::vector<Sample> samples;
    std::int64_t second = static_cast<std::int64_t>(random.Below(100));
    for (std::uint64_t i = random.Below(12); i > 0; --i) {
      samples.push_back({second * 1000, std::nullopt});
      if (random.Below(5) != 0) samples.back().value = static_cast<double>(random.Below(1000));
      second += step * static_cast<std::int64_t>(random.Below(10) == 0 ? random.Below(8) : 1);
    }
    const Series series = ToSeries(samples);
    if (series.values.empty()) {
      ASSERT_EQ(series.samples, samples);
      continue;
    }
    ++on_a_step;
    ASSERT_TRUE(series.samples.empty());
    std::vector<bool> missing(series.values.size(), false);
    for (const SeriesGap& gap : series.gaps) {
      for (std::int64_t i = 0; i < gap.count; ++i) missing[static_cast<std::size_t>(gap.first_index + i)] = true;
    }
    std::size_t found = 0;
    for (std::size_t i = 0; i < series.values.size(); ++i) {
      const std::int64_t unix_ms = series.start_unix_ms + static_cast<std::int64_t>(i) * series.step_seconds * 1000;
      std::optional<double> value;
      for (const Sample& sample : samples) {
        if (sample.unix_ms != unix_ms) continue;
        ++found;
        value = sample.value;
      }
      ASSERT_EQ(missing[i], !value);
      ASSERT_EQ(series.values[i], value.value_or(0));
    }
    ASSERT_EQ(found, samples.size());
  }
  EXPECT_GT(on_a_step, 500);
}

}  // namespace
}  // namespace spotwright::formats
