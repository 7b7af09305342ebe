#include "src/backtest/sizing_controller.h"

#include <algorithm>
#include <utility>

#include "src/backtest/controller_accept.h"

namespace spotwright::backtest {
namespace {

constexpr std::int64_t kReadEveryMs = 60'000;

}  // namespace

SizingController::SizingController(const World& world, ScalePolicy policy, Controller& sized)
    : policy_(std::move(policy)), sized_(sized), nodes_(ValueAt(world.need, world.start_ms)) {
  if (!policy_.rules.empty()) return;
  MetricRule& rule = policy_.rules.emplace_back();
  rule.metric = "load";
  rule.kind = MetricKind::kTotal;
  rule.target = static_cast<double>(world.load_per_node);
  rule.tolerance_up = 0;
  rule.tolerance_down = 0;
  rule.up_windows = 1;
}

void SizingController::Size(const Sight& sight) {
  ScaleRequest request;
  request.now_unix_ms = sight.now_ms;
  ScaleGroup& group = request.groups.emplace_back();
  group.name = "fleet";
  group.metrics = {{.name = "load", .readings = {{.unix_ms = sight.now_ms, .value = static_cast<double>(sight.load)}}}};
  // What is lost on the way is replaced by others: it sizes what they keep.
  group.ready_nodes = Sample{.unix_ms = sight.now_ms, .value = static_cast<double>(nodes_)};
  group.policy = policy_;
  request.state = std::move(state_);
  Result<ScaleResponse> answer = Scale(request);
  if (!Accept("scale", answer, sight.now_ms, again_ms_, complaints_)) {
    state_ = std::move(request.state);
    return;
  }
  state_ = std::move(answer->state);
  nodes_ = answer->groups.at(0).desired_nodes;
}

std::int64_t SizingController::Run(const Sight& sight, Hands& hands) {
  Size(sight);
  Sight sized = sight;
  sized.need = nodes_;
  const std::int64_t again_ms = sized_.Run(sized, hands);
  for (; heard_of_sized_ < sized_.complaints().size(); ++heard_of_sized_) {
    complaints_.push_back(sized_.complaints()[heard_of_sized_]);
  }
  return std::min({again_ms, again_ms_, sight.now_ms + kReadEveryMs});
}

}  // namespace spotwright::backtest
