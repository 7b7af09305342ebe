// Dive: from nodes in fractions to whole nodes.
#ifndef SPOTWRIGHT_SRC_PACKING_DIVE_H_
#define SPOTWRIGHT_SRC_PACKING_DIVE_H_

#include <cstdint>
#include <optional>

#include "spotwright/result.h"
#include "src/packing/configuration_lp.h"
#include "src/packing/instance.h"
#include "src/packing/ledger.h"
#include "src/packing/pattern_pricing.h"

namespace spotwright::packing {

struct DiveEffort {
  int rounds = 60;
  ConfigurationEffort residual;  // For each round.
};

// Better of two: fewer pods left out (of the higher priority first), then cheaper.
bool IsBetter(const Instance& instance, const Packing& packing, const Packing& than);

// `start` holds what is settled already (hosts), `ledger` what is left after it, and `lp` is solved for that. Fixes the
// whole part of each pattern's amount, solves anew for what remains, where patterns must not hold more than is left,
// fixes the patterns nearest to a whole node, and so on (diving with proper columns; Sadykov et al. 2019). In each
// round Greedy finishes a copy: the best of all is returned. Null when cancelled.
std::optional<Packing> Dive(const Instance& instance, PatternPricing& pricing, const ConfigurationLp& lp,
                            const Packing& start, const Ledger& ledger, const DiveEffort& effort, const Call& call);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_DIVE_H_
