// Capacity ahead of demand: what a forecast, or the history of an hour, asks for.
#ifndef SPOTWRIGHT_SRC_SCALING_PREDICTIVE_H_
#define SPOTWRIGHT_SRC_SCALING_PREDICTIVE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "spotwright/scale.h"

namespace spotwright::scaling {

// So many nodes are needed from then on, until the next.
struct NodesFrom {
  std::int64_t start_unix_ms = 0;
  std::int64_t nodes = 0;
};

struct Prediction {
  std::vector<NodesFrom> needs;    // Ascending, the first at or before now. Empty: nothing is predicted.
  std::int64_t end_unix_ms = 0;    // Of the last of them.
  std::int64_t lead_seconds = 0;   // How far ahead capacity is asked for.
  std::optional<double> quantile;  // That was used.
  std::vector<Reason> reasons;

  // The most that is needed in [from, to); absent where nothing is predicted.
  std::optional<std::int64_t> Most(std::int64_t from_unix_ms, std::int64_t to_unix_ms) const;
};

Prediction Predict(const ScaleRequest& request, const ScalePolicy& policy, std::int64_t boot_seconds,
                   double expected_interruptions);

}  // namespace spotwright::scaling

#endif  // SPOTWRIGHT_SRC_SCALING_PREDICTIVE_H_
