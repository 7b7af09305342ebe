#include "tests/support/kube_rules.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace spotwright::test {
namespace {

std::optional<long long> Integer(const std::string& text) {
  long long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Labels WellKnown(const std::string& instance_type, const std::string& region, const std::string& zone,
                 CapacityType capacity_type, Architecture architecture) {
  Labels labels = {
      {kZoneKey, zone},
      {kArchitectureKey, architecture == Architecture::kArm64 ? "arm64" : "amd64"},
      {"kubernetes.io/os", "linux"},
      {"karpenter.sh/capacity-type", capacity_type == CapacityType::kSpot ? "spot" : "on-demand"},
  };
  if (!instance_type.empty()) labels["node.kubernetes.io/instance-type"] = instance_type;
  if (!region.empty()) labels["topology.kubernetes.io/region"] = region;
  return labels;
}

}  // namespace

Labels LabelsOf(const Node& node) {
  Labels labels = node.labels;
  labels.emplace(kHostnameKey, node.name);
  labels.merge(WellKnown(node.instance_type, node.region, node.zone, node.capacity_type, node.architecture));
  return labels;
}

Labels LabelsOf(const Offer& offer, const NodeGroup* group) {
  Labels labels = offer.labels;
  if (group != nullptr) labels.insert(group->labels.begin(), group->labels.end());
  labels.merge(WellKnown(offer.instance_type, offer.region, offer.zone, offer.capacity_type, offer.architecture));
  return labels;
}

bool Holds(const Requirement& requirement, const Labels& labels) {
  const auto label = labels.find(requirement.key);
  const bool present = label != labels.end();
  const bool listed = present && std::count(requirement.values.begin(), requirement.values.end(), label->second) > 0;
  switch (requirement.op) {
    case RequirementOperator::kIn:
      return listed;
    case RequirementOperator::kNotIn:
      return !listed;
    case RequirementOperator::kExists:
      return present;
    case RequirementOperator::kDoesNotExist:
      return !present;
    case RequirementOperator::kGreaterThan:
    case RequirementOperator::kLessThan: {
      if (!present || requirement.values.size() != 1) return false;
      const std::optional<long long> have = Integer(label->second);
      const std::optional<long long> limit = Integer(requirement.values[0]);
      if (!have || !limit) return false;
      return requirement.op == RequirementOperator::kGreaterThan ? *have > *limit : *have < *limit;
    }
  }
  return false;
}

bool Selects(const LabelSelector& selector, const Labels& labels) {
  for (const auto& [key, value] : selector.match_labels) {
    const auto label = labels.find(key);
    if (label == labels.end() || label->second != value) return false;
  }
  return std::all_of(selector.match_expressions.begin(), selector.match_expressions.end(),
                     [&](const Requirement& requirement) { return Holds(requirement, labels); });
}

bool WantsNode(const Workload& workload, const Labels& labels) {
  LabelSelector selector;
  selector.match_labels = workload.node_selector;
  if (!Selects(selector, labels)) return false;
  if (workload.required_node_affinity.empty()) return true;
  for (const RequirementTerm& term : workload.required_node_affinity) {
    bool all = !term.requirements.empty();
    for (const Requirement& requirement : term.requirements) all = all && Holds(requirement, labels);
    if (all) return true;
  }
  return false;
}

bool Tolerates(const Workload& workload, const Taint& taint) {
  if (taint.effect == TaintEffect::kPreferNoSchedule) return true;
  for (const Toleration& toleration : workload.tolerations) {
    if (toleration.effect && *toleration.effect != taint.effect) continue;
    if (toleration.op == TolerationOperator::kExists) {
      if (toleration.key.empty() || toleration.key == taint.key) return true;
    } else if (toleration.key == taint.key && toleration.value == taint.value) {
      return true;
    }
  }
  return false;
}

bool ToleratesAll(const Workload& workload, const std::vector<Taint>& taints) {
  return std::all_of(taints.begin(), taints.end(), [&](const Taint& taint) { return Tolerates(workload, taint); });
}

bool Speaks(const PodAffinityTerm& term, const Workload& owner, const Workload& other) {
  if (!Selects(term.selector, other.labels)) return false;
  if (term.namespaces.empty()) return owner.namespace_name == other.namespace_name;
  return std::count(term.namespaces.begin(), term.namespaces.end(), other.namespace_name) > 0;
}

bool Clash(const HostPort& left, const HostPort& right) {
  const auto everywhere = [](const std::string& ip) { return ip.empty() || ip == "0.0.0.0"; };
  return left.port == right.port && left.protocol == right.protocol &&
         (left.host_ip == right.host_ip || everywhere(left.host_ip) || everywhere(right.host_ip));
}

}  // namespace spotwright::test
