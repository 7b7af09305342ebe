#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "src/base/ceil_div.h"
#include "src/base/money.h"
#include "src/mix/best_mix.h"
#include "src/mix/choice.h"
#include "src/mix/considered.h"
#include "src/mix/explain.h"
#include "src/mix/ranking.h"
#include "src/model/begin.h"

namespace spotwright::mix {
namespace {

constexpr std::int64_t kAsGoodAsNoLimit = 1'000'000'000;
constexpr std::int64_t kAnyMoney = 1'000'000'000'000'000'000;

using Rules = std::set<std::string>;  // Their paths.

constexpr const char* kMinSpotPools = "policy.min_spot_pools";
constexpr const char* kOnDemandBase = "policy.on_demand_base_units";
constexpr const char* kBudget = "policy.budget_usd_per_hour";

void DropCeilings(const Rules& rules, std::vector<Ceiling>& ceilings) {
  for (Ceiling& ceiling : ceilings) {
    if (rules.count(ceiling.path) > 0) ceiling.members.clear();
  }
}

class Target {
 public:
  Target(const Market& market, const Call& call)
      : market_(market), request_(*market.request), call_(call), considered_(Considered(market)) {}

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
    choice.binding_paths.insert(kBudget);
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
    for (const std::size_t i : considered_) problem.candidates.push_back(CandidateOf(market_.pools[i]));
    problem.shocks = market_.risk.shocks;
    problem.ceilings = CeilingsOver(considered_, market_.ceilings);
    problem.is_cancelled = [this] { return model::IsCancelled(call_); };
    problem.needed_units = request_.total_units;
    problem.least_on_demand_units = std::min(policy.on_demand_base_units, request_.total_units);
    problem.min_spot_pools = policy.min_spot_pools;
    problem.availability_target = policy.availability_target;
    problem.budget_micro_usd = BudgetOf(policy);
    problem.max_iterations = policy.max_iterations;
    if (policy.allocation != MixAllocation::kRiskAdjusted) problem.only = Spreads({});
    return problem;
  }

  // The spot parts that a named allocation can make, by their number of units; some rules aside.
  std::vector<Mix> Spreads(const Rules& without) const {
    constexpr std::int64_t kMostTimes = 3;  // Spot beyond that costs more than it is worth.
    constexpr std::int64_t kMostSpreads = 96;
    const std::int64_t most_units = kMostTimes * request_.total_units;
    std::vector<Ceiling> ceilings = market_.ceilings;
    DropCeilings(without, ceilings);
    const CeilingIndex index(ceilings, HeldBy(market_));
    const std::int64_t pools = without.count(kMinSpotPools) > 0 ? 1 : request_.policy.min_spot_pools;
    std::vector<std::size_t> ranked;
    for (const std::size_t i : market_.spot) {
      if (std::binary_search(considered_.begin(), considered_.end(), i)) ranked.push_back(i);
    }
    const Mix none(market_.pools.size(), 0);
    const std::vector<std::int64_t> floor(ranked.size(), 0);
    std::vector<Mix> mixes;
    for (std::int64_t units = 0; units <= most_units; units += std::max<std::int64_t>(1, most_units / kMostSpreads)) {
      std::vector<std::int64_t> most;
      for (const std::size_t i : ranked) {
        const Candidate pool = CandidateOf(market_.pools[i]);
        most.push_back(pools == 1 ? pool.most : std::min(pool.most, base::CeilDiv(units, pools) / pool.units()));
      }
      Usage usage(index);
      const std::vector<std::int64_t> spread = Spread(request_, market_.pools, ranked, floor, most, units, usage);
      Mix all = none;
      for (std::size_t r = 0; r < spread.size(); ++r) all[ranked[r]] = spread[r];
      Mix& mix = mixes.emplace_back();
      for (const std::size_t i : considered_) mix.push_back(all[i]);
    }
    return mixes;
  }

  MixProblem Without(const Rules& rules, MixProblem problem) const {
    DropCeilings(rules, problem.ceilings);
    if (rules.count(kMinSpotPools) > 0) problem.min_spot_pools = 1;
    if (rules.count(kOnDemandBase) > 0) problem.least_on_demand_units = 0;
    if (rules.count(kBudget) > 0) problem.budget_micro_usd = kAnyMoney;
    if (problem.only) problem.only = Spreads(rules);
    return problem;
  }

  // The rules without which there is a better mix. Which of them is asked only if all together are in the way, and of
  // no more than a search or two dozen: of many offers' counts the first stand for all.
  void AddBinding(const MixProblem& problem, const Rating& rating, Choice& choice) const {
    constexpr std::size_t kMostRules = 24;
    Rules rules;
    if (problem.min_spot_pools > 1) rules.insert(kMinSpotPools);
    if (problem.least_on_demand_units > 0) rules.insert(kOnDemandBase);
    if (problem.budget_micro_usd) rules.insert(kBudget);
    Rules all = rules;
    for (const Ceiling& ceiling : problem.ceilings) {
      if (rules.size() < kMostRules) rules.insert(ceiling.path);
      all.insert(ceiling.path);
    }
    MixProblem base = problem;
    base.max_iterations /= 4;
    if (all.empty() || !IsBinding(Without(all, base), rating)) return;
    Rules binding;
    for (const std::string& rule : rules) {
      if (IsBinding(Without({rule}, base), rating)) binding.insert(rule);
    }
    // Where no rule alone is in the way, they are together.
    choice.binding_paths.merge(binding.empty() ? rules : binding);
  }

  Candidate CandidateOf(const MixPool& pool) const {
    const MixPolicy& policy = request_.policy;
    Candidate candidate;
    candidate.loser = {pool.pool, pool.risk.loss_probability, pool.risk.loss_correlation, pool.weight};
    candidate.spot = pool.is_spot();
    candidate.held = pool.held;
    // What is under notice is as good as lost, and what has no offer has no price. How many more can be had is a
    // ceiling.
    const bool stays = pool.state != PoolState::kUnderNotice && pool.state != PoolState::kNotOffered;
    const bool grows = pool.state == PoolState::kUsable || pool.state == PoolState::kUsedUp;
    candidate.most = grows ? kAsGoodAsNoLimit : stays ? pool.held : 0;
    if (candidate.spot && !policy.spot_enabled) candidate.most = 0;
    candidate.reserved = pool.reserved;
    candidate.committed = pool.committed;
    candidate.price = pool.price_micro_usd;
    candidate.interruption_cost = pool.interruption_micro_usd;
    const double launch_cost =
        policy.switching_cost_usd_per_unit * static_cast<double>(pool.weight) / policy.payback_hours;
    candidate.launch_cost = base::BoundedMicroUsd(launch_cost);
    return candidate;
  }

  base::Int128 PriceOf(const Mix& mix) const {
    base::Int128 price = 0;
    for (std::size_t c = 0; c < mix.size(); ++c) price += mix::PriceOf(market_.pools[considered_[c]], mix[c]);
    return price;
  }

  Choice ChoiceOf(const MixProblem& problem, const MixAnswer& answer) const {
    Choice choice;
    choice.after.resize(market_.pools.size());
    for (std::size_t c = 0; c < considered_.size(); ++c) choice.after[considered_[c]] = answer.mix[c];
    choice.feasible = answer.has_base && answer.reaches_target;
    choice.target_on_demand_units = UnitsOf(market_, choice.after, CapacityType::kOnDemand);
    choice.target_spot_units = UnitsOf(market_, choice.after, CapacityType::kSpot);
    choice.wants_on_demand = !choice.feasible;
    if (!answer.has_base) choice.reasons.push_back(ExplainMissingBase(request_, choice.target_on_demand_units));
    choice.wants_spot = request_.policy.spot_enabled;
    AddBinding(problem, answer.rating, choice);
    return choice;
  }

  const Market& market_;
  const DecideMixRequest& request_;
  const Call& call_;
  std::vector<std::size_t> considered_;  // Pools, in the order of the problem's candidates.
};

}  // namespace

Choice ChooseByTarget(const Market& market, const Call& call) { return Target(market, call).Run(); }

}  // namespace spotwright::mix
