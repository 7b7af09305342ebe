#include "src/formats/event_documents.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "src/base/text.h"
#include "src/formats/timestamp.h"

namespace spotwright::formats {
namespace {

using base::Cat;

constexpr std::int64_t kAwsNoticeMs = 120'000;

template <typename E>
struct Word {
  std::string_view text;
  E value;
};

constexpr Word<InterruptionOutcome> kOutcomes[] = {{"terminate", InterruptionOutcome::kTerminate},
                                                   {"stop", InterruptionOutcome::kStop},
                                                   {"hibernate", InterruptionOutcome::kHibernate}};
constexpr Word<InstanceState> kStates[] = {{"pending", InstanceState::kPending},
                                           {"running", InstanceState::kRunning},
                                           {"stopping", InstanceState::kStopping},
                                           {"stopped", InstanceState::kStopped},
                                           {"shutting-down", InstanceState::kShuttingDown},
                                           {"terminated", InstanceState::kTerminated}};
constexpr Word<ScheduledEventType> kScheduled[] = {{"Freeze", ScheduledEventType::kFreeze},
                                                   {"Reboot", ScheduledEventType::kReboot},
                                                   {"Redeploy", ScheduledEventType::kRedeploy},
                                                   {"Preempt", ScheduledEventType::kPreempt},
                                                   {"Terminate", ScheduledEventType::kTerminate}};

// The value of one of these words; any other is an error at its place.
template <typename E, std::size_t kCount>
std::optional<E> OneOf(JsonView view, const Word<E> (&words)[kCount]) {
  const std::string_view text = view.RequiredText();
  std::string accepted;
  for (const Word<E>& word : words) {
    if (word.text == text) return word.value;
    accepted += Cat(accepted.empty() ? "" : ", ", word.text);
  }
  view.Refuse(accepted);
  return std::nullopt;
}

std::int64_t RequiredMoment(JsonView view) {
  const auto moment = ReadTimestamp(view.RequiredText());
  if (!moment || *moment < 0) view.Refuse("a moment such as 2026-11-22T01:46:40Z");
  return moment.value_or(0);
}

// Nothing where the event is not one that we answer.
std::optional<InterruptionEvent> ReadEvent(JsonView item, Tally& tally) {
  const std::string_view type = item["detail-type"].RequiredText();
  const JsonView detail = item["detail"];
  InterruptionEvent event;
  event.id = item["id"].RequiredText();
  if (type == "EC2 Spot Instance Interruption Warning") {
    event.kind = InterruptionKind::kInterruptionNotice;
    event.outcome = OneOf(detail["instance-action"], kOutcomes);
  } else if (type == "EC2 Instance Rebalance Recommendation") {
    event.kind = InterruptionKind::kRebalanceRecommendation;
  } else if (type == "EC2 Instance State-change Notification") {
    event.kind = InterruptionKind::kInstanceStateChange;
    event.instance_state = OneOf(detail["state"], kStates);
    if (event.instance_state == InstanceState::kPending) {
      tally.Skip("machine is only starting", event.id);
      return std::nullopt;
    }
  } else {
    tally.Skip("event of another kind", Cat(type, " ", event.id));
    return std::nullopt;
  }
  event.provider = CloudProvider::kAws;
  event.instance_id = detail["instance-id"].RequiredText();
  event.at_unix_ms = RequiredMoment(item["time"]);
  return event;
}

std::string Stem(const std::string& name) {
  const std::size_t slash = name.find_last_of("/\\");
  std::string stem = slash == std::string::npos ? name : name.substr(slash + 1);
  const std::size_t dot = stem.rfind('.');
  return dot == std::string::npos || dot == 0 ? stem : stem.substr(0, dot);
}

}  // namespace

void ReadEventBridge(JsonView root, std::vector<InterruptionEvent>& events, Tally& tally) {
  const auto read = [&](JsonView item) {
    if (auto event = ReadEvent(item, tally)) {
      events.push_back(*std::move(event));
      tally.Use();
    }
  };
  if (root.Is(JsonKind::kArray)) {
    for (const JsonView item : root.Items()) read(item);
  } else if (root["Records"].present()) {
    for (const JsonView item : root["Records"].Items()) read(item);
  } else {
    read(root);
  }
}

void ReadInstanceMetadata(JsonView root, const ImportSource& source, std::vector<InterruptionEvent>& events,
                          Tally& tally) {
  InterruptionEvent event;
  event.provider = CloudProvider::kAws;
  event.instance_id = source.machine.empty() ? Stem(source.name) : source.machine;
  if (event.instance_id.empty()) root.Fail("does not say of which machine; state the source's machine or its name");
  if (root["noticeTime"].present()) {
    event.kind = InterruptionKind::kRebalanceRecommendation;
    event.at_unix_ms = RequiredMoment(root["noticeTime"]);
    event.id = Cat("metadata/rebalance/", root["noticeTime"].Text());
  } else {
    event.kind = InterruptionKind::kInterruptionNotice;
    event.outcome = OneOf(root["action"], kOutcomes);
    event.ends_unix_ms = RequiredMoment(root["time"]);
    event.at_unix_ms = std::max<std::int64_t>(0, *event.ends_unix_ms - kAwsNoticeMs);
    event.id = Cat("metadata/", root["action"].Text(), "/", root["time"].Text());
  }
  events.push_back(std::move(event));
  tally.Use();
}

void ReadScheduledEvents(JsonView root, const ImportRequest& request, std::vector<InterruptionEvent>& events,
                         Tally& tally) {
  if (!root["Events"].present()) root["Events"].Refuse("a list of scheduled events");
  for (const JsonView item : root["Events"].Items()) {
    InterruptionEvent event;
    event.kind = InterruptionKind::kScheduledEvent;
    event.provider = CloudProvider::kAzure;
    event.id = item["EventId"].RequiredText();
    if (item["ResourceType"].Text("VirtualMachine") != "VirtualMachine") {
      tally.Skip("event is not about virtual machines", event.id);
      continue;
    }
    event.scheduled = OneOf(item["EventType"], kScheduled);
    const std::string_view status = item["EventStatus"].Text("Scheduled");
    if (status == "Completed" || status == "Canceled") {
      tally.Skip("event is over", event.id);
      continue;
    }
    event.started = status == "Started";
    if (!event.started && status != "Scheduled") item["EventStatus"].Refuse("Scheduled, Started, Completed, Canceled");
    event.by_owner = item["EventSource"].Text() == "User";
    const std::int64_t seconds = item["DurationInSeconds"].Integer(-1, -1, 1'000'000'000);
    if (seconds >= 0) event.duration_seconds = static_cast<double>(seconds);
    const std::string_view begin = item["NotBefore"].Text();
    event.at_unix_ms = request.now_unix_ms.value_or(0);
    if (!begin.empty()) {
      event.ends_unix_ms = ReadHttpDate(begin);
      if (!event.ends_unix_ms) item["NotBefore"].Refuse("a moment such as Mon, 19 Sep 2016 18:29:47 GMT, or nothing");
      if (!request.now_unix_ms) event.at_unix_ms = event.ends_unix_ms.value_or(0);
    } else if (request.now_unix_ms) {
      event.ends_unix_ms = request.now_unix_ms;
    } else {
      item["NotBefore"].Fail("is empty, as of an event that has started; state now_unix_ms");
    }
    for (const JsonView resource : item["Resources"].Items()) {
      event.instance_id = resource.RequiredText();
      events.push_back(event);
      tally.Use();
    }
  }
}

}  // namespace spotwright::formats
