#include "src/formats/volume_zones.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "src/base/text.h"

namespace spotwright::formats {
namespace {

constexpr std::string_view kZoneKey = "topology.kubernetes.io/zone";

bool IsZoneKey(std::string_view key) {
  constexpr std::array<std::string_view, 5> kKeys = {kZoneKey, "failure-domain.beta.kubernetes.io/zone",
                                                     "topology.ebs.csi.aws.com/zone", "topology.gke.io/zone",
                                                     "topology.disk.csi.azure.com/zone"};
  return std::find(kKeys.begin(), kKeys.end(), key) != kKeys.end();
}

// Conditions that every node of a cluster meets or that the pod's own constraints repeat.
bool IsHarmlessKey(std::string_view key) {
  return key == "topology.kubernetes.io/region" || key == "failure-domain.beta.kubernetes.io/region" ||
         key == "kubernetes.io/os";
}

std::set<std::string> SplitZones(std::string_view label) {
  std::set<std::string> zones;
  while (!label.empty()) {
    const std::size_t end = std::min(label.find("__"), label.size());  // Regional disks: "a__b".
    if (end > 0) zones.emplace(label.substr(0, end));
    label.remove_prefix(std::min(end + 2, label.size()));
  }
  return zones;
}

using Zones = std::optional<std::set<std::string>>;  // Absent: any.

void Narrow(Zones& zones, const std::vector<std::string>& to) {
  std::set<std::string> kept;
  for (const std::string& zone : to) {
    if (!zone.empty() && (!zones || zones->contains(zone))) kept.insert(zone);
  }
  zones = std::move(kept);
}

Zones ReadTerm(JsonView term, KubeVolume& volume) {
  Zones zones;
  for (const JsonView expression : term["matchExpressions"].Items()) {
    const std::string_view key = expression["key"].RequiredText();
    const std::vector<std::string> values = expression["values"].TextList();
    if (IsZoneKey(key) && expression["operator"].Text() == "In") {
      Narrow(zones, values);
    } else if (!IsHarmlessKey(key)) {
      volume.problem = base::Cat("volume bound to nodes by the label ", key);
    }
  }
  return zones;
}

// Spreads `workload` over zones as its volumes are, unless something spreads it already. Returns whether this admits
// no other counts than these.
bool SpreadAs(const std::map<std::string, std::int64_t>& pods_by_zone, Workload& workload) {
  const auto [least, most] = std::minmax_element(pods_by_zone.begin(), pods_by_zone.end(),
                                                 [](const auto& a, const auto& b) { return a.second < b.second; });
  const bool even = most->second == least->second;
  for (const TopologySpread& spread : workload.topology_spread) {
    const bool hard = spread.when_unsatisfiable == WhenUnsatisfiable::kDoNotSchedule;
    if (hard && spread.topology_key == kZoneKey) return even && spread.max_skew == 1;
  }
  if (workload.labels.empty()) return false;  // A spread without labels to select by would count every pod.
  TopologySpread spread;
  spread.topology_key = kZoneKey;
  spread.max_skew = std::max<std::int64_t>(1, most->second - least->second);
  spread.selector.match_labels = workload.labels;
  workload.topology_spread.push_back(std::move(spread));
  return even;
}

}  // namespace

KubeVolume ReadKubeVolume(JsonView object, KubeMeta meta) {
  KubeVolume volume;
  volume.meta = std::move(meta);
  bool any_zone = false;
  std::set<std::string> zones;
  const JsonView terms = object["spec"]["nodeAffinity"]["required"]["nodeSelectorTerms"];
  for (const JsonView term : terms.Items()) {
    Zones of_term = ReadTerm(term, volume);
    if (of_term) zones.merge(*of_term);
    any_zone = any_zone || !of_term;
  }
  if (terms.Items().empty()) {
    for (const auto& [key, value] : object["metadata"]["labels"].TextMap()) {
      if (IsZoneKey(key)) zones.merge(SplitZones(value));
    }
    any_zone = zones.empty();
  }
  if (!any_zone) volume.zones.emplace(zones.begin(), zones.end());
  return volume;
}

VolumeZones::VolumeZones(const KubeObjects& objects) {
  for (const KubeClaim& claim : objects.claims) claims_[{claim.meta.namespace_name, claim.meta.name}] = &claim;
  for (const KubeVolume& volume : objects.volumes) volumes_[volume.meta.name] = &volume;
}

std::vector<std::vector<std::string>> VolumeZones::ClaimsByOrdinal(const KubeController& stateful_set) const {
  std::map<std::int64_t, std::vector<std::string>> by_ordinal;
  // From what was listed, not from the count of replicas: a document may claim any number of those.
  for (const std::string& name : stateful_set.claim_templates) {
    const std::string prefix = base::Cat(name, "-", stateful_set.meta.name, "-");
    for (auto claim = claims_.lower_bound({stateful_set.meta.namespace_name, prefix});
         claim != claims_.end() && claim->first.first == stateful_set.meta.namespace_name &&
         claim->first.second.starts_with(prefix);
         ++claim) {
      const std::string_view tail = std::string_view(claim->first.second).substr(prefix.size());
      std::int64_t ordinal = -1;
      const auto [end, error] = std::from_chars(tail.data(), tail.data() + tail.size(), ordinal);
      const bool is_ordinal = error == std::errc() && end == tail.data() + tail.size();
      if (is_ordinal && ordinal >= 0 && ordinal < stateful_set.replicas) {
        by_ordinal[ordinal].push_back(claim->first.second);
      }
    }
  }
  std::vector<std::vector<std::string>> lists;
  lists.reserve(by_ordinal.size());
  for (auto& [ordinal, claims] : by_ordinal) lists.push_back(std::move(claims));
  return lists;
}

const KubeVolume* VolumeZones::VolumeOf(const std::string& namespace_name, const std::string& claim,
                                        bool& known) const {
  const auto found = claims_.find({namespace_name, claim});
  known = found != claims_.end();
  if (!known || found->second->volume.empty()) return nullptr;
  const auto volume = volumes_.find(found->second->volume);
  known = volume != volumes_.end();
  return known ? volume->second : nullptr;
}

VolumeZones::Outcome VolumeZones::Apply(const std::vector<std::vector<std::string>>& claims_by_pod,
                                        Workload& workload) const {
  Outcome outcome;
  std::set<std::string> all;
  std::set<std::set<std::string>> kinds;             // The different answers to where a pod may be.
  std::map<std::string, std::int64_t> pods_by_zone;  // Of pods that are bound to one zone.
  std::set<std::string> problems;
  for (const std::vector<std::string>& claims : claims_by_pod) {
    Zones zones;
    for (const std::string& claim : claims) {
      bool known = false;
      const KubeVolume* volume = VolumeOf(workload.namespace_name, claim, known);
      outcome.unknown_claims = outcome.unknown_claims || !known;
      if (volume == nullptr) continue;
      if (volume->zones) Narrow(zones, *volume->zones);
      if (!volume->problem.empty()) problems.insert(volume->problem);
    }
    if (!zones) continue;
    if (zones->empty()) problems.insert("volumes that no zone has in common");
    if (zones->size() == 1) ++pods_by_zone[*zones->begin()];
    all.insert(zones->begin(), zones->end());
    kinds.insert(std::move(*zones));
  }
  workload.unknown_constraints.insert(workload.unknown_constraints.end(), problems.begin(), problems.end());
  workload.zones.assign(all.begin(), all.end());
  if (kinds.size() > 1) {
    const bool each_bound_to_one = kinds.size() == pods_by_zone.size();
    outcome.inexact = !each_bound_to_one || !SpreadAs(pods_by_zone, workload);
  }
  return outcome;
}

}  // namespace spotwright::formats
