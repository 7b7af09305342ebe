// Gamma and beta distributions: what credible intervals are read from. Deterministic, from elementary.h alone.
#ifndef SPOTWRIGHT_SRC_BASE_DISTRIBUTIONS_H_
#define SPOTWRIGHT_SRC_BASE_DISTRIBUTIONS_H_

namespace spotwright::base {

// ln of the gamma function of x > 0, relative or absolute error below 1e-13.
double LogGamma(double x);

// P(X <= x) of the gamma distribution with `shape` > 0 and rate 1. Error below 1e-12 for shapes up to 1e5.
// O(sqrt(shape)). Source: series and continued fraction of DLMF 8.11 and 8.9.
double GammaCdf(double shape, double x);

// P(X <= x) of the beta distribution with a, b > 0. Error below 1e-12. Source: continued fraction of DLMF 8.17.22.
double BetaCdf(double a, double b, double x);

// The x with BetaCdf(a, b, x) = level, 0 < level < 1, to 1e-12.
double BetaQuantile(double a, double b, double level);

// The x between `low` and `high` at which the rising function `cdf` passes `level`, to `tolerance`. At most 200 calls.
template <typename Cdf>
double Invert(const Cdf& cdf, double level, double low, double high, double tolerance) {
  double low_error = cdf(low) - level;
  double high_error = cdf(high) - level;
  if (low_error >= 0) return low;
  if (high_error <= 0) return high;
  // Regula falsi in the Illinois form: an end that stays twice has its error halved, so that the interval shrinks from
  // both sides. Every third step halves the interval, which bounds the count of steps on any function.
  int side = 0;
  for (int step = 0; step < 200 && high - low > tolerance; ++step) {
    const bool halve = step % 3 == 2;
    const double x = halve ? 0.5 * (low + high) : (low * high_error - high * low_error) / (high_error - low_error);
    const double error = cdf(x) - level;
    if (error == 0) return x;
    if (error < 0) {
      low = x;
      low_error = error;
      if (side == -1) high_error *= 0.5;
      side = -1;
    } else {
      high = x;
      high_error = error;
      if (side == 1) low_error *= 0.5;
      side = 1;
    }
  }
  return 0.5 * (low + high);
}

}  // namespace spotwright::base

#endif  // SPOTWRIGHT_SRC_BASE_DISTRIBUTIONS_H_
