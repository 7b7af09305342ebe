#include "src/base/elementary.h"

#include <bit>
#include <cstdint>
#include <limits>

namespace spotwright::base {
namespace {

// ln 2 in two parts: the first has its low bits clear, so that small multiples of it are exact.
constexpr double kLn2High = 6.93147180369123816490e-01;
constexpr double kLn2Low = 1.90821492927058770002e-10;
constexpr double kSqrtHalf = 0.70710678118654752440;

// 2^exponent, for -1022 <= exponent <= 1023.
double PowerOfTwo(std::int64_t exponent) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52);
}

}  // namespace

double Exp(double x) {
  if (x > 709.782712893384) return std::numeric_limits<double>::infinity();
  if (x < -745.2) return 0;
  // x = k ln 2 + r with |r| <= ln 2 / 2, where Taylor's series to the 14th power leaves less than 1e-18.
  const auto k = static_cast<std::int64_t>(x / (kLn2High + kLn2Low) + (x < 0 ? -0.5 : 0.5));
  const double r = (x - static_cast<double>(k) * kLn2High) - static_cast<double>(k) * kLn2Low;
  double sum = 1;
  for (int n = 14; n >= 1; --n) sum = 1 + sum * r / n;
  // In two steps, as 2^k itself may be no normal number.
  return sum * PowerOfTwo(k / 2) * PowerOfTwo(k - k / 2);
}

double Log(double x) {
  if (x <= 0) return -std::numeric_limits<double>::infinity();
  if (x > std::numeric_limits<double>::max()) return x;
  std::int64_t exponent = 0;
  if (x < std::numeric_limits<double>::min()) {
    x *= PowerOfTwo(54);
    exponent = -54;
  }
  // x = 2^exponent m with m between sqrt(1/2) and sqrt(2).
  const auto bits = std::bit_cast<std::uint64_t>(x);
  exponent += static_cast<std::int64_t>(bits >> 52) - 1022;
  double m = std::bit_cast<double>((bits & 0x000FFFFFFFFFFFFFu) | 0x3FE0000000000000u);
  if (m < kSqrtHalf) {
    m *= 2;
    exponent -= 1;
  }
  // ln m = 2 artanh s, s = (m - 1) / (m + 1), |s| <= 0.1716: the series to s^23 leaves less than 1e-19.
  const double s = (m - 1) / (m + 1);
  const double square = s * s;
  double sum = 0;
  for (int n = 23; n >= 3; n -= 2) sum = (sum + 1.0 / n) * square;
  const double e = static_cast<double>(exponent);
  return e * kLn2High + (e * kLn2Low + (2 * s * sum + 2 * s));
}

}  // namespace spotwright::base
