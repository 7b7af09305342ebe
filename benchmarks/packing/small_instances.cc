#include "benchmarks/packing/small_instances.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>

#include "src/base/random.h"

namespace spotwright::bench {
namespace {

constexpr std::int64_t kPods[] = {15, 30, 60, 120};
constexpr std::uint64_t kSeeds = 20;
constexpr std::int64_t kSmallMillicores = 4000;
constexpr std::int64_t kNodesOfStep = 10;
constexpr std::int64_t kMostNodes = 60;

// Sizes spread over two orders of magnitude, most services with a few replicas.
std::vector<PodClass> Services(std::int64_t pods, std::uint64_t seed) {
  base::Random random(seed);
  std::vector<PodClass> classes;
  while (pods > 0) {
    const auto cpu = static_cast<std::int64_t>(std::exp2(random.Unit() * 5)) * 100;
    const auto memory_mib = static_cast<std::int64_t>(static_cast<double>(cpu) * std::exp2(random.Unit() * 4 - 1));
    const auto replicas = std::min<std::int64_t>(pods, 1 + static_cast<std::int64_t>(random.Below(6)));
    classes.push_back({cpu, memory_mib << 20, replicas});
    pods -= replicas;
  }
  return classes;
}

struct Sums {
  std::int64_t problems = 0;
  std::int64_t proven = 0;
  double gap = 0;
  double most_seconds = 0;
};

}  // namespace

void AddSmallInstances(Runner& runner, const std::string& name, const std::vector<InstanceType>& types) {
  std::vector<InstanceType> small_types;
  for (const InstanceType& type : types) {
    if (type.cpu_millicores <= kSmallMillicores) small_types.push_back(type);
  }
  std::map<std::int64_t, Sums> by_nodes;
  for (const std::int64_t pods : kPods) {
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
      for (const std::vector<InstanceType>& catalogue : {types, small_types}) {
        const PackRequest request = RequestOf(catalogue, Services(pods, seed));
        const Packed packed = runner.Pack(name, request, PackQuality::kOptimal);
        const std::int64_t nodes = packed.response.new_nodes;
        if (nodes == 0 || nodes > kMostNodes) continue;
        Sums& sums = by_nodes[(nodes + kNodesOfStep - 1) / kNodesOfStep * kNodesOfStep];
        ++sums.problems;
        sums.proven += packed.response.bound_proof == BoundProof::kExhausted;
        sums.gap += packed.response.gap;
        sums.most_seconds = std::max(sums.most_seconds, packed.seconds);
      }
    }
  }
  for (const auto& [nodes, sums] : by_nodes) {
    const auto problems = static_cast<double>(sums.problems);
    const std::string suffix = "_" + std::to_string(nodes);
    runner.report().Add(name, "problems" + suffix, problems, "problems");
    runner.report().Add(name, "proven" + suffix, static_cast<double>(sums.proven) / problems, "share");
    runner.report().Add(name, "gap" + suffix, sums.gap / problems, "share");
    runner.report().Add(name, "seconds_max" + suffix, sums.most_seconds, "s");
  }
}

}  // namespace spotwright::bench
