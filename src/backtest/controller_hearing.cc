// What the controller hears and sees, in the words of respond and launch.
#include <algorithm>
#include <string>
#include <utility>

#include "src/backtest/controller_names.h"
#include "src/backtest/deciding_controller.h"

namespace spotwright::backtest {
namespace {

constexpr std::int64_t kListedAfterEndMs = 3'600'000;  // Clouds show machines for a while after their end.
constexpr std::int64_t kTellAgainMs = 3'600'000;

enum Stage { kUnknownStage = 0, kLaunchedStage = 1, kServiceStage = 2, kReadyStage = 3, kGoneStage = 4 };

Stage StageOf(const Instance& machine) {
  switch (machine.state) {
    case MachineState::kPending:
      return kLaunchedStage;
    case MachineState::kInService:
      return kServiceStage;
    case MachineState::kReady:
    case MachineState::kNotReady:
      return kReadyStage;
    case MachineState::kEnded:
      return kGoneStage;
  }
  return kUnknownStage;
}

LaunchEvent EventOf(Stage stage, std::int64_t machine, std::int64_t at_ms) {
  static constexpr const char* kWords[] = {"", "launched:", "service:", "ready:", "gone:"};
  static constexpr LaunchEventKind kKinds[] = {{},
                                               LaunchEventKind::kLaunched,
                                               LaunchEventKind::kInService,
                                               LaunchEventKind::kReady,
                                               LaunchEventKind::kTerminated};
  LaunchEvent event;
  event.id = kWords[stage] + std::to_string(machine);
  event.kind = kKinds[stage];
  event.at_unix_ms = at_ms;
  event.instances = {MachineName(machine)};
  return event;
}

}  // namespace

void DecidingController::See(const Sight& sight) {
  alive_.clear();
  for (std::size_t p = 0; p < world_.pools.size(); ++p) {
    const std::vector<std::int64_t>& alive = sight.cloud.alive(static_cast<int>(p));
    alive_.insert(alive_.end(), alive.begin(), alive.end());
  }
  std::ranges::sort(alive_);
  for (Want& want : carried_.wants) want.machines.clear();
  if (carried_.wants.empty()) return;
  for (const std::int64_t machine : alive_) {
    if (Want* want = WantOf(sight, machine)) want->machines.push_back(machine);
  }
}

void DecidingController::TellListed(const Sight& sight) {
  const std::vector<Instance>& machines = sight.cloud.instances();
  told_.resize(machines.size(), kUnknownStage);
  for (std::size_t m = 0; m < machines.size(); ++m) {
    const Instance& machine = machines[m];
    const Stage stage = StageOf(machine);
    if (machine.order < 0 || told_[m] >= stage) continue;
    if (stage == kGoneStage && machine.ended_ms < sight.now_ms - kListedAfterEndMs) continue;
    told_[m] = stage;
    const std::string& token = sight.cloud.orders()[static_cast<std::size_t>(machine.order)].token;
    if (!carried_.attempts.contains(token)) continue;
    // Another event than what is heard: that does not say of which attempt it is.
    LaunchEvent event = EventOf(stage, static_cast<std::int64_t>(m), sight.now_ms);
    event.id.insert(0, "listed-");
    event.attempt = token;
    if (stage == kLaunchedStage) event.at_unix_ms = machine.created_ms;
    launch_.events.push_back(std::move(event));
  }
  for (const std::int64_t machine : alive_) {
    const ClusterNode* node = sight.cluster.Find(machine);
    if (node == nullptr || node->ready) continue;
    // A case that came to nothing is closed: where the silence goes on, it is news again.
    const auto [told, is_new] = told_silent_.try_emplace(machine, node->unready_since_ms);
    const bool again = sight.now_ms - told->second >= kTellAgainMs;
    if (!is_new && told->second >= node->unready_since_ms && !again) continue;
    if (!is_new) told->second = again ? sight.now_ms : node->unready_since_ms;
    InterruptionEvent event;
    event.id = "unready:" + std::to_string(machine) + ":" + std::to_string(told->second);
    event.kind = InterruptionKind::kNodeNotReady;
    event.node = MachineName(machine);
    event.at_unix_ms = told->second;
    event.provider = ProviderOf(world_);
    respond_.events.push_back(std::move(event));
  }
}

void DecidingController::Hear(const Sight& sight) {
  respond_.events.clear();
  launch_.events.clear();
  for (const Heard& heard : sight.heard) {
    const CloudEvent& event = heard.event;
    if (event.kind == CloudEventKind::kAnswered) {
      const std::string& token = sight.cloud.orders()[static_cast<std::size_t>(event.order)].token;
      if (event.granted > 0) {
        LaunchEvent granted = EventOf(kLaunchedStage, event.instance, event.at_ms);
        granted.id = "granted:" + token;
        granted.attempt = token;
        for (std::int64_t i = 1; i < event.granted; ++i) granted.instances.push_back(MachineName(event.instance + i));
        launch_.events.push_back(std::move(granted));
      }
      if (event.refused > 0) {
        LaunchEvent refused;
        refused.id = "refused:" + token;
        refused.kind = LaunchEventKind::kLaunchFailed;
        refused.at_unix_ms = event.at_ms;
        refused.attempt = token;
        refused.nodes = event.refused;
        refused.provider = ProviderOf(world_);
        refused.code = event.code;
        refused.message = event.message;
        launch_.events.push_back(std::move(refused));
      }
      continue;
    }
    const bool launched_by_us = sight.cloud.instances()[static_cast<std::size_t>(event.instance)].order >= 0;
    if (event.kind == CloudEventKind::kInService || event.kind == CloudEventKind::kReady) {
      if (!launched_by_us) continue;
      const Stage stage = event.kind == CloudEventKind::kReady ? kReadyStage : kServiceStage;
      launch_.events.push_back(EventOf(stage, event.instance, event.at_ms));
      continue;
    }
    if (event.kind == CloudEventKind::kEnded && launched_by_us) {
      launch_.events.push_back(EventOf(kGoneStage, event.instance, event.at_ms));
    }
    InterruptionEvent said;
    said.id = "e" + std::to_string(heard.id);
    said.node = MachineName(event.instance);
    said.at_unix_ms = event.at_ms;
    said.provider = ProviderOf(world_);
    if (event.deadline_ms > 0) said.ends_unix_ms = event.deadline_ms;
    switch (event.kind) {
      case CloudEventKind::kEnded:
        said.kind = InterruptionKind::kInstanceStateChange;
        said.instance_state = InstanceState::kTerminated;
        break;
      case CloudEventKind::kNotReady:
        said.kind = InterruptionKind::kNodeNotReady;
        break;
      case CloudEventKind::kSignal:
        said.kind = InterruptionKind::kRebalanceRecommendation;
        break;
      case CloudEventKind::kScheduled:
        said.kind = InterruptionKind::kScheduledEvent;
        said.scheduled = ScheduledEventType::kTerminate;
        break;
      default:
        said.kind = InterruptionKind::kInterruptionNotice;
        said.outcome = InterruptionOutcome::kTerminate;
        break;
    }
    respond_.events.push_back(std::move(said));
  }
}

}  // namespace spotwright::backtest
