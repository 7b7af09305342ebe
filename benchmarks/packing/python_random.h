// The random sequences of Python's `random` module. Two of the packing cases were first drawn in Python; with the same
// sequence they are the same pods here, and published figures can be compared.
#ifndef SPOTWRIGHT_BENCHMARKS_PACKING_PYTHON_RANDOM_H_
#define SPOTWRIGHT_BENCHMARKS_PACKING_PYTHON_RANDOM_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace spotwright::bench {

// MT19937 (Matsumoto, Nishimura 1998) with the seeding and the distributions of CPython's Lib/random.py.
class PythonRandom {
 public:
  explicit PythonRandom(std::uint32_t seed);

  double Uniform();  // random(): [0, 1).
  double Gauss(double mean, double standard_deviation);
  double Pareto(double alpha);  // paretovariate(): from 1.

  template <typename T>
  T Choice(const std::vector<T>& values) {
    return values[Below(values.size())];
  }

 private:
  static constexpr std::size_t kWords = 624;

  std::uint32_t Next();
  void Refill();
  std::size_t Below(std::size_t bound);

  std::array<std::uint32_t, kWords> state_{};
  std::size_t next_ = kWords;
  std::optional<double> second_gauss_;  // The polar method yields two at a time.
};

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_PACKING_PYTHON_RANDOM_H_
