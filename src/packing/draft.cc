#include "src/packing/draft.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <unordered_map>

#include "src/base/hash.h"
#include "src/base/money.h"
#include "src/packing/pod_classes.h"
#include "src/packing/spot_share.h"

namespace spotwright::packing {
namespace {

constexpr std::size_t kNoItem = SIZE_MAX;

// Takes pods from the front of a stream's owners.
class Queue {
 public:
  std::vector<Owner> Take(const Stream& stream, std::int64_t pods) {
    std::vector<Owner> taken;
    while (pods > 0) {
      const auto& [workload, all] = stream.owners[next_];
      const std::int64_t part = std::min(pods, all - used_);
      if (part > 0) taken.push_back({workload, part});
      pods -= part;
      used_ += part;
      if (used_ == all) {
        ++next_;
        used_ = 0;
      }
    }
    return taken;
  }

 private:
  std::size_t next_ = 0;
  std::int64_t used_ = 0;
};

// Finds items that are alike but for their count.
class ItemIndex {
 public:
  explicit ItemIndex(const Instance& instance) : instance_(instance) {}

  // The index of an item like this one; that of the next one, noted, if there is none.
  std::size_t Find(const Item& item, const Amounts& size) {
    std::uint64_t hash = base::Mix(static_cast<std::uint64_t>(item.mask), static_cast<std::uint64_t>(item.priority));
    for (const std::int64_t amount : size) hash = base::Mix(hash, static_cast<std::uint64_t>(amount));
    for (const RuleUse& use : item.rules) hash = base::Mix(hash, std::uint64_t{use.rule} << 1 | (use.holds ? 1 : 0));
    const auto [begin, end] = index_.equal_range(hash);
    for (auto found = begin; found != end; ++found) {
      if (IsLike(found->second, item, size)) return found->second;
    }
    index_.emplace(hash, instance_.items.size());
    return instance_.items.size();
  }

 private:
  bool IsLike(std::size_t index, const Item& item, const Amounts& size) const {
    const Item& other = instance_.items[index];
    const auto other_size = instance_.SizeOf(index);
    return other.mask == item.mask && other.priority == item.priority &&
           other.restart_cost_micro == item.restart_cost_micro &&
           std::equal(size.begin(), size.end(), other_size.begin()) && item.rules == other.rules &&
           item.shared == other.shared && item.caps == other.caps;
  }

  const Instance& instance_;
  std::unordered_multimap<std::uint64_t, std::size_t> index_;
};

// Among equals an all-or-nothing group goes first: it needs all of its room, the others can do with what is left.
std::int64_t RankOf(const Workload& workload) {
  return workload.priority * 2 + (workload.all_or_nothing_group.empty() ? 0 : 1);
}

// Counts and holds of several pods together.
void AddRules(const std::vector<RuleUse>& uses, std::int64_t pods, std::vector<RuleUse>& sum) {
  for (const RuleUse& use : uses) {
    const auto known = std::find_if(sum.begin(), sum.end(), [&](const RuleUse& u) { return u.rule == use.rule; });
    if (known == sum.end()) {
      sum.push_back({use.rule, use.counted * pods, use.holds});
    } else {
      known->counted += use.counted * pods;
      known->holds |= use.holds;
    }
  }
}

}  // namespace

Drafter::Drafter(Problem& problem) : problem_(problem), selectors_(*problem.request), masks_(problem) {
  for (const PodClass& pods : problem.classes) wishes_.push_back(WishesOf(problem, *pods.like));
  AddCaps();
}

// Pods that run count against the share of their pool and zone.
void Drafter::AddCaps() {
  caps_of_class_.resize(problem_.classes.size());
  for (std::size_t c = 0; c < problem_.classes.size(); ++c) {
    const PodClass& pods = problem_.classes[c];
    const BlastRadius radius = BlastRadiusOf(problem_, *pods.like);
    const auto add = [&](const std::optional<double>& share, CapDomain domain, std::size_t domains) {
      if (!share) return;
      const auto first = static_cast<std::uint32_t>(caps_.size());
      const CapUse& use = caps_of_class_[c].emplace_back(CapUse{domain, first, 1});
      caps_.resize(caps_.size() + domains, LargestPart(pods.like->replicas, *share));
      for (const ExistingNode& node : problem_.nodes) {
        for (const auto& [w, replicas] : node.running) {
          if (w != pods.members.front()) continue;
          std::int64_t& cap = caps_[use.IndexOf(node.pool, node.zone)];
          cap = std::max<std::int64_t>(0, cap - replicas);
        }
      }
    };
    add(radius.max_share_per_pool, CapDomain::kPool, problem_.pools.size());
    add(radius.max_share_per_zone, CapDomain::kZone, problem_.zones.size());
  }
}

void Drafter::DropWishes(const std::vector<std::size_t>& dropped) {
  if (rules_ != nullptr && dropped == dropped_) return;
  dropped_ = dropped;
  kept_.assign(wishes_.size(), {});
  for (std::size_t c = 0; c < wishes_.size(); ++c) {
    kept_[c].assign(wishes_[c].begin() + static_cast<std::ptrdiff_t>(std::min(dropped[c], wishes_[c].size())),
                    wishes_[c].end());
  }
  rules_ = std::make_unique<HostRules>(MakeHostRules(problem_, selectors_, kept_));
  topology_ = std::make_unique<Topology>(problem_, selectors_, masks_, kept_);
}

// Whether affinity over hosts puts pods of the class together with others.
bool Drafter::SharesNodes(std::size_t pod_class) const {
  return !AffinityOverHosts(*problem_.classes[pod_class].like, kept_[pod_class]).empty();
}

bool Drafter::WishesForCells(const Unit& unit) const {
  return std::any_of(unit.pods.begin(), unit.pods.end(), [&](const auto& part) {
    return std::any_of(kept_[part.first].begin(), kept_[part.first].end(), [](const Wish& wish) {
      return wish.kind == WishKind::kSpread || wish.kind == WishKind::kPodAffinity ||
             wish.kind == WishKind::kPodAntiAffinity;
    });
  });
}

std::int64_t Drafter::MostTogether(std::size_t pod_class) const {
  std::int64_t most = kUnlimited;
  for (const RuleUse& use : rules_->of_class[pod_class]) {
    if (use.holds && use.counted > 0) most = std::min(most, rules_->rules[use.rule].limit / use.counted);
  }
  for (const CapUse& use : caps_of_class_[pod_class]) {
    const std::size_t domains = use.domain == CapDomain::kPool ? problem_.pools.size() : problem_.zones.size();
    const auto first = caps_.begin() + static_cast<std::ptrdiff_t>(use.first);
    if (domains > 0) most = std::min(most, *std::max_element(first, first + static_cast<std::ptrdiff_t>(domains)));
  }
  return most;
}

Streams Drafter::MakeStreams() const {
  Streams streams(problem_.classes.size());
  for (std::size_t c = 0; c < problem_.classes.size(); ++c) {
    for (const std::size_t w : problem_.classes[c].members) {
      const WorkloadState& state = problem_.workloads[w];
      const std::int64_t spot = std::clamp<std::int64_t>(state.max_spot - state.running_spot, 0, state.pending);
      const auto add = [&, w = w](Stream& stream, std::int64_t pods) {
        if (pods == 0) return;
        stream.count += pods;
        stream.owners.emplace_back(w, pods);
      };
      add(streams[c][1], spot);
      add(streams[c][0], state.pending - spot);
    }
    // Pods that must share a node go the same way.
    if (streams[c][0].count > 0 && streams[c][1].count > 0 && SharesNodes(c)) {
      auto& [on_demand, spot] = streams[c];
      on_demand.count += spot.count;
      on_demand.owners.insert(on_demand.owners.end(), spot.owners.begin(), spot.owners.end());
      spot = {};
    }
  }
  return streams;
}

Instance Drafter::Base() const {
  Instance instance;
  instance.resources = problem_.resources.size();
  instance.kinds.reserve(problem_.candidates.size());
  for (std::size_t c = 0; c < problem_.candidates.size(); ++c) {
    const Candidate& candidate = problem_.candidates[c];
    instance.AddKind({candidate.effective_micro, candidate.interruptions_per_hour, candidate.pool, candidate.zone,
                      candidate.uses, rules_->of_kind[c]},
                     candidate.free);
  }
  instance.hosts.reserve(problem_.nodes.size());
  for (std::size_t n = 0; n < problem_.nodes.size(); ++n) {
    const ExistingNode& node = problem_.nodes[n];
    instance.AddHost({node.interruptions_per_hour, node.pool, node.zone, rules_->of_host[n], node.claims}, node.free);
  }
  instance.rules = rules_->rules;
  instance.supplies = problem_.supplies;
  instance.shared_count = static_cast<std::uint32_t>(problem_.claims.size());
  return instance;
}

Item Drafter::MakeItem(const Unit& unit, std::size_t mask, bool with_caps) const {
  Item item;
  item.mask = static_cast<std::uint32_t>(mask);
  item.priority = RankOf(*problem_.classes[unit.pods.front().first].like);
  for (const auto& [c, pods] : unit.pods) {
    const Workload& like = *problem_.classes[c].like;
    item.priority = std::max(item.priority, RankOf(like));
    item.restart_cost_micro += like.restart_cost_usd * base::kMicroPerUsd * static_cast<double>(pods);
    AddRules(rules_->of_class[c], pods, item.rules);
    for (const Shared& shared : ClaimsOf(problem_, like)) item.shared.push_back(shared);
    if (!with_caps) continue;
    for (const CapUse& use : caps_of_class_[c]) item.caps.push_back({use.domain, use.first, pods});
  }
  return item;
}

void Drafter::AddItems(const Streams& streams, Draft& draft) {
  ItemIndex index(draft.instance);
  std::vector<std::array<Queue, 2>> queues(streams.size());
  const auto take = [&](std::size_t c, bool spot, std::int64_t pods) {
    return queues[c][spot ? 1 : 0].Take(streams[c][spot ? 1 : 0], pods);
  };
  for (const CellShare& share : draft.shares) {
    const Unit& unit = draft.units[share.unit];
    if (share.cell == kNoCell) {
      for (std::size_t i = 0; i < unit.pods.size(); ++i) {
        const auto& [c, pods] = unit.pods[i];
        const WhyHomeless why =
            problem_.classes[c].like->topology_spread.empty() ? WhyHomeless::kAffinity : WhyHomeless::kSpread;
        draft.left_out.push_back({c, unit.spot[i] != 0, why, take(c, unit.spot[i] != 0, pods * share.count)});
      }
      draft.item_of_share.push_back(kNoItem);
      continue;
    }
    draft.exact &= share.cell == kAnyCell;
    Item item = MakeItem(unit, topology_->MaskOf(unit, share.cell), true);
    draft.exact &= item.caps.empty();
    Amounts size(problem_.resources.size(), 0);
    for (const auto& [c, pods] : unit.pods) AddTo(size, problem_.sizes[problem_.classes[c].size], pods);
    // Bundles are never merged: what is in one, its parts say.
    const bool bundle = unit.pods.size() > 1 || unit.pods.front().second > 1;
    const std::size_t j = bundle ? draft.instance.items.size() : index.Find(item, size);
    if (j == draft.instance.items.size()) {
      draft.instance.AddItem(std::move(item), size);
      draft.items.emplace_back();
    }
    draft.instance.items[j].count += share.count;
    draft.item_of_share.push_back(j);
    for (std::size_t i = 0; i < unit.pods.size(); ++i) {
      const auto& [c, pods] = unit.pods[i];
      const bool spot = unit.spot[i] != 0;
      std::vector<ItemPart>& parts = draft.items[j];
      if (parts.size() <= i) parts.push_back({c, spot, pods, {}});
      const std::vector<Owner> owners = take(c, spot, pods * share.count);
      parts[i].owners.insert(parts[i].owners.end(), owners.begin(), owners.end());
    }
  }
}

Draft Drafter::Make(const Terms& terms) {
  DropWishes(terms.dropped_wishes);
  SetMaxSpot(problem_, terms.share_unit, terms.share);
  Streams streams = MakeStreams();
  Draft draft;
  for (std::size_t c = 0; c < streams.size(); ++c) {
    const PodClass& pods = problem_.classes[c];
    const bool unsupported = !pods.left_out.empty();
    if (!unsupported && terms.dropped_groups.count(pods.like->all_or_nothing_group) == 0) continue;
    for (const bool spot : {true, false}) {
      Stream& stream = streams[c][spot ? 1 : 0];
      if (stream.count == 0) continue;
      const WhyHomeless why = unsupported ? WhyHomeless::kNotSupported : WhyHomeless::kGroup;
      draft.left_out.push_back({c, spot, why, Queue().Take(stream, stream.count)});
      stream = {};
    }
  }
  Units made =
      MakeUnits(problem_, streams, selectors_, masks_, kept_, [this](std::size_t c) { return MostTogether(c); });
  draft.exact = !made.bundled;
  draft.units = std::move(made.units);
  draft.shares = topology_->Assign(draft.units, terms.cell_limits);
  draft.instance = Base();
  draft.instance.caps = caps_;
  // Homeless pods are the last of their streams: those with a place come first.
  AddItems(streams, draft);
  for (const Homeless& homeless : made.homeless) {
    const Stream& stream = streams[homeless.pod_class][homeless.spot ? 1 : 0];
    Stream last;
    for (auto owner = stream.owners.rbegin(); owner != stream.owners.rend(); ++owner) last.owners.push_back(*owner);
    draft.left_out.push_back(
        {homeless.pod_class, homeless.spot, WhyHomeless::kAffinity, Queue().Take(last, homeless.count)});
  }
  draft.instance.masks = masks_.all();
  return draft;
}

// By share: units of it that found a place. What an item left belongs to its last shares.
std::vector<std::int64_t> Drafter::PlacedOf(const Draft& draft, const std::vector<std::int64_t>& left) const {
  std::vector<std::int64_t> rest = left;
  std::vector<std::int64_t> placed(draft.shares.size(), 0);
  for (std::size_t i = draft.shares.size(); i-- > 0;) {
    const std::size_t j = draft.item_of_share[i];
    if (j == kNoItem) continue;
    const std::int64_t missing = std::min(rest[j], draft.shares[i].count);
    rest[j] -= missing;
    placed[i] = draft.shares[i].count - missing;
  }
  return placed;
}

Instance Drafter::Relax(const Draft& draft, const std::vector<std::int64_t>& left) {
  Instance instance = Base();
  ItemIndex index(instance);
  const std::vector<std::int64_t> placed = PlacedOf(draft, left);
  for (std::size_t i = 0; i < placed.size(); ++i) {
    if (placed[i] == 0) continue;
    const Unit& unit = draft.units[draft.shares[i].unit];
    for (std::size_t p = 0; p < unit.pods.size(); ++p) {
      const std::size_t c = unit.pods[p].first;
      const PodClass& pods = problem_.classes[c];
      const Unit single{{{c, 1}}, {unit.spot[p]}, 1, masks_.Of(pods, unit.spot[p] != 0, kept_[c])};
      Item item = MakeItem(single, single.mask, false);
      const Amounts& size = problem_.sizes[pods.size];
      const std::size_t found = index.Find(item, size);
      if (found == instance.items.size()) instance.AddItem(std::move(item), size);
      instance.items[found].count += placed[i] * unit.pods[p].second;
    }
  }
  instance.masks = masks_.all();
  return instance;
}

bool Drafter::LimitCells(const Draft& draft, const std::vector<std::int64_t>& left, Terms& terms) {
  bool limited = false;
  const std::vector<std::int64_t> placed = PlacedOf(draft, left);
  for (std::size_t i = 0; i < placed.size(); ++i) {
    const CellShare& share = draft.shares[i];
    if (share.cell < 0 || placed[i] == share.count) continue;
    terms.cell_limits[{share.unit, share.cell}] = placed[i];
    limited = true;
  }
  return limited;
}

std::vector<std::int64_t> Drafter::Excess(const Draft& draft, const std::vector<std::int64_t>& left) {
  const std::vector<std::int64_t> placed = PlacedOf(draft, left);
  std::vector<CellShare> shares = draft.shares;
  for (std::size_t i = 0; i < shares.size(); ++i) shares[i].count = placed[i];
  const std::vector<std::int64_t> removed = topology_->Excess(draft.units, shares);
  std::vector<std::int64_t> excess(draft.items.size(), 0);
  for (std::size_t i = 0; i < removed.size(); ++i) {
    if (removed[i] > 0) excess[draft.item_of_share[i]] += removed[i];
  }
  return excess;
}

}  // namespace spotwright::packing
