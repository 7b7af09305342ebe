// WorkLimits: how much of each part of solving a quality allows. Counts only, never time.
#ifndef SPOTWRIGHT_SRC_PACKING_WORK_LIMITS_H_
#define SPOTWRIGHT_SRC_PACKING_WORK_LIMITS_H_

#include <cstddef>
#include <cstdint>

#include "spotwright/pack.h"
#include "src/packing/configuration_lp.h"
#include "src/packing/dive.h"
#include "src/packing/pattern_pricing.h"

namespace spotwright::packing {

// What the work depends on.
struct ProblemSize {
  std::size_t rows = 0;   // Items with pods for new nodes.
  std::size_t kinds = 0;  // That are useful.
  std::size_t hosts = 0;
  std::int64_t pods = 0;
};

struct WorkLimits {
  bool generate = true;  // Columns at all.
  bool dive = true;      // Else they are for the bound alone.
  ConfigurationEffort generation;
  DiveEffort diving;
  PricingEffort bound;   // For the last bound.
  bool exhaust = false;  // To rule out every better packing.
};

WorkLimits LimitsOf(PackQuality quality, const ProblemSize& size);

// Iterations of local search, for a caller who allows `max_iterations`: the further from the bound (`gap` above it),
// the more there is to gain.
std::int64_t IterationsOf(PackQuality quality, std::int64_t max_iterations, std::int64_t new_nodes, double gap);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_WORK_LIMITS_H_
