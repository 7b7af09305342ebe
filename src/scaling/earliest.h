// The earlier of two moments that may not come.
#ifndef SPOTWRIGHT_SRC_SCALING_EARLIEST_H_
#define SPOTWRIGHT_SRC_SCALING_EARLIEST_H_

#include <algorithm>
#include <cstdint>
#include <optional>

namespace spotwright::scaling {

using Moment = std::optional<std::int64_t>;  // In ms since 1970 UTC.

inline Moment Earliest(Moment a, Moment b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

}  // namespace spotwright::scaling

#endif  // SPOTWRIGHT_SRC_SCALING_EARLIEST_H_
