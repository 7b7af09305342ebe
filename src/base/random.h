// Seeded random numbers, the same on every machine.
#ifndef SPOTWRIGHT_SRC_BASE_RANDOM_H_
#define SPOTWRIGHT_SRC_BASE_RANDOM_H_

#include <cstdint>

namespace spotwright::base {

// SplitMix64 (Steele, Lea, Flood 2014): one word of state, full period, good enough to choose what to try next.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t Next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }

  // Uniform over [0, bound), bound > 0. The bias, below bound / 2^64, is of no consequence.
  std::uint64_t Below(std::uint64_t bound) { return Next() % bound; }

  // Uniform over [0, 1), in steps of 2^-53.
  double Unit() { return static_cast<double>(Next() >> 11) * 0x1p-53; }

 private:
  std::uint64_t state_;
};

}  // namespace spotwright::base

#endif  // SPOTWRIGHT_SRC_BASE_RANDOM_H_
