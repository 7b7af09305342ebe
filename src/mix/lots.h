// Lots: a mix of more units than a search can tell apart, in lots of several units.
#ifndef SPOTWRIGHT_SRC_MIX_LOTS_H_
#define SPOTWRIGHT_SRC_MIX_LOTS_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "src/base/ceil_div.h"
#include "src/mix/best_mix.h"

namespace spotwright::mix {

// Instances that make a lot of so many units, and how many lots' worth of units they are: 1, or more where one instance
// is larger than a lot.
struct LotOfPool {
  LotOfPool(std::int64_t units_per_instance, std::int64_t units_per_lot)
      : instances(base::CeilDiv(units_per_lot, units_per_instance)),
        lots(units_per_instance * instances / units_per_lot) {}

  std::int64_t instances;
  std::int64_t lots;
};

// So large that `most` lots are enough. What all instances have as a common measure is lost to no rounding.
std::int64_t UnitsOfLot(std::int64_t needed_units, std::span<const std::int64_t> units_of_instances, std::int64_t most);

class Lots {
 public:
  // As many lots as `most` at most.
  Lots(const MixProblem& problem, std::int64_t most);

  // The problem in lots. What pools have beyond whole lots is left out, and counts against ceilings while it runs.
  MixProblem In(MixProblem problem) const;

  // A spot part in lots.
  Mix In(Mix mix) const;

  // A mix in instances again. Where it keeps all whole lots of what a pool holds, the rest of that stays too.
  Mix Out(const MixProblem& problem, Mix mix) const;

  std::int64_t units() const { return units_; }  // Of one lot.

 private:
  std::int64_t units_;
  Mix instances_;  // Of each candidate, in a lot.
};

}  // namespace spotwright::mix

#endif  // SPOTWRIGHT_SRC_MIX_LOTS_H_
