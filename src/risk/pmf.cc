#include "src/risk/pmf.h"

#include <algorithm>

namespace spotwright::risk {
namespace {

// Adds weight x row from `first` on; what lies beyond the end counts there.
void AddRow(const Pmf& row, double weight, std::size_t first, Pmf& sum) {
  const std::size_t whole = std::min(row.size(), sum.size() - first);
  double* const into = sum.data() + first;
  for (std::size_t j = 0; j < whole; ++j) into[j] += weight * row[j];
  double beyond = 0;
  for (std::size_t j = whole; j < row.size(); ++j) beyond += row[j];
  sum.back() += weight * beyond;
}

// Bit for bit the same as AddRow with `weight` at `first` and then with `next` at first + 1, which must be within the
// sum; half as much is read and written.
void AddTwoRows(const Pmf& row, double weight, double next, std::size_t first, Pmf& sum) {
  const bool is_cut = first + 1 + row.size() > sum.size();
  const std::size_t whole = is_cut ? sum.size() - first - 1 : row.size();
  double* const into = sum.data() + first;
  into[0] += weight * row[0];
  for (std::size_t j = 1; j < whole; ++j) into[j] = (into[j] + weight * row[j]) + next * row[j - 1];
  if (!is_cut) {
    into[whole] += next * row[whole - 1];
    return;
  }
  double beyond = 0;
  double beyond_next = row[whole];
  for (std::size_t j = whole + 1; j < row.size(); ++j) {
    beyond += row[j];
    beyond_next += row[j];
  }
  double& end = sum.back();
  end = (end + weight * row[whole]) + weight * beyond;
  end = (end + next * row[whole - 1]) + next * beyond_next;
}

}  // namespace

Pmf Convolve(const Pmf& a, const Pmf& b, std::size_t most) {
  const Pmf& outer = a.size() < b.size() ? a : b;
  const Pmf& inner = a.size() < b.size() ? b : a;
  Pmf sum(std::min(most, outer.size() + inner.size() - 2) + 1, 0.0);
  for (std::size_t i = 0; i < outer.size(); ++i) {
    if (outer[i] == 0) continue;  // A pool that dies as a block has two masses.
    if (i + 1 < outer.size() && outer[i + 1] != 0) {
      AddTwoRows(inner, outer[i], outer[i + 1], i, sum);
      ++i;
    } else {
      AddRow(inner, outer[i], i, sum);
    }
  }
  return sum;
}

void MixWithNone(Pmf& survivors, double probability) {
  for (double& mass : survivors) mass *= 1 - probability;
  survivors.front() += probability;
}

}  // namespace spotwright::risk
