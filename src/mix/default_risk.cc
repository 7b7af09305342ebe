#include "src/mix/default_risk.h"

#include "src/risk/hazard.h"
#include "src/risk/loss_model.h"
#include "src/risk/shared_loss.h"

namespace spotwright::mix {

RiskModel DefaultRisk(const DecideMixRequest& request, const std::vector<MixPool>& pools) {
  const double lead_time_seconds = RiskModel{}.lead_time_seconds;
  std::vector<risk::PoolLoss> losses;
  for (const MixPool& pool : pools) {
    if (!pool.is_spot() || pool.state == PoolState::kNotOffered) continue;
    const Offer& offer = request.offers[pool.offer];
    const double per_hour =
        offer.interruptions_per_instance_hour.value_or(risk::PriorHazard(offer.interruption_band, 0));
    losses.push_back({.pool = pool.pool,
                      .expected_losses = per_hour * lead_time_seconds / 3600,
                      .usual_losses = per_hour * lead_time_seconds / 3600,
                      .pool_hours = 0,
                      .block_share = risk::kWithinPool.mean,
                      .capped_share = 0});
  }
  return risk::BuildLossModel(lead_time_seconds, losses,
                              {.same_type_in_region = risk::kSameTypeInRegion.mean,
                               .same_region = risk::kSameRegion.mean,
                               .everywhere = risk::kEverywhere.mean});
}

}  // namespace spotwright::mix
