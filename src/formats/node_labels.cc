#include "src/formats/node_labels.h"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace spotwright::formats {
namespace {

// Values of spot and of on-demand nodes; an empty one: the label is absent there.
struct CapacityLabel {
  std::string_view key;
  std::string_view spot;
  std::string_view on_demand;
};
constexpr std::array<CapacityLabel, 6> kCapacityLabels = {{
    {"karpenter.sh/capacity-type", "spot", "on-demand"},
    {"eks.amazonaws.com/capacityType", "SPOT", "ON_DEMAND"},
    {"kubernetes.azure.com/scalesetpriority", "spot", ""},
    {"cloud.google.com/gke-spot", "true", ""},
    {"cloud.google.com/gke-preemptible", "true", ""},
    {"cloud.google.com/gke-provisioning", "spot", "standard"},
}};

std::string FirstOf(const Labels& labels, std::initializer_list<const char*> keys) {
  for (const char* key : keys) {
    const auto label = labels.find(key);
    if (label != labels.end() && !label->second.empty()) return label->second;
  }
  return {};
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::string ZoneOf(const Labels& labels) {
  return FirstOf(labels, {"topology.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/zone"});
}

std::string RegionOf(const Labels& labels) {
  return FirstOf(labels, {"topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/region"});
}

std::string InstanceTypeOf(const Labels& labels) {
  return FirstOf(labels, {"node.kubernetes.io/instance-type", "beta.kubernetes.io/instance-type"});
}

std::string GroupOf(const Labels& labels) {
  return FirstOf(labels, {"eks.amazonaws.com/nodegroup", "karpenter.sh/nodepool", "kubernetes.azure.com/agentpool",
                          "cloud.google.com/gke-nodepool"});
}

CapacityType CapacityTypeOf(const Labels& labels) {
  const bool spot = std::any_of(kCapacityLabels.begin(), kCapacityLabels.end(), [&](const CapacityLabel& known) {
    const auto label = labels.find(std::string(known.key));
    return label != labels.end() && label->second == known.spot;
  });
  return spot ? CapacityType::kSpot : CapacityType::kOnDemand;
}

std::set<std::string> CapacityLabelKeys(const Labels& labels) {
  std::set<std::string> keys;
  for (const CapacityLabel& known : kCapacityLabels) {
    const std::string key(known.key);
    if (&known != &kCapacityLabels.front() && labels.contains(key)) keys.insert(key);
  }
  return keys;
}

std::string CapacityLabelValue(std::string_view key, CapacityType capacity_type) {
  for (const CapacityLabel& known : kCapacityLabels) {
    if (known.key == key) return std::string(capacity_type == CapacityType::kSpot ? known.spot : known.on_demand);
  }
  return {};
}

std::string RegionOfZone(std::string_view zone) {
  // The region ends with the first number that follows a dash.
  const auto begin =
      std::adjacent_find(zone.begin(), zone.end(), [](char a, char b) { return a == '-' && IsDigit(b); });
  if (begin == zone.end()) return {};
  const auto end = std::find_if_not(begin + 1, zone.end(), IsDigit);
  const bool names_a_zone = end != zone.end();  // "us-east-1" itself is none.
  return names_a_zone ? std::string(zone.begin(), end) : std::string();
}

}  // namespace spotwright::formats
