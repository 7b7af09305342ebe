#include "src/packing/masks.h"

#include <algorithm>
#include <utility>

#include "src/base/hash.h"
#include "src/base/text.h"

namespace spotwright::packing {
namespace {

template <typename Keep>
void Filter(const Problem& problem, const Keep& keep, Mask& mask) {
  for (std::size_t c = 0; c < mask.kinds.size(); ++c) {
    if (mask.kinds[c] != 0) mask.kinds[c] = keep(problem.candidates[c].signature);
  }
  for (std::size_t n = 0; n < mask.hosts.size(); ++n) {
    if (mask.hosts[n] != 0) mask.hosts[n] = keep(problem.nodes[n].signature);
  }
}

}  // namespace

Masks::Masks(const Problem& problem) : problem_(problem) {}

std::size_t Masks::ConstraintHash::operator()(const Workload* workload) const {
  std::uint64_t hash = workload->architecture ? static_cast<std::uint64_t>(*workload->architecture) : 0;
  for (const auto& [key, value] : workload->node_selector) hash = base::Mix(base::Mix(hash, key), value);
  for (const std::string& zone : workload->zones) hash = base::Mix(hash, zone);
  return base::Mix(hash, workload->tolerations.size());
}

bool Masks::ConstraintEqual::operator()(const Workload* a, const Workload* b) const {
  return a->architecture == b->architecture && a->node_selector == b->node_selector && a->zones == b->zones &&
         a->tolerations == b->tolerations && a->required_node_affinity == b->required_node_affinity &&
         a->preferred_node_affinity == b->preferred_node_affinity;
}

std::size_t Masks::ConstraintsOf(const PodClass& pods) {
  return constraints_.try_emplace(pods.like, constraints_.size()).first->second;
}

std::size_t Masks::Keep(Mask mask) {
  masks_.push_back(std::move(mask));
  return masks_.size() - 1;
}

Mask Masks::Make(const PodClass& pods, bool spot) const {
  std::vector<std::uint8_t> open;
  open.reserve(problem_.signatures.size());
  for (std::size_t s = 0; s < problem_.signatures.size(); ++s) {
    open.push_back(SignatureMisfits(problem_, *pods.like, spot, s) == kNoMisfit);
  }
  Mask mask;
  mask.kinds.reserve(problem_.candidates.size());
  for (const Candidate& candidate : problem_.candidates) {
    const bool flexible = std::all_of(candidate.alternatives.begin(), candidate.alternatives.end(),
                                      [&](std::size_t c) { return open[problem_.candidates[c].signature] != 0; });
    mask.kinds.push_back(candidate.misfits == kNoMisfit && open[candidate.signature] != 0 && flexible);
  }
  mask.hosts.reserve(problem_.nodes.size());
  for (const ExistingNode& node : problem_.nodes) mask.hosts.push_back(node.accepts && open[node.signature] != 0);
  return mask;
}

bool Masks::HoldsOne(const PodClass& pods, const Mask& mask) const {
  const Amounts& size = problem_.sizes[pods.size];
  for (std::size_t c = 0; c < mask.kinds.size(); ++c) {
    if (mask.kinds[c] != 0 && Fits(size, problem_.candidates[c].free)) return true;
  }
  for (std::size_t n = 0; n < mask.hosts.size(); ++n) {
    if (mask.hosts[n] != 0 && Fits(size, problem_.nodes[n].free)) return true;
  }
  return false;
}

// What is given up last is granted first.
void Masks::Narrow(const PodClass& pods, const std::vector<Wish>& kept, Mask& mask) const {
  for (auto wish = kept.rbegin(); wish != kept.rend(); ++wish) {
    Mask narrowed = mask;
    if (wish->kind == WishKind::kNodeAffinity) {
      const auto& term = static_cast<const PreferredTerm*>(wish->term)->term;
      Filter(
          problem_, [&](std::size_t s) { return Matches(term, problem_.signatures[s].traits.labels); }, narrowed);
    } else if (wish->kind == WishKind::kTaint) {
      Filter(
          problem_,
          [&](std::size_t s) { return Tolerates(pods.like->tolerations, problem_.signatures[s].traits.taints, true); },
          narrowed);
    } else if (wish->kind == WishKind::kGroupWeight) {
      std::int64_t heaviest = -1;
      const Amounts& size = problem_.sizes[pods.size];
      for (std::size_t c = 0; c < mask.kinds.size(); ++c) {
        const Candidate& candidate = problem_.candidates[c];
        if (mask.kinds[c] != 0 && Fits(size, candidate.free)) heaviest = std::max(heaviest, candidate.group->weight);
      }
      for (std::size_t c = 0; c < mask.kinds.size(); ++c) {
        narrowed.kinds[c] = mask.kinds[c] != 0 && problem_.candidates[c].group->weight == heaviest;
      }
    } else {
      continue;
    }
    if (HoldsOne(pods, narrowed)) mask = std::move(narrowed);
  }
}

std::size_t Masks::Of(const PodClass& pods, bool spot, const std::vector<Wish>& kept) {
  const std::size_t constraints = ConstraintsOf(pods);
  std::string wishes;
  for (const Wish& wish : kept) {
    const bool about_nodes =
        wish.kind == WishKind::kNodeAffinity || wish.kind == WishKind::kTaint || wish.kind == WishKind::kGroupWeight;
    if (about_nodes) wishes += base::Cat(static_cast<int>(wish.kind), ",");
  }
  if (wishes.empty()) {
    const auto [found, added] = plain_.try_emplace({constraints, spot}, masks_.size());
    if (added) Keep(Make(pods, spot));
    return found->second;
  }
  const auto [found, added] = wished_.try_emplace({constraints, spot, pods.size, std::move(wishes)}, masks_.size());
  if (added) {
    Mask mask = Make(pods, spot);
    Narrow(pods, kept, mask);
    Keep(std::move(mask));
  }
  return found->second;
}

std::size_t Masks::Within(std::size_t mask, const std::vector<int>& cell_of, std::size_t cells_id, int cell) {
  const auto [found, added] = within_.try_emplace({mask, cells_id, cell}, masks_.size());
  if (added) {
    Mask part = masks_[mask];
    Filter(
        problem_, [&](std::size_t s) { return cell_of[s] == cell; }, part);
    Keep(std::move(part));
  }
  return found->second;
}

std::size_t Masks::Both(std::size_t a, std::size_t b) {
  if (a == b) return a;
  const auto [found, added] = both_.try_emplace(std::minmax(a, b), masks_.size());
  if (added) {
    Mask mask = masks_[a];
    for (std::size_t c = 0; c < mask.kinds.size(); ++c) mask.kinds[c] &= masks_[b].kinds[c];
    for (std::size_t n = 0; n < mask.hosts.size(); ++n) mask.hosts[n] &= masks_[b].hosts[n];
    Keep(std::move(mask));
  }
  return found->second;
}

std::size_t Masks::OnlyHosts(std::size_t mask, const std::vector<std::uint8_t>& hosts) {
  const auto [found, added] = only_hosts_.try_emplace({mask, hosts}, masks_.size());
  if (added) {
    Mask part = masks_[mask];
    std::fill(part.kinds.begin(), part.kinds.end(), std::uint8_t{0});
    for (std::size_t n = 0; n < part.hosts.size(); ++n) part.hosts[n] &= hosts[n];
    Keep(std::move(part));
  }
  return found->second;
}

const Masks::Acceptance& Masks::AcceptanceOf(const PodClass& pods) {
  const auto [found, added] = acceptance_.try_emplace(ConstraintsOf(pods));
  if (added) {
    for (std::size_t s = 0; s < problem_.signatures.size(); ++s) {
      const std::uint32_t misfits = SignatureMisfits(problem_, *pods.like, true, s);
      // What images run on is our knowledge, not the scheduler's: to it a node of another architecture is a domain.
      found->second.affinity.push_back((misfits & ~std::uint32_t{kMisfitTaint | kMisfitArchitecture}) == kNoMisfit);
      found->second.taints.push_back((misfits & kMisfitTaint) == 0);
    }
  }
  return found->second;
}

}  // namespace spotwright::packing
