// The packing cases in plain numbers: instance types and classes of pods.
#ifndef SPOTWRIGHT_BENCHMARKS_PACKING_CASES_H_
#define SPOTWRIGHT_BENCHMARKS_PACKING_CASES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "spotwright/pack.h"

namespace spotwright::bench {

struct InstanceType {
  std::string name;
  std::int64_t cpu_millicores = 0;  // Sizes are what pods may use.
  std::int64_t memory_bytes = 0;
  std::int64_t pods = 0;
  double usd_per_hour = 0;
};

struct PodClass {
  std::int64_t cpu_millicores = 0;
  std::int64_t memory_bytes = 0;
  std::int64_t count = 0;
};

// The on-demand types of DATA/catalog/aws_us_east_1.csv.
enum class AwsTypes {
  kGeneralPurpose,  // Families c, m and r of the generations 5, 5a, 6a, 6i, 7i and 7a up to 96 vCPUs; no bare metal.
  kAll,
};
std::vector<InstanceType> ReadAwsCatalogue(const std::string& data_folder, AwsTypes types);

// A catalogue like AWS's, for runs without data: three families of four generations in eight sizes.
std::vector<InstanceType> SyntheticCatalogue();

// Prices linear in CPU and memory, as in Karpenter's KWOK provider: many mixes of types cost exactly the same.
std::vector<InstanceType> LinearCatalogue();

std::vector<PodClass> ReadOpenbCpuOnly(const std::string& data_folder);  // Alibaba OpenB 2023: pods without a GPU.
std::vector<PodClass> ReadOpenb(const std::string& data_folder);         // All of them, their GPUs left aside.
std::vector<PodClass> KarpenterMix();   // 10,000 pods of the sizes of Karpenter's own benchmark.
std::vector<PodClass> MicroServices();  // 800 deployments, sizes log-normal, replicas by Pareto's law.

// One Workload for each class, one on-demand offer in one zone for each type.
PackRequest RequestOf(const std::vector<InstanceType>& types, const std::vector<PodClass>& classes);

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_PACKING_CASES_H_
