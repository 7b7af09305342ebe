// Survivors: what is left of a mix of spot pools after the lead time, for looking at many mixes that differ little.
#ifndef SPOTWRIGHT_SRC_MIX_SURVIVORS_H_
#define SPOTWRIGHT_SRC_MIX_SURVIVORS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "spotwright/risk.h"
#include "src/risk/pmf.h"

namespace spotwright::mix {

// How a pool loses instances of its own, and how many units each of them is.
struct Loser {
  Pool pool;
  double loss_probability = 1;
  double loss_correlation = 1;
  std::int64_t units_per_instance = 1;
};

// The pools other than one. With p[j] = P(j units of that one survive its own losses),
// P(k or more survive of all) = sum over j of p[j] x beside[k - j] + without[k], where beside[negative] = beside[0].
struct Others {
  std::vector<double> beside;   // [k], 0 to needed: P(k or more of the others, no shock on the one).
  std::vector<double> without;  // [k], 0 to needed: P(k or more of the others, a shock on the one).
};

// The others of every pool. Pools without instances that share their shocks see the same.
struct OthersOfAll {
  std::vector<Others> others;
  std::vector<std::size_t> of_pool;  // Index in `others`.

  const Others& Of(std::size_t pool) const { return others[of_pool[pool]]; }
};

// Counts instances of each pool; speaks of units. More than `needed` units are as good as `needed`, which bounds every
// distribution. Shocks nest: everything, region, type in region.
class Survivors {
 public:
  // The pools' own losses are those of `pools`; only the shocks are taken from the model.
  Survivors(std::vector<Loser> pools, std::span<const ShockRisk> shocks, std::int64_t needed);

  // P(at least k units survive), k from 0 to needed. O(pools x needed^2) at most.
  std::vector<double> AtLeast(std::span<const std::int64_t> instances);

  // For each pool, what the others are. O(pools with instances x needed^2) at most.
  OthersOfAll EachWithout(std::span<const std::int64_t> instances);

  // P(k units or more) when the pool that `others` leaves out has so many instances. O(min(instances, needed)).
  double AtLeast(std::int64_t k, const Others& others, std::size_t pool, std::int64_t instances);

 private:
  using Pmf = risk::Pmf;

  // A node of the tree of shocks: everything, a region, a type in a region.
  struct Scope {
    double shock = 0;  // P(nothing in it survives), beside what its parts lose.
    std::vector<std::size_t> scopes;
    std::vector<std::size_t> pools;
  };

  const Pmf& OwnSurvival(std::size_t pool, std::int64_t instances);
  Pmf SurvivalOf(std::size_t scope, std::span<const std::int64_t> instances);
  void Descend(std::size_t scope, const Pmf& beside, const Pmf& without, std::span<const std::int64_t> instances,
               OthersOfAll& all);
  std::vector<double> Reached(const Pmf& pmf) const;

  std::vector<Loser> pools_;
  std::size_t needed_;
  std::vector<Scope> scopes_;                   // The first is everything.
  std::vector<std::vector<Pmf>> own_survival_;  // [pool][instances], as far as asked; empty: not yet.
};

}  // namespace spotwright::mix

#endif  // SPOTWRIGHT_SRC_MIX_SURVIVORS_H_
