// Topology, first part: which terms there are, whom they are about, and what runs already.
#include <algorithm>

#include "src/base/text.h"
#include "src/packing/topology.h"

namespace spotwright::packing {
namespace {

// Sets of keys are kept as bits. Nobody spreads over more labels.
constexpr std::size_t kMostKeys = 64;

std::string_view AsText(const std::vector<std::uint8_t>& bits) {
  return {reinterpret_cast<const char*>(bits.data()), bits.size()};
}

}  // namespace

Topology::Topology(const Problem& problem, Selectors& selectors, Masks& masks,
                   const std::vector<std::vector<Wish>>& kept)
    : problem_(problem), selectors_(selectors), masks_(masks) {
  CollectTerms(kept);
  if (!terms_.empty()) CountRunning();
}

std::size_t Topology::KeyOf(std::string_view label) {
  for (std::size_t k = 0; k < keys_.size(); ++k) {
    if (keys_[k].label == label) return k;
  }
  Key& key = keys_.emplace_back();
  key.label = label;
  for (const Signature& signature : problem_.signatures) {
    const auto found = signature.traits.labels.find(std::string(label));
    if (found == signature.traits.labels.end()) {
      key.domain_of.push_back(-1);
      continue;
    }
    const auto known = std::find(key.values.begin(), key.values.end(), found->second);
    key.domain_of.push_back(static_cast<int>(known - key.values.begin()));
    if (known == key.values.end()) key.values.push_back(found->second);
  }
  return keys_.size() - 1;
}

// Signatures of the candidates that can be launched for the class and hold one pod of it.
const std::vector<std::uint8_t>& Topology::LaunchableFor(const PodClass& pods) {
  const std::size_t mask = masks_.Of(pods, pods.may_use_spot, {});
  const auto [found, added] = launchable_.try_emplace({mask, pods.size});
  if (added) {
    found->second.assign(problem_.signatures.size(), 0);
    for (std::size_t c = 0; c < problem_.candidates.size(); ++c) {
      const Candidate& candidate = problem_.candidates[c];
      if (masks_[mask].kinds[c] != 0 && candidate.in_stock && found->second[candidate.signature] == 0) {
        found->second[candidate.signature] = Fits(problem_.sizes[pods.size], candidate.free);
      }
    }
  }
  return found->second;
}

std::size_t Topology::Intern(Term term) {
  std::string text = base::Cat(static_cast<int>(term.kind), " ", term.key, " ", term.selector, " ", term.max_skew, " ",
                               term.min_domains, " ");
  text += AsText(term.domains);
  text += AsText(term.counted_on);
  const auto [found, added] = term_index_.try_emplace(std::move(text), terms_.size());
  if (added) terms_.push_back(std::move(term));
  return found->second;
}

// Domains are the values on nodes, full and cordoned ones too, and on offers that could be launched for the pods.
std::size_t Topology::SpreadOf(const PodClass& pods, const TopologySpread& spread) {
  Term term;
  term.kind = Term::kSpread;
  term.key = KeyOf(spread.topology_key);
  term.selector = selectors_.Of(*pods.like, spread);
  term.max_skew = spread.max_skew;
  term.min_domains = spread.min_domains;
  const Masks::Acceptance& acceptance = masks_.AcceptanceOf(pods);
  const bool by_affinity = spread.node_affinity_policy == InclusionPolicy::kHonor;
  const bool by_taints = spread.node_taints_policy == InclusionPolicy::kHonor;
  const Key& key = keys_[term.key];
  for (std::size_t s = 0; s < problem_.signatures.size(); ++s) {
    term.counted_on.push_back(key.domain_of[s] >= 0 && (!by_affinity || acceptance.affinity[s] != 0) &&
                              (!by_taints || acceptance.taints[s] != 0));
  }
  term.domains.assign(key.values.size(), 0);
  for (const ExistingNode& node : problem_.nodes) {
    if (!node.node->control_plane && term.counted_on[node.signature] != 0) {
      term.domains[static_cast<std::size_t>(key.domain_of[node.signature])] = 1;
    }
  }
  const std::vector<std::uint8_t>& launchable = LaunchableFor(pods);
  for (std::size_t s = 0; s < launchable.size(); ++s) {
    if (launchable[s] != 0 && term.counted_on[s] != 0) term.domains[static_cast<std::size_t>(key.domain_of[s])] = 1;
  }
  return Intern(std::move(term));
}

std::size_t Topology::AffinityOf(const Workload& holder, const PodAffinityTerm& affinity, Term::Kind kind) {
  Term term;
  term.kind = kind;
  term.key = KeyOf(affinity.topology_key);
  term.selector = selectors_.Of(holder, affinity);
  return Intern(std::move(term));
}

void Topology::CollectTerms(const std::vector<std::vector<Wish>>& kept) {
  held_.resize(problem_.classes.size());
  for (std::size_t c = 0; c < problem_.classes.size(); ++c) {
    const PodClass& pods = problem_.classes[c];
    const auto hold_spread = [&](const TopologySpread& spread, bool hard) {
      if (spread.topology_key != kHostnameLabel) held_[c].push_back({SpreadOf(pods, spread), hard, 0});
    };
    const auto hold_affinity = [&](const PodAffinityTerm& term, Term::Kind kind) {
      if (term.topology_key == kHostnameLabel) return;
      held_[c].push_back({AffinityOf(*pods.like, term, kind), term.weight == 0, term.weight});
    };
    for (const TopologySpread& spread : pods.like->topology_spread) {
      if (spread.when_unsatisfiable == WhenUnsatisfiable::kDoNotSchedule) hold_spread(spread, true);
    }
    for (const PodAffinityTerm& term : pods.like->pod_affinity) {
      if (term.weight == 0) hold_affinity(term, Term::kNear);
    }
    for (const PodAffinityTerm& term : pods.like->pod_anti_affinity) {
      if (term.weight == 0) hold_affinity(term, Term::kApart);
    }
    for (const Wish& wish : kept[c]) {
      if (wish.kind == WishKind::kSpread) hold_spread(*static_cast<const TopologySpread*>(wish.term), false);
      if (wish.kind == WishKind::kPodAffinity) {
        hold_affinity(*static_cast<const PodAffinityTerm*>(wish.term), Term::kNear);
      }
      if (wish.kind == WishKind::kPodAntiAffinity) {
        hold_affinity(*static_cast<const PodAffinityTerm*>(wish.term), Term::kApart);
      }
    }
  }
  const auto collect_standing = [&](const Workload& workload) {
    for (const PodAffinityTerm& term : workload.pod_anti_affinity) {
      if (term.weight == 0 && term.topology_key != kHostnameLabel) AffinityOf(workload, term, Term::kApart);
    }
  };
  for (const WorkloadState& state : problem_.workloads) {
    if (state.running > 0) collect_standing(*state.workload);
  }
  for (const Workload* daemon : problem_.daemons) collect_standing(*daemon);

  meant_by_.resize(problem_.classes.size());
  keys_of_class_.assign(problem_.classes.size(), 0);
  for (std::size_t c = 0; c < problem_.classes.size() && !terms_.empty(); ++c) {
    const std::size_t label_set = selectors_.LabelSetOf(*problem_.classes[c].like);
    for (std::size_t t = 0; t < terms_.size(); ++t) {
      if (selectors_.Selects(terms_[t].selector, label_set)) meant_by_[c].push_back(t);
    }
    for (const std::size_t t : meant_by_[c]) keys_of_class_[c] |= std::uint64_t{1} << (terms_[t].key % kMostKeys);
    for (const Held& held : held_[c]) keys_of_class_[c] |= std::uint64_t{1} << (terms_[held.term].key % kMostKeys);
  }
  for (Term& term : terms_) {
    term.standing.assign(keys_[term.key].values.size(), 0);
    term.standing_holders = term.standing;
  }
}

void Topology::CountRunning() {
  // A new node may bring a daemonset's pod anywhere; what wants to be apart from it must not count on its absence.
  for (const Candidate& candidate : problem_.candidates) {
    for (const Workload* daemon : problem_.signatures[candidate.signature].daemons) {
      const std::size_t label_set = selectors_.LabelSetOf(*daemon);
      for (Term& term : terms_) {
        const int domain = keys_[term.key].domain_of[candidate.signature];
        if (term.kind != Term::kApart || domain < 0 || !selectors_.Selects(term.selector, label_set)) continue;
        term.standing[static_cast<std::size_t>(domain)] = 1;
      }
    }
  }
  for (const ExistingNode& node : problem_.nodes) {
    const auto add = [&](const Workload& workload, std::int64_t pods) {
      if (pods == 0) return;
      const std::size_t label_set = selectors_.LabelSetOf(workload);
      for (Term& term : terms_) {
        const int domain = keys_[term.key].domain_of[node.signature];
        const bool counts =
            term.kind != Term::kSpread || (!node.node->control_plane && term.counted_on[node.signature] != 0);
        if (domain < 0 || !counts || !selectors_.Selects(term.selector, label_set)) continue;
        term.standing[static_cast<std::size_t>(domain)] += pods;
      }
      for (const PodAffinityTerm& affinity : workload.pod_anti_affinity) {
        if (affinity.weight != 0 || affinity.topology_key == kHostnameLabel) continue;
        Term& term = terms_[AffinityOf(workload, affinity, Term::kApart)];
        const int domain = keys_[term.key].domain_of[node.signature];
        if (domain >= 0) term.standing_holders[static_cast<std::size_t>(domain)] += pods;
      }
    };
    for (const auto& [w, replicas] : node.running) add(*problem_.workloads[w].workload, replicas);
    for (const auto& [daemon, pods] : node.daemons) add(*daemon, pods);
  }
}

void Topology::Reset() {
  for (Term& term : terms_) {
    term.counts = term.standing;
    term.holders = term.standing_holders;
  }
  for (auto& [keys, cells] : cells_) std::fill(cells.load.begin(), cells.load.end(), 0);
}

Topology::Cells& Topology::CellsOf(std::uint64_t keys) {
  const auto [found, added] = cells_.try_emplace(keys);
  Cells& cells = found->second;
  if (!added) return cells;
  std::map<std::vector<int>, int> index;
  for (std::size_t s = 0; s < problem_.signatures.size(); ++s) {
    std::vector<int> domains;
    for (std::size_t k = 0; k < keys_.size(); ++k) {
      const bool in_set = (keys >> (k % kMostKeys) & 1) != 0;
      domains.push_back(in_set ? keys_[k].domain_of[s] : -1);
    }
    const auto [cell, fresh] = index.try_emplace(domains, static_cast<int>(index.size()));
    cells.cell_of.push_back(cell->second);
  }
  cells.load.assign(index.size(), 0);
  cells.domains.assign(keys_.size(), std::vector<int>(index.size(), -1));
  for (const auto& [domains, cell] : index) {
    for (std::size_t k = 0; k < keys_.size(); ++k) cells.domains[k][static_cast<std::size_t>(cell)] = domains[k];
  }
  return cells;
}

}  // namespace spotwright::packing
