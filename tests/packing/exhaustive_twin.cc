#include "tests/packing/exhaustive_twin.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "tests/support/packed_world.h"
#include "tests/support/packing_rules.h"

namespace spotwright::test {
namespace {

class Search {
 public:
  explicit Search(const PackRequest& request) : request_(request) {
    std::vector<std::string> none;
    world_ = BuildWorld(request, PackResponse{}, none);
    for (const auto& [id, workload] : world_.workloads) {
      if (workload->kind == WorkloadKind::kDaemonSet) continue;
      for (std::int64_t i = 0; i < workload->replicas; ++i) pods_.push_back(workload);
    }
  }

  std::optional<std::int64_t> Run() {
    Try(0, 0, 0);
    if (best_ == kNone) return std::nullopt;
    return best_;
  }

 private:
  static constexpr std::int64_t kNone = std::numeric_limits<std::int64_t>::max();

  // Places the pods from `pod` on. Pods of one workload are alike, so each goes no further left than the one before.
  void Try(std::size_t pod, std::size_t first_host, std::int64_t cost) {
    if (cost >= best_) return;
    if (pod == pods_.size()) {
      std::vector<std::string> violations;
      CheckPods(request_, world_, violations);
      CheckSpot(request_, world_, violations);
      if (violations.empty()) best_ = cost;
      return;
    }
    const bool alike_next = pod + 1 < pods_.size() && pods_[pod + 1] == pods_[pod];
    for (std::size_t h = first_host; h < world_.hosts.size(); ++h) {
      if (!Put(pod, h)) continue;
      Try(pod + 1, alike_next ? h : 0, cost);
      TakeBack(pod, h);
    }
    for (const Offer& offer : request_.offers) {
      if (!NotForSale(offer, request_).empty()) continue;
      world_.hosts.push_back(HostOf(offer, nullptr, request_));
      const std::size_t h = world_.hosts.size() - 1;
      world_.hosts[h].name = std::to_string(h);
      if (Put(pod, h)) {
        Try(pod + 1, alike_next ? h : 0, cost + std::llround(offer.price_usd_per_hour * 1e6));
        TakeBack(pod, h);
      }
      world_.hosts.pop_back();
    }
  }

  bool Put(std::size_t pod, std::size_t h) {
    Host& host = world_.hosts[h];
    if (!Refusal(*pods_[pod], host, world_).empty()) return false;
    PodsThere& there = host.pods[IdOf(*pods_[pod])];
    there.workload = pods_[pod];
    ++there.placed;
    if (Fits(host.Used(), host.allocatable)) return true;
    TakeBack(pod, h);
    return false;
  }

  void TakeBack(std::size_t pod, std::size_t h) {
    auto& pods = world_.hosts[h].pods;
    const auto there = pods.find(IdOf(*pods_[pod]));
    if (--there->second.placed == 0) pods.erase(there);
  }

  const PackRequest& request_;
  World world_;
  std::vector<const Workload*> pods_;
  std::int64_t best_ = kNone;
};

}  // namespace

std::optional<std::int64_t> CheapestMicroUsd(const PackRequest& request) { return Search(request).Run(); }

}  // namespace spotwright::test
