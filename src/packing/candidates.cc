#include "src/packing/candidates.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "src/base/money.h"
#include "src/model/offers.h"
#include "src/model/type_filter.h"
#include "src/packing/pod_classes.h"

namespace spotwright::packing {
namespace {

template <typename T>
bool Listed(const std::vector<T>& list, const T& value) {
  return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
}

bool Satisfies(const Requirement& requirement, const Offer& offer, const NodeGroup& group) {
  Labels labels;
  if (const auto value = LabelOf(offer, &group, requirement.key)) labels[requirement.key] = std::string(*value);
  return Matches(requirement, labels);
}

bool Covers(const NodeGroup& group, const Offer& offer) {
  return group.capacity_type == offer.capacity_type && Listed(group.instance_types, offer.instance_type) &&
         Listed(group.zones, offer.zone) && model::Allows(group.types, offer) &&
         std::all_of(group.requirements.begin(), group.requirements.end(),
                     [&](const Requirement& requirement) { return Satisfies(requirement, offer, group); });
}

// Causes that lie in the offer and the policy alone.
std::uint32_t OfferMisfits(const Offer& offer, const PackRequest& request) {
  std::uint32_t misfits = kNoMisfit;
  if (!offer.available) misfits |= kMisfitUnavailable;
  if (model::IsCooling(offer.cooling_until_unix_ms, request.now_unix_ms)) misfits |= kMisfitCooling;
  if (offer.under_notice) misfits |= kMisfitUnderNotice;
  if (offer.burstable && !request.policy.allow_burstable) misfits |= kMisfitBurstable;
  if (offer.bare_metal && !request.policy.allow_bare_metal) misfits |= kMisfitBareMetal;
  if (!model::Allows(request.policy.types, offer)) misfits |= kMisfitType;
  return misfits;
}

// The limits on one offer, one group, or the whole request, as supplies that a node draws on.
class Limits {
 public:
  explicit Limits(Problem& problem) : problem_(problem) {}

  void OnNodes(std::int64_t count) { nodes_ = Add(count); }
  void OnSums(const std::optional<std::int64_t>& cpu, const std::optional<std::int64_t>& memory,
              const std::optional<double>& cost_usd) {
    if (cpu) cpu_ = Add(*cpu);
    if (memory) memory_ = Add(*memory);
    if (cost_usd) cost_ = Add(base::MicroUsd(*cost_usd));
  }

  bool AllowOne() const { return !nodes_ || problem_.supplies[*nodes_] > 0; }

  // What a node of this price that is launched, or runs, takes of them. Beyond a limit nothing is launched, even if it
  // takes none of that.
  std::vector<SupplyUse> UsesOf(const Resources& allocatable, std::int64_t price_micro) const {
    std::vector<SupplyUse> uses;
    const auto use = [&](const std::optional<std::uint32_t>& supply, std::int64_t amount) {
      if (supply) uses.push_back({*supply, is_exceeded_ ? std::max<std::int64_t>(1, amount) : amount});
    };
    use(nodes_, 1);
    use(cpu_, allocatable.cpu_millicores);
    use(memory_, allocatable.memory_bytes);
    use(cost_, price_micro);
    return uses;
  }

  void Spend(const std::vector<SupplyUse>& uses) {
    for (const SupplyUse& use : uses) {
      std::int64_t& left = problem_.supplies[use.supply];
      is_exceeded_ = is_exceeded_ || left < use.amount;
      left = std::max<std::int64_t>(0, left - use.amount);
    }
  }

 private:
  std::uint32_t Add(std::int64_t amount) {
    problem_.supplies.push_back(amount);
    return static_cast<std::uint32_t>(problem_.supplies.size() - 1);
  }

  Problem& problem_;
  std::optional<std::uint32_t> nodes_;
  std::optional<std::uint32_t> cpu_;
  std::optional<std::uint32_t> memory_;
  std::optional<std::uint32_t> cost_;
  bool is_exceeded_ = false;
};

Limits LimitsOf(Problem& problem, const NodeGroup& group) {
  Limits limits(problem);
  limits.OnNodes(group.max_nodes);
  limits.OnSums(group.limits.max_cpu_millicores, group.limits.max_memory_bytes, group.limits.max_cost_usd_per_hour);
  for (const ExistingNode& node : problem.nodes) {
    if (node.node->group == group.name) limits.Spend(limits.UsesOf(node.node->allocatable, node.price_micro));
  }
  return limits;
}

Amounts DaemonsOn(const Problem& problem, std::size_t signature) {
  Amounts sum(problem.resources.size(), 0);
  for (const Workload* daemon : problem.signatures[signature].daemons) AddTo(sum, SizeOf(problem, *daemon), 1);
  return sum;
}

// How much of what `mine` holds still fits into `other`; 1: all of it.
double SharedPart(const Amounts& mine, const Amounts& other) {
  double part = 1;
  for (std::size_t r = 0; r < mine.size(); ++r) {
    if (mine[r] > 0)
      part = std::min(part, static_cast<double>(std::max<std::int64_t>(0, other[r])) / static_cast<double>(mine[r]));
  }
  return part;
}

// Makes a candidate no larger than so many others of its group that the group's flexibility is kept whatever is put
// on it: for each further value of the label, the alternative that costs the least room.
void KeepFlexible(const std::vector<Candidate>& before, const std::vector<std::size_t>& members,
                  const MinValues& wanted, Candidate& mine) {
  struct Alternative {
    double part;
    bool elsewhere;
    std::size_t index;
    bool operator<(const Alternative& other) const {
      if (part != other.part) return part > other.part;
      return std::pair(elsewhere, index) < std::pair(other.elsewhere, other.index);
    }
  };
  const auto own = LabelOf(*mine.offer, mine.group, wanted.key);
  std::map<std::string_view, Alternative> by_value;
  for (const std::size_t m : members) {
    const Candidate& other = before[m];
    const auto value = LabelOf(*other.offer, other.group, wanted.key);
    if (!value || value == own || other.misfits != kNoMisfit || !other.in_stock) continue;
    const bool elsewhere =
        other.offer->zone != mine.offer->zone || other.offer->capacity_type != mine.offer->capacity_type;
    const Alternative found{SharedPart(mine.free, other.free), elsewhere, m};
    const auto [place, added] = by_value.try_emplace(*value, found);
    if (!added && found < place->second) place->second = found;
  }
  std::vector<Alternative> order;
  order.reserve(by_value.size());
  for (const auto& [value, alternative] : by_value) order.push_back(alternative);
  std::sort(order.begin(), order.end());
  const auto needed = static_cast<std::size_t>(wanted.count - (own ? 1 : 0));
  if (order.size() < needed) {
    mine.misfits |= kMisfitFlexibility;
    return;
  }
  for (std::size_t i = 0; i < needed; ++i) {
    mine.alternatives.push_back(order[i].index);
    const Amounts& free = before[order[i].index].free;
    for (std::size_t r = 0; r < free.size(); ++r) mine.free[r] = std::min(mine.free[r], free[r]);
  }
}

void KeepFlexible(Problem& problem) {
  std::map<const NodeGroup*, std::vector<std::size_t>> members;
  for (std::size_t c = 0; c < problem.candidates.size(); ++c) {
    const NodeGroup* group = problem.candidates[c].group;
    if (group != nullptr && !group->min_values.empty()) members[group].push_back(c);
  }
  if (members.empty()) return;
  const std::vector<Candidate> before = problem.candidates;  // What each could hold before any was cut down.
  for (const auto& [group, indices] : members) {
    for (const std::size_t c : indices) {
      for (const MinValues& wanted : group->min_values) {
        KeepFlexible(before, indices, wanted, problem.candidates[c]);
      }
    }
  }
}

}  // namespace

void AddCandidates(Problem& problem, Signatures& signatures) {
  const PackRequest& request = *problem.request;
  std::vector<const Offer*> offers;
  for (const Offer& offer : request.offers) offers.push_back(&offer);
  std::sort(offers.begin(), offers.end(), [](const Offer* a, const Offer* b) { return model::PoolLess(*a, *b); });
  std::vector<const NodeGroup*> groups;
  for (const NodeGroup& group : request.groups) groups.push_back(&group);
  std::sort(groups.begin(), groups.end(), [](const NodeGroup* a, const NodeGroup* b) { return a->name < b->name; });

  std::vector<Limits> of_groups;
  of_groups.reserve(groups.size());
  for (const NodeGroup* group : groups) of_groups.push_back(LimitsOf(problem, *group));
  Limits of_request(problem);
  const PackLimits& limits = request.policy.limits;
  if (limits.max_new_nodes) of_request.OnNodes(*limits.max_new_nodes);
  of_request.OnSums(limits.max_cpu_millicores, limits.max_memory_bytes, limits.max_cost_usd_per_hour);

  std::vector<std::optional<Amounts>> daemons(problem.signatures.size());
  problem.candidates.reserve(offers.size());
  for (const Offer* offer : offers) {
    const std::uint32_t misfits = OfferMisfits(*offer, request);
    const double hazard = model::HazardOf(*offer);
    const auto add = [&](const NodeGroup* group, const Limits* of_group, std::int64_t price_micro,
                         const Limits& of_offer) {
      Candidate& candidate = problem.candidates.emplace_back();
      candidate.offer = offer;
      candidate.group = group;
      candidate.signature = signatures.Of(*offer, group);
      candidate.misfits = misfits;
      candidate.in_stock = of_offer.AllowOne() && (of_group == nullptr || of_group->AllowOne());
      candidate.price_micro = price_micro;
      candidate.interruptions_per_hour = hazard;
      // A node that is interrupted is started again, and paid while it starts.
      const double restart = hazard * request.policy.node_startup_seconds / 3600 * offer->price_usd_per_hour * 1e6;
      candidate.effective_micro = price_micro + static_cast<std::int64_t>(std::round(restart));
      daemons.resize(std::max(daemons.size(), problem.signatures.size()));
      std::optional<Amounts>& of_signature = daemons[candidate.signature];
      if (!of_signature) of_signature = DaemonsOn(problem, candidate.signature);
      candidate.daemons = *of_signature;
      candidate.free = AllocatableOf(problem, offer->allocatable, offer->volume_limits);
      AddTo(candidate.free, candidate.daemons, -1);
      candidate.uses = of_offer.UsesOf(offer->allocatable, price_micro);
      for (const Limits* further : {of_group, static_cast<const Limits*>(&of_request)}) {
        if (further == nullptr) continue;
        const std::vector<SupplyUse> uses = further->UsesOf(offer->allocatable, price_micro);
        candidate.uses.insert(candidate.uses.end(), uses.begin(), uses.end());
      }
    };
    Limits of_reserved(problem);
    Limits of_stock(problem);
    if (offer->reserved_count > 0) of_reserved.OnNodes(offer->reserved_count);
    if (offer->available_count) of_stock.OnNodes(*offer->available_count);
    const auto add_both = [&](const NodeGroup* group, const Limits* of_group) {
      if (offer->reserved_count > 0) add(group, of_group, 0, of_reserved);
      add(group, of_group, base::MicroUsd(offer->price_usd_per_hour), of_stock);
    };
    if (groups.empty()) add_both(nullptr, nullptr);
    for (std::size_t g = 0; g < groups.size(); ++g) {
      if (Covers(*groups[g], *offer)) add_both(groups[g], &of_groups[g]);
    }
  }
  KeepFlexible(problem);
}

}  // namespace spotwright::packing
