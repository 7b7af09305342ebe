#include "src/formats/pod_constraints.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "src/base/text.h"
#include "src/formats/label_selector.h"

namespace spotwright::formats {
namespace {

using base::Cat;

constexpr std::string_view kArchKey = "kubernetes.io/arch";
constexpr std::string_view kRequired = "requiredDuringSchedulingIgnoredDuringExecution";
constexpr std::string_view kPreferred = "preferredDuringSchedulingIgnoredDuringExecution";

class ConstraintReader {
 public:
  ConstraintReader(JsonView spec, Workload& workload) : spec_(spec), workload_(workload) {}

  void Read() {
    ReadNodeSelector();
    ReadNodeAffinity(spec_["affinity"]["nodeAffinity"]);
    ReadPodAffinity(spec_["affinity"]["podAffinity"], "pod affinity", false, workload_.pod_affinity);
    ReadPodAffinity(spec_["affinity"]["podAntiAffinity"], "pod anti-affinity", true, workload_.pod_anti_affinity);
    for (const JsonView item : spec_["tolerations"].Items()) ReadToleration(item);
    for (const JsonView item : spec_["topologySpreadConstraints"].Items()) ReadSpread(item);
    ReadHostPorts();
    ReadOthers();
    workload_.architecture = StatedArchitecture();
  }

 private:
  void Unknown(std::string text) {
    auto& list = workload_.unknown_constraints;
    if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(std::move(text));
  }

  void ReadNodeSelector() {
    auto& selector = workload_.node_selector;
    selector = spec_["nodeSelector"].TextMap();
    for (auto entry = selector.begin(); entry != selector.end();) {
      const std::string current = CurrentLabelKey(entry->first);
      // Where the current key demands another value both stay: then no node will do, which is the truth.
      const bool rename =
          current != entry->first && selector.try_emplace(current, entry->second).first->second == entry->second;
      entry = rename ? selector.erase(entry) : std::next(entry);
    }
  }

  // False if the term has something that cannot be said.
  bool ReadTerm(JsonView term, RequirementTerm& result, std::string& problem) {
    bool known = true;
    for (const JsonView expression : term["matchExpressions"].Items()) {
      std::optional<Requirement> requirement = ReadRequirement(expression);
      if (requirement) {
        requirement->key = CurrentLabelKey(requirement->key);
        result.requirements.push_back(std::move(*requirement));
      } else {
        known = false;
        problem = Cat("node affinity with the operator ", expression["operator"].Text());
      }
    }
    if (!term["matchFields"].Items().empty()) {
      known = false;
      problem = kPinnedByName;
    }
    return known;
  }

  void ReadNodeAffinity(JsonView affinity) {
    std::string problem;
    for (const JsonView item : affinity[kRequired]["nodeSelectorTerms"].Items()) {
      RequirementTerm term;
      if (!ReadTerm(item, term, problem)) {
        Unknown(problem);
      } else {
        workload_.required_node_affinity.push_back(std::move(term));
      }
    }
    for (const JsonView item : affinity[kPreferred].Items()) {
      PreferredTerm term;
      term.weight = item["weight"].RequiredInteger(1, 100);
      if (ReadTerm(item["preference"], term.term, problem)) {
        workload_.preferred_node_affinity.push_back(std::move(term));
      }
    }
  }

  // Adds the pod's own values of the labels in `matchLabelKeys`; keys it does not have do not count, as in Kubernetes.
  void AddOwnLabels(JsonView keys, LabelSelector& selector) {
    for (const std::string& key : keys.TextList()) {
      const auto label = workload_.labels.find(key);
      if (label != workload_.labels.end()) selector.match_labels.insert(*label);
    }
  }

  void ReadPodAffinity(JsonView affinity, std::string_view what, bool anti, std::vector<PodAffinityTerm>& terms) {
    for (const JsonView item : affinity[kRequired].Items()) {
      std::string problem;
      std::optional<PodAffinityTerm> term = ReadPodTerm(item, problem);
      if (term) {
        terms.push_back(std::move(*term));
      } else if (!anti || problem != kSelectsNothing) {  // To stay away from nothing is no condition.
        Unknown(Cat(what, " ", problem));
      }
    }
    for (const JsonView item : affinity[kPreferred].Items()) {
      std::string problem;
      std::optional<PodAffinityTerm> term = ReadPodTerm(item["podAffinityTerm"], problem);
      const std::int64_t weight = item["weight"].RequiredInteger(1, 100);
      if (!term) continue;
      term->weight = weight;
      terms.push_back(std::move(*term));
    }
  }

  static constexpr const char* kSelectsNothing = "to no pods: it has no labelSelector";

  std::optional<PodAffinityTerm> ReadPodTerm(JsonView item, std::string& problem) {
    PodAffinityTerm term;
    term.topology_key = CurrentLabelKey(item["topologyKey"].RequiredText());
    term.namespaces = item["namespaces"].TextList();
    const JsonView selector = item["labelSelector"];
    if (item["namespaceSelector"].present()) problem = "with a namespaceSelector";
    if (!item["mismatchLabelKeys"].Items().empty()) problem = "with mismatchLabelKeys";
    if (!selector.present()) problem = kSelectsNothing;
    std::optional<LabelSelector> read = ReadLabelSelector(selector);
    if (!read) problem = "with an unknown operator in its labelSelector";
    if (!problem.empty()) return std::nullopt;
    AddOwnLabels(item["matchLabelKeys"], *read);
    term.selector = std::move(*read);
    return term;
  }

  void ReadToleration(JsonView item) {
    Toleration toleration;
    toleration.key = item["key"].Text();
    toleration.value = item["value"].Text();
    const std::string_view op = item["operator"].Text("Equal");
    const std::string_view effect = item["effect"].Text();
    if (op == "Exists") {
      toleration.op = TolerationOperator::kExists;
    } else if (op != "Equal" && !op.empty()) {
      return;
    }
    if (effect == "NoSchedule") {
      toleration.effect = TaintEffect::kNoSchedule;
    } else if (effect == "PreferNoSchedule") {
      toleration.effect = TaintEffect::kPreferNoSchedule;
    } else if (effect == "NoExecute") {
      toleration.effect = TaintEffect::kNoExecute;
    } else if (!effect.empty()) {
      return;
    }
    workload_.tolerations.push_back(std::move(toleration));
  }

  void ReadSpread(JsonView item) {
    TopologySpread spread;
    spread.topology_key = CurrentLabelKey(item["topologyKey"].RequiredText());
    spread.max_skew = item["maxSkew"].RequiredInteger(1, 1'000'000);
    spread.min_domains = item["minDomains"].Integer(1, 1, 1'000'000);
    const std::string_view when = item["whenUnsatisfiable"].RequiredText();
    const bool wish = when == "ScheduleAnyway";
    if (wish) spread.when_unsatisfiable = WhenUnsatisfiable::kScheduleAnyway;
    std::string problem;
    if (!wish && when != "DoNotSchedule") problem = Cat("with whenUnsatisfiable ", when);
    // The defaults are what the vocabulary means: nodes the pod may not run on do not count, taints are not looked at.
    if (item["nodeAffinityPolicy"].Text("Honor") != "Honor") problem = "with nodeAffinityPolicy other than Honor";
    if (item["nodeTaintsPolicy"].Text("Ignore") != "Ignore") problem = "with nodeTaintsPolicy other than Ignore";
    const JsonView selector = item["labelSelector"];
    if (!selector.present()) return;  // It counts no pods, so it always holds.
    std::optional<LabelSelector> read = ReadLabelSelector(selector);
    if (!read) problem = "with an unknown operator in its labelSelector";
    if (!problem.empty()) {
      if (!wish) Unknown(Cat("topology spread ", problem));
      return;
    }
    AddOwnLabels(item["matchLabelKeys"], *read);
    spread.selector = std::move(*read);
    workload_.topology_spread.push_back(std::move(spread));
  }

  void AddPorts(JsonView container, bool host_network) {
    for (const JsonView item : container["ports"].Items()) {
      HostPort port;
      const std::int64_t container_port = item["containerPort"].Integer(0, 0, 65535);
      // In the host's network every port is the host's.
      port.port = item["hostPort"].Integer(0, 0, 65535);
      if (port.port == 0 && host_network) port.port = container_port;
      port.protocol = item["protocol"].Text("TCP");
      port.host_ip = item["hostIP"].Text();
      if (port.host_ip == "0.0.0.0") port.host_ip.clear();
      auto& ports = workload_.host_ports;
      if (port.port != 0 && std::find(ports.begin(), ports.end(), port) == ports.end()) {
        ports.push_back(std::move(port));
      }
    }
  }

  void ReadHostPorts() {
    const bool host_network = spec_["hostNetwork"].Flag(false);
    for (const JsonView container : spec_["containers"].Items()) AddPorts(container, host_network);
    for (const JsonView container : spec_["initContainers"].Items()) {
      if (container["restartPolicy"].Text() == "Always") AddPorts(container, host_network);
    }
  }

  void ReadOthers() {
    const std::string_view scheduler = spec_["schedulerName"].Text();
    if (!scheduler.empty() && scheduler != "default-scheduler") Unknown(Cat("scheduler ", scheduler));
    for (const JsonView gate : spec_["schedulingGates"].Items()) {
      Unknown(Cat("scheduling gate ", gate["name"].RequiredText()));
    }
    for (const JsonView claim : spec_["resourceClaims"].Items()) {
      Unknown(Cat("resource claim ", claim["name"].RequiredText()));
    }
    for (const JsonView volume : spec_["volumes"].Items()) {
      for (const std::string_view disk : {"awsElasticBlockStore", "azureDisk", "gcePersistentDisk"}) {
        if (volume[disk].present()) Unknown(Cat("volume of the kind ", disk, ", whose zone is not stated"));
      }
    }
    constexpr std::int64_t kLimit = 2'147'483'647;
    workload_.priority = spec_["priority"].Integer(ClassPriority(), -kLimit - 1, kLimit);
    const JsonView grace = spec_["terminationGracePeriodSeconds"];
    constexpr std::int64_t kLongestGrace = 1'000'000;  // Nobody waits for more than eleven days. 0 is as good as 1.
    if (grace.present()) {
      workload_.termination_grace_seconds = std::clamp<std::int64_t>(
          grace.RequiredInteger(std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()), 1,
          kLongestGrace);
    }
  }

  // Templates name a class where pods state its number; of two classes Kubernetes fixes the number.
  std::int64_t ClassPriority() const {
    const std::string_view name = spec_["priorityClassName"].Text();
    if (name == "system-node-critical") return 2'000'001'000;
    if (name == "system-cluster-critical") return 2'000'000'000;
    return 0;
  }

  static std::optional<Architecture> ArchitectureNamed(std::string_view name) {
    if (name == "amd64") return Architecture::kAmd64;
    if (name == "arm64") return Architecture::kArm64;
    return std::nullopt;
  }

  // What the node selector, or else every term of the required affinity, pins to one value.
  std::optional<Architecture> StatedArchitecture() const {
    const auto selected = workload_.node_selector.find(std::string(kArchKey));
    if (selected != workload_.node_selector.end()) return ArchitectureNamed(selected->second);
    std::optional<Architecture> common;
    for (const RequirementTerm& term : workload_.required_node_affinity) {
      std::optional<Architecture> stated;
      for (const Requirement& r : term.requirements) {
        if (r.key == kArchKey && r.op == RequirementOperator::kIn && r.values.size() == 1) {
          stated = ArchitectureNamed(r.values[0]);
        }
      }
      if (!stated || (common && common != stated)) return std::nullopt;
      common = stated;
    }
    return common;
  }

  JsonView spec_;
  Workload& workload_;
};

}  // namespace

void ReadConstraints(JsonView pod_spec, Workload& workload) { ConstraintReader(pod_spec, workload).Read(); }

}  // namespace spotwright::formats
