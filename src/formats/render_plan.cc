#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "src/base/text.h"
#include "src/formats/demand_chart.h"
#include "src/formats/number_text.h"
#include "src/formats/renderers.h"

namespace spotwright::formats {
namespace {

using base::Cat;
using base::Percent;

constexpr std::size_t kMaxSteps = 40;
constexpr std::size_t kExamples = 3;

std::string PerHourAndMonth(double usd_per_hour, int decimals) {
  return Cat(Usd(usd_per_hour, decimals), " per hour (", UsdPerMonth(usd_per_hour), " per month)");
}

// All amounts per hour in the summary have the same decimals, so that the saving is seen to be the difference.
int SummaryDecimals(const PlanSummary& summary) {
  return UsdDecimals(std::max(
      {summary.cost_now_usd_per_hour, summary.cost_planned_usd_per_hour, summary.cost_all_on_demand_usd_per_hour}));
}

Paragraph Headline(const PlanResponse& response) {
  const PlanSummary& summary = response.summary;
  if (!response.feasible) {
    return Paragraph{
        Text(Cat("Not feasible: ", CountOf(UnplacedReplicas(response.unplaced), "pod has", "pods have"), " no place."),
             Tone::kBad)};
  }
  if (response.steps.empty()) return Paragraph{Text("Nothing to do: the cluster stays as it is.", Tone::kGood)};
  const double saving = summary.savings_usd_per_hour;
  const std::string amount = PerHourAndMonth(std::abs(saving), SummaryDecimals(summary));
  if (saving >= 0) {
    return Paragraph{
        Text(Cat("Saves ", amount, ": ", Percent(summary.savings_share), " of today's cost."), Tone::kGood)};
  }
  return Paragraph{Text(Cat("Costs ", amount, " more than today."), Tone::kCaution)};
}

Table CostTable(const PlanSummary& summary) {
  const int decimals = SummaryDecimals(summary);
  const double now = summary.cost_now_usd_per_hour;
  Table table;
  table.columns = {
      {"Cost"}, {"Per hour", Align::kRight}, {"Per month", Align::kRight}, {"Against now", Align::kRight, 0, 1}};
  const auto add = [&](const char* name, double usd_per_hour, bool compare) {
    const std::string change = compare && now > 0 ? SignedPercent(usd_per_hour / now - 1) : "";
    table.rows.push_back({name, Usd(usd_per_hour, decimals), UsdPerMonth(usd_per_hour), change});
  };
  add("Now", now, false);
  add("Planned", summary.cost_planned_usd_per_hour, true);
  const double all_on_demand = summary.cost_all_on_demand_usd_per_hour;  // 0: could not be had; a warning says so.
  if (all_on_demand > 0) add("All on-demand", all_on_demand, true);
  add("Lower bound", summary.lower_bound_usd_per_hour, true);
  if (summary.cost_at_peak_usd_per_hour) add("At the peak ahead", *summary.cost_at_peak_usd_per_hour, true);
  for (Text& cell : table.rows[1]) cell.tone = Tone::kStrong;
  return table;
}

// "99.9500 %": rounded down, so that it never looks better than it is.
std::string AvailabilityText(double availability) {
  const double millionths = std::floor(availability * 1e6 + 1e-6);
  return Cat(base::Fixed(millionths / 1e4, 4), " %");
}

// What the warnings say of prices, in a line; the warnings themselves tell which pools.
std::string PriceAlerts(const std::vector<Reason>& warnings) {
  const auto count_of = [&](std::string_view code) {
    return std::count_if(warnings.begin(), warnings.end(), [&](const Reason& reason) { return reason.code == code; });
  };
  std::string text;
  if (const std::int64_t spikes = count_of("price_spike"); spikes > 0) text = CountOf(spikes, "spike", "spikes");
  if (const std::int64_t low = count_of("low_savings"); low > 0) {
    text += Cat(text.empty() ? "" : ", ", CountOf(low, "pool or region saves", "pools or regions save"), " little");
  }
  return text.empty() ? text : text + "; see the warnings";
}

KeyValues Facts(const PlanResponse& response) {
  const PlanSummary& summary = response.summary;
  const auto kept =
      std::count_if(response.nodes.begin(), response.nodes.end(), [](const PackedNode& node) { return node.existing; });
  KeyValues facts;
  facts.items.push_back({"Nodes", Cat(Count(summary.nodes_now), " now, ", Count(summary.nodes_planned),
                                      " planned: ", Count(kept), " kept, ", Count(std::ssize(response.nodes) - kept),
                                      " launched, ", Count(std::ssize(response.drains)), " drained")});
  facts.items.push_back({"Spot", Cat(Percent(summary.spot_cpu_share), " of the CPU of spot-tolerant work, ",
                                     Percent(summary.spot_cost_share), " of the cost")});
  if (summary.achieved_availability) {
    facts.items.push_back(
        {"Risk", Cat(AvailabilityText(*summary.achieved_availability),
                     " sure to hold the CPU of that work through the lead time, ",
                     base::Fixed(summary.expected_interruptions_per_month, 1), " interruptions a month expected")});
  }
  if (const std::string alerts = PriceAlerts(response.warnings); !alerts.empty()) {
    facts.items.push_back({"Prices", alerts});
  }
  facts.items.push_back(
      {"Pods", Cat(Count(summary.pods), " placed, ", Count(summary.pods_to_move), " of them change their node")});
  facts.items.push_back(
      {"Gap", Cat(Percent(summary.gap),
                  " above the lower bound: kept nodes, and the least that new ones could cost for their pods")});
  if (response.call_again_at_unix_ms) {
    facts.items.push_back({"Ask again", Cat("at ", Moment(*response.call_again_at_unix_ms),
                                            ", when an offer stops cooling or prices are judged anew")});
  }
  return facts;
}

Table LaunchTable(const std::vector<PlannedLaunch>& launches) {
  Table table;
  table.columns = PoolColumns();
  table.columns.insert(table.columns.begin(), Column{"Count", Align::kRight});
  for (Column column : {Column{"Group", Align::kLeft, 8, 5}, Column{"Each/h", Align::kRight, 0, 4},
                        Column{"Total/h", Align::kRight}, Column{"Interrupted", Align::kRight, 0, 3},
                        Column{"CPU fill", Align::kRight, 0, 1}, Column{"Memory fill", Align::kRight, 0, 2}}) {
    table.columns.push_back(std::move(column));
  }
  double largest = 0;
  double total_cost = 0;
  double total_count = 0;
  for (const PlannedLaunch& launch : launches) {
    largest = std::max(largest, launch.price_usd_per_hour);
    total_count += static_cast<double>(launch.count);
    total_cost += launch.price_usd_per_hour * static_cast<double>(launch.count);
  }
  const int each_decimals = UsdDecimals(largest);
  const int total_decimals = UsdDecimals(total_cost);
  for (const PlannedLaunch& launch : launches) {
    std::vector<Text> row = PoolCells(launch.pool);
    row.insert(row.begin(), Count(launch.count));
    for (Text cell : {Text(launch.group), Text(Usd(launch.price_usd_per_hour, each_decimals)),
                      Text(Usd(launch.price_usd_per_hour * static_cast<double>(launch.count), total_decimals)),
                      Text(InterruptionBand(launch.interruption_band)), FillCell(launch.cpu_fill_share),
                      FillCell(launch.memory_fill_share)}) {
      row.push_back(std::move(cell));
    }
    table.rows.push_back(std::move(row));
  }
  if (table.rows.size() > 1) {
    std::vector<Text> total(table.columns.size());
    total[0] = Count(static_cast<std::int64_t>(std::clamp(total_count, -9e18, 9e18)));
    total[6] = Usd(total_cost, total_decimals);
    table.rows.push_back(std::move(total));
    table.has_total = true;
  }
  return table;
}

Table ZoneTable(const std::vector<PlannedZone>& zones) {
  Table table;
  table.columns = {{"Zone"},
                   {"Nodes now", Align::kRight},
                   {"Planned", Align::kRight},
                   {"Change", Align::kRight},
                   {"vCPUs planned", Align::kRight, 0, 1}};
  for (const PlannedZone& zone : zones) {
    const double change = static_cast<double>(zone.nodes_planned) - static_cast<double>(zone.nodes_now);
    table.rows.push_back({zone.zone, Count(zone.nodes_now), Count(zone.nodes_planned),
                          Cat(change > 0 ? "+" : "", base::Fixed(change, 0)), Vcpus(zone.cpu_millicores_planned)});
  }
  return table;
}

std::string Names(const std::vector<std::string>& names) {
  constexpr std::size_t kMaxNames = 8;
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i == kMaxNames && names.size() > kMaxNames + 1) return Cat(text, " and ", names.size() - i, " more");
    text += Cat(i == 0 ? "" : ", ", names[i]);
  }
  return text;
}

// New nodes without pods are there for the availability target.
std::set<std::string> SparesOf(const PlanResponse& response) {
  std::set<std::string> spares;
  for (const PackedNode& node : response.nodes) {
    if (!node.existing && node.placements.empty()) spares.insert(node.name);
  }
  return spares;
}

std::string StepText(const PlanStep& step, const std::set<std::string>& spares) {
  const std::int64_t nodes = std::ssize(step.nodes);
  switch (step.action) {
    case PlanAction::kLaunch: {
      const std::string group = step.group.empty() ? "" : Cat(" in group ", step.group);
      const bool spare = nodes > 0 && spares.count(step.nodes[0]) > 0;
      return Cat("launch ", Count(nodes), " x ", PoolName(step.pool.value_or(Pool{})), group,
                 spare ? ", to spare" : "");
    }
    case PlanAction::kWaitUntilReady:
      return "wait until all launched nodes are ready";
    case PlanAction::kDrain: {
      const std::string moves =
          step.pods_moved > 0 ? Cat(" (", CountOf(step.pods_moved, "pod moves", "pods move"), ")") : "";
      return Cat("drain ", CountOf(nodes, "node", "nodes"), moves, ": ", Names(step.nodes));
    }
  }
  return step.sentence;
}

List StepList(const PlanResponse& response) {
  const std::set<std::string> spares = SparesOf(response);
  List list;
  list.ordered = true;
  for (const PlanStep& step : response.steps) {
    if (list.items.size() == kMaxSteps) break;
    list.items.push_back(StepText(step, spares));
  }
  return list;
}

using Pools = std::vector<const ConsideredPool*>;

// "c5.large spot in 3 zones, m5.large spot in 1 zone and 4 more"
std::string Kinds(const Pools& pools) {
  std::vector<std::pair<std::string, std::int64_t>> kinds;  // In the order of their first pool.
  std::map<std::string, std::size_t> index;
  for (const ConsideredPool* considered : pools) {
    const Pool& pool = considered->pool;
    const std::string kind = Cat(pool.instance_type, " ", CapacityTypeName(pool.capacity_type));
    const auto [position, added] = index.try_emplace(kind, kinds.size());
    if (added) kinds.push_back({kind, 0});
    ++kinds[position->second].second;
  }
  std::string text;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (i == kExamples && kinds.size() > kExamples + 1) return Cat(text, " and ", kinds.size() - i, " more");
    text += Cat(i == 0 ? "" : ", ", kinds[i].first, " in ", CountOf(kinds[i].second, "zone", "zones"));
  }
  return text;
}

// Pools that were not chosen, by the first reason of each; the reasons with most pools first.
Table RejectedTable(const std::vector<ConsideredPool>& pools) {
  std::map<std::string, Pools> by_code;
  for (const ConsideredPool& pool : pools) {
    if (pool.chosen_count > 0) continue;
    by_code[pool.reasons.empty() ? "not_needed" : pool.reasons[0].code].push_back(&pool);
  }
  std::vector<std::pair<std::string, Pools>> groups(by_code.begin(), by_code.end());
  std::stable_sort(groups.begin(), groups.end(),
                   [](const auto& a, const auto& b) { return a.second.size() > b.second.size(); });
  Table table;
  table.columns = {{"Why", Align::kLeft, 12},
                   {"Pools", Align::kRight},
                   {"Price/h from", Align::kRight, 0, 2},
                   {"Which", Align::kLeft, 16, 1}};
  for (const auto& [code, members] : groups) {
    const ConsideredPool* cheapest =
        *std::min_element(members.begin(), members.end(),
                          [](const auto* a, const auto* b) { return a->price_usd_per_hour < b->price_usd_per_hour; });
    table.rows.push_back({Capitalised(Words(code)), Count(std::ssize(members)),
                          Usd(cheapest->price_usd_per_hour, UsdDecimals(0)), Kinds(members)});
  }
  return table;
}

Table DemandTable(const std::vector<PlannedDemand>& demands) {
  Table table;
  table.columns = {{"Workload", Align::kLeft, 12},
                   {"Replicas now", Align::kRight},
                   {"Planned", Align::kRight},
                   {"At the peak", Align::kRight},
                   {"Peak", Align::kLeft, 0, 1}};
  for (const PlannedDemand& demand : demands) {
    table.rows.push_back({demand.workload, Count(demand.replicas_now), Count(demand.replicas_planned),
                          Count(demand.replicas_at_peak),
                          demand.replicas_at_peak > 0 ? Moment(demand.peak_unix_ms) : ""});
  }
  return table;
}

Table LaterTable(const std::vector<LaterLaunch>& launches) {
  Table table;
  table.columns = {{"Launch at"}, {"Ready by", Align::kLeft, 0, 1}, {"Nodes", Align::kRight}};
  for (const Column& column : PoolColumns()) table.columns.push_back(column);
  table.columns.push_back({"Price/h", Align::kRight, 0, 2});
  for (const LaterLaunch& launch : launches) {
    std::vector<Text> row = {Moment(launch.launch_at_unix_ms), Moment(launch.ready_by_unix_ms), Count(launch.count)};
    for (Text& cell : PoolCells(launch.pool)) row.push_back(std::move(cell));
    row.emplace_back(Usd(launch.price_usd_per_hour, UsdDecimals(0)));
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace

Document RenderPlan(const PlanResponse& response) {
  Document document;
  document.title = Text(response.policy_version.empty() ? "Plan" : Cat("Plan, policy ", response.policy_version));
  document.Add(Headline(response));
  document.Add(CostTable(response.summary));
  document.Add(Facts(response));
  document.AddSection("No place found", UnplacedList(response.unplaced));
  document.AddSection("Launches", LaunchTable(response.launches));
  document.AddSection("Zones", ZoneTable(response.zones));
  document.AddSection("Steps, in order", StepList(response));
  if (response.steps.size() > kMaxSteps) {
    const auto more = static_cast<std::int64_t>(response.steps.size() - kMaxSteps);
    document.Add(Paragraph{Text(Cat("... and ", CountOf(more, "more step.", "more steps.")), Tone::kFaint)});
  }
  document.AddSection("Demand ahead", DemandTable(response.demands));
  if (!response.demands.empty()) {
    const PlannedDemand& first = response.demands.front();
    document.AddSection(Cat("Demand of ", first.workload, ", with the band of its forecast"), DemandChart(first));
  }
  document.AddSection("To launch later", LaterTable(response.later_launches));
  document.AddSection("Pools not chosen", RejectedTable(response.pools));
  document.AddSection("Warnings", Sentences(response.warnings, Tone::kCaution));
  document.AddSection("Why", Sentences(response.reasons));
  return document;
}

}  // namespace spotwright::formats
