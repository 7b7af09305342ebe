// Series through import: from Prometheus and from CSV, joined over documents, and on to a forecast.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "spotwright/forecast.h"
#include "spotwright/import.h"
#include "src/base/random.h"
#include "src/base/text.h"
#include "src/model/validate.h"
#include "tests/formats/sources.h"

namespace spotwright {
namespace {

using base::Cat;
using test::FindSkipped;

constexpr auto kPrometheus = SourceFormat::kPrometheus;
constexpr auto kLoadCsv = SourceFormat::kLoadCsv;

ImportSource Csv(const std::string& content, const std::string& name = "load.csv") { return {kLoadCsv, name, content}; }

ImportSource Matrix(const std::string& result, const std::string& name = "rps.json") {
  return {kPrometheus, name, Cat(R"({"status":"success","data":{"resultType":"matrix","result":)", result, "}}")};
}

ImportResponse Read(std::vector<ImportSource> sources) {
  ImportRequest request;
  request.sources = std::move(sources);
  const auto response = Import(request);
  EXPECT_TRUE(response.ok()) << response.error().message;
  return response.ok() ? *response : ImportResponse{};
}

Error ErrorOf(std::vector<ImportSource> sources) {
  ImportRequest request;
  request.sources = std::move(sources);
  const auto response = Import(request);
  return response.ok() ? Error{ErrorCode::kOk, "", ""} : response.error();
}

std::vector<std::string> WarningCodes(const ImportResponse& response) {
  std::vector<std::string> codes;
  for (const Reason& warning : response.warnings) codes.push_back(warning.code);
  return codes;
}

TEST(ImportedSeries, ComeByNameOnAStepWithGaps) {
  const ImportResponse response = Read({Matrix(R"([
      {"metric": {"service": "web"}, "values": [[0, "1"], [60, "2"], [180, "NaN"], [240, "5"]]},
      {"metric": {"service": "db"}, "values": [[0, "7"], [61, "8"], [180, "9"]]}])")});
  ASSERT_EQ(response.series.size(), 2U);
  EXPECT_EQ(response.series[0].name, "db");
  EXPECT_EQ(response.series[0].history.samples, (std::vector<Sample>{{0, 7.0}, {61000, 8.0}, {180000, 9.0}}));
  EXPECT_EQ(
      response.series[1],
      (ForecastSeries{.name = "web", .history = {.step_seconds = 60, .values = {1, 2, 0, 0, 5}, .gaps = {{2, 2}}}}));
  EXPECT_EQ(response.request, PlanRequest{});
  EXPECT_TRUE(response.warnings.empty());
  ASSERT_EQ(response.sources.size(), 1U);
  EXPECT_EQ(response.sources[0].rows_read, 7);
  EXPECT_EQ(response.sources[0].rows_used, 6);
  EXPECT_EQ(FindSkipped(response.sources[0], "reading is no number, which is a gap")->example, "web");
}

TEST(ImportedSeries, WithoutLabelsAreNamedByTheDocument) {
  EXPECT_EQ(Read({Matrix(R"([{"metric": {}, "values": [[0, "1"]]}])", "out/rps.json")}).series[0].name, "rps");
  EXPECT_EQ(Read({Csv("time,value\n0,1\n", "out/rps.csv")}).series[0].name, "rps");
}

TEST(ImportedSeries, AreOfTheKindAndCapacityThatTheSourceSays) {
  ImportSource counter = Csv("time,requests\n0,1\n");
  counter.series_kind = SeriesKind::kCounter;
  ImportSource cpu = Csv("time,cpu\n0,40\n", "cpu.csv");
  cpu.series_kind = SeriesKind::kUtilisationPercent;
  ImportSource memory = Csv("time,memory\n0,40\n", "memory.csv");
  memory.series_kind = SeriesKind::kUtilisationPercent;
  cpu.series_capacity = 96;
  const ImportResponse response = Read({counter, cpu, memory, Csv("time,web\n0,1\n")});
  ASSERT_EQ(response.series.size(), 4U);
  EXPECT_EQ(response.series[0].kind, SeriesKind::kUtilisationPercent);
  EXPECT_EQ(response.series[0].capacity, (std::vector<CapacityChange>{{0, 96}}));
  EXPECT_TRUE(response.series[1].capacity.empty());  // The caller may know how it changed.
  EXPECT_EQ(response.series[2].kind, SeriesKind::kCounter);
  EXPECT_EQ(response.series[3].kind, SeriesKind::kDemand);
}

TEST(ImportedSeries, HintsThatMeanNothingAreRefused) {
  ImportSource pods = test::Kubectl(R"({"kind": "List", "items": []})");
  pods.series_kind = SeriesKind::kCounter;
  EXPECT_EQ(ErrorOf({pods}).field, "sources[0].series_kind");
  EXPECT_EQ(ErrorOf({pods}).message, "is of no use here; accepted with format prometheus or load_csv only");
  ImportSource demand = Csv("time,web\n0,1\n");
  demand.series_capacity = 4;
  EXPECT_EQ(ErrorOf({Csv("time,db\n0,1\n"), demand}).field, "sources[1].series_capacity");
  EXPECT_EQ(ErrorOf({demand}).message, "is of no use here; accepted with series_kind utilisation_percent only");
  demand.series_kind = SeriesKind::kUtilisationPercent;
  demand.series_capacity = -1;
  EXPECT_EQ(ErrorOf({demand}).message, "is -1; accepted: 0 to 1000000000000");
}

TEST(ImportedSeries, ErrorsNameTheDocument) {
  const Error error = ErrorOf({Csv("time,web\n0,1\n"), Csv("time,web\n0,x\n", "b.csv")});
  EXPECT_EQ(error.code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(error.field, "sources[1]");
  EXPECT_EQ(error.message.substr(0, 24), "b.csv: line 2: web is \"x");
  EXPECT_EQ(ErrorOf({Matrix("[5]")}).message, "rps.json: data.result[0]: is the number 5; accepted: an object");
}

TEST(ImportedSeries, PartsOfOneSeriesAreJoinedInTheOrderOfTime) {
  const ImportSource early =
      Matrix(R"([{"metric": {"service": "web"}, "values": [[0, "1"], [60, "2"], [120, "NaN"]]}])");
  const ImportSource late =
      Matrix(R"([{"metric": {"service": "web"}, "values": [[60, "2"], [120, "3"], [180, "4"]]}])", "late.json");
  const ImportResponse response = Read({late, early});
  ASSERT_EQ(response.series.size(), 1U);
  EXPECT_EQ(response.series[0].history, (Series{.step_seconds = 60, .values = {1, 2, 3, 4}}));
  EXPECT_EQ(Read({early, late}).series, response.series);
  std::int64_t used = 0;
  for (const ImportedSource& source : response.sources) {
    EXPECT_EQ(source.rows_read, 3);
    used += source.rows_used;
  }
  EXPECT_EQ(used, 4);
}

TEST(ImportedSeries, TwicePrintedReadingsOfOneDocumentStayWhenItIsJoined) {
  const ImportResponse response = Read({Csv("time,web\n0,1\n60,2\n60,3\n"), Csv("time,web\n120,4\n", "late.csv")});
  EXPECT_EQ(response.series[0].history.samples,
            (std::vector<Sample>{{0, 1.0}, {60000, 2.0}, {60000, 3.0}, {120000, 4.0}}));
}

TEST(ImportedSeries, DocumentsMustNotDisagree) {
  const ImportSource csv = Csv("time,web\n0,1\n60,2\n");
  const Error other_value = ErrorOf({csv, Csv("time,web\n60,3\n", "b.csv")});
  EXPECT_EQ(other_value.field, "sources[1]");
  EXPECT_EQ(other_value.message,
            "b.csv: gives \"web\" as 3 at 60000 ms, but load.csv as 2; accepted: one value. If these are two things, "
            "import the documents one by one");
  ImportSource counter = Csv("time,web\n120,3\n", "");
  counter.series_kind = SeriesKind::kCounter;
  EXPECT_EQ(
      ErrorOf({csv, counter}).message,
      "sources[1]: has another series_kind or series_capacity than load.csv, but both give \"web\"; accepted: the "
      "same of both");
}

TEST(ImportedSeries, WhatPrometheusSaysIsAWarning) {
  ImportSource source{kPrometheus, "rps.json",
                      R"({"status":"success","data":{"resultType":"scalar","result":[0,"1"]},"warnings":["slow"]})"};
  const ImportResponse response = Read({source});
  ASSERT_EQ(WarningCodes(response), (std::vector<std::string>{"prometheus_remark"}));
  EXPECT_EQ(response.warnings[0].sentence, "rps.json: Prometheus says: slow");
  EXPECT_EQ(response.warnings[0].paths, (std::vector<std::string>{"sources[0]"}));
}

TEST(ImportedSeries, ADocumentWithoutReadingsIsAWarning) {
  EXPECT_EQ(WarningCodes(Read({Matrix("[]")})), (std::vector<std::string>{"no_readings"}));
  EXPECT_EQ(WarningCodes(Read({Csv("time,web\n")})), (std::vector<std::string>{"no_readings"}));
  EXPECT_TRUE(WarningCodes(Read({Csv("time,web\n0,NaN\n")})).empty());
}

TEST(ImportedSeries, ACounterTakenForDemandIsOneWarning) {
  ImportSource source = Matrix(R"([{"metric": {"__name__": "http_requests_total", "job": "web"}, "values": [[0, "1"]]},
                 {"metric": {"__name__": "http_requests_total", "job": "db"}, "values": [[0, "1"]]}])");
  const ImportResponse response = Read({source});
  ASSERT_EQ(WarningCodes(response), (std::vector<std::string>{"series_looks_like_counter"}));
  EXPECT_EQ(response.warnings[0].sentence,
            "http_requests_total is a counter by its name, but its readings are taken for demand. Ask for "
            "rate(http_requests_total[5m]), or give series_kind counter.");
  EXPECT_EQ(response.warnings[0].paths,
            (std::vector<std::string>{"http_requests_total{job=\"db\"}", "http_requests_total{job=\"web\"}"}));
  source.series_kind = SeriesKind::kCounter;
  EXPECT_TRUE(Read({source}).warnings.empty());
  EXPECT_TRUE(Read({Csv("time,cores_total\n0,1\n")}).warnings.empty());
}

TEST(ImportedSeries, SharesTakenForPercentAreOneWarning) {
  ImportSource source = Csv("time,cpu,memory,disk\n0,0.25,0.5,0\n60,0.75,1,0\n");
  EXPECT_TRUE(Read({source}).warnings.empty());
  source.series_kind = SeriesKind::kUtilisationPercent;
  const ImportResponse response = Read({source});
  ASSERT_EQ(WarningCodes(response), (std::vector<std::string>{"utilisation_looks_like_share"}));
  EXPECT_EQ(
      response.warnings[0].sentence,
      "2 series, such as cpu, are never above 1 percent: by the look of it they are shares of 1. Ask for 100 times "
      "as much.");
  EXPECT_EQ(response.warnings[0].numbers.at("max_percent"), 1);
  EXPECT_EQ(response.warnings[0].paths, (std::vector<std::string>{"cpu", "memory"}));  // A disk may well be idle.
  source.content = "time,cpu\n0,0.25\n60,1.5\n";
  EXPECT_TRUE(Read({source}).warnings.empty());
}

// A world: some series on one grid of times, with readings missing or failed in between.
struct World {
  std::int64_t start_ms = 0;
  std::int64_t step_seconds = 60;
  std::vector<std::vector<std::optional<double>>> readings;
  std::vector<std::vector<bool>> failed;  // Where there is no reading: told as NaN, or left out.
};

World RandomWorld(base::Random& random) {
  World world;
  world.start_ms = static_cast<std::int64_t>(random.Below(2'000'000'000)) * 1000 + 500 * (random.Below(2) == 0 ? 1 : 0);
  world.step_seconds = static_cast<std::int64_t>(random.Below(900) + 1);
  world.readings.resize(random.Below(4) + 1);
  world.failed.resize(world.readings.size());
  const std::size_t size = random.Below(30) + 2;
  for (std::size_t k = 0; k < world.readings.size(); ++k) {
    for (std::size_t i = 0; i < size; ++i) {
      // The first two and the last are there, so that the step shows and both forms begin and end alike.
      const bool there = i < 2 || i + 1 == size || random.Below(4) != 0;
      world.readings[k].push_back(std::nullopt);
      if (there) world.readings[k].back() = static_cast<double>(random.Below(2'000'001)) / 1000 - 1000;
      world.failed[k].push_back(random.Below(2) == 0);
    }
  }
  return world;
}

std::string Seconds(std::int64_t unix_ms) { return Cat(unix_ms / 1000, unix_ms % 1000 == 0 ? "" : ".5"); }

ImportSource AsMatrix(const World& world) {
  std::string result;
  for (std::size_t k = 0; k < world.readings.size(); ++k) {
    std::string values;
    for (std::size_t i = 0; i < world.readings[k].size(); ++i) {
      const auto& reading = world.readings[k][i];
      if (!reading && !world.failed[k][i]) continue;
      const std::int64_t unix_ms = world.start_ms + static_cast<std::int64_t>(i) * world.step_seconds * 1000;
      values += Cat(values.empty() ? "" : ",", "[", Seconds(unix_ms), ",\"", reading ? Cat(*reading) : "NaN", "\"]");
    }
    result += Cat(k == 0 ? "" : ",", R"({"metric":{"service":"s)", k, R"("},"values":[)", values, "]}");
  }
  return Matrix(Cat("[", result, "]"));
}

ImportSource AsWideCsv(const World& world) {
  std::string text = "time";
  for (std::size_t k = 0; k < world.readings.size(); ++k) text += Cat(",s", k);
  for (std::size_t i = 0; i < world.readings[0].size(); ++i) {
    text += Cat("\n", Seconds(world.start_ms + static_cast<std::int64_t>(i) * world.step_seconds * 1000));
    for (std::size_t k = 0; k < world.readings.size(); ++k) {
      const auto& reading = world.readings[k][i];
      text += Cat(",", reading ? Cat(*reading) : world.failed[k][i] ? "NaN" : "");
    }
  }
  return Csv(text);
}

ImportSource AsLongCsv(const World& world) {
  std::string text = "unix_ms,series,value";
  for (std::size_t i = 0; i < world.readings[0].size(); ++i) {
    for (std::size_t k = 0; k < world.readings.size(); ++k) {
      const auto& reading = world.readings[k][i];
      if (!reading && !world.failed[k][i]) continue;
      const std::int64_t unix_ms = world.start_ms + static_cast<std::int64_t>(i) * world.step_seconds * 1000;
      text += Cat("\n", unix_ms, ",s", k, ",", reading ? Cat(*reading) : "null");
    }
  }
  return Csv(text);
}

TEST(ImportedSeries, AreTheSameFromPrometheusAndFromCsv) {
  base::Random random(3);
  for (int round = 0; round < 300; ++round) {
    const World world = RandomWorld(random);
    const ImportResponse matrix = Read({AsMatrix(world)});
    ASSERT_EQ(matrix.series.size(), world.readings.size());
    for (std::size_t k = 0; k < world.readings.size(); ++k) {
      const Series& history = matrix.series[k].history;
      ASSERT_EQ(history.values.size(), world.readings[k].size());
      ASSERT_EQ(history.start_unix_ms, world.start_ms);
      std::int64_t gaps = 0;
      for (const SeriesGap& gap : history.gaps) gaps += gap.count;
      ASSERT_EQ(gaps, std::count(world.readings[k].begin(), world.readings[k].end(), std::nullopt));
    }
    ASSERT_EQ(Read({AsWideCsv(world)}).series, matrix.series);
    ASSERT_EQ(Read({AsLongCsv(world)}).series, matrix.series);
    ASSERT_EQ(Read({AsLongCsv(world), AsMatrix(world)}).series, matrix.series);  // Told twice.
  }
}

// Cut anywhere, and told in two documents, with some of it in both: the same series.
TEST(ImportedSeries, AreTheSameInParts) {
  base::Random random(4);
  for (int round = 0; round < 300; ++round) {
    World whole = RandomWorld(random);
    whole.readings.resize(1);
    whole.failed.resize(1);
    const std::size_t size = whole.readings[0].size();
    const std::size_t cut = random.Below(size - 1) + 1;
    const std::size_t overlap = random.Below(std::min<std::size_t>(cut, 3));
    World early = whole;
    early.readings[0].resize(cut);
    World late = whole;
    late.start_ms += static_cast<std::int64_t>(cut - overlap) * whole.step_seconds * 1000;
    const auto from = static_cast<std::ptrdiff_t>(cut - overlap);
    late.readings[0].erase(late.readings[0].begin(), late.readings[0].begin() + from);
    late.failed[0].erase(late.failed[0].begin(), late.failed[0].begin() + from);
    ASSERT_EQ(Read({AsMatrix(late), AsMatrix(early)}).series, Read({AsMatrix(whole)}).series);
    ASSERT_EQ(Read({AsMatrix(early), AsMatrix(late)}).series, Read({AsMatrix(whole)}).series);
  }
}

TEST(ImportedSeries, AreWhatForecastTakes) {
  const ImportResponse response = Read({test::FileSource(kPrometheus, "tests/formats/data", "prometheus.json"),
                                        test::FileSource(kLoadCsv, "tests/formats/data", "load.csv")});
  ForecastRequest request;
  request.now_unix_ms = 1767312000000;
  request.series = response.series;
  ASSERT_GT(request.series.size(), 3U);
  const auto forecast = Forecast(request);
  ASSERT_TRUE(forecast.ok()) << forecast.error().field << " " << forecast.error().message;
  EXPECT_TRUE(forecast->feasible);
}

}  // namespace
}  // namespace spotwright
