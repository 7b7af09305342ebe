// One page of C++: three workloads, four offers, a plan. Prints what to launch and what it costs.
#include <cstdint>
#include <cstdio>

#include "spotwright/plan.h"

namespace {

constexpr std::int64_t kGiB = std::int64_t{1} << 30;

spotwright::Offer MakeOffer(const char* type, const char* zone, spotwright::CapacityType capacity_type, double price,
                            std::int64_t vcpus, std::int64_t memory_gib) {
  spotwright::Offer offer;
  offer.instance_type = type;
  offer.region = "eu-west-1";
  offer.zone = zone;
  offer.capacity_type = capacity_type;
  offer.price_usd_per_hour = price;
  offer.vcpus = vcpus;
  offer.allocatable.cpu_millicores = vcpus * 1000 - 80;  // The kubelet keeps some.
  offer.allocatable.memory_bytes = memory_gib * kGiB * 9 / 10;
  offer.allocatable.pods = 29;
  return offer;
}

spotwright::Workload MakeWorkload(const char* name, std::int64_t replicas, std::int64_t cpu_millicores,
                                  std::int64_t memory_gib, bool spot_tolerant) {
  spotwright::Workload workload;
  workload.name = name;
  workload.replicas = replicas;
  workload.requests.cpu_millicores = cpu_millicores;
  workload.requests.memory_bytes = memory_gib * kGiB;
  workload.spot_tolerant = spot_tolerant;
  return workload;
}

}  // namespace

int main() {
  using spotwright::CapacityType;

  spotwright::PlanRequest request;
  request.workloads = {
      MakeWorkload("web", 8, 500, 1, true),
      MakeWorkload("worker", 6, 1000, 2, true),
      MakeWorkload("database", 2, 1500, 6, false),
  };
  request.offers = {
      MakeOffer("m6i.xlarge", "eu-west-1a", CapacityType::kOnDemand, 0.214, 4, 16),
      MakeOffer("m6i.xlarge", "eu-west-1a", CapacityType::kSpot, 0.081, 4, 16),
      MakeOffer("m6i.xlarge", "eu-west-1b", CapacityType::kSpot, 0.079, 4, 16),
      MakeOffer("c6i.2xlarge", "eu-west-1b", CapacityType::kSpot, 0.347, 8, 16),
  };
  request.policy.prices.max_share_of_on_demand_price = 0.6;
  request.policy.mix.on_demand_percentage = 25;

  const spotwright::Result<spotwright::PlanResponse> plan = spotwright::Plan(request);
  if (!plan.ok()) {
    std::fprintf(stderr, "%s: %s\n", plan.error().field.c_str(), plan.error().message.c_str());
    return 1;
  }
  for (const spotwright::PlanStep& step : plan->steps) std::printf("%s\n", step.sentence.c_str());
  std::printf("$%.4f per hour, all on-demand $%.4f, %.1f %% above the lower bound\n",
              plan->summary.cost_planned_usd_per_hour, plan->summary.cost_all_on_demand_usd_per_hour,
              100 * plan->summary.gap);
  return plan->feasible ? 0 : 3;
}
