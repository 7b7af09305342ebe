// The search of a Knapsack by states: what a content uses, and the most that it can be worth at that (dynamic
// programming with bounds; Martello, Pisinger and Toth, "Dynamic programming and strong bounds for the 0-1 knapsack
// problem", 1999). Where values go by the size in one resource, bounds rule out little, but states are few.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <map>
#include <numeric>
#include <vector>

#include "src/packing/knapsack.h"

namespace spotwright::packing {
namespace {

constexpr double kTolerance = 1e-9;

// With more resources that can run out, hardly a state outdoes another.
constexpr std::size_t kMostScarce = 2;

constexpr auto kNone = std::numeric_limits<std::uint32_t>::max();

using Used = std::array<std::int64_t, kMostScarce>;

struct State {
  Used used{};
  double value = 0;
  double capacity = 0;         // Of the surrogate, left.
  std::uint32_t step = kNone;  // The last on the way to it.
};

struct Step {
  std::uint32_t before = kNone;
  std::uint32_t candidate = 0;
  std::int64_t count = 0;
};

// By what is used of one resource: the most that states with no more of it are worth.
class Staircase {
 public:
  // False if a state is there that uses no more and is worth no less.
  bool Add(std::int64_t used, double value) {
    auto above = values_.upper_bound(used);
    if (above != values_.begin() && std::prev(above)->second >= value) return false;
    while (above != values_.end() && above->second <= value) above = values_.erase(above);
    values_.insert_or_assign(above, used, value);
    return true;
  }

 private:
  std::map<std::int64_t, double> values_;
};

bool IsBefore(const State& a, const State& b) { return a.used != b.used ? a.used < b.used : a.value > b.value; }

// Of states in that order, drops those that use no less than another and are worth no more.
void KeepBest(std::vector<State>& states) {
  static_assert(kMostScarce == 2);
  Staircase stairs;
  std::erase_if(states, [&](const State& state) { return !stairs.Add(state.used[1], state.value); });
}

}  // namespace

// A resource is not scarce if all candidates together fit, or as many of them as another resource lets in.
std::vector<std::size_t> Knapsack::ScarceResources() const {
  std::vector<std::size_t> scarce;
  for (std::size_t r = 0; r < resources_; ++r) {
    double most = 0;
    std::vector<double> by_other(resources_, 0);
    for (std::size_t j = 0; j < candidates_.size(); ++j) {
      const double share = shares_[j * resources_ + r];
      if (share <= 0 || candidates_[j].most <= 0) continue;
      most += share * static_cast<double>(candidates_[j].most);
      for (std::size_t other = 0; other < resources_; ++other) {
        const double of_other = shares_[j * resources_ + other];
        by_other[other] = std::max(by_other[other], of_other > 0 ? share / of_other : kNoLimit);
      }
    }
    for (std::size_t other = 0; other < resources_; ++other) {
      if (other != r) most = std::min(most, by_other[other]);
    }
    if (most > 1 - kTolerance) scarce.push_back(r);
  }
  return scarce;
}

bool Knapsack::SearchStates(std::int64_t& steps) {
  const std::vector<std::size_t> scarce = ScarceResources();
  upper_ = std::numeric_limits<double>::infinity();
  if (scarce.size() > kMostScarce) return false;
  const auto size = [&](std::size_t j, std::size_t i) { return sizes_[j * resources_ + scarce[i]]; };
  // No content that goes on from the state, with candidates from `next` on, is worth more.
  const auto most_of = [&](std::size_t next, const State& state) {
    if (next >= candidates_.size()) return state.value;
    double most = SurrogateBound(next, state.value, state.capacity);
    for (std::size_t i = 0; i < scarce.size() && most > best_; ++i) {
      const double density = density_after_[next * resources_ + scarce[i]];
      const double left = static_cast<double>(free_[scarce[i]] - state.used[i]) * scale_[scarce[i]];
      if (density < kNoLimit) most = std::min(most, state.value + left * density);
    }
    return most;
  };

  std::vector<Step> way;
  std::uint32_t best = kNone;
  std::vector<State> states(1);
  states[0].capacity = std::accumulate(multipliers_.begin(), multipliers_.end(), 0.0) * (1 + kTolerance);
  bool complete = true;
  for (std::size_t j = 0; j < candidates_.size() && complete; ++j) {
    std::vector<State> next;
    // One count after the other: the states, being in order, remain so.
    bool any_fits = true;
    for (std::int64_t count = 0; count <= candidates_[j].most && any_fits && steps > 0; ++count) {
      const auto times = static_cast<double>(count);
      const auto before = static_cast<std::ptrdiff_t>(next.size());
      any_fits = false;
      for (const State& state : states) {
        bool fits = true;
        for (std::size_t i = 0; i < scarce.size(); ++i) {
          fits &= count * size(j, i) <= free_[scarce[i]] - state.used[i];
        }
        if (!fits) continue;
        any_fits = true;
        --steps;
        State reached{state.used, state.value + times * candidates_[j].value,
                      std::max(0.0, state.capacity - times * candidates_[j].weight), state.step};
        const bool better = reached.value > best_;
        if (!better && most_of(j + 1, reached) <= best_) continue;
        for (std::size_t i = 0; i < scarce.size(); ++i) reached.used[i] += count * size(j, i);
        if (count > 0) {
          reached.step = static_cast<std::uint32_t>(way.size());
          way.push_back({state.step, static_cast<std::uint32_t>(j), count});
        }
        if (better) {
          best_ = reached.value * (1 + kTolerance);
          best = reached.step;
        }
        next.push_back(reached);
      }
      std::inplace_merge(next.begin(), next.begin() + before, next.end(), IsBefore);
    }
    complete = steps > 0;
    double beyond = 0;  // What was not looked at may be worth so much.
    for (const State& state : states) {
      if (!complete) beyond = std::max(beyond, most_of(j, state));
    }
    upper_ = std::max(best_, beyond);
    KeepBest(next);
    states = std::move(next);
  }
  if (complete) upper_ = best_;
  steps = std::max<std::int64_t>(0, steps);
  if (best == kNone) return complete;
  taken_.clear();
  for (std::uint32_t step = best; step != kNone; step = way[step].before) {
    taken_.push_back({candidates_[way[step].candidate].item, way[step].count});
  }
  return complete;
}

}  // namespace spotwright::packing
