#include "src/packing/units.h"

#include <algorithm>
#include <optional>

namespace spotwright::packing {
namespace {

class Bundler {
 public:
  Bundler(const Problem& problem, Selectors& selectors, Masks& masks, const MostTogether& most_together)
      : problem_(problem), selectors_(selectors), masks_(masks), most_together_(most_together) {}

  void AddStreams(const Streams& streams, const std::vector<std::vector<Wish>>& kept) {
    for (std::size_t c = 0; c < streams.size(); ++c) {
      for (const bool spot : {true, false}) {
        const std::int64_t count = streams[c][spot ? 1 : 0].count;
        if (count == 0) continue;
        made_.units.push_back({{{c, 1}}, {spot}, count, masks_.Of(problem_.classes[c], spot, kept[c])});
      }
    }
  }

  // Makes every unit with pods of the class keep a term of theirs.
  void Keep(std::size_t pod_class, const PodAffinityTerm& term) {
    const std::size_t selector = selectors_.Of(*problem_.classes[pod_class].like, term);
    const std::optional<std::vector<std::uint8_t>> hosts = HostsWith(selector);
    const std::size_t before = made_.units.size();
    for (std::size_t u = 0; u < before; ++u) {
      if (made_.units[u].count == 0 || !Has(made_.units[u], pod_class)) continue;
      if (IsKept(made_.units[u], pod_class, selector)) continue;
      if (hosts) {
        made_.units[u].mask = masks_.OnlyHosts(made_.units[u].mask, *hosts);
        continue;
      }
      const auto target = std::find_if(made_.units.begin(), made_.units.end(), [&](const Unit& other) {
        return other.count > 0 && &other != &made_.units[u] && !Has(other, pod_class) && Means(selector, other);
      });
      if (target != made_.units.end()) {
        Attach(u, static_cast<std::size_t>(target - made_.units.begin()));
      } else if (selectors_.Selects(selector, *problem_.classes[pod_class].like)) {
        Join(u);
      } else {
        GiveUp(made_.units[u], std::exchange(made_.units[u].count, 0));
      }
    }
  }

  Units Take() && {
    std::erase_if(made_.units, [](const Unit& unit) { return unit.count == 0; });
    return std::move(made_);
  }

 private:
  static bool Has(const Unit& unit, std::size_t pod_class) {
    return std::any_of(unit.pods.begin(), unit.pods.end(), [&](const auto& part) { return part.first == pod_class; });
  }
  bool Means(std::size_t selector, const Unit& unit) {
    return std::any_of(unit.pods.begin(), unit.pods.end(), [&](const auto& part) {
      return selectors_.Selects(selector, *problem_.classes[part.first].like);
    });
  }
  // Whether some other pod of the unit is what the class wants.
  bool IsKept(const Unit& unit, std::size_t pod_class, std::size_t selector) {
    return std::any_of(unit.pods.begin(), unit.pods.end(), [&](const auto& part) {
      return (part.first != pod_class || part.second > 1) &&
             selectors_.Selects(selector, *problem_.classes[part.first].like);
    });
  }

  std::optional<std::vector<std::uint8_t>> HostsWith(std::size_t selector) {
    std::vector<std::uint8_t> hosts(problem_.nodes.size(), 0);
    bool any = false;
    for (std::size_t n = 0; n < problem_.nodes.size(); ++n) {
      const ExistingNode& node = problem_.nodes[n];
      hosts[n] = std::any_of(node.running.begin(), node.running.end(), [&](const auto& running) {
        return running.second > 0 && selectors_.Selects(selector, *problem_.workloads[running.first].workload);
      });
      any |= hosts[n] != 0;
    }
    if (!any) return std::nullopt;
    return hosts;
  }

  Amounts SizeOf(const Unit& unit) const {
    Amounts size(problem_.resources.size(), 0);
    for (const auto& [c, pods] : unit.pods) AddTo(size, problem_.sizes[problem_.classes[c].size], pods);
    return size;
  }

  // The most followers that some node holds beside the base.
  std::int64_t MostBeside(const Amounts& base, const Amounts& follower, std::size_t mask) const {
    std::int64_t most = 0;
    const auto look_at = [&](const Amounts& free) {
      std::int64_t fit = kUnlimited;
      for (std::size_t r = 0; r < free.size(); ++r) {
        if (base[r] > free[r]) return;
        if (follower[r] > 0) fit = std::min(fit, (free[r] - base[r]) / follower[r]);
      }
      most = std::max(most, fit);
    };
    for (std::size_t c = 0; c < problem_.candidates.size(); ++c) {
      if (masks_[mask].kinds[c] != 0) look_at(problem_.candidates[c].free);
    }
    for (std::size_t n = 0; n < problem_.nodes.size(); ++n) {
      if (masks_[mask].hosts[n] != 0) look_at(problem_.nodes[n].free);
    }
    return most;
  }

  std::int64_t MostOf(const Unit& unit) const {
    std::int64_t most = kUnlimited;
    for (const auto& [c, pods] : unit.pods) most = std::min(most, most_together_(c) / pods);
    return most;
  }

  // Followers are spread evenly over the units they want to be with.
  void Attach(std::size_t follower, std::size_t target) {
    made_.bundled = true;
    Unit behind = made_.units[follower];
    Unit ahead = made_.units[target];
    const std::size_t mask = masks_.Both(behind.mask, ahead.mask);
    std::int64_t each = (behind.count + ahead.count - 1) / ahead.count;
    each = std::min({each, MostBeside(SizeOf(ahead), SizeOf(behind), mask), MostOf(behind)});
    made_.units[follower].count = 0;
    if (each > 0) {
      const std::int64_t full = std::min(ahead.count, behind.count / each);
      AddBundle(ahead, behind, each, full, mask);
      behind.count -= full * each;
      ahead.count -= full;
      if (ahead.count > 0 && behind.count > 0) {
        const std::int64_t rest = std::min(behind.count, each);
        AddBundle(ahead, behind, rest, 1, mask);
        behind.count -= rest;
        --ahead.count;
      }
      made_.units[target].count = ahead.count;
    }
    GiveUp(behind, behind.count);
  }

  void AddBundle(const Unit& ahead, const Unit& behind, std::int64_t each, std::int64_t count, std::size_t mask) {
    if (count == 0) return;
    Unit bundle = ahead;
    for (std::size_t i = 0; i < behind.pods.size(); ++i) {
      bundle.pods.emplace_back(behind.pods[i].first, behind.pods[i].second * each);
      bundle.spot.push_back(behind.spot[i]);
    }
    bundle.count = count;
    bundle.mask = mask;
    made_.units.push_back(std::move(bundle));
  }

  // All on one node, or as many as one node holds.
  void Join(std::size_t u) {
    made_.bundled = true;
    const Unit alone = made_.units[u];
    const Amounts nothing(problem_.resources.size(), 0);
    const std::int64_t each = std::min({alone.count, MostBeside(nothing, SizeOf(alone), alone.mask), MostOf(alone)});
    made_.units[u].count = 0;
    if (each > 0) {
      Unit bundle = alone;
      for (auto& [c, pods] : bundle.pods) pods *= each;
      bundle.count = 1;
      made_.units.push_back(std::move(bundle));
    }
    GiveUp(alone, alone.count - each);
  }

  void GiveUp(const Unit& unit, std::int64_t count) {
    if (count == 0) return;
    for (std::size_t i = 0; i < unit.pods.size(); ++i) {
      made_.homeless.push_back({unit.pods[i].first, unit.spot[i] != 0, unit.pods[i].second * count});
    }
  }

  const Problem& problem_;
  Selectors& selectors_;
  Masks& masks_;
  const MostTogether& most_together_;
  Units made_;
};

}  // namespace

std::vector<const PodAffinityTerm*> AffinityOverHosts(const Workload& workload, const std::vector<Wish>& kept) {
  std::vector<const PodAffinityTerm*> terms;
  for (const PodAffinityTerm& term : workload.pod_affinity) {
    if (term.weight == 0 && term.topology_key == kHostnameLabel) terms.push_back(&term);
  }
  for (const Wish& wish : kept) {
    if (wish.kind != WishKind::kPodAffinity) continue;
    const auto* const term = static_cast<const PodAffinityTerm*>(wish.term);
    if (term->topology_key == kHostnameLabel) terms.push_back(term);
  }
  return terms;
}

Units MakeUnits(const Problem& problem, const Streams& streams, Selectors& selectors, Masks& masks,
                const std::vector<std::vector<Wish>>& kept, const MostTogether& most_together) {
  Bundler bundler(problem, selectors, masks, most_together);
  bundler.AddStreams(streams, kept);
  for (std::size_t c = 0; c < problem.classes.size(); ++c) {
    for (const PodAffinityTerm* term : AffinityOverHosts(*problem.classes[c].like, kept[c])) bundler.Keep(c, *term);
  }
  return std::move(bundler).Take();
}

}  // namespace spotwright::packing
