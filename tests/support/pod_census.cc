#include "tests/support/pod_census.h"

#include <numeric>

namespace spotwright::test {

Census::Census(const World& world) : world_(world) {
  std::map<std::pair<std::string, Labels>, std::size_t> kind_of_labels;
  std::map<const Workload*, std::size_t> kind_of_workload;
  for (const auto& [id, workload] : world.workloads) {
    const auto [found, is_new] = kind_of_labels.try_emplace({id.first, workload->labels}, kinds_.size());
    if (is_new) {
      for (const auto& label : workload->labels) kinds_by_label_[label].push_back(kinds_.size());
      kinds_.emplace_back();
    }
    kinds_[found->second].workloads.push_back(workload);
    kind_of_workload[workload] = found->second;
  }
  for (std::size_t h = 0; h < world.hosts.size(); ++h) {
    if (world.hosts[h].leaving) continue;
    for (const auto& [id, there] : world.hosts[h].pods) {
      const std::int64_t all = there.running + there.placed;
      const bool brought = there.workload->kind == WorkloadKind::kDaemonSet && !world.hosts[h].existing;
      const Presence presence{h, {all, there.placed, brought ? all : 0}};
      if (presence.count.all == 0) continue;
      by_workload_[there.workload].push_back(presence);
      std::vector<Presence>& where = kinds_[kind_of_workload.at(there.workload)].where;
      if (!where.empty() && where.back().host == h) {
        where.back().count.all += presence.count.all;
        where.back().count.placed += presence.count.placed;
        where.back().count.brought += presence.count.brought;
      } else {
        where.push_back(presence);
      }
    }
  }
}

const Domains& Census::Over(const std::string& key) {
  const auto [found, is_new] = domains_.try_emplace(key);
  Domains& domains = found->second;
  if (!is_new) return domains;
  for (const Host& host : world_.hosts) {
    const auto label = host.labels.find(key);
    if (label == host.labels.end()) {
      domains.of_host.push_back(Domains::kNone);
      continue;
    }
    const auto [known, is_new_name] = domains.index.try_emplace(label->second, domains.names.size());
    if (is_new_name) domains.names.push_back(label->second);
    domains.of_host.push_back(known->second);
  }
  return domains;
}

// Kinds among which are all that the selector means: by its rarest label, if it names one.
std::vector<std::size_t> Census::Candidates(const PodSelector& selector) const {
  const std::vector<std::size_t>* fewest = nullptr;
  static const std::vector<std::size_t> kNobody;
  for (const auto& label : selector.labels.match_labels) {
    const auto found = kinds_by_label_.find(label);
    const std::vector<std::size_t>& kinds = found == kinds_by_label_.end() ? kNobody : found->second;
    if (fewest == nullptr || kinds.size() < fewest->size()) fewest = &kinds;
  }
  for (const Requirement& requirement : selector.labels.match_expressions) {
    if (requirement.op != RequirementOperator::kIn || requirement.values.size() != 1) continue;
    const auto found = kinds_by_label_.find({requirement.key, requirement.values[0]});
    const std::vector<std::size_t>& kinds = found == kinds_by_label_.end() ? kNobody : found->second;
    if (fewest == nullptr || kinds.size() < fewest->size()) fewest = &kinds;
  }
  if (fewest != nullptr) return *fewest;
  std::vector<std::size_t> all(kinds_.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

std::vector<std::size_t> Census::KindsOf(const PodSelector& selector) const {
  std::vector<std::size_t> kinds = Candidates(selector);
  std::erase_if(kinds, [&](std::size_t k) { return !Selects(selector, *kinds_[k].workloads[0]); });
  return kinds;
}

std::vector<const Workload*> Census::Meant(const PodSelector& selector) const {
  std::vector<const Workload*> meant;
  for (const std::size_t k : KindsOf(selector)) {
    meant.insert(meant.end(), kinds_[k].workloads.begin(), kinds_[k].workloads.end());
  }
  return meant;
}

const std::vector<Census::Presence>& Census::Find(const PodSelector& selector) {
  const auto [found, is_new] = found_.try_emplace(TextOf(selector));
  if (!is_new) return found->second;
  for (const std::size_t k : KindsOf(selector)) {
    found->second.insert(found->second.end(), kinds_[k].where.begin(), kinds_[k].where.end());
  }
  return found->second;
}

const std::map<std::size_t, PodCount>& Census::Count(const PodSelector& selector, const std::string& key) {
  const auto [found, is_new] = counted_.try_emplace(key + "\n" + TextOf(selector));
  if (!is_new) return found->second;
  const Domains& domains = Over(key);
  for (const Presence& presence : Find(selector)) {
    const std::size_t domain = domains.of_host[presence.host];
    if (domain == Domains::kNone) continue;
    PodCount& count = found->second[domain];
    count.all += presence.count.all;
    count.placed += presence.count.placed;
  }
  return found->second;
}

const std::vector<Census::Presence>& Census::Of(const Workload& workload) const {
  static const std::vector<Presence> kNowhere;
  const auto found = by_workload_.find(&workload);
  return found == by_workload_.end() ? kNowhere : found->second;
}

}  // namespace spotwright::test
