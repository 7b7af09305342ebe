#include "src/packing/attainable_cost.h"

#include <algorithm>
#include <numeric>

namespace spotwright::packing {
namespace {

constexpr double kRounding = 1e-9;
constexpr double kMostMicro = 4e18;

}  // namespace

std::int64_t CostStep(const Instance& instance) {
  for (const Item& item : instance.items) {
    if (item.restart_cost_micro > 0) return 1;
  }
  std::int64_t step = 0;
  for (const Kind& kind : instance.kinds) step = std::gcd(step, kind.price_micro);
  return std::max<std::int64_t>(1, step);
}

std::int64_t AttainableCost(const Instance& instance, double bound_micro) {
  if (!(bound_micro > 0)) return 0;
  const double sure = std::min(bound_micro * (1 - kRounding), kMostMicro);
  const auto whole = static_cast<std::int64_t>(sure);
  const std::int64_t least = static_cast<double>(whole) < sure ? whole + 1 : whole;
  const std::int64_t step = CostStep(instance);
  return (least + step - 1) / step * step;
}

}  // namespace spotwright::packing
