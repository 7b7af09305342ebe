// Cloud: takes launches, gives and takes back instances, and says so. Deterministic: what happens follows from the
// world, the launches and the ends, and the moments at which these are made.
//
// At one moment things happen in this order: capacity falls, pools by number; instances fail, then maintenance ends
// them; signals, notices; maintenance is announced; launches are answered; instances run, are ready.
#ifndef SPOTWRIGHT_SRC_BACKTEST_CLOUD_H_
#define SPOTWRIGHT_SRC_BACKTEST_CLOUD_H_

#include <cstdint>
#include <map>
#include <queue>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "src/backtest/world.h"

namespace spotwright::backtest {

// In the order in which they come at one moment, but for kEnded, which its cause brings.
enum class CloudEventKind {
  kEnded = 0,  // The cloud took the instance; not said of those that we end.
  kNotReady = 1,
  kSignal = 2,     // Rebalance recommendation.
  kNotice = 3,     // Interruption at deadline_ms.
  kScheduled = 4,  // Maintenance that ends it at deadline_ms.
  kAnswered = 5,
  kInService = 6,
  kReady = 7,
};

struct CloudEvent {
  std::int64_t at_ms = 0;
  CloudEventKind kind = {};
  std::int64_t instance = -1;  // Of kAnswered: the first that was granted; the others follow it.
  std::int64_t order = -1;     // Of kAnswered.
  std::int64_t granted = 0;
  std::int64_t refused = 0;
  std::int64_t deadline_ms = 0;
  std::string_view code = {};  // Why not all was granted; a literal.
  std::string_view message = {};

  friend bool operator==(const CloudEvent&, const CloudEvent&) = default;
};

enum class MachineState { kPending, kInService, kReady, kNotReady, kEnded };

struct Instance {
  int pool = 0;
  std::int64_t order = -1;  // That it came from; -1: it ran from the start.
  MachineState state = MachineState::kPending;
  std::int64_t created_ms = 0;
  std::int64_t ended_ms = kNever;
  std::int64_t doomed_ms = kNever;       // When the cloud will take it, once that was said.
  std::int64_t maintenance_ms = kNever;  // When announced maintenance ends it.
  std::int64_t boot_ms = 0;              // From created_ms until ready; kNever: never.
  std::uint64_t rank = 0;                // Of a pool that shrinks the highest goes first.
};

struct Order {
  std::string token;
  int pool = 0;
  std::int64_t asked = 0;
  std::int64_t count = 0;      // Of these, less what was cancelled in time.
  std::int64_t cancelled = 0;  // In time or not.
  std::int64_t max_price_micro_usd = kNever;
  std::int64_t placed_ms = 0;
  bool answered = false;
  std::int64_t granted = 0;
};

class Cloud {
 public:
  // The world must outlive it. What runs from the start is ready at world.start_ms.
  explicit Cloud(const World& world);

  // At the moment that was advanced to. Returns the number of the order.
  // A token that was used before stands for the same launch: nothing is launched.
  std::int64_t Launch(const std::string& token, int pool, std::int64_t count,
                      std::int64_t max_price_micro_usd = kNever);
  // Of a launch that is not answered yet so many instances fewer; some clouds do not listen.
  void Cancel(const std::string& token, std::int64_t count);
  void End(std::int64_t instance);          // Has ended at once; nothing if it had.
  void Acknowledge(std::int64_t instance);  // Maintenance that was announced may begin.

  std::int64_t now_ms() const { return now_ms_; }
  std::int64_t NextAt() const;  // When something happens next, or kNever.

  // Adds what happens in (now_ms, until_ms] to `events`, in order.
  void AdvanceTo(std::int64_t until_ms, std::vector<CloudEvent>& events);

  const std::vector<Instance>& instances() const { return instances_; }  // By number, ended ones too.
  const std::vector<Order>& orders() const { return orders_; }
  const std::vector<std::int64_t>& alive(int pool) const { return alive_[static_cast<std::size_t>(pool)]; }

 private:
  // What is to happen to a pool, an order or an instance, in the order of these kinds.
  enum class Moment {
    kFall = 0,
    kFault = 1,
    kMaintenance = 2,
    kSignal = 3,
    kFalseSignal = 4,
    kNotice = 5,
    kAnnouncement = 6,
    kAnswer = 7,
    kService = 8,
    kReady = 9
  };
  struct Due {
    std::int64_t at_ms;
    Moment moment;
    std::int64_t subject;  // Pool, order or instance.
    std::int64_t detail;   // The fall that a signal or notice is of; instances of a false signal; deadline.

    friend auto operator<=>(const Due&, const Due&) = default;  // NOLINT(modernize-use-nullptr): a false alarm.
  };

  void Plan(std::int64_t at_ms, Moment moment, std::int64_t subject, std::int64_t detail = 0);
  void Happen(const Due& due, std::vector<CloudEvent>& events);
  void Fall(int pool, std::vector<CloudEvent>& events);
  void Warn(int pool, CloudEventKind kind, std::int64_t count, std::int64_t deadline_ms,
            std::vector<CloudEvent>& events);
  void Fault(std::int64_t number, std::vector<CloudEvent>& events);
  void Answer(std::int64_t order, std::vector<CloudEvent>& events);
  std::int64_t Create(int pool, std::int64_t order);
  void Take(std::int64_t number, std::vector<CloudEvent>& events);
  void Forget(std::int64_t number);

  const World& world_;
  std::int64_t now_ms_;
  std::vector<Instance> instances_;
  std::vector<Order> orders_;
  std::map<std::string, std::int64_t> order_of_token_;
  std::vector<std::vector<std::int64_t>> alive_;  // By pool, ascending.
  std::vector<Due> given_;                        // Of the world, ascending.
  std::size_t next_given_ = 0;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> made_;  // What followed from launches.
};

// Draws that depend on the seed and the subject alone, shared with the twin of the tests.
struct OrderDraws {
  std::int64_t answer_ms = 0;
  bool cancellable = true;
};
OrderDraws DrawOrder(const World& world, std::int64_t order);

struct InstanceDraws {
  std::uint64_t rank = 0;
  std::int64_t service_ms = 0;
  std::int64_t boot_ms = 0;  // kNever: never.
  std::int64_t fault_after_ms = kNever;
  int fault = 0;  // 0: ends; 1: not ready; 2: not ready for recover_ms.
  std::int64_t recover_ms = 0;
  std::int64_t maintenance_after_ms = kNever;
  std::int64_t maintenance_lead_ms = 0;
};
InstanceDraws DrawInstance(const World& world, std::int64_t instance);

struct FallDraws {
  bool announced = false;
  bool signalled = false;
};
FallDraws DrawFall(const World& world, int pool, std::int64_t at_ms);

// Why a launch does not get all it asks for, apart from stock.
enum class Refusal { kStock, kQuota, kPrice, kConfiguration, kPermission, kThrottling, kUnknown };
struct ProviderAnswer {
  std::string_view code;
  std::string_view message = {};
};
ProviderAnswer WordsOf(Cloudlike cloud, Refusal refusal, CapacityType capacity_type, std::uint64_t draw);

}  // namespace spotwright::backtest

#endif  // SPOTWRIGHT_SRC_BACKTEST_CLOUD_H_
