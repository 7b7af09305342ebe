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
      "How spot units are spread over their pools; on-demand goes to the cheapest, under `diversified` evenly to all.",
      {
          {1, "lowest_price", "Evenly over the cheapest lowest_price_pools pools, then the next when they are full."},
          {2, "diversified", "Evenly over the pools, what runs there counted; cheaper ones take the remainder."},
          {3, "price_capacity_optimized", "The cheapest among the deeper half of the pools, then the next."},
          {4, "capacity_optimized", "The deepest pool, then the next."},
          {5, "capacity_optimized_prioritized",
           "As capacity_optimized; pools of one placement score in the order of preferred_instance_types."},
          {6, "risk_adjusted",
           "The pool with the lowest price and expected cost of interruption, then the next; with a target or a budget "
           "whatever is best for it."},
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
          Field<&MixPolicy::lowest_price_pools>(8, "lowest_price_pools",
                                                "Over how many pools `lowest_price` spreads evenly.")
              .Range(1, 1e6),
          Field<&MixPolicy::preferred_instance_types>(9, "preferred_instance_types",
                                                      "Best first; for `capacity_optimized_prioritized`."),
          Field<&MixPolicy::max_pool_share>(10, "max_pool_share",
                                            "No spot pool holds more than this share of total_units, 0 to 1.")
              .Range(0, 1),
          Field<&MixPolicy::max_zone_share>(11, "max_zone_share",
                                            "No zone holds more spot than this share of total_units, 0 to 1.")
              .Range(0, 1),
          Field<&MixPolicy::max_region_share>(12, "max_region_share",
                                              "No region holds more spot than this share of total_units, 0 to 1.")
              .Range(0, 1),
          Field<&MixPolicy::min_spot_pools>(
              13, "min_spot_pools", "No pool holds more than an even part of the spot units over so many pools.")
              .Range(1, 1e6),
          Field<&MixPolicy::availability_target>(
              14, "availability_target",
              "The cheapest mix of which total_units or more are ready throughout the lead time with at least this "
              "probability, 0 to 1; in place of fixed shares.")
              .Range(0, 1),
          Field<&MixPolicy::budget_usd_per_hour>(
              15, "budget_usd_per_hour",
              "Alone: the most available mix for at most this. With a target: a limit to its cost. USD per hour.")
              .Range(0, 1e12),
          Field<&MixPolicy::interruption_cost_usd_per_unit>(
              16, "interruption_cost_usd_per_unit",
              "What the loss of one unit costs, USD: work lost, a replacement started.")
              .Range(0, 1e6),
          Field<&MixPolicy::switching_cost_usd_per_unit>(
              17, "switching_cost_usd_per_unit",
              "What it costs to launch one unit in place of another, USD; keeps the mix from churning.")
              .Range(0, 1e6),
          Field<&MixPolicy::payback_hours>(18, "payback_hours", "The time in which a switch must earn its cost.")
              .Range(0.01, 1e5),
          Field<&MixPolicy::max_iterations>(19, "max_iterations", "Work limit: mixes looked at.").Range(0, 1e6),
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
const Message& MessageOf<CapacityWeight>() {
  static const Message kTable = Describe<CapacityWeight>(
      "CapacityWeight", "Capacity in units: what one instance of a type counts as (EC2: WeightedCapacity).",
      {
          Field<&CapacityWeight::instance_type>(1, "instance_type", "The provider's name of the type.").Required(),
          Field<&CapacityWeight::units_per_instance>(2, "units_per_instance", "Units.").Required().Range(1, 1e6),
      });
  return kTable;
}

template <>
const Message& MessageOf<VcpuQuota>() {
  static const Message kTable = Describe<VcpuQuota>(
      "VcpuQuota", "vCPUs that an account may run. What runs counts, what it shares with others does not.",
      {
          Field<&VcpuQuota::capacity_type>(1, "capacity_type", "Spot and on-demand have quotas of their own.")
              .Required(),
          Field<&VcpuQuota::region>(2, "region", "Empty: any."),
          Field<&VcpuQuota::types>(3, "types", "The types that it is for; empty: all."),
          Field<&VcpuQuota::max_vcpus>(4, "max_vcpus", "What is left of it for this request.")
              .Required()
              .Range(0, 1e12),
      });
  return kTable;
}

template <>
const Message& MessageOf<SubnetAddresses>() {
  static const Message kTable = Describe<SubnetAddresses>(
      "SubnetAddresses", "Free addresses of a zone's subnets; each new instance takes some.",
      {
          Field<&SubnetAddresses::zone>(1, "zone", "The provider's name of the zone.").Required(),
          Field<&SubnetAddresses::free_addresses>(2, "free_addresses", "Of all its subnets together.")
              .Required()
              .Range(0, 1e9),
          Field<&SubnetAddresses::addresses_per_instance>(3, "addresses_per_instance", "That a new instance takes.")
              .Range(1, 1e6),
      });
  return kTable;
}

template <>
const Message& MessageOf<DecideMixRequest>() {
  static const Message kTable = Describe<DecideMixRequest>(
      "DecideMixRequest",
      "How much spot, how much on-demand, and from which pools: by fixed shares, for an availability, for a budget.",
      {
          Field<&DecideMixRequest::total_units>(1, "total_units",
                                                "Nodes, vCPUs, weighted capacity: whatever the caller counts in.")
              .Required()
              .Range(0, 1e9),
          Field<&DecideMixRequest::policy>(2, "policy", "The shares."),
          Field<&DecideMixRequest::offers>(
              3, "offers",
              "Pools to choose from. Prices and available_count are per instance, which is one unit unless "
              "capacity_weights says otherwise. Empty: only the split is decided."),
          Field<&DecideMixRequest::running>(
              4, "running", "What runs already; only capacity_type and units of an entry must be stated."),
          Field<&DecideMixRequest::mend_ratio>(
              5, "mend_ratio", "true: also end and launch units merely to bring the running ratio to the target."),
          Field<&DecideMixRequest::now_unix_ms>(6, "now_unix_ms",
                                                "Needed only where an offer is cooling; ms since 1970 UTC.")
              .Range(0, 1e15),
          Field<&DecideMixRequest::risk>(
              7, "risk",
              "How pools lose capacity, as estimate_risk finds it. Absent: from the offers' interruption data, as "
              "estimate_risk makes of it without any evidence."),
          Field<&DecideMixRequest::capacity_weights>(8, "capacity_weights", "Types that are not named: 1."),
          Field<&DecideMixRequest::commitments>(9, "commitments", "They pay for on-demand that is then free."),
          Field<&DecideMixRequest::quotas>(10, "quotas", "Of vCPUs."),
          Field<&DecideMixRequest::subnets>(11, "subnets", "Zones that are not named have addresses enough."),
          Field<&DecideMixRequest::max_units>(12, "max_units", "The group's maximum, spot and on-demand together.")
              .Range(0, 1e9),
          Field<&DecideMixRequest::drill>(13, "drill", "true: also say what losing spot, a pool, a region would take."),
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
const Enum& EnumOf<DrillKind>() {
  static const Enum kTable{"DrillKind",
                           "What is lost in a drill.",
                           {
                               {1, "spot_off", "All spot."},
                               {2, "pool_off", "One spot pool."},
                               {3, "region_off", "One region, its on-demand too."},
                           }};
  return kTable;
}

template <>
const Message& MessageOf<MixDrill>() {
  static const Message kTable =
      Describe<MixDrill>(
          "MixDrill", "What it would take to hold total_units after a loss, with on-demand alone in its place.",
          {
              Field<&MixDrill::kind>(1, "kind", "What is lost."),
              Field<&MixDrill::region>(2, "region", "Under region_off."),
              Field<&MixDrill::pools>(3, "pools", "With units that are lost, by name."),
              Field<&MixDrill::lost_units>(4, "lost_units", "Of the mix after the steps."),
              Field<&MixDrill::left_units>(5, "left_units", "Of the mix after the steps."),
              Field<&MixDrill::launch_units>(6, "launch_units", "On-demand to launch."),
              Field<&MixDrill::on_demand_units>(7, "on_demand_units", "On-demand in all then."),
              Field<&MixDrill::missing_units>(8, "missing_units",
                                              "Of launch_units, what the on-demand pools and the limits cannot give."),
              Field<&MixDrill::launch_cost_usd_per_hour>(9, "launch_cost_usd_per_hour",
                                                         "Of those that can be had, USD per hour."),
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
                                                                "What the policy asks for."),
              Field<&DecideMixResponse::target_spot_units>(3, "target_spot_units", "What the policy asks for."),
              Field<&DecideMixResponse::on_demand_units>(4, "on_demand_units", "After the steps."),
              Field<&DecideMixResponse::spot_units>(5, "spot_units", "After the steps."),
              Field<&DecideMixResponse::steps>(6, "steps", "In order."),
              Field<&DecideMixResponse::launch_cost_usd_per_hour>(
                  7, "launch_cost_usd_per_hour", "Of the units launched, at the offers' prices, USD per hour."),
              Field<&DecideMixResponse::reasons>(8, "reasons", "Why."),
              Field<&DecideMixResponse::call_again_at_unix_ms>(
                  9, "call_again_at_unix_ms",
                  "When a pool that was wanted stops cooling, in ms since 1970 UTC; absent: never by time alone."),
              Field<&DecideMixResponse::pools>(10, "pools", "Those with units after the steps, by name."),
              Field<&DecideMixResponse::cost_usd_per_hour>(
                  11, "cost_usd_per_hour",
                  "After the steps, of units in pools with a known price; what is paid for is free."),
              Field<&DecideMixResponse::achieved_probability>(
                  12, "achieved_probability",
                  "P(total_units or more are ready throughout the lead time), after the steps; absent without offers."),
              Field<&DecideMixResponse::expected_interruptions_per_month>(13, "expected_interruptions_per_month",
                                                                          "Of 730 hours, after the steps."),
              Field<&DecideMixResponse::expected_cost_usd_per_hour>(
                  14, "expected_cost_usd_per_hour", "With the expected cost of interruptions, USD per hour."),
              Field<&DecideMixResponse::binding_paths>(15, "binding_paths",
                                                       "Rules of the request that kept the mix from being cheaper or, "
                                                       "where the target is missed or there is "
                                                       "a budget, more available."),
              Field<&DecideMixResponse::drills>(16, "drills", "Where the request asks for them."),
              Field<&DecideMixResponse::on_demand_ceiling_units>(17, "on_demand_ceiling_units",
                                                                 "On-demand in all after the worst drill."),
          })
          .WriteDefaults();
  return kTable;
}

}  // namespace spotwright::model
