// The input of Karpenter's own scheduling benchmark (scheduling_benchmark_test.go and the fake provider, v1.14).
#ifndef SPOTWRIGHT_BENCHMARKS_PACKING_KARPENTER_UNIVERSE_H_
#define SPOTWRIGHT_BENCHMARKS_PACKING_KARPENTER_UNIVERSE_H_

#include <cstdint>

#include "spotwright/pack.h"

namespace spotwright::bench {

// 400 types in 5 pools each, and `pods` workloads of one pod in five groups of the same size: free, spread over zones,
// spread over hosts, together in a zone, and apart from each other on hosts. Labels, sizes and what a spread selects
// are drawn as there, with random numbers of our own: both sides get these pods.
PackRequest KarpenterUniverse(std::int64_t pods);

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_PACKING_KARPENTER_UNIVERSE_H_
