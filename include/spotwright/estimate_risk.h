// estimate_risk: how likely spot capacity is to be lost, alone and together, from what was observed.
#ifndef SPOTWRIGHT_ESTIMATE_RISK_H_
#define SPOTWRIGHT_ESTIMATE_RISK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "spotwright/offer.h"
#include "spotwright/reason.h"
#include "spotwright/result.h"
#include "spotwright/risk.h"

namespace spotwright {

// A node from its launch to its end. Every node that lived after state.counted_until_unix_ms belongs in a request, also
// one that an earlier request has named: a node runs on only as long as it is named without an end.
struct NodeLifetime {
  std::int64_t launched_unix_ms = 0;
  std::optional<std::int64_t> ended_unix_ms;  // Absent: it still runs.
  bool lost = false;                          // Taken by the provider. false: ended by its owner, or still running.

  friend bool operator==(const NodeLifetime&, const NodeLifetime&) = default;
};

// What could be had at a moment: how many nodes of the pool were up, or 1 and 0 for "available" and "not".
struct CapacityTick {
  std::int64_t at_unix_ms = 0;
  std::int64_t up_count = 0;

  friend bool operator==(const CapacityTick&, const CapacityTick&) = default;
};

enum class RiskSignalKind : std::int32_t {
  kInterruptionNotice = 1,       // Stands for the loss that it announces.
  kRebalanceRecommendation = 2,  // Counted as a part of a loss.
  kLaunchFailure = 3,            // No capacity for a new node: counted as a part of a loss.
};

struct RiskSignal {
  RiskSignalKind kind = {};
  std::int64_t at_unix_ms = 0;
  std::optional<std::int64_t> launched_unix_ms;  // Of the node that it speaks of; none for a launch failure.

  friend bool operator==(const RiskSignal&, const RiskSignal&) = default;
};

// One pool and what was seen of it. A pool without any evidence keeps its prior.
struct PoolEvidence {
  Pool pool;                                       // capacity_type: spot.
  std::optional<std::int64_t> interruption_band;   // Spot Advisor's monthly band, 0 to 4: the prior.
  std::optional<std::int64_t> band_as_of_unix_ms;  // When the band was read; absent: now.
  std::optional<double> node_age_seconds;  // For which nodes to answer; absent: those that run now, else new ones.
  std::vector<NodeLifetime> lifetimes;     // A pool has lifetimes or ticks, not both.
  std::vector<CapacityTick> ticks;
  std::vector<RiskSignal> signals;

  friend bool operator==(const PoolEvidence&, const PoolEvidence&) = default;
};

struct RiskSettings {
  double lead_time_seconds = 300;                 // From a loss to its replacement being ready.
  double half_life_hours = 168;                   // After this time evidence counts half.
  std::optional<double> incident_window_seconds;  // Losses so near to the first belong to one incident. Absent: the
                                                  // lead time, within which they would not be told apart.
  double credible_level = 0.9;                    // Of the intervals.
  double conservative_quantile = 0.9;             // Of the conservative model.
  bool intervals = true;  // false: only what is expected, which then stands for the rest too; many times faster.
  double max_tick_gap_seconds = 3600;            // Between two ticks farther apart nothing is known.
  std::optional<double> lifetime_cap_seconds;    // The provider ends every node at this age (86400: preemptible VMs).
  double rebalance_loss_equivalent = 0.25;       // What part of a loss a recommendation counts as.
  double launch_failure_loss_equivalent = 0.25;  // As above; at most one failure of a pool in an incident window.

  friend bool operator==(const RiskSettings&, const RiskSettings&) = default;
};

// Counts of losses in common. All are decayed sums, an incident weighted as of its
// time.
struct CommonLossCounts {
  double asked = 0;          // Losses of one for which it was seen whether others fell with it.
  double asked_squared = 0;  // Sum over incidents of the square of what each added to `asked`: how clustered it is.
  double shared = 0;         // Of `asked`, the part that fell with it.
  double by_chance = 0;      // Of `asked`, the part that independent losses would have shared.

  friend bool operator==(const CommonLossCounts&, const CommonLossCounts&) = default;
};

// The losses of one pool that belong together, while more may come.
struct OpenIncident {
  std::int64_t started_unix_ms = 0;
  std::int64_t lost_count = 0;
  std::int64_t pool_count = 0;  // Nodes that could have been lost in it.
  bool fell = false;            // At least half of the pool is gone.
  std::int64_t fell_unix_ms = 0;

  friend bool operator==(const OpenIncident&, const OpenIncident&) = default;
};

// An interruption notice whose loss was not seen yet. It counts as that loss, once.
struct OpenNotice {
  std::int64_t at_unix_ms = 0;
  std::int64_t launched_unix_ms = 0;  // Of the node that it speaks of.
  double pool_share = 0;              // What part of the pool the node was.

  friend bool operator==(const OpenNotice&, const OpenNotice&) = default;
};

struct PoolRiskState {
  Pool pool;
  std::vector<double> pool_hours;  // By age band: time in which nodes of that age ran; nodes side by side share it.
  std::vector<double> losses;      // By age band: shares of the pool that were lost.
  CommonLossCounts within_pool;
  double falls = 0;                            // Incidents that took at least half of the pool.
  std::vector<std::int64_t> up_since_unix_ms;  // Of the nodes that the last tick showed, ascending.
  std::optional<std::int64_t> last_tick_unix_ms;
  std::optional<OpenIncident> incident;
  std::optional<std::int64_t> last_launch_failure_unix_ms;  // That was counted.
  std::optional<std::int64_t> last_evidence_unix_ms;
  std::vector<OpenNotice> notices;  // Of the last 15 minutes, ascending. Older ones are in `losses`.

  friend bool operator==(const PoolRiskState&, const PoolRiskState&) = default;
};

// All evidence up to a moment, summarised. Opaque to callers: pass it back as it came.
struct RiskState {
  std::int64_t version = 1;
  std::int64_t counted_until_unix_ms = 0;  // Evidence up to and including this moment is in the sums.
  std::vector<PoolRiskState> pools;        // Ascending.
  CommonLossCounts same_type_in_region;    // Zones of a region, for one type.
  CommonLossCounts same_region;            // Types of a region.
  CommonLossCounts everywhere;             // Regions.

  friend bool operator==(const RiskState&, const RiskState&) = default;
};

struct EstimateRiskRequest {
  std::int64_t now_unix_ms = 0;
  std::vector<PoolEvidence> pools;  // Each pool once.
  RiskSettings settings;
  std::optional<RiskState> state;  // Of the previous response; what it has counted is not counted again.

  friend bool operator==(const EstimateRiskRequest&, const EstimateRiskRequest&) = default;
};

// A quantity that is not known exactly.
struct RiskEstimate {
  double expected = 0;
  double low = 0;  // Both ends of the credible interval.
  double high = 0;
  double conservative = 0;  // The quantile that the settings ask for, and never below `expected`: where little is
                            // known a few dreadful possibilities raise the mean above most quantiles.

  friend bool operator==(const RiskEstimate&, const RiskEstimate&) = default;
};

// The hazard of nodes of one age.
struct AgeHazard {
  double from_age_seconds = 0;
  std::optional<double> until_age_seconds;       // Absent: no end.
  RiskEstimate interruptions_per_instance_hour;  // By capacity; a lifetime cap is not in it.
  double prior_interruptions_per_instance_hour = 0;
  double pool_hours = 0;  // What it rests on, decayed.
  double losses = 0;

  friend bool operator==(const AgeHazard&, const AgeHazard&) = default;
};

struct PoolRiskReport {
  Pool pool;
  std::vector<AgeHazard> hazards;  // By age, ascending.
  RiskEstimate loss_probability;   // Within the lead time, of all causes, for a node of node_age_seconds.
  RiskEstimate loss_correlation;   // Of one node's loss, the share of the pool that falls with it.
  std::int64_t running_count = 0;  // Nodes that run now, by lifetimes or by the last tick.
  double node_age_seconds = 0;     // Their mean age, else the one asked for, else 0.
  double pool_hours = 0;           // Decayed sums over all ages.
  double losses = 0;
  std::optional<double> evidence_age_seconds;  // Since the last thing that was seen; absent: nothing was.
  std::vector<Reason> reasons;

  friend bool operator==(const PoolRiskReport&, const PoolRiskReport&) = default;
};

// How often pools fall together beyond chance.
struct CommonLossReport {
  RiskEstimate shared;  // Of one pool's falls, the share that another pool suffers with it.
  double falls = 0;     // That it rests on, decayed.

  friend bool operator==(const CommonLossReport&, const CommonLossReport&) = default;
};

struct EstimateRiskResponse {
  bool feasible = true;               // false: the request names no pools.
  RiskModel expected;                 // For decide_mix: from the means.
  RiskModel conservative;             // And from the conservative quantiles.
  std::vector<PoolRiskReport> pools;  // In the order of the request.
  CommonLossReport same_type_in_region;
  CommonLossReport same_region;
  CommonLossReport everywhere;
  RiskState state;
  std::vector<Reason> reasons;
  std::int64_t call_again_at_unix_ms = 0;  // One incident window from now: evidence fades and nodes age all the time.

  friend bool operator==(const EstimateRiskResponse&, const EstimateRiskResponse&) = default;
};

// Estimates the hazard of each pool by node age, how much of a pool falls at once, and which losses pools share.
//
// Hazard: constant within each of seven age bands (from 0, 1/2, 1, 2, 4, 12 and 24 h). The prior is a gamma
// distribution for each band, around a level that all ages of a pool share and that is itself only known by order of
// magnitude; without evidence its mean is that of the band, F a month giving -ln(1 - F) / 720 an hour (F = 0.3 for the
// last band), which a band read a year ago is trusted less for. Nodes side by side are one witness and not many, as a
// pool dies as a block: an hour of n nodes counts as one pool hour, the loss of one of them as 1/n.
//
// Correlation within a pool: of the incidents, the share of the others that falls with a lost node; beta distribution.
// Between pools: of the falls of one pool (at least half of it in an incident), those that another shares within a
// window, less what chance explains; for zones of a region and a type, for types of a region, and for regions. The
// model attributes as much hazard to shocks as that says and as no pool's own hazard forbids, so that the loss
// probability of each pool is what was estimated for it.
//
// The order of pools and of events does not matter. Evidence at or before state.counted_until_unix_ms is left out.
// One batch, or the same evidence brought in parts through `state`, give the same up to rounding.
//
// An interruption notice counts as the loss that it announces, until that is seen: the loss of a node of the same
// launch moment within 15 minutes takes its place, in the same request or in a later one, for which the state keeps the
// notices of the last 15 minutes. (Providers announce 30 seconds to 5 minutes ahead: Azure and Google Cloud 30 seconds,
// AWS 2 minutes, Alibaba Cloud 5 minutes.) An owner who ends a node under notice has lost it all the same: the notice
// stays. Of a pool with ticks, which show every loss, notices say nothing more; nor of a node that is gone.
//
// Errors: a pool twice, or not spot; events after now_unix_ms, or that end before they begin; `lost` without an end;
// lifetimes and ticks of one pool; two ticks of one moment; a launch moment on a launch failure, or none on another
// signal; a state of another version, from the future, or not as it was given out.
// Sources: Spot Advisor (bands), the published traces that the fall of hazard with age is known from, and censored
// exposure counts (Nelson-Aalen). O(events log events + events x nodes that run at once + pools^2 per fall).
Result<EstimateRiskResponse> EstimateRisk(const EstimateRiskRequest& request, const Call& call = {});

}  // namespace spotwright

#endif  // SPOTWRIGHT_ESTIMATE_RISK_H_
