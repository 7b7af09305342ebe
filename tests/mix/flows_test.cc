#include "src/mix/flows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <tuple>

namespace spotwright::mix {
namespace {

// The obvious twin tries every way to launch and end, and takes the best by the rules as the header states them:
// first no unit missing, then none too many, then spot as near to its target as can be, then the fewest moves.
struct Twin {
  std::int64_t launch_on_demand = 0, end_on_demand = 0, launch_spot = 0, end_spot = 0;
};

Twin TwinFlows(const Side& on_demand, const Side& spot, bool mend) {
  const std::int64_t total = on_demand.target + spot.target;
  const std::int64_t running = on_demand.running + spot.running;
  // Spot above its target is never launched; without mending no more units end than are too many.
  const std::int64_t most_spot = std::clamp<std::int64_t>(spot.target - spot.running, 0, spot.room);
  const std::int64_t most_ends = mend ? running : std::max<std::int64_t>(0, running - total);
  Twin best;
  auto best_score = std::tuple<std::int64_t, std::int64_t, std::int64_t, std::int64_t>{1000, 0, 0, 0};
  for (std::int64_t lo = 0; lo <= std::min(on_demand.room, total); ++lo) {
    for (std::int64_t ls = 0; ls <= most_spot; ++ls) {
      for (std::int64_t eo = 0; eo <= (lo > 0 ? 0 : on_demand.running); ++eo) {
        for (std::int64_t es = 0; es <= (ls > 0 ? 0 : spot.running) && eo + es <= most_ends; ++es) {
          const std::int64_t after = running + lo + ls - eo - es;
          const auto score =
              std::tuple{std::max<std::int64_t>(0, total - after), std::max<std::int64_t>(0, after - total),
                         std::abs(spot.running + ls - es - spot.target), lo + ls + eo + es};
          if (score < best_score) {
            best_score = score;
            best = {lo, eo, ls, es};
          }
        }
      }
    }
  }
  return best;
}

TEST(Flows, AgreeWithTheObviousTwinOnAllSmallWorlds) {
  constexpr std::int64_t kMost = 4;
  int worlds = 0;
  for (std::int64_t world = 0; world < 2 * 15625; ++world) {
    std::int64_t digits = world / 2;
    const auto next = [&] {
      const std::int64_t digit = digits % (kMost + 1);
      digits /= kMost + 1;
      return digit;
    };
    const Side on_demand{next(), next(), next()};
    const Side spot{next(), next(), next()};
    const bool mend = world % 2 == 1;
    const Flows flows = DecideFlows(on_demand, spot, mend);
    const Twin twin = TwinFlows(on_demand, spot, mend);
    ASSERT_EQ(std::tuple(flows.on_demand.launch, flows.on_demand.end, flows.spot.launch, flows.spot.end),
              std::tuple(twin.launch_on_demand, twin.end_on_demand, twin.launch_spot, twin.end_spot))
        << "on-demand " << on_demand.running << " " << on_demand.target << " " << on_demand.room << ", spot "
        << spot.running << " " << spot.target << " " << spot.room << ", mend " << mend;
    ++worlds;
  }
  EXPECT_EQ(worlds, 31250);
}

}  // namespace
}  // namespace spotwright::mix
