// LinearProgram: min c x  subject to  A x >= d, x >= 0, whose columns are added as they are found to pay.
//
// Primal simplex with a dense inverse of the basis (Chvatal, "Linear Programming", 1983, chapter 7). Deterministic: a
// fixed order of sums, ties by the lowest index.
#ifndef SPOTWRIGHT_SRC_PACKING_LINEAR_PROGRAM_H_
#define SPOTWRIGHT_SRC_PACKING_LINEAR_PROGRAM_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace spotwright::packing {

class LinearProgram {
 public:
  struct Entry {
    std::uint32_t row = 0;
    double value = 0;
  };

  // A row with a demand above zero starts covered by a shortage at this cost a unit: the dual of the row stays at or
  // below it. Other rows start with their surplus.
  LinearProgram(std::vector<double> demand, std::vector<double> shortage_cost);

  // Returns the index of the column. The rows of its entries differ.
  std::uint32_t Add(std::span<const Entry> entries, double cost);

  // Goes on to the optimum over the columns so far; false when the pivots ran out first. O(rows^2) a pivot.
  bool Solve(std::int64_t& pivots_left);

  std::size_t rows() const { return rows_; }
  std::size_t columns() const { return columns_.size(); }
  std::span<const Entry> EntriesOf(std::uint32_t column) const;
  double CostOf(std::uint32_t column) const { return columns_[column].cost; }

  // Prices of the rows, none below zero at an optimum: what one more unit of demand would cost.
  const std::vector<double>& duals() const { return duals_; }

  // Cost less what the duals pay for the entries.
  double ReducedCost(std::uint32_t column) const;

  double objective() const;

  // Columns in the basis with their amounts above zero, by column.
  std::vector<std::pair<std::uint32_t, double>> Amounts() const;

 private:
  struct Column {
    std::size_t first = 0;  // Of its entries.
    std::size_t last = 0;
    double cost = 0;
    double squares = 1;  // Sum over the entries, and 1 for its own amount.
  };

  // A variable is a column (0 and above), or the surplus or the shortage of a row.
  std::int64_t Surplus(std::size_t row) const { return -1 - static_cast<std::int64_t>(row); }
  std::int64_t Shortage(std::size_t row) const { return -1 - static_cast<std::int64_t>(rows_ + row); }

  std::int64_t BestOfPool();
  double ReducedCostOf(std::int64_t variable) const;
  double Saving(std::int64_t variable) const;
  double CostOfVariable(std::int64_t variable) const;
  void Direct(std::int64_t variable);
  bool Pivot(std::int64_t entering);
  void Eliminate(std::size_t pivot_row);
  void Refresh();
  void Refactor();

  std::size_t rows_;
  std::vector<double> demand_;  // Perturbed a little: ties of the ratio test are what makes simplex stall.
  std::vector<double> true_demand_;
  std::vector<double> shortage_cost_;
  std::vector<Column> columns_;
  std::vector<Entry> entries_;
  std::vector<double> inverse_;         // Of the basis; rows x rows, by rows.
  std::vector<std::int64_t> variable_;  // Basic in each row of the inverse.
  std::vector<double> amount_;
  std::vector<double> duals_;
  std::vector<double> direction_;         // Scratch: the inverse times the entering column.
  std::vector<std::uint32_t> nonzero_;    // Scratch: of the pivot row.
  std::vector<std::int64_t> candidates_;  // Priced in full now and then, in between only these.
  int pivots_since_refresh_ = 0;
  int refreshes_since_refactor_ = 0;
};

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_LINEAR_PROGRAM_H_
