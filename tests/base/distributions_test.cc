#include "src/base/distributions.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "src/base/elementary.h"

namespace spotwright::base {
namespace {

TEST(Elementary, ExpAgreesWithTheLibrary) {
  for (double x = -700; x < 709; x += 0.37) EXPECT_NEAR(Exp(x) / std::exp(x), 1, 2e-15) << x;
  for (double x = -1; x < 1; x += 0.0013) EXPECT_NEAR(Exp(x) / std::exp(x), 1, 1e-15) << x;
  EXPECT_EQ(Exp(0), 1);
  EXPECT_EQ(Exp(-1000), 0);
  EXPECT_NEAR(Exp(-740) / std::exp(-740.0), 1, 0.01);  // A subnormal has few digits.
  EXPECT_EQ(Exp(1000), std::numeric_limits<double>::infinity());
}

TEST(Elementary, LogAgreesWithTheLibrary) {
  for (double x = 1e-300; x < 1e300; x *= 1.7) EXPECT_NEAR(Log(x) / std::log(x), 1, 1e-15) << x;
  for (double x = 0.5; x < 2; x += 0.0017) EXPECT_NEAR(Log(x), std::log(x), 1e-15) << x;
  EXPECT_EQ(Log(1), 0);
  EXPECT_NEAR(Log(5e-324), std::log(5e-324), 1e-12);
  EXPECT_EQ(Log(0), -std::numeric_limits<double>::infinity());
  EXPECT_EQ(Log(std::numeric_limits<double>::infinity()), std::numeric_limits<double>::infinity());
}

// To the bit, whether several are taken at once or an unusual one among them forbids it; also around sqrt(1/2), where
// the exponent that is split off changes.
TEST(Elementary, LogsAreThoseOfEach) {
  std::vector<double> values = {1, 2, 0.5, std::numeric_limits<double>::min(), std::numeric_limits<double>::max()};
  for (double x = 1e-300; x < 1e300; x *= 1.07) values.push_back(x);
  for (const double edge : {std::sqrt(0.5), std::sqrt(2.0), std::sqrt(8.0)}) {
    for (const double to : {0.0, 10.0}) values.push_back(std::nextafter(edge, to));
    values.push_back(edge);
  }
  const double infinity = std::numeric_limits<double>::infinity();
  for (const double unusual : {1.0, 0.0, -1.0, 5e-324, infinity}) {
    values.push_back(unusual);
    const std::vector<double> logs = Logs(values);
    ASSERT_EQ(logs.size(), values.size());
    for (std::size_t i = 0; i < values.size(); ++i) EXPECT_EQ(logs[i], Log(values[i])) << values[i];
    values.pop_back();
  }
  EXPECT_EQ(Logs({}), std::vector<double>());
}

TEST(Distributions, LogGammaAgreesWithTheLibrary) {
  for (double x = 1e-6; x < 1e6; x *= 1.3) {
    EXPECT_NEAR(LogGamma(x), std::lgamma(x), 1e-13 * (1 + std::abs(std::lgamma(x)))) << x;
  }
}

// The sum of Poisson terms is the gamma distribution of a whole shape.
TEST(Distributions, GammaCdfOfAWholeShapeIsATailOfPoisson) {
  for (const int shape : {1, 2, 5, 40}) {
    for (double x = 0.01; x < 100; x *= 1.5) {
      double term = std::exp(-x);
      double below = 0;
      for (int k = 0; k < shape; ++k) {
        below += term;
        term *= x / (k + 1);
      }
      EXPECT_NEAR(GammaCdf(shape, x), 1 - below, 1e-12) << shape << " " << x;
    }
  }
}

TEST(Distributions, GammaCdfOfOneHalfIsTheErrorFunction) {
  for (double x = 1e-4; x < 30; x *= 1.4) EXPECT_NEAR(GammaCdf(0.5, x), std::erf(std::sqrt(x)), 1e-12) << x;
  EXPECT_EQ(GammaCdf(2, 0), 0);
}

// The tail of the binomial is the beta distribution of whole parameters.
TEST(Distributions, BetaCdfOfWholeParametersIsATailOfTheBinomial) {
  for (const int n : {1, 4, 30}) {
    for (int k = 1; k <= n; ++k) {
      for (double x = 0.02; x < 1; x += 0.07) {
        double tail = 0;
        for (int j = k; j <= n; ++j) {
          tail += std::exp(std::lgamma(n + 1) - std::lgamma(j + 1) - std::lgamma(n - j + 1) + j * std::log(x) +
                           (n - j) * std::log(1 - x));
        }
        EXPECT_NEAR(BetaCdf(k, n - k + 1, x), tail, 1e-12) << n << " " << k << " " << x;
      }
    }
  }
}

TEST(Distributions, BetaCdfOfHalvesIsTheArcSine) {
  for (double x = 0.01; x < 1; x += 0.03) {
    EXPECT_NEAR(BetaCdf(0.5, 0.5, x), 2 / std::acos(-1.0) * std::asin(std::sqrt(x)), 1e-12);
  }
  EXPECT_EQ(BetaCdf(2, 3, 0), 0);
  EXPECT_EQ(BetaCdf(2, 3, 1), 1);
}

TEST(Distributions, QuantilesUndoTheDistribution) {
  for (const double a : {0.3, 1.0, 7.5, 200.0}) {
    for (const double b : {0.5, 3.0, 90.0}) {
      for (const double level : {0.001, 0.05, 0.5, 0.95, 0.999}) {
        const double x = BetaQuantile(a, b, level);
        EXPECT_GE(BetaCdf(a, b, x + 1e-11), level - 1e-9);
        EXPECT_LE(BetaCdf(a, b, x - 1e-11), level + 1e-9);
      }
    }
  }
  EXPECT_NEAR(Invert([](double x) { return x * x * x; }, 0.125, 0, 1, 1e-12), 0.5, 1e-12);
  EXPECT_EQ(Invert([](double) { return 0.0; }, 0.5, 0, 1, 1e-12), 1);
  EXPECT_EQ(Invert([](double) { return 1.0; }, 0.5, 0, 1, 1e-12), 0);
}

}  // namespace
}  // namespace spotwright::base
