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
};

// Replicas of a workload that go the same way: `zone` below zero is any.
struct Part {
  bool spot;
  int zone;
  std::int64_t count;
};

// Zones that a mask leaves open to a pod of this size.
std::vector<bool> OpenZones(const Problem& problem, const Mask& mask, const Amounts& size) {
  std::vector<bool> open(problem.zones.size(), false);
  for (std::size_t c = 0; c < mask.candidates.size(); ++c) {
    const Candidate& candidate = problem.candidates[c];
    if (mask.candidates[c] != 0 && Fits(size, candidate.free)) open[candidate.zone_index] = true;
  }
  for (std::size_t n = 0; n < mask.nodes.size(); ++n) {
    if (mask.nodes[n] == 0 || !Fits(size, problem.nodes[n].free)) continue;
    const auto at = std::lower_bound(problem.zones.begin(), problem.zones.end(), problem.nodes[n].traits.zone);
    open[static_cast<std::size_t>(at - problem.zones.begin())] = true;
  }
  return open;
}

// Divides parts over zones so that the counts, running pods included, are as even as they can be: each pod goes to
// the zone that then has the fewest, which keeps any max_skew. The part with fewer open zones goes first. With fewer
// open zones than min_domains, no zone gets more than max_skew; what is over that has no zone.
std::vector<Part> DivideOverZones(const Problem& problem, const WorkloadState& state, std::size_t workload,
                                  const TopologySpread& spread, std::vector<Part> parts, Masks& masks) {
  std::vector<std::int64_t> counts(problem.zones.size(), 0);
  for (const ExistingNode& node : problem.nodes) {
    const auto at = std::lower_bound(problem.zones.begin(), problem.zones.end(), node.traits.zone);
    for (const auto& [w, replicas] : node.running) {
      if (w == workload) counts[static_cast<std::size_t>(at - problem.zones.begin())] += replicas;
    }
  }
  const Amounts size = SizeOf(problem, *state.workload);
  struct Way {
    Part part;
    std::vector<bool> open;
    std::int64_t domains;
  };
  std::vector<Way> ways;
  for (const Part& part : parts) {
    const std::size_t mask = masks.Of(*state.workload, part.spot, -1);
    std::vector<bool> open = OpenZones(problem, problem.masks[mask], size);
    const std::int64_t domains = std::count(open.begin(), open.end(), true);
    ways.push_back({part, std::move(open), domains});
  }
  std::stable_sort(ways.begin(), ways.end(), [](const Way& a, const Way& b) { return a.domains < b.domains; });

  const bool hard = spread.when_unsatisfiable == WhenUnsatisfiable::kDoNotSchedule;
  std::vector<Part> divided;
  for (const Way& way : ways) {
    if (way.domains == 0) {
      divided.push_back(way.part);  // Nothing is open: it will be explained as it is.
      continue;
    }
    std::vector<zones::Basin> basins;
    for (std::size_t z = 0; z < counts.size(); ++z) {
      if (!way.open[z]) continue;
      zones::Basin basin;
      basin.name = problem.zones[z];
      basin.units = counts[z];
      basin.most_units = hard && way.domains < spread.min_domains ? spread.max_skew : kMostPerZone;
      basins.push_back(basin);
    }
    const std::int64_t left = way.part.count - zones::AddUnits(basins, way.part.count, false);
    for (const zones::Basin& basin : basins) {
      const auto at = std::lower_bound(problem.zones.begin(), problem.zones.end(), basin.name);
      const auto z = static_cast<std::size_t>(at - problem.zones.begin());
      const std::int64_t added = basin.units - counts[z];
      if (added > 0) divided.push_back({way.part.spot, static_cast<int>(z), added});
      counts[z] = basin.units;
    }
    if (left > 0) divided.push_back({way.part.spot, kNoZone, left});
  }
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
    for (const Workload* daemon : DaemonsOn(problem, node.traits)) HoldPorts(ports, *daemon, 1, node.slots_used);
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
  std::map<std::tuple<Amounts, std::size_t, std::int64_t>, std::size_t> alike;

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
    if (const TopologySpread* spread = neighbourhood.zone_spread) {
      const bool hard = spread->when_unsatisfiable == WhenUnsatisfiable::kDoNotSchedule;
      if (hard || (!relaxed && problem.request->policy.honour_preferences)) {
        parts = DivideOverZones(problem, state, w, *spread, std::move(parts), masks);
      }
    }
    const Amounts size = SizeOf(problem, workload);
    for (const Part& part : parts) {
      const std::size_t mask = part.zone == kNoZone ? masks.Nowhere() : masks.Of(workload, part.spot, part.zone);
      const std::size_t any_zone = part.zone == kNoZone ? mask : masks.Of(workload, part.spot, -1);
      if (slots.empty()) {
        const auto [found, added] = alike.try_emplace({size, mask, workload.priority}, problem.shapes.size());
        if (!added) {
          Shape& shape = problem.shapes[found->second];
          shape.count += part.count;
          shape.owners.emplace_back(w, part.count);
          continue;
        }
      }
      problem.shapes.push_back(
          Shape{size, part.count, mask, any_zone, slots, workload.priority, part.spot, {{w, part.count}}});
    }
  }
  FillSlots(problem, ports, own_slots);
}

}  // namespace spotwright::packing
