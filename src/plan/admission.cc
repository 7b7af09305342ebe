#include "src/plan/admission.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "spotwright/assess_prices.h"
#include "src/base/text.h"
#include "src/model/offers.h"
#include "src/model/reason.h"
#include "src/model/validate.h"

namespace spotwright::plan {
namespace {

using base::Cat;

// Where a field of an AssessPricesRequest stands in a plan's.
std::string PathInPlan(const std::string& path) {
  constexpr std::pair<std::string_view, std::string_view> kMoved[] = {{"policy", "policy.prices"},
                                                                      {"hysteresis", "policy.price_hysteresis"},
                                                                      {"alerts", "policy.price_alerts"},
                                                                      {"state", "price_state"}};
  for (const auto& [from, to] : kMoved) {
    if (path.compare(0, from.size(), from) != 0) continue;
    const std::string_view rest = std::string_view(path).substr(from.size());
    if (rest.empty() || rest.front() == '.') return Cat(to, rest);
  }
  return path;
}

Reason InPlan(Reason reason) {
  for (std::string& path : reason.paths) path = PathInPlan(path);
  return reason;
}

std::optional<Error> CheckNow(const PlanRequest& request) {
  const char* const needs = !request.price_histories.empty()  ? "price_histories"
                            : request.price_state             ? "price_state"
                            : request.policy.price_hysteresis ? "policy.price_hysteresis"
                                                              : nullptr;
  if (needs == nullptr || request.now_unix_ms) return std::nullopt;
  return model::InvalidField("now_unix_ms", Cat("is absent; it is required with ", needs));
}

// Regions first, then pools, each by name, whatever the order of the offers.
std::vector<Reason> WarningsOf(std::vector<PriceAlert> alerts) {
  std::stable_sort(alerts.begin(), alerts.end(), [](const PriceAlert& a, const PriceAlert& b) {
    return std::tuple(a.pool.has_value(), a.region, a.pool.value_or(Pool{}), a.kind) <
           std::tuple(b.pool.has_value(), b.region, b.pool.value_or(Pool{}), b.kind);
  });
  std::vector<Reason> warnings;
  for (PriceAlert& alert : alerts) {
    for (Reason& reason : alert.reasons) warnings.push_back(InPlan(std::move(reason)));
  }
  return warnings;
}

}  // namespace

Result<Admission> Admit(const PlanRequest& request, const Call& call) {
  if (auto error = CheckNow(request)) return *error;
  AssessPricesRequest prices;
  prices.offers = request.offers;
  prices.policy = request.policy.prices;
  prices.now_unix_ms = request.now_unix_ms;
  prices.price_histories = request.price_histories;
  prices.hysteresis = request.policy.price_hysteresis;
  prices.alerts = request.policy.price_alerts;
  prices.state = request.price_state;
  Result<AssessPricesResponse> assessed = AssessPrices(prices, call);
  if (!assessed.ok()) {
    Error error = assessed.error();
    error.field = PathInPlan(error.field);
    return error;
  }

  Admission admission;
  const std::vector<std::string>& zones = request.policy.zones;
  for (std::size_t i = 0; i < request.offers.size(); ++i) {
    const Offer& offer = request.offers[i];
    std::vector<Reason> reasons;
    for (Reason& reason : assessed->verdicts[i].reasons) reasons.push_back(InPlan(std::move(reason)));
    if (!zones.empty() && std::find(zones.begin(), zones.end(), offer.zone) == zones.end()) {
      reasons.push_back(model::MakeReason("zone_excluded", Cat("The policy does not use zone ", offer.zone, "."), {},
                                          {model::PoolName(model::PoolOf(offer))}));
    }
    if (reasons.empty()) {
      admission.offers.push_back(offer);
    } else {
      admission.refusals.emplace(i, std::move(reasons));
    }
  }
  admission.alerts = WarningsOf(std::move(assessed->alerts));
  admission.price_state = std::move(assessed->state);
  if (!request.price_histories.empty() || request.price_state) {
    admission.call_again_at_unix_ms = assessed->call_again_at_unix_ms;
  }
  return admission;
}

}  // namespace spotwright::plan
