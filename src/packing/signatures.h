// Signatures: nodes that no constraint of the request can tell apart are looked at once.
#ifndef SPOTWRIGHT_SRC_PACKING_SIGNATURES_H_
#define SPOTWRIGHT_SRC_PACKING_SIGNATURES_H_

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "src/packing/problem.h"

namespace spotwright::packing {

// Finds the signature of nodes and offers in Problem::signatures; adds those that are new. Two have the same one when
// they agree in zone, capacity type, architecture, taints, and every label that some constraint names.
class Signatures {
 public:
  // The problem's workloads must be there, and it must outlive this.
  explicit Signatures(Problem& problem);

  std::size_t Of(const Node& node);
  std::size_t Of(const Offer& offer, const NodeGroup* group);

 private:
  template <typename MakeTraits>
  std::size_t Find(std::string text, const MakeTraits& make_traits);

  Problem& problem_;
  std::vector<std::string_view> keys_;  // Labels that constraints name.
  std::unordered_map<std::string, std::size_t> index_;
};

// The value of a label; nothing where it is absent. As TraitsOf, without building all labels.
std::optional<std::string_view> LabelOf(const Node& node, std::string_view key);
std::optional<std::string_view> LabelOf(const Offer& offer, const NodeGroup* group, std::string_view key);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_SIGNATURES_H_
