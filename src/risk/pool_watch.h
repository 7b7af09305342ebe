// PoolWatch: one pool on the walk through time: which nodes run, what their hours and losses add to the sums.
#ifndef SPOTWRIGHT_SRC_RISK_POOL_WATCH_H_
#define SPOTWRIGHT_SRC_RISK_POOL_WATCH_H_

#include <cstdint>
#include <vector>

#include "spotwright/estimate_risk.h"
#include "src/risk/decay.h"

namespace spotwright::risk {

// Adds a closed incident to a pool's counts of losses in common.
void CountIncident(const OpenIncident& incident, const Decay& decay, CommonLossCounts& within_pool);

// For so long a notice waits for the loss that it announces: three times the longest warning that a provider gives, as
// clocks differ and a lifetime may end when somebody notices.
inline constexpr std::int64_t kNoticeWaitsMs = 15 * 60 * 1000;

// Adds a notice to a pool's losses by age band.
void CountNotice(const OpenNotice& notice, const Decay& decay, std::vector<double>& losses);

class PoolWatch {
 public:
  // `state` outlives the watch and receives the sums. `running` are the launch moments of the nodes that run at the
  // beginning, ascending; `since` is that beginning.
  PoolWatch(PoolRiskState& state, const RiskSettings& settings, const Decay& decay, std::vector<std::int64_t> running,
            std::int64_t since_unix_ms);

  void Launch(std::int64_t at_unix_ms);
  void End(std::int64_t launched_unix_ms, std::int64_t at_unix_ms);
  // All that the pool loses at one moment; returns whether with them it falls.
  bool Lose(const std::vector<std::int64_t>& launched_unix_ms, std::int64_t at_unix_ms);
  bool Tick(std::int64_t up_count, std::int64_t at_unix_ms);  // As Lose.
  void Signal(RiskSignalKind kind, std::int64_t launched_unix_ms, std::int64_t at_unix_ms);
  // What a notice announced has come: drops the first that waits for it.
  void ForgetNotice(std::int64_t launched_unix_ms, std::int64_t at_unix_ms);
  // Counts the notices that wait no longer at a moment.
  void SettleNotices(std::int64_t at_unix_ms);
  void AdvanceTo(std::int64_t at_unix_ms);

  // Whether it has nodes that could be seen to fall at a moment, or has just fallen.
  bool IsExposed(std::int64_t at_unix_ms) const;
  bool FellShortlyBefore(std::int64_t at_unix_ms) const;
  // Falls per hour, from what was seen before.
  double FallRate(std::int64_t at_unix_ms) const;

  const std::vector<std::int64_t>& running() const { return running_; }

 private:
  bool IsWithinWindow(std::int64_t from_unix_ms, std::int64_t until_unix_ms) const;
  void Seen(std::int64_t at_unix_ms);

  PoolRiskState* state_;
  const RiskSettings* settings_;
  const Decay* decay_;
  std::vector<std::int64_t> running_;
  std::int64_t since_unix_ms_;
};

}  // namespace spotwright::risk

#endif  // SPOTWRIGHT_SRC_RISK_POOL_WATCH_H_
