#include "src/packing/signatures.h"

#include <algorithm>
#include <utility>

#include "src/base/text.h"

namespace spotwright::packing {
namespace {

std::optional<std::string_view> Find(const Labels& labels, std::string_view key) {
  if (labels.empty()) return std::nullopt;
  const auto found = labels.find(std::string(key));
  if (found == labels.end()) return std::nullopt;
  return found->second;
}

template <typename Machine>
std::optional<std::string_view> WellKnown(const Machine& machine, std::string_view key) {
  if (key == kZoneLabel) return machine.zone;
  if (key == kArchitectureLabel) return machine.architecture == Architecture::kArm64 ? "arm64" : "amd64";
  if (key == kCapacityTypeLabel) return machine.capacity_type == CapacityType::kSpot ? "spot" : "on-demand";
  if (key == "node.kubernetes.io/instance-type" && !machine.instance_type.empty()) return machine.instance_type;
  if (key == "topology.kubernetes.io/region" && !machine.region.empty()) return machine.region;
  if (key == "kubernetes.io/os") return "linux";
  return std::nullopt;
}

// Parts are told apart by their lengths.
void Append(std::string& text, std::string_view part) { text += base::Cat(part.size(), ":", part); }

void Append(std::string& text, const std::vector<Taint>& taints) {
  for (const Taint& taint : taints) {
    Append(text, taint.key);
    Append(text, taint.value);
    text += base::Cat(static_cast<std::int64_t>(taint.effect), ";");
  }
}

template <typename Machine, typename LabelOfKey>
std::string TextOf(const Machine& machine, const std::vector<std::string_view>& keys, const LabelOfKey& label_of_key) {
  std::string text = base::Cat(static_cast<std::int64_t>(machine.capacity_type), ",",
                               static_cast<std::int64_t>(machine.architecture), ",");
  Append(text, machine.zone);
  for (const std::string_view key : keys) {
    const std::optional<std::string_view> value = label_of_key(key);
    if (value) Append(text, *value);
    text.push_back('|');
  }
  Append(text, machine.taints);
  return text;
}

// The labels of nodes that workloads ask about. Host names matter only to selectors: as a topology each node is its
// own.
class Keys {
 public:
  void AddFrom(const Workload& workload) {
    for (const auto& [key, value] : workload.node_selector) Add(key);
    for (const RequirementTerm& term : workload.required_node_affinity) Add(term);
    for (const PreferredTerm& wish : workload.preferred_node_affinity) Add(wish.term);
    for (const TopologySpread& spread : workload.topology_spread) AddTopology(spread.topology_key);
    for (const PodAffinityTerm& term : workload.pod_affinity) AddTopology(term.topology_key);
    for (const PodAffinityTerm& term : workload.pod_anti_affinity) AddTopology(term.topology_key);
  }

  std::vector<std::string_view> Take() && {
    std::sort(keys_.begin(), keys_.end());
    return std::move(keys_);
  }

 private:
  void Add(std::string_view key) {
    if (std::find(keys_.begin(), keys_.end(), key) == keys_.end()) keys_.push_back(key);
  }
  void AddTopology(std::string_view key) {
    if (key != kHostnameLabel) Add(key);
  }
  void Add(const RequirementTerm& term) {
    for (const Requirement& requirement : term.requirements) Add(requirement.key);
  }

  std::vector<std::string_view> keys_;
};

}  // namespace

std::optional<std::string_view> LabelOf(const Node& node, std::string_view key) {
  if (const auto value = Find(node.labels, key)) return value;
  if (key == kHostnameLabel) return node.name;
  return WellKnown(node, key);
}

std::optional<std::string_view> LabelOf(const Offer& offer, const NodeGroup* group, std::string_view key) {
  if (group != nullptr) {
    if (const auto value = Find(group->labels, key)) return value;
  }
  if (const auto value = Find(offer.labels, key)) return value;
  return WellKnown(offer, key);
}

Signatures::Signatures(Problem& problem) : problem_(problem) {
  Keys keys;
  for (const Workload& workload : problem.request->workloads) keys.AddFrom(workload);
  keys_ = std::move(keys).Take();
}

template <typename MakeTraits>
std::size_t Signatures::Find(std::string text, const MakeTraits& make_traits) {
  const auto [found, added] = index_.try_emplace(std::move(text), problem_.signatures.size());
  if (added) {
    Signature& signature = problem_.signatures.emplace_back();
    signature.traits = make_traits();
    // A daemonset runs wherever its own constraints let it: no default architecture narrows it.
    static const std::vector<Architecture> kAnyArchitecture = {Architecture::kAmd64, Architecture::kArm64};
    for (const Workload* daemon : problem_.daemons) {
      if (Misfits(*daemon, signature.traits, kAnyArchitecture) == kNoMisfit) signature.daemons.push_back(daemon);
    }
  }
  return found->second;
}

std::size_t Signatures::Of(const Node& node) {
  std::string text = TextOf(node, keys_, [&](std::string_view key) { return LabelOf(node, key); });
  return Find(std::move(text), [&] { return TraitsOf(node); });
}

std::size_t Signatures::Of(const Offer& offer, const NodeGroup* group) {
  std::string text = TextOf(offer, keys_, [&](std::string_view key) { return LabelOf(offer, group, key); });
  if (group != nullptr) Append(text, group->taints);
  return Find(std::move(text), [&] { return TraitsOf(offer, group); });
}

}  // namespace spotwright::packing
