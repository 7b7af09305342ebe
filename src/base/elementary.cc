#include "src/base/elementary.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace spotwright::base {
namespace {

// ln 2 in two parts: the first has its low bits clear, so that small multiples of it are exact.
constexpr double kLn2High = 6.93147180369123816490e-01;
constexpr double kLn2Low = 1.90821492927058770002e-10;
constexpr double kTwoTo52 = 4503599627370496;
constexpr double kSqrtHalf = 0.70710678118654752440;
constexpr std::uint64_t kFieldOfHalf = std::uint64_t{1022} << 52;  // The exponent of numbers from 1/2 to 1.

// 2^exponent, for -1022 <= exponent <= 1023.
double PowerOfTwo(std::int64_t exponent) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52);
}

// Of a normal number above 0. Without a branch or a loop, so that a compiler can do it to several values at once.
inline double LogOfNormal(double x, double exponent) {
  // x = 2^exponent m with m between sqrt(1/2) and sqrt(2): the exponent of x, one less below sqrt(1/2) of its range.
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const std::uint64_t field = (bits - (std::bit_cast<std::uint64_t>(kSqrtHalf) - kFieldOfHalf)) >> 52;
  const double m = std::bit_cast<double>(bits - (field << 52) + kFieldOfHalf);
  // An integer put where a double of 2^52 has its ones.
  exponent += std::bit_cast<double>(field | std::bit_cast<std::uint64_t>(kTwoTo52)) - (kTwoTo52 + 1022);
  // ln m = 2 artanh s, s = (m - 1) / (m + 1), |s| <= 0.1716: the series to s^23 leaves less than 1e-19.
  const double s = (m - 1) / (m + 1);
  const double square = s * s;
  double sum = (1.0 / 23) * square;
  sum = (sum + 1.0 / 21) * square;
  sum = (sum + 1.0 / 19) * square;
  sum = (sum + 1.0 / 17) * square;
  sum = (sum + 1.0 / 15) * square;
  sum = (sum + 1.0 / 13) * square;
  sum = (sum + 1.0 / 11) * square;
  sum = (sum + 1.0 / 9) * square;
  sum = (sum + 1.0 / 7) * square;
  sum = (sum + 1.0 / 5) * square;
  sum = (sum + 1.0 / 3) * square;
  return exponent * kLn2High + (exponent * kLn2Low + (2 * s * sum + 2 * s));
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
  if (x < std::numeric_limits<double>::min()) return LogOfNormal(x * PowerOfTwo(54), -54);
  return LogOfNormal(x, 0);
}

std::vector<double> Logs(const std::vector<double>& values) {
  bool normal = true;
  for (const double x : values) {
    normal &= x >= std::numeric_limits<double>::min();
    normal &= x <= std::numeric_limits<double>::max();
  }
  std::vector<double> logs(values.size());
  if (normal) {
    for (std::size_t i = 0; i < values.size(); ++i) logs[i] = LogOfNormal(values[i], 0);
  } else {
    for (std::size_t i = 0; i < values.size(); ++i) logs[i] = Log(values[i]);
  }
  return logs;
}

}  // namespace spotwright::base
