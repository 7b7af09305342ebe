#include "src/mix/ceilings.h"

#include <algorithm>
#include <utility>

namespace spotwright::mix {

CeilingIndex::CeilingIndex(const std::vector<Ceiling>& all_ceilings, std::vector<std::int64_t> held_instances)
    : ceilings(&all_ceilings), held(std::move(held_instances)), parts(held.size()) {
  for (std::size_t i = 0; i < all_ceilings.size(); ++i) {
    for (const Ceiling::Member& member : all_ceilings[i].members) parts[member.pool].push_back({i, member.amount});
  }
}

Usage::Usage(const CeilingIndex& index)
    : index_(&index), instances_(index.held.size(), 0), used_(index.ceilings->size(), 0) {
  for (std::size_t pool = 0; pool < instances_.size(); ++pool) {
    for (const CeilingIndex::Part& part : index.parts[pool]) used_[part.ceiling] += Taken(pool, part);
  }
}

std::int64_t Usage::Taken(std::size_t pool, const CeilingIndex::Part& part) const {
  const std::int64_t held = index_->held[pool];
  const std::int64_t now = instances_[pool];
  switch ((*index_->ceilings)[part.ceiling].counts) {
    case Counts::kAll:
      return part.amount * now;
    case Counts::kNew:
      return part.amount * std::max<std::int64_t>(0, now - held);
    case Counts::kAllAtOnce:
      break;
  }
  return part.amount * std::max(now, held);
}

void Usage::Set(std::size_t pool, std::int64_t instances) {
  for (const CeilingIndex::Part& part : index_->parts[pool]) used_[part.ceiling] -= Taken(pool, part);
  instances_[pool] = instances;
  for (const CeilingIndex::Part& part : index_->parts[pool]) used_[part.ceiling] += Taken(pool, part);
}

Usage::Bound Usage::BoundOf(std::size_t pool) const {
  Bound bound;
  const std::int64_t held = index_->held[pool];
  for (const CeilingIndex::Part& part : index_->parts[pool]) {
    const Ceiling& ceiling = (*index_->ceilings)[part.ceiling];
    const std::int64_t left = ceiling.limit - (used_[part.ceiling] - Taken(pool, part));
    std::int64_t most = std::max<std::int64_t>(0, left) / part.amount;
    if (ceiling.counts == Counts::kNew) most += held;
    if (ceiling.counts == Counts::kAllAtOnce) most = std::max(most, held);
    if (most < bound.instances) bound = {most, part.ceiling};
  }
  return bound;
}

std::int64_t Usage::Most(std::size_t pool) const { return BoundOf(pool).instances; }

std::optional<std::size_t> Usage::Narrowest(std::size_t pool) const { return BoundOf(pool).ceiling; }

bool Usage::IsWithinOr(const Usage& before) const {
  for (std::size_t i = 0; i < used_.size(); ++i) {
    if (used_[i] > std::max((*index_->ceilings)[i].limit, before.used_[i])) return false;
  }
  return true;
}

}  // namespace spotwright::mix
