// The rules that are built in, spelled out as a caller could write them.
#ifndef SPOTWRIGHT_SRC_SCALING_PRESETS_H_
#define SPOTWRIGHT_SRC_SCALING_PRESETS_H_

#include <cstdint>
#include <vector>

#include "spotwright/scale.h"

namespace spotwright::scaling {

// The rules of the presets, in their order, then the policy's own.
std::vector<MetricRule> AllRules(const ScalePolicy& policy);

struct NodeBounds {
  std::int64_t min_nodes = 0;
  std::int64_t max_nodes = 0;
};

// What the policy says; else what a preset says; else 0 and 1000.
NodeBounds BoundsOf(const ScalePolicy& policy);

}  // namespace spotwright::scaling

#endif  // SPOTWRIGHT_SRC_SCALING_PRESETS_H_
