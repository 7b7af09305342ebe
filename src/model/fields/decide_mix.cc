#include "spotwright/decide_mix.h"

#include "src/model/field.h"

namespace spotwright::model {

template <>
const Enum& EnumOf<ShareOf>() {
  static const Enum kTable{
      "ShareOf",
      "Of what the on-demand percentage is taken.",
      {
          {1, "above_base", "Of the units above the base, as EC2 Auto Scaling and Azure's priority mix do."},
          {2, "whole", "Of all units; the base is then a floor."},
      }};
  return kTable;
}

template <>
const Enum& EnumOf<MixRounding>() {
  static const Enum kTable{"MixRounding",
                           "How a share that is not whole becomes units.",
                           {
                               {1, "on_demand_up", "EC2 Auto Scaling: the on-demand part is rounded up."},
                               {2, "on_demand_down", "Azure's priority mix: the regular part is rounded down."},
                               {3, "nearest", "A half goes to on-demand."},
                           }};
  return kTable;
}

template <>
const Enum& EnumOf<MixPreset>() {
  static const Enum kTable{
      "MixPreset",
      "A ready-made setting.",
      {
          {1, "custom", "The fields as they stand."},
          {2, "smart_scale", "The first 2 units on-demand; of the rest 70 % spot, to the nearest."},
      }};
  return kTable;
}

template <>
const Enum& EnumOf<MixAllocation>() {
  static const Enum kTable{
      "MixAllocation",
      "How units of one capacity type are spread over its pools.",
      {
          {1, "lowest_price", "All to the cheapest pool, then the next when it is full."},
          {2, "diversified", "Evenly over the pools, what runs there counted; cheaper ones take the remainder."},
      }};
  return kTable;
}

template <>
const Enum& EnumOf<MixAction>() {
  static const Enum kTable{"MixAction",
                           "What a step does.",
                           {
                               {1, "launch", "Start units."},
                               {2, "end", "Give units back."},
                           }};
  return kTable;
}

template <>
const Message& MessageOf<MixPolicy>() {
  static const Message kTable = Describe<MixPolicy>(
      "MixPolicy", "How much on-demand, how much spot.",
      {
          Field<&MixPolicy::preset>(1, "preset", "Replaces base, percentage, share_of and rounding unless `custom`."),
          Field<&MixPolicy::on_demand_base_units>(2, "on_demand_base_units", "The first units, always on-demand.")
              .Range(0, 1e9),
          Field<&MixPolicy::on_demand_percentage>(3, "on_demand_percentage", "0 to 100, to a millionth of a percent.")
              .Range(0, 100),
          Field<&MixPolicy::share_of>(4, "share_of", "Of what the percentage is taken."),
          Field<&MixPolicy::rounding>(5, "rounding", "How a share becomes units."),
          Field<&MixPolicy::spot_enabled>(6, "spot_enabled", "false: spot goes to zero, replaced by on-demand first."),
          Field<&MixPolicy::allocation>(7, "allocation", "How units are spread over pools."),
      });
  return kTable;
}

template <>
const Message& MessageOf<PoolUnits>() {
  static const Message kTable = Describe<PoolUnits>("PoolUnits", "Units of one pool.",
                                                    {
                                                        Field<&PoolUnits::pool>(1, "pool", "Which pool.").Required(),
                                                        Field<&PoolUnits::units>(2, "units", "How many.").Range(0, 1e9),
                                                    });
  return kTable;
}

template <>
const Message& MessageOf<DecideMixRequest>() {
  static const Message kTable = Describe<DecideMixRequest>(
      "DecideMixRequest", "How much spot, how much on-demand, and from which pools, by fixed shares.",
      {
          Field<&DecideMixRequest::total_units>(1, "total_units",
                                                "Nodes, vCPUs, weighted capacity: whatever the caller counts in.")
              .Required()
              .Range(0, 1e9),
          Field<&DecideMixRequest::policy>(2, "policy", "The shares."),
          Field<&DecideMixRequest::offers>(
              3, "offers",
              "Pools to choose from. Prices and available_count are per unit. Empty: only the split is decided."),
          Field<&DecideMixRequest::running>(
              4, "running", "What runs already; only capacity_type and units of an entry must be stated."),
          Field<&DecideMixRequest::mend_ratio>(
              5, "mend_ratio", "true: also end and launch units merely to bring the running ratio to the target."),
          Field<&DecideMixRequest::now_unix_ms>(6, "now_unix_ms",
                                                "Needed only where an offer is cooling; ms since 1970 UTC.")
              .Range(0, 1e15),
      });
  return kTable;
}

template <>
const Message& MessageOf<MixStep>() {
  static const Message kTable =
      Describe<MixStep>("MixStep",
                        "One step; steps are carried out in order, and a launch is ready before the next end begins.",
                        {
                            Field<&MixStep::action>(1, "action", "Launch or end."),
                            Field<&MixStep::pool>(2, "pool", "Where. Without offers only its capacity type is stated."),
                            Field<&MixStep::units>(3, "units", "How many."),
                        })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<DecideMixResponse>() {
  static const Message kTable =
      Describe<DecideMixResponse>(
          "DecideMixResponse", "The split and the steps to it.",
          {
              Field<&DecideMixResponse::feasible>(1, "feasible", "false: the pools cannot hold what the policy asks."),
              Field<&DecideMixResponse::target_on_demand_units>(2, "target_on_demand_units",
                                                                "What the policy asks of total_units."),
              Field<&DecideMixResponse::target_spot_units>(3, "target_spot_units", "The rest of total_units."),
              Field<&DecideMixResponse::on_demand_units>(4, "on_demand_units", "After the steps."),
              Field<&DecideMixResponse::spot_units>(5, "spot_units", "After the steps."),
              Field<&DecideMixResponse::steps>(6, "steps", "In order."),
              Field<&DecideMixResponse::launch_cost_usd_per_hour>(
                  7, "launch_cost_usd_per_hour", "Of the units launched, at the offers' prices, USD per hour."),
              Field<&DecideMixResponse::reasons>(8, "reasons", "Why."),
              Field<&DecideMixResponse::call_again_at_unix_ms>(
                  9, "call_again_at_unix_ms",
                  "When a pool that was wanted stops cooling, in ms since 1970 UTC; absent: never by time alone."),
          })
          .WriteDefaults();
  return kTable;
}

}  // namespace spotwright::model
