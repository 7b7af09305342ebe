#include "spotwright/estimate_risk.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <numeric>
#include <string>
#include <utility>

#include "src/base/elementary.h"
#include "src/base/text.h"
#include "src/model/begin.h"
#include "src/model/reason.h"
#include "src/risk/age_bands.h"
#include "src/risk/check_evidence.h"
#include "src/risk/decay.h"
#include "src/risk/estimate.h"
#include "src/risk/gather.h"
#include "src/risk/hazard.h"
#include "src/risk/loss_model.h"
#include "src/risk/pool_watch.h"
#include "src/risk/shared_loss.h"

namespace spotwright {
namespace {

using base::Cat;
using base::Fixed;

// The four figures of a RiskEstimate, one after the other.
constexpr double RiskEstimate::*kFigures[] = {&RiskEstimate::expected, &RiskEstimate::low, &RiskEstimate::high,
                                              &RiskEstimate::conservative};

risk::ByAge ToByAge(const std::vector<double>& values) {
  risk::ByAge by_age;
  std::copy(values.begin(), values.end(), by_age.begin());
  return by_age;
}

// The ages of the nodes that an answer is for: as asked, else of those that run, else of a new one.
std::vector<double> Ages(const PoolEvidence& evidence, const std::vector<std::int64_t>& running, std::int64_t now) {
  if (evidence.node_age_seconds) return {*evidence.node_age_seconds};
  std::vector<double> ages;
  ages.reserve(running.size());
  for (const std::int64_t launched : running) ages.push_back(static_cast<double>(now - launched) / risk::kMsPerSecond);
  if (ages.empty()) ages.push_back(0);
  return ages;
}

double PriorOf(const PoolEvidence& evidence, std::int64_t now) {
  const double band_age_seconds =
      static_cast<double>(now - evidence.band_as_of_unix_ms.value_or(now)) / risk::kMsPerSecond;
  return risk::PriorHazard(evidence.interruption_band, band_age_seconds);
}

risk::HazardPosterior PosteriorOf(const PoolEvidence& evidence, const risk::LevelShares& levels,
                                  const PoolRiskState& state, std::int64_t now) {
  return {PriorOf(evidence, now), levels, ToByAge(state.pool_hours), ToByAge(state.losses)};
}

// What is believed of each pool's level before its own evidence: pools of one type tell of each other.
std::vector<risk::LevelShares> PriorLevelsOf(const EstimateRiskRequest& request,
                                             const std::map<Pool, const PoolRiskState*>& state_of) {
  std::map<Pool, risk::LevelShares> alone;  // In an order of its own, since sums are to be the same in any.
  for (const PoolEvidence& evidence : request.pools) {
    const PoolRiskState& state = *state_of.at(evidence.pool);
    alone[evidence.pool] = PosteriorOf(evidence, risk::PriorLevels(), state, request.now_unix_ms).Levels();
  }
  std::map<std::string, risk::LevelPool> of_type;
  for (const auto& [pool, levels] : alone) of_type[pool.instance_type].Add(levels);
  std::vector<risk::LevelShares> priors;
  for (const PoolEvidence& evidence : request.pools) {
    priors.push_back(of_type[evidence.pool.instance_type].For(alone[evidence.pool]));
  }
  return priors;
}

std::vector<AgeHazard> Hazards(const PoolEvidence& evidence, const risk::LevelShares& levels,
                               const PoolRiskState& state, const RiskSettings& settings, std::int64_t now) {
  const double prior = PriorOf(evidence, now);
  const risk::HazardPosterior posterior = PosteriorOf(evidence, levels, state, now);
  std::vector<AgeHazard> hazards(risk::kAgeBands);
  for (std::size_t band = 0; band < risk::kAgeBands; ++band) {
    AgeHazard& hazard = hazards[band];
    hazard.from_age_seconds = risk::kAgeBoundsSeconds[band];
    if (band + 1 < risk::kAgeBands) hazard.until_age_seconds = risk::kAgeBoundsSeconds[band + 1];
    hazard.interruptions_per_instance_hour = risk::EstimateOf(
        posterior.Mean(band), [&](double level) { return posterior.Quantile(band, level); }, settings);
    hazard.prior_interruptions_per_instance_hour = prior * risk::kPriorShape[band];
    hazard.pool_hours = state.pool_hours[band];
    hazard.losses = state.losses[band];
  }
  return hazards;
}

// The probability that a node of one of these ages is lost within the lead time, by capacity.
double LossProbability(const std::vector<AgeHazard>& hazards, double RiskEstimate::*figure,
                       const std::vector<double>& ages, double lead_time_seconds) {
  risk::ByAge per_hour;
  for (std::size_t band = 0; band < risk::kAgeBands; ++band) {
    per_hour[band] = hazards[band].interruptions_per_instance_hour.*figure;
  }
  double sum = 0;
  for (const double age : ages) sum += 1 - base::Exp(-risk::CumulativeHazard(per_hour, age, age + lead_time_seconds));
  return sum / static_cast<double>(ages.size());
}

// Of a node of any age, in the proportions in which the ages were seen; of an old one where few were.
double UsualLosses(const std::vector<AgeHazard>& hazards, double RiskEstimate::*figure, double lead_time_seconds) {
  double sum = risk::kHoursUnseen * hazards.back().interruptions_per_instance_hour.*figure;
  double hours = risk::kHoursUnseen;
  for (const AgeHazard& hazard : hazards) {
    sum += hazard.pool_hours * hazard.interruptions_per_instance_hour.*figure;
    hours += hazard.pool_hours;
  }
  return sum / hours * lead_time_seconds / 3600;
}

double CappedShare(const std::vector<double>& ages, const RiskSettings& settings) {
  if (!settings.lifetime_cap_seconds) return 0;
  const auto capped = std::count_if(ages.begin(), ages.end(), [&](double age) {
    return age + settings.lead_time_seconds >= *settings.lifetime_cap_seconds;
  });
  return static_cast<double>(capped) / static_cast<double>(ages.size());
}

Reason Basis(const PoolRiskReport& report) {
  if (!report.evidence_age_seconds) {
    return model::MakeReason(
        "risk_from_prior", "Nothing was seen of this pool; its hazard is the prior's.",
        {{"prior_interruptions_per_instance_hour", report.hazards.back().prior_interruptions_per_instance_hour}});
  }
  return model::MakeReason("risk_from_evidence",
                           Cat("Rests on ", Fixed(report.losses, 2), " losses in ", Fixed(report.pool_hours, 1),
                               " pool hours, old evidence counted less; the last was seen ",
                               Fixed(*report.evidence_age_seconds / 3600, 1), " hours ago."),
                           {{"losses", report.losses},
                            {"pool_hours", report.pool_hours},
                            {"evidence_age_seconds", *report.evidence_age_seconds}});
}

// Everything about one pool, and what the model is built from: one entry for each of kFigures.
struct PoolAnswer {
  PoolRiskReport report;
  risk::PoolLoss expected;
  risk::PoolLoss conservative;
};

PoolAnswer Answer(const PoolEvidence& evidence, const risk::LevelShares& levels, const PoolRiskState& state,
                  const std::vector<std::int64_t>& running, const RiskSettings& settings, std::int64_t now) {
  PoolAnswer answer;
  PoolRiskReport& report = answer.report;
  const std::vector<double> ages = Ages(evidence, running, now);
  const double capped_share = CappedShare(ages, settings);
  report.pool = evidence.pool;
  report.hazards = Hazards(evidence, levels, state, settings, now);
  report.loss_correlation =
      risk::ShareOf(state.within_pool, risk::IncidentsWithinPool(state.within_pool), risk::kWithinPool, settings);
  report.running_count = static_cast<std::int64_t>(running.size());
  report.node_age_seconds = std::accumulate(ages.begin(), ages.end(), 0.0) / static_cast<double>(ages.size());
  report.pool_hours = std::accumulate(state.pool_hours.begin(), state.pool_hours.end(), 0.0);
  report.losses = std::accumulate(state.losses.begin(), state.losses.end(), 0.0);
  if (state.last_evidence_unix_ms) {
    report.evidence_age_seconds = static_cast<double>(now - *state.last_evidence_unix_ms) / risk::kMsPerSecond;
  }
  const auto loss_of = [&](double RiskEstimate::*figure) {
    const double by_capacity = LossProbability(report.hazards, figure, ages, settings.lead_time_seconds);
    report.loss_probability.*figure = 1 - (1 - by_capacity) * (1 - capped_share);
    return risk::PoolLoss{.pool = evidence.pool,
                          .expected_losses = -base::Log(std::max(1 - by_capacity, 1e-300)),
                          .usual_losses = UsualLosses(report.hazards, figure, settings.lead_time_seconds),
                          .pool_hours = report.pool_hours,
                          .block_share = report.loss_correlation.*figure,
                          .capped_share = capped_share};
  };
  for (const auto figure : kFigures) {
    const risk::PoolLoss loss = loss_of(figure);
    if (figure == &RiskEstimate::expected) answer.expected = loss;
    if (figure == &RiskEstimate::conservative) answer.conservative = loss;
  }
  report.reasons.push_back(Basis(report));
  if (capped_share > 0) {
    report.reasons.push_back(model::MakeReason(
        "lifetime_cap_near", "Nodes reach the provider's lifetime cap within the lead time and are surely lost.",
        {{"share_of_nodes", capped_share}, {"lifetime_cap_seconds", *settings.lifetime_cap_seconds}}));
  }
  return answer;
}

CommonLossReport CommonReport(const CommonLossCounts& counts, const risk::SharePrior& prior,
                              const RiskSettings& settings) {
  return {.shared = risk::ShareOf(counts, risk::IncidentsAmongPools(counts), prior, settings), .falls = counts.asked};
}

risk::CommonShares SharesOf(const EstimateRiskResponse& response, double RiskEstimate::*figure) {
  return {.same_type_in_region = response.same_type_in_region.shared.*figure,
          .same_region = response.same_region.shared.*figure,
          .everywhere = response.everywhere.shared.*figure};
}

}  // namespace

Result<EstimateRiskResponse> EstimateRisk(const EstimateRiskRequest& request, const Call& call) {
  if (auto error = model::Begin(request, call)) return *error;
  if (auto error = risk::CheckEvidence(request)) return *error;
  std::optional<risk::Gathered> gathered = risk::Gather(request, call);
  if (!gathered) return model::Cancelled();

  const RiskSettings& settings = request.settings;
  const std::int64_t now = request.now_unix_ms;
  EstimateRiskResponse response;
  response.state = std::move(gathered->state);
  response.same_type_in_region = CommonReport(response.state.same_type_in_region, risk::kSameTypeInRegion, settings);
  response.same_region = CommonReport(response.state.same_region, risk::kSameRegion, settings);
  response.everywhere = CommonReport(response.state.everywhere, risk::kEverywhere, settings);

  const risk::Decay decay(now, settings.half_life_hours);
  std::map<Pool, const PoolRiskState*> state_of;
  for (const PoolRiskState& pool : response.state.pools) state_of[pool.pool] = &pool;
  const std::vector<risk::LevelShares> levels = PriorLevelsOf(request, state_of);
  std::vector<risk::PoolLoss> expected;
  std::vector<risk::PoolLoss> conservative;
  for (std::size_t i = 0; i < request.pools.size(); ++i) {
    if (model::IsCancelled(call)) return model::Cancelled();
    PoolRiskState state = *state_of[request.pools[i].pool];
    // More may come of an open incident, and a loss in place of a notice; what is known by now counts.
    if (state.incident) risk::CountIncident(*state.incident, decay, state.within_pool);
    for (const OpenNotice& notice : state.notices) risk::CountNotice(notice, decay, state.losses);
    PoolAnswer answer = Answer(request.pools[i], levels[i], state, gathered->running_launched[i], settings, now);
    expected.push_back(std::move(answer.expected));
    conservative.push_back(std::move(answer.conservative));
    response.pools.push_back(std::move(answer.report));
  }
  response.expected =
      risk::BuildLossModel(settings.lead_time_seconds, expected, SharesOf(response, &RiskEstimate::expected));
  response.conservative =
      risk::BuildLossModel(settings.lead_time_seconds, conservative, SharesOf(response, &RiskEstimate::conservative));
  if (request.pools.empty()) {
    response.feasible = false;
    response.reasons.push_back(
        model::MakeReason("no_pools", "The request names no pools; there is nothing to estimate."));
  }
  response.call_again_at_unix_ms =
      now + static_cast<std::int64_t>(risk::IncidentWindowSeconds(settings) * risk::kMsPerSecond);
  return response;
}

}  // namespace spotwright
