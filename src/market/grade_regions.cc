#include "spotwright/grade_regions.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "src/base/text.h"
#include "src/market/better_place.h"
#include "src/market/grade_evidence.h"
#include "src/market/grade_place.h"
#include "src/market/reference_price.h"
#include "src/model/begin.h"
#include "src/model/offers.h"
#include "src/model/reason.h"
#include "src/model/validate.h"

namespace spotwright {
namespace {

using base::Cat;
using market::ShapedPlace;
using model::MakeReason;

std::optional<Error> CheckPolicy(const GradePolicy& policy) {
  if (policy.red_below_savings_share > policy.green_above_savings_share) {
    return model::InvalidField("policy.red_below_savings_share", Cat("is ", policy.red_below_savings_share,
                                                                     "; accepted: up to green_above_savings_share (",
                                                                     policy.green_above_savings_share, ")"));
  }
  if (policy.red_min_band <= policy.green_max_band) {
    return model::InvalidField(
        "policy.red_min_band",
        Cat("is ", policy.red_min_band, "; accepted: more than green_max_band (", policy.green_max_band, ")"));
  }
  return std::nullopt;
}

std::optional<Error> Check(const GradeRegionsRequest& request) {
  if (auto error = model::CheckOffers(request.offers, "offers")) return error;
  for (std::size_t i = 0; i < request.offers.size(); ++i) {
    if (!request.offers[i].region.empty()) continue;
    return model::InvalidField(Cat(model::ElementPath("offers", i), ".region"), "is empty; regions are what is graded");
  }
  std::set<TypeInRegion> seen;
  for (std::size_t i = 0; i < request.current.size(); ++i) {
    const TypeInRegion& place = request.current[i];
    if (place.region.empty() || place.instance_type.empty()) {
      return model::InvalidField(
          Cat(model::ElementPath("current", i), place.region.empty() ? ".region" : ".instance_type"),
          "is empty; it is required");
    }
    if (seen.insert(request.current[i]).second) continue;
    return model::InvalidField(model::ElementPath("current", i), "is listed twice; accepted: once");
  }
  if (auto error = CheckPolicy(request.policy)) return error;
  return market::DatedEvidence::Check(request);
}

bool CanBeHad(const Offer& offer) {
  return offer.available && !offer.under_notice && offer.available_count.value_or(1) > 0;
}

class RegionGrader {
 public:
  explicit RegionGrader(const GradeRegionsRequest& request)
      : request_(request), references_(request.offers), evidence_(request) {}

  GradeRegionsResponse Answer() && {
    GradePlaces();
    Rank();
    const market::BetterPlaces better(places_);
    for (ShapedPlace& place : places_) NameBetter(better, place);
    AddRegrets(better);
    CountGrades();
    Explain();
    for (ShapedPlace& place : places_) response_.places.push_back(std::move(place.graded));
    response_.call_again_at_unix_ms = evidence_.NextDay();
    return std::move(response_);
  }

 private:
  void GradePlaces() {
    std::map<std::pair<std::string_view, std::string_view>, std::vector<const Offer*>> by_place;  // Type, region.
    for (const Offer& offer : request_.offers) {
      if (offer.capacity_type != CapacityType::kSpot) continue;
      auto& offers = by_place[{offer.instance_type, offer.region}];
      if (CanBeHad(offer)) offers.push_back(&offer);
    }
    for (auto& [key, offers] : by_place) {
      if (offers.empty()) {
        out_of_stock_.push_back(Cat(key.first, " in ", key.second));
        continue;
      }
      // Sums of doubles take the order of the zones, not that of the request.
      std::sort(offers.begin(), offers.end(), [](const Offer* a, const Offer* b) { return a->zone < b->zone; });
      places_.push_back({market::GradePlace(offers, request_.policy, references_, evidence_), offers.front()});
    }
  }

  void Rank() {
    std::sort(places_.begin(), places_.end(), [](const ShapedPlace& a, const ShapedPlace& b) {
      const int order = a.graded.place.instance_type.compare(b.graded.place.instance_type);
      return order != 0 ? order < 0 : market::IsBetter(a, b);
    });
    for (std::size_t i = 0; i < places_.size(); ++i) {
      const bool same_type =
          i > 0 && places_[i].graded.place.instance_type == places_[i - 1].graded.place.instance_type;
      places_[i].graded.rank = same_type ? places_[i - 1].graded.rank + 1 : 1;
    }
  }

  static void NameBetter(const market::BetterPlaces& better, ShapedPlace& place) {
    if (place.graded.grade != Grade::kRed) return;
    place.graded.better = better.For(place);
    if (place.graded.better) return;
    place.graded.reasons.push_back(
        MakeReason("no_better_place", "No other size, related type or region among the offers is better than red."));
  }

  void AddRegrets(const market::BetterPlaces& better) {
    std::map<TypeInRegion, const ShapedPlace*> by_place;
    for (const ShapedPlace& place : places_) by_place[place.graded.place] = &place;
    for (std::size_t i = 0; i < request_.current.size(); ++i) {
      const TypeInRegion& current = request_.current[i];
      const auto found = by_place.find(current);
      if (found != by_place.end()) {
        response_.regrets.push_back(better.RegretOf(*found->second));
        continue;
      }
      response_.reasons.push_back(MakeReason("current_place_not_graded",
                                             Cat("No spot offer of ", current.instance_type, " in ", current.region,
                                                 " can be had, so what staying costs is unknown."),
                                             {}, {model::ElementPath("current", i)}));
    }
  }

  void CountGrades() {
    for (const ShapedPlace& place : places_) {
      switch (place.graded.grade) {
        case Grade::kGreen:
          ++response_.green_count;
          break;
        case Grade::kYellow:
          ++response_.yellow_count;
          break;
        case Grade::kRed:
          ++response_.red_count;
          break;
      }
    }
    response_.feasible = !places_.empty();
  }

  void Explain() {
    if (!out_of_stock_.empty()) {
      const auto count = static_cast<double>(out_of_stock_.size());
      std::string sentence =
          Cat("Nothing can be had of ", out_of_stock_.front(),
              out_of_stock_.size() == 1 ? "" : Cat(" and ", out_of_stock_.size() - 1, " more"), ": not graded.");
      response_.reasons.push_back(
          MakeReason("place_unavailable", std::move(sentence), {{"places", count}}, std::move(out_of_stock_)));
    }
    if (places_.empty()) {
      response_.reasons.push_back(MakeReason("nothing_to_grade", "The request holds no spot offer that can be had."));
      return;
    }
    for (const std::size_t subject : {0U, 1U}) {
      const auto undated = std::count_if(places_.begin(), places_.end(), [&](const ShapedPlace& place) {
        const GradeBasis& basis = place.graded.basis[subject];
        return basis.known && !basis.age_days;
      });
      if (undated == 0) continue;
      response_.reasons.push_back(
          MakeReason("evidence_undated",
                     Cat("Nobody says when the ", subject == 0 ? "prices" : "interruption data", " of ", undated,
                         " of ", places_.size(), " places were observed: they are taken to be of now."),
                     {{"places", static_cast<double>(undated)}}, {"evidence"}));
    }
  }

  const GradeRegionsRequest& request_;
  const market::ReferencePrices references_;
  const market::DatedEvidence evidence_;
  std::vector<ShapedPlace> places_;
  std::vector<std::string> out_of_stock_;
  GradeRegionsResponse response_;
};

}  // namespace

Result<GradeRegionsResponse> GradeRegions(const GradeRegionsRequest& request, const Call& call) {
  if (auto error = model::Begin(request, call)) return *error;
  if (auto error = Check(request)) return *error;
  return RegionGrader(request).Answer();
}

}  // namespace spotwright
