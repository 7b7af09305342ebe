#include "src/market/price_alerts.h"
#include "src/base/share.h"

#include <cmath>

#include "src/base/money.h"
#include "src/base/text.h"
#include "src/market/shares.h"
#include "src/market/wording.h"
#include "src/model/offers.h"
#include "src/model/reason.h"

namespace spotwright::market {

using base::Cat;

Reason SpikeReason(const Pool& pool, std::int64_t price_micro_usd, const TypicalPrice& typical) {
  return model::MakeReason("price_spike",
                           Cat("The price of ", model::PoolName(pool), ", ", Dollars(price_micro_usd),
                               ", is a spike: above ", Dollars(typical.spike_above_micro_usd),
                               ", while its median has been ", Dollars(typical.median_micro_usd), "."),
                           {{"price_usd_per_hour", base::Usd(price_micro_usd)},
                            {"typical_price_usd_per_hour", base::Usd(typical.median_micro_usd)},
                            {"spike_above_usd_per_hour", base::Usd(typical.spike_above_micro_usd)}},
                           {model::PoolName(pool)});
}

std::int64_t LowSavingsAlertAt(std::int64_t since_unix_ms, const PriceAlertPolicy& policy) {
  return since_unix_ms + static_cast<std::int64_t>(std::round(policy.min_savings_days * 86'400'000));
}

Reason LowSavingsReason(const std::string& of_what, const PriceSums& sums, std::int64_t since_unix_ms,
                        std::int64_t now_unix_ms, const PriceAlertPolicy& policy) {
  const double savings = SavingsShare(sums.price_micro_usd, sums.on_demand_micro_usd);
  return model::MakeReason(
      "low_savings",
      Cat("The savings of ", of_what, " have been below ", Percentage(base::Millionths(policy.min_savings_share)),
          " for ", Duration(now_unix_ms - since_unix_ms), " and are ", base::Percent(savings), " now."),
      {{"savings_share", savings},
       {"min_savings_share", policy.min_savings_share},
       {"days", static_cast<double>(now_unix_ms - since_unix_ms) / 86'400'000}},
      {of_what});
}

}  // namespace spotwright::market
