#include "src/mix/commitments.h"

#include <algorithm>
#include <compare>
#include <cstdint>
#include <set>
#include <string>
#include <utility>

#include "src/base/money.h"
#include "src/base/text.h"
#include "src/model/offers.h"
#include "src/model/validate.h"

namespace spotwright::mix {
namespace {

// A pool at a commitment's price.
struct Covered {
  MixPool* pool;
  std::int64_t price;
};

std::vector<Covered> CoveredBy(const SpendCommitment& commitment, std::vector<MixPool>& pools) {
  std::vector<Covered> covered;
  for (MixPool& pool : pools) {
    if (pool.is_spot() || pool.state == PoolState::kNotOffered) continue;
    const CommitmentPrice* best = nullptr;  // That of its region, else that of any.
    for (const CommitmentPrice& price : commitment.prices) {
      if (price.instance_type != pool.pool.instance_type) continue;
      if (price.region == pool.pool.region || (price.region.empty() && best == nullptr)) best = &price;
    }
    if (best != nullptr) covered.push_back({&pool, base::MicroUsd(best->price_usd_per_hour)});
  }
  std::stable_sort(covered.begin(), covered.end(), [](const Covered& a, const Covered& b) {
    return std::is_lt(base::ComparePerUnit(a.price, a.pool->weight, b.price, b.pool->weight));
  });
  return covered;
}

}  // namespace

void Commit(std::span<const SpendCommitment> commitments, std::vector<MixPool>& pools) {
  for (const SpendCommitment& commitment : commitments) {
    std::int64_t money = base::MicroUsd(commitment.commitment_usd_per_hour);
    const std::vector<Covered> covered = CoveredBy(commitment, pools);
    for (const bool running : {true, false}) {
      for (const Covered& entry : covered) {
        MixPool& pool = *entry.pool;
        const std::int64_t most = running ? pool.held : pool.held + pool.room;
        std::int64_t more = std::max<std::int64_t>(0, most - pool.committed);
        if (entry.price > 0) more = std::min(more, money / entry.price);
        pool.committed += more;
        money -= more * entry.price;
      }
    }
  }
}

std::optional<Error> CheckCommitments(std::span<const SpendCommitment> commitments) {
  for (std::size_t i = 0; i < commitments.size(); ++i) {
    std::set<std::pair<std::string, std::string>> seen;
    const std::vector<CommitmentPrice>& prices = commitments[i].prices;
    for (std::size_t j = 0; j < prices.size(); ++j) {
      if (seen.emplace(prices[j].instance_type, prices[j].region).second) continue;
      return model::InvalidField(
          base::Cat(model::ElementPath("commitments", i), ".", model::ElementPath("prices", j)),
          base::Cat("'", prices[j].instance_type, "' in '", prices[j].region, "' has come before; state one price"));
    }
  }
  return {};
}

}  // namespace spotwright::mix
