// Adversary: stands between cloud and controller. Events are dropped, delayed (and so reordered) and told twice; ticks
// come late; the controller restarts.
#ifndef SPOTWRIGHT_SRC_BACKTEST_ADVERSARY_H_
#define SPOTWRIGHT_SRC_BACKTEST_ADVERSARY_H_

#include <cstdint>
#include <functional>
#include <queue>
#include <vector>

#include "src/backtest/controller.h"
#include "src/base/random.h"

namespace spotwright::backtest {

struct Malice {
  std::uint64_t seed = 0;
  double drop_share = 0;
  double duplicate_share = 0;
  double delay_share = 0;
  Spread delay_ms{1'000, 600'000};
  double late_ticks_per_day = 0;    // How often the controller misses ticks,
  Spread late_ms{60'000, 600'000};  // for how long.
  double restarts_per_day = 0;
};

class Adversary {
 public:
  Adversary(const World& world, const Malice& malice);

  void Take(const std::vector<CloudEvent>& events);
  std::int64_t NextAt() const { return late_.empty() ? kNever : late_.top().at_ms; }
  // Adds what arrives by now to `heard`.
  void Deliver(std::int64_t now_ms, std::vector<Heard>& heard);

  // The first moment from `at_ms` on at which the controller runs.
  std::int64_t RunsAt(std::int64_t at_ms) const;
  bool RestartsWithin(std::int64_t after_ms, std::int64_t until_ms) const;  // (after, until]

 private:
  struct Parcel {
    std::int64_t at_ms;
    std::int64_t number;  // Of those posted: a total order.
    Heard heard;

    bool operator>(const Parcel& other) const {
      return at_ms != other.at_ms ? at_ms > other.at_ms : number > other.number;
    }
  };
  void Post(std::int64_t at_ms, const Heard& heard);

  Malice malice_;
  base::Random random_;
  std::int64_t taken_ = 0;
  std::int64_t posted_ = 0;
  std::priority_queue<Parcel, std::vector<Parcel>, std::greater<>> late_;
  std::vector<std::pair<std::int64_t, std::int64_t>> down_;  // [first, second), ascending.
  std::vector<std::int64_t> restarts_;                       // Ascending.
};

}  // namespace spotwright::backtest

#endif  // SPOTWRIGHT_SRC_BACKTEST_ADVERSARY_H_
