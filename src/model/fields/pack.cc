#include "spotwright/pack.h"

#include "src/model/field.h"

namespace spotwright::model {

template <>
const Enum& EnumOf<ShareUnit>() {
  static const Enum kTable{"ShareUnit",
                           "What a spot share counts.",
                           {
                               {1, "cpu", "vCPUs that spot-tolerant workloads request."},
                               {2, "pods", "Replicas of spot-tolerant workloads."},
                               {3, "nodes", "New nodes."},
                           }};
  return kTable;
}

template <>
const Enum& EnumOf<PackQuality>() {
  static const Enum kTable{
      "PackQuality",
      "How hard to look. Each is limited by work, never by time.",
      {
          {1, "fast", "Greedy with shadow prices."},
          {2, "balanced", "Never dearer than Karpenter's rule; patterns by linear programming, improved."},
          {3, "optimal", "Column generation, diving and local search; small ones to proven optimality."},
      }};
  return kTable;
}

template <>
const Enum& EnumOf<BoundProof>() {
  static const Enum kTable{"BoundProof",
                           "How the lower bound was proven.",
                           {
                               {1, "none", "There is nothing to bound."},
                               {2, "resource_relaxation", "Nodes and pods as fractions: linear programming duality."},
                               {3, "configuration_lp", "Nodes as fractions, pods whole: Farley's bound."},
                               {4, "exhausted", "Every better packing was ruled out: the cost is the optimum."},
                           }};
  return kTable;
}

template <>
const Message& MessageOf<PackLimits>() {
  static const Message kTable = Describe<PackLimits>(
      "PackLimits", "What the new nodes may come to in all. Absent: no limit.",
      {
          Field<&PackLimits::max_new_nodes>(1, "max_new_nodes", "Number of new nodes.").Range(0, 1e9),
          Field<&PackLimits::max_cpu_millicores>(2, "max_cpu_millicores", "Allocatable CPU of the new nodes.")
              .Range(0, 1e15),
          Field<&PackLimits::max_memory_bytes>(3, "max_memory_bytes", "Allocatable memory of the new nodes.")
              .Range(0, 1e18),
          Field<&PackLimits::max_cost_usd_per_hour>(4, "max_cost_usd_per_hour", "Price of the new nodes.")
              .Range(0, 1e9),
      });
  return kTable;
}

template <>
const Message& MessageOf<SpotShare>() {
  static const Message kTable =
      Describe<SpotShare>("SpotShare", "Of the spot-tolerant workloads at most this share runs on spot.",
                          {
                              Field<&SpotShare::unit>(1, "unit", "What is counted."),
                              Field<&SpotShare::max_share>(2, "max_share", "0: none on spot; 1: all may.").Range(0, 1),
                          });
  return kTable;
}

template <>
const Message& MessageOf<PackPolicy>() {
  static const Message kTable = Describe<PackPolicy>(
      "PackPolicy", "What packing may do.",
      {
          Field<&PackPolicy::limits>(1, "limits", "What the new nodes may come to in all."),
          Field<&PackPolicy::spot_share>(2, "spot_share", "How much of the spot-tolerant work may be on spot."),
          Field<&PackPolicy::allow_burstable>(3, "allow_burstable", "Use types with CPU credits."),
          Field<&PackPolicy::allow_bare_metal>(4, "allow_bare_metal", "Use whole machines."),
          Field<&PackPolicy::default_architectures>(
              5, "default_architectures",
              "Of workloads that state none. Empty: those of the nodes in the request; without nodes, amd64."),
          Field<&PackPolicy::honour_preferences>(
              6, "honour_preferences", "Wishes of a workload are kept while that leaves none of its pods out."),
          Field<&PackPolicy::max_iterations>(7, "max_iterations",
                                             "Work limit of the improvement phase; 0: construction alone.")
              .Range(0, 1e6),
          Field<&PackPolicy::quality>(8, "quality", "How hard to look."),
          Field<&PackPolicy::types>(9, "types", "Types of new nodes."),
          Field<&PackPolicy::blast_radius>(10, "blast_radius",
                                           "Of workloads with two replicas or more that state none."),
          Field<&PackPolicy::node_startup_seconds>(11, "node_startup_seconds",
                                                   "Paid again for a node that is interrupted.")
              .Range(0, 86400),
      });
  return kTable;
}

template <>
const Message& MessageOf<Namespace>() {
  static const Message kTable =
      Describe<Namespace>("Namespace", "A namespace and its labels.",
                          {
                              Field<&Namespace::name>(1, "name", "Unique name.").Required(),
                              Field<&Namespace::labels>(2, "labels", "Labels of the namespace itself."),
                          });
  return kTable;
}

template <>
const Message& MessageOf<PackRequest>() {
  static const Message kTable = Describe<PackRequest>(
      "PackRequest", "Which pod goes where, and which nodes to launch for it, at the least cost.",
      {
          Field<&PackRequest::workloads>(1, "workloads", "What is to run."),
          Field<&PackRequest::offers>(2, "offers", "What can be launched; at most one offer of each pool."),
          Field<&PackRequest::nodes>(
              3, "nodes", "What runs. Pods there stay (except on draining nodes); free room is filled first."),
          Field<&PackRequest::groups>(4, "groups", "If any: launches happen only through them. Otherwise freely."),
          Field<&PackRequest::policy>(5, "policy", "What packing may do."),
          Field<&PackRequest::now_unix_ms>(6, "now_unix_ms",
                                           "Needed only where an offer is cooling; ms since 1970 UTC.")
              .Range(0, 1e15),
          Field<&PackRequest::namespaces>(7, "namespaces", "Those whose labels matter to a namespace_selector."),
      });
  return kTable;
}

template <>
const Message& MessageOf<Placement>() {
  static const Message kTable =
      Describe<Placement>("Placement", "Replicas of one workload on one node.",
                          {
                              Field<&Placement::workload>(1, "workload", "Name of the workload."),
                              Field<&Placement::namespace_name>(2, "namespace", "Its namespace."),
                              Field<&Placement::replicas>(3, "replicas", "How many."),
                          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<PackedNode>() {
  static const Message kTable =
      Describe<PackedNode>(
          "PackedNode", "A node and what is placed on it.",
          {
              Field<&PackedNode::name>(1, "name", "Of the existing node; of a new one `new-1`, `new-2`..."),
              Field<&PackedNode::existing>(2, "existing", "Whether it runs already."),
              Field<&PackedNode::pool>(3, "pool", "Its pool."),
              Field<&PackedNode::group>(4, "group", "Its node group; empty: none."),
              Field<&PackedNode::price_usd_per_hour>(5, "price_usd_per_hour", "USD per hour."),
              Field<&PackedNode::architecture>(6, "architecture", "Instruction set."),
              Field<&PackedNode::allocatable>(7, "allocatable", "What pods may use."),
              Field<&PackedNode::used>(8, "used", "By all that is then on it, daemonsets included."),
              Field<&PackedNode::placements>(9, "placements", "By namespace and name."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<Unplaced>() {
  static const Message kTable =
      Describe<Unplaced>("Unplaced", "Replicas that found no place, and why.",
                         {
                             Field<&Unplaced::workload>(1, "workload", "Name of the workload."),
                             Field<&Unplaced::namespace_name>(2, "namespace", "Its namespace."),
                             Field<&Unplaced::replicas>(3, "replicas", "How many."),
                             Field<&Unplaced::reasons>(4, "reasons", "What stopped them, nearest miss first."),
                         })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<PackResponse>() {
  static const Message kTable =
      Describe<PackResponse>(
          "PackResponse", "Nodes, placements and what they cost.",
          {
              Field<&PackResponse::feasible>(1, "feasible", "Every replica has a place."),
              Field<&PackResponse::cost_usd_per_hour>(2, "cost_usd_per_hour", "Of the new nodes."),
              Field<&PackResponse::lower_bound_usd_per_hour>(
                  3, "lower_bound_usd_per_hour", "No packing of the pods placed costs less, interruptions included."),
              Field<&PackResponse::gap>(4, "gap", "(cost + interruptions) / lower bound - 1; 0 when both are 0."),
              Field<&PackResponse::new_nodes>(5, "new_nodes", "Number of new nodes."),
              Field<&PackResponse::placed_replicas>(6, "placed_replicas", "Placed by this packing."),
              Field<&PackResponse::unplaced_replicas>(7, "unplaced_replicas", "Without a place."),
              Field<&PackResponse::spot_cpu_share>(8, "spot_cpu_share",
                                                   "Of the CPU that spot-tolerant workloads request: the part placed "
                                                   "on spot, what ran already included."),
              Field<&PackResponse::nodes>(9, "nodes", "New nodes, and existing ones that got something."),
              Field<&PackResponse::unplaced>(10, "unplaced", "What found no place."),
              Field<&PackResponse::reasons>(11, "reasons", "What is to be said of the whole."),
              Field<&PackResponse::expected_interruption_cost_usd_per_hour>(
                  12, "expected_interruption_cost_usd_per_hour", "Of the new nodes and of all pods placed."),
              Field<&PackResponse::bound_proof>(13, "bound_proof", "How the lower bound was proven."),
          })
          .WriteDefaults();
  return kTable;
}

}  // namespace spotwright::model
