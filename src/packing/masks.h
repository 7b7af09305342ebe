// Masks: which candidates and nodes are open to the pods of a class.
#ifndef SPOTWRIGHT_SRC_PACKING_MASKS_H_
#define SPOTWRIGHT_SRC_PACKING_MASKS_H_

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "src/packing/problem.h"
#include "src/packing/wishes.h"

namespace spotwright::packing {

// Makes each mask once, however many classes share it.
class Masks {
 public:
  explicit Masks(const Problem& problem);

  // The mask of a class, `spot` saying whether its pods may be on spot, with the wishes about nodes that are kept:
  // each narrows the mask as long as something remains that holds one pod.
  std::size_t Of(const PodClass& pods, bool spot, const std::vector<Wish>& kept);

  // The part of a mask that lies in one cell: cell_of[signature] == cell.
  std::size_t Within(std::size_t mask, const std::vector<int>& cell_of, std::size_t cells_id, int cell);

  // What both leave open.
  std::size_t Both(std::size_t a, std::size_t b);

  // Of a mask only these nodes, and nothing new.
  std::size_t OnlyHosts(std::size_t mask, const std::vector<std::uint8_t>& hosts);

  // Signatures that the class's selector, affinity and zones accept, and those whose taints it bears.
  struct Acceptance {
    std::vector<std::uint8_t> affinity;
    std::vector<std::uint8_t> taints;
  };
  const Acceptance& AcceptanceOf(const PodClass& pods);

  const Mask& operator[](std::size_t mask) const { return masks_[mask]; }
  const std::vector<Mask>& all() const { return masks_; }

 private:
  struct ConstraintHash {
    std::size_t operator()(const Workload* workload) const;
  };
  struct ConstraintEqual {
    bool operator()(const Workload* a, const Workload* b) const;
  };

  std::size_t ConstraintsOf(const PodClass& pods);
  Mask Make(const PodClass& pods, bool spot) const;
  void Narrow(const PodClass& pods, const std::vector<Wish>& kept, Mask& mask) const;
  bool HoldsOne(const PodClass& pods, const Mask& mask) const;
  std::size_t Keep(Mask mask);

  const Problem& problem_;
  std::unordered_map<const Workload*, std::size_t, ConstraintHash, ConstraintEqual> constraints_;
  std::map<std::pair<std::size_t, bool>, std::size_t> plain_;                              // Constraints, spot.
  std::map<std::tuple<std::size_t, bool, std::size_t, std::string>, std::size_t> wished_;  // ... size, kept wishes.
  std::map<std::tuple<std::size_t, std::size_t, int>, std::size_t> within_;
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> both_;
  std::map<std::pair<std::size_t, std::vector<std::uint8_t>>, std::size_t> only_hosts_;
  std::map<std::size_t, Acceptance> acceptance_;
  std::vector<Mask> masks_;
};

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_MASKS_H_
