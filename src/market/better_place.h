// Where else one could be: the better place that a red one names, and what staying costs. The rules are in
// spotwright/grade_regions.h.
#ifndef SPOTWRIGHT_SRC_MARKET_BETTER_PLACE_H_
#define SPOTWRIGHT_SRC_MARKET_BETTER_PLACE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "spotwright/grade_regions.h"

namespace spotwright::market {

// A graded place, and an offer of it for its shape.
struct ShapedPlace {
  GradedRegion graded;
  const Offer* offer = nullptr;
};

// The order in which places are preferred: effective price, grade, region, type.
bool IsBetter(const ShapedPlace& left, const ShapedPlace& right);

// Keeps the places, which must outlive it.
class BetterPlaces {
 public:
  explicit BetterPlaces(const std::vector<ShapedPlace>& places);  // O(places log places)

  // What a red place names, if anything. O(types of its series in the region).
  std::optional<BetterPlace> For(const ShapedPlace& place) const;

  // What staying in a place costs. O(places).
  StayingRegret RegretOf(const ShapedPlace& place) const;

 private:
  using Key = std::pair<std::string_view, std::string>;

  const ShapedPlace* BetterSize(const ShapedPlace& place) const;
  const ShapedPlace* BetterType(const ShapedPlace& place) const;

  const std::vector<ShapedPlace>& places_;
  std::map<Key, const ShapedPlace*> best_of_family_;             // By region and family; per vCPU.
  std::map<Key, std::vector<const ShapedPlace*>> series_;        // By region and series.
  std::map<std::string_view, const ShapedPlace*> best_of_type_;  // By type.
};

}  // namespace spotwright::market

#endif  // SPOTWRIGHT_SRC_MARKET_BETTER_PLACE_H_
