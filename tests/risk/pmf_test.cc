#include "src/risk/pmf.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <random>

namespace spotwright::risk {
namespace {

// Some masses are 0, as those of a pool that dies as a block.
Pmf RandomPmf(std::mt19937& random, std::size_t most) {
  Pmf pmf(1 + random() % (most + 1));
  for (double& mass : pmf) mass = random() % 3 == 0 ? 0 : static_cast<double>(random() % 1000) / 997;
  return pmf;
}

// One mass after the other, and what lies beyond the end at once for each mass of the shorter part.
Pmf SlowConvolve(const Pmf& a, const Pmf& b, std::size_t most) {
  const Pmf& outer = a.size() < b.size() ? a : b;
  const Pmf& inner = a.size() < b.size() ? b : a;
  Pmf sum(std::min(most, a.size() + b.size() - 2) + 1, 0.0);
  for (std::size_t i = 0; i < outer.size(); ++i) {
    double beyond = 0;
    for (std::size_t j = 0; j < inner.size(); ++j) {
      if (i + j < sum.size()) {
        sum[i + j] += outer[i] * inner[j];
      } else {
        beyond += inner[j];
      }
    }
    sum.back() += outer[i] * beyond;
  }
  return sum;
}

TEST(Pmf, ConvolutionIsBitForBitThatOfTheSlowTwin) {
  std::mt19937 random(1);
  for (int round = 0; round < 20'000; ++round) {
    const std::size_t most = random() % 12;
    const Pmf a = RandomPmf(random, most);
    const Pmf b = RandomPmf(random, most);
    ASSERT_EQ(Convolve(a, b, most), SlowConvolve(a, b, most)) << round;
    ASSERT_EQ(Convolve(a, b), SlowConvolve(a, b, a.size() + b.size())) << round;
  }
}

TEST(Pmf, NoneIsMixedIn) {
  Pmf pmf = {0.25, 0.75};
  MixWithNone(pmf, 0.5);
  EXPECT_EQ(pmf, (Pmf{0.625, 0.375}));
}

}  // namespace
}  // namespace spotwright::risk
