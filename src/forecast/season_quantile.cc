#include "src/forecast/season_quantile.h"

#include <algorithm>
#include <limits>

namespace spotwright::forecast {
namespace {

constexpr std::size_t kSeasons = 14;
constexpr std::size_t kMostValues = 3 * kSeasons;

// So many samples are sorted at once, side by side: what is done to each of them does not depend on the values, so that
// a processor can do it to several in one instruction and has no branch to guess.
constexpr std::size_t kLanes = 8;

class Samples {
 public:
  // Takes the target's sample into the lane.
  void Gather(std::size_t lane, const std::vector<double>& filled, std::size_t period, SeasonTarget target) {
    std::size_t count = 0;
    const auto add = [&](double value) { rows_[count++][lane] = value; };
    const std::size_t newest = target.origin + target.h - (target.h + period - 1) / period * period;
    for (std::size_t season = 0; season < kSeasons && season * period <= newest; ++season) {
      const std::size_t at = newest - season * period;
      add(filled[at]);
      if (at > 0) add(filled[at - 1]);
      if (at < target.origin) add(filled[at + 1]);
    }
    counts_[lane] = count;
    for (std::size_t row = count; row < kMostValues; ++row) rows_[row][lane] = std::numeric_limits<double>::infinity();
  }

  // Makes each lane ascend: Batcher's merge exchange (Knuth, The Art of Computer Programming 3, 5.2.2 M).
  void Sort() {
    const std::size_t size = *std::max_element(counts_, counts_ + kLanes);
    std::size_t top = 1;
    while (2 * top < size) top *= 2;
    for (std::size_t p = top; p > 0; p /= 2) {
      std::size_t rest = 0;
      std::size_t distance = p;
      for (std::size_t q = top;; q /= 2) {
        for (std::size_t block = rest; block + distance < size; block += 2 * p) {
          const std::size_t end = std::min(block + p, size - distance);
          for (std::size_t i = block; i < end; ++i) Exchange(rows_[i], rows_[i + distance]);
        }
        if (q == p) break;
        distance = q - p;
        rest = p;
      }
    }
  }

  double Quantile(std::size_t lane, double quantile) const {
    return Between(counts_[lane], quantile, [&](std::size_t i) { return rows_[i][lane]; });
  }

  // The quantile of n values of which at(i) is the i-th in ascending order.
  template <typename At>
  static double Between(std::size_t n, double quantile, At at) {
    const double position = quantile * static_cast<double>(n + 1) - 1;
    if (position <= 0) return at(0);
    const auto below = static_cast<std::size_t>(position);
    if (below + 1 >= n) return at(n - 1);
    return at(below) + (position - static_cast<double>(below)) * (at(below + 1) - at(below));
  }

 private:
  static void Exchange(double* low, double* high) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const double a = low[lane];
      const double b = high[lane];
      low[lane] = std::min(a, b);
      high[lane] = std::max(a, b);
    }
  }

  double rows_[kMostValues][kLanes] = {};
  std::size_t counts_[kLanes] = {};
};

}  // namespace

std::vector<std::vector<double>> SeasonQuantiles(const std::vector<double>& filled, std::size_t period,
                                                 const std::vector<SeasonTarget>& targets,
                                                 const std::vector<double>& quantiles) {
  std::vector<std::vector<double>> found(quantiles.size(), std::vector<double>(targets.size()));
  Samples samples;
  for (std::size_t begin = 0; begin < targets.size(); begin += kLanes) {
    const std::size_t lanes = std::min(kLanes, targets.size() - begin);
    // Lanes that are left over in the last turn sort what is in them.
    for (std::size_t lane = 0; lane < lanes; ++lane) samples.Gather(lane, filled, period, targets[begin + lane]);
    samples.Sort();
    for (std::size_t k = 0; k < quantiles.size(); ++k) {
      for (std::size_t lane = 0; lane < lanes; ++lane) found[k][begin + lane] = samples.Quantile(lane, quantiles[k]);
    }
  }
  return found;
}

double SampleQuantile(const std::vector<double>& ascending, double quantile) {
  return Samples::Between(ascending.size(), quantile, [&](std::size_t i) { return ascending[i]; });
}

}  // namespace spotwright::forecast
