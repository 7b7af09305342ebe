// A month, where a rate is told by the month.
#ifndef SPOTWRIGHT_SRC_BASE_MONTH_H_
#define SPOTWRIGHT_SRC_BASE_MONTH_H_

namespace spotwright::base {

inline constexpr double kHoursPerMonth = 730;  // 365 x 24 / 12, as the providers' price pages count.

}  // namespace spotwright::base

#endif  // SPOTWRIGHT_SRC_BASE_MONTH_H_
