// The linear program against every vertex of tiny ones.
#include "src/packing/column_lp.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "src/base/random.h"

namespace spotwright::packing {
namespace {

struct Column {
  std::vector<double> amounts;
  double cost;
};

// Solves the square system by Gauss-Jordan; false if it is singular.
bool Solve(std::vector<std::vector<double>> a, std::vector<double> b, std::vector<double>& x) {
  const std::size_t n = b.size();
  for (std::size_t c = 0; c < n; ++c) {
    std::size_t pivot = c;
    for (std::size_t r = c; r < n; ++r) {
      if (std::abs(a[r][c]) > std::abs(a[pivot][c])) pivot = r;
    }
    if (std::abs(a[pivot][c]) < 1e-9) return false;
    std::swap(a[c], a[pivot]);
    std::swap(b[c], b[pivot]);
    for (std::size_t r = 0; r < n; ++r) {
      if (r == c) continue;
      const double factor = a[r][c] / a[c][c];
      for (std::size_t k = c; k < n; ++k) a[r][k] -= factor * a[c][k];
      b[r] -= factor * b[c];
    }
  }
  x.resize(n);
  for (std::size_t c = 0; c < n; ++c) x[c] = b[c] / a[c][c];
  return true;
}

// The optimum of min c x, A x >= 1, x >= 0 lies at a vertex: a choice of as many columns, surplus ones among them, as
// there are rows.
double BestVertex(const std::vector<Column>& columns, std::size_t rows) {
  std::vector<Column> all = columns;
  for (std::size_t r = 0; r < rows; ++r) {
    Column surplus{std::vector<double>(rows, 0), 0};
    surplus.amounts[r] = -1;
    all.push_back(surplus);
  }
  double best = std::numeric_limits<double>::infinity();
  for (std::uint32_t chosen = 0; chosen < (1u << all.size()); ++chosen) {
    std::vector<std::size_t> basis;
    for (std::size_t j = 0; j < all.size(); ++j) {
      if ((chosen >> j & 1u) != 0) basis.push_back(j);
    }
    if (basis.size() != rows) continue;
    std::vector<std::vector<double>> a(rows, std::vector<double>(rows));
    for (std::size_t r = 0; r < rows; ++r) {
      for (std::size_t k = 0; k < rows; ++k) a[r][k] = all[basis[k]].amounts[r];
    }
    std::vector<double> x;
    if (!Solve(a, std::vector<double>(rows, 1.0), x)) continue;
    if (std::any_of(x.begin(), x.end(), [](double value) { return value < -1e-9; })) continue;
    double cost = 0;
    for (std::size_t k = 0; k < rows; ++k) cost += all[basis[k]].cost * x[k];
    best = std::min(best, cost);
  }
  return best;
}

TEST(ColumnLpTest, FindsTheBestVertex) {
  base::Random random(7);
  for (int round = 0; round < 400; ++round) {
    const std::size_t rows = 1 + random.Below(4);
    std::vector<Column> columns;
    std::vector<double> coefficient(rows), cost(rows);
    for (std::size_t r = 0; r < rows; ++r) {
      coefficient[r] = 0.1 + random.Unit();
      cost[r] = 0.1 + random.Unit();
      Column start{std::vector<double>(rows, 0), cost[r]};
      start.amounts[r] = coefficient[r];
      columns.push_back(start);
    }
    for (std::uint64_t more = random.Below(5); more > 0; --more) {
      Column column{std::vector<double>(rows), random.Unit()};
      for (double& amount : column.amounts) amount = random.Below(3) == 0 ? 0 : random.Unit();
      columns.push_back(column);
    }

    ColumnLp lp(std::vector<double>(rows, 1.0), coefficient, cost);
    int pivots = 0;
    for (bool moved = true; moved && pivots < 1000; ++pivots) {
      moved = lp.EnterSurplus();
      for (std::size_t j = 0; j < columns.size() && !moved; ++j) moved = lp.Enter(columns[j].amounts, columns[j].cost);
    }
    EXPECT_LT(pivots, 1000);
    EXPECT_NEAR(lp.objective(), BestVertex(columns, rows), 1e-7) << "round " << round;

    // The prices prove it: none is below zero, no column is worth more than it costs, and they add up to the cost.
    double sum = 0;
    for (const double price : lp.duals()) {
      EXPECT_GE(price, -1e-7);
      sum += price;
    }
    EXPECT_NEAR(sum, lp.objective(), 1e-7);
    for (const Column& column : columns) {
      double value = 0;
      for (std::size_t r = 0; r < rows; ++r) value += lp.duals()[r] * column.amounts[r];
      EXPECT_LE(value, column.cost + 1e-7);
    }
  }
}

TEST(ColumnLpTest, RefusesAColumnThatDoesNotPay) {
  ColumnLp lp({1, 1}, {1, 1}, {1, 1});
  EXPECT_EQ(lp.objective(), 2);
  EXPECT_FALSE(lp.Enter({1, 1}, 2));
  EXPECT_TRUE(lp.Enter({1, 1}, 1.5));
  EXPECT_NEAR(lp.objective(), 1.5, 1e-12);
}

}  // namespace
}  // namespace spotwright::packing
