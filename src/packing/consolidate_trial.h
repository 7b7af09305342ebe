// Trial: some nodes are taken away, their pods packed onto what is left and onto new nodes, and the outcome weighed.
#ifndef SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_TRIAL_H_
#define SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_TRIAL_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "spotwright/pack.h"
#include "src/packing/consolidate_cluster.h"
#include "src/packing/consolidate_weight.h"

namespace spotwright::packing::consolidation {

struct Trial {
  std::vector<std::size_t> gone;  // Indices of Cluster::nodes, ascending.
  std::vector<PackedNode> nodes;  // New ones, and those that got something.
  Weight weight;
  double payoff = 0;
};

class Simulator {
 public:
  // Both clusters must outlive it. `at_first` is the cluster before any change.
  Simulator(const Cluster& at_first, const Cluster& cluster, const PayRule& rule);

  // Null when some pod finds no place. The cost is that of a packing.
  Result<std::optional<Trial>> Try(std::vector<std::size_t> gone, PackQuality quality, const Call& call);

  std::int64_t trials() const { return trials_; }

 private:
  void LimitLaunches(const std::vector<std::size_t>& gone);

  const Cluster& at_first_;
  const Cluster& cluster_;
  PayRule rule_;
  Scale scale_;
  PackRequest request_;  // All but nodes and limits is the same for all trials.
  std::int64_t trials_ = 0;
};

}  // namespace spotwright::packing::consolidation

#endif  // SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_TRIAL_H_
