// Units: what is placed as one, mostly a single pod. Pods that must share a node are bundled.
#ifndef SPOTWRIGHT_SRC_PACKING_UNITS_H_
#define SPOTWRIGHT_SRC_PACKING_UNITS_H_

#include <array>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "src/packing/masks.h"
#include "src/packing/problem.h"
#include "src/packing/selectors.h"
#include "src/packing/wishes.h"

namespace spotwright::packing {

// Pods of one class that go the same way: those that may be on spot, and those that may not.
struct Stream {
  std::int64_t count = 0;
  std::vector<std::pair<std::size_t, std::int64_t>> owners;  // Workload index, pods; adds up to count.
};
using Streams = std::vector<std::array<Stream, 2>>;  // By class; [1]: may be on spot.

// Pods to place as one: of several classes when they must share a node.
struct Unit {
  std::vector<std::pair<std::size_t, std::int64_t>> pods;  // Class, pods of it in one unit.
  std::vector<std::uint8_t> spot;                          // By part: which stream of the class it takes from.
  std::int64_t count = 0;                                  // Units.
  std::size_t mask = 0;                                    // Before a cell is chosen.
};

// Pods that no node can take, whatever is launched.
struct Homeless {
  std::size_t pod_class = 0;
  bool spot = false;
  std::int64_t count = 0;
};

struct Units {
  std::vector<Unit> units;
  std::vector<Homeless> homeless;  // No node has, or can have, what they want to be with.
  bool bundled = false;            // Whether pods were put together, which a bound must not rely on.
};

// The most pods of a class that its own rules and caps let onto one node.
using MostTogether = std::function<std::int64_t(std::size_t pod_class)>;

// The terms that put pods of the workload on one node with others: the required ones, then those of the kept wishes.
std::vector<const PodAffinityTerm*> AffinityOverHosts(const Workload& workload, const std::vector<Wish>& kept);

// Required pod affinity over hosts, and the preferred one that is kept: the pods join those that run, or are bundled
// with pods they want, evenly, or with each other when they want their like.
Units MakeUnits(const Problem& problem, const Streams& streams, Selectors& selectors, Masks& masks,
                const std::vector<std::vector<Wish>>& kept, const MostTogether& most_together);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_UNITS_H_
