#include "src/formats/spot_tolerance.h"

#include <algorithm>

#include "src/base/text.h"
#include "src/formats/azure_names.h"
#include "src/model/reason.h"

namespace spotwright::formats {
namespace {

bool Tolerates(const Workload& workload, const Taint& taint) {
  return std::any_of(workload.tolerations.begin(), workload.tolerations.end(), [&](const Toleration& toleration) {
    const bool every_taint = toleration.key.empty() && toleration.op == TolerationOperator::kExists;
    if (!every_taint && toleration.key != taint.key) return false;
    if (toleration.effect && *toleration.effect != taint.effect) return false;
    return toleration.op == TolerationOperator::kExists || toleration.value == taint.value;
  });
}

}  // namespace

std::optional<Taint> SpotTaintOf(const ImportRequest& request) {
  const bool azure = std::any_of(request.sources.begin(), request.sources.end(),
                                 [](const ImportSource& source) { return source.format == SourceFormat::kAzureSkus; });
  if (azure) return Taint{std::string(kAzurePriorityKey), "spot", TaintEffect::kNoSchedule};
  if (request.spot_taint_key.empty()) return std::nullopt;
  return Taint{request.spot_taint_key, request.spot_taint_value, TaintEffect::kNoSchedule};
}

void JudgeSpotTolerance(const ImportRequest& request, const std::string& priority_class, Workload& workload,
                        std::vector<Reason>& warnings) {
  // A DaemonSet is never critical in our sense: its pods run on every node, and would keep every node from being
  // drained.
  const bool is_daemon_set = workload.kind == WorkloadKind::kDaemonSet;
  workload.system_critical =
      !is_daemon_set && (priority_class == "system-cluster-critical" || priority_class == "system-node-critical" ||
                         workload.namespace_name == "kube-system");
  if (is_daemon_set || workload.system_critical || workload.kind == WorkloadKind::kStatefulSet) return;
  const std::optional<Taint> taint = SpotTaintOf(request);
  if (taint && !Tolerates(workload, *taint)) return;
  workload.spot_tolerant = workload.replicas >= request.min_spot_replicas;
  // Without a taint nobody has asked for spot, and a warning for every small workload would say nothing.
  if (workload.spot_tolerant || !taint) return;
  const std::string id = base::Cat(workload.namespace_name, "/", workload.name);
  warnings.push_back(model::MakeReason("too_few_replicas_for_spot",
                                       base::Cat(id, " tolerates the spot taint but has ", workload.replicas,
                                                 workload.replicas == 1 ? " replica" : " replicas", ", fewer than the ",
                                                 request.min_spot_replicas, " asked for: it stays on on-demand."),
                                       {{"replicas", static_cast<double>(workload.replicas)},
                                        {"min_spot_replicas", static_cast<double>(request.min_spot_replicas)}},
                                       {id}));
}

}  // namespace spotwright::formats
