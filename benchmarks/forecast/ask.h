// A forecast that must succeed.
#ifndef SPOTWRIGHT_BENCHMARKS_FORECAST_ASK_H_
#define SPOTWRIGHT_BENCHMARKS_FORECAST_ASK_H_

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "spotwright/forecast.h"

namespace spotwright::bench {

inline ForecastResponse Ask(const ForecastRequest& request) {
  Result<ForecastResponse> response = Forecast(request);
  if (!response.ok()) {
    std::fprintf(stderr, "%s %s\n", response.error().field.c_str(), response.error().message.c_str());
    std::exit(1);
  }
  return std::move(*response);
}

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_FORECAST_ASK_H_
