// Subject "scaling": scale with a forecast against reactive rules, in a closed loop over recorded loads.
//
// Rules of the replay. Demand is the load on its own grid (1 minute where it is that fine) and stays the same within a
// step. A step is known when it is over. A node takes a twentieth of the mean of the first 7 days; these are history,
// and everything after them is replayed. Decisions are made every minute, with coarser loads every step, at most 5
// minutes apart. A launched node is ready 5 minutes later and paid at once; a removed one is gone at once. Nothing sees
// the future.
//   shortage        share of minutes in which demand exceeds what the ready nodes take
//   over_provision  mean of what paid nodes could take beyond demand, of mean demand
//   changes         nodes added and removed in a day
//
// Each system is a ladder of settings of one knob, and is compared where it is as generous as the other: its outcome at
// the other's over-provision, or at its shortage, is interpolated between two rungs.
//   reactive   the greatest demand of 15 minutes x headroom, held for 10 minutes; compared at x 1.2
//   hpa        target tracking of the Horizontal Pod Autoscaler
//   seed       the mean of the same hour over the last 20 days + x %, 60 minutes ahead; compared at + 20 %
//   ours       scale with one target rule that lets go after 5 minutes, a stabilisation of 10, and the forecast of the
//              greatest demand of each 5 minutes (or step), an hour ahead, renewed every 5 minutes. Its knob is how
//              careful it is: the quantile and the rule's headroom rise together (kCares)
//
// The headline is the ratio of the means over the series, as a fleet's owner would count minutes. The mean of the
// series' ratios is printed as well: there a series in which reactive is hardly ever short counts as much as one in
// which it is every day. Changes grow with the size of a fleet: their headline is the mean of ratios.
//
// Chosen with all these loads in sight, one round value for all: that the forecast is of maxima over 5 minutes and an
// hour, the 5 and 10 minutes, and the headroom that goes with each quantile. No load is an untouched test; two halves,
// every second load each, show how much depends on which.
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "benchmarks/report.h"
#include "benchmarks/scaling/interpolate.h"
#include "benchmarks/scaling/load_series.h"
#include "benchmarks/scaling/policies.h"
#include "benchmarks/scaling/ratios.h"
#include "benchmarks/scaling/replay.h"

namespace spotwright::bench {
namespace {

const std::vector<Care> kCares = {{0.1, 0.8},   {0.2, 0.85},  {0.3, 0.9},  {0.4, 0.95},  {0.5, 1},
                                  {0.6, 1},     {0.7, 1.02},  {0.8, 1.05}, {0.85, 1.08}, {0.9, 1.1},
                                  {0.95, 1.15}, {0.98, 1.25}, {0.99, 1.3}, {0.995, 1.5}, {0.999, 2}};
const std::vector<double> kUtilisations = {0.98, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.5, 0.4, 0.3};

// The rungs that others are compared at come first.
const std::vector<double> kHeadrooms = {1.2, 1.1, 1.3};
const std::vector<double> kSeedParts = {0.2};

struct Totals {
  Ratios shortage[3];  // To reactive at each of kHeadrooms.
  Ratios changes;
  Ratios over_provision;  // To the seed rule.
  Ratios hpa_shortage;
  double hpa_out_of_reach = 0;
  double series = 0;
  double out_of_reach = 0;  // Comparisons that a ladder does not reach.
};

void Compare(const LoadSeries& load, const std::vector<Totals*>& totals, Report& report) {
  const std::vector<Outcome> ours = Replay(load, OurScale(load, kCares));
  const std::vector<Outcome> reactive = Replay(load, Reactive(kHeadrooms));
  const std::vector<Outcome> hpa = Replay(load, TargetTracking(kUtilisations));
  const Outcome seed = Replay(load, SameHour(load, kSeedParts)).front();
  const auto each = [&totals](const auto& add) {
    for (Totals* total : totals) add(*total);
  };
  each([](Totals& total) { total.series += 1; });

  report.Add(load.name, "shortage", 100 * reactive[0].shortage, "% of minutes", "reactive");
  report.Add(load.name, "over_provision", 100 * reactive[0].over_provision, "% of demand", "reactive");
  report.Add(load.name, "changes", reactive[0].changes_per_day, "nodes a day", "reactive");
  for (std::size_t i = 0; i < reactive.size(); ++i) {
    const auto equal = Interpolate(ours, &Outcome::over_provision, reactive[i].over_provision);
    if (!equal) {
      each([](Totals& total) { total.out_of_reach += 1; });
      continue;
    }
    each([&](Totals& total) { total.shortage[i].Add(equal->shortage, reactive[i].shortage); });
    if (i > 0) continue;
    each([&](Totals& total) { total.changes.Add(equal->changes_per_day, reactive[i].changes_per_day); });
    report.Add(load.name, "shortage", 100 * equal->shortage, "% of minutes");
    report.Add(load.name, "changes", equal->changes_per_day, "nodes a day");
  }
  if (const auto equal = Interpolate(hpa, &Outcome::over_provision, reactive[0].over_provision)) {
    each([&](Totals& total) { total.hpa_shortage.Add(equal->shortage, reactive[0].shortage); });
    report.Add(load.name, "shortage", 100 * equal->shortage, "% of minutes", "hpa");
  } else {
    each([](Totals& total) { total.hpa_out_of_reach += 1; });
  }

  report.Add(load.name, "shortage", 100 * seed.shortage, "% of minutes", "seed");
  report.Add(load.name, "over_provision", 100 * seed.over_provision, "% of demand", "seed");
  const auto equal = Interpolate(ours, &Outcome::shortage, seed.shortage);
  if (!equal) {
    each([](Totals& total) { total.out_of_reach += 1; });
    return;
  }
  each([&](Totals& total) { total.over_provision.Add(equal->over_provision, seed.over_provision); });
  report.Add(load.name, "over_provision_at_seed", 100 * equal->over_provision, "% of demand");
}

void Add(const std::string& name, const Totals& totals, Report& report) {
  report.Add(name, "shortage_minutes_ratio", totals.shortage[0].OfMeans(), "to reactive");
  report.Add(name, "shortage_minutes_ratio_each", totals.shortage[0].Mean(), "to reactive");
  report.Add(name, "shortage_minutes_ratio_110", totals.shortage[1].OfMeans(), "to reactive");
  report.Add(name, "shortage_minutes_ratio_130", totals.shortage[2].OfMeans(), "to reactive");
  report.Add(name, "shortage_minutes_ratio", totals.hpa_shortage.OfMeans(), "to reactive", "hpa");
  report.Add(name, "out_of_reach", totals.hpa_out_of_reach, "comparisons", "hpa");
  report.Add(name, "overprovision_ratio", totals.over_provision.OfMeans(), "to seed");
  report.Add(name, "overprovision_ratio_each", totals.over_provision.Mean(), "to seed");
  report.Add(name, "changes_ratio", totals.changes.Mean(), "to reactive");
  report.Add(name, "changes_ratio_of_means", totals.changes.OfMeans(), "to reactive");
  report.Add(name, "series", totals.series, "series");
  report.Add(name, "out_of_reach", totals.out_of_reach, "comparisons");
}

}  // namespace
}  // namespace spotwright::bench

int main(int argc, char** argv) {
  using namespace spotwright::bench;
  const Options options = ParseOptions(argc, argv);
  Report report("scaling", options);
  Totals all;
  Totals halves[2];
  std::size_t number = 0;
  for (const LoadSeries& load : ReadLoadSeries(options.data_folder)) {
    Totals& half = halves[number++ % 2];
    if (options.only_case.empty() || options.only_case == load.name) Compare(load, {&all, &half}, report);
  }
  Add("replay", all, report);
  if (!options.only_case.empty()) return 0;
  Add("first_half", halves[0], report);
  Add("second_half", halves[1], report);
}
