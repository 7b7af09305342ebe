#include "src/risk/common_loss.h"

#include "src/base/elementary.h"

namespace spotwright::risk {
namespace {

constexpr int kScopes = 3;

int ScopeOf(const Pool& left, const Pool& right) {
  if (left.region != right.region) return 2;
  return left.instance_type == right.instance_type ? 0 : 1;
}

}  // namespace

CommonLossCounts& CommonLossCounter::CountsOf(int scope) {
  if (scope == 0) return state_->same_type_in_region;
  return scope == 1 ? state_->same_region : state_->everywhere;
}

std::vector<std::size_t> CommonLossCounter::Peers(std::size_t pool, int scope, std::int64_t at_unix_ms) const {
  std::vector<std::size_t> peers;
  for (std::size_t other = 0; other < watches_->size(); ++other) {
    if (other != pool && ScopeOf(state_->pools[pool].pool, state_->pools[other].pool) == scope &&
        (*watches_)[other].IsExposed(at_unix_ms)) {
      peers.push_back(other);
    }
  }
  return peers;
}

void CommonLossCounter::CountFall(std::size_t pool, std::int64_t at_unix_ms) {
  const double weight = decay_->WeightAt(at_unix_ms);
  const double window_hours = IncidentWindowSeconds(*settings_) / 3600;
  for (int scope = 0; scope < kScopes; ++scope) {
    const std::vector<std::size_t> peers = Peers(pool, scope, at_unix_ms);
    if (peers.empty()) continue;
    CommonLossCounts& counts = CountsOf(scope);
    const double share = weight / static_cast<double>(peers.size());
    double fallen = 0;
    for (const std::size_t peer : peers) {
      // The peer may fall up to one window before or after.
      const double by_chance = 1 - base::Exp(-2 * window_hours * (*watches_)[peer].FallRate(at_unix_ms));
      counts.by_chance += share * by_chance;
      if (!(*watches_)[peer].FellShortlyBefore(at_unix_ms)) continue;
      fallen += 1;
      // Each of the two answers the other's question.
      counts.shared += share + weight / static_cast<double>(Peers(peer, scope, at_unix_ms).size());
    }
    counts.asked += weight;
    // 1 + 3 + 5 + ... = q^2: the q-th pool to fall in an incident makes of (q-1)^2 the square of q.
    counts.asked_squared += weight * (2 * fallen + 1);
  }
}

}  // namespace spotwright::risk
