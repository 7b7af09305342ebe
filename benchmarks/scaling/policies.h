// The policies that are replayed, each as a ladder: from sparing to careful by its one knob.
#ifndef SPOTWRIGHT_BENCHMARKS_SCALING_POLICIES_H_
#define SPOTWRIGHT_BENCHMARKS_SCALING_POLICIES_H_

#include <vector>

#include "benchmarks/scaling/replay.h"

namespace spotwright::bench {

// The greatest of the last 15 minutes times the headroom; the most of what was wanted within 10 minutes holds.
Policies Reactive(const std::vector<double>& headrooms);

// The Horizontal Pod Autoscaler's rule: newest demand over what the nodes take at the target utilisation, 10 %
// tolerance, the most of 5 minutes holds.
Policies TargetTracking(const std::vector<double>& utilisations);

// The mean of the same hour over the last 20 days and a part more, launched 60 minutes ahead.
Policies SameHour(const LoadSeries& load, const std::vector<double>& parts);

// How careful: the quantile of the forecast, and what the metric rule allows for beyond the newest demand.
struct Care {
  double quantile = 0.95;
  double headroom = 1.1;
};

// scale with one target rule and a forecast that is renewed every 5 minutes.
Policies OurScale(const LoadSeries& load, const std::vector<Care>& cares);

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_SCALING_POLICIES_H_
