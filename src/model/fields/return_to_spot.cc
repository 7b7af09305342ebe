#include "spotwright/return_to_spot.h"

#include "src/model/field.h"

namespace spotwright::model {
namespace {

// Moments, in milliseconds since 1970: up to the year 5138, so that differences cannot overflow.
constexpr double kLastMoment = 1e14;
constexpr double kMostSeconds = 1e9;
constexpr double kMostUsdPerHour = 1e6;
constexpr double kMostNodes = 1e6;

}  // namespace

template <>
const Message& MessageOf<HazardAtAge>() {
  static const Message kTable = Describe<HazardAtAge>(
      "HazardAtAge", "The hazard of instances from an age on, up to that of the next entry.",
      {
          Field<&HazardAtAge::from_age_seconds>(1, "from_age_seconds", "From this age on, in seconds.")
              .Range(0, kMostSeconds),
          Field<&HazardAtAge::interruptions_per_instance_hour>(2, "interruptions_per_instance_hour",
                                                               "Interruptions of one instance in an hour.")
              .Range(0, 1e6),
      });
  return kTable;
}

template <>
const Message& MessageOf<ReturnPool>() {
  static const Message kTable = Describe<ReturnPool>(
      "ReturnPool", "A spot pool to which nodes may return, as seen now.",
      {
          Field<&ReturnPool::pool>(1, "pool", "Which pool; its capacity type is spot.").Required(),
          Field<&ReturnPool::price_usd_per_hour>(2, "price_usd_per_hour", "What a node costs, in USD per hour.")
              .Range(0, kMostUsdPerHour),
          Field<&ReturnPool::available>(3, "available", "Launches there would succeed, as far as is known."),
          Field<&ReturnPool::available_since_unix_ms>(4, "available_since_unix_ms",
                                                      "Since when, if known better than by the calls so far.")
              .Range(0, kLastMoment),
          Field<&ReturnPool::cooling_until_unix_ms>(5, "cooling_until_unix_ms", "Takes nothing before this moment.")
              .Range(0, kLastMoment),
          Field<&ReturnPool::available_count>(6, "available_count", "How many more can be had; absent: no known limit.")
              .Range(0, kMostNodes),
          Field<&ReturnPool::hazards>(7, "hazards",
                                      "Of estimate_risk, by age, ascending from 0; empty: what published traces show."),
      });
  return kTable;
}

template <>
const Message& MessageOf<ReturnNode>() {
  static const Message kTable = Describe<ReturnNode>(
      "ReturnNode", "A node that runs on on-demand.",
      {
          Field<&ReturnNode::name>(1, "name", "Its name.").Required(),
          Field<&ReturnNode::instance_type>(2, "instance_type", "Its instance type.").Required(),
          Field<&ReturnNode::region>(3, "region", "Its region.").Required(),
          Field<&ReturnNode::price_usd_per_hour>(4, "price_usd_per_hour", "What it costs, in USD per hour.")
              .Range(0, kMostUsdPerHour),
          Field<&ReturnNode::switch_cost_usd>(
              5, "switch_cost_usd", "What moving its work costs, in USD; absent: by the settings' switch_minutes.")
              .Range(0, kMostUsdPerHour),
          Field<&ReturnNode::pools>(6, "pools",
                                    "Where it may go; empty: to every pool of its instance type and region."),
          Field<&ReturnNode::returning>(7, "returning", "On its way already: its spot replacement is being launched."),
          Field<&ReturnNode::keep>(8, "keep", "Never moved: it counts towards the base."),
      });
  return kTable;
}

template <>
const Message& MessageOf<ReturnSettings>() {
  static const Message kTable = Describe<ReturnSettings>(
      "ReturnSettings", "When nodes return, and how many.",
      {
          Field<&ReturnSettings::on_demand_base_count>(1, "on_demand_base_count", "So many on-demand nodes stay.")
              .Range(0, kMostNodes),
          Field<&ReturnSettings::max_returning_count>(2, "max_returning_count", "So many on their way at once.")
              .Range(0, kMostNodes),
          Field<&ReturnSettings::min_hold_seconds>(3, "min_hold_seconds",
                                                   "A pool must have been available for at least so long, in seconds.")
              .Range(0, kMostSeconds),
          Field<&ReturnSettings::switch_minutes>(
              4, "switch_minutes",
              "What a switch costs, the way back after a loss in it, in minutes of the on-demand price; for nodes that "
              "do not say.")
              .Range(0, 1e6),
          Field<&ReturnSettings::saving_margin>(5, "saving_margin",
                                                "The expected saving must reach this multiple of the switch cost.")
              .Range(0, 1000),
          Field<&ReturnSettings::horizon_hours>(6, "horizon_hours",
                                                "No saving is expected of later than this, in hours.")
              .Range(0.01, 1e5),
          Field<&ReturnSettings::neighbor_hazard_factor>(
              7, "neighbor_hazard_factor",
              "The hazard is so many times what it is on average while all pools of the type and region that the "
              "request shows beside it are away, and so many times less while all are there. 1: they say nothing.")
              .Range(1, 100),
          Field<&ReturnSettings::repeat_window_hours>(
              8, "repeat_window_hours",
              "A pool that was lost so recently after a return counts against itself, in hours.")
              .Range(0, 1e5),
          Field<&ReturnSettings::repeat_factor>(
              9, "repeat_factor", "For each such loss the hold and the saving that are asked for grow by this factor,")
              .Range(1, 10),
          Field<&ReturnSettings::max_repeats>(10, "max_repeats", "but not more often than this.").Range(0, 10),
      });
  return kTable;
}

template <>
const Message& MessageOf<ReturnPoolState>() {
  static const Message kTable =
      Describe<ReturnPoolState>(
          "ReturnPoolState", "What was seen of a pool.",
          {
              Field<&ReturnPoolState::pool>(1, "pool", "Which pool.").Required(),
              Field<&ReturnPoolState::available>(2, "available", "Whether it was available when last seen."),
              Field<&ReturnPoolState::since_unix_ms>(3, "since_unix_ms", "Since when.").Range(0, kLastMoment),
              Field<&ReturnPoolState::seen_at_unix_ms>(4, "seen_at_unix_ms", "When it was last seen.")
                  .Range(0, kLastMoment),
              Field<&ReturnPoolState::returned_unix_ms>(5, "returned_unix_ms",
                                                        "The last return to it since it came back.")
                  .Range(0, kLastMoment),
              Field<&ReturnPoolState::failed_returns_unix_ms>(6, "failed_returns_unix_ms",
                                                              "When it was lost after a return, ascending.")
                  .Range(0, kLastMoment),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<ReturnState>() {
  static const Message kTable =
      Describe<ReturnState>("ReturnState", "What was seen of the pools. Pass it back as it came.",
                            {
                                Field<&ReturnState::version>(1, "version", "Of this struct's meaning; accepted: 1."),
                                Field<&ReturnState::seen_at_unix_ms>(2, "seen_at_unix_ms", "When it was given out.")
                                    .Range(0, kLastMoment),
                                Field<&ReturnState::pools>(3, "pools", "Each pool, ascending."),
                            })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<ReturnToSpotRequest>() {
  static const Message kTable = Describe<ReturnToSpotRequest>(
      "ReturnToSpotRequest", "On-demand nodes, and the spot pools that they may return to.",
      {
          Field<&ReturnToSpotRequest::now_unix_ms>(1, "now_unix_ms", "The moment of asking.")
              .Required()
              .Range(0, kLastMoment),
          Field<&ReturnToSpotRequest::pools>(2, "pools", "Spot pools, each once."),
          Field<&ReturnToSpotRequest::nodes>(3, "nodes",
                                             "All on-demand nodes, so that the base can be kept; each name once."),
          Field<&ReturnToSpotRequest::settings>(4, "settings", "When nodes return, and how many."),
          Field<&ReturnToSpotRequest::state>(
              5, "state", "Of the previous response; absent: pools are well only as long as they say."),
      });
  return kTable;
}

template <>
const Message& MessageOf<ReturnMove>() {
  static const Message kTable =
      Describe<ReturnMove>(
          "ReturnMove", "A node to return: launch the replacement first, then drain.",
          {
              Field<&ReturnMove::node>(1, "node", "The node."),
              Field<&ReturnMove::pool>(2, "pool", "Where its replacement is launched."),
              Field<&ReturnMove::saving_usd_per_hour>(3, "saving_usd_per_hour", "While it lives, in USD per hour."),
              Field<&ReturnMove::expected_life_hours>(4, "expected_life_hours",
                                                      "Of the new node, not beyond the horizon, in hours."),
              Field<&ReturnMove::expected_saving_usd>(5, "expected_saving_usd",
                                                      "Of the move, its cost not taken off, in USD."),
              Field<&ReturnMove::switch_cost_usd>(6, "switch_cost_usd", "What it costs, in USD."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<ReturnPoolReport>() {
  static const Message kTable =
      Describe<ReturnPoolReport>(
          "ReturnPoolReport", "How a pool is judged.",
          {
              Field<&ReturnPoolReport::pool>(1, "pool", "Which pool."),
              Field<&ReturnPoolReport::well>(2, "well", "Available, not cooling, and for long enough."),
              Field<&ReturnPoolReport::available_seconds>(3, "available_seconds",
                                                          "For how long it has been available, in seconds."),
              Field<&ReturnPoolReport::hold_seconds>(4, "hold_seconds", "How long that must be, in seconds."),
              Field<&ReturnPoolReport::expected_life_hours>(
                  5, "expected_life_hours",
                  "Of a node there, not beyond the horizon, in hours; 0 while the pool is away."),
              Field<&ReturnPoolReport::neighbors_away_share>(
                  6, "neighbors_away_share", "Of the other pools of its type and region in the request, 0 to 1."),
              Field<&ReturnPoolReport::failed_returns>(7, "failed_returns", "Returns that count against it."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<StayingNode>() {
  static const Message kTable =
      Describe<StayingNode>(
          "StayingNode", "A node that stays where it is, and why.",
          {
              Field<&StayingNode::node>(1, "node", "The node."),
              Field<&StayingNode::ready_at_unix_ms>(
                  2, "ready_at_unix_ms", "When it may return if all stays as it is; absent: not by time alone."),
              Field<&StayingNode::reasons>(3, "reasons", "Why."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<ReturnToSpotResponse>() {
  static const Message kTable =
      Describe<ReturnToSpotResponse>(
          "ReturnToSpotResponse", "Which nodes return to spot now.",
          {
              Field<&ReturnToSpotResponse::feasible>(
                  1, "feasible", "false: nodes could return, and none has a pool that it may ever go to."),
              Field<&ReturnToSpotResponse::moves>(
                  2, "moves", "In the order in which to begin them: the greatest net saving first."),
              Field<&ReturnToSpotResponse::kept>(3, "kept", "The nodes that stay, in the order of the request."),
              Field<&ReturnToSpotResponse::pools>(4, "pools", "The pools, in the order of the request."),
              Field<&ReturnToSpotResponse::on_demand_after_count>(
                  5, "on_demand_after_count",
                  "On-demand nodes that are left once all that are on their way have gone."),
              Field<&ReturnToSpotResponse::state>(6, "state", "For the next request."),
              Field<&ReturnToSpotResponse::reasons>(7, "reasons", "Why."),
              Field<&ReturnToSpotResponse::call_again_at_unix_ms>(
                  8, "call_again_at_unix_ms",
                  "The first moment at which the answer may change without an event; absent: not by time alone."),
          })
          .WriteDefaults();
  return kTable;
}

}  // namespace spotwright::model
