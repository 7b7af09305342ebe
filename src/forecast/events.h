// Events: what past ones did to a series, and what coming ones will.
#ifndef SPOTWRIGHT_SRC_FORECAST_EVENTS_H_
#define SPOTWRIGHT_SRC_FORECAST_EVENTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "spotwright/forecast.h"
#include "src/forecast/local_steps.h"
#include "src/forecast/paths.h"
#include "src/forecast/track.h"

namespace spotwright::forecast {

class Events {
 public:
  // Those of `events` that concern the series.
  Events(const std::vector<DemandEvent>& events, const std::string& series, LocalSteps& steps);

  // Takes the steps of events out of the track: they are not present any more.
  void Mask(Track& track) const;

  // Compares what was read with what the gaps of the masked track were filled with.
  void Learn(const Track& read, const Track& masked);

  // Multiplies the steps of the forecast that coming events touch. Of those that overlap, the first in the request
  // counts.
  void Apply(std::int64_t start_unix_ms, std::int64_t step_ms, const std::vector<double>& quantiles,
             Paths& paths) const;

  std::vector<EventUplift> Uplifts() const;  // By name, ascending.

 private:
  struct Kind {
    std::string name;
    std::vector<double> ratios;  // Ascending, of past ones.
  };
  struct Occurrence {
    std::size_t kind = 0;
    const DemandEvent* event = nullptr;
    std::int64_t first_step = 0;  // Of local time; [first_step, end_step).
    std::int64_t end_step = 0;
  };
  double Uplift(const Occurrence& occurrence, double quantile) const;

  std::vector<Kind> kinds_;
  std::vector<Occurrence> occurrences_;
};

}  // namespace spotwright::forecast

#endif  // SPOTWRIGHT_SRC_FORECAST_EVENTS_H_
