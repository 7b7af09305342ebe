#include "src/packing/linear_program.h"

#include <gtest/gtest.h>

#include <vector>

#include "src/base/random.h"

namespace spotwright::packing {
namespace {

using Entry = LinearProgram::Entry;

bool Solve(LinearProgram& program) {
  std::int64_t pivots = 10'000;
  return program.Solve(pivots);
}

TEST(LinearProgramTest, ShortageIsPaidWithoutColumns) {
  LinearProgram program({3, 2}, {10, 20});
  EXPECT_TRUE(Solve(program));
  EXPECT_DOUBLE_EQ(program.objective(), 70);
}

TEST(LinearProgramTest, ThreePairsCoverThreeRowsInHalves) {
  LinearProgram program({1, 1, 1}, {9, 9, 9});
  const std::vector<std::vector<Entry>> pairs = {{{0, 1}, {1, 1}}, {{1, 1}, {2, 1}}, {{0, 1}, {2, 1}}};
  for (const auto& pair : pairs) program.Add(pair, 1);
  EXPECT_TRUE(Solve(program));
  EXPECT_NEAR(program.objective(), 1.5, 1e-9);
  for (const auto& [column, amount] : program.Amounts()) EXPECT_NEAR(amount, 0.5, 1e-9) << column;
  for (const double dual : program.duals()) EXPECT_NEAR(dual, 0.5, 1e-9);
}

TEST(LinearProgramTest, ALimitHasItsPrice) {
  // Row 1: at most 2 of the cheap column.
  LinearProgram program({5, -2}, {100, 0});
  program.Add(std::vector<Entry>{{0, 1}, {1, -1}}, 1);
  program.Add(std::vector<Entry>{{0, 1}}, 4);
  EXPECT_TRUE(Solve(program));
  EXPECT_NEAR(program.objective(), 2 * 1 + 3 * 4, 1e-9);
  EXPECT_NEAR(program.duals()[1], 3, 1e-9);
}

TEST(LinearProgramTest, ColumnsAddedLaterEnter) {
  LinearProgram program({4}, {10});
  program.Add(std::vector<Entry>{{0, 1}}, 5);
  EXPECT_TRUE(Solve(program));
  EXPECT_NEAR(program.objective(), 20, 1e-9);
  program.Add(std::vector<Entry>{{0, 4}}, 8);
  EXPECT_TRUE(Solve(program));
  EXPECT_NEAR(program.objective(), 8, 1e-9);
}

// Optimal means: duals and amounts are both feasible, and worth the same.
TEST(LinearProgramTest, RandomProgramsSatisfyDuality) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    base::Random random(seed);
    const std::size_t rows = 1 + random.Below(30);
    std::vector<double> demand;
    for (std::size_t i = 0; i < rows; ++i) demand.push_back(static_cast<double>(1 + random.Below(9)));
    LinearProgram program(demand, std::vector<double>(rows, 50));
    const std::size_t columns = 3 * rows;
    for (std::size_t c = 0; c < columns; ++c) {
      std::vector<Entry> entries;
      for (std::uint32_t i = 0; i < rows; ++i) {
        if (random.Below(4) == 0) entries.push_back({i, static_cast<double>(1 + random.Below(3))});
      }
      program.Add(entries, static_cast<double>(1 + random.Below(20)));
    }
    ASSERT_TRUE(Solve(program));
    double dual_value = 0;
    for (std::size_t i = 0; i < rows; ++i) {
      EXPECT_GE(program.duals()[i], -1e-7);
      EXPECT_LE(program.duals()[i], 50 + 1e-7);
      dual_value += program.duals()[i] * demand[i];
    }
    for (std::uint32_t c = 0; c < columns; ++c) EXPECT_GE(program.ReducedCost(c), -1e-6);
    std::vector<double> short_of = demand;
    double cost = 0;
    for (const auto& [column, amount] : program.Amounts()) {
      cost += amount * program.CostOf(column);
      for (const Entry& entry : program.EntriesOf(column)) short_of[entry.row] -= amount * entry.value;
    }
    for (const double shortage : short_of) cost += 50 * std::max(0.0, shortage);
    EXPECT_NEAR(cost, dual_value, 1e-5 * (1 + cost)) << "seed " << seed;
  }
}

}  // namespace
}  // namespace spotwright::packing
