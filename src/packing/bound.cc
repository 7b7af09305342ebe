#include "src/packing/bound.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "src/packing/column_lp.h"

namespace spotwright::packing {
namespace {

// More rows than this make the dense inverse slow; classes are then merged, which weakens the bound, never breaks it.
constexpr std::size_t kMaxRows = 240;
constexpr int kMaxPivots = 4000;
constexpr double kConverged = 1 + 1e-9;

// Shapes that are open to the same candidates. `open` may be a union, when classes were merged.
struct Class {
  std::vector<std::uint8_t> open;
  std::vector<double> demand;  // By resource.
  std::vector<std::size_t> shapes;
};

double Usd(std::int64_t micro) { return static_cast<double>(micro) / 1e6; }

void AddToClass(Class& into, const Problem& problem, std::size_t shape, std::int64_t count) {
  const Amounts& size = problem.shapes[shape].size;
  into.demand.resize(size.size(), 0);
  for (std::size_t r = 0; r < size.size(); ++r) {
    into.demand[r] += static_cast<double>(size[r]) * static_cast<double>(count);
  }
  into.shapes.push_back(shape);
}

// Where a shape may go, its size regarded.
std::vector<std::uint8_t> OpenTo(const Problem& problem, const Shape& shape) {
  std::vector<std::uint8_t> open = problem.masks[shape.any_zone_mask].candidates;
  for (std::size_t c = 0; c < open.size(); ++c) open[c] = open[c] != 0 && Fits(shape.size, problem.candidates[c].free);
  return open;
}

bool Any(const std::vector<std::uint8_t>& open) {
  return std::find(open.begin(), open.end(), std::uint8_t{1}) != open.end();
}

std::vector<Class> Classes(const Problem& problem, const std::vector<std::int64_t>& counts) {
  std::map<std::string, Class> by_open;
  for (std::size_t j = 0; j < counts.size(); ++j) {
    if (counts[j] == 0) continue;
    std::vector<std::uint8_t> open = OpenTo(problem, problem.shapes[j]);
    if (!Any(open)) continue;
    Class& into = by_open[std::string(open.begin(), open.end())];
    into.open = std::move(open);
    AddToClass(into, problem, j, counts[j]);
  }
  std::vector<Class> classes;
  classes.reserve(by_open.size());
  for (auto& [open, found] : by_open) classes.push_back(std::move(found));
  return classes;
}

// Merges the two classes whose open sets differ least until the rows are few enough.
void Merge(std::vector<Class>& classes, std::size_t resources) {
  while (classes.size() > 1 && classes.size() * resources > kMaxRows) {
    // Neighbours in the order of their sets share long prefixes: a cheap stand-in for the closest pair.
    std::vector<Class> merged;
    for (std::size_t i = 0; i < classes.size(); i += 2) {
      Class pair = std::move(classes[i]);
      if (i + 1 < classes.size()) {
        const Class& other = classes[i + 1];
        for (std::size_t c = 0; c < pair.open.size(); ++c) pair.open[c] |= other.open[c];
        for (std::size_t r = 0; r < pair.demand.size(); ++r) pair.demand[r] += other.demand[r];
        pair.shapes.insert(pair.shapes.end(), other.shapes.begin(), other.shapes.end());
      }
      merged.push_back(std::move(pair));
    }
    classes = std::move(merged);
  }
}

struct Row {
  std::size_t of_class;
  std::size_t resource;
};

// Demands are scaled to 1, which keeps bytes and millicores comparable.
class Program {
 public:
  Program(const Problem& problem, const std::vector<Class>& classes) : problem_(problem), classes_(classes) {
    row_of_.assign(classes.size(), std::vector<int>(problem.resources.size(), -1));
    for (std::size_t s = 0; s < classes.size(); ++s) {
      for (std::size_t r = 0; r < classes[s].demand.size(); ++r) {
        if (classes[s].demand[r] <= 0) continue;
        row_of_[s][r] = static_cast<int>(rows_.size());
        rows_.push_back({s, r});
      }
    }
    for (std::size_t c = 0; c < problem.candidates.size(); ++c) {
      if (std::any_of(classes.begin(), classes.end(), [&](const Class& k) { return k.open[c] != 0; }))
        used_.push_back(c);
    }
  }

  // Solves and returns the best bound met, with the prices of a unit of each row's resource at it.
  std::pair<double, std::vector<double>> Solve() const {
    std::vector<double> coefficient(rows_.size(), 0);
    std::vector<double> cost(rows_.size(), 0);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      double best = -1;
      for (const std::size_t c : used_) {
        const double supply = Supply(i, c);
        if (classes_[rows_[i].of_class].open[c] == 0 || supply <= 0) continue;
        const double price = Usd(problem_.candidates[c].price_micro);
        if (best < 0 || price / supply < best) {
          best = price / supply;
          coefficient[i] = supply;
          cost[i] = price;
        }
      }
    }
    ColumnLp lp(std::vector<double>(rows_.size(), 1.0), coefficient, cost);
    double bound = 0;
    std::vector<double> prices(rows_.size(), 0);
    std::vector<double> column(rows_.size());
    for (int pivot = 0; pivot < kMaxPivots; ++pivot) {
      if (lp.EnterSurplus()) continue;
      std::vector<double> y = lp.duals();
      for (double& price : y) price = std::max(price, 0.0);
      double worst_ratio = 0;
      double worst_excess = 0;
      std::size_t entering = 0;
      for (const std::size_t c : used_) {
        const double value = Value(y, c);
        const double price = Usd(problem_.candidates[c].price_micro);
        if (price > 0)
          worst_ratio = std::max(worst_ratio, value / price);
        else if (value > 0)
          worst_ratio = kInfinity;
        if (value - price > worst_excess) {
          worst_excess = value - price;
          entering = c;
        }
      }
      double sum = 0;
      for (const double price : y) sum += price;
      const double scale = std::max(1.0, worst_ratio);
      if (sum / scale > bound) {
        bound = sum / scale;
        for (std::size_t i = 0; i < y.size(); ++i) prices[i] = y[i] / scale;
      }
      if (worst_ratio <= kConverged || worst_excess <= 0) break;
      FillColumn(y, entering, column);
      if (!lp.Enter(column, Usd(problem_.candidates[entering].price_micro))) break;
    }
    return {bound, prices};
  }

  const std::vector<std::vector<int>>& row_of() const { return row_of_; }

 private:
  static constexpr double kInfinity = std::numeric_limits<double>::infinity();

  // What a candidate's resource is, in demands of the row.
  double Supply(std::size_t row, std::size_t candidate) const {
    const std::int64_t amount = problem_.candidates[candidate].free[rows_[row].resource];
    return static_cast<double>(amount) / classes_[rows_[row].of_class].demand[rows_[row].resource];
  }

  // The row that pays most for a resource of a candidate; -1 when none is open to it.
  int BestRow(const std::vector<double>& y, std::size_t candidate, std::size_t resource) const {
    int best = -1;
    double best_value = 0;
    for (std::size_t s = 0; s < classes_.size(); ++s) {
      const int row = row_of_[s][resource];
      if (row < 0 || classes_[s].open[candidate] == 0) continue;
      const double value = y[static_cast<std::size_t>(row)] / classes_[s].demand[resource];
      if (best < 0 || value > best_value) {
        best = row;
        best_value = value;
      }
    }
    return best;
  }

  double Value(const std::vector<double>& y, std::size_t candidate) const {
    double value = 0;
    for (std::size_t r = 0; r < problem_.resources.size(); ++r) {
      const int row = BestRow(y, candidate, r);
      if (row < 0) continue;
      const auto i = static_cast<std::size_t>(row);
      value += y[i] * Supply(i, candidate);
    }
    return value;
  }

  void FillColumn(const std::vector<double>& y, std::size_t candidate, std::vector<double>& column) const {
    std::fill(column.begin(), column.end(), 0.0);
    for (std::size_t r = 0; r < problem_.resources.size(); ++r) {
      const int row = BestRow(y, candidate, r);
      if (row >= 0) column[static_cast<std::size_t>(row)] = Supply(static_cast<std::size_t>(row), candidate);
    }
  }

  const Problem& problem_;
  const std::vector<Class>& classes_;
  std::vector<Row> rows_;
  std::vector<std::vector<int>> row_of_;
  std::vector<std::size_t> used_;
};

// A node is bought whole: the dearest of the cheapest homes is paid in any case.
std::int64_t CheapestHome(const Problem& problem, const std::vector<Class>& classes) {
  std::int64_t bound = 0;
  for (const Class& k : classes) {
    std::int64_t cheapest = kUnlimited;
    for (std::size_t c = 0; c < k.open.size(); ++c) {
      if (k.open[c] != 0) cheapest = std::min(cheapest, problem.candidates[c].price_micro);
    }
    bound = std::max(bound, cheapest);
  }
  return bound;
}

}  // namespace

Bound ContinuousBound(const Problem& problem, const std::vector<std::int64_t>& counts) {
  Bound bound;
  bound.shape_value_usd.assign(problem.shapes.size(), 0);
  std::vector<Class> classes = Classes(problem, counts);
  if (classes.empty()) return bound;
  bound.cost_micro = CheapestHome(problem, classes);
  Merge(classes, problem.resources.size());

  const Program program(problem, classes);
  const auto [usd, prices] = program.Solve();
  // Prices are whole micro-USD, so a cost at or above the bound is at or above the next whole one, once the solver's
  // own errors of rounding are allowed for.
  bound.cost_micro = std::max(bound.cost_micro, static_cast<std::int64_t>(std::ceil(usd * 1e6 * (1 - 1e-9))));
  for (std::size_t s = 0; s < classes.size(); ++s) {
    for (const std::size_t j : classes[s].shapes) {
      for (std::size_t r = 0; r < problem.resources.size(); ++r) {
        const int row = program.row_of()[s][r];
        if (row < 0) continue;
        bound.shape_value_usd[j] += prices[static_cast<std::size_t>(row)] *
                                    static_cast<double>(problem.shapes[j].size[r]) / classes[s].demand[r];
      }
    }
  }
  return bound;
}

}  // namespace spotwright::packing
