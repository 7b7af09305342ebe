// CeilDiv: whole parts that are enough.
#ifndef SPOTWRIGHT_SRC_BASE_CEIL_DIV_H_
#define SPOTWRIGHT_SRC_BASE_CEIL_DIV_H_

#include <cstdint>

namespace spotwright::base {

// a / b, rounded up. a >= 0, b > 0, and their sum fits.
inline std::int64_t CeilDiv(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

}  // namespace spotwright::base

#endif  // SPOTWRIGHT_SRC_BASE_CEIL_DIV_H_
