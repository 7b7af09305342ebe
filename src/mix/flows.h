// How many units of each capacity type to launch and to end, before any pool is chosen.
#ifndef SPOTWRIGHT_SRC_MIX_FLOWS_H_
#define SPOTWRIGHT_SRC_MIX_FLOWS_H_

#include <cstdint>

namespace spotwright::mix {

// One capacity type: what runs, what the policy asks, and what its pools can still give.
struct Side {
  std::int64_t running = 0;
  std::int64_t target = 0;
  std::int64_t room = 0;
};

struct Flow {
  std::int64_t wanted = 0;  // To launch, were there room.
  std::int64_t launch = 0;
  std::int64_t end = 0;
};

struct Flows {
  Flow on_demand;
  Flow spot;
};

// `mend`: units also end merely to reach the targets. The two targets together are the total.
Flows DecideFlows(const Side& on_demand, const Side& spot, bool mend);

}  // namespace spotwright::mix

#endif  // SPOTWRIGHT_SRC_MIX_FLOWS_H_
