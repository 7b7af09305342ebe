// Why a node may not be disrupted of one's own accord: the rules that decisions share.
#ifndef SPOTWRIGHT_SRC_MODEL_DISRUPTION_H_
#define SPOTWRIGHT_SRC_MODEL_DISRUPTION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "spotwright/node.h"
#include "spotwright/reason.h"
#include "spotwright/workload.h"

namespace spotwright::model {

// What may be moved beside ordinary pods.
struct MovePolicy {
  bool stateful = false;             // Pods of a StatefulSet.
  bool sole_replica = false;         // The only pod of a workload that runs.
  bool all_replicas = false;         // All pods of a workload that run, of several.
  bool unknown_constraints = false;  // Pods with constraints that the library cannot say.
};

// The pods of one workload on a node. Those of daemonsets end with it and hinder nothing.
struct PodsThere {
  const Workload* workload = nullptr;
  std::int64_t pods = 0;                            // On the node.
  std::int64_t running = 0;                         // Of the workload in all.
  std::optional<std::int64_t> disruptions_allowed;  // By its budgets; absent: any number.
  bool others_go = false;                           // Pods that go with other nodes are counted out of both already.
};

// For sentences: "namespace/name".
std::string FullName(const Workload& workload);

// From what is said of the node itself.
std::vector<Reason> NodeHindrances(const Node& node);

// Adds what the pods say: each rule once, with the workloads it is about as paths.
void AddPodHindrances(const PodsThere& there, const MovePolicy& policy, std::vector<Reason>& reasons);

// When the node is old enough; absent if it is, or if its age is unknown.
std::optional<std::int64_t> ComesOfAge(const Node& node, std::int64_t min_age_seconds,
                                       const std::optional<std::int64_t>& now_unix_ms);

// The reason for a node that is not.
Reason TooYoung(const Node& node, std::int64_t min_age_seconds, std::int64_t of_age_unix_ms);

}  // namespace spotwright::model

#endif  // SPOTWRIGHT_SRC_MODEL_DISRUPTION_H_
