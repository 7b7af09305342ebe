#include "src/packing/consolidate_loop.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "src/base/money.h"
#include "src/model/begin.h"
#include "src/model/offers.h"
#include "src/packing/consolidate_domains.h"
#include "src/packing/consolidate_movable.h"
#include "src/packing/consolidate_search.h"
#include "src/packing/consolidate_ties.h"
#include "src/packing/consolidate_value.h"

namespace spotwright::packing::consolidation {
namespace {

// Every find saves something, so the loop ends; what is found after so many is left to the next call.
constexpr int kMaxFinds = 64;

// What saves most for what it stirs goes first: sets must save these shares of what goes before the policy's own share
// is enough. Otherwise many nodes would be replaced where deleting a few, once their pods are spread, does as well.
constexpr double kSharesFirst[] = {0.5, 0.2};

class Traveller {
 public:
  Traveller(const Cluster& at_first, std::int64_t bound_micro, const Call& call)
      : at_first_(at_first),
        bound_micro_(bound_micro),
        now_(at_first),
        call_(call),
        ties_(TiesOf(at_first)),
        together_(at_first.nodes.size() + at_first.workloads.size()) {
    for (std::size_t n = 0; n < at_first.nodes.size(); ++n) origins_[at_first.nodes[n].node.name] = n;
  }

  Result<Journey> Run() {
    const ConsolidatePolicy& policy = now_.request->policy;
    for (const double share : kSharesFirst) {
      if (share <= policy.min_savings_share) continue;
      if (auto error = FindAll({policy.horizon_hours, share}, false)) return *error;
    }
    if (auto error = FindAll({policy.horizon_hours, policy.min_savings_share}, true)) return *error;
    Conclude();
    return std::move(journey_);
  }

 private:
  std::optional<Error> FindAll(const PayRule& rule, bool thorough) {
    while (finds_ < kMaxFinds) {
      const Result<bool> found = FindMore(rule, thorough);
      if (!found.ok()) return found.error();
      if (!*found) break;
      ++finds_;
      if (call_.progress) call_.progress(static_cast<double>(finds_) / (kMaxFinds + 1));
    }
    return std::nullopt;
  }

  // Looks with launches that may be taken back, and with launches that are too young to be: the next call may see
  // either.
  Result<bool> FindMore(const PayRule& rule, bool thorough) {
    journey_.refusing.clear();
    journey_.near_enough = false;
    std::set<std::string> stays_before;
    for (const bool young_launches : {false, true}) {
      std::set<std::string> stays;
      for (const auto& [name, reasons] : UntouchableNodes(now_, young_launches).kept) stays.insert(name);
      if (LaunchesAreFinal()) {
        for (const ClusterNode& node : now_.nodes) {
          if (node.launched) stays.insert(node.node.name);
        }
      }
      if (young_launches && stays == stays_before) break;
      const ClusterValue value = ValueOf(now_, stays);
      const std::int64_t bound_micro = std::max(bound_micro_, value.bound_micro);
      if (IsNear(bound_micro)) {
        journey_.near_enough = true;
      } else {
        Result<Found> found =
            BestSet(at_first_, now_, stays, value.pod_value_micro, rule, bound_micro, thorough, call_);
        if (!found.ok()) return found.error();
        journey_.refusing.merge(found->refusing);
        if (found->best) {
          Adopt(*found->best, rule);
          return true;
        }
      }
      stays_before = std::move(stays);
    }
    return false;
  }

  // A share of new nodes is kept by each packing among its own; taking some back would break it.
  bool LaunchesAreFinal() const {
    const SpotShare& share = now_.request->policy.pack.spot_share;
    return share.unit == ShareUnit::kNodes && share.max_share < 1;
  }

  bool IsNear(std::int64_t bound_micro) const {
    const double most = static_cast<double>(bound_micro) * (1 + now_.request->policy.stop_at_gap);
    return static_cast<double>(CostOf(now_).TotalMicro()) <= most;
  }

  void Adopt(const Trial& trial, const PayRule& rule) {
    std::vector<Change> changes = Split(now_, trial, Match(now_, trial), ties_, rule);
    std::erase_if(changes, [](const Change& change) { return change.payoff <= 0; });
    const Scale scale(now_);
    for (const Change& change : changes) {
      const std::size_t root = now_.nodes[change.gone.front()].root;
      for (const std::size_t n : change.gone) together_.Join(root, now_.nodes[n].root);
      for (const Flow& flow : change.flows) {
        together_.Join(root, origins_.at(flow.origin));
        if (ties_[flow.workload] != kFree) together_.Join(root, at_first_.nodes.size() + ties_[flow.workload]);
        const PackedNode& target = trial.nodes[flow.to];
        if (!target.existing) continue;
        const ClusterNode& node = now_.nodes[scale.IndexOf(target.name)];
        if (node.launched) together_.Join(root, node.root);
      }
    }
    Cluster after = Apply(now_, trial, changes);
    std::set<std::string> gone;
    for (const ClusterNode& node : at_first_.nodes) gone.insert(node.node.name);
    for (const ClusterNode& node : after.nodes) gone.erase(node.node.name);
    for (const Change& change : changes) {
      const std::size_t root = now_.nodes[change.gone.front()].root;
      for (const auto& [key, movers] : MoversBySpread(now_, change.flows)) {
        for (const std::size_t n : LastOfDomain(at_first_.nodes, gone, key)) together_.Join(root, n);
      }
    }
    now_ = std::move(after);
  }

  // All finds as one arrangement over the cluster at first. What was found in one go, or builds on what was found
  // before, stays one change, so that each change pays as its parts did.
  void Conclude() {
    Trial& all = journey_.arrangement;
    std::set<std::string> stays;
    std::map<std::size_t, Change> changes;  // By the set of nodes it is about.
    for (const ClusterNode& node : now_.nodes) {
      stays.insert(node.node.name);
      const std::size_t place = all.nodes.size();
      PackedNode target = Describe(node);
      std::map<std::size_t, std::int64_t> received;
      for (const auto& [key, count] : node.pods) {
        const auto& [w, origin] = key;
        if (origin == node.node.name) continue;
        changes[together_.Find(origins_.at(origin))].flows.push_back({origins_.at(origin), place, w, origin, count});
        received[w] += count;
      }
      if (node.launched) changes[together_.Find(node.root)].launches.push_back(place);
      if (received.empty() && !node.launched) continue;
      for (const auto& [w, count] : received) {
        target.placements.push_back({now_.workloads[w].name, now_.workloads[w].namespace_name, count});
      }
      std::sort(target.placements.begin(), target.placements.end(), [](const Placement& a, const Placement& b) {
        return std::tie(a.namespace_name, a.workload) < std::tie(b.namespace_name, b.workload);
      });
      all.nodes.push_back(std::move(target));
    }
    for (std::size_t n = 0; n < at_first_.nodes.size(); ++n) {
      if (stays.count(at_first_.nodes[n].node.name) > 0) continue;
      all.gone.push_back(n);
      changes[together_.Find(n)].gone.push_back(n);
    }
    const Scale scale(at_first_);
    const ConsolidatePolicy& policy = now_.request->policy;
    for (auto& [root, change] : changes) {
      Weigh(scale, at_first_, all, {policy.horizon_hours, policy.min_savings_share}, change);
      journey_.changes.push_back(std::move(change));
    }
    std::sort(journey_.changes.begin(), journey_.changes.end(),
              [](const Change& a, const Change& b) { return std::tie(b.payoff, a.gone) < std::tie(a.payoff, b.gone); });
    journey_.after = std::move(now_);
  }

  static PackedNode Describe(const ClusterNode& node) {
    PackedNode described;
    described.name = node.node.name;
    described.existing = !node.launched;
    described.pool = model::PoolOf(node.node);
    described.group = node.node.group;
    described.price_usd_per_hour = base::Usd(node.price_micro);
    described.architecture = node.node.architecture;
    described.allocatable = node.node.allocatable;
    described.used = node.used;
    return described;
  }

  const Cluster& at_first_;
  std::int64_t bound_micro_;
  Cluster now_;
  const Call& call_;
  std::vector<std::size_t> ties_;
  DisjointSets together_;  // Of marks.
  std::map<std::string, std::size_t> origins_;
  int finds_ = 0;
  Journey journey_;
};

}  // namespace

Result<Journey> Travel(const Cluster& at_first, std::int64_t bound_micro, const Call& call) {
  return Traveller(at_first, bound_micro, call).Run();
}

}  // namespace spotwright::packing::consolidation
