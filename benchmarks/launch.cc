// Subject "launch": getting nodes, and going back to spot.
#include "benchmarks/launch/cases.h"
#include "benchmarks/report.h"

int main(int argc, char** argv) {
  using namespace spotwright::bench;
  const Options options = ParseOptions(argc, argv);
  Report report("launch", options);
  if (options.only_case.empty() || options.only_case == "stockout") RunStockout(report);
  if (options.only_case.empty() || options.only_case == "speed") RunLaunchSpeed(report);
  return 0;
}
