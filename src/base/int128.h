// Int128: for products of two 64-bit amounts, which are then compared or divided without any loss.
#ifndef SPOTWRIGHT_SRC_BASE_INT128_H_
#define SPOTWRIGHT_SRC_BASE_INT128_H_

namespace spotwright::base {

__extension__ typedef __int128 Int128;  // NOLINT(modernize-use-using): `using` takes no __extension__.

}  // namespace spotwright::base

#endif  // SPOTWRIGHT_SRC_BASE_INT128_H_
