#include "spotwright/offer.h"

#include "src/model/field.h"

namespace spotwright::model {

template <>
const Enum& EnumOf<CapacityType>() {
  static const Enum kTable{"CapacityType",
                           "How capacity is bought.",
                           {
                               {1, "spot", "Cheaper, and taken back at short notice."},
                               {2, "on_demand", "At list price, kept until given back."},
                           }};
  return kTable;
}

template <>
const Enum& EnumOf<Architecture>() {
  static const Enum kTable{"Architecture",
                           "Instruction set of a machine.",
                           {
                               {1, "amd64", "64-bit x86."},
                               {2, "arm64", "64-bit Arm."},
                           }};
  return kTable;
}

template <>
const Enum& EnumOf<TaintEffect>() {
  static const Enum kTable{"TaintEffect",
                           "What a taint does to a pod that does not tolerate it.",
                           {
                               {1, "no_schedule", "Nothing new comes."},
                               {2, "prefer_no_schedule", "A wish: it never keeps a pod off a node."},
                               {3, "no_execute", "Nothing new comes, and what runs is evicted."},
                           }};
  return kTable;
}

template <>
const Message& MessageOf<Resources>() {
  static const Message kTable = Describe<Resources>(
      "Resources", "Amounts of each resource.",
      {
          Field<&Resources::cpu_millicores>(1, "cpu_millicores", "1000 = one vCPU.").Range(0, 1e9),
          Field<&Resources::memory_bytes>(2, "memory_bytes", "Memory in bytes.").Range(0, 1e15),
          Field<&Resources::pods>(3, "pods", "Pod slots. A replica always takes one, whatever stands here.")
              .Range(0, 1e9),
          Field<&Resources::ephemeral_storage_bytes>(
              4, "ephemeral_storage_bytes", "Local disk in bytes. 0 in a node's allocatable: not stated, no limit.")
              .Range(0, 1e15),
          Field<&Resources::gpus>(5, "gpus", "Whole GPUs.").Range(0, 1e9),
          Field<&Resources::extended>(6, "extended", "Other countable resources by their Kubernetes name.")
              .Range(0, 1e15),
      });
  return kTable;
}

template <>
const Message& MessageOf<Taint>() {
  static const Message kTable =
      Describe<Taint>("Taint", "Keeps pods off a node unless they tolerate it.",
                      {
                          Field<&Taint::key>(1, "key", "Name of the taint.").Required(),
                          Field<&Taint::value>(2, "value", "Value; may be empty."),
                          Field<&Taint::effect>(3, "effect", "What it does to a pod that does not tolerate it."),
                      });
  return kTable;
}

template <>
const Message& MessageOf<TypeFilter>() {
  static const Message kTable = Describe<TypeFilter>(
      "TypeFilter", "Which types may be used, by name and by size. Every condition that is stated must hold.",
      {
          Field<&TypeFilter::allow>(1, "allow",
                                    "Patterns of names, with `*` and `?`, such as `Standard_D2*`; empty: all."),
          Field<&TypeFilter::deny>(2, "deny", "Patterns of names that are denied although allowed."),
          Field<&TypeFilter::families>(3, "families",
                                       "Such as `m6i`, `Ds_v5`, or the letters they begin with: `m`, `D`; empty: all."),
          Field<&TypeFilter::vcpus>(4, "vcpus", "Sizes in vCPUs as sold; empty: all.").Range(1, 1e6),
      });
  return kTable;
}

template <>
const Message& MessageOf<Pool>() {
  static const Message kTable = Describe<Pool>(
      "Pool", "Names a pool: what stands and falls together.",
      {
          Field<&Pool::instance_type>(1, "instance_type", "The provider's name of the type, such as `m6i.large`."),
          Field<&Pool::region>(2, "region", "The provider's name of the region."),
          Field<&Pool::zone>(3, "zone", "The provider's name of the zone."),
          Field<&Pool::capacity_type>(4, "capacity_type", "Spot or on-demand.").Required(),
      });
  return kTable;
}

template <>
const Message& MessageOf<Offer>() {
  static const Message kTable = Describe<Offer>(
      "Offer", "A pool with its price and what a node from it brings. A request holds at most one offer of each pool.",
      {
          Field<&Offer::instance_type>(1, "instance_type", "The provider's name of the type, such as `m6i.large`.")
              .Required(),
          Field<&Offer::region>(2, "region", "The provider's name of the region."),
          Field<&Offer::zone>(3, "zone", "The provider's name of the zone.").Required(),
          Field<&Offer::capacity_type>(4, "capacity_type", "Spot or on-demand.").Required(),
          Field<&Offer::price_usd_per_hour>(5, "price_usd_per_hour", "Price of one node, USD per hour.")
              .Required()
              .Range(0, 1e6),
          Field<&Offer::on_demand_price_usd_per_hour>(6, "on_demand_price_usd_per_hour",
                                                      "Reference price of a spot offer, USD per hour. When absent: "
                                                      "that of the cheapest on-demand offer of the type "
                                                      "in the region.")
              .Range(0, 1e6),
          Field<&Offer::architecture>(7, "architecture", "Instruction set."),
          Field<&Offer::vcpus>(8, "vcpus", "vCPUs as sold. 0: taken from allocatable, rounded up.").Range(0, 1e6),
          Field<&Offer::allocatable>(9, "allocatable",
                                     "What pods may use: capacity less what the kubelet and the system reserve."),
          Field<&Offer::labels>(10, "labels", "Labels of a node from this offer, beside the well-known ones."),
          Field<&Offer::taints>(11, "taints", "Taints of a node from this offer."),
          Field<&Offer::burstable>(12, "burstable", "CPU credits (AWS t, Azure B): used only when allowed."),
          Field<&Offer::bare_metal>(13, "bare_metal", "A whole machine: used only when allowed."),
          Field<&Offer::interruptions_per_instance_hour>(14, "interruptions_per_instance_hour",
                                                         "Hazard: expected interruptions of one node in an hour.")
              .Range(0, 1e4),
          Field<&Offer::interruption_band>(
              15, "interruption_band",
              "Spot Advisor's monthly band: 0 below 5 %, 1 5-10 %, 2 10-15 %, 3 15-20 %, 4 above 20 %.")
              .Range(0, 4),
          Field<&Offer::available>(16, "available", "false: known to be out of stock."),
          Field<&Offer::cooling_until_unix_ms>(
              17, "cooling_until_unix_ms",
              "After a failed launch or a loss: not before this moment, in ms since 1970 UTC.")
              .Range(0, 1e15),
          Field<&Offer::available_count>(18, "available_count",
                                         "How many more nodes can be had; absent: no known limit.")
              .Range(0, 1e9),
          Field<&Offer::volume_limits>(
              19, "volume_limits", "Volumes one node can attach, by driver; a driver that is not named has no limit.")
              .Range(0, 1e6),
          Field<&Offer::under_notice>(
              20, "under_notice",
              "Interruption notices or rebalance recommendations are out in this pool: nothing new goes there."),
          Field<&Offer::reserved_count>(
              21, "reserved_count", "Nodes of it that are paid for and not in use: launching them costs nothing more.")
              .Range(0, 1e9),
          Field<&Offer::placement_score>(
              22, "placement_score",
              "The provider's word on whether a spot request would be met now: 10 very likely, 1 not.")
              .Range(1, 10),
      });
  return kTable;
}

}  // namespace spotwright::model
