// Controller: whoever runs the cluster, tick by tick. It sees what interfaces of clouds and clusters show, and acts
// through Hands alone.
#ifndef SPOTWRIGHT_SRC_BACKTEST_CONTROLLER_H_
#define SPOTWRIGHT_SRC_BACKTEST_CONTROLLER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "src/backtest/cloud.h"
#include "src/backtest/cluster.h"

namespace spotwright::backtest {

// An event as it arrives: perhaps late, twice, after later ones or never.
struct Heard {
  std::int64_t id = 0;  // The same of one event, however often it comes.
  CloudEvent event;
};

// What can be seen at a tick. Of the cloud a controller may look at which machines are alive, their pool, state, age
// and order, at its own orders' tokens, and at today's prices: not at what is to come.
struct Sight {
  std::int64_t now_ms = 0;
  const std::vector<Heard>& heard;
  const World& world;
  const Cloud& cloud;
  const Cluster& cluster;
  std::int64_t need = 0;
  std::int64_t load = 0;
};

class Hands {
 public:
  virtual ~Hands() = default;
  virtual void Launch(const std::string& token, int pool, std::int64_t count) = 0;
  virtual void Cancel(const std::string& token, std::int64_t count) = 0;
  virtual void Cordon(std::int64_t instance) = 0;
  virtual void Uncordon(std::int64_t instance) = 0;
  // `replacement`: the machine that takes its place; -1: none, or it is lost in any case. `force`: whatever budgets
  // say.
  virtual void Drain(std::int64_t instance, std::int64_t replacement, bool force) = 0;
  virtual void End(std::int64_t instance, std::int64_t replacement) = 0;
  virtual void Acknowledge(std::int64_t instance) = 0;
};

class Controller {
 public:
  virtual ~Controller() = default;
  // One tick. Returns when to call again if nothing is heard or changes; kNever: not by time alone.
  virtual std::int64_t Run(const Sight& sight, Hands& hands) = 0;
  virtual void Restart() = 0;  // All is lost but the states that decisions gave out to be carried.
  // What a decision refused or got wrong, such as an error or a call_again in the past; empty: nothing.
  virtual const std::vector<std::string>& complaints() const = 0;
};

}  // namespace spotwright::backtest

#endif  // SPOTWRIGHT_SRC_BACKTEST_CONTROLLER_H_
