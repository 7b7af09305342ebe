#include "benchmarks/packing/cost_cases.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <map>
#include <vector>

#include "benchmarks/packing/karpenter_rule.h"
#include "benchmarks/packing/karpenter_universe.h"
#include "benchmarks/packing/random_instances.h"
#include "benchmarks/packing/vector_instances.h"
#include "src/base/money.h"

namespace spotwright::bench {
namespace {

constexpr PackQuality kQualities[] = {PackQuality::kFast, PackQuality::kBalanced, PackQuality::kOptimal};

struct RuleCost {
  std::int64_t micro_usd = 0;
  std::int64_t nodes = 0;
  std::int64_t unplaced = 0;
};

RuleCost CostByRule(const PackRequest& request) {
  const KarpenterRule rule(request);
  const KarpenterRule::Outcome outcome = rule.Place(rule.AllPods());
  RuleCost cost{0, std::ssize(outcome.nodes), std::ssize(outcome.unplaced)};
  for (const RuleNode& node : outcome.nodes) cost.micro_usd += rule.PriceMicroUsd(rule.CheapestOf(node));
  return cost;
}

// What the callers of Compare make more of.
struct Comparison {
  std::map<PackQuality, Packed> ours;
  double karpenter_seconds = 0;  // 0 without PEERS.
};

Comparison Compare(Runner& runner, const std::string& name, const PackRequest& request, int fast_runs) {
  Report& report = runner.report();
  Comparison comparison;
  double bound = 0;
  for (const PackQuality quality : kQualities) {
    const int runs = quality == PackQuality::kFast ? fast_runs : 1;
    const Packed& packed = comparison.ours[quality] = runner.Pack(name, request, quality, runs);
    bound = std::max(bound, packed.response.lower_bound_usd_per_hour);
  }
  const auto add_gap = [&](const std::string& metric, double cost, const std::string& system) {
    if (bound > 0) report.Add(name, metric, cost / bound - 1, "share", system);
  };

  const RuleCost rule = CostByRule(request);
  const double rule_usd = base::Usd(rule.micro_usd);
  report.Add(name, "cost", rule_usd, "USD/h", "karpenter_rule");
  report.Add(name, "nodes", static_cast<double>(rule.nodes), "nodes", "karpenter_rule");
  add_gap("gap", rule_usd, "karpenter_rule");
  double reference = rule_usd;
  std::string reference_name = "of Karpenter's rule";
  if (const Peer* peer = runner.peer()) {
    const PeerPacking packing = peer->Pack(request);
    report.Add(name, "cost", packing.usd_per_hour, "USD/h", "karpenter");
    report.Add(name, "nodes", static_cast<double>(packing.nodes), "nodes", "karpenter");
    report.Add(name, "unplaced", static_cast<double>(packing.unplaced), "pods", "karpenter");
    report.Add(name, "seconds", packing.seconds, "s", "karpenter");
    add_gap("gap", packing.usd_per_hour, "karpenter");
    reference = packing.usd_per_hour;
    reference_name = "of Karpenter";
    comparison.karpenter_seconds = packing.seconds;
  }

  for (const auto& [quality, packed] : comparison.ours) {
    const std::string suffix = SuffixOf(quality);
    const PackResponse& response = packed.response;
    add_gap("gap" + suffix, CostOf(response), "spotwright");
    report.Add(name, "cost_ratio" + suffix, response.cost_usd_per_hour / reference, reference_name);
    report.Add(name, "seconds" + suffix, packed.seconds, "s");
    report.Add(name, "cost" + suffix, response.cost_usd_per_hour, "USD/h");
    report.Add(name, "nodes" + suffix, static_cast<double>(response.new_nodes), "nodes");
    report.Add(name, "unplaced" + suffix, static_cast<double>(response.unplaced_replicas), "pods");
  }
  report.Add(name, "lower_bound", bound, "USD/h");
  return comparison;
}

}  // namespace

void AddCosts(Runner& runner, const std::string& name, const PackRequest& request) {
  constexpr int kFastRuns = 5;
  Compare(runner, name, request, kFastRuns);
}

void AddKarpenterUniverse(Runner& runner, const std::string& name, std::int64_t pods) {
  constexpr int kFastRuns = 9;
  const Comparison comparison = Compare(runner, name, KarpenterUniverse(pods), kFastRuns);
  const auto count = static_cast<double>(pods);
  const double ours = count / comparison.ours.at(PackQuality::kFast).seconds;
  runner.report().Add(name, "pods_per_second", ours, "pods/s");
  if (comparison.karpenter_seconds > 0) {
    const double theirs = count / comparison.karpenter_seconds;
    runner.report().Add(name, "pods_per_second", theirs, "pods/s", "karpenter");
    runner.report().Add(name, "speed_ratio", ours / theirs, "of Karpenter");
  }
}

void AddRandomInstances(Runner& runner, const std::string& name, int instances) {
  int worse = 0;
  int compared = 0;
  double ratios = 0;
  double slowest = 0;
  for (int seed = 1; seed <= instances; ++seed) {
    const PackRequest request = RandomInstance(static_cast<std::uint64_t>(seed));
    const std::string one = name + " seed " + std::to_string(seed);
    const Packed packed = runner.Pack(one, request, PackQuality::kBalanced);
    slowest = std::max(slowest, packed.seconds);
    const RuleCost rule = CostByRule(request);
    const std::int64_t unplaced = packed.response.unplaced_replicas;
    const std::int64_t micro_usd = base::MicroUsd(packed.response.cost_usd_per_hour);
    const bool dearer = unplaced == rule.unplaced && micro_usd > rule.micro_usd;
    if (dearer || unplaced > rule.unplaced) {
      ++worse;
      std::fprintf(stderr, "%s: %.6f USD/h and %lld pods left out, by Karpenter's rule %.6f and %lld\n", one.c_str(),
                   base::Usd(micro_usd), static_cast<long long>(unplaced), base::Usd(rule.micro_usd),
                   static_cast<long long>(rule.unplaced));
    }
    if (unplaced == rule.unplaced && rule.micro_usd > 0) {
      ratios += base::Usd(micro_usd) / base::Usd(rule.micro_usd);
      ++compared;
    }
  }
  runner.report().Add(name, "worse_than_karpenter_rule", worse, "instances");
  runner.report().Add(name, "compared", compared, "instances");
  runner.report().Add(name, "mean_cost_ratio", ratios / compared, "of the rule");
  runner.report().Add(name, "seconds_slowest", slowest, "s");
}

void AddVectorInstances(Runner& runner, const std::string& name) {
  const std::vector<VectorInstance> instances = ReadVectorInstances(runner.data_folder(), runner.scratch_folder());
  for (const PackQuality quality : kQualities) {
    double excess = 0;
    double seconds = 0;
    double slowest = 0;
    int better = 0;
    int worse = 0;
    for (const VectorInstance& instance : instances) {
      const Packed packed = runner.Pack(instance.name, instance.request, quality);
      // What is left out counts as if each had a bin of its own.
      const std::int64_t bins = packed.response.new_nodes + packed.response.unplaced_replicas;
      excess += static_cast<double>(bins) / static_cast<double>(instance.best_known_bins) - 1;
      better += bins < instance.best_known_bins ? 1 : 0;
      worse += bins > instance.best_known_bins ? 1 : 0;
      seconds += packed.seconds;
      slowest = std::max(slowest, packed.seconds);
    }
    const std::string suffix = SuffixOf(quality);
    const auto count = static_cast<double>(instances.size());
    runner.report().Add(name, "mean_excess_over_best_known" + suffix, excess / count, "share of bins");
    runner.report().Add(name, "better_than_best_known" + suffix, better, "instances");
    runner.report().Add(name, "worse_than_best_known" + suffix, worse, "instances");
    runner.report().Add(name, "seconds_mean" + suffix, seconds / count, "s");
    runner.report().Add(name, "seconds_slowest" + suffix, slowest, "s");
  }
}

}  // namespace spotwright::bench
