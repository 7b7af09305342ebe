#include "spotwright/estimate_risk.h"

#include "src/model/field.h"

namespace spotwright::model {
namespace {

// Moments, in milliseconds since 1970: up to the year 5138, so that differences cannot overflow.
constexpr double kLastMoment = 1e14;
constexpr double kMostNodes = 1e6;  // Of one pool at once.
constexpr double kMostSeconds = 1e9;

}  // namespace

template <>
const Enum& EnumOf<RiskSignalKind>() {
  static const Enum kTable{"RiskSignalKind",
                           "What a provider said of a pool.",
                           {
                               {1, "interruption_notice", "Stands for the loss that it announces."},
                               {2, "rebalance_recommendation", "Counted as a part of a loss."},
                               {3, "launch_failure", "No capacity for a new node: counted as a part of a loss."},
                           }};
  return kTable;
}

template <>
const Message& MessageOf<NodeLifetime>() {
  static const Message kTable = Describe<NodeLifetime>(
      "NodeLifetime", "A node from its launch to its end.",
      {
          Field<&NodeLifetime::launched_unix_ms>(1, "launched_unix_ms", "When it was launched.")
              .Required()
              .Range(0, kLastMoment),
          Field<&NodeLifetime::ended_unix_ms>(2, "ended_unix_ms", "When it ended; absent: it still runs.")
              .Range(0, kLastMoment),
          Field<&NodeLifetime::lost>(3, "lost",
                                     "true: taken by the provider; false: ended by its owner, or still running."),
      });
  return kTable;
}

template <>
const Message& MessageOf<CapacityTick>() {
  static const Message kTable = Describe<CapacityTick>(
      "CapacityTick", "What could be had at a moment.",
      {
          Field<&CapacityTick::at_unix_ms>(1, "at_unix_ms", "The moment.").Required().Range(0, kLastMoment),
          Field<&CapacityTick::up_count>(2, "up_count",
                                         "Nodes of the pool that were up, or 1 for available and 0 for not.")
              .Range(0, kMostNodes),
      });
  return kTable;
}

template <>
const Message& MessageOf<RiskSignal>() {
  static const Message kTable = Describe<RiskSignal>(
      "RiskSignal", "A sign of scarce capacity.",
      {
          Field<&RiskSignal::kind>(1, "kind", "What was said.").Required(),
          Field<&RiskSignal::at_unix_ms>(2, "at_unix_ms", "When.").Required().Range(0, kLastMoment),
          Field<&RiskSignal::launched_unix_ms>(
              3, "launched_unix_ms", "When the node that it speaks of was launched; none for a launch failure.")
              .Range(0, kLastMoment),
      });
  return kTable;
}

template <>
const Message& MessageOf<PoolEvidence>() {
  static const Message kTable = Describe<PoolEvidence>(
      "PoolEvidence", "One pool and what was seen of it. Without evidence it keeps its prior.",
      {
          Field<&PoolEvidence::pool>(1, "pool", "Which pool; its capacity type is spot.").Required(),
          Field<&PoolEvidence::interruption_band>(2, "interruption_band", "Spot Advisor's monthly band: the prior.")
              .Range(0, 4),
          Field<&PoolEvidence::band_as_of_unix_ms>(3, "band_as_of_unix_ms", "When the band was read; absent: now.")
              .Range(0, kLastMoment),
          Field<&PoolEvidence::node_age_seconds>(
              4, "node_age_seconds", "For nodes of which age to answer; absent: those that run now, else new ones.")
              .Range(0, kMostSeconds),
          Field<&PoolEvidence::lifetimes>(5, "lifetimes", "Its nodes. A pool has lifetimes or ticks, not both."),
          Field<&PoolEvidence::ticks>(6, "ticks", "What could be had, moment by moment."),
          Field<&PoolEvidence::signals>(7, "signals", "Notices, recommendations, launches that failed."),
      });
  return kTable;
}

template <>
const Message& MessageOf<RiskSettings>() {
  static const Message kTable = Describe<RiskSettings>(
      "RiskSettings", "How evidence is weighed and what is asked for.",
      {
          Field<&RiskSettings::lead_time_seconds>(1, "lead_time_seconds",
                                                  "From a loss to its replacement being ready, in seconds.")
              .Range(1, 30.0 * 86400),
          Field<&RiskSettings::half_life_hours>(2, "half_life_hours", "After this time evidence counts half.")
              .Range(1, 1e6),
          Field<&RiskSettings::incident_window_seconds>(
              3, "incident_window_seconds",
              "Losses so near to the first belong to one incident. Absent: the lead "
              "time.")
              .Range(1, 86400),
          Field<&RiskSettings::credible_level>(4, "credible_level", "Of the intervals.").Range(0.01, 0.999),
          Field<&RiskSettings::conservative_quantile>(5, "conservative_quantile", "Of the conservative model.")
              .Range(0.5, 0.9999),
          Field<&RiskSettings::max_tick_gap_seconds>(6, "max_tick_gap_seconds",
                                                     "Between two ticks farther apart nothing is known, in seconds.")
              .Range(1, kMostSeconds),
          Field<&RiskSettings::lifetime_cap_seconds>(
              7, "lifetime_cap_seconds", "The provider ends every node at this age, in seconds; absent: it does not.")
              .Range(1, kMostSeconds),
          Field<&RiskSettings::rebalance_loss_equivalent>(8, "rebalance_loss_equivalent",
                                                          "What part of a loss a recommendation counts as.")
              .Range(0, 1),
          Field<&RiskSettings::launch_failure_loss_equivalent>(
              9, "launch_failure_loss_equivalent",
              "What part of a loss a failed launch counts as; at most one of a pool in an incident window.")
              .Range(0, 1),
          Field<&RiskSettings::intervals>(
              10, "intervals", "false: only what is expected, which then stands for the rest too; many times faster."),
      });
  return kTable;
}

template <>
const Message& MessageOf<CommonLossCounts>() {
  static const Message kTable =
      Describe<CommonLossCounts>(
          "CommonLossCounts", "Counts of losses in common, decayed.",
          {
              Field<&CommonLossCounts::asked>(1, "asked",
                                              "Losses of one for which it was seen whether others fell with it.")
                  .AtLeast(0),
              Field<&CommonLossCounts::asked_squared>(2, "asked_squared",
                                                      "Sum over incidents of the square of what each added to asked.")
                  .AtLeast(0),
              Field<&CommonLossCounts::shared>(3, "shared", "Of asked, the part that fell with it.").AtLeast(0),
              Field<&CommonLossCounts::by_chance>(4, "by_chance",
                                                  "Of asked, the part that independent losses would have shared.")
                  .AtLeast(0),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<OpenIncident>() {
  static const Message kTable =
      Describe<OpenIncident>(
          "OpenIncident", "The losses of one pool that belong together, while more may come.",
          {
              Field<&OpenIncident::started_unix_ms>(1, "started_unix_ms", "When the first was lost.")
                  .Range(0, kLastMoment),
              Field<&OpenIncident::lost_count>(2, "lost_count", "Nodes lost so far.").Range(0, 1e15),
              Field<&OpenIncident::pool_count>(3, "pool_count", "Nodes that could have been lost.").Range(0, 1e15),
              Field<&OpenIncident::fell>(4, "fell", "At least half of the pool is gone."),
              Field<&OpenIncident::fell_unix_ms>(5, "fell_unix_ms", "Since when.").Range(0, kLastMoment),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<OpenNotice>() {
  static const Message kTable =
      Describe<OpenNotice>(
          "OpenNotice", "An interruption notice whose loss was not seen yet.",
          {
              Field<&OpenNotice::at_unix_ms>(1, "at_unix_ms", "When it came.").Range(0, kLastMoment),
              Field<&OpenNotice::launched_unix_ms>(2, "launched_unix_ms",
                                                   "When the node that it speaks of was launched.")
                  .Range(0, kLastMoment),
              Field<&OpenNotice::pool_share>(3, "pool_share", "What part of the pool the node was.").Range(0, 1),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<PoolRiskState>() {
  static const Message kTable =
      Describe<PoolRiskState>(
          "PoolRiskState", "What has been counted of one pool.",
          {
              Field<&PoolRiskState::pool>(1, "pool", "Which pool.").Required(),
              Field<&PoolRiskState::pool_hours>(
                  2, "pool_hours", "By age band: time in which nodes of that age ran; nodes side by side share it.")
                  .Range(0, 1e12),
              Field<&PoolRiskState::losses>(3, "losses", "By age band: shares of the pool that were lost.")
                  .Range(0, 1e12),
              Field<&PoolRiskState::within_pool>(4, "within_pool", "Losses in common of its nodes."),
              Field<&PoolRiskState::falls>(5, "falls", "Incidents that took at least half of the pool.").Range(0, 1e12),
              Field<&PoolRiskState::up_since_unix_ms>(6, "up_since_unix_ms",
                                                      "Of the nodes that the last tick showed, ascending.")
                  .Range(0, kLastMoment),
              Field<&PoolRiskState::last_tick_unix_ms>(7, "last_tick_unix_ms", "The last tick.").Range(0, kLastMoment),
              Field<&PoolRiskState::incident>(8, "incident", "The last one, to which more may belong."),
              Field<&PoolRiskState::last_launch_failure_unix_ms>(9, "last_launch_failure_unix_ms",
                                                                 "The last that was counted.")
                  .Range(0, kLastMoment),
              Field<&PoolRiskState::last_evidence_unix_ms>(10, "last_evidence_unix_ms",
                                                           "When anything was last seen of it.")
                  .Range(0, kLastMoment),
              Field<&PoolRiskState::notices>(11, "notices",
                                             "Of the last 15 minutes, ascending. Older ones are in losses."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<RiskState>() {
  static const Message kTable =
      Describe<RiskState>(
          "RiskState", "All evidence up to a moment, summarised. Opaque to callers: pass it back as it came.",
          {
              Field<&RiskState::version>(1, "version", "Of this struct's meaning; accepted: 1."),
              Field<&RiskState::counted_until_unix_ms>(2, "counted_until_unix_ms",
                                                       "Evidence up to and including this moment is in the sums.")
                  .Range(0, kLastMoment),
              Field<&RiskState::pools>(3, "pools", "Ascending."),
              Field<&RiskState::same_type_in_region>(4, "same_type_in_region", "Zones of a region, for one type."),
              Field<&RiskState::same_region>(5, "same_region", "Types of a region."),
              Field<&RiskState::everywhere>(6, "everywhere", "Regions."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<EstimateRiskRequest>() {
  static const Message kTable = Describe<EstimateRiskRequest>(
      "EstimateRiskRequest", "Asks how likely spot capacity is to be lost, alone and together.",
      {
          Field<&EstimateRiskRequest::now_unix_ms>(1, "now_unix_ms", "The moment of the question.")
              .Required()
              .Range(0, kLastMoment),
          Field<&EstimateRiskRequest::pools>(2, "pools", "The pools and what was seen of them; each pool once."),
          Field<&EstimateRiskRequest::settings>(3, "settings", "How evidence is weighed and what is asked for."),
          Field<&EstimateRiskRequest::state>(4, "state",
                                             "Of the previous response; what it has counted is not counted again."),
      });
  return kTable;
}

template <>
const Message& MessageOf<RiskEstimate>() {
  static const Message kTable =
      Describe<RiskEstimate>(
          "RiskEstimate", "A quantity that is not known exactly.",
          {
              Field<&RiskEstimate::expected>(1, "expected", "Its mean."),
              Field<&RiskEstimate::low>(2, "low", "Lower end of the credible interval."),
              Field<&RiskEstimate::high>(3, "high", "Upper end of the credible interval."),
              Field<&RiskEstimate::conservative>(4, "conservative",
                                                 "The quantile that the settings ask for; never below expected."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<AgeHazard>() {
  static const Message kTable =
      Describe<AgeHazard>(
          "AgeHazard", "The hazard of nodes of one age.",
          {
              Field<&AgeHazard::from_age_seconds>(1, "from_age_seconds", "From this age on."),
              Field<&AgeHazard::until_age_seconds>(2, "until_age_seconds", "Below this age; absent: no end."),
              Field<&AgeHazard::interruptions_per_instance_hour>(3, "interruptions_per_instance_hour",
                                                                 "By capacity, per hour; a lifetime cap is not in it."),
              Field<&AgeHazard::prior_interruptions_per_instance_hour>(4, "prior_interruptions_per_instance_hour",
                                                                       "What it would be without evidence."),
              Field<&AgeHazard::pool_hours>(5, "pool_hours", "What it rests on, decayed: hours seen."),
              Field<&AgeHazard::losses>(6, "losses", "And losses, as shares of the pool."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<PoolRiskReport>() {
  static const Message kTable =
      Describe<PoolRiskReport>(
          "PoolRiskReport", "What is known of one pool.",
          {
              Field<&PoolRiskReport::pool>(1, "pool", "Which pool."),
              Field<&PoolRiskReport::loss_probability>(
                  2, "loss_probability", "Within the lead time, of all causes, for a node of node_age_seconds."),
              Field<&PoolRiskReport::loss_correlation>(3, "loss_correlation",
                                                       "Of one node's loss, the share of the pool that falls with it."),
              Field<&PoolRiskReport::running_count>(4, "running_count",
                                                    "Nodes that run now, by lifetimes or by the last tick."),
              Field<&PoolRiskReport::node_age_seconds>(5, "node_age_seconds",
                                                       "The age asked for, else the mean of those that run, else 0."),
              Field<&PoolRiskReport::pool_hours>(6, "pool_hours", "Hours seen, over all ages, decayed."),
              Field<&PoolRiskReport::losses>(7, "losses", "Losses seen, as shares of the pool, decayed."),
              Field<&PoolRiskReport::evidence_age_seconds>(8, "evidence_age_seconds",
                                                           "Since the last thing that was seen; absent: nothing was."),
              Field<&PoolRiskReport::hazards>(9, "hazards", "By age, ascending."),
              Field<&PoolRiskReport::reasons>(10, "reasons", "What the estimate rests on."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<CommonLossReport>() {
  static const Message kTable =
      Describe<CommonLossReport>(
          "CommonLossReport", "How often pools fall together beyond chance.",
          {
              Field<&CommonLossReport::shared>(1, "shared",
                                               "Of one pool's falls, the share that another pool suffers with it."),
              Field<&CommonLossReport::falls>(2, "falls", "Falls that it rests on, decayed."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<EstimateRiskResponse>() {
  static const Message kTable =
      Describe<EstimateRiskResponse>(
          "EstimateRiskResponse", "The risk of each pool, and what pools share.",
          {
              Field<&EstimateRiskResponse::expected>(1, "expected", "For decide_mix: from the means."),
              Field<&EstimateRiskResponse::conservative>(2, "conservative", "And from the conservative quantiles."),
              Field<&EstimateRiskResponse::pools>(3, "pools", "In the order of the request."),
              Field<&EstimateRiskResponse::same_type_in_region>(4, "same_type_in_region",
                                                                "Zones of a region, for one type."),
              Field<&EstimateRiskResponse::same_region>(5, "same_region", "Types of a region."),
              Field<&EstimateRiskResponse::everywhere>(6, "everywhere", "Regions."),
              Field<&EstimateRiskResponse::state>(7, "state", "For the next request."),
              Field<&EstimateRiskResponse::reasons>(8, "reasons", "What is to be said of the whole."),
              Field<&EstimateRiskResponse::call_again_at_unix_ms>(
                  9, "call_again_at_unix_ms",
                  "One incident window from now: evidence fades and nodes age all the time."),
              Field<&EstimateRiskResponse::feasible>(10, "feasible", "Whether there was a pool to estimate."),
          })
          .WriteDefaults();
  return kTable;
}

}  // namespace spotwright::model
