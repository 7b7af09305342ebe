// Subject "packing": how near packings come to their lower bounds and to those of Karpenter, how fast, and what else
// the decision promises. `make bench BENCH=packing DATA=<folder> [CASE=<name>] [PEERS=1] [OUT=<file>]`.
//
// Without DATA the cases run that need no data, on a catalogue of the benchmark's own. Every packing is judged by the
// independent checker of the tests; one that is not sound makes the run fail.
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "benchmarks/packing/cases.h"
#include "benchmarks/packing/consolidation_case.h"
#include "benchmarks/packing/cost_cases.h"
#include "benchmarks/packing/runner.h"
#include "benchmarks/packing/service_cases.h"
#include "benchmarks/packing/small_instances.h"
#include "benchmarks/report.h"

namespace spotwright::bench {
namespace {

struct Case {
  std::string name;
  bool needs_data;
  std::function<void(const std::string& name)> run;
};

std::vector<Case> CasesOf(Runner& runner) {
  const std::string data = runner.data_folder();
  const auto catalogue = [data] {
    return data.empty() ? SyntheticCatalogue() : ReadAwsCatalogue(data, AwsTypes::kGeneralPurpose);
  };
  const auto costs = [&runner, catalogue](const std::function<std::vector<PodClass>()>& classes) {
    return [&runner, catalogue, classes](const std::string& name) {
      AddCosts(runner, name, RequestOf(catalogue(), classes()));
    };
  };
  return {
      {"peak100k", false, [&, catalogue](const std::string& name) { AddPeakMemory(runner, name, catalogue()); }},
      {"openbcpu", true, costs([data] { return ReadOpenbCpuOnly(data); })},
      {"openb", true, costs([data] { return ReadOpenb(data); })},
      {"karp10k", false, costs(KarpenterMix)},
      {"micro", false, costs(MicroServices)},
      {"linear", false,
       [&](const std::string& name) { AddCosts(runner, name, RequestOf(LinearCatalogue(), MicroServices())); }},
      {"aws_all", true,
       [&, data](const std::string& name) {
         AddCosts(runner, name, RequestOf(ReadAwsCatalogue(data, AwsTypes::kAll), ReadOpenbCpuOnly(data)));
       }},
      {"karpenter20k", false, [&](const std::string& name) { AddKarpenterUniverse(runner, name, 20000); }},
      {"random500", false, [&](const std::string& name) { AddRandomInstances(runner, name, 500); }},
      {"small", false, [&, catalogue](const std::string& name) { AddSmallInstances(runner, name, catalogue()); }},
      {"vbp_new", true, [&](const std::string& name) { AddVectorInstances(runner, name); }},
      {"blast_micro", false,
       [&, catalogue](const std::string& name) { AddBlastRadius(runner, name, catalogue(), MicroServices()); }},
      {"blast_karp10k", false,
       [&, catalogue](const std::string& name) { AddBlastRadius(runner, name, catalogue(), KarpenterMix()); }},
      {"consolidate_openbcpu", true,
       [&, catalogue, data](const std::string& name) {
         AddConsolidation(runner, name, catalogue(), ReadOpenbCpuOnly(data));
       }},
      {"consolidate_micro", false,
       [&, catalogue](const std::string& name) { AddConsolidation(runner, name, catalogue(), MicroServices()); }},
      {"incremental", false, [&, catalogue](const std::string& name) { AddIncrement(runner, name, catalogue()); }},
  };
}

int Run(const Options& options) {
  Report report("packing", options);
  Runner runner(options, report);
  bool found = false;
  for (const Case& one : CasesOf(runner)) {
    if (!options.only_case.empty() && options.only_case != one.name) continue;
    found = true;
    if (one.needs_data && options.data_folder.empty()) {
      std::fprintf(stderr, "%s: left out, it needs DATA\n", one.name.c_str());
      continue;
    }
    one.run(one.name);
  }
  if (!found) std::fprintf(stderr, "no case is named %s\n", options.only_case.c_str());
  report.Add("all", "violations", static_cast<double>(runner.violations()), "broken rules");
  return found && runner.violations() == 0 ? 0 : 1;
}

}  // namespace
}  // namespace spotwright::bench

int main(int argc, char** argv) { return spotwright::bench::Run(spotwright::bench::ParseOptions(argc, argv)); }
