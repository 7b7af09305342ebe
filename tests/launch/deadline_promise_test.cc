// The promise of meet_deadline, against spot at its worst.
//
// At each decision spot may be away, or be there and do all its work until the next, or be there and be lost at once
// with all that was not saved. Whatever comes, a job that could end in time does.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "src/base/random.h"
#include "tests/launch/worlds.h"

namespace spotwright::launch {
namespace {

enum class Fate : int { kAway = 0, kWorks = 1, kLostAtOnce = 2 };

struct Life {
  double work_seconds = 0;
  double slack_seconds = 0;  // Beyond the work and one restart.
  double restart_seconds = 0;
  double checkpoint_seconds = 0;  // 0: everything is saved.
  double interval_seconds = 600;
};

struct World {
  MeetDeadlineRequest request;
  int steps = 0;
};

World Begin(const Life& life) {
  World world;
  world.request = TenHours(false);
  world.request.work_left_seconds = life.work_seconds;
  world.request.restart_overhead_seconds = life.restart_seconds;
  world.request.checkpoint_interval_seconds = life.checkpoint_seconds;
  world.request.decision_interval_seconds = life.interval_seconds;
  world.request.deadline_unix_ms =
      kNow + std::llround((life.work_seconds + life.slack_seconds + life.restart_seconds) * 1000);
  return world;
}

// Until the next decision. False: the job is done.
bool Step(const Life& life, World& world, Fate fate) {
  MeetDeadlineRequest& request = world.request;
  DeadlineZone& zone = request.zones[0];
  zone.available = fate != Fate::kAway;
  if (!zone.available && request.running && request.running->pool == zone.pool) {
    request.work_left_seconds += request.running->unsaved_work_seconds;
    request.running.reset();
  }
  const MeetDeadlineResponse response = Met(request);
  EXPECT_TRUE(response.feasible);
  request.state = response.state;
  if (response.action == DeadlineAction::kDone) return false;
  if (!response.pool) {
    request.running.reset();  // Its work is saved.
  } else if (!response.keeps_instance) {
    request.running = DeadlineRun{.pool = *response.pool, .restart_left_seconds = life.restart_seconds};
  }
  const double seconds = std::min(life.interval_seconds,
                                  static_cast<double>(*response.call_again_at_unix_ms - request.now_unix_ms) / 1000);
  request.now_unix_ms += std::llround(seconds * 1000);
  ++world.steps;
  if (!request.running) return true;
  DeadlineRun& run = *request.running;
  if (run.pool == zone.pool && fate == Fate::kLostAtOnce) {
    request.work_left_seconds += run.unsaved_work_seconds;
    request.running.reset();
    return true;
  }
  const double restart = std::min(seconds, run.restart_left_seconds);
  const double done = std::min(seconds - restart, request.work_left_seconds);
  run.restart_left_seconds -= restart;
  request.work_left_seconds -= done;
  if (life.checkpoint_seconds > 0) {
    run.unsaved_work_seconds = std::fmod(run.unsaved_work_seconds + done, life.checkpoint_seconds);
  }
  return request.work_left_seconds > 1e-3;
}

// On-demand to the end, as told, once fate has spoken.
void ToTheEnd(const Life& life, World world) {
  while (Step(life, world, Fate::kAway)) {
    ASSERT_LT(world.steps, 2000);
  }
  EXPECT_LE(world.request.now_unix_ms, world.request.deadline_unix_ms + 5);
}

void AllFates(const Life& life, const World& world, const std::vector<Fate>& fates, int depth, int& ends) {
  if (depth == 0) {
    ++ends;
    return ToTheEnd(life, world);
  }
  for (const Fate fate : fates) {
    World next = world;
    if (Step(life, next, fate)) {
      AllFates(life, next, fates, depth - 1, ends);
    } else {
      ++ends;
      EXPECT_LE(next.request.now_unix_ms, next.request.deadline_unix_ms + 5);
    }
  }
}

TEST(DeadlinePromise, HoldsUnderAllFates) {
  const Life kLives[] = {
      {.work_seconds = 1800, .slack_seconds = 2400, .restart_seconds = 0},
      {.work_seconds = 1800, .slack_seconds = 3000, .restart_seconds = 400},
      {.work_seconds = 3000, .slack_seconds = 3000, .restart_seconds = 900},
      {.work_seconds = 2400, .slack_seconds = 2900, .restart_seconds = 300, .checkpoint_seconds = 900},
      {.work_seconds = 2400, .slack_seconds = 0, .restart_seconds = 300},
  };
  int ends = 0;
  for (const Life& life : kLives) {
    AllFates(life, Begin(life), {Fate::kAway, Fate::kWorks, Fate::kLostAtOnce}, 6, ends);
  }
  EXPECT_GT(ends, 2500);
}

TEST(DeadlinePromise, HoldsForAllAvailabilitiesOfTwelveSteps) {
  const Life life = {.work_seconds = 4800, .slack_seconds = 3600, .restart_seconds = 400};
  int ends = 0;
  AllFates(life, Begin(life), {Fate::kAway, Fate::kWorks}, 12, ends);
  EXPECT_GT(ends, 1500);
}

TEST(DeadlinePromise, HoldsOverLongRandomFates) {
  base::Random random(17);
  for (int i = 0; i < 40; ++i) {
    Life life;
    life.work_seconds = 6000 + static_cast<double>(random.Below(60000));
    life.slack_seconds = static_cast<double>(random.Below(30000));
    life.restart_seconds = static_cast<double>(random.Below(2400));
    life.checkpoint_seconds = random.Below(2) > 0 ? 0 : static_cast<double>(1 + random.Below(4000));
    life.interval_seconds = 300 + static_cast<double>(random.Below(1500));
    World world = Begin(life);
    Fate fate = Fate::kWorks;
    do {
      if (random.Below(4) == 0) fate = static_cast<Fate>(random.Below(3));
      ASSERT_LT(world.steps, 2000);
    } while (Step(life, world, fate));
    EXPECT_LE(world.request.now_unix_ms, world.request.deadline_unix_ms + 5) << i;
  }
}

}  // namespace
}  // namespace spotwright::launch
