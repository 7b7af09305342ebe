// Problem: a pack request in numbers. Pods that are alike become one shape; offers, alone or through a group, become
// candidates; everything is in a canonical order, so that the order of the request changes nothing.
#ifndef SPOTWRIGHT_SRC_PACKING_PROBLEM_H_
#define SPOTWRIGHT_SRC_PACKING_PROBLEM_H_

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "spotwright/pack.h"
#include "src/packing/compatibility.h"

namespace spotwright::packing {

using Amounts = std::vector<std::int64_t>;  // By resource, as Problem::resources has them.

inline constexpr std::int64_t kUnlimited = std::numeric_limits<std::int64_t>::max() / 4;

// The first three resources are always these.
enum : std::size_t { kCpu = 0, kMemory = 1, kPods = 2 };

using SlotUse = std::vector<std::pair<std::size_t, std::int64_t>>;  // Slot, pods that hold it.

// Something that new nodes can be made from.
struct Candidate {
  const Offer* offer = nullptr;
  const NodeGroup* group = nullptr;  // Null: a free launch.
  NodeTraits traits;
  Amounts free;     // Allocatable less the daemonsets. May be below zero: then nothing fits.
  Amounts daemons;  // What the daemonsets take.
  std::int64_t price_micro = 0;
  std::size_t offer_index = 0;  // Candidates of one offer share its available_count.
  std::size_t group_index = 0;  // Meaningless without a group.
  std::size_t zone_index = 0;
  SlotUse slots_used;  // By daemonsets.
};

// A node that runs already.
struct ExistingNode {
  const Node* node = nullptr;
  NodeTraits traits;
  Amounts free;  // After daemonsets and what stays.
  Amounts used;  // Daemonsets and what stays.
  std::int64_t price_micro = 0;
  std::size_t zone_index = 0;
  bool accepts = false;                                           // Takes new pods at all.
  SlotUse slots_used;                                             // By daemonsets and what stays.
  std::vector<std::pair<std::size_t, std::int64_t>> running;      // Workload index, replicas that stay.
  std::vector<std::pair<const Workload*, std::int64_t>> daemons;  // Pods of daemonsets, those yet to come included.
};

// At most `limit` pods that hold slot `id` on one node: spread over hosts, host ports.
struct Slot {
  std::size_t id;
  std::int64_t limit;
};

// Pods alike to packing.
struct Shape {
  Amounts size;
  std::int64_t count = 0;
  std::size_t mask = 0;           // Which candidates and nodes it may use: Problem::masks.
  std::size_t any_zone_mask = 0;  // The same before a spread over zones chose one: what a bound must allow for.
  int hard_zone = -1;             // The zone that a hard spread chose; below zero: none.
  std::vector<Slot> slots;
  std::int64_t priority = 0;
  bool spot = false;                                         // May be on spot.
  std::vector<std::pair<std::size_t, std::int64_t>> owners;  // Workload index, replicas; adds up to count.
};

// Where pods of one signature may go, their size left aside.
struct Mask {
  std::vector<std::uint8_t> candidates;
  std::vector<std::uint8_t> nodes;
};

// A workload of the request with what packing makes of it.
struct WorkloadState {
  const Workload* workload = nullptr;
  std::int64_t running = 0;             // Replicas that stay where they are.
  std::int64_t running_spot = 0;        // Of these, on spot.
  std::int64_t pending = 0;             // Replicas to place.
  std::int64_t max_spot = 0;            // Replicas that may be on spot in all.
  std::vector<std::int64_t> zone_most;  // By zone: new pods that find room there; empty: not known to be few.
  std::vector<Reason> left_out;         // Why nothing of it is placed at all; empty: it is.
};

// A pod that runs and, by its required anti-affinity, keeps others away.
struct Repeller {
  const PodAffinityTerm* term;
  const Workload* owner;
  std::size_t node;  // Index in Problem::nodes.
};

struct Problem {
  std::vector<std::string> resources;    // Names, for messages.
  std::vector<WorkloadState> workloads;  // By namespace and name; daemonsets left out.
  std::vector<const Workload*> daemons;
  std::vector<Candidate> candidates;  // By pool and group.
  std::vector<ExistingNode> nodes;    // By name. The control plane takes nothing, but what runs there runs.
  std::vector<Repeller> repellers;
  std::vector<Mask> masks;
  std::vector<Shape> shapes;
  std::vector<std::string> zones;  // Of candidates and nodes, in byte order.
  std::size_t slot_count = 0;
  std::vector<Architecture> architectures;  // Of workloads that state none.
  const PackRequest* request = nullptr;

  // Limits, with kUnlimited for none.
  std::vector<std::int64_t> offer_counts;  // Still to be had, by Candidate::offer_index.
  std::vector<std::int64_t> group_counts;  // Still allowed, by Candidate::group_index.
};

// Builds everything but the shapes. The request must outlive the problem and be valid.
Problem BuildProblem(const PackRequest& request);

// Sets WorkloadState::max_spot so that of the spot-tolerant work at most `share` is on spot, and (re)builds the
// shapes. With `relaxed`, wishes (preferred node affinity, schedule_anyway) are dropped.
void BuildShapes(Problem& problem, ShareUnit unit, double share, bool relaxed);

// Causes that keep the pods of a workload off a candidate or a node, their size left aside. On-demand pods only need
// `spot` false.
std::uint32_t CandidateMisfits(const Problem& problem, const Workload& workload, bool spot, const Candidate& candidate);
std::uint32_t NodeMisfits(const Problem& problem, const Workload& workload, bool spot, const ExistingNode& node);

// Whether stock and group still let such a node be launched.
bool CanBeHad(const Problem& problem, const Candidate& candidate);

// The daemonsets that run on such a node.
std::vector<const Workload*> DaemonsOn(const Problem& problem, const NodeTraits& traits);

// The size of one replica.
Amounts SizeOf(const Problem& problem, const Workload& workload);

inline bool Fits(const Amounts& size, const Amounts& free) {
  for (std::size_t r = 0; r < size.size(); ++r) {
    if (size[r] > free[r]) return false;
  }
  return true;
}

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_PROBLEM_H_
