#include "src/packing/explain.h"

#include <algorithm>
#include <array>
#include <bit>
#include <iterator>
#include <map>
#include <string>
#include <string_view>

#include "src/base/text.h"
#include "src/model/offers.h"
#include "src/model/reason.h"

namespace spotwright::packing {
namespace {

using base::Cat;
using model::MakeReason;

// What one cause did, over all offers and nodes.
struct Tally {
  int causes_beside = kMisfitCount;  // In the place where it stood most alone.
  std::int64_t offers = 0;
  std::int64_t nodes = 0;
  std::string example;
};

Reason ReasonFor(Misfit misfit, const std::string& sentence, std::map<std::string, double> numbers,
                 std::vector<std::string> paths) {
  switch (misfit) {
    case kMisfitUnavailable:
      return MakeReason("offer_unavailable", "Out of stock: " + sentence, std::move(numbers), std::move(paths));
    case kMisfitCooling:
      return MakeReason("offer_cooling", "Cooling after a failure: " + sentence, std::move(numbers), std::move(paths));
    case kMisfitBurstable:
      return MakeReason("burstable_not_allowed", "Burstable, which the policy does not allow: " + sentence,
                        std::move(numbers), std::move(paths));
    case kMisfitBareMetal:
      return MakeReason("bare_metal_not_allowed", "Bare metal, which the policy does not allow: " + sentence,
                        std::move(numbers), std::move(paths));
    case kMisfitCapacityType:
      return MakeReason("spot_not_tolerated", "Spot, where these pods must not run: " + sentence, std::move(numbers),
                        std::move(paths));
    case kMisfitArchitecture:
      return MakeReason("architecture_mismatch", "Another architecture than the pods run on: " + sentence,
                        std::move(numbers), std::move(paths));
    case kMisfitZone:
      return MakeReason("zone_not_allowed", "Outside the zones that the pods are bound to: " + sentence,
                        std::move(numbers), std::move(paths));
    case kMisfitNodeSelector:
      return MakeReason("node_selector_mismatch", "Without the labels of the node selector: " + sentence,
                        std::move(numbers), std::move(paths));
    case kMisfitNodeAffinity:
      return MakeReason("node_affinity_mismatch", "Against the required node affinity: " + sentence, std::move(numbers),
                        std::move(paths));
    case kMisfitTaint:
      return MakeReason("taint_not_tolerated", "Tainted, and not tolerated: " + sentence, std::move(numbers),
                        std::move(paths));
    case kMisfitTooSmall:
      return MakeReason("too_small", "Too small for one pod beside the daemonsets: " + sentence, std::move(numbers),
                        std::move(paths));
    case kMisfitAntiAffinity:
      return MakeReason("kept_apart_by_rule",
                        "Kept off by anti-affinity, a spread over hosts, or a port that is taken: " + sentence,
                        std::move(numbers), std::move(paths));
    case kMisfitUnderNotice:
      return MakeReason("pool_under_notice", "Under an interruption notice: " + sentence, std::move(numbers),
                        std::move(paths));
    case kMisfitType:
      return MakeReason("type_not_allowed", "Of a type that the policy does not allow: " + sentence, std::move(numbers),
                        std::move(paths));
    case kMisfitFlexibility:
      return MakeReason("min_values_not_met", "Without the flexibility that the group asks for: " + sentence,
                        std::move(numbers), std::move(paths));
    case kMisfitUnschedulable:
    case kNoMisfit:
      break;
  }
  return MakeReason("node_unschedulable", "Cordoned or not ready: " + sentence, std::move(numbers), std::move(paths));
}

std::string Counted(std::int64_t offers, std::int64_t nodes) {
  std::string of_offers = Cat(offers, offers == 1 ? " offer" : " offers");
  std::string of_nodes = Cat(nodes, nodes == 1 ? " node" : " nodes");
  if (nodes == 0) return of_offers;
  return offers == 0 ? of_nodes : Cat(of_offers, " and ", of_nodes);
}

class Tallies {
 public:
  void Add(std::uint32_t misfits, bool is_node, const std::string& name) {
    const int causes = std::popcount(misfits);
    for (std::size_t bit = 0; bit < by_bit_.size(); ++bit) {
      if ((misfits & (1u << bit)) == 0) continue;
      Tally& tally = by_bit_[bit];
      ++(is_node ? tally.nodes : tally.offers);
      if (causes - 1 < tally.causes_beside) {
        tally.causes_beside = causes - 1;
        tally.example = name;
      }
    }
  }

  std::vector<Reason> Reasons(std::string_view workload) const {
    std::vector<std::size_t> order;
    for (std::size_t bit = 0; bit < by_bit_.size(); ++bit) {
      if (by_bit_[bit].offers + by_bit_[bit].nodes > 0) order.push_back(bit);
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      const Tally& x = by_bit_[a];
      const Tally& y = by_bit_[b];
      if (x.causes_beside != y.causes_beside) return x.causes_beside < y.causes_beside;
      return x.offers + x.nodes > y.offers + y.nodes;
    });
    std::vector<Reason> reasons;
    for (const std::size_t bit : order) {
      const Tally& tally = by_bit_[bit];
      reasons.push_back(ReasonFor(
          static_cast<Misfit>(1u << bit), Cat(Counted(tally.offers, tally.nodes), ", such as ", tally.example, "."),
          {{"offers", static_cast<double>(tally.offers)}, {"nodes", static_cast<double>(tally.nodes)}},
          {std::string(workload), tally.example}));
    }
    return reasons;
  }

 private:
  std::array<Tally, kMisfitCount> by_bit_;
};

// Rules that keep even one pod of the item off a node as it is.
std::uint32_t RuleMisfits(const Instance& instance, const Item& item, const std::vector<RuleState>& states) {
  for (const RuleUse& use : item.rules) {
    std::int64_t counted = 0;
    std::int64_t holders = 0;
    for (const RuleState& state : states) {
      if (state.rule != use.rule) continue;
      counted += state.counted;
      holders += state.holders;
    }
    if (instance.RoomUnderRule(use, counted, holders) == 0) return kMisfitAntiAffinity;
  }
  return kNoMisfit;
}

std::string NameOf(const Workload& workload) { return Cat(workload.namespace_name, "/", workload.name); }

// Something would do, so a rule over many pods or nodes stands in the way.
Reason WhyNothingMore(const Problem& problem, const Mask& mask, std::int64_t open, const std::string& example,
                      const std::string& name) {
  const std::map<std::string, double> numbers = {{"offers", static_cast<double>(open)}};
  const bool cell_full = std::find(mask.kinds.begin(), mask.kinds.end(), 1) == mask.kinds.end();
  if (cell_full) {
    return MakeReason("spread_not_possible",
                      Cat("Affinity or spread leaves no zone open: ", Counted(open, 0), " would do otherwise, such as ",
                          example, "."),
                      numbers, {name});
  }
  const bool limited = std::any_of(problem.candidates.begin(), problem.candidates.end(),
                                   [](const Candidate& candidate) { return !candidate.uses.empty(); });
  if (limited) {
    return MakeReason("limit_reached",
                      Cat("A limit on new nodes, on a group or on an offer's stock is reached: ", Counted(open, 0),
                          " would do otherwise, such as ", example, "."),
                      numbers, {name});
  }
  return MakeReason("blast_radius_reached",
                    Cat("More would bring too large a share of the workload into one pool, zone or node: ",
                        Counted(open, 0), " would do otherwise, such as ", example, "."),
                    numbers, {name});
}

}  // namespace

std::vector<Reason> WhyLeft(const Problem& problem, const Draft& draft, std::size_t item, std::size_t pod_class) {
  const ItemPart& part = draft.items[item].front();
  const Workload& workload = *problem.classes[pod_class].like;
  const std::string name = NameOf(workload);
  if (problem.candidates.empty() && problem.nodes.empty()) {
    return {MakeReason("nothing_to_choose_from", "The request has no offers that may be launched, and no nodes.", {},
                       {name})};
  }
  const Instance& instance = draft.instance;
  const auto size = instance.SizeOf(item);
  const auto fits = [&](const Amounts& free) {
    return std::equal(size.begin(), size.end(), free.begin(), [](auto a, auto b) { return a <= b; });
  };
  std::vector<std::uint32_t> misfits;
  for (std::size_t s = 0; s < problem.signatures.size(); ++s) {
    misfits.push_back(SignatureMisfits(problem, workload, part.spot, s));
  }
  Tallies tallies;
  std::int64_t open = 0;
  std::string example;
  for (std::size_t c = 0; c < problem.candidates.size(); ++c) {
    const Candidate& candidate = problem.candidates[c];
    const std::string offer = model::PoolName(model::PoolOf(*candidate.offer));
    std::uint32_t causes = candidate.misfits | misfits[candidate.signature];
    if (!fits(candidate.free)) causes |= kMisfitTooSmall;
    causes |= RuleMisfits(instance, instance.items[item], instance.kinds[c].rules);
    tallies.Add(causes, false, offer);
    if (causes == kNoMisfit && open++ == 0) example = offer;
  }
  for (std::size_t n = 0; n < problem.nodes.size(); ++n) {
    const ExistingNode& node = problem.nodes[n];
    if (node.node->control_plane) continue;
    std::uint32_t causes = misfits[node.signature];
    if (!node.accepts) causes |= node.node->under_notice ? kMisfitUnderNotice : kMisfitUnschedulable;
    causes |= RuleMisfits(instance, instance.items[item], instance.hosts[n].rules);
    if (causes != kNoMisfit) tallies.Add(causes, true, Cat("node ", node.node->name));
  }
  std::vector<Reason> reasons;
  if (open > 0) {
    reasons.push_back(WhyNothingMore(problem, instance.masks[instance.items[item].mask], open, example, name));
  }
  std::vector<Reason> others = tallies.Reasons(name);
  reasons.insert(reasons.end(), std::make_move_iterator(others.begin()), std::make_move_iterator(others.end()));
  if (reasons.empty()) {
    reasons.push_back(MakeReason("nodes_full", "There are no offers to launch, and the nodes are full.", {}, {name}));
  }
  return reasons;
}

std::vector<Reason> WhyLeftOut(const Problem& problem, const LeftOut& out) {
  const PodClass& pods = problem.classes[out.pod_class];
  const std::string name = NameOf(*pods.like);
  switch (out.why) {
    case WhyHomeless::kNotSupported:
      return pods.left_out;
    case WhyHomeless::kGroup:
      return {MakeReason("group_incomplete",
                         Cat("Of the all-or-nothing group ", pods.like->all_or_nothing_group,
                             " not every replica finds a place, so none gets one."),
                         {}, {name})};
    case WhyHomeless::kAffinity:
      return {
          MakeReason("affinity_not_possible",
                     "No place has, or can get, the pods it must be near, or is free of those it must be apart from.",
                     {}, {name})};
    case WhyHomeless::kSpread:
      break;
  }
  return {MakeReason("spread_not_possible", "Its spread, with what runs already, leaves no domain open.", {}, {name})};
}

}  // namespace spotwright::packing
