// Shapes: workloads cut into parts of pods that are alike to packing.
#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

#include "src/base/text.h"
#include "src/model/reason.h"
#include "src/packing/constraints.h"
#include "src/packing/problem.h"
#include "src/packing/spot_share.h"
#include "src/packing/zone_spread.h"
#include "src/zones/water_fill.h"

namespace spotwright::packing {
namespace {

// Stands for a zone: nowhere, since a spread leaves no zone open.
constexpr int kNoZone = -2;

// More than any workload has replicas.
constexpr std::int64_t kMostPerZone = 2'000'000'000;

// Text that two workloads share exactly when the same nodes are open to them.
class ConstraintKey {
 public:
  ConstraintKey(const Problem& problem, const Workload& workload, bool wishes) {
    Add(workload.architecture ? static_cast<std::int64_t>(*workload.architecture) : 0);
    Add(workload.zones);
    Add(workload.node_selector);
    for (const RequirementTerm& term : workload.required_node_affinity) Add(term);
    text_.push_back('\n');
    for (const Toleration& toleration : workload.tolerations) {
      Add(toleration.key);
      Add(static_cast<std::int64_t>(toleration.op));
      Add(toleration.value);
      Add(toleration.effect ? static_cast<std::int64_t>(*toleration.effect) : 0);
    }
    text_.push_back('\n');
    if (wishes) {
      for (const PreferredTerm& term : workload.preferred_node_affinity) {
        Add(term.weight);
        Add(term.term);
      }
      // Wishes are granted only where the pod fits, which its size decides.
      if (!workload.preferred_node_affinity.empty()) {
        for (const std::int64_t amount : SizeOf(problem, workload)) Add(amount);
      }
    }
    if (!problem.repellers.empty()) {  // Others' anti-affinity selects by namespace and labels, and spares the owner.
      Add(workload.namespace_name);
      Add(workload.name);
      Add(workload.labels);
    }
  }

  std::string Take() && { return std::move(text_); }

 private:
  void Add(std::int64_t number) { text_ += base::Cat(number, " "); }
  void Add(std::string_view part) { text_ += base::Cat(part.size(), ":", part); }
  void Add(const std::vector<std::string>& parts) {
    for (const std::string& part : parts) Add(part);
    text_.push_back('\n');
  }
  void Add(const Labels& labels) {
    for (const auto& [key, value] : labels) {
      Add(key);
      Add(value);
    }
    text_.push_back('\n');
  }
  void Add(const RequirementTerm& term) {
    for (const Requirement& requirement : term.requirements) {
      Add(requirement.key);
      Add(static_cast<std::int64_t>(requirement.op));
      Add(requirement.values);
    }
    text_.push_back(';');
  }

  std::string text_;
};

// Masks are made once for each signature: constraints, capacity types, zone.
class Masks {
 public:
  Masks(Problem& problem, bool relaxed)
      : problem_(problem), wishes_(!relaxed && problem.request->policy.honour_preferences) {}

  // `zone` below zero: any.
  std::size_t Of(const Workload& workload, bool spot, int zone) {
    std::string key = ConstraintKey(problem_, workload, wishes_).Take();
    key += base::Cat(spot ? "S" : "D", zone);
    const auto [found, added] = index_.try_emplace(std::move(key), problem_.masks.size());
    if (added) problem_.masks.push_back(Make(workload, spot, zone));
    return found->second;
  }

  const Mask& OfSpread(const Workload& workload) {
    std::string key = ConstraintKey(problem_, workload, false).Take();
    key += workload.spot_tolerant && !workload.system_critical ? 'S' : 'D';
    const auto [found, added] = spreads_.try_emplace(std::move(key));
    if (added) found->second = SpreadMask(problem_, workload);
    return found->second;
  }

  std::size_t Nowhere() {
    const auto [found, added] = index_.try_emplace("nowhere", problem_.masks.size());
    if (added) {
      problem_.masks.push_back(Mask{std::vector<std::uint8_t>(problem_.candidates.size(), 0),
                                    std::vector<std::uint8_t>(problem_.nodes.size(), 0)});
    }
    return found->second;
  }

 private:
  Mask Make(const Workload& workload, bool spot, int zone) const {
    const std::string* only = zone < 0 ? nullptr : &problem_.zones[static_cast<std::size_t>(zone)];
    Mask mask;
    for (const Candidate& candidate : problem_.candidates) {
      mask.candidates.push_back((only == nullptr || candidate.traits.zone == *only) &&
                                CandidateMisfits(problem_, workload, spot, candidate) == kNoMisfit);
    }
    for (const ExistingNode& node : problem_.nodes) {
      mask.nodes.push_back((only == nullptr || node.traits.zone == *only) &&
                           NodeMisfits(problem_, workload, spot, node) == kNoMisfit);
    }
    if (wishes_) GrantWishes(workload, mask);
    return mask;
  }

  // Heaviest first, a wish narrows the mask as long as something remains that holds the pod.
  void GrantWishes(const Workload& workload, Mask& mask) const {
    std::vector<const PreferredTerm*> wishes;
    for (const PreferredTerm& wish : workload.preferred_node_affinity) wishes.push_back(&wish);
    std::stable_sort(wishes.begin(), wishes.end(),
                     [](const PreferredTerm* a, const PreferredTerm* b) { return a->weight > b->weight; });
    const Amounts size = SizeOf(problem_, workload);
    for (const PreferredTerm* wish : wishes) {
      Mask narrowed = mask;
      bool open = false;
      for (std::size_t c = 0; c < narrowed.candidates.size(); ++c) {
        narrowed.candidates[c] &= Matches(wish->term, problem_.candidates[c].traits.labels);
        open |= narrowed.candidates[c] != 0 && Fits(size, problem_.candidates[c].free);
      }
      for (std::size_t n = 0; n < narrowed.nodes.size(); ++n) {
        narrowed.nodes[n] &= Matches(wish->term, problem_.nodes[n].traits.labels);
        open |= narrowed.nodes[n] != 0 && Fits(size, problem_.nodes[n].free);
      }
      if (open) mask = std::move(narrowed);
    }
  }

  Problem& problem_;
  const bool wishes_;
  std::map<std::string, std::size_t> index_;
  std::map<std::string, Mask> spreads_;
};

// Replicas of a workload that go the same way: `zone` below zero is any.
struct Part {
  bool spot;
  int zone;
  std::int64_t count;
};

// By zone: what `count` pods of this size would cost there at the least, each node full of them; 0 with room on a node
// that runs, kUnlimited where the mask leaves nothing open.
std::vector<std::int64_t> ZonePrices(const Problem& problem, const Mask& mask, const Amounts& size,
                                     std::int64_t most_per_node, std::int64_t count) {
  std::vector<std::int64_t> prices(problem.zones.size(), kUnlimited);
  for (std::size_t c = 0; c < mask.candidates.size(); ++c) {
    const Candidate& candidate = problem.candidates[c];
    if (mask.candidates[c] == 0 || !CanBeHad(problem, candidate) || !Fits(size, candidate.free)) continue;
    std::int64_t fit = most_per_node;
    for (std::size_t r = 0; r < size.size(); ++r) {
      if (size[r] > 0) fit = std::min(fit, candidate.free[r] / size[r]);
    }
    std::int64_t& price = prices[candidate.zone_index];
    price = std::min(price, candidate.price_micro * ((count + fit - 1) / fit));
  }
  for (std::size_t n = 0; n < mask.nodes.size(); ++n) {
    if (mask.nodes[n] != 0 && Fits(size, problem.nodes[n].free)) prices[problem.nodes[n].zone_index] = 0;
  }
  return prices;
}

// The open zones as basins to pour into. Where the counts are equal, the cheaper zone comes first, then the name.
struct Pools {
  std::vector<std::size_t> zones;  // By basin.
  std::vector<std::string> ranks;  // Names that sort as the zones should.
  std::vector<zones::Basin> basins;
};

Pools MakePools(const std::vector<std::int64_t>& prices) {
  Pools pools;
  for (std::size_t z = 0; z < prices.size(); ++z) {
    if (prices[z] < kUnlimited) pools.zones.push_back(z);
  }
  std::stable_sort(pools.zones.begin(), pools.zones.end(),
                   [&](std::size_t a, std::size_t b) { return prices[a] < prices[b]; });
  constexpr std::size_t kSameWidth = 1'000'000'000;
  for (std::size_t i = 0; i < pools.zones.size(); ++i) pools.ranks.push_back(base::Cat(kSameWidth + i));
  for (const std::string& rank : pools.ranks) pools.basins.emplace_back().name = rank;
  return pools;
}

// Divides parts over zones so that the counts, running pods included, are as even as they can be: each pod goes to
// the zone that then has the fewest. The part with fewer open zones goes first. What a hard spread does not allow
// even so, because a zone that counts is not open to it, has no zone.
std::vector<Part> DivideOverZones(const Problem& problem, const WorkloadState& state, std::size_t workload,
                                  const Neighbourhood& neighbourhood, const std::vector<Part>& parts, Masks& masks) {
  const TopologySpread& spread = *neighbourhood.zone_spread;
  const std::int64_t most_per_node = neighbourhood.max_per_node.value_or(kMostPerZone);
  const std::vector<std::int64_t> running = RunningByZone(problem, workload);
  std::vector<std::int64_t> counts = running;
  const Amounts size = SizeOf(problem, *state.workload);
  struct Way {
    Part part;
    Pools pools;
  };
  std::vector<Way> ways;
  const auto zone_count = static_cast<std::int64_t>(std::max<std::size_t>(1, problem.zones.size()));
  for (const Part& part : parts) {
    const std::size_t mask = masks.Of(*state.workload, part.spot, -1);
    const std::int64_t in_each = (part.count + zone_count - 1) / zone_count;
    ways.push_back({part, MakePools(ZonePrices(problem, problem.masks[mask], size, most_per_node, in_each))});
  }
  std::stable_sort(ways.begin(), ways.end(),
                   [](const Way& a, const Way& b) { return a.pools.zones.size() < b.pools.zones.size(); });

  const bool hard = spread.when_unsatisfiable == WhenUnsatisfiable::kDoNotSchedule;
  std::vector<Part> divided;
  for (Way& way : ways) {
    if (way.pools.zones.empty()) {
      divided.push_back(way.part);  // Nothing is open: it will be explained as it is.
      continue;
    }
    std::vector<zones::Basin>& basins = way.pools.basins;
    for (std::size_t i = 0; i < basins.size(); ++i) {
      const std::size_t z = way.pools.zones[i];
      zones::Basin& basin = basins[i];
      basin.units = counts[z];
      basin.most_units =
          state.zone_most.empty() ? kMostPerZone : std::min(kMostPerZone, running[z] + state.zone_most[z]);
    }
    const std::int64_t left = way.part.count - zones::AddUnits(basins, way.part.count, false);
    for (std::size_t i = 0; i < basins.size(); ++i) {
      const std::size_t z = way.pools.zones[i];
      const std::int64_t added = basins[i].units - counts[z];
      if (added > 0) divided.push_back({way.part.spot, static_cast<int>(z), added});
      counts[z] = basins[i].units;
    }
    if (left > 0) divided.push_back({way.part.spot, kNoZone, left});
  }
  if (!hard) return divided;

  // Taking from a zone above the least does not lower the least: one pass is enough.
  const std::int64_t most = MostInZone(spread, SpreadDomains(problem, masks.OfSpread(*state.workload), size), counts);
  for (std::size_t i = divided.size(); i-- > 0;) {
    if (divided[i].zone < 0) continue;
    std::int64_t& count = counts[static_cast<std::size_t>(divided[i].zone)];
    const std::int64_t excess = std::min(count - most, divided[i].count);
    if (excess <= 0) continue;
    count -= excess;
    divided[i].count -= excess;
    divided.push_back({divided[i].spot, kNoZone, excess});
  }
  std::erase_if(divided, [](const Part& part) { return part.count == 0; });
  return divided;
}

using PortSlots = std::map<std::pair<std::string, std::int64_t>, std::size_t>;  // Protocol and port -> slot.

void HoldPorts(const PortSlots& ports, const Workload& workload, std::int64_t pods, SlotUse& use) {
  for (const HostPort& port : workload.host_ports) {
    const auto found = ports.find({port.protocol, port.port});
    if (found != ports.end()) use.emplace_back(found->second, pods);
  }
}

// Counts the slots that daemonsets and running pods hold already. `own` is the slot of each workload that has a
// limit per node.
void FillSlots(Problem& problem, const PortSlots& ports, const std::map<std::size_t, std::size_t>& own) {
  for (Candidate& candidate : problem.candidates) {
    candidate.slots_used.clear();
    for (const Workload* daemon : DaemonsOn(problem, candidate.traits)) {
      HoldPorts(ports, *daemon, 1, candidate.slots_used);
    }
  }
  for (ExistingNode& node : problem.nodes) {
    node.slots_used.clear();
    for (const auto& [daemon, pods] : node.daemons) HoldPorts(ports, *daemon, pods, node.slots_used);
    for (const auto& [w, replicas] : node.running) {
      HoldPorts(ports, *problem.workloads[w].workload, replicas, node.slots_used);
      if (const auto found = own.find(w); found != own.end()) node.slots_used.emplace_back(found->second, replicas);
    }
  }
}

}  // namespace

void BuildShapes(Problem& problem, ShareUnit unit, double share, bool relaxed) {
  problem.shapes.clear();
  problem.masks.clear();
  problem.slot_count = 0;
  SetMaxSpot(problem, unit, share);
  Masks masks(problem, relaxed);
  PortSlots ports;
  std::map<std::size_t, std::size_t> own_slots;
  std::map<std::tuple<Amounts, std::size_t, std::int64_t, int>, std::size_t> alike;

  for (std::size_t w = 0; w < problem.workloads.size(); ++w) {
    WorkloadState& state = problem.workloads[w];
    const Workload& workload = *state.workload;
    if (state.pending == 0) continue;
    const Neighbourhood neighbourhood = NeighbourhoodOf(problem, workload);
    state.left_out.clear();
    for (const std::string& what : neighbourhood.unsupported) {
      state.left_out.push_back(model::MakeReason("constraint_not_supported",
                                                 base::Cat("It asks for ", what, ", which this version cannot keep."),
                                                 {}, {base::Cat(workload.namespace_name, "/", workload.name)}));
    }
    if (!state.left_out.empty()) continue;

    std::vector<Slot> slots;
    if (neighbourhood.max_per_node) {
      own_slots[w] = problem.slot_count;
      slots.push_back({problem.slot_count++, *neighbourhood.max_per_node});
    }
    for (const HostPort& port : workload.host_ports) {
      const auto [found, added] = ports.try_emplace({port.protocol, port.port}, problem.slot_count);
      if (added) ++problem.slot_count;
      slots.push_back({found->second, 1});  // Addresses are not told apart: never two where one might clash.
    }

    const std::int64_t spot = std::clamp<std::int64_t>(state.max_spot - state.running_spot, 0, state.pending);
    std::vector<Part> parts;
    if (spot > 0) parts.push_back({true, -1, spot});
    if (state.pending > spot) parts.push_back({false, -1, state.pending - spot});
    bool hard = false;
    if (const TopologySpread* spread = neighbourhood.zone_spread) {
      hard = spread->when_unsatisfiable == WhenUnsatisfiable::kDoNotSchedule;
      if (hard || (!relaxed && problem.request->policy.honour_preferences)) {
        parts = DivideOverZones(problem, state, w, neighbourhood, parts, masks);
      }
    }
    const Amounts size = SizeOf(problem, workload);
    for (const Part& part : parts) {
      const std::size_t mask = part.zone == kNoZone ? masks.Nowhere() : masks.Of(workload, part.spot, part.zone);
      const int hard_zone = hard ? part.zone : -1;
      const std::size_t any_zone = part.zone == kNoZone ? mask : masks.Of(workload, part.spot, -1);
      if (slots.empty() && state.zone_most.empty()) {
        const auto [found, added] =
            alike.try_emplace({size, mask, workload.priority, hard_zone}, problem.shapes.size());
        if (!added) {
          Shape& shape = problem.shapes[found->second];
          shape.count += part.count;
          shape.owners.emplace_back(w, part.count);
          continue;
        }
      }
      problem.shapes.push_back(
          Shape{size, part.count, mask, any_zone, hard_zone, slots, workload.priority, part.spot, {{w, part.count}}});
    }
  }
  FillSlots(problem, ports, own_slots);
}

}  // namespace spotwright::packing
