#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "src/base/text.h"
#include "src/formats/number_text.h"
#include "src/formats/renderers.h"

namespace spotwright::formats {
namespace {

using base::Cat;
using base::Percent;

// The nodes of one pool, group and kind, added up. In doubles: sums over a foreign response may exceed any integer.
struct NodeSum {
  double count = 0;
  double price_usd_per_hour = 0;
  double cpu_allocatable = 0;
  double cpu_used = 0;
  double memory_allocatable = 0;
  double memory_used = 0;
  double pods = 0;

  void Add(const PackedNode& node) {
    ++count;
    price_usd_per_hour += node.price_usd_per_hour;
    cpu_allocatable += static_cast<double>(node.allocatable.cpu_millicores);
    cpu_used += static_cast<double>(node.used.cpu_millicores);
    memory_allocatable += static_cast<double>(node.allocatable.memory_bytes);
    memory_used += static_cast<double>(node.used.memory_bytes);
    for (const Placement& placement : node.placements) pods += static_cast<double>(placement.replicas);
  }
};

Text Fill(double used, double allocatable) { return allocatable > 0 ? FillCell(used / allocatable) : Text(); }

Table NodeTable(const std::vector<PackedNode>& nodes) {
  using Key = std::tuple<bool, Pool, std::string>;
  std::map<Key, NodeSum> sums;
  for (const PackedNode& node : nodes) sums[{node.existing, node.pool, node.group}].Add(node);
  double largest = 0;
  for (const auto& [key, sum] : sums) largest = std::max(largest, sum.price_usd_per_hour);
  const int decimals = UsdDecimals(largest);

  Table table;
  table.columns = PoolColumns();
  table.columns.insert(table.columns.begin(), {Column{"Nodes", Align::kRight}, Column{"State"}});
  for (Column column : {Column{"Group", Align::kLeft, 8, 4}, Column{"Total/h", Align::kRight},
                        Column{"Pods placed", Align::kRight, 0, 3}, Column{"CPU fill", Align::kRight, 0, 1},
                        Column{"Memory fill", Align::kRight, 0, 2}}) {
    table.columns.push_back(std::move(column));
  }
  for (const auto& [key, sum] : sums) {
    const auto& [existing, pool, group] = key;
    std::vector<Text> row = {base::Fixed(sum.count, 0), existing ? "running" : "new"};
    for (Text& cell : PoolCells(pool)) row.push_back(std::move(cell));
    for (Text cell : {Text(group), Text(Usd(sum.price_usd_per_hour, decimals)), Text(base::Fixed(sum.pods, 0)),
                      Fill(sum.cpu_used, sum.cpu_allocatable), Fill(sum.memory_used, sum.memory_allocatable)}) {
      row.push_back(std::move(cell));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

// What goes where, as long as it can be taken in.
Table PlacementTable(const std::vector<PackedNode>& nodes) {
  constexpr std::size_t kMaxNodes = 30;
  Table table;
  if (nodes.size() > kMaxNodes) return table;
  table.columns = {{"Node", Align::kLeft, 12}, {"Pods placed", Align::kLeft, 20}};
  for (const PackedNode& node : nodes) {
    std::string pods;
    for (const Placement& placement : node.placements) {
      pods += Cat(pods.empty() ? "" : ", ", placement.namespace_name, "/", placement.workload, " x ",
                  Count(placement.replicas));
    }
    table.rows.push_back({node.name, pods});
  }
  return table;
}

}  // namespace

Document RenderPack(const PackResponse& response) {
  const int decimals = UsdDecimals(response.cost_usd_per_hour);
  Document document;
  document.title = "Pack";
  document.Add(Verdict(response.feasible, "Every pod has a place.",
                       Cat(CountOf(response.unplaced_replicas, "pod has", "pods have"), " no place.")));
  KeyValues facts;
  facts.items.push_back({"New nodes", Cat(Count(response.new_nodes), ", ", Usd(response.cost_usd_per_hour, decimals),
                                          " per hour (", UsdPerMonth(response.cost_usd_per_hour), " per month)")});
  facts.items.push_back({"Lower bound", Cat(Usd(response.lower_bound_usd_per_hour, decimals),
                                            " per hour; the packing is at most ", Percent(response.gap), " above it")});
  facts.items.push_back({"Pods", Cat(Count(response.placed_replicas), " placed, ", Count(response.unplaced_replicas),
                                     " without a place")});
  facts.items.push_back({"Spot", Cat(Percent(response.spot_cpu_share), " of the CPU of spot-tolerant work")});
  document.Add(std::move(facts));
  document.AddSection("No place found", UnplacedList(response.unplaced));
  document.AddSection("Nodes", NodeTable(response.nodes));
  document.AddSection("Placements", PlacementTable(response.nodes));
  document.AddSection("Why", Sentences(response.reasons));
  return document;
}

}  // namespace spotwright::formats
