// The search of a Knapsack: branch and bound over its contents.
#include <algorithm>
#include <cstdint>
#include <limits>
#include <numeric>

#include "src/packing/knapsack.h"

namespace spotwright::packing {
namespace {

constexpr double kTolerance = 1e-9;

// What fits of one item goes in by so many portions.
constexpr std::int64_t kPortions = 4;

}  // namespace

void Knapsack::Sort() {
  const std::size_t n = candidates_.size();
  double total = 0;
  for (const double m : multipliers_) total += m;
  for (std::size_t j = 0; j < n; ++j) {
    // A floor keeps items without weight finite; it only loosens the bound.
    candidates_[j].weight = std::max(Multiply(j, multipliers_), 1e-12 * total);
  }
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::vector<double> efficiency(n);
  for (std::size_t j = 0; j < n; ++j) efficiency[j] = candidates_[j].value / candidates_[j].weight;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return efficiency[a] != efficiency[b] ? efficiency[a] > efficiency[b] : a < b;
  });
  std::vector<Candidate> candidates(n);
  std::vector<std::int64_t> sizes(sizes_.size());
  std::vector<double> shares(shares_.size());
  for (std::size_t i = 0; i < n; ++i) {
    candidates[i] = candidates_[order[i]];
    for (std::size_t r = 0; r < resources_; ++r) {
      sizes[i * resources_ + r] = sizes_[order[i] * resources_ + r];
      shares[i * resources_ + r] = shares_[order[i] * resources_ + r];
    }
  }
  candidates_.swap(candidates);
  sizes_.swap(sizes);
  shares_.swap(shares);
  sorted_ = true;
}

void Knapsack::Accumulate() {
  const std::size_t n = candidates_.size();
  weight_before_.assign(n + 1, 0);
  value_before_.assign(n + 1, 0);
  for (std::size_t i = 0; i < n; ++i) {
    const double most = static_cast<double>(candidates_[i].most);
    weight_before_[i + 1] = weight_before_[i] + most * candidates_[i].weight;
    value_before_[i + 1] = value_before_[i] + most * candidates_[i].value;
  }
  density_after_.assign((n + 1) * resources_, 0);
  least_after_.assign((n + 1) * resources_, std::numeric_limits<std::int64_t>::max());
  for (std::size_t i = n; i-- > 0;) {
    const bool open = candidates_[i].most > 0;
    for (std::size_t r = 0; r < resources_; ++r) {
      if (!open) {
        density_after_[i * resources_ + r] = density_after_[(i + 1) * resources_ + r];
        least_after_[i * resources_ + r] = least_after_[(i + 1) * resources_ + r];
        continue;
      }
      const double share = shares_[i * resources_ + r];
      const double density = share > 0 ? candidates_[i].value / share : kNoLimit;
      density_after_[i * resources_ + r] = std::max(density_after_[(i + 1) * resources_ + r], density);
      least_after_[i * resources_ + r] = std::min(least_after_[(i + 1) * resources_ + r], sizes_[i * resources_ + r]);
    }
  }
}

// What the path can come to with candidates from `next` on: the surrogate capacity filled by efficiency.
double Knapsack::SurrogateBound(std::size_t next, double value, double capacity) const {
  const Candidate& first = candidates_[next];
  double more = 0;
  if (first.weight * static_cast<double>(first.most) >= capacity) {
    more = capacity * first.value / first.weight;
  } else {
    const double end = weight_before_[next] + capacity;
    const auto found =
        std::upper_bound(weight_before_.begin() + static_cast<std::ptrdiff_t>(next), weight_before_.end(), end);
    const auto last = static_cast<std::size_t>(found - weight_before_.begin()) - 1;
    more = value_before_[last] - value_before_[next];
    if (last < candidates_.size()) {
      more += (end - weight_before_[last]) * candidates_[last].value / candidates_[last].weight;
    }
  }
  return value + more;
}

// The same, or one resource filled by density if that is less.
double Knapsack::Bound(std::size_t next, double value, double capacity) const {
  const double surrogate = SurrogateBound(next, value, capacity);
  if (surrogate <= best_) return surrogate;
  double more = surrogate - value;
  for (std::size_t r = 0; r < resources_; ++r) {
    const double density = density_after_[next * resources_ + r];
    if (density < kNoLimit) more = std::min(more, static_cast<double>(left_[r]) * scale_[r] * density);
  }
  return value + more;
}

// Whether nothing can be added to the path.
bool Knapsack::Full() const {
  for (std::size_t j = 0; j < candidates_.size(); ++j) {
    const Candidate& candidate = candidates_[j];
    bool fits = true;
    for (std::size_t r = 0; r < resources_; ++r) fits &= sizes_[j * resources_ + r] <= left_[r];
    if (!fits) continue;
    const auto on_path = std::ranges::find(path_, candidate.item, &Taken::item);
    if (candidate.most > (on_path == path_.end() ? 0 : on_path->count)) return false;
  }
  return true;
}

void Knapsack::Reached(double value) {
  if (value <= best_) return;
  if (contents_ == nullptr) {
    best_ = value * (1 + kTolerance);
    taken_ = path_;
  } else if (!only_full_ || Full()) {
    contents_->push_back(path_);
    if (contents_->size() > most_contents_) steps_ = 0;
  }
}

void Knapsack::Descend(std::size_t next, double value, double capacity) {
  Reached(value);
  for (std::size_t j = next; j < candidates_.size(); ++j) {
    if (--steps_ < 0) return;
    const std::int64_t* const size = &sizes_[j * resources_];
    const std::int64_t* const least = &least_after_[j * resources_];
    bool any_fits = true;
    bool fits = true;
    for (std::size_t r = 0; r < resources_; ++r) {
      any_fits &= least[r] <= left_[r];
      fits &= size[r] <= left_[r];
    }
    if (!any_fits) return;
    const Candidate& candidate = candidates_[j];
    if (!fits || candidate.most == 0) continue;
    if (Bound(j, value, capacity) <= best_) return;
    std::int64_t room = candidate.most;
    for (std::size_t r = 0; r < resources_; ++r) {
      if (room > 1 && size[r] > 0) room = std::min(room, left_[r] / size[r]);
    }
    for (std::size_t r = 0; r < resources_; ++r) left_[r] -= room * size[r];
    path_.push_back({candidate.item, room});
    for (std::int64_t count = room; count > 0; --count) {
      const double times = static_cast<double>(count);
      path_.back().count = count;
      Descend(j + 1, value + times * candidate.value, std::max(0.0, capacity - times * candidate.weight));
      for (std::size_t r = 0; r < resources_; ++r) left_[r] += size[r];
      room = count - 1;
      if (steps_ < 0) break;
      // With one less of the item, which is the most efficient of the rest, the surrogate bound can only fall. The
      // bound by one resource may rise, as the item gives back more of it than the others need.
      if (j + 1 < candidates_.size() && count > 1) {
        const double less = times - 1;
        const double rest = std::max(0.0, capacity - less * candidate.weight);
        if (SurrogateBound(j + 1, value + less * candidate.value, rest) <= best_) break;
      }
    }
    for (std::size_t r = 0; r < resources_; ++r) left_[r] += room * size[r];
    path_.pop_back();
    if (steps_ < 0) return;
  }
}

// A first content: again and again what is worth most for its weight, a resource weighing the more the less of it is
// left, so that all run out together.
void Knapsack::FillEvenly() {
  const std::size_t n = candidates_.size();
  count_.assign(n, 0);
  std::vector<double> weights(resources_);
  double value = 0;
  for (;;) {
    for (std::size_t r = 0; r < resources_; ++r) {
      const double left = static_cast<double>(left_[r]) * scale_[r];
      weights[r] = multipliers_[r] / std::max(left, kTolerance);
    }
    std::size_t best = n;
    double best_score = 0;
    for (std::size_t j = 0; j < n; ++j) {
      if (count_[j] >= candidates_[j].most) continue;
      const std::int64_t* const size = &sizes_[j * resources_];
      bool fits = true;
      for (std::size_t r = 0; r < resources_; ++r) fits &= size[r] <= left_[r];
      if (!fits) continue;
      const double score = candidates_[j].value / std::max(Multiply(j, weights), 1e-300);
      if (score > best_score) {
        best = j;
        best_score = score;
      }
    }
    if (best == n) break;
    const std::int64_t* const size = &sizes_[best * resources_];
    std::int64_t room = candidates_[best].most - count_[best];
    for (std::size_t r = 0; r < resources_; ++r) {
      if (size[r] > 0) room = std::min(room, left_[r] / size[r]);
    }
    // In portions, so that the weights follow.
    room = std::max<std::int64_t>(1, room / kPortions);
    count_[best] += room;
    value += static_cast<double>(room) * candidates_[best].value;
    for (std::size_t r = 0; r < resources_; ++r) left_[r] -= room * size[r];
  }
  left_ = free_;
  if (value <= best_) return;
  best_ = value * (1 + kTolerance);
  for (std::size_t j = 0; j < n; ++j) {
    if (count_[j] > 0) taken_.push_back({candidates_[j].item, count_[j]});
  }
}

void Knapsack::Withdraw() {
  for (const Taken& taken : taken_) {
    const auto found = std::ranges::find(candidates_, taken.item, &Candidate::item);
    found->most -= taken.count;
  }
}

bool Knapsack::Search(double floor, std::int64_t& steps) {
  if (!sorted_) Sort();
  Accumulate();
  left_ = free_;
  path_.clear();
  taken_.clear();
  best_ = floor;
  steps_ = steps;
  if (contents_ == nullptr) FillEvenly();
  const double capacity = std::accumulate(multipliers_.begin(), multipliers_.end(), 0.0) * (1 + kTolerance);
  Descend(0, 0, capacity);
  steps = std::max<std::int64_t>(0, steps_);
  return steps_ >= 0;
}

bool Knapsack::Enumerate(double floor, bool only_full, std::size_t most_contents, std::int64_t& steps,
                         std::vector<std::vector<Taken>>& contents) {
  contents_ = &contents;
  most_contents_ = most_contents;
  only_full_ = only_full;
  const bool complete = Search(floor, steps) && contents.size() <= most_contents;
  contents_ = nullptr;
  return complete;
}

}  // namespace spotwright::packing
