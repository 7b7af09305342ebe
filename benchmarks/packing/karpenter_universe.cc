#include "benchmarks/packing/karpenter_universe.h"

#include <iterator>
#include <string>

#include "src/base/random.h"

namespace spotwright::bench {
namespace {

constexpr char kZone[] = "topology.kubernetes.io/zone";
constexpr char kHost[] = "kubernetes.io/hostname";
constexpr std::int64_t kMib = 1 << 20;

// Type i has i CPUs, 2i GiB and 10i pods, less 100 millicores and 10 MiB; prices are linear, and spot saves nothing.
void AddOffers(PackRequest& request) {
  constexpr int kTypes = 400;
  struct {
    CapacityType capacity_type;
    const char* zone;
  } const pools[] = {{CapacityType::kSpot, "test-zone-1"},
                     {CapacityType::kSpot, "test-zone-2"},
                     {CapacityType::kOnDemand, "test-zone-1"},
                     {CapacityType::kOnDemand, "test-zone-2"},
                     {CapacityType::kOnDemand, "test-zone-3"}};
  for (int size = 1; size <= kTypes; ++size) {
    for (const auto& pool : pools) {
      Offer& offer = request.offers.emplace_back();
      offer.instance_type = "fake-it-" + std::to_string(size - 1);
      offer.zone = pool.zone;
      offer.capacity_type = pool.capacity_type;
      offer.allocatable.cpu_millicores = size * 1000 - 100;
      offer.allocatable.memory_bytes = (size * 2048 - 10) * kMib;
      offer.allocatable.pods = size * 10;
      const double gigabytes = static_cast<double>(size * 2048 * kMib) / 1e9;
      offer.price_usd_per_hour = 0.1 * size + 0.1 * gigabytes;
    }
  }
}

class Pods {
 public:
  explicit Pods(PackRequest& request) : request_(request), random_(42) {}

  void AddFree() { Add(Label("my-label")); }

  void AddSpread(const char* topology_key) {
    Workload& workload = Add(Label("my-label"));
    TopologySpread& spread = workload.topology_spread.emplace_back();
    spread.topology_key = topology_key;
    spread.selector.match_labels = Label("my-label");
  }

  void AddTogether(const char* topology_key) {
    Workload& workload = Add(Label("my-affinity"));
    PodAffinityTerm& term = workload.pod_affinity.emplace_back();
    term.topology_key = topology_key;
    term.selector.match_labels = workload.labels;
  }

  void AddApart(const char* topology_key) {
    Workload& workload = Add({{"app", "nginx"}});
    PodAffinityTerm& term = workload.pod_anti_affinity.emplace_back();
    term.topology_key = topology_key;
    term.selector.match_labels = workload.labels;
  }

 private:
  using Labels = std::map<std::string, std::string>;

  template <typename T, std::size_t kCount>
  T OneOf(const T (&values)[kCount]) {
    return values[random_.Below(kCount)];
  }

  Labels Label(const char* key) { return {{key, std::string(1, OneOf({'a', 'b', 'c', 'd', 'e', 'f', 'g'}))}}; }

  Workload& Add(const Labels& labels) {
    Workload& workload = request_.workloads.emplace_back();
    workload.name = "pod-" + std::to_string(request_.workloads.size());
    workload.kind = WorkloadKind::kPod;
    workload.labels = labels;
    workload.spot_tolerant = true;
    workload.requests.cpu_millicores = OneOf({100, 250, 500, 1000, 1500});
    workload.requests.memory_bytes = OneOf({100, 256, 512, 1024, 2048, 4096}) * kMib;
    return workload;
  }

  PackRequest& request_;
  base::Random random_;
};

}  // namespace

PackRequest KarpenterUniverse(std::int64_t pods) {
  PackRequest request;
  AddOffers(request);
  Pods add(request);
  const std::int64_t of_each = pods / 5;
  for (std::int64_t i = 0; i < of_each; ++i) add.AddFree();
  for (std::int64_t i = 0; i < of_each; ++i) add.AddSpread(kZone);
  for (std::int64_t i = 0; i < of_each; ++i) add.AddSpread(kHost);
  for (std::int64_t i = 0; i < of_each; ++i) add.AddTogether(kZone);
  for (std::int64_t i = 0; i < of_each; ++i) add.AddApart(kHost);
  while (static_cast<std::int64_t>(request.workloads.size()) < pods) add.AddFree();
  return request;
}

}  // namespace spotwright::bench
