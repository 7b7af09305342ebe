#include "src/formats/load_csv.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <map>
#include <utility>

#include "src/base/text.h"
#include "src/formats/csv_reader.h"
#include "src/formats/reading_text.h"
#include "src/formats/timestamp.h"

namespace spotwright::formats {
namespace {

using base::Cat;
using base::Quoted;

constexpr std::string_view kTimeNames[] = {"time",     "timestamp", "ts",           "ds",     "date",
                                           "datetime", "period",    "unix_seconds", "unix_ms"};
constexpr std::string_view kGaps[] = {"", "null", "none", "na", "n/a"};
constexpr std::string_view kAcceptedTime =
    "seconds or milliseconds since 1970, or a moment such as 2026-01-31T08:00:00Z or 2026-01-31 08:00:00 (UTC)";
constexpr double kFirstMs = 1e11;  // As seconds in the year 5138, as milliseconds in 1973.

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

template <std::size_t kCount>
bool IsAnyOf(const std::string_view (&names)[kCount], std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

enum class TimeUnit : std::uint8_t { kBySize, kSeconds, kMilliseconds };

std::optional<std::int64_t> ReadTime(std::string_view text, TimeUnit unit) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (end == text.data() + text.size() && !text.empty()) {
    if (error != std::errc()) return std::nullopt;
    const bool in_ms = unit == TimeUnit::kMilliseconds || (unit == TimeUnit::kBySize && number >= kFirstMs);
    const double unix_ms = in_ms ? number : number * 1000;
    if (!(unix_ms >= 0 && unix_ms <= kLastUnixMs)) return std::nullopt;
    return static_cast<std::int64_t>(std::floor(unix_ms + 0.5));
  }
  const auto moment = ReadTableTimestamp(text);
  if (!moment || *moment < 0 || static_cast<double>(*moment) > kLastUnixMs) return std::nullopt;
  return moment;
}

class Reader {
 public:
  Reader(std::string_view text, std::string_view bare_name, SeriesDocument& document)
      : csv_(text), bare_name_(bare_name), document_(document) {}

  std::optional<std::string> Read() {
    csv_.Next(header_);
    if (auto problem = FindColumns()) return problem;
    std::vector<std::string> fields;
    while (csv_.Next(fields)) {
      if (auto problem = ReadLine(fields)) return Cat("line ", csv_.line(), ": ", *problem);
    }
    return std::nullopt;
  }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  // Index of a column; kNone when there is none.
  std::size_t Find(std::string_view name) const {
    const auto found =
        std::find_if(header_.begin(), header_.end(), [&](const auto& title) { return Lower(title) == name; });
    return found == header_.end() ? kNone : static_cast<std::size_t>(found - header_.begin());
  }

  std::optional<std::string> FindColumns() {
    if (header_.size() == 1 && header_[0].find_first_of(";\t") != std::string::npos) {
      return std::string("line 1: has one column; accepted: columns separated by commas");
    }
    for (std::size_t i = 0; i < header_.size(); ++i) {
      const std::string name = Lower(header_[i]);
      if (!IsAnyOf(kTimeNames, name)) continue;
      if (time_ != kNone) {
        return Cat("line 1: has two columns of times, ", header_[time_], " and ", header_[i], "; accepted: one");
      }
      time_ = i;
      unit_ = name == "unix_ms"        ? TimeUnit::kMilliseconds
              : name == "unix_seconds" ? TimeUnit::kSeconds
                                       : TimeUnit::kBySize;
    }
    if (time_ == kNone) {
      std::string names;
      for (const std::string_view name : kTimeNames) names += Cat(names.empty() ? "" : ", ", name);
      return Cat("line 1: has no column of times; accepted: one of the columns is called ", names);
    }
    name_ = Find("series");
    value_ = Find("value");
    if (name_ != kNone && value_ != kNone) return std::nullopt;
    name_ = kNone;
    return AddColumns();
  }

  std::optional<std::string> AddColumns() {
    if (header_.size() == 1) return std::string("line 1: has a column of times alone; accepted: one of values as well");
    for (std::size_t i = 0; i < header_.size(); ++i) {
      if (i == time_) continue;
      const bool is_bare = header_.size() == 2 && i == value_;
      const std::string name = is_bare ? std::string(bare_name_) : header_[i];
      if (name.empty()) return Cat("line 1: column ", i + 1, " has no name; it is required");
      if (by_name_.contains(name)) return Cat("line 1: names the column ", name, " twice");
      SeriesOf(name);
    }
    return std::nullopt;
  }

  // Index of the series of that name, which is added if it is not there.
  std::size_t SeriesOf(const std::string& name) {
    const auto [at, added] = by_name_.try_emplace(name, document_.series.size());
    if (added) document_.series.push_back({name, {}});
    return at->second;
  }

  std::optional<std::string> ReadLine(const std::vector<std::string>& fields) {
    if (csv_.unclosed_quote()) return std::string("has a quote that is not closed");
    if (fields.size() != header_.size()) return Cat("has ", fields.size(), " fields; accepted: ", header_.size());
    const auto moment = ReadTime(fields[time_], unit_);
    if (!moment) return Cat(header_[time_], " is ", Quoted(fields[time_]), "; accepted: ", kAcceptedTime);
    if (name_ != kNone) {
      if (fields[name_].empty()) return Cat(header_[name_], " is empty; it is required");
      return ReadValue(fields[value_], header_[value_], *moment, SeriesOf(fields[name_]));
    }
    std::size_t series = 0;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (i == time_) continue;
      if (auto problem = ReadValue(fields[i], header_[i], *moment, series++)) return problem;
    }
    return std::nullopt;
  }

  std::optional<std::string> ReadValue(const std::string& text, const std::string& title, std::int64_t unix_ms,
                                       std::size_t series) {
    Sample sample{.unix_ms = unix_ms, .value = std::nullopt};
    if (!ReadReading(text, sample.value) && !IsAnyOf(kGaps, Lower(text))) {
      return Cat(title, " is ", Quoted(text), "; accepted: ", kAcceptedReading, "; empty is a gap");
    }
    document_.series[series].samples.push_back(sample);
    return std::nullopt;
  }

  CsvReader csv_;
  std::string_view bare_name_;
  SeriesDocument& document_;
  std::vector<std::string> header_;
  std::size_t time_ = kNone;
  TimeUnit unit_ = TimeUnit::kBySize;
  std::size_t name_ = kNone;  // Of the long form alone.
  std::size_t value_ = kNone;
  std::map<std::string, std::size_t> by_name_;
};

}  // namespace

std::optional<std::string> ReadLoadCsv(std::string_view text, std::string_view bare_name, SeriesDocument& document) {
  return Reader(text, bare_name, document).Read();
}

}  // namespace spotwright::formats
