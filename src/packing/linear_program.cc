#include "src/packing/linear_program.h"

#include <algorithm>
#include <cmath>

namespace spotwright::packing {
namespace {

constexpr double kPivotTolerance = 1e-9;

// Of a reduced cost, as a share of the cost.
constexpr double kCostTolerance = 1e-9;

// Shares of a demand by which rows are perturbed, rising from row to row.
constexpr double kPerturbation = 1e-7;

// Amounts and duals are updated at each pivot; errors of rounding are swept out this often.
constexpr int kPivotsBetweenRefreshes = 100;
constexpr int kRefreshesBetweenRefactors = 20;

// Columns that are priced again at each pivot between two looks at all of them.
constexpr std::size_t kMaxCandidates = 40;

}  // namespace

LinearProgram::LinearProgram(std::vector<double> demand, std::vector<double> shortage_cost)
    : rows_(demand.size()),
      true_demand_(std::move(demand)),
      shortage_cost_(std::move(shortage_cost)),
      inverse_(rows_ * rows_, 0.0),
      variable_(rows_),
      amount_(rows_),
      duals_(rows_, 0.0),
      direction_(rows_, 0.0) {
  demand_ = true_demand_;
  for (std::size_t i = 0; i < rows_; ++i) {
    const double rank = static_cast<double>((i * 7919) % 1009 + 1) / 1009;
    const bool covered = demand_[i] > 0;
    demand_[i] += kPerturbation * rank * (covered ? demand_[i] : -1.0);
    variable_[i] = covered ? Shortage(i) : Surplus(i);
    inverse_[i * rows_ + i] = covered ? 1 : -1;
    amount_[i] = std::abs(demand_[i]);
    duals_[i] = covered ? shortage_cost_[i] : 0;
  }
}

std::uint32_t LinearProgram::Add(std::span<const Entry> entries, double cost) {
  double squares = 1;
  for (const Entry& entry : entries) squares += entry.value * entry.value;
  columns_.push_back({entries_.size(), entries_.size() + entries.size(), cost, squares});
  entries_.insert(entries_.end(), entries.begin(), entries.end());
  return static_cast<std::uint32_t>(columns_.size() - 1);
}

std::span<const LinearProgram::Entry> LinearProgram::EntriesOf(std::uint32_t column) const {
  const Column& found = columns_[column];
  return {entries_.data() + found.first, found.last - found.first};
}

double LinearProgram::ReducedCost(std::uint32_t column) const {
  double cost = columns_[column].cost;
  for (const Entry& entry : EntriesOf(column)) cost -= duals_[entry.row] * entry.value;
  return cost;
}

double LinearProgram::CostOfVariable(std::int64_t variable) const {
  if (variable >= 0) return columns_[static_cast<std::size_t>(variable)].cost;
  const auto index = static_cast<std::size_t>(-1 - variable);
  return index < rows_ ? 0 : shortage_cost_[index - rows_];
}

double LinearProgram::ReducedCostOf(std::int64_t variable) const {
  if (variable >= 0) return ReducedCost(static_cast<std::uint32_t>(variable));
  const auto index = static_cast<std::size_t>(-1 - variable);
  return index < rows_ ? duals_[index] : shortage_cost_[index - rows_] - duals_[index - rows_];
}

// Squared, by the squares of the column, which makes a choice independent of the scale of columns; 0 if none.
double LinearProgram::Saving(std::int64_t variable) const {
  const double saving = -ReducedCostOf(variable);
  if (saving <= kCostTolerance * (1 + CostOfVariable(variable))) return 0;
  return saving * saving / (variable >= 0 ? columns_[static_cast<std::size_t>(variable)].squares : 2);
}

// The variable that saves most; where the candidates no longer pay, all are looked at again.
std::int64_t LinearProgram::BestOfPool() {
  const auto none = Shortage(rows_);
  for (int look = 0; look < 2; ++look) {
    std::int64_t best = none;
    double best_saving = 0;
    for (const std::int64_t variable : candidates_) {
      const double saving = Saving(variable);
      if (saving > best_saving) {
        best = variable;
        best_saving = saving;
      }
    }
    if (best != none || look > 0) return best;

    std::vector<std::pair<double, std::int64_t>> paying;
    const auto consider = [&](std::int64_t variable) {
      const double saving = Saving(variable);
      if (saving > 0) paying.emplace_back(-saving, variable);
    };
    for (std::size_t c = 0; c < columns_.size(); ++c) consider(static_cast<std::int64_t>(c));
    for (std::size_t i = 0; i < rows_; ++i) consider(Surplus(i));
    const std::size_t kept = std::min(kMaxCandidates, paying.size());
    std::partial_sort(paying.begin(), paying.begin() + static_cast<std::ptrdiff_t>(kept), paying.end());
    candidates_.clear();
    for (std::size_t i = 0; i < kept; ++i) candidates_.push_back(paying[i].second);
  }
  return none;
}

// The inverse times a column.
void LinearProgram::Direct(std::int64_t variable) {
  if (variable < 0) {
    const auto index = static_cast<std::size_t>(-1 - variable);
    const std::size_t row = index < rows_ ? index : index - rows_;
    const double sign = index < rows_ ? -1 : 1;
    for (std::size_t i = 0; i < rows_; ++i) direction_[i] = sign * inverse_[i * rows_ + row];
    return;
  }
  const auto entries = EntriesOf(static_cast<std::uint32_t>(variable));
  for (std::size_t i = 0; i < rows_; ++i) {
    const double* const row = &inverse_[i * rows_];
    double sum = 0;
    for (const Entry& entry : entries) sum += row[entry.row] * entry.value;
    direction_[i] = sum;
  }
}

// Makes the direction a unit vector by row operations on the inverse.
void LinearProgram::Eliminate(std::size_t pivot_row) {
  double* const pivots = &inverse_[pivot_row * rows_];
  const double scale = 1 / direction_[pivot_row];
  nonzero_.clear();
  for (std::size_t k = 0; k < rows_; ++k) {
    if (pivots[k] == 0) continue;
    pivots[k] *= scale;
    nonzero_.push_back(static_cast<std::uint32_t>(k));
  }
  const bool sparse = nonzero_.size() * 4 < rows_;
  for (std::size_t i = 0; i < rows_; ++i) {
    const double factor = direction_[i];
    if (i == pivot_row || factor == 0) continue;
    double* const row = &inverse_[i * rows_];
    if (sparse) {
      for (const std::uint32_t k : nonzero_) row[k] -= factor * pivots[k];
    } else {
      for (std::size_t k = 0; k < rows_; ++k) row[k] -= factor * pivots[k];
    }
  }
}

bool LinearProgram::Pivot(std::int64_t entering) {
  const double reduced_cost = ReducedCostOf(entering);
  Direct(entering);
  std::size_t leaving = rows_;
  double step = 0;
  for (std::size_t i = 0; i < rows_; ++i) {
    if (direction_[i] <= kPivotTolerance) continue;
    const double ratio = amount_[i] / direction_[i];
    if (leaving == rows_ || ratio < step || (ratio == step && direction_[i] > direction_[leaving])) {
      leaving = i;
      step = ratio;
    }
  }
  if (leaving == rows_) return false;  // Unbounded: impossible with costs at or above zero, save by rounding.

  const double dual_step = reduced_cost / direction_[leaving];
  const double* const pivots = &inverse_[leaving * rows_];
  for (std::size_t k = 0; k < rows_; ++k) duals_[k] += dual_step * pivots[k];
  for (std::size_t i = 0; i < rows_; ++i) {
    if (direction_[i] != 0) amount_[i] = std::max(0.0, amount_[i] - step * direction_[i]);
  }
  amount_[leaving] = step;
  variable_[leaving] = entering;
  Eliminate(leaving);
  if (++pivots_since_refresh_ >= kPivotsBetweenRefreshes) Refresh();
  return true;
}

// Amounts and duals from the inverse.
void LinearProgram::Refresh() {
  pivots_since_refresh_ = 0;
  if (++refreshes_since_refactor_ >= kRefreshesBetweenRefactors) Refactor();
  duals_.assign(rows_, 0.0);
  for (std::size_t i = 0; i < rows_; ++i) {
    const double* const row = &inverse_[i * rows_];
    double sum = 0;
    for (std::size_t k = 0; k < rows_; ++k) sum += row[k] * demand_[k];
    amount_[i] = std::max(0.0, sum);
    const double cost = CostOfVariable(variable_[i]);
    if (cost == 0) continue;
    for (std::size_t k = 0; k < rows_; ++k) duals_[k] += cost * row[k];
  }
}

// The inverse afresh from the columns of the basis. A column that has become dependent on the others by rounding
// gives way to the shortage of a row.
void LinearProgram::Refactor() {
  refreshes_since_refactor_ = 0;
  std::vector<std::int64_t> basis = variable_;
  // Sparse columns first keeps the inverse sparse for long.
  const auto length = [&](std::int64_t variable) {
    return variable < 0 ? std::size_t{1} : EntriesOf(static_cast<std::uint32_t>(variable)).size();
  };
  std::stable_sort(basis.begin(), basis.end(), [&](auto a, auto b) { return length(a) < length(b); });
  std::fill(inverse_.begin(), inverse_.end(), 0.0);
  std::vector<std::uint8_t> taken(rows_, 0);
  for (std::size_t i = 0; i < rows_; ++i) {
    inverse_[i * rows_ + i] = 1;
    variable_[i] = Shortage(i);
  }
  for (const std::int64_t variable : basis) {
    Direct(variable);
    std::size_t row = rows_;
    for (std::size_t i = 0; i < rows_; ++i) {
      if (taken[i] != 0) continue;
      if (row == rows_ || std::abs(direction_[i]) > std::abs(direction_[row])) row = i;
    }
    if (std::abs(direction_[row]) <= kPivotTolerance) continue;
    taken[row] = 1;
    variable_[row] = variable;
    Eliminate(row);
  }
}

bool LinearProgram::Solve(std::int64_t& pivots_left) {
  if (rows_ == 0) return true;
  candidates_.clear();
  for (;;) {
    const std::int64_t entering = BestOfPool();
    if (entering == Shortage(rows_)) {
      if (pivots_since_refresh_ == 0) return true;
      Refresh();
      candidates_.clear();
      continue;
    }
    if (pivots_left <= 0) return false;
    --pivots_left;
    if (!Pivot(entering)) return false;
  }
}

double LinearProgram::objective() const {
  double sum = 0;
  for (std::size_t i = 0; i < rows_; ++i) sum += duals_[i] * true_demand_[i];
  return sum;
}

std::vector<std::pair<std::uint32_t, double>> LinearProgram::Amounts() const {
  std::vector<std::pair<std::uint32_t, double>> amounts;
  for (std::size_t i = 0; i < rows_; ++i) {
    if (variable_[i] < 0) continue;
    double sum = 0;
    for (std::size_t k = 0; k < rows_; ++k) sum += inverse_[i * rows_ + k] * true_demand_[k];
    if (sum > kPivotTolerance) amounts.emplace_back(static_cast<std::uint32_t>(variable_[i]), sum);
  }
  std::sort(amounts.begin(), amounts.end());
  return amounts;
}

}  // namespace spotwright::packing
