#include <cstdint>

#include "src/backtest/cloud.h"
#include "src/base/elementary.h"
#include "src/base/hash.h"
#include "src/base/random.h"

namespace spotwright::backtest {
namespace {

enum class Subject : std::uint64_t { kOrder = 1, kInstance = 2, kFall = 3 };

base::Random DrawsOf(const World& world, Subject subject, std::uint64_t number) {
  return base::Random(base::Mix(base::Mix(world.seed, static_cast<std::uint64_t>(subject)), number));
}

// Whole seconds, so that few moments differ.
std::int64_t Draw(base::Random& random, const Spread& spread) {
  const std::int64_t seconds = (spread.most - spread.least) / 1000;
  return spread.least + 1000 * static_cast<std::int64_t>(random.Below(static_cast<std::uint64_t>(seconds) + 1));
}

// The time to the first of events that come at a constant rate, in whole seconds, at least one.
std::int64_t Wait(base::Random& random, double per_hour) {
  const double unit = random.Unit();
  if (per_hour <= 0) return kNever;
  const double hours = -base::Log(1 - unit) / per_hour;
  if (hours > 1e6) return kNever;
  return 1000 + static_cast<std::int64_t>(hours * 3600) * 1000;
}

}  // namespace

OrderDraws DrawOrder(const World& world, std::int64_t order) {
  base::Random random = DrawsOf(world, Subject::kOrder, static_cast<std::uint64_t>(order));
  const bool slow = random.Unit() < world.faults.slow_answer_share;
  OrderDraws draws;
  draws.answer_ms = Draw(random, slow ? world.faults.slow_answer_ms : world.faults.answer_ms);
  draws.cancellable = random.Unit() >= world.faults.cancel_ignored_share;
  return draws;
}

InstanceDraws DrawInstance(const World& world, std::int64_t instance) {
  base::Random random = DrawsOf(world, Subject::kInstance, static_cast<std::uint64_t>(instance));
  const Faults& faults = world.faults;
  InstanceDraws draws;
  draws.rank = random.Next();
  draws.service_ms = Draw(random, faults.service_ms);
  const bool slow = random.Unit() < faults.slow_boot_share;
  const bool never = random.Unit() < faults.join_failure_share;
  draws.boot_ms = Draw(random, slow ? faults.slow_boot_ms : faults.boot_ms);
  if (never) draws.boot_ms = kNever;
  draws.fault = static_cast<int>(random.Below(3));
  draws.recover_ms = 1000 * (30 + static_cast<std::int64_t>(random.Below(150)));
  draws.fault_after_ms = Wait(random, faults.faults_per_instance_hour);
  draws.maintenance_after_ms = Wait(random, faults.scheduled_per_instance_hour);
  draws.maintenance_lead_ms = Draw(random, faults.scheduled_lead_ms);
  return draws;
}

FallDraws DrawFall(const World& world, int pool, std::int64_t at_ms) {
  base::Random random =
      DrawsOf(world, Subject::kFall, base::Mix(static_cast<std::uint64_t>(pool), static_cast<std::uint64_t>(at_ms)));
  FallDraws draws;
  draws.announced = random.Unit() < world.faults.notice_share;
  draws.signalled = random.Unit() < world.faults.signal_share;
  return draws;
}

}  // namespace spotwright::backtest
