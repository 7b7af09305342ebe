#include "tests/support/consolidate_replay.h"

#include <algorithm>

namespace spotwright::test {

Replay::Replay(const ConsolidateRequest& request, const ConsolidateResponse& response)
    : request_(request), response_(response) {
  for (const Workload& workload : request.workloads) workloads_[IdOf(workload)] = &workload;
  for (const Node& node : request.nodes) {
    nodes_[node.name] = &node;
    for (const RunningPods& pods : node.running) {
      const WorkloadId id{pods.namespace_name, pods.workload};
      if (workloads_.at(id)->kind == WorkloadKind::kDaemonSet || pods.replicas == 0) continue;
      runs_[node.name][id] += pods.replicas;
      if (node.state != NodeState::kDraining) running_[id] += pods.replicas;
    }
  }
}

bool Replay::IsThere(const std::string& name) const {
  return ready_.count(name) > 0 || (nodes_.count(name) > 0 && removed_.count(name) == 0);
}

void Replay::Launch(const std::string& name, std::vector<std::string>& violations) {
  if (nodes_.count(name) > 0) violations.push_back(name + " is launched and there already");
  for (const PackedNode& launch : response_.launches) {
    if (launch.name != name) continue;
    if (!launched_.emplace(name, &launch).second) violations.push_back(name + " is launched twice");
    return;
  }
  violations.push_back(name + " is launched and not among the launches");
}

void Replay::Move(const ConsolidationStep& step, std::vector<std::string>& violations) {
  if (nodes_.count(step.node) == 0 || !IsThere(step.node)) violations.push_back("pods move from " + step.node);
  if (!IsThere(step.target_node)) violations.push_back("pods move to " + step.target_node + ", which is not ready");
  if (drained_.count(step.node) > 0) violations.push_back("pods move from " + step.node + " after its drain");
  if (drained_.count(step.target_node) > 0) violations.push_back("pods move to " + step.target_node + ", which goes");
  if (step.node == step.target_node) violations.push_back("pods move from " + step.node + " to itself");
  if (step.pods.empty()) violations.push_back("a move of no pods");
  for (const Placement& pods : step.pods) {
    const WorkloadId id{pods.namespace_name, pods.workload};
    std::int64_t& there = runs_[step.node][id];
    if (pods.replicas <= 0 || pods.replicas > there) {
      violations.push_back(step.node + " has no such " + pods.workload + " to move");
      continue;
    }
    there -= pods.replicas;
    arrived_[step.target_node][id] += pods.replicas;
    moved_[id] += pods.replicas;
  }
}

void Replay::Drain(const std::string& name, std::vector<std::string>& violations) {
  if (nodes_.count(name) == 0 || !IsThere(name)) violations.push_back(name + " is drained and not there");
  if (!drained_.insert(name).second) violations.push_back(name + " is drained twice");
  // What is left ends: only pods beyond what the workload wants may be.
  for (auto& [id, left] : runs_[name]) {
    running_[id] -= left;
    if (left > 0 && running_[id] < workloads_.at(id)->replicas) {
      violations.push_back(name + " is drained with pods of " + id.second + " that are wanted");
    }
    left = 0;
  }
}

void Replay::Do(const ConsolidationStep& step, std::vector<std::string>& violations) {
  if (step.action != ConsolidationAction::kMove && (!step.target_node.empty() || !step.pods.empty())) {
    violations.push_back("a step for " + step.node + " that is no move has pods or a target");
  }
  switch (step.action) {
    case ConsolidationAction::kLaunch:
      return Launch(step.node, violations);
    case ConsolidationAction::kWaitUntilReady:
      if (launched_.count(step.node) == 0) violations.push_back(step.node + " is waited for and not launched");
      ready_.insert(step.node);
      return;
    case ConsolidationAction::kMove:
      return Move(step, violations);
    case ConsolidationAction::kDrain:
      return Drain(step.node, violations);
    case ConsolidationAction::kRemove:
      if (drained_.count(step.node) == 0) violations.push_back(step.node + " is removed before its drain");
      if (!removed_.insert(step.node).second) violations.push_back(step.node + " is removed twice");
      return;
  }
  violations.push_back("a step of no known action");
}

PackRequest Replay::Request() const {
  PackRequest request;
  request.workloads = request_.workloads;
  request.offers = request_.offers;
  request.groups = request_.groups;
  request.namespaces = request_.namespaces;
  request.policy = request_.policy.pack;
  request.now_unix_ms = request_.now_unix_ms;
  std::set<Architecture> architectures;
  for (const Node& node : request_.nodes) {
    if (!node.control_plane) architectures.insert(node.architecture);
    if (removed_.count(node.name) > 0) continue;
    request.nodes.push_back(node);
    std::erase_if(request.nodes.back().running, [&](const RunningPods& pods) {
      return workloads_.at({pods.namespace_name, pods.workload})->kind != WorkloadKind::kDaemonSet;
    });
    if (const auto runs = runs_.find(node.name); runs != runs_.end()) {
      for (const auto& [id, count] : runs->second) request.nodes.back().running.push_back({id.second, id.first, count});
    }
  }
  if (request.policy.default_architectures.empty()) {
    request.policy.default_architectures.assign(architectures.begin(), architectures.end());
  }
  return request;
}

PackResponse Replay::Response() const {
  PackResponse response;
  const auto add = [&](PackedNode node) {
    node.placements.clear();
    if (const auto pods = arrived_.find(node.name); pods != arrived_.end()) {
      for (const auto& [id, count] : pods->second) node.placements.push_back({id.second, id.first, count});
    }
    if (!node.existing || !node.placements.empty()) response.nodes.push_back(std::move(node));
  };
  for (const auto& [name, node] : nodes_) {
    PackedNode packed;
    packed.name = name;
    packed.existing = true;
    packed.pool = {node->instance_type, node->region, node->zone, node->capacity_type};
    packed.group = node->group;
    packed.architecture = node->architecture;
    packed.allocatable = node->allocatable;
    if (removed_.count(name) == 0) add(packed);
  }
  for (const auto& [name, launch] : launched_) add(*launch);
  return response;
}

}  // namespace spotwright::test
