#include <string>
#include <utility>
#include <vector>

#include "src/base/month.h"
#include "src/base/text.h"
#include "src/formats/number_text.h"
#include "src/formats/renderers.h"

namespace spotwright::formats {
namespace {

using base::Cat;
using base::Percent;

// "3.0 % to 25.0 %"
std::string Interval(const RiskEstimate& estimate) {
  return Cat(Percent(estimate.low, 2), " to ", Percent(estimate.high, 2));
}

std::string PerMonth(const RiskEstimate& interruptions_per_instance_hour) {
  return base::Fixed(interruptions_per_instance_hour.expected * base::kHoursPerMonth, 2);
}

Table PoolTable(const std::vector<PoolRiskReport>& pools) {
  Table table;
  table.columns = PoolColumns();
  for (const Column& column :
       {Column{"Lost", Align::kRight}, Column{"Interval", Align::kRight, 0, 2}, Column{"Together", Align::kRight, 0, 1},
        Column{"New/month", Align::kRight, 0, 3}, Column{"Old/month", Align::kRight, 0, 4},
        Column{"Losses", Align::kRight, 0, 6}, Column{"Pool hours", Align::kRight, 0, 5}}) {
    table.columns.push_back(column);
  }
  for (const PoolRiskReport& pool : pools) {
    std::vector<Text> row = PoolCells(pool.pool);
    row.emplace_back(Percent(pool.loss_probability.expected, 2));
    row.emplace_back(Interval(pool.loss_probability));
    row.emplace_back(Percent(pool.loss_correlation.expected));
    const bool has_hazards = !pool.hazards.empty();
    row.emplace_back(has_hazards ? PerMonth(pool.hazards.front().interruptions_per_instance_hour) : "");
    row.emplace_back(has_hazards ? PerMonth(pool.hazards.back().interruptions_per_instance_hour) : "");
    row.emplace_back(base::Fixed(pool.losses, 2));
    row.emplace_back(base::Fixed(pool.pool_hours, 1));
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table CommonTable(const EstimateRiskResponse& response) {
  Table table;
  table.columns = {{"Pools of", Align::kLeft, 8},
                   {"Shared", Align::kRight},
                   {"Interval", Align::kRight, 0, 1},
                   {"Falls seen", Align::kRight, 0, 2}};
  const auto add = [&](const char* scope, const CommonLossReport& report) {
    table.rows.push_back(
        {scope, Percent(report.shared.expected), Interval(report.shared), base::Fixed(report.falls, 1)});
  };
  add("one type, zones of a region", response.same_type_in_region);
  add("one region, other types", response.same_region);
  add("other regions", response.everywhere);
  return table;
}

std::vector<Reason> AllReasons(const EstimateRiskResponse& response) {
  std::vector<Reason> reasons = response.reasons;
  for (const PoolRiskReport& pool : response.pools) {
    for (const Reason& reason : pool.reasons) {
      // What an estimate rests on stands in the table.
      if (reason.code != "risk_from_evidence") reasons.push_back(reason);
    }
  }
  return reasons;
}

}  // namespace

Document RenderEstimateRisk(const EstimateRiskResponse& response) {
  Document document;
  document.title = "Risk";
  KeyValues facts;
  facts.items.push_back({"Lead time", Cat(base::Number(response.expected.lead_time_seconds), " s")});
  facts.items.push_back({"Lost", "of a node within the lead time, of all causes"});
  facts.items.push_back({"Together", "of a pool, the share that falls with a lost node"});
  facts.items.push_back({"New, old", "expected interruptions per month of a new node and of one a day old"});
  document.Add(std::move(facts));
  document.Add(PoolTable(response.pools));
  document.AddSection("Falling together", CommonTable(response));
  document.AddSection("Why", Sentences(AllReasons(response)));
  return document;
}

}  // namespace spotwright::formats
