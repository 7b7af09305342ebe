#include "src/packing/column_lp.h"

#include <utility>

namespace spotwright::packing {
namespace {

constexpr double kTolerance = 1e-9;

// Duals are updated at each pivot; errors of rounding are swept out this often.
constexpr int kPivotsBetweenRecomputes = 50;

}  // namespace

ColumnLp::ColumnLp(std::vector<double> demand, const std::vector<double>& coefficient, const std::vector<double>& cost)
    : rows_(demand.size()), inverse_(rows_ * rows_, 0.0), basic_(std::move(demand)), basic_cost_(cost) {
  for (std::size_t i = 0; i < rows_; ++i) {
    inverse_[i * rows_ + i] = 1 / coefficient[i];
    basic_[i] /= coefficient[i];
  }
  direction_.resize(rows_);
  RecomputeDuals();
}

bool ColumnLp::Enter(const std::vector<double>& column, double cost) {
  double reduced_cost = cost;
  for (std::size_t i = 0; i < rows_; ++i) reduced_cost -= duals_[i] * column[i];
  if (reduced_cost >= -kTolerance) return false;

  std::size_t leaving = rows_;
  double step = 0;
  for (std::size_t i = 0; i < rows_; ++i) {
    double sum = 0;
    for (std::size_t k = 0; k < rows_; ++k) sum += inverse_[i * rows_ + k] * column[k];
    direction_[i] = sum;
    if (sum <= kTolerance) continue;
    const double ratio = basic_[i] / sum;
    if (leaving == rows_ || ratio < step) {
      leaving = i;
      step = ratio;
    }
  }
  if (leaving == rows_) return false;  // Unbounded: impossible with costs >= 0, save by rounding.

  const double pivot = direction_[leaving];
  double* const pivot_row = &inverse_[leaving * rows_];
  for (std::size_t k = 0; k < rows_; ++k) duals_[k] += reduced_cost / pivot * pivot_row[k];
  for (std::size_t k = 0; k < rows_; ++k) pivot_row[k] /= pivot;
  for (std::size_t i = 0; i < rows_; ++i) {
    if (i == leaving || direction_[i] == 0) continue;
    double* const row = &inverse_[i * rows_];
    for (std::size_t k = 0; k < rows_; ++k) row[k] -= direction_[i] * pivot_row[k];
    basic_[i] -= direction_[i] * step;
    if (basic_[i] < 0) basic_[i] = 0;
  }
  basic_[leaving] = step;
  basic_cost_[leaving] = cost;
  if (++pivots_since_recompute_ >= kPivotsBetweenRecomputes) RecomputeDuals();
  return true;
}

bool ColumnLp::EnterSurplus() {
  std::size_t row = 0;
  for (std::size_t i = 1; i < rows_; ++i) {
    if (duals_[i] < duals_[row]) row = i;
  }
  if (rows_ == 0 || duals_[row] >= -kTolerance) return false;
  std::vector<double> column(rows_, 0.0);
  column[row] = -1;
  return Enter(column, 0);
}

double ColumnLp::objective() const {
  double sum = 0;
  for (std::size_t i = 0; i < rows_; ++i) sum += basic_cost_[i] * basic_[i];
  return sum;
}

void ColumnLp::RecomputeDuals() {
  pivots_since_recompute_ = 0;
  duals_.assign(rows_, 0.0);
  for (std::size_t i = 0; i < rows_; ++i) {
    if (basic_cost_[i] == 0) continue;
    for (std::size_t k = 0; k < rows_; ++k) duals_[k] += basic_cost_[i] * inverse_[i * rows_ + k];
  }
}

}  // namespace spotwright::packing
