// Measurements in CSV: wide and long, forms of time, gaps, and what is refused.
#include "src/formats/load_csv.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "src/base/text.h"

namespace spotwright::formats {
namespace {

using base::Cat;

constexpr std::int64_t kNoon = 1767268800000;  // 2026-01-01 12:00 UTC

SeriesDocument Read(const std::string& text) {
  SeriesDocument document;
  EXPECT_EQ(ReadLoadCsv(text, "requests", document), std::nullopt);
  return document;
}

std::string ProblemOf(const std::string& text) {
  SeriesDocument document;
  return ReadLoadCsv(text, "requests", document).value_or("none");
}

TEST(LoadCsv, EachColumnIsASeries) {
  const SeriesDocument document = Read("time,web,\"db, main\"\n1767268800,1.5,2\n1767268860,3,\n");
  ASSERT_EQ(document.series.size(), 2U);
  EXPECT_EQ(document.series[0].name, "web");
  EXPECT_EQ(document.series[0].samples, (std::vector<Sample>{{kNoon, 1.5}, {kNoon + 60000, 3.0}}));
  EXPECT_EQ(document.series[1].name, "db, main");
  EXPECT_EQ(document.series[1].samples, (std::vector<Sample>{{kNoon, 2.0}, {kNoon + 60000, {}}}));
}

TEST(LoadCsv, TheTimesMayStandInAnyColumn) {
  const SeriesDocument document = Read("web,ts,db\n1,1767268800,2\n");
  ASSERT_EQ(document.series.size(), 2U);
  EXPECT_EQ(document.series[1].name, "db");
  EXPECT_EQ(document.series[1].samples, (std::vector<Sample>{{kNoon, 2.0}}));
}

TEST(LoadCsv, ALineForEachReading) {
  const SeriesDocument document =
      Read("value,unit,time,series\n1,rps,1767268800,web\n2,rps,1767268800,db\n,rps,1767268860,web\n");
  ASSERT_EQ(document.series.size(), 2U);
  EXPECT_EQ(document.series[0].name, "web");
  EXPECT_EQ(document.series[0].samples, (std::vector<Sample>{{kNoon, 1.0}, {kNoon + 60000, {}}}));
  EXPECT_EQ(document.series[1].name, "db");
  EXPECT_EQ(document.series[1].samples, (std::vector<Sample>{{kNoon, 2.0}}));
}

TEST(LoadCsv, ASoleColumnOfValuesHasTheDocumentsName) {
  EXPECT_EQ(Read("timestamp,value\n1767268800,1\n").series[0].name, "requests");
  EXPECT_EQ(Read("timestamp,Value\n1767268800,1\n").series[0].name, "requests");
  EXPECT_EQ(Read("timestamp,count\n1767268800,1\n").series[0].name, "count");
  EXPECT_EQ(Read("timestamp,value,web\n1767268800,1,2\n").series[0].name, "value");
  EXPECT_EQ(BareName("a/b.c/requests.load.csv"), "requests.load");
  EXPECT_EQ(BareName("C:\\data\\web.csv"), "web");
  EXPECT_EQ(BareName("stdin"), "stdin");
  EXPECT_EQ(BareName(".csv"), ".csv");
  EXPECT_EQ(BareName("folder/"), "value");
  EXPECT_EQ(BareName(""), "value");
}

TEST(LoadCsv, FormsOfTime) {
  const auto time = [](const std::string& title, const std::string& text) {
    return Read(Cat(title, ",web\n", text, ",1\n")).series[0].samples[0].unix_ms;
  };
  for (const char* text :
       {"1767268800", "1767268800.0", "1767268800000", "1.7672688e9", "2026-01-01T12:00:00Z", "2026-01-01T12:00:00",
        "2026-01-01 12:00:00", "2026-01-01 12:00", "\"2026-01-01 12:00:00\"", "2026-01-01 12:00:00.000",
        "2026-01-01 12:00:00+00:00", "2026-01-01T13:30:00+01:30", "2026-01-01 13:30+01:30"}) {
    EXPECT_EQ(time("time", text), kNoon) << text;
  }
  EXPECT_EQ(time("Date", "2026-01-02"), kNoon + 43'200'000);
  EXPECT_EQ(time("time", "1767268800.25"), kNoon + 250);
  EXPECT_EQ(time("time", "1767268800250"), kNoon + 250);
  EXPECT_EQ(time("time", "99999999999"), 99999999999000);
  EXPECT_EQ(time("time", "100000000000"), 100000000000);
  EXPECT_EQ(time("unix_ms", "60000"), 60000);
  EXPECT_EQ(time("UNIX_SECONDS", "60000"), 60000000);
  EXPECT_EQ(time("time", "0"), 0);
}

TEST(LoadCsv, WhatIsNoNumberIsAGap) {
  for (const char* text : {"", " ", "NaN", "nan", "null", "NULL", "None", "NA", "n/a", "inf", "+Inf", "-Inf", "\"\""}) {
    EXPECT_EQ(Read(Cat("time,web,db\n1767268800,", text, ",1\n")).series[0].samples, (std::vector<Sample>{{kNoon, {}}}))
        << text;
  }
}

TEST(LoadCsv, MomentsStayAsTheyCome) {
  EXPECT_EQ(Read("time,web\n20,1\n10,2\n10,2\n10,3\n").series[0].samples,
            (std::vector<Sample>{{20000, 1.0}, {10000, 2.0}, {10000, 2.0}, {10000, 3.0}}));
}

TEST(LoadCsv, QuotesLineEndsAndMarks) {
  const SeriesDocument document = Read("\xEF\xBB\xBFtime,\"a \"\"b\"\"\"\r\n\r\n\"1767268800\" , \"1.5\"\r\n\n");
  EXPECT_EQ(document.series[0].name, "a \"b\"");
  EXPECT_EQ(document.series[0].samples, (std::vector<Sample>{{kNoon, 1.5}}));
  EXPECT_EQ(Read("time,web").series[0].samples.size(), 0U);
}

TEST(LoadCsv, ErrorsNameTheLineTheValueAndWhatIsAccepted) {
  constexpr const char* kTimes =
      "line 1: has no column of times; accepted: one of the columns is called time, timestamp, ts, ds, date, datetime, "
      "period, unix_seconds, unix_ms";
  EXPECT_EQ(ProblemOf(""), kTimes);
  EXPECT_EQ(ProblemOf("hour,web\n1,2\n"), kTimes);
  EXPECT_EQ(ProblemOf("date,time,web\n"), "line 1: has two columns of times, date and time; accepted: one");
  EXPECT_EQ(ProblemOf("time\n1\n"), "line 1: has a column of times alone; accepted: one of values as well");
  EXPECT_EQ(ProblemOf("time;web\n1;2\n"), "line 1: has one column; accepted: columns separated by commas");
  EXPECT_EQ(ProblemOf("time,web,web\n"), "line 1: names the column web twice");
  EXPECT_EQ(ProblemOf("time,web,db,web\n"), "line 1: names the column web twice");
  EXPECT_EQ(ProblemOf("time,web,\n"), "line 1: column 3 has no name; it is required");
  EXPECT_EQ(ProblemOf("time,web\n1,2\n\n1,2,3\n"), "line 4: has 3 fields; accepted: 2");
  EXPECT_EQ(ProblemOf("time,web\n1,\"2\n"), "line 2: has a quote that is not closed");
  EXPECT_EQ(ProblemOf("time,web\n1,2\n3,many\n"),
            "line 3: web is \"many\"; accepted: a number from -1e18 to 1e18, or NaN, +Inf or -Inf; empty is a gap");
  EXPECT_EQ(ProblemOf("time,series,value\n1,,2\n"), "line 2: series is empty; it is required");
  EXPECT_EQ(ProblemOf("time,series,value\n1,web,x\n").substr(0, 19), "line 2: value is \"x");
  for (const char* time :
       {"", "noon", "-1", "nan", "1e15", "1e999", "2026-02-30", "2026-01-01 25:00", "1969-12-31", "5139-01-01"}) {
    EXPECT_EQ(ProblemOf(Cat("time,web\n", time, ",2\n")),
              Cat("line 2: time is \"", time,
                  "\"; accepted: seconds or milliseconds since 1970, or a moment such as 2026-01-31T08:00:00Z or "
                  "2026-01-31 08:00:00 (UTC)"));
  }
}

}  // namespace
}  // namespace spotwright::formats
