#include "src/launch/wording.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "src/base/text.h"
#include "src/model/instance_type.h"
#include "src/model/offers.h"
#include "src/model/reason.h"

namespace spotwright::launch {
namespace {

using base::Cat;
using base::Number;
using model::MakeReason;

constexpr std::size_t kMostPoolsNamed = 8;

std::string_view WordsOf(LaunchFailure failure) {
  switch (failure) {
    case LaunchFailure::kCapacity:
      return "has no capacity";
    case LaunchFailure::kQuota:
      return "is beyond a quota";
    case LaunchFailure::kPriceTooLow:
      return "costs more than was offered";
    case LaunchFailure::kGroupAtMaximum:
      return "is of a group at its maximum";
    case LaunchFailure::kConfiguration:
      return "was asked for with a wrong configuration";
    case LaunchFailure::kPermission:
      return "may not be launched";
    case LaunchFailure::kThrottling:
      return "was throttled";
    case LaunchFailure::kUnknown:
      return "failed for a reason that is not known";
    case LaunchFailure::kTimeout:
      return "gave no node in time";
    case LaunchFailure::kJoinFailed:
      return "gave nodes that did not join";
    case LaunchFailure::kCooling:
      break;
  }
  return "is cooling";
}

std::string Refusal(const RefusedPool& refused) {
  std::string text = Cat(model::PoolName(refused.pool), " ", WordsOf(refused.failure));
  if (!refused.code.empty()) text += Cat(" (", refused.code, ")");
  return text;
}

std::map<std::string, double> Numbers(const LaunchOrderStatus& status) {
  return {
      {"nodes", static_cast<double>(status.nodes)},
      {"ready_nodes", static_cast<double>(status.ready_nodes)},
      {"on_the_way_nodes", static_cast<double>(status.in_service_nodes + status.launched_nodes + status.waiting_nodes)},
      {"missing_nodes", static_cast<double>(status.missing_nodes)}};
}

std::string Missing(const LaunchOrderStatus& status) {
  return Cat(status.missing_nodes, " of ", status.nodes, status.nodes == 1 ? " node of " : " nodes of ", status.name,
             status.missing_nodes == 1 ? " is missing" : " are missing");
}

std::string Seconds(std::int64_t until_unix_ms, std::int64_t now_unix_ms) {
  return Cat(Number(static_cast<double>(until_unix_ms - now_unix_ms) / 1e3), " s");
}

}  // namespace

bool Covers(const RefusedPool& refused, const LaunchCandidate& candidate) {
  const Pool& pool = candidate.pool;
  if (refused.pool == pool && refused.group == candidate.group) return true;
  if (refused.failure == LaunchFailure::kGroupAtMaximum) return refused.group == candidate.group;
  return refused.failure == LaunchFailure::kQuota && refused.pool.region == pool.region &&
         refused.pool.capacity_type == pool.capacity_type &&
         model::FamilyOf(refused.pool.instance_type) == model::FamilyOf(pool.instance_type);
}

Reason FailedReason(const LaunchOrderStatus& status, const LaunchOrder& order, std::int64_t now_unix_ms) {
  std::string sentence = Missing(status);
  const std::size_t named = std::min(status.refused.size(), kMostPoolsNamed);
  for (std::size_t i = 0; i < named; ++i) sentence += Cat(i == 0 ? ": " : ", ", Refusal(status.refused[i]));
  if (named < status.refused.size()) sentence += Cat(" and ", status.refused.size() - named, " pools more");
  sentence += Cat(". All are tried again in ", Seconds(*status.retry_at_unix_ms, now_unix_ms), ".");
  std::map<std::string, double> numbers = Numbers(status);
  numbers["retry_at_unix_ms"] = static_cast<double>(*status.retry_at_unix_ms);
  const auto spot = std::count_if(order.candidates.begin(), order.candidates.end(),
                                  [](const LaunchCandidate& c) { return c.pool.capacity_type == CapacityType::kSpot; });
  if (spot == 0) return MakeReason("on_demand_failed", std::move(sentence), std::move(numbers), {status.name});
  if (spot == static_cast<std::ptrdiff_t>(order.candidates.size())) {
    return MakeReason("spot_failed", std::move(sentence), std::move(numbers), {status.name});
  }
  return MakeReason("both_failed", std::move(sentence), std::move(numbers), {status.name});
}

Reason StoppedReason(const LaunchOrderStatus& status, const RefusedPool& stopped_by) {
  std::string sentence =
      Cat(Missing(status), ", and nothing is tried until the order's generation rises: ", Refusal(stopped_by));
  if (!stopped_by.message.empty()) sentence += Cat(": ", base::Quoted(stopped_by.message));
  sentence += ".";
  switch (stopped_by.failure) {
    case LaunchFailure::kPermission:
      return MakeReason("stopped_by_permission", std::move(sentence), Numbers(status), {status.name});
    case LaunchFailure::kJoinFailed:
      return MakeReason("stopped_by_failed_joins", std::move(sentence), Numbers(status), {status.name});
    default:
      return MakeReason("stopped_by_configuration", std::move(sentence), Numbers(status), {status.name});
  }
}

Reason ThrottledReason(const LaunchOrderStatus& status, std::int64_t now_unix_ms) {
  std::string sentence = Cat(Missing(status), ": the provider takes no more calls in the region");
  std::map<std::string, double> numbers = Numbers(status);
  if (status.retry_at_unix_ms) {
    sentence += Cat(" for ", Seconds(*status.retry_at_unix_ms, now_unix_ms));
    numbers["retry_at_unix_ms"] = static_cast<double>(*status.retry_at_unix_ms);
  }
  return MakeReason("launch_throttled", sentence + ".", std::move(numbers), {status.name});
}

Reason LimitedReason(const LaunchOrderStatus& status, std::int64_t max_nodes_in_flight) {
  std::map<std::string, double> numbers = Numbers(status);
  numbers["max_nodes_in_flight"] = static_cast<double>(max_nodes_in_flight);
  return MakeReason("launch_limit",
                    Cat(Missing(status), ": ", max_nodes_in_flight, " nodes are in flight, as many as may be."),
                    std::move(numbers), {status.name, "policy.max_nodes_in_flight"});
}

Reason FellBackReason(const std::string& order, std::int64_t nodes) {
  return MakeReason("fell_back_to_on_demand",
                    Cat(nodes, nodes == 1 ? " node of " : " nodes of ", order, nodes == 1 ? " is" : " are",
                        " asked for on-demand, as spot could not be had."),
                    {{"nodes", static_cast<double>(nodes)}}, {order});
}

std::optional<Reason> KeptNodesReason(const LaunchOrderStatus& status) {
  std::vector<std::string> kept;
  for (const ReplacedNodeAdvice& node : status.replaces) {
    if (!node.taint) kept.push_back(node.name);
  }
  if (kept.empty()) return std::nullopt;
  return MakeReason("replaced_node_kept",
                    Cat(kept.size(), kept.size() == 1 ? " node that gives way is" : " nodes that give way are",
                        " not tainted yet: what replaces ", kept.size() == 1 ? "it" : "them", " is not Ready."),
                    {{"nodes", static_cast<double>(kept.size())}}, std::move(kept));
}

}  // namespace spotwright::launch
