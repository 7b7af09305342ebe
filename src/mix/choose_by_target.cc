#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "src/base/money.h"
#include "src/mix/best_mix.h"
#include "src/mix/choice.h"
#include "src/mix/explain.h"
#include "src/mix/ranking.h"

namespace spotwright::mix {
namespace {

constexpr std::int64_t kAsGoodAsNoLimit = 1'000'000'000;

class Target {
 public:
  explicit Target(const Market& market) : market_(market), request_(*market.request) {}

  Choice Run() const {
    const MixPolicy& policy = request_.policy;
    MixProblem problem = Problem();
    if (!policy.availability_target) return ChoiceOf(problem, FindBestMix(problem));

    problem.budget_micro_usd.reset();
    MixAnswer answer = FindBestMix(problem);
    const std::optional<std::int64_t> budget = BudgetOf(policy);
    if (!budget || PriceOf(answer.mix) <= *budget) return ChoiceOf(problem, answer);
    // The target is too dear: as available as the money allows.
    problem.availability_target.reset();
    problem.budget_micro_usd = budget;
    Choice choice = ChoiceOf(problem, FindBestMix(problem));
    choice.feasible = false;
    choice.binding_paths.insert("policy.budget_usd_per_hour");
    choice.reasons.push_back(ExplainBudgetTooSmall(request_, PriceOf(answer.mix)));
    return choice;
  }

 private:
  static std::optional<std::int64_t> BudgetOf(const MixPolicy& policy) {
    if (!policy.budget_usd_per_hour) return {};
    return base::MicroUsd(*policy.budget_usd_per_hour);
  }

  MixProblem Problem() const {
    const MixPolicy& policy = request_.policy;
    MixProblem problem;
    for (const MixPool& pool : market_.pools) problem.candidates.push_back(CandidateOf(pool));
    problem.shocks = market_.risk.shocks;
    problem.ceilings = market_.ceilings;
    problem.needed_units = request_.total_units;
    problem.least_on_demand_units = std::min(policy.on_demand_base_units, request_.total_units);
    problem.min_spot_pools = policy.min_spot_pools;
    problem.availability_target = policy.availability_target;
    problem.budget_micro_usd = BudgetOf(policy);
    problem.max_iterations = policy.max_iterations;
    if (policy.allocation != MixAllocation::kRiskAdjusted) problem.only = Spreads();
    return problem;
  }

  // The spot parts that a named allocation can make, by their number of units.
  std::vector<Mix> Spreads() const {
    constexpr std::int64_t kMostTimes = 3;  // Spot beyond that costs more than it is worth.
    constexpr std::int64_t kMostSpreads = 96;
    const std::int64_t most_units = kMostTimes * request_.total_units;
    const CeilingIndex index(market_.ceilings, HeldBy(market_));
    const Mix none(market_.pools.size(), 0);
    const std::vector<std::int64_t> floor(market_.spot.size(), 0);
    std::vector<Mix> mixes;
    for (std::int64_t units = 0; units <= most_units; units += std::max<std::int64_t>(1, most_units / kMostSpreads)) {
      std::vector<std::int64_t> most;
      for (const std::size_t i : market_.spot) {
        const Candidate pool = CandidateOf(market_.pools[i]);
        most.push_back(std::min(pool.most, CeilDiv(units, request_.policy.min_spot_pools) / pool.units()));
      }
      Usage usage(index);
      const std::vector<std::int64_t> spread = Spread(request_, market_.pools, market_.spot, floor, most, units, usage);
      Mix& mix = mixes.emplace_back(none);
      for (std::size_t r = 0; r < spread.size(); ++r) mix[market_.spot[r]] = spread[r];
    }
    return mixes;
  }

  // Of the rules that the mix is up against, those without which a better one is near.
  void AddBinding(const MixProblem& problem, const Mix& best, Choice& choice) const {
    if (problem.only) return;
    MixProblem bounded = problem;
    bounded.max_iterations /= 4;
    const CeilingIndex index(problem.ceilings, HeldBy(market_));
    Usage usage(index);
    for (std::size_t i = 0; i < best.size(); ++i) usage.Set(i, best[i]);
    std::set<std::size_t> tight;
    for (std::size_t i = 0; i < best.size(); ++i) {
      const std::optional<std::size_t> ceiling = usage.Narrowest(i);
      if (ceiling && usage.Most(i) <= best[i]) tight.insert(*ceiling);
    }
    for (const std::size_t ceiling : tight) {
      MixProblem without = bounded;
      without.ceilings[ceiling].members.clear();
      if (IsBinding(problem, without, best)) choice.binding_paths.insert(problem.ceilings[ceiling].path);
    }
    if (problem.min_spot_pools > 1) {
      MixProblem without = bounded;
      without.min_spot_pools = 1;
      if (IsBinding(problem, without, best)) choice.binding_paths.insert("policy.min_spot_pools");
    }
    if (problem.least_on_demand_units > 0) {
      MixProblem without = bounded;
      without.least_on_demand_units = 0;
      if (IsBinding(problem, without, best)) choice.binding_paths.insert("policy.on_demand_base_units");
    }
  }

  Candidate CandidateOf(const MixPool& pool) const {
    const MixPolicy& policy = request_.policy;
    Candidate candidate;
    candidate.loser = {pool.pool, pool.risk.loss_probability, pool.risk.loss_correlation, pool.weight};
    candidate.spot = pool.is_spot();
    candidate.held = pool.held;
    // What is under notice is as good as lost, and what has no offer has no price.
    const bool stays = pool.state != PoolState::kUnderNotice && pool.state != PoolState::kNotOffered;
    candidate.most = stays ? std::min(kAsGoodAsNoLimit, pool.held + pool.room) : 0;
    if (candidate.spot && !policy.spot_enabled) candidate.most = 0;
    candidate.reserved = pool.reserved;
    candidate.committed = pool.committed;
    candidate.price = pool.price_micro_usd;
    candidate.interruption_cost = pool.interruption_micro_usd;
    const double launch_cost =
        policy.switching_cost_usd_per_unit * static_cast<double>(pool.weight) / policy.payback_hours;
    candidate.launch_cost = base::MicroUsd(launch_cost);
    return candidate;
  }

  base::Int128 PriceOf(const std::vector<std::int64_t>& instances) const {
    base::Int128 price = 0;
    for (std::size_t i = 0; i < instances.size(); ++i) price += mix::PriceOf(market_.pools[i], instances[i]);
    return price;
  }

  Choice ChoiceOf(const MixProblem& problem, const MixAnswer& answer) const {
    Choice choice;
    choice.after = answer.mix;
    choice.feasible = answer.met;
    choice.target_on_demand_units = UnitsOf(market_, answer.mix, CapacityType::kOnDemand);
    choice.target_spot_units = UnitsOf(market_, answer.mix, CapacityType::kSpot);
    choice.wants_on_demand = !answer.met;
    choice.wants_spot = request_.policy.spot_enabled;
    AddBinding(problem, answer.mix, choice);
    return choice;
  }

  const Market& market_;
  const DecideMixRequest& request_;
};

}  // namespace

Choice ChooseByTarget(const Market& market) { return Target(market).Run(); }

}  // namespace spotwright::mix
