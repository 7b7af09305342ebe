#include "src/formats/label_selector.h"

#include <algorithm>
#include <array>
#include <utility>

namespace spotwright::formats {
namespace {

std::optional<RequirementOperator> ReadOperator(std::string_view name) {
  if (name == "In") return RequirementOperator::kIn;
  if (name == "NotIn") return RequirementOperator::kNotIn;
  if (name == "Exists") return RequirementOperator::kExists;
  if (name == "DoesNotExist") return RequirementOperator::kDoesNotExist;
  if (name == "Gt") return RequirementOperator::kGreaterThan;
  if (name == "Lt") return RequirementOperator::kLessThan;
  return std::nullopt;
}

}  // namespace

bool IsRevisionLabel(std::string_view key) {
  constexpr std::array<std::string_view, 8> kKeys = {"pod-template-hash",
                                                     "controller-revision-hash",
                                                     "pod-template-generation",
                                                     "statefulset.kubernetes.io/pod-name",
                                                     "apps.kubernetes.io/pod-index",
                                                     "batch.kubernetes.io/job-completion-index",
                                                     "batch.kubernetes.io/controller-uid",
                                                     "controller-uid"};
  return std::find(kKeys.begin(), kKeys.end(), key) != kKeys.end();
}

std::string CurrentLabelKey(std::string_view key) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kRenamed = {{
      {"beta.kubernetes.io/arch", "kubernetes.io/arch"},
      {"beta.kubernetes.io/os", "kubernetes.io/os"},
      {"beta.kubernetes.io/instance-type", "node.kubernetes.io/instance-type"},
      {"failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone"},
      {"failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region"},
  }};
  for (const auto& [old_key, new_key] : kRenamed) {
    if (key == old_key) return std::string(new_key);
  }
  return std::string(key);
}

std::optional<Requirement> ReadRequirement(JsonView expression) {
  Requirement requirement;
  requirement.key = expression["key"].RequiredText();
  requirement.values = expression["values"].TextList();
  const std::optional<RequirementOperator> op = ReadOperator(expression["operator"].RequiredText());
  if (!op) return std::nullopt;
  requirement.op = *op;
  return requirement;
}

std::optional<LabelSelector> ReadLabelSelector(JsonView selector) {
  LabelSelector result;
  bool known = true;
  for (auto& [key, value] : selector["matchLabels"].TextMap()) {
    if (!IsRevisionLabel(key)) result.match_labels.emplace(key, value);
  }
  for (const JsonView expression : selector["matchExpressions"].Items()) {
    std::optional<Requirement> requirement = ReadRequirement(expression);
    known = known && requirement;
    if (requirement && !IsRevisionLabel(requirement->key)) {
      result.match_expressions.push_back(std::move(*requirement));
    }
  }
  if (!known) return std::nullopt;
  return result;
}

}  // namespace spotwright::formats
