// Subject "launch": the decisions around a node's launch and return; each case is told of in its own file.
#include "benchmarks/launch/cases.h"
#include "benchmarks/report.h"

int main(int argc, char** argv) {
  using namespace spotwright::bench;
  const Options options = ParseOptions(argc, argv);
  Report report("launch", options);
  const auto wants = [&](const char* name) { return options.only_case.empty() || options.only_case == name; };
  if (wants("return_to_spot")) RunReturnToSpot(report, options.data_folder);
}
