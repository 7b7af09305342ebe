#include "src/risk/hazard.h"

#include <algorithm>
#include <cstddef>

#include "src/base/distributions.h"
#include "src/base/elementary.h"

namespace spotwright::risk {
namespace {

constexpr std::size_t kBands = 5;
constexpr double kHoursPerMonth = 720;
constexpr double kSecondsPerYear = 365.0 * 86400;

// Share of nodes interrupted in a month; middles of Spot Advisor's bands, and 0.3 for "more than 20 %".
constexpr std::array<double, kBands> kMonthlyFrequency = {0.025, 0.075, 0.125, 0.175, 0.3};

// Of the pools in a band (row), the share found in each a year later: Spot Advisor, Linux, 2024 to 2025.
constexpr std::array<std::array<double, kBands>, kBands> kAfterAYear = {{{0.36, 0.19, 0.11, 0.10, 0.24},
                                                                         {0.19, 0.22, 0.14, 0.11, 0.33},
                                                                         {0.12, 0.21, 0.18, 0.17, 0.32},
                                                                         {0.10, 0.11, 0.17, 0.22, 0.40},
                                                                         {0.05, 0.05, 0.05, 0.08, 0.77}}};

// Of all pools, the share in each band: Spot Advisor, Linux, 2025.
constexpr std::array<double, kBands> kAllPools = {0.216, 0.193, 0.135, 0.125, 0.330};

// Strength of the gamma prior of one age band, in losses: one loss weighs as much as the prior.
constexpr double kPriorLosses = 1;

double BandHazard(std::size_t band) { return -base::Log(1 - kMonthlyFrequency[band]) / kHoursPerMonth; }

double MeanOver(const std::array<double, kBands>& shares) {
  double sum = 0;
  double total = 0;
  for (std::size_t band = 0; band < kBands; ++band) {
    sum += shares[band] * BandHazard(band);
    total += shares[band];
  }
  return sum / total;
}

}  // namespace

double PriorHazard(const std::optional<std::int64_t>& band, double band_age_seconds) {
  if (!band) return MeanOver(kAllPools);
  const auto index = static_cast<std::size_t>(*band);
  const double staleness = std::clamp(band_age_seconds / kSecondsPerYear, 0.0, 1.0);
  return (1 - staleness) * BandHazard(index) + staleness * MeanOver(kAfterAYear[index]);
}

// Scarce types on published traces are lost 1,000 times as often as a band can say, and quiet pools hardly ever. The
// weight of a level falls as fast as the level rises, so that each order of magnitude adds as much to the mean.
const std::array<LevelPrior, kLevels>& LevelPriors() {
  static const std::array<LevelPrior, kLevels> kPriors = [] {
    std::array<LevelPrior, kLevels> priors = {{{0.1, 0.1},
                                               {0.3, 0.3},
                                               {1, 0.45},
                                               {3, 0.1},
                                               {10, 0.03},
                                               {30, 0.01},
                                               {100, 0.003},
                                               {300, 0.001},
                                               {1000, 0.0003},
                                               {3000, 0.0001}}};
    double total = 0;
    double mean = 0;
    for (const LevelPrior& prior : priors) {
      total += prior.weight;
      mean += prior.weight * prior.multiple;
    }
    for (LevelPrior& prior : priors) {
      prior.multiple *= total / mean;  // The mean multiple is 1.
      prior.weight /= total;
    }
    return priors;
  }();
  return kPriors;
}

LevelShares PriorLevels() {
  LevelShares shares;
  for (std::size_t i = 0; i < kLevels; ++i) shares[i] = LevelPriors()[i].weight;
  return shares;
}

HazardPosterior::HazardPosterior(double prior_hazard, const LevelShares& prior_levels, const ByAge& pool_hours,
                                 const ByAge& losses) {
  std::array<double, kLevels> log_weight = {};
  for (std::size_t band = 0; band < kAgeBands; ++band) shape_[band] = kPriorLosses + losses[band];
  for (std::size_t i = 0; i < kLevels; ++i) {
    const LevelPrior& prior = LevelPriors()[i];
    log_weight[i] = base::Log(prior_levels[i]);
    for (std::size_t band = 0; band < kAgeBands; ++band) {
      const double prior_rate = kPriorLosses / (prior_hazard * prior.multiple * kPriorShape[band]);
      levels_[i].rate[band] = prior_rate + pool_hours[band];
      // The marginal likelihood of the counts, less what all levels have in common.
      log_weight[i] += kPriorLosses * base::Log(prior_rate) - shape_[band] * base::Log(levels_[i].rate[band]);
    }
  }
  const double highest = *std::max_element(log_weight.begin(), log_weight.end());
  double total = 0;
  for (std::size_t i = 0; i < kLevels; ++i) {
    levels_[i].weight = base::Exp(log_weight[i] - highest);
    total += levels_[i].weight;
  }
  for (Level& level : levels_) level.weight /= total;
}

LevelShares HazardPosterior::Levels() const {
  LevelShares shares;
  for (std::size_t i = 0; i < kLevels; ++i) shares[i] = levels_[i].weight;
  return shares;
}

// How far a posterior is from the prior, 0 to 1: nothing was seen, or the level is as good as known.
static double Known(const LevelShares& posterior) {
  const LevelShares prior = PriorLevels();
  double common = 0;
  for (std::size_t i = 0; i < kLevels; ++i) common += std::min(prior[i], posterior[i]);
  return std::max(0.0, 1 - common);
}

void LevelPool::Add(const LevelShares& posterior) {
  const double known = Known(posterior);
  for (std::size_t i = 0; i < kLevels; ++i) sum_[i] += known * posterior[i];
  known_ += known;
}

LevelShares LevelPool::For(const LevelShares& posterior) const {
  const LevelShares prior = PriorLevels();
  const double known = Known(posterior);
  const double total = 1 + std::max(0.0, known_ - known);
  LevelShares shares;
  for (std::size_t i = 0; i < kLevels; ++i) {
    shares[i] = (prior[i] + std::max(0.0, sum_[i] - known * posterior[i])) / total;
  }
  return shares;
}

double HazardPosterior::Mean(std::size_t band) const {
  double mean = 0;
  for (const Level& level : levels_) mean += level.weight * shape_[band] / level.rate[band];
  return mean;
}

double HazardPosterior::Quantile(std::size_t band, double level) const {
  constexpr double kNegligible = 1e-13;
  const auto cdf = [&](double log_hazard) {
    const double hazard = base::Exp(log_hazard);
    double sum = 0;
    for (const Level& at : levels_) {
      if (at.weight > kNegligible) sum += at.weight * base::GammaCdf(shape_[band], hazard * at.rate[band]);
    }
    return sum;
  };
  // By orders of magnitude, from an interval that holds every quantile that can be asked for: in each level, from
  // a thousandth of a millionth of its scale to far above its mean.
  double slowest = levels_[0].rate[band];
  double fastest = slowest;
  for (const Level& at : levels_) {
    slowest = std::max(slowest, at.rate[band]);
    fastest = std::min(fastest, at.rate[band]);
  }
  const double low = base::Log(1e-9 / slowest);
  const double high = base::Log((2 * shape_[band] + 100) / fastest);
  return base::Exp(base::Invert(cdf, level, low, high, 1e-10));
}

double CumulativeHazard(const ByAge& per_hour, double from_age_seconds, double until_age_seconds) {
  double sum = 0;
  for (std::size_t band = BandOf(from_age_seconds); band < kAgeBands && kAgeBoundsSeconds[band] < until_age_seconds;
       ++band) {
    const double from = std::max(from_age_seconds, kAgeBoundsSeconds[band]);
    const double until = std::min(until_age_seconds, kAgeBoundsSeconds[band + 1]);
    sum += per_hour[band] * (until - from) / 3600;
  }
  return sum;
}

}  // namespace spotwright::risk
