#include "src/market/grade_place.h"
#include "src/base/share.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "src/base/int128.h"
#include "src/base/money.h"
#include "src/base/text.h"
#include "src/market/shares.h"
#include "src/model/interruption_band.h"
#include "src/model/reason.h"

namespace spotwright::market {
namespace {

using base::Cat;
using model::MakeReason;

constexpr double kHighProbability = 0.5;
constexpr double kLowProbability = 0.75;

// How often each band is met with: what is believed of a pool that nobody has looked at for long. The mean of the Spot
// Advisor's pools of 2021, 2024 and 2025.
constexpr std::array<double, model::kBands> kUsualShares = {0.27, 0.22, 0.17, 0.10, 0.24};

// What is believed of interruption.
struct Belief {
  double low = 0;
  double high = 0;
  double hazard = 0;

  void Add(const Belief& other, double weight) {
    low += weight * other.low;
    high += weight * other.high;
    hazard += weight * other.hazard;
  }
};

Belief OfBand(std::int64_t band, double hazard, const GradePolicy& policy) {
  return {band <= policy.green_max_band ? 1.0 : 0.0, band >= policy.red_min_band ? 1.0 : 0.0, hazard};
}

Belief Usual(const GradePolicy& policy) {
  Belief belief;
  for (std::int64_t band = 0; band < model::kBands; ++band) {
    belief.Add(OfBand(band, model::HazardOfBand(band), policy), kUsualShares[static_cast<std::size_t>(band)]);
  }
  return belief;
}

std::optional<std::int64_t> BandOf(const Offer& offer) {
  if (offer.interruptions_per_instance_hour) return model::BandOfHazard(*offer.interruptions_per_instance_hour);
  return offer.interruption_band;
}

class PlaceGrader {
 public:
  PlaceGrader(std::span<const Offer* const> offers, const GradePolicy& policy, const ReferencePrices& references,
              const DatedEvidence& evidence)
      : offers_(offers), policy_(policy), references_(references), evidence_(evidence) {}

  GradedRegion Take() && {
    place_.place = {offers_.front()->region, offers_.front()->instance_type};
    ReadPrices();
    GradeSavings();
    Believe();
    GradeInterruption();
    place_.grade = std::max(place_.savings_grade, place_.interruption_grade);
    place_.confidence = std::min(place_.basis[0].weight, place_.basis[1].weight);
    const double hazard = place_.interruptions_per_instance_hour;
    place_.effective_price_usd_per_hour = base::Usd(base::MicroUsd(
        place_.price_usd_per_hour * (1 + hazard * policy_.restart_hours) + hazard * policy_.restart_cost_usd));
    return std::move(place_);
  }

 private:
  double count() const { return static_cast<double>(offers_.size()); }

  void ReadPrices() {
    std::int64_t sum = 0;
    std::int64_t cheapest = base::MicroUsd(offers_.front()->price_usd_per_hour);
    for (const Offer* offer : offers_) {
      const std::int64_t price = base::MicroUsd(offer->price_usd_per_hour);
      sum += price;
      cheapest = std::min(cheapest, price);
      // Where zones state several, the least: a discount is not to look larger than it is.
      const std::optional<std::int64_t> reference = references_.MicroUsdOf(*offer);
      if (reference) on_demand_ = std::min(on_demand_.value_or(*reference), *reference);
    }
    const auto zones = static_cast<std::int64_t>(offers_.size());
    price_ = (sum + zones / 2) / zones;
    place_.price_usd_per_hour = base::Usd(price_);
    place_.cheapest_zone_price_usd_per_hour = base::Usd(cheapest);
    if (on_demand_) place_.on_demand_price_usd_per_hour = base::Usd(*on_demand_);
  }

  // Whether the savings less a margin reach a share. Exact, to a millionth.
  bool Reach(std::int64_t share_millionths, std::int64_t margin_millionths, bool or_equal) const {
    const base::Int128 saved = static_cast<base::Int128>(*on_demand_ - price_) * 1'000'000;
    const base::Int128 wanted = static_cast<base::Int128>(share_millionths + margin_millionths) * *on_demand_;
    return or_equal ? saved >= wanted : saved > wanted;
  }

  Grade SavingsGrade(std::int64_t margin_millionths) const {
    if (Reach(base::Millionths(policy_.green_above_savings_share), margin_millionths, false)) return Grade::kGreen;
    const bool enough = Reach(base::Millionths(policy_.red_below_savings_share), margin_millionths, true);
    return enough ? Grade::kYellow : Grade::kRed;
  }

  void GradeSavings() {
    GradeBasis basis = evidence_.Of(EvidenceSubject::kPrice, place_.place.region);
    const double weight = WeightOfAge(basis.age_days, policy_.fresh_days, policy_.price_half_life_days);
    basis.weight = basis.age_days ? weight : kUndatedWeight;
    basis.known = on_demand_ && *on_demand_ > 0;
    place_.basis.push_back(basis);
    place_.savings_grade = Grade::kRed;
    if (!basis.known) {
      place_.reasons.push_back(
          MakeReason("on_demand_price_unknown",
                     Cat("The on-demand price of ", place_.place.instance_type, " in ", place_.place.region,
                         " is neither stated nor among the offers, so that its savings are unknown."),
                     {{"price_usd_per_hour", place_.price_usd_per_hour}}));
      return;
    }
    const std::int64_t margin = base::Millionths((1 - weight) * policy_.savings_drift_share);
    place_.savings_share = SavingsShare(price_, *on_demand_);
    place_.savings_margin_share = static_cast<double>(margin) / 1e6;
    place_.savings_grade = SavingsGrade(margin);
    ExplainSavings(SavingsGrade(0));
  }

  void ExplainSavings(Grade if_fresh) {
    if (place_.savings_grade == Grade::kGreen) return;
    const std::string saves = Cat("Spot saves ", base::Percent(*place_.savings_share));
    const bool red = place_.savings_grade == Grade::kRed;
    const double threshold = red ? policy_.red_below_savings_share : policy_.green_above_savings_share;
    const std::map<std::string, double> numbers = {{"savings_share", *place_.savings_share},
                                                   {"savings_margin_share", place_.savings_margin_share},
                                                   {"threshold_savings_share", threshold}};
    if (if_fresh != place_.savings_grade) {
      place_.reasons.push_back(
          MakeReason("savings_may_have_drifted",
                     Cat(saves, ", but the prices are ", *place_.basis[0].age_days, " days old, and by now it may be ",
                         base::Percent(place_.savings_margin_share), " less, which does not reach ",
                         base::Percent(threshold), "."),
                     numbers));
    } else if (red) {
      place_.reasons.push_back(
          MakeReason("savings_too_small", Cat(saves, "; less than ", base::Percent(threshold), " is red."), numbers));
    } else {
      place_.reasons.push_back(MakeReason(
          "savings_not_large", Cat(saves, "; only more than ", base::Percent(threshold), " is green."), numbers));
    }
  }

  void Believe() {
    GradeBasis basis = evidence_.Of(EvidenceSubject::kInterruption, place_.place.region);
    const Belief usual = Usual(policy_);
    Belief sum;
    double weights = 0;
    for (const Offer* offer : offers_) {
      if (offer->placement_score) {
        place_.placement_score = std::min(place_.placement_score.value_or(10), *offer->placement_score);
      }
      const std::optional<std::int64_t> band = BandOf(*offer);
      if (!band) {
        sum.Add(usual, 1);
        continue;
      }
      place_.interruption_band = std::max(place_.interruption_band.value_or(0), *band);
      const double weight =
          WeightOfAge(basis.age_days, policy_.fresh_days,
                      *band >= policy_.red_min_band ? policy_.red_band_half_life_days : policy_.band_half_life_days);
      sum.Add(OfBand(*band, offer->interruptions_per_instance_hour.value_or(model::HazardOfBand(*band)), policy_),
              weight);
      sum.Add(usual, 1 - weight);
      weights += basis.age_days ? weight : kUndatedWeight;
    }
    basis.known = place_.interruption_band.has_value();
    basis.weight = weights / count();
    place_.basis.push_back(basis);
    place_.low_interruption_probability = sum.low / count();
    place_.high_interruption_probability = sum.high / count();
    place_.interruptions_per_instance_hour = sum.hazard / count();
  }

  void GradeInterruption() {
    const double low = place_.low_interruption_probability;
    const double high = place_.high_interruption_probability;
    const std::map<std::string, double> numbers = {{"low_interruption_probability", low},
                                                   {"high_interruption_probability", high}};
    if (high >= kHighProbability) {
      place_.interruption_grade = Grade::kRed;
      place_.reasons.push_back(MakeReason(
          "interruption_high", Cat("Nodes are interrupted often (", base::Percent(high, 0), " likely)."), numbers));
      return;
    }
    place_.interruption_grade = low >= kLowProbability ? Grade::kGreen : Grade::kYellow;
    if (!place_.interruption_band) {
      place_.reasons.push_back(
          MakeReason("interruption_unknown", "The offers do not say how often nodes are interrupted.", numbers));
    } else if (place_.interruption_grade == Grade::kYellow && *place_.interruption_band <= policy_.green_max_band) {
      place_.reasons.push_back(MakeReason(
          "interruption_evidence_weak",
          Cat("Nodes were interrupted seldom, but that this is still so is only ", base::Percent(low, 0), " likely",
              place_.basis[1].age_days ? Cat(": the evidence is ", *place_.basis[1].age_days, " days old.") : "."),
          numbers));
    } else if (place_.interruption_grade == Grade::kYellow) {
      place_.reasons.push_back(
          MakeReason("interruption_medium", "Nodes are interrupted neither seldom nor often.", numbers));
    }
    if (place_.placement_score && *place_.placement_score <= policy_.yellow_max_placement_score) {
      place_.interruption_grade = Grade::kYellow;
      place_.reasons.push_back(
          MakeReason("placement_score_low",
                     Cat("The placement score is ", *place_.placement_score, " of 10: more can hardly be had."),
                     {{"placement_score", static_cast<double>(*place_.placement_score)}}));
    }
  }

  const std::span<const Offer* const> offers_;
  const GradePolicy& policy_;
  const ReferencePrices& references_;
  const DatedEvidence& evidence_;
  std::int64_t price_ = 0;  // Micro-USD per hour.
  std::optional<std::int64_t> on_demand_;
  GradedRegion place_;
};

}  // namespace

GradedRegion GradePlace(std::span<const Offer* const> offers, const GradePolicy& policy,
                        const ReferencePrices& references, const DatedEvidence& evidence) {
  return PlaceGrader(offers, policy, references, evidence).Take();
}

}  // namespace spotwright::market
