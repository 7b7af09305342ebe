#include "src/formats/number_text.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "src/base/month.h"
#include "src/base/text.h"

namespace spotwright::formats {
namespace {

using base::Cat;

// Commas between the thousands of a decimal number without sign.
std::string Grouped(std::string number) {
  const std::size_t point = std::min(number.find('.'), number.size());
  for (std::size_t i = point; i > 3; i -= 3) number.insert(i - 3, 1, ',');
  return number;
}

std::string TwoDigits(unsigned value) { return value < 10 ? Cat("0", value) : Cat(value); }

}  // namespace

std::string Count(std::int64_t value) {
  std::string digits = Cat(value);
  return value < 0 ? Cat("-", Grouped(digits.substr(1))) : Grouped(std::move(digits));
}

std::string CountOf(std::int64_t value, std::string_view singular, std::string_view plural) {
  return Cat(Count(value), " ", value == 1 ? singular : plural);
}

std::string Usd(double usd, int decimals) {
  const std::string amount = base::Fixed(std::abs(usd), decimals);
  const bool negative = usd < 0 && amount.find_first_not_of("0.") != std::string::npos;
  return Cat(negative ? "-$" : "$", Grouped(amount));
}

int UsdDecimals(double largest) { return largest < 10 ? 4 : largest < 100 ? 3 : 2; }

std::string UsdPerMonth(double usd_per_hour) {
  const double usd = usd_per_hour * base::kHoursPerMonth;
  return Usd(usd, std::abs(usd) >= 1000 ? 0 : 2);
}

std::string SignedPercent(double share) {
  const std::string text = base::Percent(share);
  return Cat(share > 0 && text != "0.0 %" ? "+" : "", text);
}

std::string Memory(std::int64_t bytes) {
  constexpr double kGib = 1024.0 * 1024 * 1024;
  return Grouped(base::Fixed(static_cast<double>(bytes) / kGib, 1)) + " GiB";
}

std::string Vcpus(std::int64_t millicores) { return Grouped(base::Fixed(static_cast<double>(millicores) / 1000, 1)); }

std::string InterruptionBand(std::optional<std::int64_t> band) {
  if (!band) return "";
  switch (*band) {
    case 0:
      return "<5 %";
    case 1:
      return "5-10 %";
    case 2:
      return "10-15 %";
    case 3:
      return "15-20 %";
    case 4:
      return ">20 %";
    default:
      return Cat("band ", *band);
  }
}

std::string_view CapacityTypeName(CapacityType type) {
  switch (type) {
    case CapacityType::kSpot:
      return "spot";
    case CapacityType::kOnDemand:
      return "on-demand";
  }
  return "";
}

std::string PoolName(const Pool& pool) {
  std::string name = pool.instance_type;
  for (const std::string_view part : {std::string_view(pool.zone), CapacityTypeName(pool.capacity_type)}) {
    if (!part.empty()) name += Cat(name.empty() ? "" : " ", part);
  }
  return name;
}

std::string Moment(std::int64_t unix_ms) {
  constexpr std::int64_t kDay = 86'400'000;
  constexpr std::int64_t kYear10000 = 253'402'300'800'000;
  if (unix_ms < 0 || unix_ms >= kYear10000) return Cat(unix_ms, " ms since 1970 UTC");
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{unix_ms / kDay}}};
  const auto second = static_cast<unsigned>(unix_ms % kDay / 1000);
  return Cat(static_cast<int>(date.year()), "-", TwoDigits(static_cast<unsigned>(date.month())), "-",
             TwoDigits(static_cast<unsigned>(date.day())), " ", TwoDigits(second / 3600), ":",
             TwoDigits(second / 60 % 60), ":", TwoDigits(second % 60), " UTC");
}

std::string Words(std::string_view code) {
  std::string words(code);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::string Capitalised(std::string_view words) {
  std::string out(words);
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out;
}

}  // namespace spotwright::formats
