#include "src/formats/timestamp.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace spotwright::formats {
namespace {

constexpr std::int64_t kDay = 86'400'000;

TEST(Timestamp, ReadsTheFormsOfKubectlAndAws) {
  EXPECT_EQ(ReadTimestamp("1970-01-01T00:00:00Z"), 0);
  EXPECT_EQ(ReadTimestamp("2026-11-20T14:00:00Z"), 1795183200000);
  EXPECT_EQ(ReadTimestamp("2026-11-20T14:00:00.000Z"), 1795183200000);
  EXPECT_EQ(ReadTimestamp("2026-11-20T14:00:00+00:00"), 1795183200000);
  EXPECT_EQ(ReadTimestamp("2026-11-20T15:30:00+01:30"), 1795183200000);
  EXPECT_EQ(ReadTimestamp("2026-11-20T06:00:00-08:00"), 1795183200000);
  EXPECT_EQ(ReadTimestamp("2026-11-20T14:00:00.5Z"), 1795183200500);
  EXPECT_EQ(ReadTimestamp("2026-11-20T14:00:00.123456789Z"), 1795183200123);
}

TEST(Timestamp, KnowsTheCalendar) {
  EXPECT_EQ(ReadTimestamp("2000-02-29T00:00:00Z"), 951782400000);
  EXPECT_EQ(*ReadTimestamp("2000-03-01T00:00:00Z") - *ReadTimestamp("2000-02-28T00:00:00Z"), 2 * kDay);
  EXPECT_EQ(*ReadTimestamp("2100-03-01T00:00:00Z") - *ReadTimestamp("2100-02-28T00:00:00Z"), kDay);
  EXPECT_EQ(ReadTimestamp("1969-12-31T23:59:59Z"), -1000);
  EXPECT_EQ(ReadTimestamp("0001-01-01T00:00:00Z"), -62135596800000);
  EXPECT_EQ(ReadTimestamp("9999-12-31T23:59:59Z"), 253402300799000);
  EXPECT_EQ(ReadTimestamp("2016-12-31T23:59:60Z"), ReadTimestamp("2017-01-01T00:00:00Z"));
}

TEST(Timestamp, DaysFollowEachOtherForEightHundredYears) {
  const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  std::int64_t expected = *ReadTimestamp("1600-01-01T00:00:00Z");
  for (int year = 1600; year < 2400; ++year) {
    for (int month = 1; month <= 12; ++month) {
      int days = 0;
      for (int day = 1; day <= 31; ++day) {
        const auto moment = ReadTimestamp(std::to_string(year) + "-" + two(month) + "-" + two(day) + "T00:00:00Z");
        if (!moment) continue;
        ++days;
        ASSERT_EQ(*moment, expected) << year << "-" << month << "-" << day;
        expected += kDay;
      }
      ASSERT_GE(days, 28);
    }
  }
}

TEST(Timestamp, RefusesEverythingElse) {
  for (const char* text : {"",
                           "2026-11-20",
                           "2026-11-20T14:00:00",
                           "2026-11-20T14:00Z",
                           "2026-13-01T00:00:00Z",
                           "2026-00-01T00:00:00Z",
                           "2026-02-29T00:00:00Z",
                           "2026-04-31T00:00:00Z",
                           "2026-11-20T24:00:00Z",
                           "2026-11-20T14:60:00Z",
                           "2026-11-20T14:00:61Z",
                           "2026-11-20T14:00:00.Z",
                           "2026-11-20T14:00:00+0000",
                           "2026-11-20T14:00:00+24:00",
                           "2026-11-20T14:00:00ZZ",
                           " 2026-11-20T14:00:00Z",
                           "26-11-20T14:00:00Z",
                           "Mon, 19 Sep 2016 18:29:47 GMT",
                           "1795183200",
                           "2026-11-20T14:00:00+",
                           "-026-11-20T14:00:00Z"}) {
    EXPECT_EQ(ReadTimestamp(text), std::nullopt) << text;
  }
}

TEST(Timestamp, OfTablesMayLeaveOutWhatIsZeroOrUtc) {
  for (const char* text : {"2026-11-20 14:00:00", "2026-11-20T14:00", "2026-11-20 14:00:00.000", "2026-11-20 14:00Z",
                           "2026-11-20T14:00:00Z", "2026-11-20 16:00+02:00", "2026-11-20T12:30:00.000-01:30"}) {
    EXPECT_EQ(ReadTableTimestamp(text), 1795183200000) << text;
  }
  EXPECT_EQ(ReadTableTimestamp("2026-11-20"), 1795132800000);
  for (const char* text : {"", "2026-11", "2026-11-20 ", "2026-11-20 14", "2026-11-20 14:", "2026-11-20 14:00:",
                           "2026-11-20 14:00:00 ", "2026-11-20 14:00:00+02", "2026-11-20Z", "2026-11-31", "20261120",
                           "2026-11-20 14:00:00+24:00", "2026-11-20 24:00", "2026-11-20 14:60"}) {
    EXPECT_EQ(ReadTableTimestamp(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace spotwright::formats
