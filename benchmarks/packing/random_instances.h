// Small random packing requests over random catalogues.
#ifndef SPOTWRIGHT_BENCHMARKS_PACKING_RANDOM_INSTANCES_H_
#define SPOTWRIGHT_BENCHMARKS_PACKING_RANDOM_INSTANCES_H_

#include <cstdint>

#include "spotwright/pack.h"

namespace spotwright::bench {

// 3 to 60 types with prices linear in size or not, one to three zones, spot or not; up to 40 workloads, some bound to
// zones, to on-demand or to tainted types, some spread or kept apart. Only rules that KarpenterRule understands.
PackRequest RandomInstance(std::uint64_t seed);

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_PACKING_RANDOM_INSTANCES_H_
