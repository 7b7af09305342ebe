// Subject "forecast": accuracy against a competition and against rules that autoscalers use, calibration, speed.
//
// One set of constants for all series. They were chosen with every second series of M4 Hourly and the 17 loads in
// sight; other series are an untouched test.
#include "benchmarks/forecast/cases.h"

int main(int argc, char** argv) {
  const spotwright::bench::Options options = spotwright::bench::ParseOptions(argc, argv);
  spotwright::bench::Report report("forecast", options);
  const auto wanted = [&](const char* name) { return options.only_case.empty() || options.only_case == name; };
  if (wanted("m4_hourly")) spotwright::bench::AddCompetition(report, options);
  if (wanted("load")) spotwright::bench::AddLoads(report, options);
  if (wanted("speed")) spotwright::bench::AddSpeed(report);
  return 0;
}
