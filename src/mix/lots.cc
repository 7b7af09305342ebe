#include "src/mix/lots.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "src/base/ceil_div.h"

namespace spotwright::mix {

std::int64_t UnitsOfLot(std::int64_t needed_units, std::span<const std::int64_t> units_of_instances,
                        std::int64_t most) {
  std::int64_t common = 0;
  for (const std::int64_t units : units_of_instances) common = std::gcd(common, units);
  common = std::max<std::int64_t>(1, common);
  return common * std::max<std::int64_t>(1, base::CeilDiv(base::CeilDiv(needed_units, common), most));
}

Lots::Lots(const MixProblem& problem, std::int64_t most) {
  Mix units;
  for (const Candidate& pool : problem.candidates) units.push_back(pool.units());
  units_ = UnitsOfLot(problem.needed_units, units, most);
  for (const Candidate& pool : problem.candidates) instances_.push_back(LotOfPool(pool.units(), units_).instances);
}

MixProblem Lots::In(MixProblem problem) const {
  if (units_ == 1) return problem;
  for (Ceiling& ceiling : problem.ceilings) {
    for (Ceiling::Member& member : ceiling.members) {
      const std::int64_t rest = problem.candidates[member.pool].held % instances_[member.pool];
      if (ceiling.counts != Counts::kNew) ceiling.limit -= rest * member.amount;
      member.amount *= instances_[member.pool];
    }
  }
  for (std::size_t i = 0; i < problem.candidates.size(); ++i) {
    Candidate& pool = problem.candidates[i];
    const std::int64_t size = instances_[i];
    pool.loser.units_per_instance = LotOfPool(pool.units(), units_).lots;
    for (std::int64_t* const count : {&pool.held, &pool.most, &pool.reserved, &pool.committed}) *count /= size;
    for (base::Int128* const money : {&pool.price, &pool.interruption_cost, &pool.launch_cost}) *money *= size;
  }
  problem.needed_units = base::CeilDiv(problem.needed_units, units_);
  problem.least_on_demand_units = base::CeilDiv(problem.least_on_demand_units, units_);
  if (problem.only) {
    for (Mix& mix : *problem.only) mix = In(std::move(mix));
  }
  return problem;
}

Mix Lots::In(Mix mix) const {
  for (std::size_t i = 0; i < mix.size(); ++i) mix[i] /= instances_[i];
  return mix;
}

Mix Lots::Out(const MixProblem& problem, Mix mix) const {
  for (std::size_t i = 0; i < mix.size(); ++i) {
    const Candidate& pool = problem.candidates[i];
    const bool keeps_all = mix[i] == pool.held / instances_[i] && pool.held <= pool.most;
    mix[i] = keeps_all ? pool.held : mix[i] * instances_[i];
  }
  return mix;
}

}  // namespace spotwright::mix
