#include "src/packing/consolidate_report.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "src/base/money.h"
#include "src/base/text.h"
#include "src/model/offers.h"

namespace spotwright::packing::consolidation {
namespace {

using base::Cat;

// Names beyond these are only counted.
constexpr std::size_t kNamesInSentence = 3;

std::string Count(std::int64_t count, const std::string& what) { return Cat(count, " ", what, count == 1 ? "" : "s"); }

std::string Names(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), kNamesInSentence); ++i) {
    if (i > 0) text += ", ";
    text += names[i];
  }
  if (names.size() > kNamesInSentence) text += Cat(" and ", names.size() - kNamesInSentence, " more");
  return text;
}

ConsolidationKind KindOf(const Change& change) {
  if (change.launches.empty()) return ConsolidationKind::kDelete;
  if (change.launches.size() == change.gone.size()) return ConsolidationKind::kReplace;
  return change.launches.size() < change.gone.size() ? ConsolidationKind::kMerge : ConsolidationKind::kSplit;
}

// "2 x on-demand m6i.large in eu-west-1a, 1 x spot c6a.large in eu-west-1b"
std::string Pools(const Trial& all, const std::vector<std::size_t>& launches) {
  std::map<Pool, std::int64_t> counts;
  for (const std::size_t t : launches) ++counts[all.nodes[t].pool];
  std::string text;
  for (const auto& [pool, count] : counts) {
    text += Cat(text.empty() ? "" : ", ", count, " x ", model::PoolName(pool));
  }
  return text;
}

std::string Sentence(const Trial& all, const Change& change, const Consolidation& entry) {
  const std::string nodes =
      Cat(Count(static_cast<std::int64_t>(change.gone.size()), "node"), " (", Names(entry.removed_nodes), ")");
  const std::string what =
      change.launches.empty() ? Cat("Delete ", nodes) : Cat("Replace ", nodes, " by ", Pools(all, change.launches));
  return Cat(what, ": saves ", base::FormatUsd(entry.savings_usd_per_hour), " an hour and moves ",
             Count(entry.pods_moved, "pod"), ".");
}

Consolidation Describe(const Cluster& at_first, const Trial& all, const Change& change) {
  Consolidation entry;
  entry.kind = KindOf(change);
  for (const std::size_t n : change.gone) entry.removed_nodes.push_back(at_first.nodes[n].node.name);
  for (const std::size_t t : change.launches) entry.launched_nodes.push_back(all.nodes[t].name);
  entry.savings_usd_per_hour = base::Usd(change.weight.savings);
  entry.disruption_cost_usd = change.weight.disruption / base::kMicroPerUsd;
  entry.risk_usd_per_hour = base::Usd(change.weight.risk);
  entry.pods_moved = change.weight.pods_moved;
  entry.sentence = Sentence(all, change, entry);
  return entry;
}

class Steps {
 public:
  Steps(std::int64_t consolidation, std::vector<ConsolidationStep>& steps)
      : consolidation_(consolidation), steps_(steps) {}

  ConsolidationStep& Add(ConsolidationAction action, const std::string& node) {
    ConsolidationStep step;
    step.action = action;
    step.node = node;
    step.consolidation = consolidation_;
    steps_.push_back(std::move(step));
    return steps_.back();
  }

 private:
  std::int64_t consolidation_;
  std::vector<ConsolidationStep>& steps_;
};

// What is new is there before anything moves, and a node goes only when its pods have.
void AddSteps(const Cluster& at_first, const Trial& all, const Change& change, Steps steps) {
  for (const std::size_t t : change.launches) steps.Add(ConsolidationAction::kLaunch, all.nodes[t].name);
  for (const std::size_t t : change.launches) steps.Add(ConsolidationAction::kWaitUntilReady, all.nodes[t].name);
  std::map<std::pair<std::size_t, std::size_t>, std::map<WorkloadKey, std::int64_t>> moves;  // By from and to.
  for (const Flow& flow : change.flows) {
    const Workload& workload = at_first.workloads[flow.workload];
    moves[{flow.from, flow.to}][{workload.namespace_name, workload.name}] += flow.count;
  }
  for (const std::size_t n : change.gone) {
    const std::string& name = at_first.nodes[n].node.name;
    for (auto move = moves.lower_bound({n, 0}); move != moves.end() && move->first.first == n; ++move) {
      ConsolidationStep& step = steps.Add(ConsolidationAction::kMove, name);
      step.target_node = all.nodes[move->first.second].name;
      for (const auto& [key, count] : move->second) step.pods.push_back({key.second, key.first, count});
    }
    steps.Add(ConsolidationAction::kDrain, name);
    steps.Add(ConsolidationAction::kRemove, name);
  }
}

}  // namespace

void ReportChanges(const Cluster& at_first, const Journey& journey, ConsolidateResponse& response) {
  const Trial& all = journey.arrangement;
  for (const PackedNode& node : all.nodes) {
    if (!node.existing) response.launches.push_back(node);
  }
  for (const Change& change : journey.changes) {
    const auto index = static_cast<std::int64_t>(response.consolidations.size());
    response.consolidations.push_back(Describe(at_first, all, change));
    response.pods_moved += change.weight.pods_moved;
    AddSteps(at_first, all, change, Steps(index, response.steps));
  }
}

}  // namespace spotwright::packing::consolidation
