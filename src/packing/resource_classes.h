// ResourceClasses: what the continuous bound tells apart: items by where they may go, hosts by who may go there, and
// the rules that bind.
#ifndef SPOTWRIGHT_SRC_PACKING_RESOURCE_CLASSES_H_
#define SPOTWRIGHT_SRC_PACKING_RESOURCE_CLASSES_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "src/packing/instance.h"

namespace spotwright::packing {

// Hosts that are open to the same masks, as one.
struct HostGroup {
  std::vector<std::uint8_t> masks;  // Open, by mask.
  std::vector<double> supply;       // By resource.
  std::vector<double> rule_supply;  // By row of a rule.
};

// Items that are open to the same nodes. The sets may be unions, where classes were merged.
struct ItemClass {
  std::vector<std::uint8_t> kinds;
  std::vector<std::uint8_t> groups;
  std::vector<double> demand;  // By resource.
  std::vector<std::uint8_t> rules;
  double restart_cost_per_cpu = 0;  // The least among its items.
  std::vector<std::size_t> items;
};

// A rule that forces nodes: those of its items that hold it and are counted share what a node allows.
struct RuleRow {
  std::uint32_t rule = 0;
  double demand = 0;
};

// Free room, 0 where it is below.
double RoomOf(std::int64_t free);

// What is left of a rule's limit on a node in this state.
double RuleRoom(const Instance& instance, std::uint32_t rule, const std::vector<RuleState>& states);

// The few rules that force the most nodes: their items hold what they count.
std::vector<RuleRow> BindingRules(const Instance& instance, std::span<const std::int64_t> counts);

std::vector<HostGroup> GroupHosts(const Instance& instance, const std::vector<RuleRow>& rule_rows);

// Items with a count above 0 that some node can hold. Neighbouring classes are merged until all have few rows: that is
// valid, since a union of open sets only gives more choice.
std::vector<ItemClass> Classify(const Instance& instance, std::span<const std::int64_t> counts,
                                const std::vector<RuleRow>& rule_rows, const std::vector<HostGroup>& groups);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_RESOURCE_CLASSES_H_
