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

std::string Codes(const std::vector<Reason>& reasons) {
  std::string words;
  for (const Reason& reason : reasons) words += Cat(words.empty() ? "" : ", ", Words(reason.code));
  return words;
}

// Of refused regions, then of alerts.
std::vector<Reason> Warnings(const AssessPricesResponse& response) {
  std::vector<Reason> reasons;
  for (const RegionPrices& region : response.regions) {
    reasons.insert(reasons.end(), region.reasons.begin(), region.reasons.end());
  }
  for (const PriceAlert& alert : response.alerts)
    reasons.insert(reasons.end(), alert.reasons.begin(), alert.reasons.end());
  return reasons;
}

Table AdviceTable(const std::vector<TypeAdvice>& advice) {
  Table table;
  table.columns = {Column{"Cluster"},
                   Column{"Pool"},
                   Column{"Nodes", Align::kRight},
                   Column{"Better"},
                   Column{"Saving", Align::kRight},
                   Column{"Saving/month", Align::kRight, 0, 1}};
  for (const TypeAdvice& one : advice) {
    table.rows.push_back({one.cluster, Text(PoolName(one.pool)), Text(Count(one.nodes)),
                          Text(PoolName(one.recommended), Tone::kGood), Text(base::Percent(one.saving_share)),
                          Text(UsdPerMonth(one.saving_usd_per_hour))});
  }
  return table;
}

Table AzureTable(const std::vector<AzureSpotMaxPrice>& prices) {
  Table table;
  table.columns = {Column{"Azure pool"}, Column{"spot_max_price", Align::kRight}, Column{"Change"},
                   Column{"Why", Align::kLeft, 12, 1}};
  for (const AzureSpotMaxPrice& one : prices) {
    table.rows.push_back({one.name, Text(one.spot_max_price ? base::Number(*one.spot_max_price) : ""),
                          one.changed ? Text("recreate", Tone::kBad) : Text("none"), Text(Codes(one.reasons))});
  }
  return table;
}

}  // namespace

Document RenderAssessPrices(const AssessPricesResponse& response) {
  Document document;
  document.title = "Prices";
  document.Add(Verdict(
      response.feasible,
      Cat(CountOf(response.allowed_count, "offer", "offers"), " allowed, ", Count(response.refused_count), " refused."),
      "not one offer is allowed."));
  double largest = 0;
  for (const PriceVerdict& verdict : response.verdicts) {
    largest = std::max({largest, verdict.price_usd_per_hour, verdict.on_demand_price_usd_per_hour.value_or(0)});
  }
  const int decimals = UsdDecimals(largest);
  Table table;
  table.columns = PoolColumns();
  for (Column column : {Column{"Price/h", Align::kRight}, Column{"On-demand/h", Align::kRight, 0, 2},
                        Column{"Saving", Align::kRight, 0, 1}, Column{"Verdict"}, Column{"Why", Align::kLeft, 12, 3}}) {
    table.columns.push_back(std::move(column));
  }
  for (const PriceVerdict& verdict : response.verdicts) {
    std::vector<Text> row = PoolCells(verdict.pool);
    const auto& on_demand = verdict.on_demand_price_usd_per_hour;
    for (Text cell : {Text(Usd(verdict.price_usd_per_hour, decimals)), Text(on_demand ? Usd(*on_demand, decimals) : ""),
                      Text(verdict.savings_share ? base::Percent(*verdict.savings_share) : ""),
                      verdict.allowed ? Text("allowed") : Text("refused", Tone::kBad), Text(Codes(verdict.reasons))}) {
      row.push_back(std::move(cell));
    }
    table.rows.push_back(std::move(row));
  }
  document.AddSection("Offers", std::move(table));
  document.AddSection("Alerts", Sentences(Warnings(response), Tone::kBad));
  document.AddSection("Better types", AdviceTable(response.advice));
  document.AddSection("Azure", AzureTable(response.azure_spot_max_prices));
  document.AddSection("Findings", Sentences(response.findings, Tone::kBad));
  document.AddSection("Why", Sentences(response.reasons));
  return document;
}

}  // namespace spotwright::formats
