// Ratios of two systems over many series: of each series, and of the means.
#ifndef SPOTWRIGHT_BENCHMARKS_SCALING_RATIOS_H_
#define SPOTWRIGHT_BENCHMARKS_SCALING_RATIOS_H_

namespace spotwright::bench {

class Ratios {
 public:
  void Add(double ours, double theirs) {
    ours_ += ours;
    theirs_ += theirs;
    if (theirs <= 0) return;  // Such a series has no ratio of its own; it counts in the means.
    ratios_ += ours / theirs;
    count_ += 1;
  }
  double OfMeans() const { return ours_ / theirs_; }
  double Mean() const { return ratios_ / count_; }

 private:
  double ours_ = 0;
  double theirs_ = 0;
  double ratios_ = 0;
  double count_ = 0;
};

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_SCALING_RATIOS_H_
