#include "src/packing/check_request.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "src/base/text.h"
#include "src/model/check_cluster.h"
#include "src/model/offers.h"
#include "src/model/validate.h"
#include "src/model/workload_names.h"

namespace spotwright::packing {
namespace {

using base::Cat;
using model::ElementPath;
using model::InvalidField;

// Sums of any resource beyond this are a mistake, and would come near the end of 64 bits.
constexpr double kMostInAll = 1e18;

// Each extended resource is a dimension of the packing.
constexpr std::size_t kMostExtendedResources = 64;

// `pods` by workload: replicas wanted, and those that run.
std::optional<Error> CheckSums(const PackRequest& request, const std::vector<double>& pods) {
  double cpu = 0;
  double memory = 0;
  double rest = 0;
  std::set<std::string_view> extended;
  for (std::size_t w = 0; w < request.workloads.size(); ++w) {
    const Workload& workload = request.workloads[w];
    const double count = pods[w];
    const Resources& size = workload.requests;
    cpu += static_cast<double>(size.cpu_millicores) * count;
    memory += static_cast<double>(size.memory_bytes) * count;
    rest += (static_cast<double>(size.ephemeral_storage_bytes) + static_cast<double>(size.gpus)) * count;
    for (const auto& [name, amount] : size.extended) {
      rest += static_cast<double>(amount) * count;
      extended.insert(name);
    }
    if (cpu > kMostInAll || memory > kMostInAll || rest > kMostInAll) {
      return InvalidField(ElementPath("workloads", w) + ".requests",
                          "brings the sum of a resource over all replicas above 1e18; check its unit");
    }
    if (extended.size() > kMostExtendedResources) {
      return InvalidField(ElementPath("workloads", w) + ".requests.extended",
                          Cat("brings the number of different extended resources above ", kMostExtendedResources));
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Error> CheckRequest(const PackRequest& request) {
  if (auto error = model::CheckOffers(request.offers, "offers")) return error;
  if (auto error = model::CheckNow(request.offers, "offers", request.now_unix_ms)) return error;
  if (auto error = model::CheckNames(request.nodes, "nodes")) return error;
  if (auto error = model::CheckNames(request.groups, "groups")) return error;

  const model::WorkloadNames names(request.workloads);
  if (auto error = model::CheckRepeated(names, request.workloads)) return error;
  std::vector<double> pods;
  pods.reserve(request.workloads.size());
  for (const Workload& workload : request.workloads) pods.push_back(static_cast<double>(workload.replicas) + 1);
  for (std::size_t n = 0; n < request.nodes.size(); ++n) {
    const Node& node = request.nodes[n];
    for (std::size_t i = 0; i < node.running.size(); ++i) {
      const RunningPods& running = node.running[i];
      const std::optional<std::size_t> found = names.Find(running.namespace_name, running.workload);
      if (!found) {
        return model::UnknownWorkload(Cat(ElementPath("nodes", n), ".", ElementPath("running", i), ".workload"),
                                      running.namespace_name, running.workload);
      }
      pods[*found] += static_cast<double>(running.replicas);
    }
  }
  return CheckSums(request, pods);
}

}  // namespace spotwright::packing
