// Checker: watches cloud, cluster and the controller's hands, and says which invariant was broken. It knows what truly
// happens, shares no code with the decisions, and takes nobody's word but for which machine replaces which.
#ifndef SPOTWRIGHT_SRC_BACKTEST_CHECKER_H_
#define SPOTWRIGHT_SRC_BACKTEST_CHECKER_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "src/backtest/cloud.h"
#include "src/backtest/cluster.h"
#include "src/base/int128.h"

namespace spotwright::backtest {

enum class Invariant {
  kReadyBelowNeed,   // A healthy node was drained or ended of our own accord, and fewer are ready than needed and than
                     // without us.
  kWithoutCause,     // A node was cordoned, drained or ended, and nothing was said of it or its pool, and it is needed.
  kCordonedForEver,  // A healthy node stays cordoned long after its trouble.
  kDuplicateLaunch,  // More was asked for than is missing, late arrivals aside.
  kShortForEver,     // Nodes are missing for long though they could be had: a request that does not end.
  kSurplusForEver,   // Machines that nobody needs are kept: an attempt that was lost.
  kNeverReadyKept,   // A machine that never became ready is kept.
  kOnDemandBase,     // On-demand nodes were given up below the base.
  kBudget,           // A drain took more pods of a workload than its budget allows.
  kQuietWindow,      // A voluntary drain in a quiet window.
  kPods,             // A pod lost or counted twice, or a node overfull.
  kMoney,            // The books do not add up.
  kDecision,         // A decision refused a request or gave an answer that cannot be.
};
const char* NameOf(Invariant invariant);

struct Violation {
  Invariant invariant = {};
  std::int64_t at_ms = 0;
  std::int64_t instance = -1;
  std::string detail;
};

// How long is long. Clocks stand still in quiet windows: nothing may be done in them of one's own accord.
struct Patience {
  std::int64_t cordoned_ms = 3'600'000;
  std::int64_t short_ms = 3'600'000;
  std::int64_t surplus_ms = 3'600'000;
  std::int64_t never_ready_ms = 3'600'000;
  std::int64_t late_answer_ms = 60'000;   // Launches that are not answered by then may be given up, and come late.
  std::int64_t late_stays_ms = 900'000;   // And then stay for so long beside what was launched in their place.
  std::int64_t slow_boot_ms = 170'000;    // Machines that have not joined by then may be given up.
  std::int64_t cause_ms = 7'200'000;      // So long after it was said a trouble is a cause to act.
  std::int64_t returns = 1;               // So many nodes may stand beside those whose place they are to take.
  std::int64_t sizing_ms = 0;             // What was needed so long ago may still be launched.
  std::int64_t pool_loss_ms = 1'800'000;  // So long after two losses in a pool its other nodes may be replaced.
};

class Checker {
 public:
  Checker(const World& world, const Cloud& cloud, const Cluster& cluster, const Patience& patience = {});

  // What the cloud said, before the controller hears of it.
  void OnEvents(const std::vector<CloudEvent>& events);
  // What the controller hears, before it acts on it.
  void OnHeard(const CloudEvent& event);
  // What the hands are about to do.
  void OnLaunch(std::int64_t count);
  void OnCordon(std::int64_t instance);
  void OnUncordon(std::int64_t instance);
  void OnDrain(std::int64_t instance, std::int64_t replacement);
  void OnEnd(std::int64_t instance, std::int64_t replacement);
  void OnComplaint(const std::string& complaint);
  // All of [from_ms, to_ms) was as it is now.
  void OnInterval(std::int64_t from_ms, std::int64_t to_ms);
  // After all that happens at a moment.
  void OnMoment();
  void OnClose(std::int64_t cost_micro_usd);

  const std::vector<Violation>& violations() const { return violations_; }

 private:
  static constexpr std::int64_t kLongAgo = -(std::int64_t{1} << 60);

  struct Known {
    std::int64_t said_ms = kLongAgo;    // The last event about it that is a cause to act.
    std::int64_t cordoned_ms = kNever;  // Since when.
    std::int64_t healthy_ms = 0;        // Since when it is ready.
    bool consumed = false;              // It has replaced another.
    bool told_lost = false;             // The controller knows that it will end.
    bool lost = false;                  // Counted as a loss of its pool.
    bool was_ready = false;
    bool reported = false;  // A lasting violation is told once.
  };

  // By a pod, or by all of a node.
  struct Size {
    std::int64_t cpu_millicores = 0;
    std::int64_t memory_bytes = 0;
    std::int64_t not_for_spot = 0;
  };

  void Break(Invariant invariant, std::int64_t instance, std::string detail);
  Known& Of(std::int64_t instance);
  const Instance& Machine(std::int64_t instance) const;
  bool HasCause(std::int64_t instance);
  bool Healthy(std::int64_t instance) const;
  std::int64_t OthersReady(std::int64_t instance) const;
  std::int64_t Need() const;
  void CheckGivenUp(std::int64_t instance, std::int64_t replacement, const char* what);
  void CheckEvictions();
  void CheckServing();
  void CheckPlaces();
  void CheckLasting();
  bool CouldLaunch() const;
  std::int64_t CalmSince(std::int64_t at_ms) const;

  const World& world_;
  const Cloud& cloud_;
  const Cluster& cluster_;
  Patience patience_;
  std::vector<Known> known_;
  std::vector<std::vector<std::int64_t>> losses_;  // Moments of notices and ends by pool.
  std::set<std::int64_t> given_up_;                // Machines that were drained or ended voluntarily.
  std::int64_t short_since_ms_ = kNever;
  std::int64_t surplus_since_ms_ = kNever;
  std::size_t evictions_seen_ = 0;
  std::uint64_t version_seen_ = 0;
  std::uint64_t places_seen_ = 0;
  std::vector<Size> sizes_;            // Of pods, by kind: what is looked at most often, side by side.
  std::vector<std::int64_t> serving_;  // By kind; remade at every check.
  base::Int128 cost_micro_usd_ms_ = 0;
  std::vector<Violation> violations_;
};

}  // namespace spotwright::backtest

#endif  // SPOTWRIGHT_SRC_BACKTEST_CHECKER_H_
