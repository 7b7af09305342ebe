#include "src/formats/azure_eviction_rates.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "src/formats/azure_names.h"

namespace spotwright::formats {
namespace {

// The first of some members that is there; else the first, as the one that is missing.
JsonView FirstOf(const std::array<JsonView, 3>& members) {
  const auto found = std::find_if(members.begin(), members.end(), [](JsonView member) { return member.present(); });
  return found == members.end() ? members.front() : *found;
}

}  // namespace

std::optional<std::int64_t> BandOfEvictionRate(std::string_view rate) {
  static constexpr std::array<std::string_view, 5> kRates = {"0-5", "5-10", "10-15", "15-20", "20+"};
  std::string text;
  for (const char c : rate) {
    if (c != '%' && c != ' ') text.push_back(c);
  }
  const auto found = std::find(kRates.begin(), kRates.end(), text);
  return found == kRates.end() ? std::nullopt : std::optional<std::int64_t>(found - kRates.begin());
}

bool ReadEvictionRates(JsonView root, std::size_t source, Market& market, Tally& tally) {
  const bool is_list = root.Is(JsonKind::kArray);
  const JsonView rows = is_list ? root : root["data"];
  if (!rows.present()) rows.Refuse("a list of eviction rates");
  for (const JsonView item : rows.Items()) {
    const std::string type = LowerCase(item["type"].Text());
    const JsonView properties = item["properties"];
    InterruptionBandRow row;
    row.source = source;
    row.instance_type = FirstOf({item["skuName"], item["sku"]["name"], properties["skuName"]}).RequiredText();
    row.region = LowerCase(item["location"].RequiredText());
    if (root.failed()) return false;
    if (!type.empty() && type != "microsoft.compute/skuspotevictionrate/location") {
      tally.Skip("row is no eviction rate", row.Id());
      continue;
    }
    const JsonView rate = FirstOf({item["spotEvictionRate"], item["evictionRate"], properties["evictionRate"]});
    if (rate.Text("-").empty()) {
      tally.Skip("row states no rate", row.Id());
      continue;
    }
    const auto band = BandOfEvictionRate(rate.RequiredText());
    if (!band) rate.Refuse("0-5, 5-10, 10-15, 15-20 or 20+");
    if (root.failed()) return false;
    row.band = *band;
    market.bands.push_back(std::move(row));
  }
  return !is_list && !FirstOf({root["skip_token"], root["$skipToken"], root["skipToken"]}).Text().empty();
}

}  // namespace spotwright::formats
