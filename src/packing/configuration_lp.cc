#include "src/packing/configuration_lp.h"

#include <algorithm>
#include <limits>

#include "src/model/begin.h"
#include "src/packing/linear_program.h"

namespace spotwright::packing {
namespace {

// Weight of the duals of the best bound in those that patterns are sought with.
constexpr double kSmoothing = 0.8;

// Patterns worth this much of their cost at the smoothed duals are kept: they often pay at the duals themselves.
constexpr double kNearlyPaying = 0.98;

// When nothing is found, searches may take this many times more steps.
constexpr std::int64_t kMoreSteps = 8;

// Further patterns sought in a round, beside the best of each kind.
constexpr std::size_t kCover = 40;

// A pattern is kept unless it would cost more than this share beyond what the duals pay for it.
constexpr double kKeep = 0.05;

constexpr double kTolerance = 1e-9;

class Generation {
 public:
  Generation(const Instance& instance, PatternPricing& pricing, std::span<const std::int64_t> counts,
             std::vector<Pattern> pool)
      : instance_(instance),
        pricing_(pricing),
        counts_(counts),
        pool_(std::move(pool)),
        row_of_(counts.size(), kNoRow) {
    for (std::size_t j = 0; j < counts.size(); ++j) {
      if (counts[j] <= 0) continue;
      row_of_[j] = static_cast<std::uint32_t>(items_.size());
      items_.push_back(j);
    }
  }

  std::optional<ConfigurationLp> Run(std::span<const double> start_values, const ConfigurationEffort& effort,
                                     const Call& call) {
    LinearProgram program(Demand(), ShortageCosts(start_values));
    for (const Pattern& pattern : pool_) AddColumn(program, pattern);
    center_.assign(start_values.begin(), start_values.end());
    std::int64_t pivots = effort.pivots;
    std::int64_t steps = effort.steps;
    steps_left_ = effort.all_steps;
    double smoothing = kSmoothing;
    states_ = effort.states;
    PriceAt(program, center_, kNearlyPaying, steps);
    for (int round = 0; round < effort.rounds; ++round) {
      if (model::IsCancelled(call)) return std::nullopt;
      if (!program.Solve(pivots)) break;
      const std::vector<double> duals = Duals(program);
      if (program.objective() <= bound_ * (1 + effort.gap)) break;
      std::vector<double> values(duals.size());
      for (std::size_t j = 0; j < values.size(); ++j) values[j] = smoothing * center_[j] + (1 - smoothing) * duals[j];
      const std::size_t paying = PriceAt(program, values, smoothing > 0 ? kNearlyPaying : 1 + kTolerance, steps);
      if (steps_left_ <= 0) break;
      if (paying > 0) {
        smoothing = kSmoothing;
      } else if (smoothing > 0) {
        smoothing = 0;
      } else if (exact_) {
        break;
      } else {
        steps *= kMoreSteps;
      }
    }
    ConfigurationLp solved;
    solved.objective_micro = program.objective();
    solved.bound_micro = bound_;
    // Above the optimum, the presumed bound was wrong, and the duals of the optimum are the better guess.
    solved.values_micro = presumed_bound_ < solved.objective_micro ? center_ : Duals(program);
    for (const auto& [column, amount] : program.Amounts()) solved.amounts.emplace_back(pool_[column], amount);
    solved.pool = std::move(pool_);
    return solved;
  }

 private:
  static constexpr std::uint32_t kNoRow = std::numeric_limits<std::uint32_t>::max();

  std::vector<double> Demand() const {
    std::vector<double> demand;
    for (const std::size_t j : items_) demand.push_back(static_cast<double>(counts_[j]));
    return demand;
  }

  // An item alone on nodes: no dual is above what its cheapest node of that sort asks.
  std::vector<double> ShortageCosts(std::span<const double> start_values) const {
    std::vector<double> costs;
    for (const std::size_t j : items_) {
      double cost = std::numeric_limits<double>::infinity();
      const auto size = instance_.SizeOf(j);
      for (std::size_t k = 0; k < instance_.kinds.size(); ++k) {
        if (instance_.masks[instance_.items[j].mask].kinds[k] == 0) continue;
        const auto free = instance_.FreeOfKind(k);
        std::int64_t most = counts_[j];
        for (std::size_t r = 0; r < size.size(); ++r) {
          if (size[r] > 0) most = std::min(most, free[r] / size[r]);
          if (free[r] < 0) most = 0;
        }
        if (most <= 0) continue;
        const double hazard = instance_.kinds[k].interruptions_per_hour;
        cost = std::min(cost, static_cast<double>(instance_.kinds[k].price_micro) / static_cast<double>(most) +
                                  static_cast<double>(instance_.SurchargeMicro(j, hazard)));
      }
      costs.push_back(cost < std::numeric_limits<double>::infinity() ? 2 * cost : 2 * start_values[j]);
    }
    return costs;
  }

  void AddColumn(LinearProgram& program, const Pattern& pattern) const {
    std::vector<LinearProgram::Entry> entries;
    for (const Load& load : pattern.content) {
      if (row_of_[load.item] != kNoRow) entries.push_back({row_of_[load.item], static_cast<double>(load.count)});
    }
    program.Add(entries, pattern.cost_micro);
  }

  std::vector<double> Duals(const LinearProgram& program) const {
    std::vector<double> values(counts_.size(), 0);
    for (std::size_t i = 0; i < items_.size(); ++i) values[items_[i]] = std::max(0.0, program.duals()[i]);
    return values;
  }

  // Adds the patterns found, betters the bound; returns how many pay at the duals of the program.
  std::size_t PriceAt(LinearProgram& program, const std::vector<double>& values, double floor, std::int64_t steps) {
    const std::size_t cover = steps_left_ > 0 ? std::max(kCover, items_.size() / 2) : 0;
    PricedPatterns priced = pricing_.Price(
        values, counts_, {.floor = floor, .steps = steps, .states = states_, .all_steps = steps_left_, .cover = cover});
    steps_left_ -= priced.steps;
    exact_ = priced.exact;
    double sum = 0;
    for (const std::size_t j : items_) sum += values[j] * static_cast<double>(counts_[j]);
    bound_ = std::max(bound_, sum / priced.theta);
    if (sum / priced.found_theta > presumed_bound_) {
      presumed_bound_ = sum / priced.found_theta;
      center_ = values;
      for (double& value : center_) value /= priced.found_theta;
    }
    std::size_t paying = 0;
    for (Pattern& pattern : priced.patterns) {
      double reduced_cost = pattern.cost_micro;
      for (const Load& load : pattern.content) {
        reduced_cost -= program.duals()[row_of_[load.item]] * static_cast<double>(load.count);
      }
      if (reduced_cost > kKeep * pattern.cost_micro) continue;
      if (reduced_cost < -kTolerance * (1 + pattern.cost_micro)) ++paying;
      AddColumn(program, pattern);
      pool_.push_back(std::move(pattern));
    }
    return paying;
  }

  const Instance& instance_;
  PatternPricing& pricing_;
  std::span<const std::int64_t> counts_;
  std::vector<Pattern> pool_;
  std::vector<std::uint32_t> row_of_;  // By item.
  std::vector<std::size_t> items_;     // By row.
  std::vector<double> center_;         // Values of the best presumed bound.
  double presumed_bound_ = 0;          // If searches that were cut short had found the best pattern.
  double bound_ = 0;
  std::int64_t states_ = 0;
  std::int64_t steps_left_ = 0;
  bool exact_ = false;  // The last search looked at every pattern.
};

}  // namespace

std::optional<ConfigurationLp> SolveConfigurationLp(const Instance& instance, PatternPricing& pricing,
                                                    std::span<const std::int64_t> counts,
                                                    std::span<const double> start_values, std::vector<Pattern> pool,
                                                    const ConfigurationEffort& effort, const Call& call) {
  return Generation(instance, pricing, counts, std::move(pool)).Run(start_values, effort, call);
}

}  // namespace spotwright::packing
