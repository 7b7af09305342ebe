#include "src/forecast/events.h"

#include <algorithm>
#include <cstddef>

#include "src/forecast/season_quantile.h"

namespace spotwright::forecast {
namespace {

constexpr double kMostUplift = 20;  // What is learned beyond is an error of reading.

}  // namespace

Events::Events(const std::vector<DemandEvent>& events, const std::string& series, LocalSteps& steps) {
  for (const DemandEvent& event : events) {
    if (!event.series.empty() && std::find(event.series.begin(), event.series.end(), series) == event.series.end()) {
      continue;
    }
    const auto kind = std::find_if(kinds_.begin(), kinds_.end(), [&](const Kind& k) { return k.name == event.name; });
    Occurrence occurrence;
    occurrence.kind = static_cast<std::size_t>(kind - kinds_.begin());
    if (kind == kinds_.end()) kinds_.push_back({.name = event.name, .ratios = {}});
    occurrence.event = &event;
    occurrence.first_step = steps.StepAt(event.start_unix_ms);
    occurrence.end_step = steps.StepAt(event.end_unix_ms - 1) + 1;
    occurrences_.push_back(occurrence);
  }
}

void Events::Mask(Track& track) const {
  const auto size = static_cast<std::int64_t>(track.size());
  for (const Occurrence& occurrence : occurrences_) {
    const std::int64_t begin = std::clamp<std::int64_t>(occurrence.first_step - track.first_step, 0, size);
    const std::int64_t end = std::clamp<std::int64_t>(occurrence.end_step - track.first_step, begin, size);
    std::fill(track.present.begin() + begin, track.present.begin() + end, std::uint8_t{0});
  }
}

void Events::Learn(const Track& read, const Track& masked) {
  const auto size = static_cast<std::int64_t>(read.size());
  for (const Occurrence& occurrence : occurrences_) {
    double seen = 0;
    double expected = 0;
    const std::int64_t begin = std::max<std::int64_t>(occurrence.first_step - read.first_step, 0);
    const std::int64_t end = std::min(occurrence.end_step - read.first_step, size);
    for (std::int64_t i = begin; i < end; ++i) {
      const auto t = static_cast<std::size_t>(i);
      if (read.present[t] == 0) continue;
      seen += read.filled[t];
      expected += masked.filled[t];
    }
    if (expected <= 0 || seen < 0) continue;
    kinds_[occurrence.kind].ratios.push_back(std::min(seen / expected, kMostUplift));
  }
  for (Kind& kind : kinds_) std::sort(kind.ratios.begin(), kind.ratios.end());
}

double Events::Uplift(const Occurrence& occurrence, double quantile) const {
  if (occurrence.event->uplift) return *occurrence.event->uplift;
  const std::vector<double>& ratios = kinds_[occurrence.kind].ratios;
  return ratios.empty() ? 1 : SampleQuantile(ratios, quantile);
}

void Events::Apply(std::int64_t start_unix_ms, std::int64_t step_ms, const std::vector<double>& quantiles,
                   Paths& paths) const {
  for (std::size_t i = 0; i < paths.mean.size(); ++i) {
    const std::int64_t begin = start_unix_ms + static_cast<std::int64_t>(i) * step_ms;
    const auto occurrence = std::find_if(occurrences_.begin(), occurrences_.end(), [&](const Occurrence& o) {
      return o.event->start_unix_ms < begin + step_ms && o.event->end_unix_ms > begin;
    });
    if (occurrence == occurrences_.end()) continue;
    paths.mean[i] *= Uplift(*occurrence, 0.5);
    for (std::size_t k = 0; k < quantiles.size(); ++k) paths.quantiles[k][i] *= Uplift(*occurrence, quantiles[k]);
  }
}

std::vector<EventUplift> Events::Uplifts() const {
  std::vector<EventUplift> uplifts;
  for (std::size_t k = 0; k < kinds_.size(); ++k) {
    EventUplift& uplift = uplifts.emplace_back();
    const Kind& kind = kinds_[k];
    uplift.name = kind.name;
    uplift.seen_count = static_cast<std::int64_t>(kind.ratios.size());
    if (!kind.ratios.empty()) {
      uplift.uplift = SampleQuantile(kind.ratios, 0.5);
      uplift.high = kind.ratios.back();
    }
  }
  std::sort(uplifts.begin(), uplifts.end(), [](const EventUplift& a, const EventUplift& b) { return a.name < b.name; });
  return uplifts;
}

}  // namespace spotwright::forecast
