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
  document.AddSection("Why", Sentences(response.reasons));
  return document;
}

}  // namespace spotwright::formats
