#include "src/market/grade_evidence.h"

#include <algorithm>
#include <set>

#include "src/base/text.h"
#include "src/model/offers.h"
#include "src/model/validate.h"

namespace spotwright::market {
namespace {

using base::Cat;

constexpr std::int64_t kMsPerDay = 86'400'000;

}  // namespace

DatedEvidence::DatedEvidence(const GradeRegionsRequest& request) : now_unix_ms_(request.now_unix_ms.value_or(0)) {
  for (const GradeEvidence& evidence : request.evidence) {
    by_region_.try_emplace({evidence.subject, evidence.region}, &evidence);
  }
}

std::optional<Error> DatedEvidence::Check(const GradeRegionsRequest& request) {
  if (!request.evidence.empty() && !request.now_unix_ms) {
    return model::InvalidField("now_unix_ms", "is absent; it is required because evidence states when it was observed");
  }
  std::set<std::pair<EvidenceSubject, std::string_view>> seen;
  for (std::size_t i = 0; i < request.evidence.size(); ++i) {
    const GradeEvidence& evidence = request.evidence[i];
    const std::string path = model::ElementPath("evidence", i);
    if (evidence.observed_at_unix_ms > *request.now_unix_ms) {
      return model::InvalidField(Cat(path, ".observed_at_unix_ms"),
                                 Cat("is ", evidence.observed_at_unix_ms, ", later than now_unix_ms, which is ",
                                     *request.now_unix_ms, "; accepted: up to now"));
    }
    if (!seen.insert({evidence.subject, evidence.region}).second) {
      return model::InvalidField(path, Cat("is a second piece of evidence on one subject in the region ",
                                           base::Quoted(evidence.region), "; accepted: one, of the newest data"));
    }
  }
  return std::nullopt;
}

std::int64_t DatedEvidence::AgeDays(const GradeEvidence& evidence) const {
  return (now_unix_ms_ - evidence.observed_at_unix_ms) / kMsPerDay;
}

GradeBasis DatedEvidence::Of(EvidenceSubject subject, std::string_view region) const {
  GradeBasis basis;
  basis.subject = subject;
  auto found = by_region_.find({subject, region});
  if (found == by_region_.end()) found = by_region_.find({subject, std::string_view()});
  if (found == by_region_.end()) return basis;
  basis.source = found->second->source;
  basis.observed_at_unix_ms = found->second->observed_at_unix_ms;
  basis.age_days = AgeDays(*found->second);
  return basis;
}

std::optional<std::int64_t> DatedEvidence::NextDay() const {
  std::optional<std::int64_t> first;
  for (const auto& [key, evidence] : by_region_) {
    const std::int64_t next = evidence->observed_at_unix_ms + (AgeDays(*evidence) + 1) * kMsPerDay;
    first = std::min(first.value_or(next), next);
  }
  return first;
}

double WeightOfAge(const std::optional<std::int64_t>& age_days, double fresh_days, double half_life_days) {
  if (!age_days) return 1;
  return half_life_days / (half_life_days + std::max(0.0, static_cast<double>(*age_days) - fresh_days));
}

}  // namespace spotwright::market
