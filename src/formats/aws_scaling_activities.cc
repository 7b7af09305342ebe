#include "src/formats/aws_scaling_activities.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "src/base/text.h"
#include "src/formats/timestamp.h"

namespace spotwright::formats {
namespace {

constexpr std::string_view kLaunching = "Launching a new EC2 instance";
constexpr std::string_view kTerminating = "Terminating EC2 instance";

// "i-0abc" of "Launching a new EC2 instance: i-0abc"; empty where it names none.
std::string InstanceOf(std::string_view description) {
  const auto at = description.find(": i-");
  if (at == std::string_view::npos) return "";
  description.remove_prefix(at + 2);
  return std::string(description.substr(0, description.find_first_not_of("-0123456789abcdefghijklmnopqrstuvwxyz")));
}

// "UnfulfillableCapacity" of "Could not launch Spot Instances. UnfulfillableCapacity - There is no ...". Groups of one
// type give a message alone.
std::string CodeOf(std::string_view message) {
  for (const std::string_view opening :
       {"Could not launch Spot Instances. ", "Could not launch On-Demand Instances. "}) {
    if (message.starts_with(opening)) message.remove_prefix(opening.size());
  }
  const std::string_view code = message.substr(0, message.find(" - "));
  if (code.empty() || code.size() == message.size()) return "";
  const bool is_code = std::all_of(code.begin(), code.end(),
                                   [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.'; });
  return is_code ? std::string(code) : "";
}

// Details is JSON in a string: {"Subnet ID":"subnet-1","Availability Zone":"eu-west-1a"}. What cannot be read there is
// not told.
std::string ZoneOf(std::string_view details) {
  JsonTree tree(details);
  if (tree.error() || !tree.Root().Is(JsonKind::kObject)) return "";
  std::string zone(tree.Root()["Availability Zone"].Text());
  return tree.error() ? "" : zone;
}

std::optional<std::int64_t> MomentOf(JsonView view) {
  if (!view.present()) return std::nullopt;
  const auto moment = ReadTimestamp(view.RequiredText());
  if (!moment) view.Refuse("a moment such as 2026-01-31T08:00:00.000Z");
  return moment;
}

}  // namespace

bool ReadScalingActivities(JsonView root, std::vector<LaunchEvent>& events, Tally& tally) {
  const JsonView activities = root["Activities"];
  if (!activities.present()) activities.Refuse("a list of activities");
  for (const JsonView activity : activities.Items()) {
    LaunchEvent event;
    event.id = activity["ActivityId"].RequiredText();
    event.group = activity["AutoScalingGroupName"].RequiredText();
    const std::string_view description = activity["Description"].Text();
    const std::string_view status = activity["StatusCode"].RequiredText();
    const auto start = MomentOf(activity["StartTime"]);
    const auto end = MomentOf(activity["EndTime"]);
    if (!start) activity["StartTime"].Refuse("a moment such as 2026-01-31T08:00:00.000Z");
    const std::string_view message = activity["StatusMessage"].Text();
    const std::string_view details = activity["Details"].Text();
    if (root.failed()) return false;
    event.at_unix_ms = std::max<std::int64_t>({0, *start, end.value_or(0)});  // The end is cut to whole seconds.
    event.zone = ZoneOf(details);
    const std::string instance = InstanceOf(description);
    const bool launch = description.starts_with(kLaunching);
    const bool done = status == "Successful";
    if (!launch && !description.starts_with(kTerminating)) {
      tally.Skip("activity is neither a launch nor an end", event.id);
      continue;
    }
    if (launch && (status == "Failed" || status == "Cancelled")) {
      event.kind = LaunchEventKind::kLaunchFailed;
      event.provider = CloudProvider::kAws;
      event.code = CodeOf(message);
      event.message = message;
    } else if (instance.empty() || (!launch && !done)) {
      tally.Skip(base::Cat("activity is ", status), event.id);
      continue;
    } else {
      event.kind = !launch ? LaunchEventKind::kTerminated
                   : done  ? LaunchEventKind::kInService
                           : LaunchEventKind::kLaunched;
      if (launch && !done) event.id += "/launched";  // Of the same activity another event is to come.
      event.instances = {instance};
    }
    tally.Use();
    events.push_back(std::move(event));
  }
  return !root["NextToken"].Text().empty();
}

}  // namespace spotwright::formats
