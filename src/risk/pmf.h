// Distributions of whole numbers of units that survive.
#ifndef SPOTWRIGHT_SRC_RISK_PMF_H_
#define SPOTWRIGHT_SRC_RISK_PMF_H_

#include <cstddef>
#include <limits>
#include <vector>

namespace spotwright::risk {

// [k]: P(k units survive). Not empty.
using Pmf = std::vector<double>;

// The distribution of the sum of two independent parts, where more than `most` count as `most`; neither
// part goes beyond that. Masses are added in the
// order of the shorter part. O(size of a x size of b).
Pmf Convolve(const Pmf& a, const Pmf& b, std::size_t most = std::numeric_limits<std::size_t>::max());

// With `probability` nothing of it survives.
void MixWithNone(Pmf& survivors, double probability);

}  // namespace spotwright::risk

#endif  // SPOTWRIGHT_SRC_RISK_PMF_H_
