#include "src/packing/explain.h"

#include <algorithm>
#include <array>
#include <bit>
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
      return MakeReason("repelled_by_running_pod",
                        "Kept away by the anti-affinity of a pod that runs there: " + sentence, std::move(numbers),
                        std::move(paths));
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

}  // namespace

std::vector<Reason> WhyLeft(const Problem& problem, const Shape& shape) {
  const Workload& workload = *problem.workloads[shape.owners.front().first].workload;
  const std::string name = Cat(workload.namespace_name, "/", workload.name);
  if (problem.candidates.empty() && problem.nodes.empty()) {
    return {MakeReason("nothing_to_choose_from", "The request has no offers that may be launched, and no nodes.", {},
                       {name})};
  }
  Tallies tallies;
  std::int64_t open = 0;
  std::string example;
  for (const Candidate& candidate : problem.candidates) {
    const std::string offer = model::PoolName(model::PoolOf(*candidate.offer));
    std::uint32_t misfits = CandidateMisfits(problem, workload, shape.spot, candidate);
    if (!Fits(shape.size, candidate.free)) misfits |= kMisfitTooSmall;
    tallies.Add(misfits, false, offer);
    if (misfits == kNoMisfit && open++ == 0) example = offer;
  }
  for (const ExistingNode& node : problem.nodes) {
    if (node.node->control_plane) continue;
    const std::uint32_t misfits = NodeMisfits(problem, workload, shape.spot, node);
    if (misfits != kNoMisfit) tallies.Add(misfits, true, Cat("node ", node.node->name));
  }
  std::vector<Reason> reasons;
  if (open > 0) {
    // Something would do, so a rule over many pods or nodes stands in the way.
    const Mask& mask = problem.masks[shape.mask];
    const bool zone_full = std::find(mask.candidates.begin(), mask.candidates.end(), 1) == mask.candidates.end();
    reasons.push_back(zone_full ? MakeReason("spread_not_possible",
                                             Cat("The spread over zones leaves no zone open: ", Counted(open, 0),
                                                 " would do otherwise, such as ", example, "."),
                                             {{"offers", static_cast<double>(open)}}, {name})
                                : MakeReason("limit_reached",
                                             Cat("A limit on new nodes, on a group or on an offer's stock is reached: ",
                                                 Counted(open, 0), " would do otherwise, such as ", example, "."),
                                             {{"offers", static_cast<double>(open)}}, {name}));
  }
  std::vector<Reason> others = tallies.Reasons(name);
  reasons.insert(reasons.end(), std::make_move_iterator(others.begin()), std::make_move_iterator(others.end()));
  if (reasons.empty()) {
    reasons.push_back(MakeReason("nodes_full", "There are no offers to launch, and the nodes are full.", {}, {name}));
  }
  return reasons;
}

}  // namespace spotwright::packing
