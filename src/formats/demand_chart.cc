#include "src/formats/demand_chart.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "src/base/text.h"
#include "src/formats/number_text.h"

namespace spotwright::formats {
namespace {

using base::Cat;

constexpr std::size_t kMostRows = 24;
constexpr std::int64_t kWidth = 30;
constexpr std::int64_t kLastMoment = 100'000'000'000'000;

double MostIn(const std::vector<double>& path, std::size_t begin, std::size_t end) {
  double most = 0;
  for (std::size_t i = begin; i < std::min(end, path.size()); ++i) most = std::max(most, path[i]);
  return most;
}

std::int64_t Cells(double value, double most) {
  return static_cast<std::int64_t>(std::round(std::clamp(value / most, 0.0, 1.0) * static_cast<double>(kWidth)));
}

// As the plan counts them.
std::int64_t Replicas(double top, const PlannedDemand& demand) {
  const double replicas = std::ceil(top / demand.units_per_replica * (1 - 1e-9));
  if (!(replicas > 0)) return 0;
  return replicas < static_cast<double>(demand.replicas_at_peak) ? static_cast<std::int64_t>(replicas)
                                                                 : demand.replicas_at_peak;
}

std::string Bar(double median, double high, double most) {
  std::string bar;
  const std::int64_t solid = Cells(median, most);
  const std::int64_t all = std::max(solid, Cells(high, most));
  for (std::int64_t i = 0; i < all; ++i) bar += i < solid ? "█" : "░";
  return bar;
}

}  // namespace

Table DemandChart(const PlannedDemand& demand) {
  Table table;
  const SeriesForecast& forecast = demand.forecast;
  // A response may come over the wire, and say what no forecast says.
  if (forecast.quantiles.empty() || forecast.mean.size() > 10000 || demand.units_per_replica <= 0 ||
      forecast.start_unix_ms < 0 || forecast.start_unix_ms > kLastMoment || forecast.step_seconds < 1 ||
      forecast.step_seconds > 604800) {
    return table;
  }
  const QuantilePath& median = forecast.quantiles.front();
  const QuantilePath& high = forecast.quantiles.back();
  const double most = MostIn(high.values, 0, high.values.size());
  if (!(most > 0)) return table;
  table.columns = {{"From"},
                   {"Median", Align::kRight, 0, 2},
                   {Cat(base::Number(high.quantile * 100), " % below"), Align::kRight, 0, 1},
                   {"Replicas", Align::kRight},
                   {"", Align::kLeft, 10}};
  const std::size_t steps = std::min(high.values.size(), forecast.mean.size());
  const std::size_t together = std::max<std::size_t>(1, (steps + kMostRows - 1) / kMostRows);
  for (std::size_t step = 0; step < steps; step += together) {
    const double middle = MostIn(median.values, step, step + together);
    const double top = MostIn(high.values, step, step + together);
    const std::int64_t start = forecast.start_unix_ms + static_cast<std::int64_t>(step) * forecast.step_seconds * 1000;
    table.rows.push_back({Moment(start), base::Fixed(middle, 0), base::Fixed(top, 0), Count(Replicas(top, demand)),
                          Bar(middle, top, most)});
  }
  return table;
}

}  // namespace spotwright::formats
