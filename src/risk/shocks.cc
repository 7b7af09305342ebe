#include "src/risk/shocks.h"

namespace spotwright::risk {

Shocks::Shocks(std::span<const ShockRisk> shocks) {
  for (const ShockRisk& shock : shocks) {
    stays_.try_emplace({shock.region, shock.instance_type}, 1.0).first->second *= 1 - shock.probability;
  }
}

double Shocks::Of(const std::string& region, const std::string& instance_type) const {
  const auto found = stays_.find({region, instance_type});
  return found == stays_.end() ? 0 : 1 - found->second;
}

}  // namespace spotwright::risk
