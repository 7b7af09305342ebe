#include "src/model/disruption.h"

#include <utility>

#include "src/base/text.h"
#include "src/model/reason.h"

namespace spotwright::model {
namespace {

using base::Cat;

constexpr std::int64_t kMillisecondsPerSecond = 1000;

void Add(const std::string& workload, Reason reason, std::vector<Reason>& reasons) {
  for (Reason& known : reasons) {
    if (known.code != reason.code) continue;
    known.paths.push_back(workload);
    return;
  }
  reason.paths = {workload};
  reasons.push_back(std::move(reason));
}

// Whether nothing of the workload would be left running.
bool KeepsLast(const PodsThere& there, const MovePolicy& policy) {
  if (there.running == 1) return !policy.sole_replica;
  return there.running > 1 && there.running <= there.pods && !policy.all_replicas;
}

std::string LastSentence(const PodsThere& there, const std::string& name) {
  const char* const runs = there.others_go ? "would still run" : there.running == 1 ? "runs" : "run";
  if (there.running == 1) return Cat("The only replica of ", name, " that ", runs, " is there.");
  return Cat("All ", there.running, " replicas of ", name, " that ", runs, " are there.");
}

}  // namespace

std::string FullName(const Workload& workload) { return Cat(workload.namespace_name, "/", workload.name); }

std::vector<Reason> NodeHindrances(const Node& node) {
  std::vector<Reason> reasons;
  if (node.do_not_disrupt) {
    reasons.push_back(
        MakeReason("node_do_not_disrupt", Cat("Node ", node.name, " is marked do-not-disrupt."), {}, {node.name}));
  }
  if (node.state == NodeState::kLaunching) {
    reasons.push_back(MakeReason("node_launching", Cat("Node ", node.name, " is still launching."), {}, {node.name}));
  }
  if (node.under_notice) {
    reasons.push_back(
        MakeReason("node_under_notice",
                   Cat("A notice of interruption is out for node ", node.name, ", which is answered by other means."),
                   {}, {node.name}));
  }
  return reasons;
}

void AddPodHindrances(const PodsThere& there, const MovePolicy& policy, std::vector<Reason>& reasons) {
  const Workload& workload = *there.workload;
  const std::string name = FullName(workload);
  const auto keep = [&](Reason reason) { Add(name, std::move(reason), reasons); };
  if (workload.system_critical) {
    keep(MakeReason("pod_system_critical", Cat("System-critical ", name, " runs there.")));
  }
  if (workload.do_not_disrupt) {
    keep(MakeReason("pod_do_not_disrupt", Cat(name, " runs there and is marked do-not-disrupt.")));
  }
  if (workload.kind == WorkloadKind::kPod) {
    keep(MakeReason("bare_pod", Cat(name, " runs there, a pod that nothing would start again.")));
  }
  if (workload.kind == WorkloadKind::kStatefulSet && !policy.stateful) {
    keep(MakeReason("stateful_pod", Cat(name, " runs there, a StatefulSet, which the policy does not move.")));
  }
  if (KeepsLast(there, policy)) keep(MakeReason("sole_replica", LastSentence(there, name)));
  if (!workload.unknown_constraints.empty() && !policy.unknown_constraints) {
    keep(MakeReason("constraint_not_supported",
                    Cat(name, " runs there, with a constraint that cannot be kept elsewhere: ",
                        workload.unknown_constraints.front(), ".")));
  }
  if (const auto allowed = there.disruptions_allowed; allowed && *allowed < there.pods) {
    keep(MakeReason(
        "disruption_budget_exhausted",
        Cat("Pods of ", name, " there: ", there.pods, "; its disruption budget ", there.others_go ? "still " : "",
            "allows ", *allowed, "."),
        {{"pods", static_cast<double>(there.pods)}, {"disruptions_allowed", static_cast<double>(*allowed)}}));
  }
}

std::optional<std::int64_t> ComesOfAge(const Node& node, std::int64_t min_age_seconds,
                                       const std::optional<std::int64_t>& now_unix_ms) {
  const std::int64_t least = min_age_seconds * kMillisecondsPerSecond;
  if (!node.created_unix_ms || least == 0) return std::nullopt;
  const std::int64_t of_age = *node.created_unix_ms + least;
  if (of_age <= *now_unix_ms) return std::nullopt;
  return of_age;
}

Reason TooYoung(const Node& node, std::int64_t min_age_seconds, std::int64_t of_age_unix_ms) {
  return MakeReason("node_too_young", Cat("Node ", node.name, " has run for less than ", min_age_seconds, " s."),
                    {{"of_age_unix_ms", static_cast<double>(of_age_unix_ms)}}, {node.name});
}

}  // namespace spotwright::model
