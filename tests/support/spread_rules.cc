// Topology spread, judged on the final state.
#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "tests/support/packing_rules.h"
#include "tests/support/pod_rules.h"

namespace spotwright::test {
namespace {

// Which nodes count for a spread, and the domains that there are.
struct Field {
  std::vector<bool> hosts;  // By host.
  std::set<std::string> domains;
};

// What decides the field: pods that agree in all of it share one.
struct FieldKey {
  std::string topology_key;
  InclusionPolicy affinity_policy = {};
  InclusionPolicy taints_policy = {};
  std::string workload;

  friend auto operator<=>(const FieldKey&, const FieldKey&) = default;
};

// All of a workload that says which nodes it may use, as text.
std::string TextOf(const Workload& workload) {
  std::string text;
  const auto add = [&](const std::string& part) { text += std::to_string(part.size()) + ":" + part; };
  const auto add_number = [&](std::int64_t number) { text += ' ' + std::to_string(number); };
  for (const auto& [key, value] : workload.node_selector) {
    add(key);
    add(value);
  }
  for (const RequirementTerm& term : workload.required_node_affinity) {
    text += '|';
    for (const Requirement& requirement : term.requirements) {
      add_number(static_cast<std::int64_t>(requirement.op));
      add(requirement.key);
      for (const std::string& value : requirement.values) add(value);
    }
  }
  text += 'z';
  for (const std::string& zone : workload.zones) add(zone);
  for (const Toleration& toleration : workload.tolerations) {
    text += 't';
    add(toleration.key);
    add(toleration.value);
    add_number(static_cast<std::int64_t>(toleration.op));
    add_number(toleration.effect ? static_cast<std::int64_t>(*toleration.effect) : 0);
  }
  add_number(workload.architecture ? static_cast<std::int64_t>(*workload.architecture) : 0);
  add_number(MayUseSpot(workload) ? 1 : 0);
  const Resources& size = workload.requests;
  for (const std::int64_t amount : {size.cpu_millicores, size.memory_bytes, size.ephemeral_storage_bytes, size.gpus}) {
    add_number(amount);
  }
  for (const auto& [name, amount] : size.extended) {
    add(name);
    add_number(amount);
  }
  return text;
}

class SpreadJudge {
 public:
  SpreadJudge(const PackRequest& request, const World& world, Census& census)
      : request_(request), world_(world), census_(census) {}

  void Judge(const Workload& workload, const TopologySpread& spread, std::vector<std::string>& violations) {
    const Domains& domains = census_.Over(spread.topology_key);
    const PodSelector selector = SelectorOf(spread, workload);
    // Over hosts a new node can always be had: somewhere there is one without such pods.
    const Even* even = nullptr;
    for (const Census::Presence& own : census_.Of(workload)) {
      if (own.count.placed == 0) continue;
      const std::string& host = world_.hosts[own.host].name;
      const std::size_t domain = domains.of_host[own.host];
      if (domain == Domains::kNone) {
        violations.push_back(workload.name + " spreads over " + spread.topology_key + ", which " + host + " lacks");
        continue;
      }
      if (even == nullptr && spread.topology_key != kHostnameKey) even = &Evenness(workload, spread, selector);
      const std::int64_t least = even == nullptr ? 0 : even->least;
      const std::int64_t count =
          CountIn(even == nullptr ? census_.Count(selector, spread.topology_key) : even->counts, domain);
      if (count - least <= spread.max_skew) continue;
      violations.push_back(workload.name + " has " + std::to_string(count) + " pods in " + domains.names[domain] +
                           " and " + std::to_string(least) + " elsewhere, beyond its skew of " +
                           std::to_string(spread.max_skew));
    }
  }

 private:
  struct Even {
    std::map<std::size_t, PodCount> counts;
    std::int64_t least = 0;
  };

  static std::int64_t CountIn(const std::map<std::size_t, PodCount>& counts, std::size_t domain) {
    const auto found = counts.find(domain);
    return found == counts.end() ? 0 : found->second.all;
  }

  const Even& Evenness(const Workload& workload, const TopologySpread& spread, const PodSelector& selector) {
    const FieldKey key{spread.topology_key, spread.node_affinity_policy, spread.node_taints_policy, TextOf(workload)};
    const auto [found, is_new] = evenness_.try_emplace({key, TextOf(selector), spread.min_domains});
    Even& even = found->second;
    if (!is_new) return even;
    const auto [field, is_new_field] = fields_.try_emplace(key);
    if (is_new_field) field->second = FieldOf(workload, spread);
    const Domains& domains = census_.Over(spread.topology_key);
    for (const Census::Presence& presence : census_.Find(selector)) {
      const std::size_t domain = domains.of_host[presence.host];
      if (domain == Domains::kNone || !field->second.hosts[presence.host]) continue;
      // How many nodes there will be in a zone, each with its daemonsets, is known only afterwards.
      even.counts[domain].all += presence.count.all - presence.count.brought;
    }
    const std::set<std::string>& names = field->second.domains;
    if (names.empty() || static_cast<std::int64_t>(names.size()) < spread.min_domains) return even;
    even.least = INT64_MAX;
    for (const std::string& name : names) {
      const auto domain = domains.index.find(name);
      even.least = std::min(even.least, domain == domains.index.end() ? 0 : CountIn(even.counts, domain->second));
    }
    return even;
  }

  Field FieldOf(const Workload& workload, const TopologySpread& spread) {
    const bool by_affinity = spread.node_affinity_policy == InclusionPolicy::kHonor;
    const auto wanted = [&](const Host& host) {
      return !by_affinity || (WantsNode(workload, host.labels) && ZoneAllowed(workload, host));
    };
    Field field;
    for (const Host& host : world_.hosts) {
      const bool borne = spread.node_taints_policy == InclusionPolicy::kIgnore || ToleratesAll(workload, host.taints);
      const bool counts = !host.leaving && !host.control_plane && wanted(host) && borne;
      field.hosts.push_back(counts);
      const auto label = host.labels.find(spread.topology_key);
      // A node that comes for others only may come later.
      if (counts && host.existing && label != host.labels.end()) field.domains.insert(label->second);
    }
    if (!launchable_) launchable_ = Launchable(request_);
    for (const Host& host : *launchable_) {
      const auto label = host.labels.find(spread.topology_key);
      if (label == host.labels.end() || field.domains.count(label->second) > 0) continue;
      if (!Refusal(workload, host, world_).empty()) continue;
      Host with_one = host;
      AddPods(workload, 1, with_one);
      // A group that lacks the choice it must leave launches nothing.
      if (Fits(with_one.Used(), host.allocatable) && IsFlexible(request_, with_one, *launchable_, world_)) {
        field.domains.insert(label->second);
      }
    }
    return field;
  }

  const PackRequest& request_;
  const World& world_;
  Census& census_;
  std::optional<std::vector<Host>> launchable_;
  std::map<FieldKey, Field> fields_;
  std::map<std::tuple<FieldKey, std::string, std::int64_t>, Even> evenness_;
};

}  // namespace

void CheckSpreads(const PackRequest& request, const World& world, Census& census,
                  std::vector<std::string>& violations) {
  SpreadJudge judge(request, world, census);
  for (const auto& [id, workload] : world.workloads) {
    for (const TopologySpread& spread : workload->topology_spread) {
      if (spread.when_unsatisfiable == WhenUnsatisfiable::kDoNotSchedule) judge.Judge(*workload, spread, violations);
    }
  }
}

}  // namespace spotwright::test
