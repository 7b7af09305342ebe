// What the controller makes of the decisions, in worlds in which little happens.
#include "src/backtest/deciding_controller.h"

#include <gtest/gtest.h>

#include "src/backtest/simulate.h"
#include "tests/backtest/worlds.h"

namespace spotwright::backtest {
namespace {

// One node on spot, two wanted, a pod that waits.
World OneMissing(bool spot_tolerant) {
  World world = QuietWorld();
  world.end_ms = kStart + kHour;
  world.need = {{kStart, 2}};
  world.running_from_start = {1, 0};
  PodKind pod;
  pod.name = "batch";
  pod.cpu_millicores = 7000;
  pod.replicas = 2;
  pod.spot_tolerant = spot_tolerant;
  if (!spot_tolerant) pod.replicas = 1;
  world.workloads = {pod};
  return world;
}

Books Live(const World& world) {
  DecidingController controller(world, {});
  const Outcome outcome = Simulate(world, {}, controller);
  EXPECT_TRUE(outcome.violations.empty());
  return outcome.books;
}

TEST(DecidingController, LaunchesWhatThePodsThatWaitCanRunOn) {
  const Books tolerant = Live(OneMissing(true));
  EXPECT_EQ(tolerant.spot_node_ms, tolerant.node_ms);
  const Books not_tolerant = Live(OneMissing(false));
  EXPECT_GT(not_tolerant.node_ms - not_tolerant.spot_node_ms, 50 * kMinute);
  // Until on-demand has booted; the tolerant pods for which there is a node never wait for it.
  EXPECT_LE(not_tolerant.pending_pod_ms, 2 * kMinute);
}

}  // namespace
}  // namespace spotwright::backtest
