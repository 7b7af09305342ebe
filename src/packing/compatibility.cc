#include "src/packing/compatibility.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <string_view>

namespace spotwright::packing {
namespace {

std::optional<std::int64_t> AsInteger(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string_view ArchitectureName(Architecture architecture) {
  return architecture == Architecture::kArm64 ? "arm64" : "amd64";
}

Labels WellKnown(const std::string& instance_type, const std::string& region, const std::string& zone,
                 CapacityType capacity_type, Architecture architecture) {
  Labels labels;
  if (!instance_type.empty()) labels["node.kubernetes.io/instance-type"] = instance_type;
  if (!region.empty()) labels["topology.kubernetes.io/region"] = region;
  labels[kZoneLabel] = zone;
  labels[kCapacityTypeLabel] = capacity_type == CapacityType::kSpot ? "spot" : "on-demand";
  labels[kArchitectureLabel] = ArchitectureName(architecture);
  labels["kubernetes.io/os"] = "linux";
  return labels;
}

void Overlay(Labels& labels, const Labels& over) {
  for (const auto& [key, value] : over) labels[key] = value;
}

bool Tolerates(const Toleration& toleration, const Taint& taint) {
  if (toleration.effect && *toleration.effect != taint.effect) return false;
  if (toleration.op == TolerationOperator::kExists) return toleration.key.empty() || toleration.key == taint.key;
  return toleration.key == taint.key && toleration.value == taint.value;
}

bool MatchesAny(const std::vector<RequirementTerm>& terms, const Labels& labels) {
  return std::any_of(terms.begin(), terms.end(), [&](const RequirementTerm& term) { return Matches(term, labels); });
}

}  // namespace

NodeTraits TraitsOf(const Offer& offer, const NodeGroup* group) {
  NodeTraits traits;
  traits.labels = WellKnown(offer.instance_type, offer.region, offer.zone, offer.capacity_type, offer.architecture);
  Overlay(traits.labels, offer.labels);
  traits.taints = offer.taints;
  if (group != nullptr) {
    Overlay(traits.labels, group->labels);
    traits.taints.insert(traits.taints.end(), group->taints.begin(), group->taints.end());
  }
  traits.zone = offer.zone;
  traits.capacity_type = offer.capacity_type;
  traits.architecture = offer.architecture;
  return traits;
}

NodeTraits TraitsOf(const Node& node) {
  NodeTraits traits;
  traits.labels = WellKnown(node.instance_type, node.region, node.zone, node.capacity_type, node.architecture);
  traits.labels[kHostnameLabel] = node.name;
  Overlay(traits.labels, node.labels);
  traits.taints = node.taints;
  traits.zone = node.zone;
  traits.capacity_type = node.capacity_type;
  traits.architecture = node.architecture;
  return traits;
}

bool Matches(const Requirement& requirement, const Labels& labels) {
  const auto found = labels.find(requirement.key);
  const bool present = found != labels.end();
  const auto listed = [&] {
    return std::find(requirement.values.begin(), requirement.values.end(), found->second) != requirement.values.end();
  };
  switch (requirement.op) {
    case RequirementOperator::kIn:
      return present && listed();
    case RequirementOperator::kNotIn:
      return !present || !listed();
    case RequirementOperator::kExists:
      return present;
    case RequirementOperator::kDoesNotExist:
      return !present;
    case RequirementOperator::kGreaterThan:
    case RequirementOperator::kLessThan:
    case RequirementOperator::kGreaterOrEqual:
    case RequirementOperator::kLessOrEqual: {
      if (!present || requirement.values.size() != 1) return false;
      const auto label = AsInteger(found->second);
      const auto bound = AsInteger(requirement.values.front());
      if (!label || !bound) return false;
      if (requirement.op == RequirementOperator::kGreaterThan) return *label > *bound;
      if (requirement.op == RequirementOperator::kLessThan) return *label < *bound;
      return requirement.op == RequirementOperator::kGreaterOrEqual ? *label >= *bound : *label <= *bound;
    }
  }
  return false;
}

bool Matches(const RequirementTerm& term, const Labels& labels) {
  return !term.requirements.empty() &&
         std::all_of(term.requirements.begin(), term.requirements.end(),
                     [&](const Requirement& requirement) { return Matches(requirement, labels); });
}

bool Matches(const LabelSelector& selector, const Labels& labels) {
  return std::all_of(selector.match_labels.begin(), selector.match_labels.end(),
                     [&](const auto& wanted) {
                       const auto found = labels.find(wanted.first);
                       return found != labels.end() && found->second == wanted.second;
                     }) &&
         std::all_of(selector.match_expressions.begin(), selector.match_expressions.end(),
                     [&](const Requirement& requirement) { return Matches(requirement, labels); });
}

bool Tolerates(const std::vector<Toleration>& tolerations, const std::vector<Taint>& taints, bool wishes) {
  return std::all_of(taints.begin(), taints.end(), [&](const Taint& taint) {
    return (taint.effect == TaintEffect::kPreferNoSchedule) != wishes ||
           std::any_of(tolerations.begin(), tolerations.end(),
                       [&](const Toleration& toleration) { return Tolerates(toleration, taint); });
  });
}

bool StatesArchitecture(const Workload& workload) {
  if (workload.architecture || workload.node_selector.count(kArchitectureLabel) > 0) return true;
  // Only when every alternative speaks of it; else one of them would let any architecture in.
  return !workload.required_node_affinity.empty() &&
         std::all_of(workload.required_node_affinity.begin(), workload.required_node_affinity.end(),
                     [](const RequirementTerm& term) {
                       return std::any_of(term.requirements.begin(), term.requirements.end(),
                                          [](const Requirement& r) { return r.key == kArchitectureLabel; });
                     });
}

std::vector<Architecture> DefaultArchitectures(const std::vector<Architecture>& stated, std::span<const Node> nodes) {
  if (!stated.empty()) return stated;
  std::set<Architecture> found;
  for (const Node& node : nodes) {
    if (!node.control_plane) found.insert(node.architecture);
  }
  if (found.empty()) found.insert(Architecture::kAmd64);
  return {found.begin(), found.end()};
}

std::uint32_t Misfits(const Workload& workload, const NodeTraits& node,
                      const std::vector<Architecture>& architectures) {
  std::uint32_t misfits = kNoMisfit;
  if (workload.architecture) {
    if (*workload.architecture != node.architecture) misfits |= kMisfitArchitecture;
  } else if (!StatesArchitecture(workload) &&
             std::find(architectures.begin(), architectures.end(), node.architecture) == architectures.end()) {
    misfits |= kMisfitArchitecture;
  }
  if (!workload.zones.empty() &&
      std::find(workload.zones.begin(), workload.zones.end(), node.zone) == workload.zones.end()) {
    misfits |= kMisfitZone;
  }
  for (const auto& [key, value] : workload.node_selector) {
    const auto found = node.labels.find(key);
    if (found == node.labels.end() || found->second != value) misfits |= kMisfitNodeSelector;
  }
  if (!workload.required_node_affinity.empty() && !MatchesAny(workload.required_node_affinity, node.labels)) {
    misfits |= kMisfitNodeAffinity;
  }
  if (!Tolerates(workload.tolerations, node.taints)) misfits |= kMisfitTaint;
  return misfits;
}

}  // namespace spotwright::packing
