// How old the evidence is, and what weight is left to it. The rule is in spotwright/grade_regions.h.
#ifndef SPOTWRIGHT_SRC_MARKET_GRADE_EVIDENCE_H_
#define SPOTWRIGHT_SRC_MARKET_GRADE_EVIDENCE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "spotwright/grade_regions.h"

namespace spotwright::market {

// Evidence that nobody dated is taken to be one half-life old where it is asked how sure a grade is.
inline constexpr double kUndatedWeight = 0.5;

// Keeps views into the request, which must outlive it.
class DatedEvidence {
 public:
  explicit DatedEvidence(const GradeRegionsRequest& request);

  // The error of evidence that cannot be: from the future, twice for one region, or without a moment to count from.
  static std::optional<Error> Check(const GradeRegionsRequest& request);

  // Source and age of what the offers of a region say on a subject; `weight` is left to the caller.
  GradeBasis Of(EvidenceSubject subject, std::string_view region) const;

  // The first moment at which a piece of evidence is a day older.
  std::optional<std::int64_t> NextDay() const;

 private:
  std::int64_t AgeDays(const GradeEvidence& evidence) const;

  std::int64_t now_unix_ms_;
  std::map<std::pair<EvidenceSubject, std::string_view>, const GradeEvidence*> by_region_;
};

// Weight of evidence of an age; 1 where it is not dated.
double WeightOfAge(const std::optional<std::int64_t>& age_days, double fresh_days, double half_life_days);

}  // namespace spotwright::market

#endif  // SPOTWRIGHT_SRC_MARKET_GRADE_EVIDENCE_H_
