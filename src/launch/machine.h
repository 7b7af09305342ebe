// The state machine of launches: events, then time, then what is missing.
#ifndef SPOTWRIGHT_SRC_LAUNCH_MACHINE_H_
#define SPOTWRIGHT_SRC_LAUNCH_MACHINE_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "spotwright/launch.h"
#include "src/market/pool_cooling.h"
#include "src/model/slot_table.h"

namespace spotwright::launch {

// On-demand comes back sooner than spot does, and is the last resort.
inline constexpr CoolingPolicy kOnDemandCooling{
    .first_seconds = 30, .growth = 2, .max_seconds = 600, .forget_seconds = 3600};

// An order's nodes. Late arrivals of which it is not decided whether they are kept are not among them.
struct Tally {
  std::int64_t ready = 0;
  std::int64_t in_service = 0;
  std::int64_t launched = 0;
  std::int64_t waiting = 0;
  std::int64_t spot = 0;  // Of the first three.
  std::int64_t on_demand = 0;

  std::int64_t all() const { return ready + in_service + launched + waiting; }
};

// An order of the request while it is worked on.
struct OrderRun {
  const LaunchOrder* order = nullptr;
  LaunchOrderState state;
  std::vector<std::size_t> attempts;  // Indices into the state's, oldest first.
  bool throttled = false;             // What kept nodes that are missing from being asked for.
  bool limited = false;
  std::int64_t fell_back = 0;  // Nodes asked for on-demand in this call, with spot passed over.
};

class Machine {
 public:
  // Of a request that CheckRequest passed.
  explicit Machine(const LaunchRequest& request);

  // In this order, each once.
  void TakeEvents();
  void PassTime();
  void LaunchMissing();
  LaunchResponse Answer();

 private:
  // Where a failure happened, and what was said.
  struct Fault {
    LaunchFailure failure = {};
    std::string code;
    std::string message;
    std::int64_t at_unix_ms = 0;
  };

  // machine.cc
  std::int64_t now() const { return request_.now_unix_ms; }
  OrderRun* RunOf(std::string_view order);
  OrderRun* RunOf(const LaunchAttempt& attempt) { return RunOf(attempt.order); }
  std::optional<std::size_t> AttemptNamed(std::string_view name) const;
  std::optional<std::size_t> AttemptOfInstance(std::string_view name) const;
  void AddInstance(const std::string& name, std::size_t attempt);
  Tally TallyOf(const OrderRun& run) const;
  bool SpotPhaseOver(const OrderRun& run) const;
  std::int64_t BackoffMs(double first_seconds, double growth, double max_seconds, std::int64_t failures,
                         std::string_view salt) const;
  void Fail(const LaunchAttempt& attempt, std::int64_t nodes, const Fault& fault);
  void FailWaiting(LaunchAttempt& attempt, std::int64_t nodes, const Fault& fault);
  void Cancel(const LaunchAttempt& attempt, std::int64_t nodes, std::string sentence);
  void Terminate(const LaunchAttempt& attempt, LaunchInstance& instance, std::string sentence);
  void Throttle(const std::string& region, std::int64_t at_unix_ms);
  const LaunchThrottle* ThrottleOf(std::string_view region) const;

  // take_events.cc
  std::vector<LaunchEvent> NewEvents();
  void Apply(LaunchEvent& event);
  std::optional<std::size_t> AttemptOf(const LaunchEvent& event) const;
  void Add(std::size_t attempt, const std::string& name, const LaunchEvent& event);
  void Move(std::size_t attempt, LaunchInstance& instance, const LaunchEvent& event);
  LaunchInstance& Find(std::size_t attempt, std::string_view name);
  void ForgetEvents();

  // pass_time.cc
  void Withdraw(LaunchAttempt& attempt);
  void RunOut(LaunchAttempt& attempt);
  void RunOut(LaunchAttempt& attempt, LaunchInstance& instance);
  void TrimSurplus(OrderRun& run);
  void JudgeLateArrivals();

  // launch_missing.cc
  void Fill(OrderRun& run, std::int64_t missing);
  bool Refused(const OrderRun& run, const LaunchCandidate& candidate) const;
  std::int64_t Begin(OrderRun& run, const LaunchCandidate& candidate, std::int64_t nodes);
  void EndRound(OrderRun& run);

  // answer.cc
  LaunchOrderStatus StatusOf(const OrderRun& run);
  std::vector<RefusedPool> RefusedNow(const OrderRun& run) const;
  std::optional<std::int64_t> NextMoment() const;
  void Forget();

  const LaunchRequest& request_;
  LaunchState state_;
  market::PoolCoolings coolings_;
  std::vector<OrderRun> runs_;   // In the order of the request.
  model::SlotTable by_order_;    // Into runs_.
  model::SlotTable by_attempt_;  // Of the state: those of this call are told of later.
  std::map<std::string, std::vector<std::size_t>, std::less<>> by_group_;
  std::vector<std::pair<std::string, std::size_t>> instances_;  // And the attempt of each.
  model::SlotTable by_instance_;                                // Into instances_.
  std::set<std::string, std::less<>> undecided_;                // Late arrivals.
  std::map<std::string, std::int64_t, std::less<>> room_;       // By group: what it can still take.
  std::int64_t in_flight_ = 0;
  std::vector<LaunchAction> cancels_, ends_, launches_;
};

}  // namespace spotwright::launch

#endif  // SPOTWRIGHT_SRC_LAUNCH_MACHINE_H_
