#include "src/packing/resource_bound.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <string>
#include <utility>

#include "src/packing/attainable_cost.h"
#include "src/packing/linear_program.h"

namespace spotwright::packing {
namespace {

// More rows than this cost more time than they strengthen the bound: neighbouring classes are then merged, which is
// valid, since a union of open sets only gives more choice.
constexpr std::size_t kMaxRows = 48;
constexpr std::size_t kMaxHostGroups = 8;
constexpr std::size_t kMaxRuleRows = 4;

constexpr int kMaxRounds = 200;
constexpr std::int64_t kMaxPivots = 20'000;
constexpr std::size_t kColumnsPerRound = 6;
constexpr double kTolerance = 1e-9;

// Hosts that are open to the same masks, as one.
struct HostGroup {
  std::vector<std::uint8_t> masks;  // Open, by mask.
  std::vector<double> supply;       // By resource.
  std::vector<double> rule_supply;  // By row of a rule.
};

// Items that are open to the same nodes. The sets may be unions, where classes were merged.
struct Class {
  std::vector<std::uint8_t> kinds;
  std::vector<std::uint8_t> groups;
  std::vector<double> demand;  // By resource.
  std::vector<std::uint8_t> rules;
  double restart_cost_per_cpu = 0;  // The least among its items.
  std::vector<std::size_t> items;
};

struct RuleRow {
  std::uint32_t rule = 0;
  double demand = 0;
};

double Room(std::int64_t free) { return static_cast<double>(std::max<std::int64_t>(0, free)); }

double RuleRoom(const Instance& instance, std::uint32_t rule, const std::vector<RuleState>& states) {
  std::int64_t room = instance.rules[rule].limit;
  for (const RuleState& state : states) {
    if (state.rule == rule) room -= state.counted;
  }
  return Room(room);
}

// The rules that force the most nodes: those whose items all hold what they count.
std::vector<RuleRow> BindingRules(const Instance& instance, std::span<const std::int64_t> counts) {
  std::vector<double> demand(instance.rules.size(), 0);
  for (std::size_t j = 0; j < counts.size(); ++j) {
    for (const RuleUse& use : instance.items[j].rules) {
      if (use.holds) demand[use.rule] += static_cast<double>(use.counted) * static_cast<double>(counts[j]);
    }
  }
  std::vector<std::pair<double, std::uint32_t>> forced;  // Nodes, below zero to sort the most first.
  for (std::uint32_t rule = 0; rule < demand.size(); ++rule) {
    const double limit = Room(instance.rules[rule].limit);
    if (demand[rule] > limit) forced.emplace_back(-demand[rule] / std::max(limit, 1.0), rule);
  }
  const std::size_t kept = std::min(kMaxRuleRows, forced.size());
  std::partial_sort(forced.begin(), forced.begin() + static_cast<std::ptrdiff_t>(kept), forced.end());
  std::vector<RuleRow> rows;
  for (std::size_t i = 0; i < kept; ++i) rows.push_back({forced[i].second, demand[forced[i].second]});
  return rows;
}

std::vector<HostGroup> GroupHosts(const Instance& instance, const std::vector<RuleRow>& rule_rows) {
  std::map<std::string, HostGroup> by_masks;  // Ordered, by the masks that are open.
  for (std::size_t h = 0; h < instance.hosts.size(); ++h) {
    std::vector<std::uint8_t> masks;
    masks.reserve(instance.masks.size());
    for (const Mask& mask : instance.masks) masks.push_back(mask.hosts[h]);
    const std::string key(masks.begin(), masks.end());
    auto found = by_masks.find(key);
    if (found == by_masks.end() && by_masks.size() >= kMaxHostGroups) found = std::prev(by_masks.end());
    if (found == by_masks.end()) {
      found = by_masks.emplace(key, HostGroup{masks, std::vector<double>(instance.resources, 0), {}}).first;
      found->second.rule_supply.assign(rule_rows.size(), 0);
    }
    HostGroup& group = found->second;
    for (std::size_t m = 0; m < masks.size(); ++m) group.masks[m] |= masks[m];
    const auto free = instance.FreeOfHost(h);
    for (std::size_t r = 0; r < free.size(); ++r) group.supply[r] += Room(free[r]);
    for (std::size_t q = 0; q < rule_rows.size(); ++q) {
      group.rule_supply[q] += RuleRoom(instance, rule_rows[q].rule, instance.hosts[h].rules);
    }
  }
  std::vector<HostGroup> groups;
  for (auto& [key, group] : by_masks) groups.push_back(std::move(group));
  return groups;
}

void Join(Class& into, Class&& other) {
  for (std::size_t k = 0; k < into.kinds.size(); ++k) into.kinds[k] |= other.kinds[k];
  for (std::size_t g = 0; g < into.groups.size(); ++g) into.groups[g] |= other.groups[g];
  for (std::size_t q = 0; q < into.rules.size(); ++q) into.rules[q] |= other.rules[q];
  for (std::size_t r = 0; r < into.demand.size(); ++r) into.demand[r] += other.demand[r];
  into.restart_cost_per_cpu = std::min(into.restart_cost_per_cpu, other.restart_cost_per_cpu);
  into.items.insert(into.items.end(), other.items.begin(), other.items.end());
}

std::vector<Class> Classify(const Instance& instance, std::span<const std::int64_t> counts,
                            const std::vector<RuleRow>& rule_rows, const std::vector<HostGroup>& groups) {
  // Items of one size and mask are open to the same nodes: looked up once.
  std::vector<std::size_t> order;
  for (std::size_t j = 0; j < counts.size(); ++j) {
    if (counts[j] > 0) order.push_back(j);
  }
  const auto alike = [&](std::size_t a, std::size_t b) {
    return instance.items[a].mask == instance.items[b].mask &&
           std::ranges::equal(instance.SizeOf(a), instance.SizeOf(b));
  };
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (instance.items[a].mask != instance.items[b].mask) return instance.items[a].mask < instance.items[b].mask;
    const auto x = instance.SizeOf(a);
    const auto y = instance.SizeOf(b);
    const auto difference = std::mismatch(x.begin(), x.end(), y.begin());
    return difference.first != x.end() ? *difference.first < *difference.second : a < b;
  });

  std::map<std::string, Class> by_open;
  Class* into = nullptr;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::size_t j = order[i];
    const Item& item = instance.items[j];
    const auto size = instance.SizeOf(j);
    if (i == 0 || !alike(order[i - 1], j)) {
      std::vector<std::uint8_t> kinds = instance.masks[item.mask].kinds;
      for (std::size_t k = 0; k < kinds.size(); ++k) {
        if (kinds[k] == 0) continue;
        const auto free = instance.FreeOfKind(k);
        for (std::size_t r = 0; r < size.size(); ++r) kinds[k] &= static_cast<std::uint8_t>(size[r] <= free[r]);
      }
      std::vector<std::uint8_t> open_groups;
      for (const HostGroup& group : groups) open_groups.push_back(group.masks[item.mask]);
      const auto any = [](const std::vector<std::uint8_t>& open) { return std::ranges::find(open, 1) != open.end(); };
      if (!any(kinds) && !any(open_groups)) {
        into = nullptr;
        continue;
      }
      std::string key(kinds.begin(), kinds.end());
      key.append(open_groups.begin(), open_groups.end());
      into = &by_open[key];
      into->kinds = std::move(kinds);
      into->groups = std::move(open_groups);
    }
    if (into == nullptr) continue;
    const bool first = into->items.empty();
    into->demand.resize(instance.resources, 0);
    into->rules.resize(rule_rows.size(), 0);
    for (std::size_t r = 0; r < size.size(); ++r) {
      into->demand[r] += static_cast<double>(size[r]) * static_cast<double>(counts[j]);
    }
    const double restart = size[0] > 0 ? item.restart_cost_micro / static_cast<double>(size[0]) : 0;
    into->restart_cost_per_cpu = first ? restart : std::min(into->restart_cost_per_cpu, restart);
    for (std::size_t q = 0; q < rule_rows.size(); ++q) {
      for (const RuleUse& use : item.rules) into->rules[q] |= use.holds && use.rule == rule_rows[q].rule;
    }
    into->items.push_back(j);
  }

  std::vector<Class> classes;
  for (auto& [open, found] : by_open) classes.push_back(std::move(found));
  // Neighbours in the order of their sets share long prefixes: a cheap stand-in for the closest pair.
  while (classes.size() > 1 && classes.size() * instance.resources > kMaxRows) {
    std::vector<Class> merged;
    for (std::size_t i = 0; i < classes.size(); ++i) {
      if (i % 2 == 0) {
        merged.push_back(std::move(classes[i]));
      } else {
        Join(merged.back(), std::move(classes[i]));
      }
    }
    classes = std::move(merged);
  }
  return classes;
}

// Rows: class by class its resources, then the rules, then one for each group of hosts. Demands are scaled to 1, which
// keeps bytes and millicores comparable.
class Program {
 public:
  Program(const Instance& instance, std::vector<RuleRow> rule_rows, std::vector<HostGroup> groups,
          std::vector<Class> classes)
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
    kind_nodes_.assign(instance_.kinds.size(), 0);
    for (const auto& [column, amount] : program.Amounts()) {
      if (kind_of_column_[column] < kind_nodes_.size()) kind_nodes_[kind_of_column_[column]] += amount;
    }
    return bound_;
  }

  const std::vector<double>& kind_nodes() const { return kind_nodes_; }

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
    for (const Class& found : classes_) {
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
            const double unit = Room(free[r]) / DemandOf(row);
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
        for (std::size_t r = 0; r < resources_; ++r) value += Room(free[r]) * uses_[r].price;
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

  void AddKind(LinearProgram& program, std::size_t g, std::size_t k) {
    const KindGroup& group = kind_groups_[g];
    const auto free = instance_.FreeOfKind(k);
    std::vector<LinearProgram::Entry> column;
    double cost = Price(k);
    for (std::size_t r = 0; r < resources_; ++r) {
      const Use use = BestUse(group.classes, r, group.hazard);
      if (use.price <= 0 || free[r] <= 0) continue;
      column.push_back({static_cast<std::uint32_t>(use.row), Room(free[r]) / DemandOf(use.row)});
      cost += use.surcharge * Room(free[r]);
    }
    for (std::size_t q = 0; q < rule_rows_.size(); ++q) {
      if (group.rules[q] == 0 || y_[first_rule_row_ + q] <= 0) continue;
      column.push_back({static_cast<std::uint32_t>(first_rule_row_ + q), RuleSupply(q, k)});
    }
    program.Add(column, cost);
    kind_of_column_.push_back(k);
  }

  // What a group of hosts is worth at the duals; adds its column if that is more than it is credited with.
  double AddHosts(LinearProgram& program, std::size_t g) {
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
    if (value > y_[own_row] + kTolerance * (1 + value)) {
      program.Add(column, 0);
      kind_of_column_.push_back(instance_.kinds.size());
    }
    return value;
  }

  const Instance& instance_;
  std::vector<RuleRow> rule_rows_;
  std::vector<HostGroup> groups_;
  std::vector<Class> classes_;
  std::size_t resources_;
  std::size_t first_rule_row_;
  std::size_t first_group_row_;
  std::vector<KindGroup> kind_groups_;
  std::vector<double> y_;     // The duals of now.
  std::vector<double> best_;  // Those of the best bound, scaled to be valid.
  double bound_ = 0;
  std::vector<std::size_t> kind_of_column_;  // The number of kinds stands for hosts.
  std::vector<double> kind_nodes_;
  std::vector<Use> uses_;
};

}  // namespace

ResourceBound BoundByResources(const Instance& instance, std::span<const std::int64_t> counts) {
  ResourceBound bound;
  const std::vector<RuleRow> rule_rows = BindingRules(instance, counts);
  std::vector<HostGroup> groups = GroupHosts(instance, rule_rows);
  std::vector<Class> classes = Classify(instance, counts, rule_rows, groups);
  Program program(instance, rule_rows, std::move(groups), std::move(classes));
  const double cost = std::max(program.Solve(), program.CheapestHome());
  // A surcharge is rounded to a micro-USD for each pod.
  double rounding = 0;
  if (std::ranges::any_of(instance.kinds, [](const Kind& kind) { return kind.interruptions_per_hour > 0; })) {
    for (const std::int64_t count : counts) rounding += 0.5 * static_cast<double>(count);
  }
  bound.cost_micro = AttainableCost(instance, cost - rounding);
  bound.values_micro = program.Values(instance.items.size());
  bound.kind_nodes = program.kind_nodes();
  return bound;
}

}  // namespace spotwright::packing
