// Consolidation on random clusters: every rule kept, nothing left to do afterwards, the same answer in any order.
#include <numeric>

#include "src/base/random.h"
#include "tests/packing/consolidations.h"
#include "tests/support/random_cluster.h"

namespace spotwright::test {
namespace {

constexpr std::int64_t kNow = 1'700'000'000'000;

// No pod waits: where it will be is known to nobody but the next packing.
void LetNobodyWait(ConsolidateRequest& request) {
  std::map<std::pair<std::string, std::string>, std::int64_t> running;
  for (const Node& node : request.nodes) {
    if (node.state == NodeState::kDraining) continue;
    for (const RunningPods& pods : node.running) running[{pods.namespace_name, pods.workload}] += pods.replicas;
  }
  for (Workload& workload : request.workloads) workload.replicas = running[{workload.namespace_name, workload.name}];
}

// What a random packing left running, with rules of consolidation added at random.
ConsolidateRequest RandomConsolidation(std::uint64_t seed, bool budgets) {
  ClusterShape shape;
  shape.nodes = 3;
  shape.scarce = 0;  // Stock that launches use up is another request.
  PackRequest pack = RandomCluster(seed, shape);
  base::Random random(seed);
  ConsolidateRequest request = Unhurried();
  request.workloads = pack.workloads;
  request.offers = pack.offers;
  request.groups = pack.groups;
  request.namespaces = pack.namespaces;
  request.policy.pack = pack.policy;
  request.policy.pack.limits = {};
  request.policy.move_sole_replicas = random.Below(2) == 0;
  request.policy.move_stateful = random.Below(2) == 0;
  request.now_unix_ms = kNow;
  request.nodes = pack.nodes;
  const Result<PackResponse> packing = Pack(pack);
  if (packing.ok()) {
    ConsolidateResponse made;
    for (const PackedNode& node : packing->nodes) {
      if (node.existing) continue;
      made.launches.push_back(node);
      made.launches.back().name = "made-" + node.name;
      for (const std::string& name : {made.launches.back().name}) {
        ConsolidationStep step;
        step.node = name;
        made.steps.push_back(step);
        step.action = ConsolidationAction::kWaitUntilReady;
        made.steps.push_back(step);
      }
    }
    request = CarriedOut(request, made, false);
    for (const PackedNode& node : packing->nodes) {
      const std::string name = (node.existing ? "" : "made-") + node.name;
      for (Node& target : request.nodes) {
        if (target.name != name) continue;
        for (const Placement& pods : node.placements) {
          target.running.push_back({pods.workload, pods.namespace_name, pods.replicas});
        }
      }
    }
  }
  // Pods end at random, so that there is something to do.
  for (Workload& workload : request.workloads) {
    for (Node& node : request.nodes) {
      if (node.state == NodeState::kDraining) continue;
      for (RunningPods& pods : node.running) {
        if (pods.workload != workload.name || pods.namespace_name != workload.namespace_name) continue;
        if (workload.kind == WorkloadKind::kDaemonSet) continue;
        const auto ended = static_cast<std::int64_t>(random.Below(static_cast<std::uint64_t>(pods.replicas) + 1));
        pods.replicas -= ended;
        workload.replicas = std::max<std::int64_t>(0, workload.replicas - ended);
      }
    }
    if (budgets && random.Below(3) == 0) {
      request.budgets.push_back({workload.name, workload.namespace_name, static_cast<std::int64_t>(random.Below(4))});
    }
  }
  LetNobodyWait(request);
  if (budgets) request.policy.node_budgets[0].max_share = 0.5;
  return request;
}

TEST(ConsolidateProperty, EveryRuleIsKept) {
  int changed = 0;
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    SCOPED_TRACE(seed);
    changed += CheckedConsolidation(RandomConsolidation(seed, true)).consolidations.empty() ? 0 : 1;
  }
  EXPECT_GT(changed, 30);
}

TEST(ConsolidateProperty, CarriedOutAndAskedAgainThereIsNothingToDo) {
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    SCOPED_TRACE(seed);
    ConsolidateRequest request = RandomConsolidation(seed, false);
    // What the next call would see with other eyes: a share of new nodes, and groups with room for what went.
    if (request.policy.pack.spot_share.unit == ShareUnit::kNodes) request.policy.pack.spot_share = {};
    for (NodeGroup& group : request.groups) {
      group.max_nodes = 1000;
      group.limits = {};
    }
    const ConsolidateResponse first = CheckedConsolidation(request);
    for (const bool young : {false, true}) {
      const ConsolidateResponse second = CheckedConsolidation(CarriedOut(request, first, young));
      EXPECT_TRUE(second.consolidations.empty()) << (young ? "young: " : "") << second.consolidations[0].sentence;
      EXPECT_NEAR(second.cost_now_usd_per_hour, first.cost_after_usd_per_hour, 1e-6);
    }
  }
}

TEST(ConsolidateProperty, UnderBudgetsItComesToRestStepByStep) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    SCOPED_TRACE(seed);
    ConsolidateRequest request = RandomConsolidation(seed, true);
    bool rests = false;
    for (int calls = 0; calls < 20 && !rests; ++calls) {
      const ConsolidateResponse response = CheckedConsolidation(request);
      rests = response.consolidations.empty();
      EXPECT_LE(response.cost_after_usd_per_hour + response.risk_after_usd_per_hour,
                response.cost_now_usd_per_hour + response.risk_now_usd_per_hour + 1e-6);
      request = CarriedOut(request, response, false);
    }
    EXPECT_TRUE(rests);
  }
}

template <typename T>
void Reverse(std::vector<T>& list) {
  std::reverse(list.begin(), list.end());
}

TEST(ConsolidateProperty, TheOrderOfTheRequestChangesNothing) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    SCOPED_TRACE(seed);
    ConsolidateRequest request = RandomConsolidation(seed, true);
    const Result<ConsolidateResponse> first = Consolidate(request);
    Reverse(request.workloads);
    Reverse(request.nodes);
    Reverse(request.offers);
    Reverse(request.groups);
    Reverse(request.budgets);
    const Result<ConsolidateResponse> second = Consolidate(request);
    ASSERT_TRUE(first.ok() && second.ok());
    EXPECT_TRUE(*first == *second);
  }
}

}  // namespace
}  // namespace spotwright::test
