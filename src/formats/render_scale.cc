#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "src/base/text.h"
#include "src/formats/number_text.h"
#include "src/formats/renderers.h"
#include "src/model/field.h"

namespace spotwright::formats {
namespace {

using base::Cat;

std::string Signed(std::int64_t change) { return Cat(change > 0 ? "+" : "", Count(change)); }

std::string Maybe(const std::optional<std::int64_t>& nodes) { return nodes ? Count(*nodes) : ""; }

Table Groups(const std::vector<GroupScale>& groups) {
  Table table;
  table.columns = {{"Group", Align::kLeft, 8},
                   {"Ready", Align::kRight},
                   {"On their way", Align::kRight},
                   {"Metrics ask", Align::kRight, 0, 1},
                   {"Forecast asks", Align::kRight, 0, 2},
                   {"Schedule asks", Align::kRight, 0, 3},
                   {"Desired", Align::kRight},
                   {"Change", Align::kRight}};
  for (const GroupScale& group : groups) {
    const Tone tone = group.change > 0 ? Tone::kCaution : group.change < 0 ? Tone::kGood : Tone::kFaint;
    table.rows.push_back({group.name, Count(group.ready_nodes),
                          group.in_flight_nodes > 0 ? Count(group.in_flight_nodes) : "", Maybe(group.reactive_nodes),
                          Maybe(group.predictive_nodes), Maybe(group.scheduled_nodes), Count(group.desired_nodes),
                          Text(group.change == 0 ? "hold" : Signed(group.change), tone)});
  }
  return table;
}

Table Rules(const std::vector<GroupScale>& groups) {
  Table table;
  table.columns = {{"Group", Align::kLeft, 8},
                   {"Metric", Align::kLeft, 8},
                   {"Reading", Align::kRight},
                   {"Finding"},
                   {"Asks for", Align::kRight}};
  for (const GroupScale& group : groups) {
    for (const RuleResult& rule : group.rules) {
      const model::EnumValue* finding = model::EnumOf<RuleFinding>().Find(static_cast<std::int32_t>(rule.finding));
      const bool alarming = rule.finding == RuleFinding::kUp || rule.finding == RuleFinding::kMissing;
      table.rows.push_back(
          {group.name, rule.metric, rule.value ? base::Number(*rule.value) : "",
           Text(finding == nullptr ? "" : Words(finding->name), alarming ? Tone::kCaution : Tone::kPlain),
           Maybe(rule.wanted_nodes)});
    }
  }
  return table;
}

Table Removals(const std::vector<GroupScale>& groups) {
  Table table;
  table.columns = {{"Node", Align::kLeft, 12}, {"Group", Align::kLeft, 8, 2}, {"Zone", Align::kLeft, 8}, {"Capacity"},
                   {"Pods", Align::kRight},    {"Why", Align::kLeft, 16, 1}};
  for (const GroupScale& group : groups) {
    for (const Removal& removal : group.removals) {
      table.rows.push_back({removal.node, group.name, removal.zone, CapacityTypeName(removal.capacity_type),
                            Count(removal.pods), removal.sentence});
    }
  }
  return table;
}

Table Planned(const std::vector<GroupScale>& groups) {
  Table table;
  table.columns = {{"Launch at"}, {"Ready by"}, {"Group", Align::kLeft, 8}, {"Nodes in all", Align::kRight}};
  for (const GroupScale& group : groups) {
    for (const PlannedScale& planned : group.planned) {
      table.rows.push_back(
          {Moment(planned.launch_at_unix_ms), Moment(planned.ready_by_unix_ms), group.name, Count(planned.nodes)});
    }
  }
  return table;
}

}  // namespace

Document RenderScale(const ScaleResponse& response) {
  Document document;
  document.title = "Scale";
  document.Add(Verdict(response.feasible,
                       CountOf(static_cast<std::int64_t>(response.groups.size()), "group.", "groups."),
                       "a group needs more than its maximum, or nobody knows how many nodes it has."));
  document.AddSection("Groups", Groups(response.groups));
  document.AddSection("Rules", Rules(response.groups));
  document.AddSection("Nodes that go", Removals(response.groups));
  document.AddSection("Launches to come", Planned(response.groups));
  std::vector<Reason> reasons = response.reasons;
  for (const GroupScale& group : response.groups) {
    for (Reason reason : group.reasons) {
      if (response.groups.size() > 1) reason.sentence = Cat(group.name, ": ", reason.sentence);
      reasons.push_back(std::move(reason));
    }
    for (const KeptNode& node : group.kept) reasons.insert(reasons.end(), node.reasons.begin(), node.reasons.end());
  }
  document.AddSection("Why", Sentences(reasons));
  return document;
}

}  // namespace spotwright::formats
