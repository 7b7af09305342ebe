// What a ladder of outcomes is at one value of one of its figures.
#ifndef SPOTWRIGHT_BENCHMARKS_SCALING_INTERPOLATE_H_
#define SPOTWRIGHT_BENCHMARKS_SCALING_INTERPOLATE_H_

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

#include "benchmarks/scaling/replay.h"

namespace spotwright::bench {

// Linear between the two rungs on either side, of several equal ones the most sparing; absent where the ladder does not
// reach.
inline std::optional<Outcome> Interpolate(std::vector<Outcome> ladder, double Outcome::*key, double at) {
  std::sort(ladder.begin(), ladder.end(), [key](const Outcome& a, const Outcome& b) {
    return a.*key != b.*key ? a.*key < b.*key : a.over_provision < b.over_provision;
  });
  for (std::size_t i = 1; i < ladder.size(); ++i) {
    const Outcome& below = ladder[i - 1];
    const Outcome& above = ladder[i];
    if (at < below.*key || at > above.*key) continue;
    const double width = above.*key - below.*key;
    const double weight = width > 0 ? (at - below.*key) / width : 0;
    const auto between = [weight](double a, double b) { return a + weight * (b - a); };
    return Outcome{.shortage = between(below.shortage, above.shortage),
                   .over_provision = between(below.over_provision, above.over_provision),
                   .changes_per_day = between(below.changes_per_day, above.changes_per_day)};
  }
  return std::nullopt;
}

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_SCALING_INTERPOLATE_H_
