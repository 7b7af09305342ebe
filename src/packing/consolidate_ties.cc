#include "src/packing/consolidate_ties.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "src/packing/compatibility.h"

namespace spotwright::packing::consolidation {
namespace {

// Rules that look at domains beyond one node, as far as they can be broken.
std::vector<const LabelSelector*> FarSelectors(const Workload& workload) {
  std::vector<const LabelSelector*> selectors;
  for (const TopologySpread& spread : workload.topology_spread) {
    const bool hard = spread.when_unsatisfiable == WhenUnsatisfiable::kDoNotSchedule;
    if (hard && spread.topology_key != kHostnameLabel) selectors.push_back(&spread.selector);
  }
  for (const PodAffinityTerm& term : workload.pod_affinity) {
    if (term.weight == 0) selectors.push_back(&term.selector);
  }
  for (const PodAffinityTerm& term : workload.pod_anti_affinity) {
    if (term.weight == 0 && term.topology_key != kHostnameLabel) selectors.push_back(&term.selector);
  }
  return selectors;
}

// Workloads by their labels: those with the same are selected together.
class LabelClasses {
 public:
  explicit LabelClasses(const std::vector<Workload>& workloads) {
    std::map<Labels, std::size_t> known;
    for (std::size_t w = 0; w < workloads.size(); ++w) {
      const auto [entry, added] = known.try_emplace(workloads[w].labels, members_.size());
      if (added) {
        labels_.push_back(&workloads[w].labels);
        members_.emplace_back();
        for (const auto& label : workloads[w].labels) with_[label].push_back(entry->second);
      }
      members_[entry->second].push_back(w);
    }
  }

  template <typename Visit>
  void ForEachMatching(const LabelSelector& selector, const Visit& visit) const {
    const auto consider = [&](std::size_t c) {
      if (Matches(selector, *labels_[c])) visit(c, members_[c]);
    };
    if (selector.match_labels.empty()) {
      for (std::size_t c = 0; c < members_.size(); ++c) consider(c);
    } else if (const auto found = with_.find(*selector.match_labels.begin()); found != with_.end()) {
      for (const std::size_t c : found->second) consider(c);
    }
  }

 private:
  std::vector<const Labels*> labels_;
  std::vector<std::vector<std::size_t>> members_;
  std::map<std::pair<std::string, std::string>, std::vector<std::size_t>> with_;  // Classes with a label.
};

// Rules about where its own pods are in sum.
bool CountsItself(const Cluster& cluster, const Workload& workload) {
  const BlastRadius& common = cluster.request->policy.pack.blast_radius;
  const BlastRadius& own = workload.blast_radius;
  return own.max_share_per_pool || own.max_share_per_zone || common.max_share_per_pool || common.max_share_per_zone ||
         (workload.spot_tolerant && (workload.max_spot_share || workload.min_on_demand_replicas > 0));
}

}  // namespace

void DisjointSets::Grow(std::size_t count) {
  while (parent_.size() < count) parent_.push_back(parent_.size());
}

std::size_t DisjointSets::Find(std::size_t member) {
  while (parent_[member] != member) {
    parent_[member] = parent_[parent_[member]];
    member = parent_[member];
  }
  return member;
}

void DisjointSets::Join(std::size_t a, std::size_t b) {
  a = Find(a);
  b = Find(b);
  parent_[std::max(a, b)] = std::min(a, b);
}

std::vector<std::size_t> TiesOf(const Cluster& cluster) {
  const std::vector<Workload>& workloads = cluster.workloads;
  DisjointSets sets(workloads.size());
  std::vector<bool> tied(workloads.size(), false);
  const LabelClasses classes(workloads);
  std::vector<bool> joined(workloads.size(), false);  // By class.
  std::size_t sharing_spot = kFree;
  for (std::size_t w = 0; w < workloads.size(); ++w) {
    if (CountsItself(cluster, workloads[w])) tied[w] = true;
    for (const LabelSelector* selector : FarSelectors(workloads[w])) {
      tied[w] = true;
      classes.ForEachMatching(*selector, [&](std::size_t c, const std::vector<std::size_t>& members) {
        // All members of a class are selected together, so that later its first stands for all.
        for (const std::size_t member : joined[c] ? std::vector{members.front()} : members) {
          tied[member] = true;
          sets.Join(w, member);
        }
        joined[c] = true;
      });
    }
    const SpotShare& share = cluster.request->policy.pack.spot_share;
    if (share.max_share < 1 && (workloads[w].spot_tolerant || share.unit == ShareUnit::kNodes)) {
      tied[w] = true;
      if (sharing_spot == kFree) sharing_spot = w;
      sets.Join(w, sharing_spot);
    }
  }
  std::vector<std::size_t> ties(workloads.size(), kFree);
  for (std::size_t w = 0; w < workloads.size(); ++w) {
    if (tied[w]) ties[w] = sets.Find(w);
  }
  return ties;
}

}  // namespace spotwright::packing::consolidation
