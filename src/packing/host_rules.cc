#include "src/packing/host_rules.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "src/packing/pod_classes.h"

namespace spotwright::packing {
namespace {

// A rule that counts the pods a selector means.
struct SelectorRule {
  std::uint32_t rule;
  std::size_t selector;
};

bool IsEveryAddress(std::string_view ip) { return ip.empty() || ip == "0.0.0.0" || ip == "::"; }

class Builder {
 public:
  Builder(const Problem& problem, Selectors& selectors, const std::vector<std::vector<Wish>>& kept)
      : problem_(problem), selectors_(selectors), kept_(kept) {}

  HostRules Build() {
    CollectRules();
    made_.of_class.resize(problem_.classes.size());
    for (std::size_t c = 0; c < problem_.classes.size(); ++c) {
      const PodClass& pods = problem_.classes[c];
      made_.of_class[c] = UsesOf(*pods.like, &kept_[c]);
      AddShareOfNode(c);
    }
    made_.of_host.resize(problem_.nodes.size());
    made_.of_kind.resize(problem_.candidates.size());
    if (!made_.rules.empty()) AddStates();
    return std::move(made_);
  }

 private:
  std::uint32_t NewRule(std::int64_t limit) {
    made_.rules.push_back({limit});
    return static_cast<std::uint32_t>(made_.rules.size() - 1);
  }

  std::uint32_t RuleOf(std::size_t selector, std::int64_t limit) {
    const auto [found, added] = by_selector_.try_emplace({selector, limit}, 0);
    if (added) {
      found->second = NewRule(limit);
      selecting_.push_back({found->second, selector});
    }
    return found->second;
  }

  // Calls take(selector, limit) for every rule that pods of the workload bring into force. A pod that is meant itself
  // may be there once; one that is not tolerates none.
  template <typename Take>
  void EachHeld(const Workload& workload, const std::vector<Wish>* kept, const Take& take) {
    const auto apart = [&](const PodAffinityTerm& term) {
      if (term.topology_key != kHostnameLabel) return;
      const std::size_t selector = selectors_.Of(workload, term);
      take(selector, selectors_.Selects(selector, workload) ? 1 : 0);
    };
    for (const PodAffinityTerm& term : workload.pod_anti_affinity) {
      if (term.weight == 0) apart(term);
    }
    if (kept == nullptr) return;  // It runs: its spread no longer matters to others.
    // A new node is a domain with no pods, so the least count over hosts is 0.
    const auto spread_out = [&](const TopologySpread& spread) {
      if (spread.topology_key == kHostnameLabel) take(selectors_.Of(workload, spread), spread.max_skew);
    };
    for (const TopologySpread& spread : workload.topology_spread) {
      if (spread.when_unsatisfiable == WhenUnsatisfiable::kDoNotSchedule) spread_out(spread);
    }
    for (const Wish& wish : *kept) {
      if (wish.kind == WishKind::kPodAntiAffinity) apart(*static_cast<const PodAffinityTerm*>(wish.term));
      if (wish.kind == WishKind::kSpread) spread_out(*static_cast<const TopologySpread*>(wish.term));
    }
  }

  void CollectRules() {
    for (std::size_t c = 0; c < problem_.classes.size(); ++c) {
      const Workload& workload = *problem_.classes[c].like;
      EachHeld(workload, &kept_[c], [&](std::size_t selector, std::int64_t limit) { RuleOf(selector, limit); });
      CollectPorts(workload);
    }
    const auto collect_standing = [&](const Workload& workload) {
      EachHeld(workload, nullptr, [&](std::size_t selector, std::int64_t limit) { RuleOf(selector, limit); });
      CollectPorts(workload);
    };
    for (const Workload* daemon : problem_.daemons) collect_standing(*daemon);
    for (const WorkloadState& state : problem_.workloads) {
      if (state.running > 0) collect_standing(*state.workload);
    }
  }

  using Port = std::tuple<std::string_view, std::int64_t, std::string_view>;  // Protocol, port, address.

  static Port PortOf(const HostPort& port) {
    return {port.protocol, port.port,
            IsEveryAddress(port.host_ip) ? std::string_view() : std::string_view(port.host_ip)};
  }

  void CollectPorts(const Workload& workload) {
    for (const HostPort& port : workload.host_ports) {
      const auto [found, added] = ports_.try_emplace(PortOf(port), 0);
      if (added) found->second = NewRule(1);
    }
  }

  // What one pod does to the rules. `kept` is null for what stands already.
  std::vector<RuleUse> UsesOf(const Workload& workload, const std::vector<Wish>* kept) {
    std::vector<RuleUse> uses;
    const std::size_t label_set = selectors_.LabelSetOf(workload);
    for (const SelectorRule& rule : selecting_) {
      if (selectors_.Selects(rule.selector, label_set)) uses.push_back({rule.rule, 1, false});
    }
    EachHeld(workload, kept, [&](std::size_t selector, std::int64_t limit) {
      const std::uint32_t rule = RuleOf(selector, limit);
      const auto use = std::find_if(uses.begin(), uses.end(), [&](const RuleUse& u) { return u.rule == rule; });
      if (use == uses.end()) {
        uses.push_back({rule, 0, true});
      } else {
        use->holds = true;
      }
    });
    // A port on every address clashes with the same port on each address.
    for (const HostPort& own : workload.host_ports) {
      const auto [protocol, number, address] = PortOf(own);
      for (auto port = ports_.lower_bound({protocol, number, std::string_view()}); port != ports_.end(); ++port) {
        const auto& [other_protocol, other_number, other_address] = port->first;
        if (other_protocol != protocol || other_number != number) break;
        if (address.empty() || address == other_address) uses.push_back({port->second, 1, true});
      }
    }
    std::sort(uses.begin(), uses.end(), [](const RuleUse& a, const RuleUse& b) { return a.rule < b.rule; });
    return uses;
  }

  // A workload with a blast radius is a class of its own, so the rule is its own too.
  void AddShareOfNode(std::size_t c) {
    const Workload& workload = *problem_.classes[c].like;
    const BlastRadius radius = BlastRadiusOf(problem_, workload);
    if (!radius.max_share_per_node) return;
    const std::uint32_t rule = NewRule(LargestPart(workload.replicas, *radius.max_share_per_node));
    made_.of_class[c].push_back({rule, 1, true});
    share_of_node_[problem_.classes[c].members.front()] = rule;
  }

  void AddStates() {
    std::map<const Workload*, std::vector<RuleUse>> known;
    const auto add = [&](const Workload& workload, std::int64_t pods, std::vector<RuleState>& states) {
      const auto [uses, added] = known.try_emplace(&workload);
      if (added) uses->second = UsesOf(workload, nullptr);
      for (const RuleUse& use : uses->second) {
        states.push_back({use.rule, use.counted * pods, use.holds ? pods : 0});
      }
    };
    for (std::size_t n = 0; n < problem_.nodes.size(); ++n) {
      const ExistingNode& node = problem_.nodes[n];
      for (const auto& [daemon, pods] : node.daemons) add(*daemon, pods, made_.of_host[n]);
      for (const auto& [w, replicas] : node.running) {
        add(*problem_.workloads[w].workload, replicas, made_.of_host[n]);
        if (const auto own = share_of_node_.find(w); own != share_of_node_.end()) {
          made_.of_host[n].push_back({own->second, replicas, 0});
        }
      }
    }
    for (std::size_t c = 0; c < problem_.candidates.size(); ++c) {
      for (const Workload* daemon : problem_.signatures[problem_.candidates[c].signature].daemons) {
        add(*daemon, 1, made_.of_kind[c]);
      }
    }
  }

  const Problem& problem_;
  Selectors& selectors_;
  const std::vector<std::vector<Wish>>& kept_;
  HostRules made_;
  std::map<std::pair<std::size_t, std::int64_t>, std::uint32_t> by_selector_;  // Selector, limit.
  std::vector<SelectorRule> selecting_;
  std::map<Port, std::uint32_t> ports_;
  std::map<std::size_t, std::uint32_t> share_of_node_;  // By workload.
};

}  // namespace

HostRules MakeHostRules(const Problem& problem, Selectors& selectors, const std::vector<std::vector<Wish>>& kept) {
  return Builder(problem, selectors, kept).Build();
}

}  // namespace spotwright::packing
