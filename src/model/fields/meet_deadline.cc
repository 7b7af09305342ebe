#include "spotwright/meet_deadline.h"

#include "src/model/field.h"

namespace spotwright::model {
namespace {

// Moments, in milliseconds since 1970: up to the year 5138, so that differences cannot overflow.
constexpr double kLastMoment = 1e14;
constexpr double kMostSeconds = 1e9;
constexpr double kMostUsdPerHour = 1e6;
constexpr double kMostCount = 1e9;

}  // namespace

template <>
const Enum& EnumOf<DeadlineAction>() {
  static const Enum kTable{"DeadlineAction",
                           "Where a job with a deadline is to be until the next call.",
                           {
                               {1, "run_on_spot", "In the spot pool that is named."},
                               {2, "run_on_demand", "On on-demand."},
                               {3, "wait", "On no instance: what it has is ended, its work saved."},
                               {4, "done", "No work is left."},
                           }};
  return kTable;
}

template <>
const Message& MessageOf<DeadlineZone>() {
  static const Message kTable = Describe<DeadlineZone>(
      "DeadlineZone", "A spot pool that the job can run in, as seen now and before.",
      {
          Field<&DeadlineZone::pool>(1, "pool", "Which pool; its capacity type is spot.").Required(),
          Field<&DeadlineZone::price_usd_per_hour>(2, "price_usd_per_hour", "What an instance costs, in USD per hour.")
              .Range(0, kMostUsdPerHour),
          Field<&DeadlineZone::available>(3, "available",
                                          "Whether an instance can be had, or the job's own runs, at this moment."),
          Field<&DeadlineZone::ticks>(4, "ticks",
                                      "What was seen of it before now, ascending; up_count 0: not available. What the "
                                      "state has counted is left out."),
          Field<&DeadlineZone::interruptions_per_instance_hour>(
              5, "interruptions_per_instance_hour",
              "Of old instances, when known: what is believed of the pool before anything of it is seen.")
              .Range(0, kMostUsdPerHour),
      });
  return kTable;
}

template <>
const Message& MessageOf<DeadlineOnDemand>() {
  static const Message kTable = Describe<DeadlineOnDemand>(
      "DeadlineOnDemand", "On-demand capacity that is there whenever it is asked for.",
      {
          Field<&DeadlineOnDemand::pool>(1, "pool", "Which pool; its capacity type is on_demand.").Required(),
          Field<&DeadlineOnDemand::price_usd_per_hour>(2, "price_usd_per_hour",
                                                       "What an instance costs, in USD per hour; more than nothing.")
              .Required()
              .Range(1e-6, kMostUsdPerHour),
      });
  return kTable;
}

template <>
const Message& MessageOf<DeadlineRun>() {
  static const Message kTable = Describe<DeadlineRun>(
      "DeadlineRun", "The instance that the job has now.",
      {
          Field<&DeadlineRun::pool>(1, "pool", "One of the zones, or on-demand.").Required(),
          Field<&DeadlineRun::restart_left_seconds>(2, "restart_left_seconds",
                                                    "Until it does work, in seconds; 0: it works.")
              .Range(0, kMostSeconds),
          Field<&DeadlineRun::unsaved_work_seconds>(
              3, "unsaved_work_seconds", "Work done since the last checkpoint, in seconds: lost with a spot instance.")
              .Range(0, kMostSeconds),
      });
  return kTable;
}

template <>
const Message& MessageOf<RunCounts>() {
  static const Message kTable =
      Describe<RunCounts>(
          "RunCounts", "How long a pool stays as it is, by how long it has been so.",
          {
              Field<&RunCounts::hours>(1, "hours", "For each age band, the time seen at that age.")
                  .Range(0, kMostCount),
              Field<&RunCounts::ends>(2, "ends", "For each age band, the ends seen at that age.").Range(0, kMostCount),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<DeadlineZoneState>() {
  static const Message kTable =
      Describe<DeadlineZoneState>(
          "DeadlineZoneState", "What was learnt of a zone.",
          {
              Field<&DeadlineZoneState::pool>(1, "pool", "Which zone.").Required(),
              Field<&DeadlineZoneState::available>(2, "available", "Whether it was available when last seen."),
              Field<&DeadlineZoneState::since_unix_ms>(3, "since_unix_ms",
                                                       "Since when it has been so, as far as was seen.")
                  .Range(0, kLastMoment),
              Field<&DeadlineZoneState::seen_at_unix_ms>(4, "seen_at_unix_ms", "When it was last seen.")
                  .Range(0, kLastMoment),
              Field<&DeadlineZoneState::up>(5, "up", "How long it stays."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<DeadlineState>() {
  static const Message kTable =
      Describe<DeadlineState>(
          "DeadlineState",
          "What was learnt of the zones. Pass it back as it came; it may be passed from one job to the next.",
          {
              Field<&DeadlineState::version>(1, "version", "Of this struct's meaning; accepted: 1."),
              Field<&DeadlineState::counted_until_unix_ms>(2, "counted_until_unix_ms",
                                                           "What was seen up to this moment is in the counts.")
                  .Range(0, kLastMoment),
              Field<&DeadlineState::zones>(3, "zones", "Each zone, ascending."),
              Field<&DeadlineState::none_available>(4, "none_available",
                                                    "Whether none of the zones of the last request was available,"),
              Field<&DeadlineState::none_since_unix_ms>(5, "none_since_unix_ms",
                                                        "and since when; absent: it had no zones.")
                  .Range(0, kLastMoment),
              Field<&DeadlineState::none_up>(6, "none_up", "How long it lasts that none is available."),
              Field<&DeadlineState::losses>(7, "losses", "How often a zone went away,").Range(0, kMostCount),
              Field<&DeadlineState::losses_covered>(8, "losses_covered", "and of these, how often another was there.")
                  .Range(0, kMostCount),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<MeetDeadlineRequest>() {
  static const Message kTable = Describe<MeetDeadlineRequest>(
      "MeetDeadlineRequest", "A job with work left and a deadline, and where it could run.",
      {
          Field<&MeetDeadlineRequest::now_unix_ms>(1, "now_unix_ms", "The moment of asking.")
              .Required()
              .Range(0, kLastMoment),
          Field<&MeetDeadlineRequest::deadline_unix_ms>(2, "deadline_unix_ms", "When the work must be done.")
              .Required()
              .Range(0, kLastMoment),
          Field<&MeetDeadlineRequest::work_left_seconds>(
              3, "work_left_seconds",
              "Work left, in seconds of a running instance, if nothing is lost. All instances work alike.")
              .Range(0, kMostSeconds),
          Field<&MeetDeadlineRequest::restart_overhead_seconds>(
              4, "restart_overhead_seconds",
              "From a launch to the first work, in seconds: boot, pull, read the checkpoint. Paid.")
              .Range(0, kMostSeconds),
          Field<&MeetDeadlineRequest::checkpoint_interval_seconds>(
              5, "checkpoint_interval_seconds",
              "At most so much work is lost with an instance, in seconds; 0: none. A move that is decided here loses "
              "none: the job saves first.")
              .Range(0, kMostSeconds),
          Field<&MeetDeadlineRequest::decision_interval_seconds>(6, "decision_interval_seconds",
                                                                 "The longest time until the next call, in seconds.")
              .Range(1, kMostSeconds),
          Field<&MeetDeadlineRequest::zones>(7, "zones", "Spot pools, each once; empty: there is no spot."),
          Field<&MeetDeadlineRequest::on_demand>(8, "on_demand", "Absent: there is none, and no promise."),
          Field<&MeetDeadlineRequest::running>(9, "running", "Absent: the job has no instance."),
          Field<&MeetDeadlineRequest::state>(10, "state",
                                             "Of the previous response; what it has counted is not counted again."),
      });
  return kTable;
}

template <>
const Message& MessageOf<DeadlineOption>() {
  static const Message kTable =
      Describe<DeadlineOption>(
          "DeadlineOption", "What is expected of an action now, if the best is done after it.",
          {
              Field<&DeadlineOption::action>(1, "action", "Which action."),
              Field<&DeadlineOption::pool>(2, "pool", "Where; absent for waiting."),
              Field<&DeadlineOption::keeps_deadline>(3, "keeps_deadline", "Whatever spot does until the next call."),
              Field<&DeadlineOption::expected_cost_usd>(
                  4, "expected_cost_usd", "From now to the end, in USD; absent if the deadline is not kept."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<MeetDeadlineResponse>() {
  static const Message kTable =
      Describe<MeetDeadlineResponse>(
          "MeetDeadlineResponse", "Where the job runs until the next call.",
          {
              Field<&MeetDeadlineResponse::feasible>(
                  1, "feasible",
                  "false: no action is sure to end in time. The one that may, or that ends earliest, is given."),
              Field<&MeetDeadlineResponse::action>(2, "action", "What to do."),
              Field<&MeetDeadlineResponse::pool>(3, "pool", "Where to run; absent for wait and done."),
              Field<&MeetDeadlineResponse::keeps_instance>(4, "keeps_instance",
                                                           "The job stays on the instance that it has."),
              Field<&MeetDeadlineResponse::options>(5, "options",
                                                    "What was weighed: spot in the best zone, on-demand, waiting."),
              Field<&MeetDeadlineResponse::expected_cost_usd>(6, "expected_cost_usd",
                                                              "From now to the end, by what was learnt, in USD."),
              Field<&MeetDeadlineResponse::on_demand_cost_usd>(
                  7, "on_demand_cost_usd", "If the job ran on on-demand alone from now on, in USD."),
              Field<&MeetDeadlineResponse::slack_seconds>(
                  8, "slack_seconds",
                  "Time until the deadline less the work left and, unless it runs there, a restart on on-demand."),
              Field<&MeetDeadlineResponse::latest_on_demand_start_unix_ms>(
                  9, "latest_on_demand_start_unix_ms",
                  "When a job that is not on on-demand must start there at last; absent where it is, or there is "
                  "none."),
              Field<&MeetDeadlineResponse::state>(10, "state", "For the next request."),
              Field<&MeetDeadlineResponse::reasons>(11, "reasons", "Why."),
              Field<&MeetDeadlineResponse::call_again_at_unix_ms>(
                  12, "call_again_at_unix_ms",
                  "When to ask again, at the latest, and whenever spot comes or goes; absent: nothing is left to "
                  "decide."),
          })
          .WriteDefaults();
  return kTable;
}

}  // namespace spotwright::model
