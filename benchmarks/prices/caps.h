// Caps over a trace: how often a verdict changes, and what is paid while it stands.
#ifndef SPOTWRIGHT_BENCHMARKS_PRICES_CAPS_H_
#define SPOTWRIGHT_BENCHMARKS_PRICES_CAPS_H_

#include <optional>
#include <vector>

#include "benchmarks/prices/traces.h"
#include "benchmarks/report.h"
#include "spotwright/assess_prices.h"

namespace spotwright::bench {

// Sums over a trace, or over several: prices in shares of the on-demand price.
struct CapResult {
  double flips = 0;
  double admitted_hours = 0;
  double paid_share_hours = 0;
  double MeanPrice() const { return paid_share_hours / admitted_hours; }
};

// Walk-forward: assess_prices is asked at each change with the price of that moment and the state of the last call, and
// at call_again_at_unix_ms when that comes first. A verdict holds until the next call. No history is passed.
CapResult Replay(const PriceTrace& trace, double cap_share, const std::optional<PriceHysteresis>& hysteresis);

// With the default hysteresis, against the plain threshold on the same traces.
void AddCaps(Report& report, const std::vector<PriceTrace>& traces, double cap_share, bool each_trace);

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_PRICES_CAPS_H_
