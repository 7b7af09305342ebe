// What recommendations are worth: how often an interruption followed one, learned as they come.
#ifndef SPOTWRIGHT_SRC_INTERRUPTION_SIGNALS_H_
#define SPOTWRIGHT_SRC_INTERRUPTION_SIGNALS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "spotwright/respond.h"

namespace spotwright::interruption {

// Recommendations in a pool up to a loss there, or to the end of the horizon, are one incident, and one witness: a pool
// dies as a block, and is warned as one.
class Signals {
 public:
  Signals(const std::vector<SignalRecord>& records, const RebalancePolicy& policy);

  void AddRecommendation(const Pool& pool, std::int64_t at_unix_ms);
  void AddLoss(const Pool& pool, std::int64_t at_unix_ms);

  // Incidents whose horizon has ended without a loss came to nothing, where a node of the pool was there to see it.
  void Settle(const std::set<Pool>& pools_with_nodes, std::int64_t now_unix_ms);

  // P(interruption | recommendation in the pool): the posterior mean over all pools, (prior + followed) / (prior +
  // all), which counts as four incidents beside those of the pool itself. The policy's, where it states one.
  double Probability(const Pool& pool, std::int64_t now_unix_ms) const;

  // A recommendation is out in the pool.
  bool IsOpen(const Pool& pool) const;

  std::vector<SignalRecord> Records() const;
  std::vector<SignalEstimate> Estimates(std::int64_t now_unix_ms) const;

 private:
  struct Counts {
    double followed = 0;
    double not_followed = 0;
  };

  void Count(SignalRecord& record, bool followed, std::int64_t at_unix_ms);
  Counts CountsAt(const SignalRecord& record, std::int64_t now_unix_ms) const;
  Counts Sum(std::int64_t now_unix_ms) const;
  double Overall(const Counts& sum) const;
  double InPool(const Counts& counts, double overall) const;

  const RebalancePolicy* policy_;
  std::map<Pool, SignalRecord> records_;
};

}  // namespace spotwright::interruption

#endif  // SPOTWRIGHT_SRC_INTERRUPTION_SIGNALS_H_
