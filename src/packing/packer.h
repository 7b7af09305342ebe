// Packer: builds a packing pattern by pattern, and betters it by taking nodes apart and packing them anew.
#ifndef SPOTWRIGHT_SRC_PACKING_PACKER_H_
#define SPOTWRIGHT_SRC_PACKING_PACKER_H_

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "spotwright/result.h"
#include "src/base/random.h"
#include "src/packing/problem.h"

namespace spotwright::packing {

using Content = std::vector<std::pair<std::size_t, std::int64_t>>;  // Shape, pods.

// A node that is being filled: an existing one, or a new one of a candidate.
struct OpenNode {
  bool existing = false;
  std::size_t index = 0;  // In Problem::nodes or Problem::candidates.
  Amounts free;
  SlotUse slots;  // Held by daemonsets and running pods; those of `content` follow from it.
  Content content;
};

struct Packing {
  std::vector<OpenNode> nodes;     // Existing ones first, in order; then new ones.
  std::vector<std::int64_t> left;  // By shape: pods without a place.
  std::int64_t cost_micro = 0;     // Of the new nodes.
};

// What may still be launched.
struct Allowance {
  std::vector<std::int64_t> offers;
  std::vector<std::int64_t> groups;
  std::int64_t nodes = kUnlimited;
  std::int64_t cpu_millicores = kUnlimited;
  std::int64_t memory_bytes = kUnlimited;
  std::int64_t cost_micro = kUnlimited;
};
Allowance FullAllowance(const Problem& problem);

class Packer {
 public:
  // `shape_value_usd`: what a pod of each shape is worth (Bound). The problem must outlive the packer.
  Packer(const Problem& problem, std::vector<double> shape_value_usd);

  // Fills existing nodes, then opens new ones. Again and again every candidate is filled from what is left, and the
  // one whose pods are worth most for its price is launched as often as its pattern goes into what is left.
  // With `by_priority`, the shapes of a higher priority are all placed before those of a lower one get what remains.
  Packing Construct(bool by_priority);

  // Takes a few nodes apart and packs them anew, `iterations` times, and keeps what is not dearer. Pods are never
  // lost. Asks `call` between iterations; null when cancelled.
  std::optional<Packing> Improve(Packing packing, std::int64_t iterations, const Call& call);

 private:
  struct Pattern {
    Content content;
    double value_usd = 0;
  };

  OpenNode OpenCandidate(std::size_t candidate) const;
  Pattern BestContent(const OpenNode& node, const std::vector<std::size_t>& shapes,
                      const std::vector<std::int64_t>& left);
  void Put(OpenNode& node, const Content& content, std::vector<std::int64_t>& left) const;
  bool FillNode(OpenNode& node, std::vector<std::int64_t>& left);
  void OpenNodes(Packing& packing);
  std::size_t FindBest(const std::vector<std::int64_t>& left, Pattern& best);
  void Prune();
  bool MayOpen(std::size_t candidate) const;
  void Spend(std::size_t candidate, std::int64_t count);
  void Disturb();
  void Settle();
  std::int64_t Remake(Packing& packing, std::vector<std::pair<std::size_t, OpenNode>>& undo);

  const Problem& problem_;
  std::vector<double> worth_;        // By shape: what a pod adds to the value of a pattern.
  std::vector<double> appeal_;       // By shape: how eagerly it is taken; the worth, disturbed while improving.
  std::vector<std::size_t> useful_;  // Candidates that no other one outdoes.
  std::vector<std::vector<std::size_t>> candidate_shapes_;  // By candidate: shapes that may go there and fit.
  std::vector<std::vector<std::size_t>> node_shapes_;       // By existing node.
  Allowance allowance_;
  std::vector<std::int64_t> zone_nodes_;  // New nodes by zone: equals go where there are fewest.
  std::vector<std::int64_t> slot_use_;    // Scratch of BestContent.
  base::Random random_;
};

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_PACKER_H_
