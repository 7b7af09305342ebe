#include "src/interruption/check_request.h"

#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "src/base/text.h"
#include "src/market/pool_cooling.h"
#include "src/model/begin.h"
#include "src/model/check_cluster.h"
#include "src/model/offers.h"
#include "src/model/slot_table.h"

namespace spotwright::interruption {
namespace {

using base::Cat;
using base::Quoted;
using model::ElementPath;
using model::InvalidField;

std::optional<Error> CheckEvent(const InterruptionEvent& event, const std::string& path) {
  if (event.node.empty() && event.instance_id.empty()) {
    return InvalidField(path + ".node", "is empty, and so is instance_id; state one of them");
  }
  if (event.kind == InterruptionKind::kScheduledEvent && !event.scheduled) {
    return InvalidField(path + ".scheduled", "is missing; a scheduled event says what is scheduled");
  }
  if (event.kind == InterruptionKind::kInstanceStateChange && !event.instance_state) {
    return InvalidField(path + ".instance_state", "is missing; a state change says to which state");
  }
  return std::nullopt;
}

std::optional<Error> CheckMachines(const std::vector<Node>& nodes) {
  std::vector<std::pair<std::string_view, std::size_t>> machines;  // And whose they are.
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (!nodes[i].instance_id.empty()) machines.emplace_back(nodes[i].instance_id, i);
  }
  const auto repeated = model::FirstRepeat(machines, [](const auto& machine) { return machine.first; });
  if (!repeated) return std::nullopt;
  const auto& [machine, node] = machines[*repeated];
  return InvalidField(ElementPath("nodes", node) + ".instance_id",
                      Cat("is ", Quoted(machine), ", which an earlier node has; every node is a machine of its own"));
}

std::optional<Error> CheckCase(const NodeCase& of, const std::string& path) {
  if ((of.certain || of.returns) && !of.ends_unix_ms) {
    return InvalidField(path + ".ends_unix_ms", "is missing although the node is to end; pass the state as it came");
  }
  if (of.outcome && !of.launch_pool) {
    return InvalidField(path + ".launch_pool", "is missing although a launch is out; pass the state as it came");
  }
  return std::nullopt;
}

Error OutOfOrder(const std::string& path) {
  return InvalidField(path, "does not come after the one before it; pass the state as it came");
}

// Ascending without repetition, by what `key` makes of the items.
template <typename Items, typename Key>
std::optional<Error> CheckAscending(const Items& items, const char* field, Key key) {
  for (std::size_t i = 1; i < items.size(); ++i) {
    if (!(key(items[i - 1]) < key(items[i]))) return OutOfOrder(ElementPath(Cat("state.", field), i));
  }
  return std::nullopt;
}

std::optional<Error> CheckState(const RespondState& state) {
  if (state.version != 1) {
    return InvalidField("state.version", Cat("is ", state.version, "; this version reads 1"));
  }
  for (std::size_t i = 0; i < state.cases.size(); ++i) {
    if (auto error = CheckCase(state.cases[i], ElementPath("state.cases", i))) return error;
  }
  const auto node = [](const NodeCase& of) { return std::string_view(of.node); };
  const auto pool = [](const auto& of) -> const Pool& { return of.pool; };
  const auto id = [](const SeenEvent& of) { return std::tie(of.id, of.machine); };
  if (auto error = CheckAscending(state.cases, "cases", node)) return error;
  if (auto error = CheckAscending(state.signals, "signals", pool)) return error;
  if (auto error = CheckAscending(state.known, "known", pool)) return error;
  return CheckAscending(state.seen, "seen", id);
}

}  // namespace

std::optional<Error> CheckRequest(const RespondRequest& request, const Call& call) {
  if (auto error = model::Begin(request, call)) return error;
  for (std::size_t i = 0; i < request.events.size(); ++i) {
    if (auto error = CheckEvent(request.events[i], ElementPath("events", i))) return error;
  }
  if (auto error = model::CheckNames(request.nodes, "nodes")) return error;
  if (auto error = CheckMachines(request.nodes)) return error;
  const model::WorkloadNames names(request.workloads);
  if (auto error = model::CheckRepeated(names, request.workloads)) return error;
  if (auto error = model::CheckRunning(request.nodes, names)) return error;
  if (auto error = model::CheckBudgets(request.budgets, names)) return error;
  if (auto error = model::CheckOffers(request.offers, "offers")) return error;
  if (auto error = market::CheckCoolings(request.coolings, "coolings")) return error;
  if (auto error = market::CheckCoolingPolicy(request.policy.cooling, "policy.cooling")) return error;
  if (auto error = model::CheckSpans(request.policy.quiet_windows, "policy.quiet_windows")) return error;
  return request.state ? CheckState(*request.state) : std::nullopt;
}

}  // namespace spotwright::interruption
