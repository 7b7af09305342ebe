#include "src/base/distributions.h"

#include <algorithm>

#include "src/base/elementary.h"

namespace spotwright::base {
namespace {

constexpr double kHalfLogTwoPi = 0.91893853320467274178;
constexpr double kTiny = 1e-300;     // Keeps Lentz's recurrences off zero.
constexpr double kRelative = 1e-16;  // Where a series or a fraction stops.
constexpr int kMaxTerms = 100000;

// e^-x x^a / Gamma(a): what the series and the fraction of the incomplete gamma function share.
double GammaFront(double shape, double x) { return Exp(shape * Log(x) - x - LogGamma(shape)); }

double BetaFraction(double a, double b, double x) {
  const auto away = [](double value) { return value < kTiny && value > -kTiny ? kTiny : value; };
  double c = 1;
  double d = 1 / away(1 - (a + b) * x / (a + 1));
  double fraction = d;
  for (int m = 1; m < kMaxTerms; ++m) {
    const double n = m;
    const double even = n * (b - n) * x / ((a + 2 * n - 1) * (a + 2 * n));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const double odd = -(a + n) * (a + b + n) * x / ((a + 2 * n) * (a + 2 * n + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    const double factor = d * c;
    fraction *= factor;
    if (factor - 1 < kRelative && 1 - factor < kRelative) break;
  }
  return fraction;
}

}  // namespace

double LogGamma(double x) {
  // Shifted up to where Stirling's series to the sixth term leaves less than 1e-16.
  double product = 1;
  for (; x < 13; x += 1) product *= x;
  const double i = 1 / (x * x);
  const double series =
      (1.0 / 12 + i * (-1.0 / 360 + i * (1.0 / 1260 + i * (-1.0 / 1680 + i * (1.0 / 1188 - i * (691.0 / 360360)))))) /
      x;
  return (x - 0.5) * Log(x) - x + kHalfLogTwoPi + series - Log(product);
}

double GammaCdf(double shape, double x) {
  if (x <= 0) return 0;
  if (x < shape + 1) {
    double term = 1 / shape;
    double sum = term;
    for (int n = 1; n < kMaxTerms && term > sum * kRelative; ++n) {
      term *= x / (shape + n);
      sum += term;
    }
    return std::min(1.0, sum * GammaFront(shape, x));
  }
  double b = x + 1 - shape;
  double c = 1 / kTiny;
  double d = 1 / b;
  double fraction = d;
  for (int n = 1; n < kMaxTerms; ++n) {
    const double a = -n * (n - shape);
    b += 2;
    d = a * d + b;
    if (d < kTiny && d > -kTiny) d = kTiny;
    d = 1 / d;
    c = b + a / c;
    if (c < kTiny && c > -kTiny) c = kTiny;
    const double factor = c * d;
    fraction *= factor;
    if (factor - 1 < kRelative && 1 - factor < kRelative) break;
  }
  return std::clamp(1 - fraction * GammaFront(shape, x), 0.0, 1.0);
}

double BetaCdf(double a, double b, double x) {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const double front = Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + a * Log(x) + b * Log(1 - x));
  // The fraction ends quickly on this side of the mean; on the other the distribution is mirrored.
  const double value =
      x < (a + 1) / (a + b + 2) ? front * BetaFraction(a, b, x) / a : 1 - front * BetaFraction(b, a, 1 - x) / b;
  return std::clamp(value, 0.0, 1.0);
}

double BetaQuantile(double a, double b, double level) {
  return Invert([&](double x) { return BetaCdf(a, b, x); }, level, 0, 1, 1e-12);
}

}  // namespace spotwright::base
