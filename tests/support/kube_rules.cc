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
      {kCapacityTypeKey, capacity_type == CapacityType::kSpot ? "spot" : "on-demand"},
  };
  if (!instance_type.empty()) labels[kInstanceTypeKey] = instance_type;
  if (!region.empty()) labels[kRegionKey] = region;
  return labels;
}

void AddSameValues(const std::vector<std::string>& keys, const Workload& owner, LabelSelector& selector) {
  for (const std::string& key : keys) {
    const auto own = owner.labels.find(key);
    if (own == owner.labels.end()) continue;
    selector.match_expressions.push_back({key, RequirementOperator::kIn, {own->second}});
  }
}

}  // namespace

Labels LabelsOf(const Node& node) {
  Labels labels = node.labels;
  labels.emplace(kHostnameKey, node.name);
  labels.merge(WellKnown(node.instance_type, node.region, node.zone, node.capacity_type, node.architecture));
  return labels;
}

Labels LabelsOf(const Offer& offer, const NodeGroup* group) {
  Labels labels = group == nullptr ? Labels{} : group->labels;
  labels.insert(offer.labels.begin(), offer.labels.end());
  labels[kHostnameKey] = "(new)";
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
    default:
      break;
  }
  if (!present || requirement.values.size() != 1) return false;
  const std::optional<long long> have = Integer(label->second);
  const std::optional<long long> limit = Integer(requirement.values[0]);
  if (!have || !limit) return false;
  if (requirement.op == RequirementOperator::kGreaterThan) return *have > *limit;
  if (requirement.op == RequirementOperator::kLessThan) return *have < *limit;
  if (requirement.op == RequirementOperator::kGreaterOrEqual) return *have >= *limit;
  return *have <= *limit;
}

bool HoldAll(const std::vector<Requirement>& requirements, const Labels& labels) {
  return std::all_of(requirements.begin(), requirements.end(),
                     [&](const Requirement& requirement) { return Holds(requirement, labels); });
}

bool Selects(const LabelSelector& selector, const Labels& labels) {
  for (const auto& [key, value] : selector.match_labels) {
    const auto label = labels.find(key);
    if (label == labels.end() || label->second != value) return false;
  }
  return HoldAll(selector.match_expressions, labels);
}

bool WantsNode(const Workload& workload, const Labels& labels) {
  LabelSelector selector;
  selector.match_labels = workload.node_selector;
  if (!Selects(selector, labels)) return false;
  if (workload.required_node_affinity.empty()) return true;
  for (const RequirementTerm& term : workload.required_node_affinity) {
    if (!term.requirements.empty() && HoldAll(term.requirements, labels)) return true;
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

PodSelector SelectorOf(const TopologySpread& spread, const Workload& owner) {
  PodSelector selector{{owner.namespace_name}, spread.selector};
  AddSameValues(spread.match_label_keys, owner, selector.labels);
  return selector;
}

PodSelector SelectorOf(const PodAffinityTerm& term, const Workload& owner, const NamespaceLabels& namespaces) {
  PodSelector selector{{term.namespaces.begin(), term.namespaces.end()}, term.selector};
  if (term.namespace_selector) {
    for (const auto& [name, labels] : namespaces) {
      if (Selects(*term.namespace_selector, labels)) selector.namespaces.insert(name);
    }
  } else if (term.namespaces.empty()) {
    selector.namespaces.insert(owner.namespace_name);
  }
  AddSameValues(term.match_label_keys, owner, selector.labels);
  for (const std::string& key : term.mismatch_label_keys) {
    const auto own = owner.labels.find(key);
    if (own == owner.labels.end()) continue;
    selector.labels.match_expressions.push_back({key, RequirementOperator::kNotIn, {own->second}});
  }
  return selector;
}

bool Selects(const PodSelector& selector, const Workload& pod) {
  return selector.namespaces.count(pod.namespace_name) > 0 && Selects(selector.labels, pod.labels);
}

std::string TextOf(const PodSelector& selector) {
  std::string text;
  const auto add = [&](const std::string& part) { text += std::to_string(part.size()) + ":" + part; };
  for (const std::string& name : selector.namespaces) add(name);
  for (const auto& [key, value] : selector.labels.match_labels) {
    text += '=';
    add(key);
    add(value);
  }
  for (const Requirement& requirement : selector.labels.match_expressions) {
    text += '?' + std::to_string(static_cast<int>(requirement.op));
    add(requirement.key);
    for (const std::string& value : requirement.values) add(value);
  }
  return text;
}

bool Clash(const HostPort& left, const HostPort& right) {
  const auto everywhere = [](const std::string& ip) { return ip.empty() || ip == "0.0.0.0" || ip == "::"; };
  return left.port == right.port && left.protocol == right.protocol &&
         (left.host_ip == right.host_ip || everywhere(left.host_ip) || everywhere(right.host_ip));
}

}  // namespace spotwright::test
