#include "src/formats/aws_spot_prices.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

#include "src/base/text.h"
#include "src/formats/price_text.h"
#include "src/formats/timestamp.h"

namespace spotwright::formats {

bool ReadSpotPrices(JsonView root, std::size_t source, Market& market, Tally& tally) {
  const JsonView rows = root["SpotPriceHistory"];
  if (!rows.present()) rows.Refuse("a list of prices");
  for (const JsonView item : rows.Items()) {
    SpotPriceRow row;
    row.source = source;
    row.instance_type = item["InstanceType"].RequiredText();
    row.zone = item["AvailabilityZone"].Text();
    const auto price = ReadPrice(item["SpotPrice"].RequiredText());
    if (!price) item["SpotPrice"].Refuse(kAcceptedPrice);
    const auto moment = ReadTimestamp(item["Timestamp"].RequiredText());
    if (!moment) item["Timestamp"].Refuse("a moment such as 2026-01-31T08:00:00.000Z");
    const std::string_view product = item["ProductDescription"].RequiredText();
    const std::string_view zone_id = item["AvailabilityZoneId"].Text();
    if (root.failed()) return false;
    if (!zone_id.empty() && !row.zone.empty()) market.zone_ids.emplace(row.zone, zone_id);
    row.price_usd_per_hour = *price;
    row.unix_ms = std::max<std::int64_t>(0, *moment);
    if (product != "Linux/UNIX" && product != "Linux/UNIX (Amazon VPC)") {
      tally.Skip(base::Cat("product is ", product), row.Id());
    } else if (row.zone.empty()) {
      // An AvailabilityZoneId alone does not say which zone of the cluster that is: ids differ from account to account.
      tally.Skip("row names no availability zone", row.instance_type);
    } else {
      market.spot_prices.push_back(std::move(row));
    }
  }
  return !root["NextToken"].Text().empty();
}

}  // namespace spotwright::formats
