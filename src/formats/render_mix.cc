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

}  // namespace

Document RenderDecideMix(const DecideMixResponse& response) {
  const double cost = response.launch_cost_usd_per_hour;
  Document document;
  document.title = "Mix";
  document.Add(Verdict(response.feasible, response.steps.empty() ? "Nothing to do." : "The target can be met.",
                       "the pools cannot hold what the policy asks."));
  document.Add(UnitsTable(response));
  if (cost > 0) {
    KeyValues facts;
    facts.items.push_back(
        {"Launches", Cat(Usd(cost, UsdDecimals(cost)), " per hour (", UsdPerMonth(cost), " per month)")});
    document.Add(std::move(facts));
  }
  document.AddSection("Steps, in order", StepTable(response.steps));
  document.AddSection("Why", Sentences(response.reasons));
  return document;
}

}  // namespace spotwright::formats
