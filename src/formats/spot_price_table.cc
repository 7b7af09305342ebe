#include "src/formats/spot_price_table.h"

#include <algorithm>

#include "src/formats/azure_names.h"

namespace spotwright::formats {

TypeAndPlace KeyOf(std::string_view type, std::string_view place) { return {LowerCase(type), LowerCase(place)}; }

SpotPriceTable::SpotPriceTable(const std::vector<SpotPriceRow>& rows, const std::optional<std::int64_t>& now_unix_ms,
                               const std::function<bool(const SpotPriceRow&)>& is_elsewhere,
                               std::vector<Tally>& tallies)
    : rows_(rows), now_unix_ms_(now_unix_ms), tallies_(tallies), standing_(rows.size()) {
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const SpotPriceRow& row = rows_[i];
    if (is_elsewhere(row)) {
      tallies_[row.source].Skip("price is of another region", row.Id());
    } else if (now_unix_ms_ && row.unix_ms > *now_unix_ms_) {
      tallies_[row.source].Skip("price is later than now", row.Id());
    } else {
      places_[KeyOf(row.instance_type, row.Place())].rows.push_back(i);
    }
  }
  for (auto& [key, place] : places_) Order(place);
}

// Walks from change to change. Of the rows in force the price is that of the one that began last; of several that began
// together the dearest, so that the order of the rows does not matter.
void SpotPriceTable::Order(Place& place) {
  const auto begin_and_price = [&](std::size_t row) {
    return std::pair(rows_[row].unix_ms, rows_[row].price_usd_per_hour);
  };
  std::sort(place.rows.begin(), place.rows.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(begin_and_price(a), a) < std::pair(begin_and_price(b), b);
  });
  std::multimap<std::int64_t, std::size_t> ends;  // Of rows, by their place in `rows`.
  std::set<std::int64_t> moments;
  for (std::size_t i = 0; i < place.rows.size(); ++i) {
    const SpotPriceRow& row = rows_[place.rows[i]];
    moments.insert(row.unix_ms);
    if (i > 0 && begin_and_price(place.rows[i - 1]) == begin_and_price(place.rows[i])) {
      standing_[place.rows[i - 1]] = Standing::kTwice;
    }
    if (!HasEnded(row)) continue;
    moments.insert(*row.until_unix_ms);
    ends.emplace(*row.until_unix_ms, i);
  }
  std::set<std::size_t> in_force;
  std::size_t next = 0;
  for (const std::int64_t moment : moments) {
    while (next < place.rows.size() && rows_[place.rows[next]].unix_ms == moment) in_force.insert(next++);
    for (auto [end, last] = ends.equal_range(moment); end != last; ++end) in_force.erase(end->second);
    const std::optional<std::size_t> before = place.current;
    place.current.reset();
    if (!in_force.empty()) place.current = place.rows[*in_force.rbegin()];
    if (place.current == before) continue;
    PriceChange& change = place.changes.emplace_back();
    change.unix_ms = moment;
    if (!place.current) continue;
    change.price_usd_per_hour = rows_[*place.current].price_usd_per_hour;
    standing_[*place.current] = Standing::kShown;
  }
}

bool SpotPriceTable::HasEnded(const SpotPriceRow& row) const {
  return now_unix_ms_ && row.until_unix_ms && *row.until_unix_ms <= *now_unix_ms_;
}

SpotPriceTable::Place* SpotPriceTable::Find(const std::string& type, const std::string& region,
                                            const std::string& zone) {
  for (const std::string& name : {zone, region}) {
    const auto found = places_.find(KeyOf(type, name));
    if (!name.empty() && found != places_.end() && found->second.current) return &found->second;
  }
  return nullptr;
}

bool SpotPriceTable::HasPrice(const std::string& type, const std::string& region, const std::string& zone) {
  return Find(type, region, zone) != nullptr;
}

std::optional<double> SpotPriceTable::UsePrice(const std::string& type, const std::string& region,
                                               const std::string& zone) {
  Place* const place = Find(type, region, zone);
  if (place == nullptr) return std::nullopt;
  place->price_used = true;
  return rows_[*place->current].price_usd_per_hour;
}

const std::vector<PriceChange>& SpotPriceTable::UseHistory(const std::string& type, const std::string& region,
                                                           const std::string& zone) {
  static const std::vector<PriceChange> kNone;
  Place* const place = Find(type, region, zone);
  if (place == nullptr) return kNone;
  place->history_used = true;
  return place->changes;
}

std::set<std::string> SpotPriceTable::ZonesOf(const std::string& type) const {
  std::set<std::string> zones;
  const TypeAndPlace first = KeyOf(type, "");
  for (auto place = places_.lower_bound(first); place != places_.end() && place->first.first == first.first; ++place) {
    if (place->second.current) zones.insert(rows_[*place->second.current].zone);
  }
  zones.erase("");
  return zones;
}

std::set<std::string> SpotPriceTable::AllZones() const {
  std::set<std::string> zones;
  for (const auto& [key, place] : places_) {
    if (place.current) zones.insert(rows_[*place.current].zone);
  }
  zones.erase("");
  return zones;
}

const char* SpotPriceTable::WhyNot(const Place& place, std::size_t row) const {
  if (standing_[row] == Standing::kTwice) return "listed twice";
  if (standing_[row] == Standing::kOutdone) return "a higher price is told of the same moment";
  if (place.history_used || (place.price_used && place.current == row)) return nullptr;
  if (HasEnded(rows_[row])) return "price is no longer in force";
  return place.current == row ? nullptr : "price is older than the newest of its pool";
}

void SpotPriceTable::CountRows(const std::function<const char*(const std::string& type)>& why) {
  for (const auto& [key, place] : places_) {
    for (const std::size_t index : place.rows) {
      const SpotPriceRow& row = rows_[index];
      const char* cause = WhyNot(place, index);
      if (cause == nullptr && !place.price_used && !place.history_used) cause = why(key.first);
      cause == nullptr ? tallies_[row.source].Use() : tallies_[row.source].Skip(cause, row.Id());
    }
  }
}

}  // namespace spotwright::formats
