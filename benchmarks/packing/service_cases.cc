#include "benchmarks/packing/service_cases.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>
#include <utility>

#include "src/base/random.h"

namespace spotwright::bench {
namespace {

constexpr PackQuality kQualities[] = {PackQuality::kFast, PackQuality::kBalanced, PackQuality::kOptimal};

// Each type on spot and on demand in three zones; discounts and interruption bands by chance.
std::vector<Offer> SpotMarket(const std::vector<Offer>& on_demand) {
  constexpr int kZones = 3;
  constexpr int kBands = 5;
  base::Random random(7);
  std::vector<Offer> offers;
  for (Offer offer : on_demand) {
    const double price = offer.price_usd_per_hour;
    for (int zone = 1; zone <= kZones; ++zone) {
      offer.zone = "zone-" + std::to_string(zone);
      offer.capacity_type = CapacityType::kOnDemand;
      offer.price_usd_per_hour = price;
      offer.interruption_band.reset();
      offers.push_back(offer);
      offer.capacity_type = CapacityType::kSpot;
      offer.price_usd_per_hour = std::round(price * (0.3 + 0.3 * random.Unit()) * 1e6) / 1e6;
      offer.interruption_band = static_cast<std::int64_t>(random.Below(kBands));
      offers.push_back(offer);
    }
  }
  return offers;
}

// Counts of a workload's replicas in whatever a function names of a node.
template <typename NameOf>
std::int64_t CountAbove(const PackResponse& response, const std::string& workload, std::int64_t limit, NameOf name_of) {
  std::map<std::string, std::int64_t> counts;
  for (const PackedNode& node : response.nodes) {
    for (const Placement& placement : node.placements) {
      if (placement.workload == workload) counts[name_of(node)] += placement.replicas;
    }
  }
  return std::count_if(counts.begin(), counts.end(), [limit](const auto& entry) { return entry.second > limit; });
}

std::int64_t LimitOf(const Workload& workload, double share) {
  return std::max<std::int64_t>(1, static_cast<std::int64_t>(share * static_cast<double>(workload.replicas) + 1e-9));
}

std::int64_t Violations(const PackRequest& request, const PackResponse& response) {
  const auto pool = [](const PackedNode& node) {
    return node.pool.instance_type + "/" + node.pool.zone +
           (node.pool.capacity_type == CapacityType::kSpot ? "/s" : "");
  };
  const auto zone = [](const PackedNode& node) { return node.pool.zone; };
  const auto name = [](const PackedNode& node) { return node.name; };
  std::int64_t violations = 0;
  for (const Workload& workload : request.workloads) {
    const BlastRadius& radius = workload.blast_radius;
    const auto count = [&](const std::optional<double>& share, const auto& name_of) {
      return share ? CountAbove(response, workload.name, LimitOf(workload, *share), name_of) : 0;
    };
    violations += count(radius.max_share_per_pool, pool) + count(radius.max_share_per_zone, zone) +
                  count(radius.max_share_per_node, name);
  }
  return violations;
}

PackRequest ManyPods(const std::vector<InstanceType>& types) {
  constexpr int kShapes = 500;
  constexpr std::int64_t kReplicas = 200;
  base::Random random(11);
  std::vector<PodClass> classes;
  for (int shape = 0; shape < kShapes; ++shape) {
    const auto cpu = static_cast<std::int64_t>(1 + random.Below(80)) * 50;
    const auto memory_mib = static_cast<std::int64_t>(1 + random.Below(160)) * 64;
    classes.push_back({cpu, memory_mib << 20, kReplicas});
  }
  return RequestOf(types, classes);
}

// In a child, so that nothing that was freed before counts.
double PeakMegabytes(const PackRequest& request) {
  const pid_t child = fork();
  if (child == 0) _exit(spotwright::Pack(request).ok() ? 0 : 1);
  int status = 0;
  rusage usage{};
  if (child < 0 || wait4(child, &status, 0, &usage) != child || status != 0) {
    std::fprintf(stderr, "the process that packs 100,000 pods failed\n");
    std::exit(1);
  }
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

// Nodes of at most 16 vCPUs, filled by chance until 20 pods in a row did not fit; then more pods of every class.
PackRequest NearlyFullCluster(const std::vector<InstanceType>& types, std::size_t nodes, std::int64_t new_pods) {
  constexpr std::int64_t kMostMillicores = 16000;
  constexpr int kMostMisses = 20;
  PackRequest request = RequestOf(types, KarpenterMix());
  std::vector<const Offer*> small;
  for (Workload& workload : request.workloads) workload.replicas = 0;
  for (const Offer& offer : request.offers) {
    if (offer.allocatable.cpu_millicores <= kMostMillicores) small.push_back(&offer);
  }
  base::Random random(13);
  for (std::size_t i = 0; i < nodes; ++i) {
    const Offer& offer = *small[i % small.size()];
    Node& node = request.nodes.emplace_back();
    node.name = "node-" + std::to_string(i);
    node.instance_type = offer.instance_type;
    node.zone = offer.zone;
    node.capacity_type = offer.capacity_type;
    node.price_usd_per_hour = offer.price_usd_per_hour;
    node.allocatable = offer.allocatable;
    Resources room = offer.allocatable;
    std::map<std::size_t, std::int64_t> running;  // By workload.
    for (int misses = 0; misses < kMostMisses;) {
      const std::size_t index = random.Below(request.workloads.size());
      const Resources& pod = request.workloads[index].requests;
      if (pod.cpu_millicores > room.cpu_millicores || pod.memory_bytes > room.memory_bytes || room.pods == 0) {
        ++misses;
        continue;
      }
      room.cpu_millicores -= pod.cpu_millicores;
      room.memory_bytes -= pod.memory_bytes;
      --room.pods;
      ++running[index];
    }
    for (const auto& [index, replicas] : running) {
      node.running.push_back({request.workloads[index].name, request.workloads[index].namespace_name, replicas});
      request.workloads[index].replicas += replicas;
    }
  }
  for (std::int64_t i = 0; i < new_pods; ++i) ++request.workloads[random.Below(request.workloads.size())].replicas;
  return request;
}

}  // namespace

void AddBlastRadius(Runner& runner, const std::string& name, const std::vector<InstanceType>& types,
                    const std::vector<PodClass>& classes) {
  PackRequest request = RequestOf(types, classes);
  request.offers = SpotMarket(request.offers);
  for (Workload& workload : request.workloads) workload.spot_tolerant = true;
  PackRequest protecting = request;
  for (std::size_t i = 0; i < protecting.workloads.size(); i += 2) {
    protecting.workloads[i].blast_radius = {0.34, 0.5, 0.25};
  }
  for (const PackQuality quality : kQualities) {
    const Packed packed = runner.Pack(name, protecting, quality);
    const double unprotected = CostOf(runner.Pack(name, request, quality).response);
    const std::string suffix = SuffixOf(quality);
    const auto violations = static_cast<double>(Violations(protecting, packed.response));
    runner.report().Add(name, "blast_violations" + suffix, violations, "domains");
    runner.report().Add(name, "unplaced" + suffix, static_cast<double>(packed.response.unplaced_replicas), "pods");
    runner.report().Add(name, "cost" + suffix, CostOf(packed.response), "USD/h");
    runner.report().Add(name, "cost_ratio" + suffix, CostOf(packed.response) / unprotected, "of unprotected");
    runner.report().Add(name, "seconds" + suffix, packed.seconds, "s");
  }
}

void AddPeakMemory(Runner& runner, const std::string& name, const std::vector<InstanceType>& types) {
  PackRequest request = ManyPods(types);
  for (const PackQuality quality : kQualities) {
    request.policy.quality = quality;
    runner.report().Add(name, "peak_mb" + SuffixOf(quality), PeakMegabytes(request), "MB");
  }
}

void AddIncrement(Runner& runner, const std::string& name, const std::vector<InstanceType>& types) {
  constexpr int kRuns = 15;
  const PackRequest request = NearlyFullCluster(types, 1000, 100);
  for (const PackQuality quality : {PackQuality::kFast, PackQuality::kBalanced}) {
    const Packed packed = runner.Pack(name, request, quality, kRuns);
    const std::string suffix = SuffixOf(quality);
    runner.report().Add(name, "milliseconds" + suffix, packed.seconds * 1e3, "ms");
    runner.report().Add(name, "placed" + suffix, static_cast<double>(packed.response.placed_replicas), "pods");
    runner.report().Add(name, "new_nodes" + suffix, static_cast<double>(packed.response.new_nodes), "nodes");
    runner.report().Add(name, "gap" + suffix, packed.response.gap, "share");
    runner.report().Add(name, "cost" + suffix, packed.response.cost_usd_per_hour, "USD/h");
  }
}

}  // namespace spotwright::bench
