#include "benchmarks/packing/python_random.h"

#include <bit>
#include <cmath>
#include <numbers>
#include <utility>

namespace spotwright::bench {

// init_by_array of the reference implementation with the seed as its only key.
PythonRandom::PythonRandom(std::uint32_t seed) {
  state_[0] = 19650218u;
  const auto scrambled = [this](std::size_t i, std::uint32_t factor) {
    const std::uint32_t previous = state_[i - 1];
    return (previous ^ (previous >> 30)) * factor;
  };
  for (std::size_t i = 1; i < kWords; ++i) {
    state_[i] = scrambled(i, 1812433253u) + static_cast<std::uint32_t>(i);
  }
  std::size_t i = 1;
  const auto advance = [this, &i] {
    if (++i == kWords) {
      state_[0] = state_[kWords - 1];
      i = 1;
    }
  };
  for (std::size_t step = 0; step < kWords; ++step, advance()) state_[i] = (state_[i] ^ scrambled(i, 1664525u)) + seed;
  for (std::size_t step = 1; step < kWords; ++step, advance()) {
    state_[i] = (state_[i] ^ scrambled(i, 1566083941u)) - static_cast<std::uint32_t>(i);
  }
  state_[0] = 0x80000000u;
}

void PythonRandom::Refill() {
  constexpr std::size_t kShift = 397;
  for (std::size_t i = 0; i < kWords; ++i) {
    const std::uint32_t joined = (state_[i] & 0x80000000u) | (state_[(i + 1) % kWords] & 0x7FFFFFFFu);
    state_[i] = state_[(i + kShift) % kWords] ^ (joined >> 1) ^ (joined % 2 != 0 ? 0x9908B0DFu : 0u);
  }
  next_ = 0;
}

std::uint32_t PythonRandom::Next() {
  if (next_ == kWords) Refill();
  std::uint32_t word = state_[next_++];
  word ^= word >> 11;
  word ^= (word << 7) & 0x9D2C5680u;
  word ^= (word << 15) & 0xEFC60000u;
  return word ^ (word >> 18);
}

double PythonRandom::Uniform() {
  const std::uint32_t high = Next() >> 5;
  const std::uint32_t low = Next() >> 6;
  return (high * 0x1p26 + low) * 0x1p-53;
}

double PythonRandom::Gauss(double mean, double standard_deviation) {
  if (!second_gauss_) {
    const double angle = Uniform() * 2 * std::numbers::pi;
    const double radius = std::sqrt(-2 * std::log(1 - Uniform()));
    second_gauss_ = std::sin(angle) * radius;
    return mean + std::cos(angle) * radius * standard_deviation;
  }
  return mean + *std::exchange(second_gauss_, std::nullopt) * standard_deviation;
}

double PythonRandom::Pareto(double alpha) { return std::pow(1 - Uniform(), -1 / alpha); }

// As many bits as the bound has, drawn again until they are below it.
std::size_t PythonRandom::Below(std::size_t bound) {
  const int bits = static_cast<int>(std::bit_width(bound));
  for (;;) {
    if (const std::uint32_t drawn = Next() >> (32 - bits); drawn < bound) return drawn;
  }
}

}  // namespace spotwright::bench
