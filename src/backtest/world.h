// World: all that happens whatever we do. What is sold and for how much, what fails, what is needed. Written from a
// trace, or by a seeded generator (chaos_world.h).
#ifndef SPOTWRIGHT_SRC_BACKTEST_WORLD_H_
#define SPOTWRIGHT_SRC_BACKTEST_WORLD_H_

#include <cstdint>
#include <string>
#include <vector>

#include "spotwright/disruption.h"
#include "spotwright/offer.h"
#include "src/backtest/steps.h"

namespace spotwright::backtest {

// Whose failure codes are used.
enum class Cloudlike { kAws = 0, kAzure = 1, kGcp = 2 };

// One pool over time.
struct PoolTrace {
  Pool pool;
  Steps capacity;  // How many instances it can hold for us. Where it falls below what runs, the rest go.
  Steps price_micro_usd_per_hour;  // Of one instance.
  std::int64_t vcpus = 8;
  std::int64_t cpu_millicores = 7600;  // What pods may use of an instance.
  std::int64_t memory_bytes = 30LL << 30;
};

// A rebalance signal that no loss follows.
struct FalseSignal {
  std::int64_t at_ms = 0;
  int pool = 0;
  std::int64_t instances = 1;
};

// Why launches fail for a time, beside what pools hold, prices and quotas. kStock: nothing new can be had, and what
// runs stays, as on-demand does.
enum class Outage { kConfiguration = 0, kPermission = 1, kThrottling = 2, kUnknown = 3, kStock = 4 };

// Every launch in the pool (-1: in any) fails so within [start_ms, end_ms).
struct OutageSpan {
  Outage outage = Outage::kThrottling;
  int pool = -1;
  std::int64_t start_ms = 0;
  std::int64_t end_ms = 0;
};

// vCPUs of a capacity type that may run at once, over time.
struct Quota {
  CapacityType capacity_type = CapacityType::kSpot;
  Steps max_vcpus;
};

// A span of which each draw is one, evenly.
struct Spread {
  std::int64_t least = 0;
  std::int64_t most = 0;
};

// What may befall launches and instances. Shares are 0 to 1; all draws are made from the seed and the number of the
// launch or the instance, so that they do not depend on what else happens.
struct Faults {
  double notice_share = 1;  // Of falls of capacity: those that are announced.
  std::int64_t notice_lead_ms = 120'000;
  double signal_share = 0;  // Of falls: those that a rebalance signal precedes.
  std::int64_t signal_lead_ms = 600'000;
  Spread answer_ms{2'000, 10'000};  // From a launch to its answer.
  double slow_answer_share = 0;
  Spread slow_answer_ms{30'000, 400'000};
  double cancel_ignored_share = 0;
  Spread service_ms{15'000, 30'000};  // From the answer until the instance runs.
  Spread boot_ms{60'000, 120'000};    // From the answer until the node is ready.
  double slow_boot_share = 0;
  Spread slow_boot_ms{200'000, 900'000};
  double join_failure_share = 0;        // Run, and never become ready.
  double faults_per_instance_hour = 0;  // Of hardware: a third each ends it, makes it not ready for ever, for a while.
  double scheduled_per_instance_hour = 0;  // Maintenance that ends the instance.
  Spread scheduled_lead_ms{900'000, 3'600'000};
};

// Replicas of one shape, all of which are wanted all the time.
struct PodKind {
  std::string name;
  std::int64_t replicas = 1;
  std::int64_t cpu_millicores = 500;
  std::int64_t memory_bytes = 1LL << 30;
  bool spot_tolerant = true;
  bool do_not_disrupt = false;
  std::int64_t disruptions_allowed = 1;
  std::int64_t priority = 0;
  std::int64_t start_ms = 20'000;  // From being placed until it runs.
};

struct World {
  std::uint64_t seed = 0;
  std::int64_t start_ms = 0;  // Unix time.
  std::int64_t end_ms = 0;
  std::int64_t tick_ms = 30'000;
  Cloudlike cloud = Cloudlike::kAws;
  std::vector<PoolTrace> pools;
  std::vector<FalseSignal> false_signals;
  std::vector<OutageSpan> outages;
  std::vector<Quota> quotas;
  Faults faults;
  std::vector<PodKind> workloads;
  Steps need;                                    // Nodes that ought to be ready.
  Steps load;                                    // What is asked of the nodes; empty: nobody reads it.
  std::int64_t load_per_node = 1;                // What one node takes.
  std::int64_t on_demand_base = 0;               // Of which at least so many on on-demand.
  std::vector<TimeSpan> quiet_windows;           // No voluntary move in them. None overlaps another.
  std::vector<std::int64_t> running_from_start;  // Instances that run at the start, by pool; ready, and as old as day.
};

}  // namespace spotwright::backtest

#endif  // SPOTWRIGHT_SRC_BACKTEST_WORLD_H_
