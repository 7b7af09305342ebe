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
#include "src/formats/azure_names.h"
#include "src/formats/node_labels.h"
#include "src/formats/spot_price_table.h"
#include "src/formats/spot_tolerance.h"
#include "src/model/offers.h"
#include "src/model/reason.h"
#include "src/model/validate.h"

namespace spotwright::formats {
namespace {

using base::Cat;

class OfferBuilder {
 public:
  OfferBuilder(const Market& market, const ImportRequest& request, PlanRequest& plan, std::vector<Tally>& tallies)
      : market_(market),
        request_(request),
        plan_(plan),
        tallies_(tallies),
        spot_taint_(SpotTaintOf(request)),
        on_demand_used_(market.on_demand_prices.size()) {}

  std::optional<Error> Build(std::vector<PriceHistory>& histories, std::vector<Reason>& warnings) {
    for (const Node& node : plan_.nodes) {
      if (!node.region.empty()) region_of_zone_[node.zone] = node.region;
      label_keys_.merge(CapacityLabelKeys(node.labels));
      const auto zone_id = node.labels.find("topology.k8s.aws/zone-id");
      if (zone_id != node.labels.end()) zone_ids_.emplace(node.zone, zone_id->second);
    }
    zone_ids_.insert(market_.zone_ids.begin(), market_.zone_ids.end());
    if (spot_taint_ && spot_taint_->key == kAzurePriorityKey) label_keys_.emplace(kAzurePriorityKey);
    region_ = ChooseRegion();
    spot_.emplace(
        market_.spot_prices, request_.now_unix_ms,
        [&](const SpotPriceRow& row) { return IsElsewhere(row.region.empty() ? RegionHere(row.zone) : row.region); },
        tallies_);
    if (auto error = IndexOnDemandPrices()) return error;
    IndexBands();
    IndexScores();
    PriceNodes(warnings);
    for (const MarketType& type : market_.types) AddType(type);
    std::sort(plan_.offers.begin(), plan_.offers.end(), model::PoolLess);
    for (const Offer& offer : plan_.offers) {
      if (offer.capacity_type != CapacityType::kSpot) continue;
      histories.push_back({model::PoolOf(offer), spot_->UseHistory(offer.instance_type, offer.region, offer.zone)});
    }
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
      for (const SpotPriceRow& row : market_.spot_prices) {
        regions.insert(row.region.empty() ? RegionOfZone(row.zone) : row.region);
      }
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

  bool IsElsewhere(const std::string& region) const {
    return !region_.empty() && !region.empty() && LowerCase(region) != LowerCase(region_);
  }

  // Of a price list one row for one thing; of dated rows the newest that is not later than now, as with spot prices. A
  // price list goes before dated rows: who writes one knows what they pay.
  std::optional<Error> IndexOnDemandPrices() {
    for (std::size_t i = 0; i < market_.on_demand_prices.size(); ++i) {
      const OnDemandPriceRow& row = market_.on_demand_prices[i];
      if (IsElsewhere(row.region)) {
        tallies_[row.source].Skip("price is of another region", row.Id());
        continue;
      }
      if (row.unix_ms && request_.now_unix_ms && *row.unix_ms > *request_.now_unix_ms) {
        tallies_[row.source].Skip("price is later than now", row.Id());
        continue;
      }
      const auto [entry, added] = on_demand_.try_emplace(KeyOf(row.instance_type, row.region), i);
      if (added) continue;
      const OnDemandPriceRow& before = market_.on_demand_prices[entry->second];
      if (row.unix_ms || before.unix_ms) {
        const auto standing = [](const OnDemandPriceRow& r) {
          return std::tuple(!r.unix_ms, r.unix_ms.value_or(0), r.price_usd_per_hour);
        };
        const bool replaces = standing(before) < standing(row);
        const OnDemandPriceRow& left_out = replaces ? before : row;
        if (replaces) entry->second = i;
        tallies_[left_out.source].Skip("another price goes before it", left_out.Id());
        continue;
      }
      if (before.price_usd_per_hour != row.price_usd_per_hour) {
        return SourceError(
            request_, row.source,
            Cat("line ", row.line, ": price_usd_per_hour of ", row.instance_type, " is ", row.price_usd_per_hour,
                ", but another row says ", before.price_usd_per_hour, "; accepted: one price"));
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
      const auto [entry, added] = bands_.try_emplace(KeyOf(row.instance_type, row.region), &row);
      if (added) continue;
      const bool higher = row.band > entry->second->band;  // The worse one, whatever the order.
      const InterruptionBandRow& left_out = higher ? *std::exchange(entry->second, &row) : row;
      tallies_[left_out.source].Skip("listed twice", left_out.Id());
    }
  }

  void IndexScores() {
    for (const PlacementScoreRow& row : market_.placement_scores) {
      if (IsElsewhere(row.region)) {
        tallies_[row.source].Skip("score is of another region", row.Id());
        continue;
      }
      const auto [entry, added] = scores_.try_emplace({row.region, row.zone_id}, &row);
      if (added) continue;
      const bool lower = row.score < entry->second->score;  // The worse one, whatever the order.
      const PlacementScoreRow& left_out = lower ? *std::exchange(entry->second, &row) : row;
      tallies_[left_out.source].Skip("listed twice", left_out.Id());
    }
  }

  std::optional<std::int64_t> Score(const std::string& region, const std::string& zone) {
    std::optional<std::int64_t> score;
    const auto read = [&](const std::string& zone_id) {
      const auto found = scores_.find({region, zone_id});
      if (found == scores_.end()) return;
      scores_used_.insert(found->second);
      score = std::min(score.value_or(found->second->score), found->second->score);
    };
    for (auto id = zone_ids_.lower_bound({zone, ""}); id != zone_ids_.end() && id->first == zone; ++id)
      read(id->second);
    if (!score) read("");
    return score;
  }

  // A price without a region holds where there is none of the region.
  std::optional<double> OnDemandPrice(const std::string& type, const std::string& region) {
    auto row = on_demand_.find(KeyOf(type, region));
    if (row == on_demand_.end()) row = on_demand_.find(KeyOf(type, ""));
    if (row == on_demand_.end()) return std::nullopt;
    on_demand_used_[row->second] = true;
    return market_.on_demand_prices[row->second].price_usd_per_hour;
  }

  void PriceNodes(std::vector<Reason>& warnings) {
    std::vector<std::string> without;
    for (Node& node : plan_.nodes) {
      node.price_usd_per_hour = node.capacity_type == CapacityType::kSpot
                                    ? spot_->UsePrice(node.instance_type, node.region, node.zone)
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

  std::vector<std::string> ZonesOf(const MarketType& type) const {
    if (!type.zones.empty()) return type.zones;
    const std::set<std::string> zones = spot_->ZonesOf(type.offer.instance_type);
    return zones.empty() ? AllZones() : std::vector<std::string>(zones.begin(), zones.end());
  }

  const std::vector<std::string>& AllZones() const {
    if (!all_zones_.empty()) return all_zones_;
    std::set<std::string> zones;
    for (const Node& node : plan_.nodes) zones.insert(node.zone);
    if (zones.empty()) zones = spot_->AllZones();
    all_zones_.assign(zones.begin(), zones.end());
    return all_zones_;
  }

  void AddType(const MarketType& type) {
    const std::string& name = type.offer.instance_type;
    const std::size_t before = plan_.offers.size();
    if (IsElsewhere(type.offer.region)) {
      tallies_[type.source].Skip("type is sold in another region", Cat(name, " in ", type.offer.region));
      return;
    }
    bool priced = false;
    for (const std::string& zone : ZonesOf(type)) {
      const std::string region = type.offer.region.empty() ? RegionHere(zone) : type.offer.region;
      const std::optional<double> on_demand = OnDemandPrice(name, region);
      const bool has_spot = spot_->HasPrice(name, region, zone);
      priced = priced || on_demand || has_spot;
      if (type.on_demand && on_demand) AddOffer(type, region, zone, CapacityType::kOnDemand, *on_demand);
      if (!type.spot || !has_spot) continue;
      AddOffer(type, region, zone, CapacityType::kSpot, *spot_->UsePrice(name, region, zone));
      Offer& offer = plan_.offers.back();
      offer.on_demand_price_usd_per_hour = on_demand;
      offer.placement_score = Score(region, zone);
      const auto band = bands_.find(KeyOf(name, region));
      if (band == bands_.end()) continue;
      offer.interruption_band = band->second->band;
      bands_used_.insert(band->second);
    }
    Tally& tally = tallies_[type.source];
    if (plan_.offers.size() > before) {
      tally.Use();
    } else if (priced) {
      tally.Skip("type has a price, but not for how it is sold", name);
    } else if (ZonesOf(type).empty()) {
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
    if (capacity_type == CapacityType::kSpot && spot_taint_) offer.taints.push_back(*spot_taint_);
    plan_.offers.push_back(std::move(offer));
  }

  void CountRows() {
    std::set<std::string> described;
    for (const MarketType& type : market_.types) described.insert(LowerCase(type.offer.instance_type));
    const auto why = [&](const std::string& type) {
      return described.contains(type) ? "no offer or node needs it" : "instance type is not described";
    };
    spot_->CountRows(why);
    for (const auto& [place, index] : on_demand_) {
      const OnDemandPriceRow& row = market_.on_demand_prices[index];
      on_demand_used_[index] ? tallies_[row.source].Use() : tallies_[row.source].Skip(why(place.first), row.Id());
    }
    for (const auto& [place, row] : bands_) {
      bands_used_.contains(row) ? tallies_[row->source].Use() : tallies_[row->source].Skip(why(place.first), row->Id());
    }
    for (const auto& [place, score] : scores_) {
      const auto* const row = score;
      const bool named = std::any_of(zone_ids_.begin(), zone_ids_.end(),
                                     [row](const auto& zone) { return zone.second == row->zone_id; });
      const char* cause =
          row->zone_id.empty() || named ? "no spot offer needs it" : "no document names the zone of the id";
      scores_used_.contains(row) ? tallies_[row->source].Use() : tallies_[row->source].Skip(cause, row->Id());
    }
  }

  const Market& market_;
  const ImportRequest& request_;
  PlanRequest& plan_;
  std::vector<Tally>& tallies_;
  const std::optional<Taint> spot_taint_;
  std::string region_;
  std::map<std::string, std::string> region_of_zone_;
  std::set<std::pair<std::string, std::string>> zone_ids_;  // Names and ids.
  std::set<std::string> label_keys_;                        // Of capacity types, as the nodes have them.
  std::optional<SpotPriceTable> spot_;
  std::map<TypeAndPlace, std::size_t> on_demand_;
  std::map<TypeAndPlace, const InterruptionBandRow*> bands_;
  std::vector<bool> on_demand_used_;
  std::set<const InterruptionBandRow*> bands_used_;  // Only asked, never walked: addresses have no order.
  std::map<std::pair<std::string, std::string>, const PlacementScoreRow*> scores_;  // By region and zone id.
  std::set<const PlacementScoreRow*> scores_used_;                                  // Only asked, too.
  mutable std::vector<std::string> all_zones_;
};

}  // namespace

std::optional<Error> BuildOffers(const Market& market, const ImportRequest& request, PlanRequest& plan,
                                 std::vector<PriceHistory>& histories, std::vector<Tally>& tallies,
                                 std::vector<Reason>& warnings) {
  return OfferBuilder(market, request, plan, tallies).Build(histories, warnings);
}

Error SourceError(const ImportRequest& request, std::size_t source, std::string_view message) {
  std::string field = model::ElementPath("sources", source);
  const std::string& name = request.sources[source].name;
  std::string text = Cat(name.empty() ? field : name, ": ", message);
  return model::InvalidField(std::move(field), std::move(text));
}

}  // namespace spotwright::formats
