// A small cloud that keeps its own books of what Launch asks for, and holds every answer against them.
#ifndef SPOTWRIGHT_TESTS_LAUNCH_WORLD_H_
#define SPOTWRIGHT_TESTS_LAUNCH_WORLD_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/launch/loop.h"

namespace spotwright::launch {

struct WorldInstance {
  std::string attempt;
  LaunchEventKind stage = LaunchEventKind::kLaunched;
  bool told_to_end = false;
};

struct WorldAttempt {
  std::string order;
  Pool pool;
  std::int64_t asked = 0;
  std::int64_t open = 0;  // Neither granted nor failed nor cancelled.
  std::int64_t closed = 0;
};

class World {
 public:
  explicit World(std::vector<LaunchOrder> orders) : loop(std::move(orders)) {}

  // Calls at the present moment with these events, and with the last ones once more; then checks the answer. False: a
  // rule is broken, and `fault` says which.
  bool Call(std::vector<LaunchEvent> events);

  // Events that can happen now; nothing where it cannot.
  std::vector<LaunchEvent> Grant();  // One node of the oldest open attempt.
  std::vector<LaunchEvent> Late();   // One node of the oldest attempt that was given up.
  std::vector<LaunchEvent> Serve();  // The first instance that is launched comes into service.
  std::vector<LaunchEvent> Join();   // The first that is not Ready becomes so.
  std::vector<LaunchEvent> Lose();   // The first instance is gone.
  std::vector<LaunchEvent> Fail(std::string code, std::optional<std::int64_t> nodes = std::nullopt);
  std::vector<LaunchEvent> EndWhatIsTold();

  std::int64_t Live(const std::string& order, bool ready_only = false) const;
  std::int64_t Open(const std::string& order) const;

  Loop loop;
  double seconds = 0;
  std::map<std::string, WorldAttempt> attempts;
  std::vector<std::string> attempt_order;
  std::map<std::string, WorldInstance> instances;
  std::vector<LaunchEvent> previous;
  int names = 0;
  std::string fault;

 private:
  bool Take(const LaunchAction& action);
  bool Check();
  bool Broken(std::string what) {
    fault = std::move(what);
    return false;
  }
};

}  // namespace spotwright::launch

#endif  // SPOTWRIGHT_TESTS_LAUNCH_WORLD_H_
