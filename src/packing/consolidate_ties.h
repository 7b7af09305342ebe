// Ties: pods whose moves stand or fall together, because a rule looks at where several of them are.
#ifndef SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_TIES_H_
#define SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_TIES_H_

#include <cstddef>
#include <vector>

#include "src/packing/consolidate_cluster.h"

namespace spotwright::packing::consolidation {

// Sets of things that were joined, each named by its least member (union-find, Tarjan 1975).
class DisjointSets {
 public:
  explicit DisjointSets(std::size_t count = 0) { Grow(count); }
  void Grow(std::size_t count);
  std::size_t Find(std::size_t member);
  void Join(std::size_t a, std::size_t b);

 private:
  std::vector<std::size_t> parent_;
};

inline constexpr std::size_t kFree = static_cast<std::size_t>(-1);

// By workload: a number that tied workloads share, or kFree for one whose pods may each be moved as if alone. Rules
// over one node tie nothing: a move that does not happen only leaves more room there. O(workloads log workloads + rules
// x kinds of labels they select).
std::vector<std::size_t> TiesOf(const Cluster& cluster);

}  // namespace spotwright::packing::consolidation

#endif  // SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_TIES_H_
