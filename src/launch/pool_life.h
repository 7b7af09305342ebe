// Life: how long a node is expected to live in a pool whose hazard changes with age.
#ifndef SPOTWRIGHT_SRC_LAUNCH_POOL_LIFE_H_
#define SPOTWRIGHT_SRC_LAUNCH_POOL_LIFE_H_

#include <optional>
#include <vector>

#include "spotwright/return_to_spot.h"

namespace spotwright::launch {

// The mean time to the loss, or to the horizon if that is sooner, from an age on. `hazards` ascend from age 0; empty:
// what published traces show. All are multiplied by `factor`.
double LifeHours(const std::vector<HazardAtAge>& hazards, double factor, double age_hours, double horizon_hours);

// An age, `from_age_hours` or later, at which the life is as long as `wanted_hours`: the first age band in which it
// comes to be, to a second, rounded up. Nothing where it never does.
std::optional<double> AgeOfLife(const std::vector<HazardAtAge>& hazards, double factor, double wanted_hours,
                                double from_age_hours, double horizon_hours);

}  // namespace spotwright::launch

#endif  // SPOTWRIGHT_SRC_LAUNCH_POOL_LIFE_H_
