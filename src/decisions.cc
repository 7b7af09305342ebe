#include "src/decisions.h"

#include <utility>

#include "spotwright/assess_prices.h"
#include "spotwright/balance_zones.h"
#include "spotwright/consolidate.h"
#include "spotwright/decide_mix.h"
#include "spotwright/estimate_risk.h"
#include "spotwright/forecast.h"
#include "spotwright/grade_regions.h"
#include "spotwright/import.h"
#include "spotwright/launch.h"
#include "spotwright/meet_deadline.h"
#include "spotwright/pack.h"
#include "spotwright/plan.h"
#include "spotwright/render.h"
#include "spotwright/return_to_spot.h"
#include "spotwright/respond.h"
#include "spotwright/scale.h"

namespace spotwright {
namespace {

template <typename F>
struct Signature;
template <typename Request, typename Response>
struct Signature<Result<Response> (*)(const Request&, const Call&)> {
  using RequestType = Request;
  using ResponseType = Response;
};

template <auto kFunction>
Decision Row(std::string_view verb, std::string_view doc, bool is_decision = true) {
  using S = Signature<decltype(kFunction)>;
  using Request = typename S::RequestType;
  using Response = typename S::ResponseType;
  return Decision{verb,
                  doc,
                  is_decision,
                  &model::MessageOf<Request>,
                  &model::MessageOf<Response>,
                  [](const void* request, const Call& call, void* response) -> std::optional<Error> {
                    Result<Response> result = kFunction(*static_cast<const Request*>(request), call);
                    if (!result.ok()) return result.error();
                    *static_cast<Response*>(response) = std::move(*result);
                    return std::nullopt;
                  }};
}

}  // namespace

const std::vector<Decision>& Decisions() {
  static const std::vector<Decision> kTable = {
      Row<&AssessPrices>("assess_prices", "Judges which offers may be used at today's prices."),
      Row<&EstimateRisk>("estimate_risk", "Estimates how likely spot capacity is lost, alone and together."),
      Row<&GradeRegions>("grade_regions", "Grades spot by region and type, with ranks and the regret of staying."),
      Row<&Forecast>("forecast", "Forecasts demand as a mean and as quantiles, step by step."),
      Row<&Scale>("scale", "Says how many nodes groups need now, what to launch ahead of demand, and which go."),
      Row<&DecideMix>("decide_mix", "Splits capacity into spot and on-demand, and both over pools."),
      Row<&BalanceZones>("balance_zones", "Says in which zones to add units and from which to remove them."),
      Row<&Pack>("pack", "Places pods onto existing and new nodes at the least cost."),
      Row<&Consolidate>("consolidate", "Finds nodes that can give way to fewer or cheaper ones, in ordered steps."),
      Row<&Launch>("launch",
                   "Drives orders for nodes through launch attempts, fallback and retries until they are Ready."),
      Row<&ReturnToSpot>("return_to_spot", "Says which on-demand nodes go back to spot now that it is well again."),
      Row<&MeetDeadline>("meet_deadline",
                         "Says where a job with a deadline runs next: on spot, on on-demand, or nowhere."),
      Row<&Respond>("respond", "Answers notices, rebalance signals and silent nodes: what to launch, drain and end."),
      Row<&Plan>("plan", "Plans one cluster's whole next step: launches, drains, what it costs and saves."),
      Row<&Import>("import", "Turns what other tools print into a plan request, and into series to forecast.", false),
      Row<&Render>("render", "Writes a response as text for people.", false),
  };
  return kTable;
}

const Decision* FindDecision(std::string_view verb) {
  for (const Decision& decision : Decisions()) {
    if (decision.verb == verb) return &decision;
  }
  return nullptr;
}

}  // namespace spotwright
