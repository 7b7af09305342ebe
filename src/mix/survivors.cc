#include "src/mix/survivors.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "src/risk/shocks.h"
#include "src/risk/survival.h"

namespace spotwright::mix {

Survivors::Survivors(std::vector<Loser> pools, std::span<const ShockRisk> shocks, std::int64_t needed)
    : pools_(std::move(pools)), needed_(static_cast<std::size_t>(needed)), own_survival_(pools_.size()) {
  using Name = std::pair<std::string, std::string>;  // Region, type.
  const risk::Shocks model(shocks);
  scopes_.push_back({model.OnEverything(), {}, {}});
  std::map<Name, std::size_t> scope_of;
  // Scopes without a shock of their own would only cost time.
  const auto scope_within = [&](std::size_t parent, const Name& name, double shock) {
    if (shock <= 0) return parent;
    const auto [found, is_new] = scope_of.try_emplace(name, scopes_.size());
    if (is_new) {
      scopes_[parent].scopes.push_back(scopes_.size());
      scopes_.push_back({shock, {}, {}});
    }
    return found->second;
  };
  for (std::size_t i = 0; i < pools_.size(); ++i) {
    const Pool& pool = pools_[i].pool;
    const std::size_t region = scope_within(0, {pool.region, ""}, model.On(pool.region));
    const Name type{pool.region, pool.instance_type};
    const std::size_t scope = scope_within(region, type, model.On(pool.region, pool.instance_type));
    scopes_[scope].pools.push_back(i);
  }
}

const Survivors::Pmf& Survivors::OwnSurvival(std::size_t pool, std::int64_t instances) {
  std::vector<Pmf>& known = own_survival_[pool];
  const auto index = static_cast<std::size_t>(instances);
  if (known.size() <= index) known.resize(index + 1);
  Pmf& pmf = known[index];
  if (!pmf.empty()) return pmf;
  const Loser& loser = pools_[pool];
  const std::vector<double> lost = risk::LossPmf(instances, loser.loss_probability, loser.loss_correlation);
  const auto units = static_cast<std::size_t>(loser.units_per_instance);
  pmf.assign(std::min(needed_, index * units) + 1, 0.0);
  for (std::size_t left = 0; left <= index; ++left) pmf[std::min(needed_, left * units)] += lost[index - left];
  return pmf;
}

Survivors::Pmf Survivors::SurvivalOf(std::size_t scope, std::span<const std::int64_t> instances) {
  Pmf pmf = {1.0};
  for (const std::size_t inner : scopes_[scope].scopes)
    pmf = risk::Convolve(pmf, SurvivalOf(inner, instances), needed_);
  for (const std::size_t pool : scopes_[scope].pools) {
    if (instances[pool] > 0) pmf = risk::Convolve(pmf, OwnSurvival(pool, instances[pool]), needed_);
  }
  risk::MixWithNone(pmf, scopes_[scope].shock);
  return pmf;
}

std::vector<double> Survivors::Reached(const Pmf& pmf) const {
  std::vector<double> reached(needed_ + 1, 0.0);
  double sum = 0;
  for (std::size_t k = pmf.size(); k-- > 0;) reached[k] = sum += pmf[k];
  return reached;
}

std::vector<double> Survivors::AtLeast(std::span<const std::int64_t> instances) {
  return Reached(SurvivalOf(0, instances));
}

// `beside` and `without` say what lies outside of the scope: the distribution of all is beside * (the scope's) +
// without. Its parts see the same with their siblings and the chance of no shock in `beside`, and the shock in
// `without`.
void Survivors::Descend(std::size_t scope, const Pmf& beside, const Pmf& without,
                        std::span<const std::int64_t> instances, OthersOfAll& all) {
  const Scope& here = scopes_[scope];
  Pmf hit = without;
  hit.resize(std::max(hit.size(), beside.size()), 0.0);
  for (std::size_t k = 0; k < beside.size(); ++k) hit[k] += here.shock * beside[k];
  const std::vector<double> hit_reached = here.pools.empty() ? std::vector<double>{} : Reached(hit);
  const auto add = [&](const Pmf& siblings) {
    all.others.push_back({Reached(siblings), hit_reached});
    return all.others.size() - 1;
  };

  // Parts: scopes first, then pools with instances. after[i] is what comes after part i.
  std::vector<Pmf> parts;
  std::vector<std::size_t> full;
  std::vector<std::size_t> empty;
  for (const std::size_t inner : here.scopes) parts.push_back(SurvivalOf(inner, instances));
  for (const std::size_t pool : here.pools) (instances[pool] > 0 ? full : empty).push_back(pool);
  for (const std::size_t pool : full) parts.push_back(OwnSurvival(pool, instances[pool]));
  std::vector<Pmf> after(parts.size() + 1, Pmf{1.0});
  for (std::size_t i = parts.size(); i-- > 0;) after[i] = risk::Convolve(parts[i], after[i + 1], needed_);
  Pmf before = beside;
  for (double& mass : before) mass *= 1 - here.shock;
  if (!empty.empty()) {
    const std::size_t everything = add(risk::Convolve(before, after[0], needed_));
    for (const std::size_t pool : empty) all.of_pool[pool] = everything;
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Pmf siblings = risk::Convolve(before, after[i + 1], needed_);
    if (i < here.scopes.size()) {
      Descend(here.scopes[i], siblings, hit, instances, all);
    } else {
      all.of_pool[full[i - here.scopes.size()]] = add(siblings);
    }
    if (i + 1 < parts.size()) before = risk::Convolve(before, parts[i], needed_);
  }
}

OthersOfAll Survivors::EachWithout(std::span<const std::int64_t> instances) {
  OthersOfAll all{.others = {}, .of_pool = std::vector<std::size_t>(pools_.size(), 0)};
  Descend(0, {1.0}, {0.0}, instances, all);
  return all;
}

double Survivors::AtLeast(std::int64_t k, const Others& others, std::size_t pool, std::int64_t instances) {
  const Pmf& own = OwnSurvival(pool, instances);
  const auto wanted = static_cast<std::size_t>(k);
  double sum = others.without[wanted];
  for (std::size_t j = 0; j < own.size(); ++j) {
    if (own[j] != 0) sum += own[j] * others.beside[wanted > j ? wanted - j : 0];
  }
  return sum;
}

}  // namespace spotwright::mix
