// ColumnLp: min c x  subject to  A x >= d, x >= 0, where columns of A are added as they are found to pay.
//
// Primal simplex with a dense inverse of the basis. Deterministic: ties by the lowest index, fixed order of sums.
#ifndef SPOTWRIGHT_SRC_PACKING_COLUMN_LP_H_
#define SPOTWRIGHT_SRC_PACKING_COLUMN_LP_H_

#include <cstddef>
#include <vector>

namespace spotwright::packing {

class ColumnLp {
 public:
  // One row for each demand (> 0). Row i starts covered by a column that holds coefficient[i] (> 0) in row i alone
  // and costs cost[i]: a feasible basis without artificial variables.
  ColumnLp(std::vector<double> demand, const std::vector<double>& coefficient, const std::vector<double>& cost);

  // Prices of the rows at the present basis: what one more unit of demand would cost.
  const std::vector<double>& duals() const { return duals_; }

  // Brings a column into the basis; false when its reduced cost is not below zero. O(rows^2).
  bool Enter(const std::vector<double>& column, double cost);

  // Enters the surplus of a row whose dual is negative; false when there is none.
  bool EnterSurplus();

  double objective() const;

 private:
  void RecomputeDuals();

  std::size_t rows_;
  std::vector<double> inverse_;  // rows x rows, by rows.
  std::vector<double> basic_;    // Values of the basic variables.
  std::vector<double> basic_cost_;
  std::vector<double> duals_;
  std::vector<double> direction_;  // Scratch.
  int pivots_since_recompute_ = 0;
};

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_COLUMN_LP_H_
