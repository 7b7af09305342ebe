// Subject "prices": how calm verdicts are under a cap, what that costs, and how long the advisor and the grades of all
// regions take.
// `make bench BENCH=prices DATA=<folder> [CASE=<name>] [OUT=<file>]`.
//
// Rules of the replay: walk-forward. At each change of a price assess_prices is asked with the price of that moment and
// the state that it returned last, and also when it said so itself; its verdict holds until then. `plain threshold` is
// the same without hysteresis. Parameters are the library's defaults for every trace. Prices are weighted by time and
// counted in shares of the on-demand price; ratios of `cap_0.5` and the like are over all traces together.
#include <cstdio>
#include <string>

#include "benchmarks/prices/advisor.h"
#include "benchmarks/prices/caps.h"
#include "benchmarks/prices/grades.h"
#include "benchmarks/report.h"

namespace spotwright::bench {
namespace {

int Run(const Options& options) {
  Report report("prices", options);
  bool found = false;
  const auto wanted = [&](const std::string& name) {
    const bool is = options.only_case.empty() || options.only_case == name;
    found = found || is;
    return is;
  };
  if (wanted("caps")) {
    const auto traces = options.data_folder.empty() ? SyntheticTraces() : ReadTraces(options.data_folder);
    AddCaps(report, traces, 0.5, true);
    AddCaps(report, traces, 0.7, false);
    AddCaps(report, traces, 1.0, false);
  }
  if (wanted("advisor")) {
    constexpr std::size_t kClusters = 500;
    const std::vector<Offer> offers = CatalogueOffers(options.data_folder);
    AddAdvisor(report, "advisor", offers, kClusters, 10);
    AddAdvisor(report, "advisor_every_type", offers, kClusters, offers.size() / 2);
  }
  if (wanted("grades")) AddGrades(report, OffersOfAllRegions(options.data_folder));
  if (!found) std::fprintf(stderr, "no case is named %s\n", options.only_case.c_str());
  return found ? 0 : 1;
}

}  // namespace
}  // namespace spotwright::bench

int main(int argc, char** argv) { return spotwright::bench::Run(spotwright::bench::ParseOptions(argc, argv)); }
