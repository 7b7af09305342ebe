// Random parts of pack requests, which workloads, offers and groups have in common.
#ifndef SPOTWRIGHT_TESTS_SUPPORT_RANDOM_PARTS_H_
#define SPOTWRIGHT_TESTS_SUPPORT_RANDOM_PARTS_H_

#include <array>
#include <cstdint>

#include "spotwright/node.h"
#include "spotwright/workload.h"
#include "src/base/random.h"
#include "tests/support/random_cluster.h"

namespace spotwright::test {

inline constexpr std::int64_t kRandomGiB = std::int64_t{1} << 30;
inline constexpr std::array<const char*, 3> kRandomZones = {"eu-west-1a", "eu-west-1b", "eu-west-1c"};

// Draws from one stream, which others may share.
class RandomParts {
 public:
  RandomParts(base::Random& random, const ClusterShape& shape) : shape_(shape), random_(random) {}

 protected:
  bool Chance(double chance) { return random_.Unit() < chance; }
  std::int64_t From(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random_.Below(static_cast<std::uint64_t>(high - low + 1)));
  }
  template <typename C>
  auto& Pick(C& values) {
    return values[random_.Below(values.size())];
  }

  TypeFilter MakeTypeFilter();
  BlastRadius MakeBlastRadius();
  Taint MakeTaint();
  Requirement MakeRequirement();

  const ClusterShape& shape_;

 private:
  base::Random& random_;
};

// Workloads by their number; the names of those before it are used in selectors.
class RandomWorkloads : private RandomParts {
 public:
  using RandomParts::RandomParts;

  Workload Make(std::int64_t number);

 private:
  void AddSelector(Workload& workload);
  LabelSelector SelectorOf(const Workload& workload);
  PodAffinityTerm MakeTerm(const Workload& workload);
  void AddTogetherness(Workload& workload);
  void AddPreferences(Workload& workload);
};

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_SUPPORT_RANDOM_PARTS_H_
