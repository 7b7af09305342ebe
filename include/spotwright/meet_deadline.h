// meet_deadline: where a job with a deadline runs next: on spot, on on-demand, or nowhere for a while.
#ifndef SPOTWRIGHT_MEET_DEADLINE_H_
#define SPOTWRIGHT_MEET_DEADLINE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "spotwright/estimate_risk.h"
#include "spotwright/offer.h"
#include "spotwright/reason.h"
#include "spotwright/result.h"

namespace spotwright {

// A spot pool that the job can run in, as seen now and before.
struct DeadlineZone {
  Pool pool;  // capacity_type: spot.
  double price_usd_per_hour = 0;
  bool available = false;           // Whether an instance can be had, or the job's own runs, at this moment.
  std::vector<CapacityTick> ticks;  // What was seen of it before now, ascending; up_count 0: not available. What the
                                    // state has counted is left out.
  std::optional<double> interruptions_per_instance_hour;  // Of old instances, when known: what is believed of the pool
                                                          // before anything of it is seen.

  friend bool operator==(const DeadlineZone&, const DeadlineZone&) = default;
};

// On-demand capacity that is there whenever it is asked for.
struct DeadlineOnDemand {
  Pool pool;  // capacity_type: on_demand.
  double price_usd_per_hour = 0;

  friend bool operator==(const DeadlineOnDemand&, const DeadlineOnDemand&) = default;
};

// The instance that the job has now.
struct DeadlineRun {
  Pool pool;                        // One of the zones, or on-demand.
  double restart_left_seconds = 0;  // Until it does work; 0: it works.
  double unsaved_work_seconds = 0;  // Done since the last checkpoint: lost with a spot instance.

  friend bool operator==(const DeadlineRun&, const DeadlineRun&) = default;
};

// How long a pool stays as it is, by how long it has been so: for each age band the time seen at that age and the ends
// that were seen.
struct RunCounts {
  std::vector<double> hours;
  std::vector<double> ends;

  friend bool operator==(const RunCounts&, const RunCounts&) = default;
};

struct DeadlineZoneState {
  Pool pool;
  bool available = false;            // When last seen.
  std::int64_t since_unix_ms = 0;    // Since when it has been so, as far as was seen.
  std::int64_t seen_at_unix_ms = 0;  // When that was.
  RunCounts up;

  friend bool operator==(const DeadlineZoneState&, const DeadlineZoneState&) = default;
};

// What was learnt of the zones. Opaque to callers: pass it back as it came. It may be passed from one job to the next.
struct DeadlineState {
  std::int64_t version = 1;
  std::int64_t counted_until_unix_ms = 0;
  std::vector<DeadlineZoneState> zones;            // Ascending.
  bool none_available = false;                     // Of the zones of the last request,
  std::optional<std::int64_t> none_since_unix_ms;  // and since when; absent: it had no zones.
  RunCounts none_up;                               // How long it lasts that none is.
  double losses = 0;                               // How often a zone went away,
  double losses_covered = 0;                       // and of these, how often another was there.

  friend bool operator==(const DeadlineState&, const DeadlineState&) = default;
};

struct MeetDeadlineRequest {
  std::int64_t now_unix_ms = 0;
  std::int64_t deadline_unix_ms = 0;
  double work_left_seconds = 0;               // On a running instance, if nothing is lost. All instances work alike.
  double restart_overhead_seconds = 0;        // From a launch to the first work: boot, pull, read the checkpoint. Paid.
  double checkpoint_interval_seconds = 0;     // At most so much work is lost with an instance; 0: none. A move that is
                                              // decided here loses none: the job saves first.
  double decision_interval_seconds = 300;     // The longest time until the next call.
  std::vector<DeadlineZone> zones;            // Each pool once. Empty: there is no spot.
  std::optional<DeadlineOnDemand> on_demand;  // Absent: there is none, and no promise.
  std::optional<DeadlineRun> running;         // Absent: the job has no instance.
  std::optional<DeadlineState> state;         // Of the previous response.

  friend bool operator==(const MeetDeadlineRequest&, const MeetDeadlineRequest&) = default;
};

enum class DeadlineAction : std::int32_t {
  kRunOnSpot = 1,
  kRunOnDemand = 2,
  kWait = 3,  // Hold no instance until the next call.
  kDone = 4,  // No work is left.
};

// What is expected of an action now, if the best is done after it.
struct DeadlineOption {
  DeadlineAction action = {};
  std::optional<Pool> pool;
  bool keeps_deadline = true;               // Whatever spot does until the next call.
  std::optional<double> expected_cost_usd;  // From now to the end; absent if the deadline is not kept.

  friend bool operator==(const DeadlineOption&, const DeadlineOption&) = default;
};

struct MeetDeadlineResponse {
  bool feasible = true;  // false: no action is sure to end in time. The one that ends earliest is given.
  DeadlineAction action = {};
  std::optional<Pool> pool;             // Where to run; absent for kWait and kDone.
  bool keeps_instance = false;          // The job stays on the instance that it has.
  std::vector<DeadlineOption> options;  // What was weighed: spot in the best zone, on-demand, waiting.
  double expected_cost_usd = 0;         // From now to the end, by what was learnt.
  double on_demand_cost_usd = 0;        // If the job ran on on-demand alone from now on.
  double slack_seconds = 0;  // Time until the deadline less the work left and, unless it runs there, a restart on
                             // on-demand.
  std::optional<std::int64_t> latest_on_demand_start_unix_ms;  // When a job without an instance must start at last.
  DeadlineState state;
  std::vector<Reason> reasons;
  std::optional<std::int64_t> call_again_at_unix_ms;  // Absent: nothing is left to decide.

  friend bool operator==(const MeetDeadlineResponse&, const MeetDeadlineResponse&) = default;
};

// Weighs spot, on-demand and waiting by what each is expected to cost to the end, and takes the cheapest of those that
// keep the deadline.
//
// The promise: while on-demand can be had, a job that could end in time ends in time, if it is called again within
// decision_interval_seconds of each response and does as it is told. An action other than on-demand is taken only if,
// with no work done until the next call and the instance lost by then with all its unsaved work, on-demand could still
// end the work in time after a restart.
//
// Where even on-demand would be late, a spot instance that could still end in time is kept, else on-demand is taken:
// feasible is false. Without on-demand spot is used whenever it is there, and feasible is false too.
//
// The weighing: a dynamic program over the time left and the slack (time less work), for a pool that comes and goes.
// How long it stays and how long it is away has a rate by age band (from 0, 1/2, 1, 2, 4 and 12 h), learnt from what
// was seen of the zones, and before that from what published availability traces show: young pools go sooner, pools
// just gone come back sooner. A restart costs its time on the instance and as much slack; slack is worth what it lets
// spot do later. So with cheap restarts a job follows spot closely, and with dear ones it leaves on-demand only for a
// pool that has stood a while. Of several zones the one with the least expected price of work is taken: price x (life +
// restart and lost work) / life; a loss while another zone is there is a restart and not a wait. What was seen of one
// zone tells of the others with a weight that its own evidence outgrows; what is a week old counts half.
//
// Nothing depends on absolute prices or times: scaling all prices, or shifting all times, changes no action.
// Ties: staying before moving, then spot, on-demand, waiting; of zones the first in byte order.
//
// Errors: a zone twice, or not spot; on-demand that is not; running elsewhere than in a zone that is available or on
// that on-demand; ticks that do not ascend or are later than now; a state of another version, from the future, or not
// as it was given out.
// Sources: Can't Be Late (NSDI 2024) for the problem, its peers and the latest start; the program is our own.
// O(ticks log ticks + grid), the grid having 64 times x 33 slacks x 12
// ages x 3 places.
Result<MeetDeadlineResponse> MeetDeadline(const MeetDeadlineRequest& request, const Call& call = {});

}  // namespace spotwright

#endif  // SPOTWRIGHT_MEET_DEADLINE_H_
