#include "tests/packing/exhaustive_twin.h"

#include <limits>
#include <map>
#include <string>
#include <vector>

#include "tests/support/packed_world.h"
#include "tests/support/packing_rules.h"

namespace spotwright::test {
namespace {

class Search {
 public:
  explicit Search(const PackRequest& request) : request_(request), launchable_(Launchable(request)) {
    std::vector<std::string> none;
    world_ = BuildWorld(request, PackResponse{}, none);
    std::map<const Workload*, std::int64_t> running;
    for (const Host& host : world_.hosts) {
      for (const auto& [id, there] : host.pods) running[there.workload] += host.leaving ? 0 : there.running;
    }
    for (const auto& [id, workload] : world_.workloads) {
      if (workload->kind == WorkloadKind::kDaemonSet) continue;
      for (std::int64_t i = running[workload]; i < workload->replicas; ++i) pods_.push_back(workload);
    }
  }

  std::optional<double> Run() {
    Try(0, 0, 0);
    if (best_ == kNone) return std::nullopt;
    return best_;
  }

 private:
  static constexpr double kNone = std::numeric_limits<double>::max();

  // Places the pods from `pod` on. Pods of one workload are alike, so each goes no further left than the one before.
  void Try(std::size_t pod, std::size_t first_host, double usd) {
    if (usd >= best_) return;
    if (pod == pods_.size()) {
      std::vector<std::string> violations;
      CheckRules(request_, world_, violations);
      if (violations.empty()) best_ = usd;
      return;
    }
    const bool alike_next = pod + 1 < pods_.size() && pods_[pod + 1] == pods_[pod];
    const auto put = [&](std::size_t h, double node_usd) {
      if (!Put(pod, h)) return;
      const double pod_usd = world_.hosts[h].hazard * pods_[pod]->restart_cost_usd;
      Try(pod + 1, alike_next ? h : 0, usd + node_usd + pod_usd);
      TakeBack(pod, h);
    };
    for (std::size_t h = first_host; h < world_.hosts.size(); ++h) put(h, 0);
    for (const Host& kind : launchable_) {
      const std::size_t h = world_.hosts.size();
      world_.hosts.push_back(kind);
      world_.hosts[h].name = std::to_string(h);
      world_.hosts[h].labels[kHostnameKey] = "(new) " + std::to_string(h);
      if (LaunchedOf(kind) <= kind.offer->reserved_count) world_.hosts[h].price_micro = 0;
      put(h, static_cast<double>(world_.hosts[h].price_micro) / 1e6 + StartUpUsd(kind, request_.policy));
      world_.hosts.pop_back();
    }
  }

  std::int64_t LaunchedOf(const Host& kind) const {
    std::int64_t launched = 0;
    for (const Host& host : world_.hosts) launched += host.offer == kind.offer ? 1 : 0;
    return launched;
  }

  bool Put(std::size_t pod, std::size_t h) {
    Host& host = world_.hosts[h];
    if (!Refusal(*pods_[pod], host, world_).empty()) return false;
    AddPods(*pods_[pod], 1, host);
    if (HasRoom(host)) return true;
    TakeBack(pod, h);
    return false;
  }

  void TakeBack(std::size_t pod, std::size_t h) { AddPods(*pods_[pod], -1, world_.hosts[h]); }

  const PackRequest& request_;
  const std::vector<Host> launchable_;
  World world_;
  std::vector<const Workload*> pods_;
  double best_ = kNone;
};

}  // namespace

std::optional<double> CheapestUsd(const PackRequest& request) { return Search(request).Run(); }

}  // namespace spotwright::test
