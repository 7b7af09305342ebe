// How near consolidation comes to a fresh packing, and how little it moves for that.
#include "src/base/random.h"
#include "tests/packing/consolidations.h"

namespace spotwright::test {
namespace {

// A cluster packed well, of which 40 % of the pods have ended at random.
ConsolidateRequest Thinned(std::uint64_t seed) {
  base::Random random(seed);
  PackRequest pack;
  for (const std::int64_t vcpus : {2, 4, 8, 16}) {
    for (const std::int64_t gib_per_vcpu : {2, 4, 8}) {
      Offer offer = Box("t" + std::to_string(vcpus) + "-" + std::to_string(gib_per_vcpu), 0, "a", vcpus);
      offer.price_usd_per_hour = static_cast<double>(vcpus) * (0.034 + 0.0026 * static_cast<double>(gib_per_vcpu));
      offer.allocatable = Room(vcpus, vcpus * gib_per_vcpu, 60);
      pack.offers.push_back(offer);
    }
  }
  for (int i = 0; i < 40; ++i) {
    Workload workload = App("app-" + std::to_string(i), static_cast<std::int64_t>(2 + random.Below(14)));
    workload.requests.cpu_millicores = 100 * static_cast<std::int64_t>(1 + random.Below(25));
    workload.requests.memory_bytes = kGiB / 4 * static_cast<std::int64_t>(1 + random.Below(32));
    pack.workloads.push_back(std::move(workload));
  }
  const Result<PackResponse> packing = Pack(pack);
  ConsolidateRequest request = Unhurried();
  request.policy.move_sole_replicas = true;
  request.offers = pack.offers;
  std::map<std::string, std::int64_t> left;
  for (const PackedNode& packed : packing->nodes) {
    const auto offer = std::find_if(pack.offers.begin(), pack.offers.end(),
                                    [&](const Offer& o) { return o.instance_type == packed.pool.instance_type; });
    Node node = Running(packed.name, *offer);
    for (const Placement& pods : packed.placements) {
      std::int64_t stay = 0;
      for (std::int64_t i = 0; i < pods.replicas; ++i) stay += random.Unit() < 0.6 ? 1 : 0;
      if (stay == 0) continue;
      node.running.push_back(Runs(pods.workload, stay));
      left[pods.workload] += stay;
    }
    request.nodes.push_back(std::move(node));
  }
  for (Workload& workload : pack.workloads) {
    workload.replicas = left[workload.name];
    request.workloads.push_back(std::move(workload));
  }
  return request;
}

TEST(ConsolidateQuality, AThinnedClusterCostsNearlyWhatAFreshOneWould) {
  for (std::uint64_t seed = 0; seed < 4; ++seed) {
    SCOPED_TRACE(seed);
    const ConsolidateRequest request = Thinned(seed);
    const ConsolidateResponse response = CheckedConsolidation(request);
    PackRequest fresh;
    fresh.workloads = request.workloads;
    fresh.offers = request.offers;
    const Result<PackResponse> packing = Pack(fresh);
    std::int64_t pods = 0;
    for (const Workload& workload : request.workloads) pods += workload.replicas;
    EXPECT_LE(response.cost_after_usd_per_hour, 1.05 * packing->cost_usd_per_hour);
    EXPECT_LE(2 * response.pods_moved, pods);
    EXPECT_GE(response.cost_after_usd_per_hour, response.lower_bound_usd_per_hour);
    EXPECT_LE(response.lower_bound_usd_per_hour, packing->cost_usd_per_hour + 1e-6);
  }
}

}  // namespace
}  // namespace spotwright::test
