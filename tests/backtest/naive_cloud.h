// The cloud again, second by second, with every rule looked at every second and no queue.
#ifndef SPOTWRIGHT_TESTS_BACKTEST_NAIVE_CLOUD_H_
#define SPOTWRIGHT_TESTS_BACKTEST_NAIVE_CLOUD_H_

#include <string>
#include <vector>

#include "src/backtest/cloud.h"

namespace spotwright::backtest {

class NaiveCloud {
 public:
  explicit NaiveCloud(const World& world);

  void Launch(const std::string& token, int pool, std::int64_t count);
  void Cancel(const std::string& token, std::int64_t count);
  void End(std::int64_t instance);
  void Acknowledge(std::int64_t instance);
  // The next second.
  void Tick(std::vector<CloudEvent>& events);

  const std::vector<Instance>& instances() const { return instances_; }

 private:
  std::vector<std::int64_t> Alive(int pool) const;
  bool Lives(std::int64_t instance) const;
  void Take(std::int64_t instance, std::vector<CloudEvent>& events);
  void Warn(int pool, CloudEventKind kind, std::int64_t count, std::int64_t deadline_ms,
            std::vector<CloudEvent>& events);
  void Answer(std::int64_t order, std::vector<CloudEvent>& events);
  void Create(int pool, std::int64_t order);

  const World& world_;
  std::int64_t now_ms_;
  std::vector<Instance> instances_;
  std::vector<std::int64_t> recovers_ms_;      // By instance.
  std::vector<std::int64_t> acknowledged_ms_;  // By instance.
  std::vector<Order> orders_;
};

}  // namespace spotwright::backtest

#endif  // SPOTWRIGHT_TESTS_BACKTEST_NAIVE_CLOUD_H_
