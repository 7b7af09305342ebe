// Knapsack: the most valuable content of one node, several resources limiting it, each item at most so often. Gives an
// upper bound by linear programming, and the best content by depth-first branch and bound (Martello and Toth, "Knapsack
// Problems", 1990, section 2.5, with multipliers of the resources for the surrogate capacity).
#ifndef SPOTWRIGHT_SRC_PACKING_KNAPSACK_H_
#define SPOTWRIGHT_SRC_PACKING_KNAPSACK_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace spotwright::packing {

class Knapsack {
 public:
  struct Taken {
    std::uint32_t item = 0;
    std::int64_t count = 0;
  };

  explicit Knapsack(std::size_t resources) : resources_(resources) {}

  // Starts anew on a node with this room.
  void Start(std::span<const std::int64_t> free);

  // Offers an item: at most `most` of it, worth `value` each. Ignored if it is worthless or not even one fits.
  void Offer(std::uint32_t item, double value, std::int64_t most, std::span<const std::int64_t> size);

  // No content is worth more: the linear relaxation. O(resources x items) a pivot, few pivots. Must precede Search.
  double Relax();

  // Seeks a content worth more than `floor`. True: all contents were looked at, so taken() is the best, or empty if
  // none is worth more. False: `steps` ran out (each a look at one item); taken() is the best so far.
  bool Search(double floor, std::int64_t& steps);

  // The same in another way, after a Search that ran out of steps, for contents worth more than what that found: by
  // states, each step a look at one, which takes some ten times as long as a look at an item.
  bool SearchStates(std::int64_t& steps);

  // After SearchStates, no content is worth more; infinite if more than two resources can run out.
  double upper() const { return upper_; }

  // All contents worth more than `floor`, appended to `contents`; `only_full`: those to which nothing can be added.
  // False when `steps` ran out, or there would be more than `most_contents`.
  bool Enumerate(double floor, bool only_full, std::size_t most_contents, std::int64_t& steps,
                 std::vector<std::vector<Taken>>& contents);

  // Takes what was found off the offers, so that the next search finds another content.
  void Withdraw();

  double best_value() const { return best_; }
  const std::vector<Taken>& taken() const { return taken_; }

 private:
  struct Candidate {
    std::uint32_t item = 0;
    double value = 0;
    std::int64_t most = 0;
    double weight = 0;  // Of one, in surrogate capacity.
    bool full = false;  // Nonbasic at its upper bound, in the relaxation.
  };

  // Worth for a share of a resource that an item does not need.
  static constexpr double kNoLimit = 1e300;

  std::vector<std::size_t> ScarceResources() const;
  double Multiply(std::size_t candidate, const std::vector<double>& multipliers) const {
    const double* const share = shares_.data() + candidate * resources_;
    double sum = 0;
    for (std::size_t r = 0; r < resources_; ++r) sum += multipliers[r] * share[r];
    return sum;
  }
  void Sort();
  void Accumulate();
  void FillEvenly();
  double SurrogateBound(std::size_t next, double value, double capacity) const;
  double Bound(std::size_t next, double value, double capacity) const;
  void Descend(std::size_t next, double value, double capacity);
  void Reached(double value);
  bool Full() const;

  std::size_t resources_;
  std::vector<std::int64_t> free_;
  std::vector<double> scale_;  // 1 / free, by resource; 0 where there is none.
  std::vector<Candidate> candidates_;
  std::vector<std::int64_t> sizes_;  // By candidate and resource.
  std::vector<double> shares_;       // Sizes as shares of the room.
  std::vector<double> multipliers_;  // Of the resources, at the optimum of the relaxation.

  // Of the search; candidates are then in the order of falling efficiency (value by weight).
  std::vector<double> weight_before_;  // Sums over the candidates before.
  std::vector<double> value_before_;
  std::vector<double> density_after_;      // By candidate and resource: most value by share from here on.
  std::vector<std::int64_t> least_after_;  // By candidate and resource: the smallest size from here on.
  std::vector<std::int64_t> count_;
  std::vector<std::int64_t> left_;
  std::vector<Taken> path_;
  std::vector<Taken> taken_;
  double best_ = 0;
  double upper_ = 0;
  std::int64_t steps_ = 0;
  bool sorted_ = false;

  // Of an enumeration.
  std::vector<std::vector<Taken>>* contents_ = nullptr;
  std::size_t most_contents_ = 0;
  bool only_full_ = false;
};

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_KNAPSACK_H_
