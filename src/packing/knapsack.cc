#include "src/packing/knapsack.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace spotwright::packing {
namespace {

constexpr double kTolerance = 1e-9;
constexpr int kMaxPivots = 200;

// What fits of one item goes in by so many portions.
constexpr std::int64_t kPortions = 4;

}  // namespace

void Knapsack::Start(std::span<const std::int64_t> free) {
  free_.assign(free.begin(), free.end());
  scale_.clear();
  for (const std::int64_t room : free_) scale_.push_back(room > 0 ? 1 / static_cast<double>(room) : 0);
  candidates_.clear();
  sizes_.clear();
  shares_.clear();
  sorted_ = false;
}

void Knapsack::Offer(std::uint32_t item, double value, std::int64_t most, std::span<const std::int64_t> size) {
  if (value <= 0 || most <= 0) return;
  for (std::size_t r = 0; r < resources_; ++r) {
    if (size[r] > free_[r]) return;
  }
  for (std::size_t r = 0; r < resources_; ++r) {
    if (most > 1 && size[r] > 0) most = std::min(most, free_[r] / size[r]);
  }
  candidates_.push_back({item, value, most, 0, false});
  for (std::size_t r = 0; r < resources_; ++r) {
    sizes_.push_back(size[r]);
    shares_.push_back(static_cast<double>(size[r]) * scale_[r]);
  }
}

double Knapsack::Multiply(std::size_t candidate, const std::vector<double>& multipliers) const {
  const double* const share = &shares_[candidate * resources_];
  double sum = 0;
  for (std::size_t r = 0; r < resources_; ++r) sum += multipliers[r] * share[r];
  return sum;
}

// Primal simplex with bounded variables over one row for each resource. Whatever multipliers it ends with, the bound
// is computed from them alone and holds.
double Knapsack::Relax() {
  constexpr std::size_t kSlack = static_cast<std::size_t>(-1);
  const std::size_t n = candidates_.size();
  std::vector<double> inverse(resources_ * resources_, 0.0);
  std::vector<double> amount(resources_, 1.0);
  std::vector<std::size_t> basic(resources_, kSlack);
  std::vector<double> direction(resources_);
  std::vector<std::uint8_t> in_basis(n, 0);
  for (std::size_t r = 0; r < resources_; ++r) inverse[r * resources_ + r] = 1;
  multipliers_.assign(resources_, 0.0);

  double best_bound = 0;
  for (const Candidate& c : candidates_) best_bound += c.value * static_cast<double>(c.most);
  std::vector<double> best_multipliers = multipliers_;
  for (int pivot = 0; pivot < kMaxPivots; ++pivot) {
    std::fill(multipliers_.begin(), multipliers_.end(), 0.0);
    for (std::size_t r = 0; r < resources_; ++r) {
      if (basic[r] == kSlack) continue;
      for (std::size_t k = 0; k < resources_; ++k) {
        multipliers_[k] += candidates_[basic[r]].value * inverse[r * resources_ + k];
      }
    }
    // A negative multiplier means a slack should enter: the one that gains most.
    std::size_t entering = kSlack;
    std::size_t entering_slack = kSlack;
    double gain = kTolerance;
    double bound = 0;
    std::vector<double> usable = multipliers_;
    for (std::size_t r = 0; r < resources_; ++r) {
      if (multipliers_[r] < 0) {
        usable[r] = 0;
        if (-multipliers_[r] > gain) {
          gain = -multipliers_[r];
          entering_slack = r;
        }
      }
      bound += usable[r];
    }
    for (std::size_t j = 0; j < n; ++j) {
      const Candidate& c = candidates_[j];
      bound += std::max(0.0, c.value - Multiply(j, usable)) * static_cast<double>(c.most);
      if (in_basis[j] != 0) continue;
      const double reduced = (c.value - Multiply(j, multipliers_)) * static_cast<double>(c.most) * (c.full ? -1 : 1);
      if (reduced > gain) {
        gain = reduced;
        entering = j;
        entering_slack = kSlack;
      }
    }
    if (bound < best_bound || pivot == 0) {
      best_bound = bound;
      best_multipliers = usable;
    }
    if (entering == kSlack && entering_slack == kSlack) break;

    // The entering variable moves up from 0, or down from its bound; slacks have no bound above.
    const double sign = entering != kSlack && candidates_[entering].full ? -1 : 1;
    for (std::size_t r = 0; r < resources_; ++r) {
      double sum = 0;
      for (std::size_t k = 0; k < resources_; ++k) {
        const double share =
            entering != kSlack ? shares_[entering * resources_ + k] : (k == entering_slack ? 1.0 : 0.0);
        sum += inverse[r * resources_ + k] * share;
      }
      direction[r] = sign * sum;
    }
    double step = entering != kSlack ? static_cast<double>(candidates_[entering].most) : 1e300;
    std::size_t leaving = kSlack;
    bool leaves_full = false;
    for (std::size_t r = 0; r < resources_; ++r) {
      if (direction[r] > kTolerance && amount[r] / direction[r] < step) {
        step = amount[r] / direction[r];
        leaving = r;
        leaves_full = false;
      } else if (direction[r] < -kTolerance && basic[r] != kSlack) {
        const double room = static_cast<double>(candidates_[basic[r]].most) - amount[r];
        if (room / -direction[r] < step) {
          step = room / -direction[r];
          leaving = r;
          leaves_full = true;
        }
      }
    }
    step = std::max(step, 0.0);
    for (std::size_t r = 0; r < resources_; ++r) amount[r] = std::max(0.0, amount[r] - step * direction[r]);
    if (leaving == kSlack) {
      if (entering == kSlack) break;
      candidates_[entering].full = !candidates_[entering].full;
      continue;
    }
    if (basic[leaving] != kSlack) {
      in_basis[basic[leaving]] = 0;
      candidates_[basic[leaving]].full = leaves_full;
    }
    amount[leaving] = sign > 0 ? step : static_cast<double>(candidates_[entering].most) - step;
    basic[leaving] = entering;
    if (entering != kSlack) {
      in_basis[entering] = 1;
      candidates_[entering].full = false;
    }
    const double scale = sign / direction[leaving];
    for (std::size_t k = 0; k < resources_; ++k) inverse[leaving * resources_ + k] *= scale;
    for (std::size_t r = 0; r < resources_; ++r) {
      if (r == leaving || direction[r] == 0) continue;
      for (std::size_t k = 0; k < resources_; ++k) {
        inverse[r * resources_ + k] -= sign * direction[r] * inverse[leaving * resources_ + k];
      }
    }
  }
  multipliers_ = best_multipliers;
  return best_bound;
}

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
  least_after_.assign((n + 1) * resources_, INT64_MAX);
  for (std::size_t i = n; i-- > 0;) {
    const bool open = candidates_[i].most > 0;
    for (std::size_t r = 0; r < resources_; ++r) {
      if (!open) {
        density_after_[i * resources_ + r] = density_after_[(i + 1) * resources_ + r];
        least_after_[i * resources_ + r] = least_after_[(i + 1) * resources_ + r];
        continue;
      }
      const double share = shares_[i * resources_ + r];
      const double density = share > 0 ? candidates_[i].value / share : 1e300;
      density_after_[i * resources_ + r] = std::max(density_after_[(i + 1) * resources_ + r], density);
      least_after_[i * resources_ + r] = std::min(least_after_[(i + 1) * resources_ + r], sizes_[i * resources_ + r]);
    }
  }
}

// What the path can come to with candidates from `next` on: the surrogate capacity filled by efficiency, or one
// resource by density.
double Knapsack::Bound(std::size_t next, double value, double capacity) const {
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
  if (value + more <= best_) return value + more;
  for (std::size_t r = 0; r < resources_; ++r) {
    more = std::min(more, static_cast<double>(left_[r]) * scale_[r] * density_after_[next * resources_ + r]);
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
      // With one less of the better item the rest can only be worth less.
      if (j + 1 < candidates_.size() && count > 1) {
        const double less = times - 1;
        if (Bound(j + 1, value + less * candidate.value, capacity - less * candidate.weight) <= best_) break;
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
