#include "src/formats/azure_prices.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "src/base/text.h"
#include "src/formats/azure_names.h"
#include "src/formats/price_text.h"
#include "src/formats/timestamp.h"

namespace spotwright::formats {
namespace {

using base::Cat;

bool Contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// Whether the sku or its meter is of a kind: "D4s v5 Spot".
bool IsOfKind(JsonView item, std::string_view kind) {
  return item["skuName"].Text().ends_with(kind) || item["meterName"].Text().ends_with(kind);
}

// Why a row does not tell what a Linux machine costs by the hour; empty if it does.
std::string WhyNot(JsonView item, std::string_view billing_currency) {
  const std::string_view type = item["type"].RequiredText();
  if (type != "Consumption") return Cat("price is for ", type);
  const std::string_view service = item["serviceName"].Text("Virtual Machines");
  if (service != "Virtual Machines") return Cat("service is ", service);
  const std::string_view currency = item["currencyCode"].Text(billing_currency);
  if (currency != "USD") return Cat("currency is ", currency.empty() ? "not stated" : currency);
  const std::string_view unit = item["unitOfMeasure"].Text("1 Hour");
  if (unit != "1 Hour") return Cat("unit is ", unit);
  const std::string_view product = item["productName"].RequiredText();
  if (Contains(product, "Windows")) return "operating system is Windows";
  if (Contains(product, "CloudServices") || Contains(product, "Cloud Services")) return "product is Cloud Services";
  if (Contains(product, "Dedicated Host")) return "product is a dedicated host";
  if (IsOfKind(item, " Low Priority")) return "Low Priority is not sold to clusters";
  if (item["armSkuName"].Text().empty()) return "row names no size";
  if (item["armRegionName"].Text().empty()) return "row names no region";
  return {};
}

// Reports a bad value at its place.
std::int64_t RequiredMoment(JsonView place) {
  const auto moment = ReadTimestamp(place.RequiredText());
  if (!moment) place.Refuse("a moment such as 2026-01-31T00:00:00Z");
  return moment.value_or(0);
}

double RequiredPrice(JsonView place) {
  const auto price = ReadPrice(place.RequiredNumber());
  if (!price) place.Refuse(kAcceptedPrice);
  return price.value_or(0);
}

void ReadItem(JsonView item, std::size_t source, const std::optional<std::int64_t>& now_unix_ms,
              std::string_view billing_currency, Market& market, Tally& tally) {
  std::string type(item["armSkuName"].Text());
  const std::string name = type.empty() ? std::string(item["meterName"].Text()) : type;
  std::string cause = WhyNot(item, billing_currency);
  const double price = RequiredPrice(item["unitPrice"]);
  const bool spot = IsOfKind(item, " Spot");
  const std::int64_t start = std::max<std::int64_t>(0, RequiredMoment(item["effectiveStartDate"]));
  std::optional<std::int64_t> end;
  if (const JsonView place = item["effectiveEndDate"]; place.present()) end = RequiredMoment(place);
  if (end && *end <= start) cause = "price is never in force";
  // What spot has cost is history; of on-demand only today's price is asked for.
  if (end && !spot && *end <= now_unix_ms.value_or(0)) cause = "price is no longer in force";
  // A free machine is a slip of the list, or a preview that cannot be had by all.
  if (cause.empty() && price == 0) cause = "price is 0";
  if (!cause.empty()) {
    tally.Skip(std::move(cause), name);
    return;
  }
  std::string region = LowerCase(item["armRegionName"].Text());
  if (spot) {
    market.spot_prices.push_back({source, std::move(type), std::move(region), {}, price, start, end});
  } else {
    market.on_demand_prices.push_back({source, 0, std::move(type), std::move(region), price, start});
  }
}

}  // namespace

bool ReadAzurePrices(JsonView root, std::size_t source, const std::optional<std::int64_t>& now_unix_ms, Market& market,
                     Tally& tally) {
  const bool is_list = root.Is(JsonKind::kArray);
  const JsonView items = is_list ? root : root["Items"];
  if (!items.present()) items.Refuse("a list of prices");
  const std::string_view currency = is_list ? std::string_view() : root["BillingCurrency"].Text();
  for (const JsonView item : items.Items()) {
    ReadItem(item, source, now_unix_ms, currency, market, tally);
    if (root.failed()) return false;
  }
  return !is_list && !root["NextPageLink"].Text().empty();
}

}  // namespace spotwright::formats
