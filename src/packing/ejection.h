// Ejection: finds places for pods among nodes that are nearly full, by putting other pods out in their turn.
#ifndef SPOTWRIGHT_SRC_PACKING_EJECTION_H_
#define SPOTWRIGHT_SRC_PACKING_EJECTION_H_

#include <cstdint>
#include <vector>

#include "src/base/random.h"
#include "src/packing/instance.h"
#include "src/packing/live_nodes.h"

namespace spotwright::packing {

// Ejection pools with guided penalties (Nagata, Braysy 2009, "A powerful route minimization heuristic for the vehicle
// routing problem with time windows"; here for nodes): a pod without a place goes where one or two pods can make way
// for it that were easier to place than itself so far.
class Ejection {
 public:
  // The random numbers must outlive it.
  Ejection(const Instance& instance, base::Random& random);

  // Places all pods of the pool, which must not be on any node, in at most `steps` steps, each of which looks at some
  // hundred nodes; takes the steps it needed off. False if it failed: then the nodes are as before.
  bool Place(LiveNodes& nodes, std::vector<std::uint32_t> pool, std::int64_t& steps);

  // Takes the last Place back; nodes must have kept their numbers.
  void Undo(LiveNodes& nodes);

  // Nodes that the last Place changed, by number.
  std::vector<std::size_t> Touched() const;

 private:
  struct Move {
    std::size_t node = 0;
    std::uint32_t gone[2] = {};
    std::size_t count = 0;  // Of gone.
  };
  struct Change {
    std::size_t node = 0;
    std::uint32_t item = 0;
    std::int64_t count = 0;
  };

  bool Insert(LiveNodes& nodes, std::uint32_t item);
  bool FindMove(LiveNodes& nodes, std::uint32_t item, Move& best);
  void Shake(LiveNodes& nodes);
  void Put(LiveNodes& nodes, std::size_t node, std::uint32_t item, std::int64_t count);

  base::Random& random_;
  std::vector<double> extent_;           // By item: its share of all that is wanted, summed over resources.
  std::vector<std::int64_t> penalties_;  // By item: how often a pod of it found no place at once.
  std::vector<Change> journal_;
};

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_EJECTION_H_
