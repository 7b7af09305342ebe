#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "src/base/text.h"
#include "src/formats/number_text.h"
#include "src/formats/renderers.h"

namespace spotwright::formats {

using base::Cat;

List Sentences(const std::vector<Reason>& reasons, Tone tone) {
  constexpr std::size_t kMaxOfOneCode = 4;
  std::vector<std::pair<std::string, std::vector<const Reason*>>> groups;  // In the order of their first reason.
  std::map<std::string, std::size_t> group_of_code;
  for (const Reason& reason : reasons) {
    const auto [position, added] = group_of_code.try_emplace(reason.code, groups.size());
    if (added) groups.push_back({reason.code, {}});
    groups[position->second].second.push_back(&reason);
  }
  List list;
  for (const auto& [code, members] : groups) {
    const std::size_t shown = members.size() > kMaxOfOneCode ? kMaxOfOneCode - 1 : members.size();
    for (std::size_t i = 0; i < shown; ++i) {
      const Reason& reason = *members[i];
      list.items.push_back(Text(reason.sentence.empty() ? Words(reason.code) : reason.sentence, tone));
    }
    if (shown < members.size()) {
      const auto more = static_cast<std::int64_t>(members.size() - shown);
      list.items.push_back(Text(Cat("... and ", Count(more), " more like it (", Words(code), ")."), Tone::kFaint));
    }
  }
  return list;
}

List UnplacedList(const std::vector<Unplaced>& unplaced) {
  constexpr std::size_t kMaxShown = 25;
  List list;
  for (const Unplaced& item : unplaced) {
    if (list.items.size() == kMaxShown) {
      const auto more = static_cast<std::int64_t>(unplaced.size() - kMaxShown);
      list.items.push_back(Text(Cat("... and ", CountOf(more, "more workload.", "more workloads.")), Tone::kFaint));
      break;
    }
    std::string text = Cat(item.namespace_name, "/", item.workload, ", ", CountOf(item.replicas, "pod", "pods"), ":");
    if (item.reasons.empty()) text += " no reason is given.";
    for (const Reason& reason : item.reasons) {
      text += Cat(" ", reason.sentence.empty() ? Words(reason.code) + "." : reason.sentence);
    }
    list.items.push_back(Text(text, Tone::kBad));
  }
  return list;
}

std::vector<Column> PoolColumns() {
  return {{"Type", Align::kLeft, 12}, {"Zone", Align::kLeft, 10}, {"Capacity", Align::kLeft}};
}

std::vector<Text> PoolCells(const Pool& pool) {
  const Tone tone = pool.capacity_type == CapacityType::kSpot ? Tone::kGood : Tone::kPlain;
  return {pool.instance_type, pool.zone, Text(CapacityTypeName(pool.capacity_type), tone)};
}

Text FillCell(double share) {
  Text cell(base::Percent(share, 0));
  cell.bar = share;
  return cell;
}

Paragraph Verdict(bool feasible, const std::string& if_feasible, const std::string& if_not) {
  return feasible ? Paragraph{Text(if_feasible)} : Paragraph{Text(Cat("Not feasible: ", if_not), Tone::kBad)};
}

std::int64_t UnplacedReplicas(const std::vector<Unplaced>& unplaced) {
  // In doubles, since replicas of a foreign response may be any numbers.
  double replicas = 0;
  for (const Unplaced& item : unplaced) replicas += static_cast<double>(item.replicas);
  return static_cast<std::int64_t>(std::clamp(replicas, -9e18, 9e18));
}

}  // namespace spotwright::formats
