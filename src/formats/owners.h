// From a pod to the workload it belongs to: Pod -> ReplicaSet -> Deployment, and the shorter chains.
#ifndef SPOTWRIGHT_SRC_FORMATS_OWNERS_H_
#define SPOTWRIGHT_SRC_FORMATS_OWNERS_H_

#include <compare>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "spotwright/workload.h"
#include "src/formats/kube_objects.h"

namespace spotwright::formats {

struct WorkloadKey {
  std::string namespace_name;
  std::string name;
  WorkloadKind kind = WorkloadKind::kPod;

  friend auto operator<=>(const WorkloadKey&, const WorkloadKey&) = default;  // NOLINT(modernize-use-nullptr): false.
};

class Owners {
 public:
  explicit Owners(const KubeObjects& objects);

  // - A ReplicaSet's pods belong to its owner, a Deployment as a rule. Where the ReplicaSet was not listed, its name
  // less
  //   the pod-template-hash is the Deployment's.
  // - Pods of StatefulSets, DaemonSets and Jobs belong to these; the jobs of a CronJob are workloads of their own.
  // - Any other controller may run pods of several shapes, so each of its pods stands for itself.
  WorkloadKey OfPod(const KubePod& pod) const;

  // Of a listed controller.
  WorkloadKey OfController(const KubeController& controller) const;

 private:
  WorkloadKey OfReplicaSet(const KubeMeta& meta) const;

  std::map<std::pair<std::string, std::string>, const KubeController*> replica_sets_;
};

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_OWNERS_H_
