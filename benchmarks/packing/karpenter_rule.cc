#include "benchmarks/packing/karpenter_rule.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

#include "src/base/money.h"

namespace spotwright::bench {
namespace {

bool Includes(const std::map<std::string, std::string>& labels, const std::map<std::string, std::string>& wanted) {
  return std::includes(labels.begin(), labels.end(), wanted.begin(), wanted.end());
}

bool Tolerates(const Workload& workload, const Taint& taint) {
  return std::any_of(workload.tolerations.begin(), workload.tolerations.end(), [&taint](const Toleration& toleration) {
    const bool key =
        toleration.key == taint.key || (toleration.key.empty() && toleration.op == TolerationOperator::kExists);
    const bool value = toleration.op == TolerationOperator::kExists || toleration.value == taint.value;
    return key && value && (!toleration.effect || *toleration.effect == taint.effect);
  });
}

std::map<std::string, std::string> LabelsOf(const Offer& offer) {
  const bool spot = offer.capacity_type == CapacityType::kSpot;
  std::map<std::string, std::string> labels = offer.labels;
  labels.insert(
      {{"topology.kubernetes.io/zone", offer.zone}, {"karpenter.sh/capacity-type", spot ? "spot" : "on-demand"}});
  return labels;
}

bool Compatible(const Workload& workload, const Offer& offer, const std::map<std::string, std::string>& labels) {
  const bool zone = workload.zones.empty() ||
                    std::find(workload.zones.begin(), workload.zones.end(), offer.zone) != workload.zones.end();
  const bool spot = offer.capacity_type == CapacityType::kSpot;
  return zone && (!spot || workload.spot_tolerant) && Includes(labels, workload.node_selector) &&
         std::all_of(offer.taints.begin(), offer.taints.end(), [&workload](const Taint& taint) {
           return taint.effect == TaintEffect::kPreferNoSchedule || Tolerates(workload, taint);
         });
}

}  // namespace

// One placement from beginning to end.
class Placing {
 public:
  using Kind = KarpenterRule::Kind;
  using Sizes = KarpenterRule::Sizes;
  using Zones = KarpenterRule::Zones;

  explicit Placing(const KarpenterRule& rule)
      : rule_(rule), in_zone_(rule.groups_.size(), std::vector<std::int64_t>(rule.zones_.size())) {}

  void AddRunning(RuleNode node) {
    Node& added = nodes_.emplace_back(Open());
    added.node.offers = std::move(node.offers);
    for (const std::size_t workload : node.pods) Record(workload, added);
    ++running_;
  }

  bool Place(std::size_t workload) {
    for (std::size_t i = 0; i < running_; ++i) {
      if (TryOn(workload, nodes_[i])) return true;
    }
    for (auto turn = turns_.begin(); turn != turns_.end(); ++turn) {
      if (!TryOn(workload, nodes_[turn->second])) continue;
      auto moved = turns_.extract(turn);
      moved.key() = {moved.key().first + 1, -++changes_};
      turns_.insert(std::move(moved));
      return true;
    }
    Node fresh = Open();
    fresh.node.offers.resize(rule_.offers_.size());
    std::iota(fresh.node.offers.begin(), fresh.node.offers.end(), std::size_t{0});
    if (!TryOn(workload, fresh)) return false;
    turns_[{1, ++changes_}] = nodes_.size();
    nodes_.push_back(std::move(fresh));
    return true;
  }

  KarpenterRule::Outcome Finish(std::vector<std::size_t> unplaced) {
    KarpenterRule::Outcome outcome;
    for (Node& node : nodes_) outcome.nodes.push_back(std::move(node.node));
    outcome.running = running_;
    outcome.unplaced = std::move(unplaced);
    return outcome;
  }

 private:
  struct Node {
    RuleNode node;
    Zones zones;  // Of its offers.
    Sizes used;
    std::vector<std::int64_t> of_group;  // Pods here that the group selects.
    std::vector<std::int64_t> apart;     // Pods here that keep the group's pods off.
  };

  Node Open() const {
    return {{},
            Zones().set(),
            Sizes(rule_.extended_.size() + 5),
            std::vector<std::int64_t>(rule_.groups_.size()),
            std::vector<std::int64_t>(rule_.groups_.size())};
  }

  bool TryOn(std::size_t workload, Node& node) {
    const KarpenterRule::WorkloadFacts& facts = rule_.workloads_[workload];
    if (!HostAllows(facts, node)) return false;
    // As Karpenter does, zones are chosen before it is asked whether the pod fits there.
    const Zones zones = AllowedZones(facts, node.zones & facts.zones);
    if (zones.none()) return false;
    std::vector<std::size_t> offers;
    for (const std::size_t offer : node.node.offers) {
      const KarpenterRule::OfferFacts& sold = rule_.offers_[offer];
      if (facts.offers[offer] && zones[sold.zone] && Holds(sold.room, node.used, facts.sizes)) offers.push_back(offer);
    }
    if (offers.empty()) return false;
    node.node.offers = std::move(offers);
    Record(workload, node);
    return true;
  }

  static bool Holds(const Sizes& room, const Sizes& used, const Sizes& more) {
    for (std::size_t i = 0; i < room.size(); ++i) {
      if (used[i] + more[i] > room[i]) return false;
    }
    return true;
  }

  static bool HostAllows(const KarpenterRule::WorkloadFacts& facts, const Node& node) {
    for (const std::size_t group : facts.groups) {
      if (node.apart[group] > 0) return false;
    }
    for (const KarpenterRule::Term& term : facts.terms) {
      const std::int64_t here = node.of_group[term.group];
      if (term.kind == Kind::kApartOnHosts && here > 0) return false;
      // An empty host can always be had, so the least count of all hosts is 0.
      if (term.kind == Kind::kSpreadHosts && here + Selects(facts, term.group) > term.max_skew) return false;
    }
    return true;
  }

  static std::int64_t Selects(const KarpenterRule::WorkloadFacts& facts, std::size_t group) {
    return std::count(facts.groups.begin(), facts.groups.end(), group);
  }

  Zones AllowedZones(const KarpenterRule::WorkloadFacts& facts, Zones zones) const {
    for (const KarpenterRule::Term& term : facts.terms) {
      if (term.kind == Kind::kSpreadZones) zones = LeastFilled(facts, term, zones);
      if (term.kind == Kind::kTogetherInZone) zones = WherePodsAre(facts, term, zones);
    }
    return zones;
  }

  Zones LeastFilled(const KarpenterRule::WorkloadFacts& facts, const KarpenterRule::Term& term, Zones zones) const {
    const std::vector<std::int64_t>& counts = in_zone_[term.group];
    std::optional<std::int64_t> least;
    std::optional<std::size_t> best;
    for (std::size_t zone = 0; zone < counts.size(); ++zone) {
      if (facts.zones[zone]) least = std::min(least.value_or(counts[zone]), counts[zone]);
      if (zones[zone] && (!best || counts[zone] < counts[*best])) best = zone;
    }
    Zones allowed;
    if (best && counts[*best] + Selects(facts, term.group) - *least <= term.max_skew) allowed.set(*best);
    return allowed;
  }

  Zones WherePodsAre(const KarpenterRule::WorkloadFacts& facts, const KarpenterRule::Term& term, Zones zones) const {
    Zones occupied;
    for (std::size_t zone = 0; zone < in_zone_[term.group].size(); ++zone) {
      occupied[zone] = in_zone_[term.group][zone] > 0;
    }
    if (occupied.any() || Selects(facts, term.group) == 0) return zones & occupied;
    // The first of pods that want to be together opens a zone for them.
    Zones first;
    for (std::size_t zone = 0; zone < zones.size() && first.none(); ++zone) first[zone] = zones[zone];
    return first;
  }

  void Record(std::size_t workload, Node& node) {
    const KarpenterRule::WorkloadFacts& facts = rule_.workloads_[workload];
    node.node.pods.push_back(workload);
    for (std::size_t i = 0; i < node.used.size(); ++i) node.used[i] += facts.sizes[i];
    node.zones.reset();
    for (const std::size_t offer : node.node.offers) node.zones.set(rule_.offers_[offer].zone);
    const std::size_t zone = rule_.offers_[node.node.offers.front()].zone;
    for (const std::size_t group : facts.groups) {
      ++node.of_group[group];
      if (node.zones.count() == 1) ++in_zone_[group][zone];
    }
    for (const KarpenterRule::Term& term : facts.terms) {
      if (term.kind == Kind::kApartOnHosts) ++node.apart[term.group];
    }
  }

  const KarpenterRule& rule_;
  std::vector<std::vector<std::int64_t>> in_zone_;  // By group and zone.
  std::vector<Node> nodes_;
  std::size_t running_ = 0;
  // New nodes in the order in which they are tried: by number of pods. Karpenter sorts its list anew for each pod.
  // Where a sort keeps the order of equals, a node that got a pod comes before those that had as many, a new one after
  // them.
  std::map<std::pair<std::int64_t, std::int64_t>, std::size_t> turns_;
  std::int64_t changes_ = 0;
};

KarpenterRule::KarpenterRule(const PackRequest& request) : request_(request) {
  std::set<std::string> extended;
  std::set<std::string> zones;
  for (const Offer& offer : request.offers) {
    for (const auto& [name, amount] : offer.allocatable.extended) extended.insert(name);
    zones.insert(offer.zone);
  }
  extended_.assign(extended.begin(), extended.end());
  zones_.assign(zones.begin(), zones.end());
  std::vector<std::map<std::string, std::string>> labels;  // By offer.
  for (const Offer& offer : request.offers) {
    labels.push_back(LabelsOf(offer));
    OfferFacts& facts = offers_.emplace_back();
    facts.zone = static_cast<std::size_t>(std::lower_bound(zones_.begin(), zones_.end(), offer.zone) - zones_.begin());
    facts.price_micro_usd = base::MicroUsd(offer.price_usd_per_hour);
    facts.room = SizesOf(offer.allocatable, false);
  }
  for (const Workload& workload : request.workloads) {
    WorkloadFacts& facts = workloads_.emplace_back();
    facts.sizes = SizesOf(workload.requests, true);
    for (std::size_t i = 0; i < offers_.size(); ++i) {
      facts.offers.push_back(Compatible(workload, request.offers[i], labels[i]));
      if (facts.offers[i]) facts.zones.set(offers_[i].zone);
    }
    for (const TopologySpread& spread : workload.topology_spread) {
      const bool hosts = spread.topology_key == "kubernetes.io/hostname";
      facts.terms.push_back(
          {hosts ? Kind::kSpreadHosts : Kind::kSpreadZones, GroupOf(spread.selector), spread.max_skew});
    }
    for (const PodAffinityTerm& term : workload.pod_affinity) {
      facts.terms.push_back({Kind::kTogetherInZone, GroupOf(term.selector)});
    }
    for (const PodAffinityTerm& term : workload.pod_anti_affinity) {
      facts.terms.push_back({Kind::kApartOnHosts, GroupOf(term.selector)});
    }
  }
  for (std::size_t i = 0; i < workloads_.size(); ++i) {
    for (std::size_t group = 0; group < groups_.size(); ++group) {
      if (Includes(request.workloads[i].labels, groups_[group])) workloads_[i].groups.push_back(group);
    }
  }
}

KarpenterRule::Sizes KarpenterRule::SizesOf(const Resources& resources, bool pod) const {
  Sizes sizes = {resources.cpu_millicores, resources.memory_bytes, pod ? 1 : resources.pods, resources.gpus,
                 resources.ephemeral_storage_bytes};
  for (const std::string& name : extended_) {
    const auto found = resources.extended.find(name);
    sizes.push_back(found == resources.extended.end() ? 0 : found->second);
  }
  return sizes;
}

std::size_t KarpenterRule::GroupOf(const LabelSelector& selector) {
  const auto found = std::find(groups_.begin(), groups_.end(), selector.match_labels);
  const auto group = static_cast<std::size_t>(found - groups_.begin());
  if (found == groups_.end()) groups_.push_back(selector.match_labels);
  return group;
}

std::vector<std::size_t> KarpenterRule::AllPods() const {
  std::vector<std::size_t> pods;
  for (std::size_t i = 0; i < workloads_.size(); ++i) {
    pods.insert(pods.end(), static_cast<std::size_t>(request_.workloads[i].replicas), i);
  }
  return pods;
}

KarpenterRule::Outcome KarpenterRule::Place(std::vector<std::size_t> pods, std::vector<RuleNode> running) const {
  std::stable_sort(pods.begin(), pods.end(), [this](std::size_t a, std::size_t b) {
    const Sizes& left = workloads_[a].sizes;
    const Sizes& right = workloads_[b].sizes;
    return std::pair(left[0], left[1]) > std::pair(right[0], right[1]);
  });
  Placing placing(*this);
  for (RuleNode& node : running) placing.AddRunning(std::move(node));
  // What found no place is tried again as long as a round over it places something.
  std::size_t waiting = 0;
  do {
    waiting = pods.size();
    std::vector<std::size_t> failed;
    for (const std::size_t workload : pods) {
      if (!placing.Place(workload)) failed.push_back(workload);
    }
    pods = std::move(failed);
  } while (!pods.empty() && pods.size() < waiting);
  return placing.Finish(std::move(pods));
}

std::size_t KarpenterRule::CheapestOf(const RuleNode& node) const {
  return *std::min_element(node.offers.begin(), node.offers.end(), [this](std::size_t a, std::size_t b) {
    return offers_[a].price_micro_usd < offers_[b].price_micro_usd;
  });
}

}  // namespace spotwright::bench
