// Shocks: how likely what a risk model's pools share is struck.
#ifndef SPOTWRIGHT_SRC_RISK_SHOCKS_H_
#define SPOTWRIGHT_SRC_RISK_SHOCKS_H_

#include <map>
#include <span>
#include <string>
#include <utility>

#include "spotwright/risk.h"

namespace spotwright::risk {

// The probability that at least one shock of this very scope strikes; those of wider scopes count beside it. Shocks are
// independent. What has no name shares nothing.
class Shocks {
 public:
  explicit Shocks(std::span<const ShockRisk> shocks);

  double OnEverything() const { return Of("", ""); }
  double On(const std::string& region) const { return region.empty() ? 0 : Of(region, ""); }
  double On(const std::string& region, const std::string& instance_type) const {
    return region.empty() || instance_type.empty() ? 0 : Of(region, instance_type);
  }

 private:
  double Of(const std::string& region, const std::string& instance_type) const;

  std::map<std::pair<std::string, std::string>, double> stays_;  // P(none strikes), by region and type.
};

}  // namespace spotwright::risk

#endif  // SPOTWRIGHT_SRC_RISK_SHOCKS_H_
