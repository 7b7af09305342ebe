// Vector bin packing: the instances of Mommessin, Erlebach and Shakhlevich (Computers & Operations Research, 2025).
#ifndef SPOTWRIGHT_BENCHMARKS_PACKING_VECTOR_INSTANCES_H_
#define SPOTWRIGHT_BENCHMARKS_PACKING_VECTOR_INSTANCES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "spotwright/pack.h"

namespace spotwright::bench {

struct VectorInstance {
  std::string name;
  std::int64_t best_known_bins = 0;  // By the best of 352 heuristics.
  PackRequest request;               // One offer at 1 USD/h: the bin.
};

// All of DATA/vbp/New_instances.tar.gz, unpacked into the folder, in the order of new_best_known.csv.
std::vector<VectorInstance> ReadVectorInstances(const std::string& data_folder, const std::string& folder);

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_PACKING_VECTOR_INSTANCES_H_
