// Simulate: a controller lives through a world. Time goes from event to event; the controller runs at the ticks at
// which there is something to do: an event arrived, the fleet changed, or it asked to be called.
//
//   const World world = ChaosWorld(seed);
//   DecidingController controller(world, {});
//   const Outcome run = Simulate(world, ChaosMalice(seed), controller);
//   if (!run.violations.empty()) ...
//   Print(run.books.cost_micro_usd, run.books.shortage_node_ms);
#ifndef SPOTWRIGHT_SRC_BACKTEST_SIMULATE_H_
#define SPOTWRIGHT_SRC_BACKTEST_SIMULATE_H_

#include <cstdint>
#include <vector>

#include "src/backtest/adversary.h"
#include "src/backtest/books.h"
#include "src/backtest/checker.h"
#include "src/backtest/controller.h"
#include "src/backtest/world.h"

namespace spotwright::backtest {

struct Outcome {
  Books books;
  std::vector<Violation> violations;
  std::int64_t controller_runs = 0;
};

// Deterministic. O((events + controller runs) x (machines + pods)).
Outcome Simulate(const World& world, const Malice& malice, Controller& controller, const Patience& patience = {});

}  // namespace spotwright::backtest

#endif  // SPOTWRIGHT_SRC_BACKTEST_SIMULATE_H_
