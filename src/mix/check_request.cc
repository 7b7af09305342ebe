#include "src/mix/check_request.h"

#include <set>
#include <string>

#include "src/base/text.h"
#include "src/mix/commitments.h"
#include "src/mix/pools.h"
#include "src/model/offers.h"
#include "src/model/validate.h"

namespace spotwright::mix {
namespace {

using model::InvalidField;

std::optional<Error> CheckTarget(const DecideMixRequest& request) {
  const MixPolicy& policy = request.policy;
  const char* field = policy.availability_target ? "policy.availability_target" : "policy.budget_usd_per_hour";
  if (!policy.availability_target && !policy.budget_usd_per_hour) return {};
  if (request.offers.empty()) return InvalidField(field, "needs offers to choose from; state them");
  if (policy.preset != MixPreset::kCustom) {
    return InvalidField(field, "takes the place of fixed shares; leave policy.preset out");
  }
  if (policy.on_demand_percentage > 0) {
    return InvalidField(field, "takes the place of fixed shares; leave policy.on_demand_percentage out");
  }
  return {};
}

std::optional<Error> CheckSubnets(const DecideMixRequest& request) {
  std::set<std::string> zones;
  for (std::size_t i = 0; i < request.subnets.size(); ++i) {
    if (zones.insert(request.subnets[i].zone).second) continue;
    return InvalidField(model::ElementPath("subnets", i) + ".zone",
                        base::Cat("'", request.subnets[i].zone, "' has come before; add up the addresses of a zone"));
  }
  return {};
}

}  // namespace

std::optional<Error> CheckRequest(const DecideMixRequest& request) {
  if (auto error = model::CheckOffers(request.offers, "offers")) return error;
  if (auto error = model::CheckNow(request.offers, "offers", request.now_unix_ms)) return error;
  if (auto error = CheckUnits(request)) return error;
  if (auto error = CheckTarget(request)) return error;
  if (auto error = CheckSubnets(request)) return error;
  return CheckCommitments(request.commitments);
}

}  // namespace spotwright::mix
