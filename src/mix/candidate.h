// Candidate: a pool as the search for the best mix sees it.
#ifndef SPOTWRIGHT_SRC_MIX_CANDIDATE_H_
#define SPOTWRIGHT_SRC_MIX_CANDIDATE_H_

#include <cstdint>

#include "src/base/int128.h"
#include "src/mix/survivors.h"

namespace spotwright::mix {

// Of either capacity type. All amounts of money are micro-USD per hour and per instance.
struct Candidate {
  Loser loser;  // Its units_per_instance counts for on-demand too, which loses nothing.
  bool spot = true;
  std::int64_t held = 0;       // Instances that run.
  std::int64_t most = 0;       // Instances that it can have in all.
  std::int64_t reserved = 0;   // Of those above the ones held, how many cost nothing.
  std::int64_t committed = 0;  // The first so many cost nothing.
  base::Int128 price = 0;
  base::Int128 interruption_cost = 0;  // Expected.
  base::Int128 launch_cost = 0;        // Of one more than are held, spread over the time in which it must pay.

  std::int64_t units() const { return loser.units_per_instance; }
};

}  // namespace spotwright::mix

#endif  // SPOTWRIGHT_SRC_MIX_CANDIDATE_H_
