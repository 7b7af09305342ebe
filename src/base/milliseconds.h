// Seconds, as policies state them, in the milliseconds that moments are counted in.
#ifndef SPOTWRIGHT_SRC_BASE_MILLISECONDS_H_
#define SPOTWRIGHT_SRC_BASE_MILLISECONDS_H_

#include <cmath>
#include <cstdint>

namespace spotwright::base {

// To the nearest; halves go away from zero. |seconds| is below 1e15.
inline std::int64_t Milliseconds(double seconds) { return static_cast<std::int64_t>(std::llround(seconds * 1e3)); }

}  // namespace spotwright::base

#endif  // SPOTWRIGHT_SRC_BASE_MILLISECONDS_H_
