#include "src/packing/knapsack.h"

#include <algorithm>
#include <cstdint>

namespace spotwright::packing {
namespace {

constexpr double kTolerance = 1e-9;
constexpr int kMaxPivots = 200;

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
  std::vector<double> usable;
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
    bool all_usable = true;
    usable = multipliers_;
    for (std::size_t r = 0; r < resources_; ++r) {
      if (multipliers_[r] < 0) {
        usable[r] = 0;
        all_usable = false;
        if (-multipliers_[r] > gain) {
          gain = -multipliers_[r];
          entering_slack = r;
        }
      }
      bound += usable[r];
    }
    for (std::size_t j = 0; j < n; ++j) {
      const Candidate& c = candidates_[j];
      const double most = static_cast<double>(c.most);
      const double more = c.value - Multiply(j, usable);
      bound += std::max(0.0, more) * most;
      if (in_basis[j] != 0) continue;
      const double reduced = (all_usable ? more : c.value - Multiply(j, multipliers_)) * most * (c.full ? -1 : 1);
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

}  // namespace spotwright::packing
