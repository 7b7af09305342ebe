#include "src/market/wording.h"

#include <string_view>

#include "src/base/money.h"
#include "src/base/text.h"

namespace spotwright::market {

std::string Dollars(std::int64_t micro_usd) {
  std::string text = base::Fixed(base::Usd(micro_usd), 6);
  while (text.ends_with('0') && text[text.size() - 3] != '.') text.pop_back();
  return "$" + text;
}

std::string Percentage(std::int64_t share_millionths) {
  return base::Cat(static_cast<double>(share_millionths) / 1e4, " %");
}

std::string Duration(std::int64_t milliseconds) {
  struct Unit {
    std::int64_t milliseconds;
    std::string_view name;
  };
  constexpr Unit kUnits[] = {{86'400'000, "days"}, {3'600'000, "hours"}, {60'000, "minutes"}, {1000, "seconds"}};
  const Unit* unit = kUnits;
  while (unit != kUnits + 3 && milliseconds < 2 * unit->milliseconds) ++unit;
  const std::int64_t tenths = milliseconds / (unit->milliseconds / 10);  // Cut, so that a limit not reached shows it.
  return base::Cat(static_cast<double>(tenths) / 10, " ", unit->name);
}

}  // namespace spotwright::market
