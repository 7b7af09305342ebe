// PatternCover: all ways to combine contents of nodes so that every pod has a place, as far as they can still matter.
#ifndef SPOTWRIGHT_SRC_PACKING_PATTERN_COVER_H_
#define SPOTWRIGHT_SRC_PACKING_PATTERN_COVER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "spotwright/result.h"
#include "src/packing/instance.h"

namespace spotwright::packing {

// Work limits, all counted.
struct CoverEffort {
  std::size_t most_patterns = 20'000;
  std::int64_t pattern_steps = 1'000'000;  // To list them, each a look at one item.
  std::int64_t steps = 1'000'000;          // To combine them, each a look at one pattern.
};

// A node is charged for as a whole, and pays with the values of its pods. What it fails to pay for comes out of the
// gap, and so does the value of pods that have a place already.
struct CoverTerms {
  std::vector<double> values_micro;   // By item.
  std::vector<double> charges_micro;  // By node: the hosts, behind them the kinds. No content may be worth more.
  std::vector<std::int64_t> limits;   // By kind: so many nodes. Empty: as many as the supplies allow.
  double gap_micro = 0;
};

enum class CoverOutcome : std::uint8_t {
  kComplete,  // There are no others.
  kSpent,     // The effort did not suffice.
  kCancelled,
};

// Contents within the gap are listed (Baldacci, Christofides and Mingozzi 2008), then combined depth first: the pod
// with the fewest of them is covered next, while the gap lasts. `found` is told each packing of all pods, and answers
// by how much the gap is smaller from then on.
CoverOutcome CoverByPatterns(const Instance& instance, const CoverTerms& terms, const CoverEffort& effort,
                             const Call& call, const std::function<double(Packing)>& found);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_PATTERN_COVER_H_
