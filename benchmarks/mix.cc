// Subject "mix": decide_mix by availability target against what others do, on real availability of nine zones.
//
// Rules of the replay. At each tick every zone's availability is seen, then the decision is made. What runs in a zone
// that is down is lost. A launch is ready one tick later and is paid from its launch; a launch into a zone that is down
// fails. An end takes effect at once. The tick is available if enough is ready after that. Spot costs a third of
// on-demand. All policies begin with enough on-demand ready, and all see the same. Costs are shares of holding all
// on-demand; launches are of both capacity types, for each needed instance and day.
//
// Ours: estimate_risk walks forward with its default settings, the lead time being one tick; decide_mix gets what it
// expects, the price of one tick as the cost of a switch and of an interruption, and nothing else. Nothing sees the
// future, and nothing is set for one case. Two rules of estimate_risk were found with these traces in sight, though:
// that pools of a type tell of each other's hazard, and that shocks follow the usual rate of falls.
//
// Peers: SpotHedge as its paper has it (benchmarks/mix/policies.h), all-on-demand, static shares over the zones that
// are up, and all-spot in the zone that hindsight knows to be the best.
#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "benchmarks/mix/policies.h"
#include "benchmarks/report.h"
#include "benchmarks/trace.h"
#include "capi/spotwright.h"
#include "spotwright/decide_mix.h"
#include "src/codec/json.h"
#include "src/model/field.h"
#include "src/model/offers.h"

namespace spotwright::bench {
namespace {

constexpr std::size_t kTicks = 8000;

std::vector<Trace> Traces(const std::string& data_folder) {
  if (!data_folder.empty()) return ReadAvailability(data_folder + "/spot_traces/availability/1-node/aws-02-15-2023");
  std::vector<Trace> traces;
  for (const char* zone : {"north-1a", "north-1b", "south-1a", "south-1b"}) {
    traces.push_back(MadeUpTrace(zone, 1, 2000, traces.size() + 1));
  }
  return traces;
}

// Zones are named by what comes before the first "_", regions by all of that but the last letter.
Zone ZoneOf(const Trace& trace) {
  const std::string name = trace.name.substr(0, trace.name.find('_'));
  Zone zone{.name = name, .region = name.substr(0, name.size() - 1), .up = {}};
  for (const std::int64_t count : trace.up_counts) zone.up.push_back(count > 0);
  return zone;
}

World WorldOf(const std::vector<Trace>& traces, std::int64_t needed) {
  World world{.zones = {}, .needed = needed, .ticks = kTicks, .seconds_per_tick = 0};
  for (const Trace& trace : traces) {
    world.zones.push_back(ZoneOf(trace));
    world.ticks = std::min(world.ticks, trace.up_counts.size());
    world.seconds_per_tick = static_cast<double>(trace.step_seconds);
  }
  return world;
}

// "990" for 0.99.
std::string Thousandths(double target) { return std::to_string(static_cast<int>(target * 1000 + 0.5)); }

void Add(Report& report, const std::string& name, const std::string& suffix, const Outcome& outcome,
         const std::string& system) {
  report.Add(name, "cost" + suffix, outcome.cost, "of all on-demand", system);
  report.Add(name, "availability" + suffix, outcome.availability, "share of ticks", system);
  report.Add(name, "launches" + suffix, outcome.launches, "per instance-day", system);
}

struct Hedge {
  std::string system;
  Outcome outcome;
};

std::vector<Hedge> AddPeers(Report& report, const std::string& name, const World& world) {
  Add(report, name, "", Replay(world, *AllOnDemand(world)), "all_on_demand");
  Add(report, name, "", Replay(world, *AllSpotInBestZone(world)), "best_zone_in_hindsight");
  Add(report, name, "", Replay(world, *StaticShare(world, 0.5)), "static_50");
  Add(report, name, "", Replay(world, *StaticShare(world, 0.7)), "static_70");
  std::vector<Hedge> hedges;
  for (const std::int64_t extra : {0, 1, 2, 4}) {
    hedges.push_back({"spothedge_" + std::to_string(extra), Replay(world, *SpotHedge(world, extra))});
    Add(report, name, "", hedges.back().outcome, hedges.back().system);
  }
  return hedges;
}

// The least that a policy which knows the future could pay and be available for a share of the ticks: spot where any is
// up, on-demand where that is needed, and nothing for losses and launches.
double ClairvoyantCost(const World& world, double availability) {
  std::size_t none_up = 0;
  for (std::size_t tick = 0; tick < world.ticks; ++tick) {
    none_up += std::none_of(world.zones.begin(), world.zones.end(), [&](const Zone& zone) { return zone.up[tick]; });
  }
  const double dark = static_cast<double>(none_up) / static_cast<double>(world.ticks);
  const double skipped = 1 - availability;
  return dark > skipped ? (dark - skipped) + (1 - dark) / 3 : availability / 3;
}

void RunAllZones(Report& report, const std::vector<Trace>& traces) {
  const World world = WorldOf(traces, 4);
  const std::vector<Hedge> hedges = AddPeers(report, "AWS3", world);
  const std::vector<RiskModel> risks = RisksOf(world);
  int met = 0;
  for (const double target : {0.9, 0.95, 0.98, 0.99, 0.995, 0.999}) {
    const Outcome outcome = Replay(world, *ByTarget(world, risks, target));
    const std::string suffix = "_" + Thousandths(target);
    Add(report, "AWS3", suffix, outcome, "spotwright");
    met += outcome.availability >= target;
    report.Add("AWS3", "cost_bound" + suffix, ClairvoyantCost(world, target), "of all on-demand", "clairvoyant");
    const Hedge* cheapest = nullptr;
    for (const Hedge& hedge : hedges) {
      if (hedge.outcome.availability < target) continue;
      if (cheapest == nullptr || hedge.outcome.cost < cheapest->outcome.cost) cheapest = &hedge;
    }
    if (cheapest == nullptr) continue;
    report.Add("AWS3", "cost_ratio" + suffix, outcome.cost / cheapest->outcome.cost, "to " + cheapest->system);
    report.Add("AWS3", "launches_ratio" + suffix, outcome.launches / cheapest->outcome.launches,
               "to " + cheapest->system);
  }
  report.Add("AWS3", "availability_targets_met", met, "of 6");
}

void RunThreeZones(Report& report, const std::vector<Trace>& traces) {
  constexpr double kTarget = 0.99;
  int sets = 0;
  int met = 0;
  double cost = 0;
  double bound = 0;
  double hedge_cost = 0;
  int hedge_met = 0;
  for (std::size_t a = 0; a < traces.size(); ++a) {
    for (std::size_t b = a + 1; b < traces.size(); ++b) {
      for (std::size_t c = b + 1; c < traces.size(); ++c) {
        const World world = WorldOf({traces[a], traces[b], traces[c]}, 8);
        const Outcome ours = Replay(world, *ByTarget(world, RisksOf(world), kTarget));
        const Outcome hedge = Replay(world, *SpotHedge(world, 0));
        ++sets;
        met += ours.availability >= kTarget;
        cost += ours.cost;
        hedge_met += hedge.availability >= kTarget;
        hedge_cost += hedge.cost;
        bound += ClairvoyantCost(world, kTarget);
      }
    }
  }
  report.Add("three_zones", "sets", sets, "sets");
  report.Add("three_zones", "sets_met_share", static_cast<double>(met) / sets, "of sets");
  report.Add("three_zones", "mean_cost", cost / sets, "of all on-demand");
  report.Add("three_zones", "sets_met_share", static_cast<double>(hedge_met) / sets, "of sets", "spothedge_0");
  report.Add("three_zones", "mean_cost", hedge_cost / sets, "of all on-demand", "spothedge_0");
  report.Add("three_zones", "mean_cost_bound", bound / sets, "of all on-demand", "clairvoyant");
}

// Twenty pools in four regions, some of them in use, and their risk.
DecideMixRequest TwentyPools(std::int64_t units) {
  DecideMixRequest request;
  request.total_units = units;
  request.policy.availability_target = 0.999;
  request.policy.switching_cost_usd_per_unit = 0.01;
  RiskModel risk;
  for (int i = 0; i < 20; ++i) {
    const std::string region = "region-" + std::to_string(i % 4);
    Offer offer;
    offer.instance_type = i % 3 == 0 ? "m6i.large" : "m5.large";
    offer.region = region;
    offer.zone = region + static_cast<char>('a' + i / 4);
    offer.capacity_type = CapacityType::kSpot;
    offer.price_usd_per_hour = 0.03 + 0.001 * (i * 7 % 20);
    const Pool pool = model::PoolOf(offer);
    risk.pools.push_back({pool, 0.001 + 0.0005 * (i * 11 % 20), 0.6 + 0.02 * (i % 20), 0.01});
    if (i % 5 == 0) request.running.push_back({pool, units / 4});
    request.offers.push_back(offer);
    if (i >= 4) continue;
    risk.shocks.push_back({region, "", 0.0005 * (i + 1)});
    offer.capacity_type = CapacityType::kOnDemand;
    offer.price_usd_per_hour = 0.1 + 0.001 * i;
    request.offers.push_back(offer);
  }
  request.risk = risk;
  return request;
}

std::string JsonOf(const DecideMixRequest& request) {
  return codec::EncodeJson(model::MessageOf<DecideMixRequest>(), &request);
}

void RunSpeed(Report& report) {
  for (const std::int64_t units : {4, 20, 100, 1000}) {
    const std::string json = JsonOf(TwentyPools(units));
    const auto call = [&] {
      spotwright_buffer response{};
      spotwright_error* error = nullptr;
      if (spotwright_decide_mix(SPOTWRIGHT_FORMAT_JSON, json.data(), json.size(), nullptr, &response, &error) != 0) {
        std::abort();
      }
      spotwright_buffer_free(&response);
      spotwright_error_free(&error);
    };
    const std::vector<double> seconds = Seconds(500, call);
    const std::string name = "20_pools_" + std::to_string(units) + "_units";
    report.Add(name, "p50_us", Quantile(seconds, 0.5) * 1e6, "us");
    report.Add(name, "p99_us", Quantile(seconds, 0.99) * 1e6, "us");
  }
}

}  // namespace
}  // namespace spotwright::bench

int main(int argc, char** argv) {
  using namespace spotwright::bench;
  const Options options = ParseOptions(argc, argv);
  Report report("mix", options);
  const std::vector<Trace> traces = Traces(options.data_folder);
  const auto wants = [&](const std::string& name) { return options.only_case.empty() || options.only_case == name; };
  if (wants("speed")) RunSpeed(report);
  if (wants("AWS3")) RunAllZones(report, traces);
  if (wants("three_zones")) RunThreeZones(report, traces);
}
