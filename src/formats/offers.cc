#include "src/formats/offers.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "src/base/text.h"
#include "src/formats/node_labels.h"
#include "src/model/offers.h"
#include "src/model/reason.h"
#include "src/model/validate.h"

namespace spotwright::formats {
namespace {

using base::Cat;
using TypeAndPlace = std::pair<std::string, std::string>;

class OfferBuilder {
 public:
  OfferBuilder(const Market& market, const ImportRequest& request, PlanRequest& plan, std::vector<Tally>& tallies)
      : market_(market),
        request_(request),
        plan_(plan),
        tallies_(tallies),
        spot_used_(market.spot_prices.size()),
        on_demand_used_(market.on_demand_prices.size()) {}

  std::optional<Error> Build(std::vector<Reason>& warnings) {
    for (const Node& node : plan_.nodes) {
      if (!node.region.empty()) region_of_zone_[node.zone] = node.region;
      label_keys_.merge(CapacityLabelKeys(node.labels));
    }
    region_ = ChooseRegion();
    IndexSpotPrices();
    if (auto error = IndexOnDemandPrices()) return error;
    IndexBands();
    PriceNodes(warnings);
    for (const MarketType& type : market_.types) AddType(type);
    std::sort(plan_.offers.begin(), plan_.offers.end(), model::PoolLess);
    CountRows();
    return std::nullopt;
  }

 private:
  // The one region of the offers; empty where the documents speak of several, or of none.
  std::string ChooseRegion() const {
    if (!request_.region.empty()) return request_.region;
    std::set<std::string> regions;
    for (const Node& node : plan_.nodes) regions.insert(node.region);
    regions.erase("");
    if (regions.empty()) {
      for (const SpotPriceRow& row : market_.spot_prices) regions.insert(RegionOfZone(row.zone));
      regions.erase("");
    }
    if (regions.empty()) {
      for (const OnDemandPriceRow& row : market_.on_demand_prices) regions.insert(row.region);
      regions.erase("");
    }
    return regions.size() == 1 ? *regions.begin() : std::string();
  }

  std::string RegionHere(const std::string& zone) const {
    const auto known = region_of_zone_.find(zone);
    if (known != region_of_zone_.end()) return known->second;
    std::string region = RegionOfZone(zone);
    return region.empty() ? region_ : region;
  }

  bool IsElsewhere(const std::string& region) const { return !region_.empty() && !region.empty() && region != region_; }

  // The newest row of each pool that is not later than now. Rows of one moment that differ: the dearer one, so that
  // the order of rows does not matter.
  void IndexSpotPrices() {
    for (std::size_t i = 0; i < market_.spot_prices.size(); ++i) {
      const SpotPriceRow& row = market_.spot_prices[i];
      if (IsElsewhere(RegionHere(row.zone))) {
        tallies_[row.source].Skip("price is of another region", row.Id());
      } else if (request_.now_unix_ms && row.unix_ms > *request_.now_unix_ms) {
        tallies_[row.source].Skip("price is later than now", row.Id());
      } else {
        const auto [entry, added] = spot_.try_emplace({row.instance_type, row.zone}, i);
        if (added) continue;
        const auto age = [&](std::size_t index) {
          const SpotPriceRow& r = market_.spot_prices[index];
          return std::tie(r.unix_ms, r.price_usd_per_hour);
        };
        const std::size_t older = age(entry->second) < age(i) ? std::exchange(entry->second, i) : i;
        const SpotPriceRow& left_out = market_.spot_prices[older];
        tallies_[left_out.source].Skip("price is older than the newest of its pool", left_out.Id());
      }
    }
  }

  std::optional<Error> IndexOnDemandPrices() {
    for (std::size_t i = 0; i < market_.on_demand_prices.size(); ++i) {
      const OnDemandPriceRow& row = market_.on_demand_prices[i];
      if (IsElsewhere(row.region)) {
        tallies_[row.source].Skip("price is of another region", Cat(row.instance_type, " in ", row.region));
        continue;
      }
      const auto [entry, added] = on_demand_.try_emplace({row.instance_type, row.region}, i);
      if (added) continue;
      const double before = market_.on_demand_prices[entry->second].price_usd_per_hour;
      if (before != row.price_usd_per_hour) {
        return SourceError(request_, row.source,
                           Cat("line ", row.line, ": price_usd_per_hour of ", row.instance_type, " is ",
                               row.price_usd_per_hour, ", but another row says ", before, "; accepted: one price"));
      }
      tallies_[row.source].Skip("listed twice", row.instance_type);
    }
    return std::nullopt;
  }

  void IndexBands() {
    for (const InterruptionBandRow& row : market_.bands) {
      if (IsElsewhere(row.region)) {
        tallies_[row.source].Skip("row is of another region", row.Id());
        continue;
      }
      const auto [entry, added] = bands_.try_emplace({row.instance_type, row.region}, &row);
      if (added) continue;
      const bool higher = row.band > entry->second->band;  // The worse one, whatever the order.
      const InterruptionBandRow& left_out = higher ? *std::exchange(entry->second, &row) : row;
      tallies_[left_out.source].Skip("listed twice", left_out.Id());
    }
  }

  std::optional<double> SpotPrice(const std::string& type, const std::string& zone) {
    const auto row = spot_.find({type, zone});
    if (row == spot_.end()) return std::nullopt;
    spot_used_[row->second] = true;
    return market_.spot_prices[row->second].price_usd_per_hour;
  }

  // A price without a region holds where there is none of the region.
  std::optional<double> OnDemandPrice(const std::string& type, const std::string& region) {
    auto row = on_demand_.find({type, region});
    if (row == on_demand_.end()) row = on_demand_.find({type, ""});
    if (row == on_demand_.end()) return std::nullopt;
    on_demand_used_[row->second] = true;
    return market_.on_demand_prices[row->second].price_usd_per_hour;
  }

  void PriceNodes(std::vector<Reason>& warnings) {
    std::vector<std::string> without;
    for (Node& node : plan_.nodes) {
      node.price_usd_per_hour = node.capacity_type == CapacityType::kSpot
                                    ? SpotPrice(node.instance_type, node.zone)
                                    : OnDemandPrice(node.instance_type, node.region);
      if (!node.price_usd_per_hour && !node.control_plane) without.push_back(node.name);
    }
    const bool have_prices = !market_.spot_prices.empty() || !market_.on_demand_prices.empty();
    if (without.empty() || !have_prices) return;
    const auto count = static_cast<double>(without.size());
    std::string sentence =
        Cat("No document gives the price of ", without.front(),
            without.size() == 1 ? std::string() : Cat(" and ", without.size() - 1, " more"), "; it counts as 0.");
    warnings.push_back(
        model::MakeReason("node_price_unknown", std::move(sentence), {{"count", count}}, std::move(without)));
  }

  std::vector<std::string> ZonesOf(const std::string& type) const {
    std::vector<std::string> zones;
    for (auto row = spot_.lower_bound({type, ""}); row != spot_.end() && row->first.first == type; ++row) {
      zones.push_back(row->first.second);
    }
    if (!zones.empty()) return zones;
    return AllZones();
  }

  const std::vector<std::string>& AllZones() const {
    if (!all_zones_.empty()) return all_zones_;
    std::set<std::string> zones;
    for (const Node& node : plan_.nodes) zones.insert(node.zone);
    if (zones.empty()) {
      for (const auto& [pool, row] : spot_) zones.insert(pool.second);
    }
    all_zones_.assign(zones.begin(), zones.end());
    return all_zones_;
  }

  void AddType(const MarketType& type) {
    const std::string& name = type.offer.instance_type;
    const std::size_t before = plan_.offers.size();
    bool priced = false;
    for (const std::string& zone : ZonesOf(name)) {
      const std::string region = RegionHere(zone);
      const std::optional<double> on_demand = OnDemandPrice(name, region);
      const bool has_spot = spot_.contains({name, zone});
      priced = priced || on_demand || has_spot;
      if (type.on_demand && on_demand) AddOffer(type, region, zone, CapacityType::kOnDemand, *on_demand);
      if (!type.spot || !has_spot) continue;
      AddOffer(type, region, zone, CapacityType::kSpot, *SpotPrice(name, zone));
      Offer& offer = plan_.offers.back();
      offer.on_demand_price_usd_per_hour = on_demand;
      const auto band = bands_.find({name, region});
      if (band == bands_.end()) continue;
      offer.interruption_band = band->second->band;
      bands_used_.insert(band->second);
    }
    Tally& tally = tallies_[type.source];
    if (plan_.offers.size() > before) {
      tally.Use();
    } else if (priced) {
      tally.Skip("type has a price, but not for how it is sold", name);
    } else if (AllZones().empty()) {
      tally.Skip("no zone is known: neither nodes nor spot prices name one", name);
    } else {
      tally.Skip("type has no price", name);
    }
  }

  void AddOffer(const MarketType& type, const std::string& region, const std::string& zone, CapacityType capacity_type,
                double price) {
    Offer offer = type.offer;
    offer.region = region;
    offer.zone = zone;
    offer.capacity_type = capacity_type;
    offer.price_usd_per_hour = price;
    for (const std::string& key : label_keys_) {
      std::string value = CapacityLabelValue(key, capacity_type);
      if (!value.empty()) offer.labels.emplace(key, std::move(value));
    }
    if (capacity_type == CapacityType::kSpot && !request_.spot_taint_key.empty()) {
      offer.taints.push_back({request_.spot_taint_key, request_.spot_taint_value, TaintEffect::kNoSchedule});
    }
    plan_.offers.push_back(std::move(offer));
  }

  void CountRows() {
    std::set<std::string_view> described;
    for (const MarketType& type : market_.types) described.insert(type.offer.instance_type);
    const auto why = [&](const std::string& type) {
      return described.contains(type) ? "no offer or node needs it" : "instance type is not described";
    };
    for (const auto& [pool, index] : spot_) {
      const SpotPriceRow& row = market_.spot_prices[index];
      spot_used_[index] ? tallies_[row.source].Use() : tallies_[row.source].Skip(why(pool.first), row.Id());
    }
    for (const auto& [place, index] : on_demand_) {
      const OnDemandPriceRow& row = market_.on_demand_prices[index];
      on_demand_used_[index] ? tallies_[row.source].Use()
                             : tallies_[row.source].Skip(why(place.first), row.instance_type);
    }
    for (const auto& [place, row] : bands_) {
      bands_used_.contains(row) ? tallies_[row->source].Use() : tallies_[row->source].Skip(why(place.first), row->Id());
    }
  }

  const Market& market_;
  const ImportRequest& request_;
  PlanRequest& plan_;
  std::vector<Tally>& tallies_;
  std::string region_;
  std::map<std::string, std::string> region_of_zone_;
  std::set<std::string> label_keys_;  // Of capacity types, as the nodes have them.
  std::map<TypeAndPlace, std::size_t> spot_;
  std::map<TypeAndPlace, std::size_t> on_demand_;
  std::map<TypeAndPlace, const InterruptionBandRow*> bands_;
  std::vector<bool> spot_used_;
  std::vector<bool> on_demand_used_;
  std::set<const InterruptionBandRow*> bands_used_;  // Only asked, never walked: addresses have no order.
  mutable std::vector<std::string> all_zones_;
};

}  // namespace

std::optional<Error> BuildOffers(const Market& market, const ImportRequest& request, PlanRequest& plan,
                                 std::vector<Tally>& tallies, std::vector<Reason>& warnings) {
  return OfferBuilder(market, request, plan, tallies).Build(warnings);
}

Error SourceError(const ImportRequest& request, std::size_t source, std::string_view message) {
  std::string field = model::ElementPath("sources", source);
  const std::string& name = request.sources[source].name;
  std::string text = Cat(name.empty() ? field : name, ": ", message);
  return model::InvalidField(std::move(field), std::move(text));
}

}  // namespace spotwright::formats
