// Interruption bands: the share of nodes that are interrupted in a month of 730 hours, in five steps: below 5 %, 5-10,
// 10-15, 15-20, above 20 %. A share f is a hazard of -ln(1 - f) / 730, written out because logarithms differ between
// machines.
#ifndef SPOTWRIGHT_SRC_MODEL_INTERRUPTION_BAND_H_
#define SPOTWRIGHT_SRC_MODEL_INTERRUPTION_BAND_H_

#include <array>
#include <cstdint>

namespace spotwright::model {

inline constexpr std::int64_t kBands = 5;

// Interruptions per instance hour of a band, from 0 to 4, by its middle: 3, 7.5, 12.5, 17.5 and 25 %.
inline double HazardOfBand(std::int64_t band) {
  static constexpr std::array<double, kBands> kMiddles = {4.17249e-5, 1.067966e-4, 1.829197e-4, 2.635231e-4,
                                                          3.940850e-4};
  return kMiddles[static_cast<std::size_t>(band)];
}

// The band that a hazard falls into. At the edge of two: the higher one.
inline std::int64_t BandOfHazard(double interruptions_per_instance_hour) {
  static constexpr std::array<double, kBands - 1> kEdges = {7.026479e-5, 1.443295e-4, 2.226287e-4, 3.056761e-4};
  std::int64_t band = 0;
  for (const double edge : kEdges) band += interruptions_per_instance_hour >= edge ? 1 : 0;
  return band;
}

}  // namespace spotwright::model

#endif  // SPOTWRIGHT_SRC_MODEL_INTERRUPTION_BAND_H_
