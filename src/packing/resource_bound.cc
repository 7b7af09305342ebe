#include "src/packing/resource_bound.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

#include "src/packing/attainable_cost.h"
#include "src/packing/linear_program.h"
#include "src/packing/resource_classes.h"

namespace spotwright::packing {
namespace {

constexpr int kMaxRounds = 200;
constexpr std::int64_t kMaxPivots = 20'000;
constexpr std::size_t kColumnsPerRound = 6;
constexpr double kTolerance = 1e-9;

// Rows: class by class its resources, then the rules, then one for each group of hosts. Demands are scaled to 1, which
// keeps bytes and millicores comparable.
class Program {
 public:
  Program(const Instance& instance, std::vector<RuleRow> rule_rows, std::vector<HostGroup> groups,
          std::vector<ItemClass> classes)
      : instance_(instance),
        rule_rows_(std::move(rule_rows)),
        groups_(std::move(groups)),
        classes_(std::move(classes)),
        resources_(instance.resources),
        first_rule_row_(classes_.size() * resources_),
        first_group_row_(first_rule_row_ + rule_rows_.size()) {
    GroupKinds();
    best_.assign(rows(), 0);
  }

  std::size_t rows() const { return first_group_row_ + groups_.size(); }

  double Solve() {
    std::vector<double> demand(rows(), 1.0);
    for (std::size_t row = 0; row < first_rule_row_; ++row) {
      if (DemandOf(row) <= 0) demand[row] = 0;
    }
    for (std::size_t row = first_group_row_; row < rows(); ++row) demand[row] = -1;
    LinearProgram program(demand, ShortageCosts());
    std::int64_t pivots = kMaxPivots;
    for (int round = 0; round < kMaxRounds; ++round) {
      const bool solved = program.Solve(pivots);
      y_ = program.duals();
      for (double& price : y_) price = std::max(price, 0.0);
      if (!AddColumns(program) || !solved) break;
    }
    return bound_;
  }

  // By item, at the duals of the best bound.
  std::vector<double> Values(std::size_t items) const {
    std::vector<double> values(items, 0);
    for (std::size_t c = 0; c < classes_.size(); ++c) {
      for (const std::size_t j : classes_[c].items) {
        const auto size = instance_.SizeOf(j);
        for (std::size_t r = 0; r < resources_; ++r) {
          if (size[r] > 0)
            values[j] += static_cast<double>(size[r]) * best_[c * resources_ + r] / classes_[c].demand[r];
        }
        for (std::size_t q = 0; q < rule_rows_.size(); ++q) {
          for (const RuleUse& use : instance_.items[j].rules) {
            if (!use.holds || use.rule != rule_rows_[q].rule) continue;
            values[j] += static_cast<double>(use.counted) * best_[first_rule_row_ + q] / rule_rows_[q].demand;
          }
        }
      }
    }
    return values;
  }

  // A node is bought whole: the dearest of the cheapest homes is paid in any case.
  double CheapestHome() const {
    double dearest = 0;
    for (const ItemClass& found : classes_) {
      if (std::ranges::find(found.groups, 1) != found.groups.end()) continue;
      double cheapest = std::numeric_limits<double>::infinity();
      for (std::size_t k = 0; k < found.kinds.size(); ++k) {
        if (found.kinds[k] != 0) cheapest = std::min(cheapest, Price(k));
      }
      dearest = std::max(dearest, cheapest);
    }
    return dearest;
  }

 private:
  // Kinds that are open to the same classes and have the same hazard pay the same for a unit of a resource.
  struct KindGroup {
    std::vector<std::size_t> classes;
    std::vector<std::uint8_t> rules;
    double hazard = 0;
    std::vector<std::size_t> kinds;
  };

  // The best use of each resource of a node: the row that pays most for it, and what it pays for a unit.
  struct Use {
    std::size_t row = 0;
    double price = 0;
    double surcharge = 0;  // Of a unit, within the price.
  };

  double Price(std::size_t kind) const { return static_cast<double>(instance_.kinds[kind].price_micro); }

  double DemandOf(std::size_t row) const { return classes_[row / resources_].demand[row % resources_]; }

  void GroupKinds() {
    std::map<std::pair<std::vector<std::size_t>, double>, std::size_t> index;
    for (std::size_t k = 0; k < instance_.kinds.size(); ++k) {
      std::vector<std::size_t> open;
      for (std::size_t c = 0; c < classes_.size(); ++c) {
        if (classes_[c].kinds[k] != 0) open.push_back(c);
      }
      if (open.empty()) continue;
      const double hazard = instance_.kinds[k].interruptions_per_hour;
      const auto [found, added] = index.try_emplace({open, hazard}, kind_groups_.size());
      if (added) {
        KindGroup group{open, std::vector<std::uint8_t>(rule_rows_.size(), 0), hazard, {}};
        for (const std::size_t c : open) {
          for (std::size_t q = 0; q < rule_rows_.size(); ++q) group.rules[q] |= classes_[c].rules[q];
        }
        kind_groups_.push_back(std::move(group));
      }
      kind_groups_[found->second].kinds.push_back(k);
    }
  }

  // A row alone costs at most what the cheapest kind asks that gives to it.
  std::vector<double> ShortageCosts() const {
    double dearest = 1;
    for (std::size_t k = 0; k < instance_.kinds.size(); ++k) dearest = std::max(dearest, Price(k));
    std::vector<double> costs(rows(), 0);
    std::vector<std::uint8_t> known(rows(), 0);
    const auto consider = [&](std::size_t row, std::size_t kind, double supply) {
      if (supply <= 0) return;
      const double cost = Price(kind) / supply;
      if (known[row] == 0 || cost < costs[row]) costs[row] = cost;
      known[row] = 1;
    };
    for (const KindGroup& group : kind_groups_) {
      for (const std::size_t k : group.kinds) {
        const auto free = instance_.FreeOfKind(k);
        for (const std::size_t c : group.classes) {
          for (std::size_t r = 0; r < resources_; ++r) {
            const std::size_t row = c * resources_ + r;
            if (DemandOf(row) <= 0) continue;
            const double unit = RoomOf(free[r]) / DemandOf(row);
            const double surcharge = r == 0 ? group.hazard * classes_[c].restart_cost_per_cpu * DemandOf(row) : 0;
            consider(row, k, unit > 0 ? Price(k) / (Price(k) / unit + surcharge) : 0);
          }
        }
        for (std::size_t q = 0; q < rule_rows_.size(); ++q) {
          if (group.rules[q] != 0) consider(first_rule_row_ + q, k, RuleSupply(q, k));
        }
      }
    }
    for (std::size_t row = 0; row < first_group_row_; ++row) {
      if (known[row] == 0) costs[row] = dearest;
    }
    return costs;
  }

  double RuleSupply(std::size_t q, std::size_t kind) const {
    return RuleRoom(instance_, rule_rows_[q].rule, instance_.kinds[kind].rules) / rule_rows_[q].demand;
  }

  Use BestUse(const std::vector<std::size_t>& classes, std::size_t resource, double hazard) const {
    Use best;
    for (const std::size_t c : classes) {
      const std::size_t row = c * resources_ + resource;
      if (DemandOf(row) <= 0) continue;
      const double surcharge = resource == 0 ? hazard * classes_[c].restart_cost_per_cpu : 0;
      const double price = y_[row] / DemandOf(row) - surcharge;
      if (price > best.price) best = {row, price, surcharge};
    }
    return best;
  }

  // Prices all nodes at the duals, keeps the bound if it is the best so far, and adds the columns that pay most.
  bool AddColumns(LinearProgram& program) {
    struct Paying {
      double ratio = 0;  // Of value to price.
      std::size_t group = 0;
      std::size_t kind = 0;
    };
    std::vector<Paying> paying;
    double theta = 1;
    for (std::size_t g = 0; g < kind_groups_.size(); ++g) {
      const KindGroup& group = kind_groups_[g];
      for (std::size_t r = 0; r < resources_; ++r)
        uses_.resize(resources_), uses_[r] = BestUse(group.classes, r, group.hazard);
      for (const std::size_t k : group.kinds) {
        const auto free = instance_.FreeOfKind(k);
        double value = 0;
        for (std::size_t r = 0; r < resources_; ++r) value += RoomOf(free[r]) * uses_[r].price;
        for (std::size_t q = 0; q < rule_rows_.size(); ++q) {
          if (group.rules[q] != 0) value += y_[first_rule_row_ + q] * RuleSupply(q, k);
        }
        if (value <= Price(k) * (1 + kTolerance)) continue;
        const double ratio = Price(k) > 0 ? value / Price(k) : std::numeric_limits<double>::infinity();
        theta = std::max(theta, ratio);
        paying.push_back({ratio, g, k});
      }
    }
    double bound = std::accumulate(y_.begin(), y_.begin() + static_cast<std::ptrdiff_t>(first_group_row_), 0.0);
    bool added = false;
    for (std::size_t g = 0; g < groups_.size(); ++g) {
      const double value = AddHosts(program, g);
      added |= value > y_[first_group_row_ + g] + kTolerance * (1 + value);
      bound -= value;
    }
    if (bound / theta > bound_) {
      bound_ = bound / theta;
      for (std::size_t row = 0; row < rows(); ++row) best_[row] = y_[row] / theta;
    }
    const std::size_t kept = std::min(kColumnsPerRound, paying.size());
    std::partial_sort(
        paying.begin(), paying.begin() + static_cast<std::ptrdiff_t>(kept), paying.end(),
        [](const Paying& a, const Paying& b) { return a.ratio != b.ratio ? a.ratio > b.ratio : a.kind < b.kind; });
    for (std::size_t i = 0; i < kept; ++i) AddKind(program, paying[i].group, paying[i].kind);
    return added || kept > 0;
  }

  void AddKind(LinearProgram& program, std::size_t g, std::size_t k) const {
    const KindGroup& group = kind_groups_[g];
    const auto free = instance_.FreeOfKind(k);
    std::vector<LinearProgram::Entry> column;
    double cost = Price(k);
    for (std::size_t r = 0; r < resources_; ++r) {
      const Use use = BestUse(group.classes, r, group.hazard);
      if (use.price <= 0 || free[r] <= 0) continue;
      column.push_back({static_cast<std::uint32_t>(use.row), RoomOf(free[r]) / DemandOf(use.row)});
      cost += use.surcharge * RoomOf(free[r]);
    }
    for (std::size_t q = 0; q < rule_rows_.size(); ++q) {
      if (group.rules[q] == 0 || y_[first_rule_row_ + q] <= 0) continue;
      column.push_back({static_cast<std::uint32_t>(first_rule_row_ + q), RuleSupply(q, k)});
    }
    program.Add(column, cost);
  }

  // What a group of hosts is worth at the duals; adds its column if that is more than it is credited with.
  double AddHosts(LinearProgram& program, std::size_t g) const {
    const HostGroup& group = groups_[g];
    std::vector<std::size_t> open;
    for (std::size_t c = 0; c < classes_.size(); ++c) {
      if (classes_[c].groups[g] != 0) open.push_back(c);
    }
    const std::size_t own_row = first_group_row_ + g;
    std::vector<LinearProgram::Entry> column = {{static_cast<std::uint32_t>(own_row), -1.0}};
    double value = 0;
    for (std::size_t r = 0; r < resources_; ++r) {
      const Use use = BestUse(open, r, 0);
      if (use.price <= 0 || group.supply[r] <= 0) continue;
      column.push_back({static_cast<std::uint32_t>(use.row), group.supply[r] / DemandOf(use.row)});
      value += use.price * group.supply[r];
    }
    for (std::size_t q = 0; q < rule_rows_.size(); ++q) {
      const double price = y_[first_rule_row_ + q];
      const bool used = std::any_of(open.begin(), open.end(), [&](std::size_t c) { return classes_[c].rules[q] != 0; });
      if (!used || price <= 0) continue;
      const double supply = group.rule_supply[q] / rule_rows_[q].demand;
      column.push_back({static_cast<std::uint32_t>(first_rule_row_ + q), supply});
      value += price * supply;
    }
    if (value > y_[own_row] + kTolerance * (1 + value)) program.Add(column, 0);
    return value;
  }

  const Instance& instance_;
  std::vector<RuleRow> rule_rows_;
  std::vector<HostGroup> groups_;
  std::vector<ItemClass> classes_;
  std::size_t resources_;
  std::size_t first_rule_row_;
  std::size_t first_group_row_;
  std::vector<KindGroup> kind_groups_;
  std::vector<double> y_;     // The duals of now.
  std::vector<double> best_;  // Those of the best bound, scaled to be valid.
  double bound_ = 0;
  std::vector<Use> uses_;
};

}  // namespace

ResourceBound BoundByResources(const Instance& instance, std::span<const std::int64_t> counts, bool with_hosts) {
  ResourceBound bound;
  const std::vector<RuleRow> rule_rows = BindingRules(instance, counts);
  std::vector<HostGroup> groups = with_hosts ? GroupHosts(instance, rule_rows) : std::vector<HostGroup>{};
  std::vector<ItemClass> classes = Classify(instance, counts, rule_rows, groups);
  Program program(instance, rule_rows, std::move(groups), std::move(classes));
  const double cost = std::max(program.Solve(), program.CheapestHome());
  // A surcharge is rounded to a micro-USD for each pod.
  double rounding = 0;
  if (std::ranges::any_of(instance.kinds, [](const Kind& kind) { return kind.interruptions_per_hour > 0; })) {
    for (const std::int64_t count : counts) rounding += 0.5 * static_cast<double>(count);
  }
  bound.cost_micro = AttainableCost(instance, cost - rounding);
  bound.values_micro = program.Values(instance.items.size());
  return bound;
}

}  // namespace spotwright::packing
