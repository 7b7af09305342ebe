#include "src/formats/timestamp.h"

#include <cstddef>
#include <string>

namespace spotwright::formats {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Reads from the front of a text; the first misfit makes it bad for good.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::int64_t Digits(std::size_t count) {
    std::int64_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (text_.empty() || !IsDigit(text_[0])) {
        good_ = false;
        return 0;
      }
      value = value * 10 + (text_[0] - '0');
      text_.remove_prefix(1);
    }
    return value;
  }
  bool Skip(std::string_view any_of) {
    if (text_.empty() || any_of.find(text_[0]) == std::string_view::npos) return false;
    text_.remove_prefix(1);
    return true;
  }
  void Expect(std::string_view any_of) { good_ = Skip(any_of) && good_; }
  void Refuse() { good_ = false; }
  bool NextIsDigit() const { return !text_.empty() && IsDigit(text_[0]); }
  bool NextIs(char c) const { return !text_.empty() && text_[0] == c; }
  bool DoneWell() const { return good_ && text_.empty(); }

 private:
  std::string_view text_;
  bool good_ = true;
};

std::int64_t Milliseconds(Scanner& scan) {
  std::int64_t milliseconds = 0;
  if (!scan.Skip(".,")) return milliseconds;
  std::int64_t unit = 100;
  do {
    milliseconds += scan.Digits(1) * unit;
    unit /= 10;
  } while (scan.NextIsDigit());
  return milliseconds;
}

bool IsLeap(std::int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

std::int64_t DaysInMonth(std::int64_t year, std::int64_t month) {
  if (month == 2) return IsLeap(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

// Days since 1970-01-01. Years are counted from March, so that the leap day is the last of its year and the months
// before it follow one line: 153 days in every five.
std::int64_t DaysFromCivil(std::int64_t year, std::int64_t month, std::int64_t day) {
  const std::int64_t from_march = month > 2 ? month - 3 : month + 9;
  const std::int64_t y = month > 2 ? year : year - 1;
  const std::int64_t leaps = y >= 0 ? y / 4 - y / 100 + y / 400 : -1;  // y is -1 in January of year 0.
  constexpr std::int64_t kDaysTo1970 = 719468;                         // From 1 March of year 0.
  return y * 365 + leaps + (from_march * 153 + 2) / 5 + day - 1 - kDaysTo1970;
}

struct Clock {
  std::int64_t hour = 0;
  std::int64_t minute = 0;
  std::int64_t second = 0;
  std::int64_t milliseconds = 0;
  std::int64_t offset_minutes = 0;
};

// `T15:04:05.000Z`; `lenient`: what follows the minute may be missing.
Clock ReadClock(Scanner& scan, bool lenient) {
  Clock clock;
  scan.Expect("Tt ");
  clock.hour = scan.Digits(2);
  scan.Expect(":");
  clock.minute = scan.Digits(2);
  if (!lenient || scan.NextIs(':')) {
    scan.Expect(":");
    clock.second = scan.Digits(2);
    clock.milliseconds = Milliseconds(scan);
  }
  if (scan.Skip("Zz") || (lenient && scan.DoneWell())) return clock;
  const std::int64_t sign = scan.NextIs('-') ? -1 : 1;
  scan.Expect("+-");
  const std::int64_t hours = scan.Digits(2);
  scan.Expect(":");
  const std::int64_t minutes = scan.Digits(2);
  if (hours > 23 || minutes > 59) scan.Refuse();
  clock.offset_minutes = sign * (hours * 60 + minutes);
  return clock;
}

std::optional<std::int64_t> Read(std::string_view text, bool lenient) {
  Scanner scan(text);
  const std::int64_t year = scan.Digits(4);
  scan.Expect("-");
  const std::int64_t month = scan.Digits(2);
  scan.Expect("-");
  const std::int64_t day = scan.Digits(2);
  const Clock clock = lenient && scan.DoneWell() ? Clock{} : ReadClock(scan, lenient);
  if (!scan.DoneWell()) return std::nullopt;
  if (month < 1 || month > 12 || day < 1 || day > DaysInMonth(year, month)) return std::nullopt;
  if (clock.hour > 23 || clock.minute > 59 || clock.second > 60) return std::nullopt;
  const std::int64_t hours = DaysFromCivil(year, month, day) * 24 + clock.hour;
  const std::int64_t minutes = hours * 60 + clock.minute - clock.offset_minutes;
  return (minutes * 60 + clock.second) * 1000 + clock.milliseconds;
}

}  // namespace

std::optional<std::int64_t> ReadTimestamp(std::string_view text) { return Read(text, false); }

std::optional<std::int64_t> ReadTableTimestamp(std::string_view text) { return Read(text, true); }

std::optional<std::int64_t> ReadHttpDate(std::string_view text) {
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  constexpr std::string_view kSample = "Mon, 19 Sep 2016 18:29:47 GMT";
  if (text.size() != kSample.size() || text.substr(3, 2) != ", " || text.substr(25) != " GMT") return std::nullopt;
  const std::size_t month = kMonths.find(text.substr(8, 3));
  if (month == std::string_view::npos || month % 3 != 0) return std::nullopt;
  if (text[7] != ' ' || text[11] != ' ' || text[16] != ' ') return std::nullopt;
  std::string moment(text.substr(12, 4));
  moment.append("-").append(month / 3 < 9 ? "0" : "").append(std::to_string(month / 3 + 1)).append("-");
  moment.append(text.substr(5, 2)).append("T").append(text.substr(17, 8)).append("Z");
  return ReadTimestamp(moment);
}

}  // namespace spotwright::formats
