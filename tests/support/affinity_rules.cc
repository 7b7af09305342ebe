// Required pod affinity and anti-affinity, judged on the final state.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "tests/support/pod_rules.h"

namespace spotwright::test {
namespace {

// Looks for an order in which the new pods can have come, each near the pods it needs, which were there already. The
// first of pods that need one another may come alone, where nobody runs yet whom it could be near.
class Arrival {
 public:
  Arrival(const World& world, Census& census) : world_(world), census_(census) {
    for (const auto& [id, workload] : world.workloads) AddTerms(*workload);
    if (terms_.empty()) return;
    for (const auto& [id, workload] : world.workloads) AddNewcomers(*workload);
    for (std::size_t n = 0; n < newcomers_.size(); ++n) {
      if (newcomers_[n].missing == 0) Arrive(n);
    }
  }

  std::vector<std::string> WhoCannotCome() {
    // Who starts in the smallest domain helps those with larger ones, too.
    std::vector<std::size_t> order;
    for (std::size_t n = 0; n < newcomers_.size(); ++n) {
      if (!newcomers_[n].arrived) order.push_back(n);
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return newcomers_[a].reach < newcomers_[b].reach; });
    for (const std::size_t n : order) {
      if (!newcomers_[n].arrived && MayStart(newcomers_[n])) {
        starters_.push_back(newcomers_[n].workload);
        Arrive(n);
      }
    }
    std::vector<std::string> faults;
    for (const Newcomer& newcomer : newcomers_) {
      if (newcomer.arrived) continue;
      faults.push_back(newcomer.workload->name + " on " + world_.hosts[newcomer.host].name +
                       " is not near the pods that it needs");
    }
    return faults;
  }

 private:
  struct Term {
    PodSelector selector;
    std::string key;
    bool somebody_runs = false;  // Whom it means, in any domain.
  };
  struct Newcomer {  // New pods of one workload on one host.
    const Workload* workload = nullptr;
    std::size_t host = 0;
    std::size_t missing = 0;  // Terms that nobody there meets yet.
    std::size_t reach = 0;    // Hosts of the smallest domain of its terms.
    bool arrived = false;
  };
  using Place = std::pair<std::size_t, std::size_t>;  // Term, domain.

  void AddTerms(const Workload& workload) {
    for (const PodAffinityTerm& wish : workload.pod_affinity) {
      if (wish.weight != 0) continue;
      Term term{SelectorOf(wish, workload, world_.namespaces), wish.topology_key};
      const auto [found, is_new] = index_.try_emplace({TextOf(term.selector), term.key}, terms_.size());
      terms_of_[&workload].push_back(found->second);
      if (!is_new) continue;
      for (const auto& [domain, count] : census_.Count(term.selector, term.key)) {
        if (count.all == count.placed) continue;
        term.somebody_runs = true;
        met_.insert({terms_.size(), domain});
      }
      for (const Workload* meant : census_.Meant(term.selector)) terms_that_mean_[meant].push_back(terms_.size());
      terms_.push_back(std::move(term));
    }
  }

  std::size_t DomainOf(std::size_t term, std::size_t host) { return census_.Over(terms_[term].key).of_host[host]; }

  std::size_t SizeOfDomain(std::size_t term, std::size_t host) {
    std::vector<std::size_t>& sizes = sizes_[terms_[term].key];
    const Domains& domains = census_.Over(terms_[term].key);
    if (sizes.empty()) {
      sizes.resize(domains.names.size());
      for (const std::size_t domain : domains.of_host) {
        if (domain != Domains::kNone) ++sizes[domain];
      }
    }
    const std::size_t domain = domains.of_host[host];
    return domain == Domains::kNone ? world_.hosts.size() : sizes[domain];
  }

  void AddNewcomers(const Workload& workload) {
    for (const Census::Presence& presence : census_.Of(workload)) {
      if (presence.count.placed == 0) continue;
      Newcomer newcomer{&workload, presence.host, 0, world_.hosts.size(), false};
      for (const std::size_t term : terms_of_[&workload]) {
        const std::size_t domain = DomainOf(term, presence.host);
        newcomer.reach = std::min(newcomer.reach, SizeOfDomain(term, presence.host));
        if (domain != Domains::kNone && met_.count({term, domain}) > 0) continue;
        ++newcomer.missing;
        if (domain != Domains::kNone) waiting_[{term, domain}].push_back(newcomers_.size());
      }
      newcomers_.push_back(newcomer);
    }
  }

  // The pods come, and with them all who waited for such.
  void Arrive(std::size_t first) {
    std::vector<std::size_t> coming = {first};
    while (!coming.empty()) {
      Newcomer& newcomer = newcomers_[coming.back()];
      coming.pop_back();
      if (newcomer.arrived) continue;
      newcomer.arrived = true;
      for (const std::size_t term : terms_that_mean_[newcomer.workload]) {
        const std::size_t domain = DomainOf(term, newcomer.host);
        if (domain == Domains::kNone || !met_.insert({term, domain}).second) continue;
        for (const std::size_t waiting : waiting_[{term, domain}]) {
          if (--newcomers_[waiting].missing == 0) coming.push_back(waiting);
        }
      }
    }
  }

  bool MayStart(const Newcomer& newcomer) {
    for (const std::size_t t : terms_of_[newcomer.workload]) {
      const Term& term = terms_[t];
      const std::size_t domain = DomainOf(t, newcomer.host);
      if (domain == Domains::kNone) return false;
      if (met_.count({t, domain}) > 0) continue;
      const bool first = std::none_of(starters_.begin(), starters_.end(),
                                      [&](const Workload* starter) { return Selects(term.selector, *starter); });
      if (!first || term.somebody_runs || !Selects(term.selector, *newcomer.workload)) return false;
    }
    return true;
  }

  const World& world_;
  Census& census_;
  std::vector<Term> terms_;
  std::map<std::pair<std::string, std::string>, std::size_t> index_;
  std::map<const Workload*, std::vector<std::size_t>> terms_of_;
  std::map<const Workload*, std::vector<std::size_t>> terms_that_mean_;
  std::map<std::string, std::vector<std::size_t>> sizes_;
  std::vector<Newcomer> newcomers_;
  std::set<Place> met_;
  std::map<Place, std::vector<std::size_t>> waiting_;
  std::vector<const Workload*> starters_;
};

// Pods of `owner` and pods that its term means in one domain, of which at least one is new.
void CheckApart(const PodAffinityTerm& term, const Workload& owner, const World& world, Census& census,
                std::vector<std::string>& violations) {
  const PodSelector selector = SelectorOf(term, owner, world.namespaces);
  const Domains& domains = census.Over(term.topology_key);
  std::map<std::size_t, PodCount> owners;
  for (const Census::Presence& presence : census.Of(owner)) {
    const std::size_t domain = domains.of_host[presence.host];
    if (domain == Domains::kNone) continue;
    owners[domain].all += presence.count.all;
    owners[domain].placed += presence.count.placed;
  }
  const bool itself = Selects(selector, owner);
  const std::map<std::size_t, PodCount>& meant = census.Count(selector, term.topology_key);
  for (const auto& [domain, own] : owners) {
    const auto there = meant.find(domain);
    if (there == meant.end()) continue;
    const std::int64_t others = there->second.all - (itself ? 1 : 0);
    if (own.placed > 0 ? others > 0 : there->second.placed > 0) {
      violations.push_back(owner.name + " wants to be apart from others in " + domains.names[domain]);
    }
  }
}

}  // namespace

void CheckAffinity(const World& world, Census& census, std::vector<std::string>& violations) {
  for (std::string& fault : Arrival(world, census).WhoCannotCome()) violations.push_back(std::move(fault));
}

void CheckAntiAffinity(const World& world, Census& census, std::vector<std::string>& violations) {
  for (const auto& [id, owner] : world.workloads) {
    for (const PodAffinityTerm& term : owner->pod_anti_affinity) {
      if (term.weight == 0) CheckApart(term, *owner, world, census, violations);
    }
  }
}

}  // namespace spotwright::test
