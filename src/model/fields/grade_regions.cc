#include "spotwright/grade_regions.h"

#include "src/model/field.h"

namespace spotwright::model {

template <>
const Enum& EnumOf<Grade>() {
  static const Enum kTable{"Grade",
                           "How good spot is somewhere.",
                           {
                               {1, "green", "A large discount and few interruptions."},
                               {2, "yellow", "A middling discount or a middling number of interruptions."},
                               {3, "red", "Too small a discount or too many interruptions."},
                           }};
  return kTable;
}

template <>
const Enum& EnumOf<EvidenceSubject>() {
  static const Enum kTable{"EvidenceSubject",
                           "What evidence speaks of.",
                           {
                               {1, "price", "Spot and on-demand prices."},
                               {2, "interruption", "Interruption bands and hazards."},
                           }};
  return kTable;
}

template <>
const Enum& EnumOf<BetterPlaceKind>() {
  static const Enum kTable{"BetterPlaceKind",
                           "What would change.",
                           {
                               {1, "size", "Another size of the family, in the region."},
                               {2, "type", "A related family's type of the same shape, in the region."},
                               {3, "region", "The same type in another region."},
                           }};
  return kTable;
}

template <>
const Message& MessageOf<GradeEvidence>() {
  static const Message kTable = Describe<GradeEvidence>(
      "GradeEvidence", "When what the offers state was observed.",
      {
          Field<&GradeEvidence::subject>(1, "subject", "What it speaks of.").Required(),
          Field<&GradeEvidence::region>(2, "region", "Empty: all regions that have no evidence of their own."),
          Field<&GradeEvidence::source>(3, "source", "For the reader, such as `Spot Advisor`."),
          Field<&GradeEvidence::observed_at_unix_ms>(4, "observed_at_unix_ms", "Not later than now. ms since 1970 UTC.")
              .Range(0, 1e15)
              .Required(),
      });
  return kTable;
}

template <>
const Message& MessageOf<TypeInRegion>() {
  static const Message kTable = Describe<TypeInRegion>(
      "TypeInRegion", "An instance type in a region.",
      {
          Field<&TypeInRegion::region>(1, "region", "The region; it must be stated."),
          Field<&TypeInRegion::instance_type>(2, "instance_type", "The type; it must be stated."),
      });
  return kTable;
}

template <>
const Message& MessageOf<GradePolicy>() {
  static const Message kTable = Describe<GradePolicy>(
      "GradePolicy", "Thresholds of the grades, how evidence ages, and what an interruption costs.",
      {
          Field<&GradePolicy::green_above_savings_share>(1, "green_above_savings_share",
                                                         "Savings of more than this share are green.")
              .Range(0, 1),
          Field<&GradePolicy::red_below_savings_share>(
              2, "red_below_savings_share", "Savings of less than this share are red; what lies between is yellow.")
              .Range(0, 1),
          Field<&GradePolicy::green_max_band>(3, "green_max_band", "Interruption bands up to this one are low.")
              .Range(0, 3),
          Field<&GradePolicy::red_min_band>(4, "red_min_band", "Interruption bands from this one on are high.")
              .Range(1, 5),
          Field<&GradePolicy::yellow_max_placement_score>(
              5, "yellow_max_placement_score",
              "A placement score up to this one is yellow at best; 0: scores do not count.")
              .Range(0, 10),
          Field<&GradePolicy::fresh_days>(6, "fresh_days", "Evidence up to this age counts in full.").Range(0, 36500),
          Field<&GradePolicy::price_half_life_days>(7, "price_half_life_days",
                                                    "Age beyond that at which prices count half.")
              .Range(1, 36500),
          Field<&GradePolicy::band_half_life_days>(8, "band_half_life_days",
                                                   "The same of interruption bands below red_min_band.")
              .Range(1, 36500),
          Field<&GradePolicy::red_band_half_life_days>(9, "red_band_half_life_days",
                                                       "The same of bands from red_min_band on, which last longer.")
              .Range(1, 36500),
          Field<&GradePolicy::savings_drift_share>(10, "savings_drift_share",
                                                   "How far a discount is thought to drift in the end.")
              .Range(0, 1),
          Field<&GradePolicy::restart_hours>(11, "restart_hours",
                                             "Hours of the node's price that one interruption wastes.")
              .Range(0, 72),
          Field<&GradePolicy::restart_cost_usd>(12, "restart_cost_usd",
                                                "What one interruption costs beside that, in USD.")
              .Range(0, 1e6),
      });
  return kTable;
}

template <>
const Message& MessageOf<GradeRegionsRequest>() {
  static const Message kTable = Describe<GradeRegionsRequest>(
      "GradeRegionsRequest", "How good spot is in each region and for each type.",
      {
          Field<&GradeRegionsRequest::offers>(
              1, "offers",
              "Spot offers are graded; on-demand offers give the prices that they are held against. At most one offer "
              "of each pool, each with a region."),
          Field<&GradeRegionsRequest::evidence>(2, "evidence",
                                                "When it was observed; at most one of each subject and region."),
          Field<&GradeRegionsRequest::current>(3, "current", "Where the asker runs now; each once."),
          Field<&GradeRegionsRequest::policy>(4, "policy", "The rules."),
          Field<&GradeRegionsRequest::now_unix_ms>(5, "now_unix_ms",
                                                   "Required where there is evidence. ms since 1970 UTC.")
              .Range(0, 1e15),
      });
  return kTable;
}

template <>
const Message& MessageOf<GradeBasis>() {
  static const Message kTable =
      Describe<GradeBasis>("GradeBasis", "What a part of a grade rests on.",
                           {
                               Field<&GradeBasis::subject>(1, "subject", "Which part."),
                               Field<&GradeBasis::known>(
                                   2, "known", "false: the offers say nothing, and the grade rests on what is usual."),
                               Field<&GradeBasis::source>(3, "source", "As in the request."),
                               Field<&GradeBasis::observed_at_unix_ms>(4, "observed_at_unix_ms", "As in the request."),
                               Field<&GradeBasis::age_days>(5, "age_days", "Whole days; absent: not dated."),
                               Field<&GradeBasis::weight>(6, "weight", "1 counts in full, 0 not at all."),
                           })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<BetterPlace>() {
  static const Message kTable =
      Describe<BetterPlace>(
          "BetterPlace", "Where to go instead of a red place.",
          {
              Field<&BetterPlace::kind>(1, "kind", "What would change."),
              Field<&BetterPlace::place>(2, "place", "Where."),
              Field<&BetterPlace::grade>(3, "grade", "Green or yellow."),
              Field<&BetterPlace::effective_price_usd_per_hour>(
                  4, "effective_price_usd_per_hour", "What an hour is expected to cost there, interruptions included."),
              Field<&BetterPlace::vcpus>(5, "vcpus", "Of the type; 0: not known."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<GradedRegion>() {
  static const Message kTable =
      Describe<GradedRegion>(
          "GradedRegion", "The grade of one type in one region.",
          {
              Field<&GradedRegion::place>(1, "place", "What is graded."),
              Field<&GradedRegion::grade>(2, "grade", "The worse of the next two."),
              Field<&GradedRegion::savings_grade>(3, "savings_grade", "By the discount."),
              Field<&GradedRegion::interruption_grade>(4, "interruption_grade", "By how often nodes are interrupted."),
              Field<&GradedRegion::rank>(5, "rank", "Among the regions of the type, 1 = least effective price."),
              Field<&GradedRegion::price_usd_per_hour>(6, "price_usd_per_hour",
                                                       "Spot price, USD per hour: the mean over the zones."),
              Field<&GradedRegion::cheapest_zone_price_usd_per_hour>(7, "cheapest_zone_price_usd_per_hour",
                                                                     "Spot price in the cheapest zone."),
              Field<&GradedRegion::on_demand_price_usd_per_hour>(
                  8, "on_demand_price_usd_per_hour", "What it is held against; absent where it is not known."),
              Field<&GradedRegion::savings_share>(9, "savings_share",
                                                  "1 - price / on-demand price, where that is known and above 0."),
              Field<&GradedRegion::savings_margin_share>(
                  10, "savings_margin_share", "By how much age may have changed it; the grade counts the lower end."),
              Field<&GradedRegion::interruption_band>(11, "interruption_band",
                                                      "The worst of the zones', as stated or as the hazard has it."),
              Field<&GradedRegion::low_interruption_probability>(12, "low_interruption_probability",
                                                                 "That interruption is low, age considered."),
              Field<&GradedRegion::high_interruption_probability>(13, "high_interruption_probability",
                                                                  "That interruption is high, age considered."),
              Field<&GradedRegion::interruptions_per_instance_hour>(14, "interruptions_per_instance_hour",
                                                                    "Expected hazard, age considered."),
              Field<&GradedRegion::placement_score>(15, "placement_score", "The least of the zones'."),
              Field<&GradedRegion::effective_price_usd_per_hour>(
                  16, "effective_price_usd_per_hour", "What an hour is expected to cost, interruptions included."),
              Field<&GradedRegion::confidence>(17, "confidence", "The lesser weight of the evidence, 0 to 1."),
              Field<&GradedRegion::basis>(18, "basis", "Of the discount, then of interruption."),
              Field<&GradedRegion::better>(19, "better", "Of red places, where there is a better one."),
              Field<&GradedRegion::reasons>(20, "reasons", "Why the grade is no better."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<StayingRegret>() {
  static const Message kTable =
      Describe<StayingRegret>(
          "StayingRegret", "What it costs to stay where one is.",
          {
              Field<&StayingRegret::place>(1, "place", "As in the request."),
              Field<&StayingRegret::best_region>(2, "best_region",
                                                 "The best place of the type; the place itself, where none is better."),
              Field<&StayingRegret::regret_usd_per_hour>(
                  3, "regret_usd_per_hour", "Effective price of one node against that place; 0 where none is better."),
              Field<&StayingRegret::regret_share>(4, "regret_share", "The same, of that place's effective price."),
              Field<&StayingRegret::best>(5, "best", "The best place of any type that is at least as large."),
              Field<&StayingRegret::best_regret_usd_per_hour>(6, "best_regret_usd_per_hour",
                                                              "Effective price of one node against that place."),
              Field<&StayingRegret::best_regret_share>(7, "best_regret_share",
                                                       "The same, of that place's effective price."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<GradeRegionsResponse>() {
  static const Message kTable =
      Describe<GradeRegionsResponse>(
          "GradeRegionsResponse", "The grades.",
          {
              Field<&GradeRegionsResponse::feasible>(1, "feasible", "false: nothing could be graded."),
              Field<&GradeRegionsResponse::green_count>(2, "green_count", "Places that are green."),
              Field<&GradeRegionsResponse::yellow_count>(3, "yellow_count", "Places that are yellow."),
              Field<&GradeRegionsResponse::red_count>(4, "red_count", "Places that are red."),
              Field<&GradeRegionsResponse::places>(5, "places", "By type, then by rank."),
              Field<&GradeRegionsResponse::regrets>(
                  6, "regrets", "One for each current place that was graded, in the order of the request."),
              Field<&GradeRegionsResponse::reasons>(7, "reasons", "What else the reader should know."),
              Field<&GradeRegionsResponse::call_again_at_unix_ms>(
                  8, "call_again_at_unix_ms", "When the first piece of evidence is a day older. ms since 1970 UTC."),
          })
          .WriteDefaults();
  return kTable;
}

}  // namespace spotwright::model
