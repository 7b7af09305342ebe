#include "src/formats/timestamp.h"

#include <cstddef>

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

}  // namespace

std::optional<std::int64_t> ReadTimestamp(std::string_view text) {
  Scanner scan(text);
  const std::int64_t year = scan.Digits(4);
  scan.Expect("-");
  const std::int64_t month = scan.Digits(2);
  scan.Expect("-");
  const std::int64_t day = scan.Digits(2);
  scan.Expect("Tt ");
  const std::int64_t hour = scan.Digits(2);
  scan.Expect(":");
  const std::int64_t minute = scan.Digits(2);
  scan.Expect(":");
  const std::int64_t second = scan.Digits(2);
  const std::int64_t milliseconds = Milliseconds(scan);
  std::int64_t offset_minutes = 0;
  if (!scan.Skip("Zz")) {
    const std::int64_t sign = scan.NextIs('-') ? -1 : 1;
    scan.Expect("+-");
    const std::int64_t offset_hour = scan.Digits(2);
    scan.Expect(":");
    const std::int64_t offset_minute = scan.Digits(2);
    if (offset_hour > 23 || offset_minute > 59) return std::nullopt;
    offset_minutes = sign * (offset_hour * 60 + offset_minute);
  }
  if (!scan.DoneWell()) return std::nullopt;
  if (month < 1 || month > 12 || day < 1 || day > DaysInMonth(year, month)) return std::nullopt;
  if (hour > 23 || minute > 59 || second > 60) return std::nullopt;
  const std::int64_t minutes = (DaysFromCivil(year, month, day) * 24 + hour) * 60 + minute - offset_minutes;
  return (minutes * 60 + second) * 1000 + milliseconds;
}

}  // namespace spotwright::formats
