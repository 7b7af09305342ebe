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
constexpr std::int64_t kStep = 10;  // Of nodes.
constexpr std::int64_t kMostNodes = 40;

template <std::size_t kCount>
std::int64_t OneOf(const std::int64_t (&values)[kCount], base::Random& random) {
  return values[random.Below(kCount)];
}

// Sizes as people write them, or spread over two orders of magnitude; services with a few replicas.
std::vector<PodClass> Services(std::int64_t pods, bool round, std::uint64_t seed) {
  base::Random random(seed);
  std::vector<PodClass> classes;
  while (pods > 0) {
    const auto cpu = static_cast<std::int64_t>(std::exp2(random.Unit() * 5)) * 100;
    const auto memory_mib = static_cast<std::int64_t>(static_cast<double>(cpu) * std::exp2(random.Unit() * 4 - 1));
    const auto replicas = std::min<std::int64_t>(pods, 1 + static_cast<std::int64_t>(random.Below(6)));
    if (round) {
      classes.push_back({OneOf({100, 200, 250, 500, 1000, 2000}, random),
                         OneOf({128, 256, 512, 1024, 2048, 4096}, random) << 20, replicas});
    } else {
      classes.push_back({cpu, memory_mib << 20, replicas});
    }
    pods -= replicas;
  }
  return classes;
}

struct Sums {
  std::int64_t problems = 0;
  std::int64_t proven = 0;
  double gap = 0;
  double most_seconds = 0;

  void Add(const Packed& packed) {
    ++problems;
    proven += packed.response.bound_proof == BoundProof::kExhausted ? 1 : 0;
    gap += packed.response.gap;
    most_seconds = std::max(most_seconds, packed.seconds);
  }
};

}  // namespace

void AddSmallInstances(Runner& runner, const std::string& name, const std::vector<InstanceType>& types) {
  std::vector<InstanceType> small_types;
  for (const InstanceType& type : types) {
    if (type.cpu_millicores <= kSmallMillicores) small_types.push_back(type);
  }
  for (const bool round : {true, false}) {
    std::map<std::int64_t, Sums> by_nodes;
    for (const std::int64_t pods : kPods) {
      for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
        const std::vector<PodClass> services = Services(pods, round, seed);
        for (const std::vector<InstanceType>& catalogue : {types, small_types}) {
          const Packed packed = runner.Pack(name, RequestOf(catalogue, services), PackQuality::kOptimal);
          const std::int64_t nodes = packed.response.new_nodes;
          if (nodes > 0 && nodes <= kMostNodes) by_nodes[(nodes + kStep - 1) / kStep * kStep].Add(packed);
        }
      }
    }
    for (const auto& [nodes, sums] : by_nodes) {
      const auto problems = static_cast<double>(sums.problems);
      const std::string suffix = (round ? "_round_" : "_odd_") + std::to_string(nodes);
      runner.report().Add(name, "problems" + suffix, problems, "problems");
      runner.report().Add(name, "proven" + suffix, static_cast<double>(sums.proven) / problems, "share");
      runner.report().Add(name, "gap" + suffix, sums.gap / problems, "share");
      runner.report().Add(name, "seconds_max" + suffix, sums.most_seconds, "s");
    }
  }
}

}  // namespace spotwright::bench
