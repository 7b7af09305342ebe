#include "src/risk/pmf.h"

#include <algorithm>

namespace spotwright::risk {

Pmf Convolve(const Pmf& a, const Pmf& b, std::size_t most) {
  const Pmf& outer = a.size() < b.size() ? a : b;
  const Pmf& inner = a.size() < b.size() ? b : a;
  Pmf sum(std::min(most, outer.size() + inner.size() - 2) + 1, 0.0);
  for (std::size_t i = 0; i < outer.size(); ++i) {
    const double weight = outer[i];
    if (weight == 0) continue;  // A pool that dies as a block has two masses.
    const std::size_t whole = std::min(inner.size(), sum.size() - i);
    double* const into = sum.data() + i;
    for (std::size_t j = 0; j < whole; ++j) into[j] += weight * inner[j];
    double beyond = 0;
    for (std::size_t j = whole; j < inner.size(); ++j) beyond += inner[j];
    sum.back() += weight * beyond;
  }
  return sum;
}

void MixWithNone(Pmf& survivors, double probability) {
  for (double& mass : survivors) mass *= 1 - probability;
  survivors.front() += probability;
}

}  // namespace spotwright::risk
