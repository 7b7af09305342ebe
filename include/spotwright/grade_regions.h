// grade_regions: how good spot is in each region and for each type: green, yellow or red, and what staying costs.
#ifndef SPOTWRIGHT_GRADE_REGIONS_H_
#define SPOTWRIGHT_GRADE_REGIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "spotwright/offer.h"
#include "spotwright/reason.h"
#include "spotwright/result.h"

namespace spotwright {

enum class Grade : std::int32_t {
  kGreen = 1,   // A large discount and few interruptions.
  kYellow = 2,  // A middling discount or a middling number of interruptions.
  kRed = 3,     // Too small a discount or too many interruptions.
};

enum class EvidenceSubject : std::int32_t {
  kPrice = 1,         // Spot and on-demand prices.
  kInterruption = 2,  // Interruption bands and hazards.
};

// When what the offers state was observed.
struct GradeEvidence {
  EvidenceSubject subject = {};
  std::string region;  // Empty: all regions that have no evidence of their own.
  std::string source;  // For the reader: "Spot Advisor".
  std::int64_t observed_at_unix_ms = 0;

  friend bool operator==(const GradeEvidence&, const GradeEvidence&) = default;
};

// Where the asker runs now.
struct TypeInRegion {
  std::string region;
  std::string instance_type;

  friend auto operator<=>(const TypeInRegion&, const TypeInRegion&) = default;  // NOLINT(modernize-use-nullptr)
};

struct GradePolicy {
  double green_above_savings_share = 0.8;       // More than this is green.
  double red_below_savings_share = 0.6;         // Less than this is red; what lies between is yellow.
  std::int64_t green_max_band = 1;              // Bands up to this one are low interruption: below 10 % in a month.
  std::int64_t red_min_band = 4;                // Bands from this one on are high interruption: above 20 % in a month.
  std::int64_t yellow_max_placement_score = 3;  // A placement score up to this one is yellow at best; 0: scores do not
                                                // count.

  double fresh_days = 7;                  // Evidence up to this age counts in full.
  double price_half_life_days = 365;      // Age beyond that at which evidence counts half.
  double band_half_life_days = 180;       // The same of interruption bands,
  double red_band_half_life_days = 1460;  // and of those from red_min_band on, which last much longer.
  double savings_drift_share = 0.15;      // How far a discount is thought to drift in the end.

  double restart_hours = 1;  // Hours of the node's price that one interruption wastes: start-up, and work done again.
  double restart_cost_usd = 0;  // What one interruption costs beside that.

  friend bool operator==(const GradePolicy&, const GradePolicy&) = default;
};

struct GradeRegionsRequest {
  std::vector<Offer> offers;  // Spot offers are graded; on-demand offers give the prices that they are held against.
  std::vector<GradeEvidence> evidence;
  std::vector<TypeInRegion> current;
  GradePolicy policy;
  std::optional<std::int64_t> now_unix_ms;  // Required where there is evidence.

  friend bool operator==(const GradeRegionsRequest&, const GradeRegionsRequest&) = default;
};

// What a part of a grade rests on.
struct GradeBasis {
  EvidenceSubject subject = {};
  bool known = true;   // false: the offers say nothing, and the grade rests on what is usual.
  std::string source;  // As in the request.
  std::optional<std::int64_t> observed_at_unix_ms;
  std::optional<std::int64_t> age_days;  // Whole days; absent: not dated.
  double weight = 0;                     // 1 counts in full, 0 not at all.

  friend bool operator==(const GradeBasis&, const GradeBasis&) = default;
};

enum class BetterPlaceKind : std::int32_t {
  kSize = 1,    // Another size of the family, in the region.
  kType = 2,    // A related family's type of the same shape, in the region.
  kRegion = 3,  // The same type in another region.
};

// Where to go instead of a red place.
struct BetterPlace {
  BetterPlaceKind kind = {};
  TypeInRegion place;
  Grade grade = {};
  double effective_price_usd_per_hour = 0;
  std::int64_t vcpus = 0;  // 0: not known.

  friend bool operator==(const BetterPlace&, const BetterPlace&) = default;
};

struct GradedRegion {
  TypeInRegion place;
  Grade grade = {};  // The worse of the next two.
  Grade savings_grade = {};
  Grade interruption_grade = {};
  std::int64_t rank = 0;          // Among the regions of the type, 1 = least effective price.
  double price_usd_per_hour = 0;  // Mean over the zones: who runs in a region spreads over them.
  double cheapest_zone_price_usd_per_hour = 0;
  std::optional<double> on_demand_price_usd_per_hour;
  std::optional<double> savings_share;  // 1 - price / on-demand price, where that is known, above 0.
  double savings_margin_share = 0;      // By how much age may have changed it; the grade counts the lower end.
  std::optional<std::int64_t> interruption_band;  // The worst of the zones', as stated or as the hazard has it.
  double low_interruption_probability = 0;        // That interruption is low, age considered,
  double high_interruption_probability = 0;       // and that it is high.
  double interruptions_per_instance_hour = 0;     // Expected hazard, age considered.
  std::optional<std::int64_t> placement_score;    // The least of the zones'.
  double effective_price_usd_per_hour = 0;        // What an hour is expected to cost, interruptions included.
  double confidence = 0;                          // The lesser weight of the evidence, 0 to 1.
  std::vector<GradeBasis> basis;                  // Of the discount, then of interruption.
  std::optional<BetterPlace> better;              // Of red places, where there is a better one.
  std::vector<Reason> reasons;                    // Why the grade is no better.

  friend bool operator==(const GradedRegion&, const GradedRegion&) = default;
};

// What it costs to stay where one is.
struct StayingRegret {
  TypeInRegion place;
  TypeInRegion best_region;        // Of the same type; the place itself, where none is better.
  double regret_usd_per_hour = 0;  // Of one node, against that region; 0 where none is better.
  double regret_share = 0;         // Of the best place's effective price.
  TypeInRegion best;               // Of any type that is at least as large.
  double best_regret_usd_per_hour = 0;
  double best_regret_share = 0;

  friend bool operator==(const StayingRegret&, const StayingRegret&) = default;
};

struct GradeRegionsResponse {
  bool feasible = true;  // false: nothing could be graded.
  std::int64_t green_count = 0;
  std::int64_t yellow_count = 0;
  std::int64_t red_count = 0;
  std::vector<GradedRegion> places;    // By type, then by rank.
  std::vector<StayingRegret> regrets;  // One for each current place that was graded, in their order.
  std::vector<Reason> reasons;
  std::optional<std::int64_t> call_again_at_unix_ms;  // When the first piece of evidence is a day older.

  friend bool operator==(const GradeRegionsResponse&, const GradeRegionsResponse&) = default;
};

// Grades every region and type that has a spot offer which can be had (in stock and not under notice).
//
// Discount: savings above green_above_savings_share are green, below red_below_savings_share red. Interruption: low is
// green, high is red. The worse of the two decides. Savings whose on-demand price is unknown are red, since an unknown
// saving is not a saving.
//
// Age. A piece of evidence of age a has the weight w = h / (h + max(0, a - fresh_days)), h its half-life: bands that
// were compared over one and over three years held on far better in the third year than a fixed rate of decay has it.
//   - A discount may have drifted by (1 - w) x savings_drift_share, and the grade counts the lower end.
//   - A band (or the band that a stated hazard falls into) is believed with w, and with 1 - w what is usual: 27, 22,
//   17,
//     10 and 24 % for the bands 0 to 4, the mean of the Spot Advisor's bands of 2021, 2024 and 2025. Interruption is
//     high if that is as likely as not, low if that is at least 75 % likely, else medium. So a good band that is half a
//     year old is no longer green, a bad one stays red for years, and no band at all is yellow.
//   - Evidence that nobody dated counts as of now for the grade, and for the confidence as one half-life old.
// A spot placement score up to yellow_max_placement_score makes interruption yellow at best: what can hardly be had can
// hardly be had again.
//
// Effective price = price x (1 + hazard x restart_hours) + hazard x restart_cost_usd, with the expected hazard of the
// belief above. Ranks, alternatives and regrets compare it to a micro-USD; ties go to the better grade, then to the
// lesser region and type by name.
//
// A red place names the best place that is not red: first another size of the family in the region, by effective price
// per vCPU; else a type of a related family (m6i, m6a: the same first letters) of the same architecture and vCPUs and
// at least its memory and GPUs, in the region; else the same type in another region. Regrets are against places that
// are not red, the current one included.
//
// Errors: a second offer of one pool; an offer without region; evidence from the future or twice for one region;
// thresholds in the wrong order. O(n log n + current x n).
Result<GradeRegionsResponse> GradeRegions(const GradeRegionsRequest& request, const Call& call = {});

}  // namespace spotwright

#endif  // SPOTWRIGHT_GRADE_REGIONS_H_
