// SpotPriceTable: what spot pools cost now and have cost, and which rows that was read from.
#ifndef SPOTWRIGHT_SRC_FORMATS_SPOT_PRICE_TABLE_H_
#define SPOTWRIGHT_SRC_FORMATS_SPOT_PRICE_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "spotwright/price_history.h"
#include "src/formats/market.h"
#include "src/formats/tally.h"

namespace spotwright::formats {

using TypeAndPlace = std::pair<std::string, std::string>;

// In lower case, since Azure's documents do not agree on it.
TypeAndPlace KeyOf(std::string_view type, std::string_view place);

class SpotPriceTable {
 public:
  // Reads the rows that are not later than now and not elsewhere; counts the others as skipped. `rows` and `tallies`
  // outlive the table. O(n log n).
  SpotPriceTable(const std::vector<SpotPriceRow>& rows, const std::optional<std::int64_t>& now_unix_ms,
                 const std::function<bool(const SpotPriceRow&)>& is_elsewhere, std::vector<Tally>& tallies);

  // Of the zone, else of its region. The order of the rows does not matter.
  bool HasPrice(const std::string& type, const std::string& region, const std::string& zone);
  std::optional<double> UsePrice(const std::string& type, const std::string& region, const std::string& zone);
  // Ascending, one point for each moment.
  const std::vector<PriceChange>& UseHistory(const std::string& type, const std::string& region,
                                             const std::string& zone);

  // Zones that prices name: of one type, and of all.
  std::set<std::string> ZonesOf(const std::string& type) const;
  std::set<std::string> AllZones() const;

  // Counts every row that was read as used, or as skipped; `why` says why a type's price is not needed.
  void CountRows(const std::function<const char*(const std::string& type)>& why);

 private:
  enum class Standing : std::uint8_t { kOutdone, kTwice, kShown };  // kShown: it was the price for a time.

  struct Place {
    std::vector<std::size_t> rows;
    std::vector<PriceChange> changes;
    std::optional<std::size_t> current;  // The row that is in force.
    bool price_used = false;
    bool history_used = false;
  };

  Place* Find(const std::string& type, const std::string& region, const std::string& zone);
  void Order(Place& place);
  bool HasEnded(const SpotPriceRow& row) const;
  // Why a row says nothing of its place; null if it does.
  const char* WhyNot(const Place& place, std::size_t row) const;

  const std::vector<SpotPriceRow>& rows_;
  const std::optional<std::int64_t> now_unix_ms_;
  std::vector<Tally>& tallies_;
  std::map<TypeAndPlace, Place> places_;
  std::vector<Standing> standing_;  // By row.
};

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_SPOT_PRICE_TABLE_H_
