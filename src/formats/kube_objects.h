// What `kubectl get -o json` gave, object by object, before it is joined.
#ifndef SPOTWRIGHT_SRC_FORMATS_KUBE_OBJECTS_H_
#define SPOTWRIGHT_SRC_FORMATS_KUBE_OBJECTS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "spotwright/node.h"
#include "spotwright/workload.h"
#include "src/formats/amounts.h"
#include "src/formats/json_view.h"
#include "src/formats/tally.h"

namespace spotwright::formats {

struct KubeOwner {
  std::string kind;  // Empty: none.
  std::string name;
};

struct KubeMeta {
  std::size_t source = 0;  // Index of the document.
  std::string namespace_name;
  std::string name;
  KubeOwner owner;  // The controller.
  std::int64_t created_unix_ms = 0;
  bool deleting = false;

  // For examples: "shop/cart-0"; what has no namespace is its name alone.
  std::string Id() const { return namespace_name.empty() ? name : namespace_name + "/" + name; }
};

// What the spec of a pod or of a pod template says.
struct PodShape {
  Workload workload;  // Requests, labels and constraints; the rest is for others to fill.
  Amounts amounts;    // Of the requests, by name.
  std::vector<std::string> claims;
  std::string priority_class;
};

struct KubePod {
  KubeMeta meta;
  PodShape shape;
  std::string node;             // Empty: not bound.
  std::string revision;         // pod-template-hash
  bool is_static = false;       // Run by a kubelet of its own accord.
  bool do_not_disrupt = false;  // By annotation.
};

struct KubeController {
  KubeMeta meta;
  std::string kind;
  std::optional<PodShape> shape;             // Of the template.
  std::vector<std::string> claim_templates;  // Names of a StatefulSet's volumeClaimTemplates.
  std::int64_t replicas = 1;                 // Wanted.
  bool finished = false;                     // A job that has ended.
};

struct KubeNode {
  KubeMeta meta;
  Node node;
  std::string problem;  // Why it cannot be used; empty: it can.
};

struct KubeBudget {
  KubeMeta meta;
  std::optional<LabelSelector> selector;  // Absent: selects nothing.
  std::int64_t disruptions_allowed = 0;
};

struct KubeClaim {
  KubeMeta meta;
  std::string volume;  // Empty: not bound.
};

struct KubeVolume {
  KubeMeta meta;
  std::optional<std::vector<std::string>> zones;  // Absent: any.
  std::string problem;                            // A condition on nodes that is not about zones.
};

struct KubeObjects {
  std::vector<KubePod> pods;
  std::vector<KubeController> controllers;
  std::vector<KubeNode> nodes;
  std::vector<KubeBudget> budgets;
  std::vector<KubeClaim> claims;
  std::vector<KubeVolume> volumes;
};

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_KUBE_OBJECTS_H_
