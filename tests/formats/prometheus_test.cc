// Prometheus' answers: names, points, and what is refused.
#include "src/formats/prometheus.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "src/base/text.h"

namespace spotwright::formats {
namespace {

using base::Cat;

std::string Answer(const std::string& type, const std::string& result) {
  return Cat(R"({"status":"success","data":{"resultType":")", type, R"(","result":)", result, "}}");
}

SeriesDocument Read(const std::string& text) {
  SeriesDocument document;
  EXPECT_EQ(ReadPrometheus(text, "rps", document), std::nullopt);
  return document;
}

std::string ProblemOf(const std::string& text) {
  SeriesDocument document;
  return ReadPrometheus(text, "rps", document).value_or("none");
}

TEST(Prometheus, AMatrixGivesASeriesForEachItsPointsInOrder) {
  const SeriesDocument document = Read(Answer("matrix", R"([
      {"metric": {"service": "web"}, "values": [[1767225600, "12.5"], [1767225660.25, "1e+06"], [1767225720, "-0.5"]]},
      {"metric": {"service": "db"}, "values": []}])"));
  ASSERT_EQ(document.series.size(), 2U);
  EXPECT_EQ(document.series[0].name, "web");
  EXPECT_EQ(document.series[0].samples,
            (std::vector<Sample>{{1767225600000, 12.5}, {1767225660250, 1e6}, {1767225720000, -0.5}}));
  EXPECT_EQ(document.series[1].name, "db");
  EXPECT_TRUE(document.series[1].samples.empty());
  EXPECT_TRUE(document.remarks.empty());
}

TEST(Prometheus, AVectorAndAScalarGiveOneSample) {
  const SeriesDocument vector = Read(Answer("vector", R"([
      {"metric": {"__name__": "up", "job": "node", "instance": "a:9100"}, "value": [1767225600.781, "1"]},
      {"metric": {}, "value": [1767225600.781, "3"]}])"));
  ASSERT_EQ(vector.series.size(), 2U);
  EXPECT_EQ(vector.series[0].name, R"(up{instance="a:9100", job="node"})");
  EXPECT_EQ(vector.series[0].samples, (std::vector<Sample>{{1767225600781, 1.0}}));
  EXPECT_EQ(vector.series[1].name, "rps");
  const SeriesDocument scalar = Read(Answer("scalar", R"([1767225600, "7"])"));
  ASSERT_EQ(scalar.series.size(), 1U);
  EXPECT_EQ(scalar.series[0].name, "rps");
  EXPECT_EQ(scalar.series[0].samples, (std::vector<Sample>{{1767225600000, 7.0}}));
}

TEST(Prometheus, WhatIsNoNumberIsAGap) {
  const SeriesDocument document =
      Read(Answer("matrix", R"([{"values": [[1, "NaN"], [2, "+Inf"], [3, "-Inf"], [4, "Inf"], [5, "5"]]}])"));
  EXPECT_EQ(document.series[0].samples,
            (std::vector<Sample>{{1000, {}}, {2000, {}}, {3000, {}}, {4000, {}}, {5000, 5.0}}));
}

// Prometheus writes milliseconds as a fraction, and large numbers of seconds must not lose them.
TEST(Prometheus, TimesAreExactToTheMillisecond) {
  for (const std::int64_t begin : {std::int64_t{0}, std::int64_t{1435781430000}, std::int64_t{99999999999000}}) {
    for (std::int64_t ms = begin; ms < begin + 1000; ++ms) {
      std::string fraction = Cat(1000 + ms % 1000).substr(1);
      while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
      const std::string seconds = fraction.empty() ? Cat(ms / 1000) : Cat(ms / 1000, ".", fraction);
      ASSERT_EQ(Read(Answer("scalar", Cat("[", seconds, R"(, "0"])"))).series[0].samples[0].unix_ms, ms) << seconds;
    }
  }
  EXPECT_EQ(Read(Answer("scalar", R"([1.767225600781e9, "0"])")).series[0].samples[0].unix_ms, 1767225600781);
}

TEST(Prometheus, Names) {
  EXPECT_EQ(PrometheusName({}, "rps"), "rps");
  EXPECT_EQ(PrometheusName({{"__name__", "up"}}, "rps"), "up");
  EXPECT_EQ(PrometheusName({{"service", "web"}}, "rps"), "web");
  EXPECT_EQ(PrometheusName({{"service", "web"}, {"namespace", ""}}, "rps"), "web");  // Empty: not there.
  EXPECT_EQ(PrometheusName({{"service", "web"}, {"namespace", "shop"}}, "rps"), R"({namespace="shop", service="web"})");
  EXPECT_EQ(PrometheusName({{"__name__", "up"}, {"job", "a\"b\\c\nd"}}, "rps"), R"(up{job="a\"b\\c\nd"})");
}

TEST(Prometheus, WarningsAndInfosAreRemarks) {
  const SeriesDocument document = Read(R"({"status": "success", "isPartial": true,
      "data": {"resultType": "vector", "result": []}, "warnings": ["a store is away"], "infos": ["no counter"]})");
  EXPECT_EQ(document.remarks, (std::vector<std::string>{"a store is away", "no counter", "the answer is partial"}));
}

TEST(Prometheus, UnknownKeysAreLeftUnread) {
  EXPECT_EQ(Read(R"({"status": "success", "stats": {"x": [1]}, "data": {"resultType": "scalar", "more": {},
      "result": [1, "2"]}, "trace": null})")
                .series.size(),
            1U);
}

TEST(Prometheus, ErrorsNameThePathTheValueAndWhatIsAccepted) {
  EXPECT_EQ(ProblemOf(R"({"status":"error","errorType":"bad_data","error":"unexpected end of input"})"),
            "status: is \"error\": bad_data: unexpected end of input; accepted: success. Mend the query and ask again");
  EXPECT_EQ(ProblemOf(R"({"status": "ok"})"), "status: is \"ok\"; accepted: success");
  EXPECT_EQ(ProblemOf("{}"), "status: is missing; accepted: a string that is not empty");
  EXPECT_EQ(ProblemOf("[]"), "is a list; accepted: an object");
  EXPECT_EQ(ProblemOf("404 page not found").substr(0, 11), "is not JSON");
  EXPECT_EQ(ProblemOf(R"({"status": "success"})"), "data: is missing; accepted: a string that is not empty");
  EXPECT_EQ(ProblemOf(R"({"status": "success", "data": {"resultType": "matrix"}})"),
            "data.result: is missing; accepted: a list");
  EXPECT_EQ(ProblemOf(Answer("string", R"([1, "hello"])")),
            "data.resultType: is \"string\"; accepted: matrix, vector or scalar, as queries for numbers give");
  EXPECT_EQ(ProblemOf(Answer("matrix", R"([{"metric": {}}])")),
            "data.result[0].values: is missing; accepted: a list of times and values");
  EXPECT_EQ(ProblemOf(Answer("vector", R"([{"metric": {}}])")),
            "data.result[0].value: is missing; accepted: a time and a value, such as [1767225600, \"42\"]");
  EXPECT_EQ(ProblemOf(Answer("matrix", R"([{"values": [[1, "2"], [2]]}])")),
            "data.result[0].values[1]: is a list; accepted: a time and a value, such as [1767225600, \"42\"]");
  EXPECT_EQ(ProblemOf(Answer("matrix", R"([{"values": [["1", "2"]]}])")),
            "data.result[0].values[0][0]: is \"1\"; accepted: a number");
  EXPECT_EQ(ProblemOf(Answer("matrix", R"([{"values": [[-1, "2"]]}])")),
            "data.result[0].values[0][0]: is the number -1; accepted: a time in seconds since 1970, from 0 to 1e11");
  EXPECT_EQ(
      ProblemOf(Answer("matrix", R"([{"values": [[1767225600000000, "2"]]}])")),
      "data.result[0].values[0][0]: is the number 1767225600000000; accepted: a time in seconds since 1970, from 0 "
      "to 1e11");
  EXPECT_EQ(ProblemOf(Answer("scalar", "[1, 2]")), "data.result[1]: is the number 2; accepted: a string");
  for (const char* value : {"", "x", "1,5", "1 ", " 1", "0x10", "1e19", "-1e19", "1e999", "+-1", "++1", "--1"}) {
    EXPECT_EQ(ProblemOf(Answer("scalar", Cat("[1, \"", value, "\"]"))),
              Cat("data.result[1]: is \"", value, "\"; accepted: a number from -1e18 to 1e18, or NaN, +Inf or -Inf"));
  }
}

TEST(Prometheus, NativeHistogramsAreRefused) {
  constexpr const char* kHistogram = R"([1767225600, {"count": "4", "sum": "2", "buckets": [[0, "0.1", "1", "4"]]}])";
  constexpr const char* kProblem =
      ": is a native histogram; accepted: numbers. Ask for histogram_quantile(0.95, ...), histogram_count(...) or "
      "histogram_sum(...) of it";
  EXPECT_EQ(ProblemOf(Answer("matrix", Cat(R"([{"metric": {}, "histograms": [)", kHistogram, "]}]"))),
            Cat("data.result[0].histograms", kProblem));
  EXPECT_EQ(ProblemOf(Answer("matrix", Cat(R"([{"values": [[1, "2"]], "histograms": [)", kHistogram, "]}]"))),
            Cat("data.result[0].histograms", kProblem));
  EXPECT_EQ(ProblemOf(Answer("vector", Cat(R"([{"metric": {}, "histogram": )", kHistogram, "}]"))),
            Cat("data.result[0].histogram", kProblem));
}

TEST(Prometheus, TwoSeriesOfOneNameAreRefused) {
  EXPECT_EQ(ProblemOf(Answer("vector", R"([{"metric": {"service": "web"}, "value": [1, "2"]},
                                           {"metric": {"job": "web"}, "value": [1, "3"]}])")),
            "data.result[1].metric: gives the series the name \"web\", as another one's labels do; accepted: each name "
            "once. Keep the labels that tell them apart");
}

}  // namespace
}  // namespace spotwright::formats
