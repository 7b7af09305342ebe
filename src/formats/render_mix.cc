#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "src/base/text.h"
#include "src/formats/number_text.h"
#include "src/formats/renderers.h"

namespace spotwright::formats {
namespace {

using base::Cat;

Table UnitsTable(const DecideMixResponse& response) {
  Table table;
  table.columns = {{"Units"}, {"Target", Align::kRight}, {"After the steps", Align::kRight}};
  table.rows = {
      {"On-demand", Count(response.target_on_demand_units), Count(response.on_demand_units)},
      {Text("Spot", Tone::kGood), Count(response.target_spot_units), Count(response.spot_units)},
  };
  return table;
}

std::string PerHourAndMonth(double usd_per_hour) {
  return Cat(Usd(usd_per_hour, UsdDecimals(usd_per_hour)), " per hour (", UsdPerMonth(usd_per_hour), " per month)");
}

KeyValues Facts(const DecideMixResponse& response) {
  KeyValues facts;
  if (response.launch_cost_usd_per_hour > 0) {
    facts.items.push_back({"Launches", PerHourAndMonth(response.launch_cost_usd_per_hour)});
  }
  if (!response.achieved_probability) return facts;
  facts.items.push_back({"Cost", PerHourAndMonth(response.cost_usd_per_hour)});
  if (response.expected_cost_usd_per_hour > response.cost_usd_per_hour) {
    facts.items.push_back({"With interruptions", PerHourAndMonth(response.expected_cost_usd_per_hour)});
  }
  facts.items.push_back({"Availability", base::Fixed(*response.achieved_probability, 6)});
  if (response.spot_units > 0) {
    facts.items.push_back(
        {"Interruptions", Cat(base::Fixed(response.expected_interruptions_per_month, 2), " per month")});
  }
  return facts;
}

Table StepTable(const std::vector<MixStep>& steps) {
  Table table;
  table.columns = PoolColumns();
  table.columns.insert(table.columns.begin(),
                       {Column{"Step", Align::kRight}, Column{"Do"}, Column{"Units", Align::kRight}});
  for (const MixStep& step : steps) {
    std::vector<Text> row = {Count(std::ssize(table.rows) + 1), step.action == MixAction::kEnd ? "end" : "launch",
                             Count(step.units)};
    for (Text& cell : PoolCells(step.pool)) row.push_back(std::move(cell));
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::string NameOf(const MixDrill& drill) {
  switch (drill.kind) {
    case DrillKind::kSpotOff:
      return "all spot";
    case DrillKind::kPoolOff:
      if (drill.pools.empty()) break;  // Responses are rendered as they come.
      return Cat(drill.pools.front().instance_type, " in ", drill.pools.front().zone);
    case DrillKind::kRegionOff:
      break;
  }
  return Cat("region ", drill.region);
}

Table DrillTable(const std::vector<MixDrill>& drills) {
  Table table;
  table.columns = {{"Lost"},
                   {"Units", Align::kRight},
                   {"On-demand to launch", Align::kRight},
                   {"Missing", Align::kRight},
                   {"USD/h", Align::kRight}};
  for (const MixDrill& drill : drills) {
    const double cost = drill.launch_cost_usd_per_hour;
    table.rows.push_back({NameOf(drill), Count(drill.lost_units), Count(drill.launch_units),
                          Text(Count(drill.missing_units), drill.missing_units > 0 ? Tone::kBad : Tone::kPlain),
                          Usd(cost, UsdDecimals(cost))});
  }
  return table;
}

}  // namespace

Document RenderDecideMix(const DecideMixResponse& response) {
  Document document;
  document.title = "Mix";
  document.Add(Verdict(response.feasible, response.steps.empty() ? "Nothing to do." : "The target can be met.",
                       "what the policy asks cannot be had."));
  document.Add(UnitsTable(response));
  if (KeyValues facts = Facts(response); !facts.items.empty()) document.Add(std::move(facts));
  document.AddSection("Steps, in order", StepTable(response.steps));
  if (!response.drills.empty()) document.AddSection("Drills", DrillTable(response.drills));
  document.AddSection("Why", Sentences(response.reasons));
  return document;
}

}  // namespace spotwright::formats
