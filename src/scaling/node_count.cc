#include "src/scaling/node_count.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace spotwright::scaling {
namespace {

constexpr std::int64_t kMsPerSecond = 1000;
constexpr std::int64_t kStaleCountMs = 600 * kMsPerSecond;
constexpr std::int64_t kLeastPatienceSeconds = 60;
constexpr double kRelativeNoise = 1e-9;

// Of what was asked for, the first come first, less those that came, or went.
template <typename Asked>
std::vector<Asked> Less(std::vector<Asked> asked, std::int64_t seen) {
  for (Asked& one : asked) {
    const std::int64_t of_this = std::min(seen, one.nodes);
    one.nodes -= of_this;
    seen -= of_this;
  }
  std::erase_if(asked, [](const Asked& one) { return one.nodes == 0; });
  return asked;
}

class Counter {
 public:
  Counter(const ScaleGroup& group, const GroupNodes& listed, const ScaleGroupState& state, std::int64_t now_unix_ms,
          std::int64_t boot_seconds)
      : group_(group),
        listed_(listed),
        state_(state),
        now_ms_(now_unix_ms),
        boot_patience_ms_(std::max(2 * boot_seconds, kLeastPatienceSeconds) * kMsPerSecond),
        drain_patience_ms_(std::max(2 * group.policy.scale_in.drain_seconds, kLeastPatienceSeconds) * kMsPerSecond) {}

  NodeCount Run() && {
    if (listed_.empty()) {
      CountUnlisted();
    } else {
      CountListed();
    }
    return std::move(count_);
  }

 private:
  // Nodes that were asked for then and are not ready.
  void Await(std::int64_t asked_unix_ms, std::int64_t nodes) {
    const std::int64_t overdue_at = asked_unix_ms + boot_patience_ms_ + 1;
    if (now_ms_ >= overdue_at) {
      count_.overdue += nodes;
    } else {
      count_.in_flight += nodes;
      count_.overdue_at_unix_ms = Earliest(count_.overdue_at_unix_ms, overdue_at);
    }
  }

  // Those of the state that have not come; overdue ones are told once and then forgotten.
  void AwaitUnseen(std::int64_t arrived) {
    for (const InFlight& launch : Less(state_.in_flight, arrived)) {
      const std::int64_t before = count_.in_flight;
      Await(launch.asked_unix_ms, launch.nodes);
      if (count_.in_flight > before) count_.unseen.push_back(launch);
    }
  }

  // Nodes beyond the most that were there since the oldest launch that is awaited: one that was gone for a while and is
  // back is none that was launched.
  std::int64_t ArrivedTo(std::int64_t nodes) const {
    if (state_.ready.empty()) return 0;
    std::int64_t most = state_.ready.back().nodes;
    for (const NodeCountAt& past : state_.ready) {
      if (!state_.in_flight.empty() && past.unix_ms >= state_.in_flight.front().asked_unix_ms) {
        most = std::max(most, past.nodes);
      }
    }
    return std::max<std::int64_t>(0, nodes - most);
  }

  bool IsLeaving(const std::string& name) const {
    return std::any_of(count_.leaving.begin(), count_.leaving.end(), [&name](const Leaving& leaving) {
      return std::binary_search(leaving.names.begin(), leaving.names.end(), name);
    });
  }

  // Of those told to go the ones that are still listed.
  void KeepLeaving() {
    count_.leaving = state_.leaving;
    for (Leaving& leaving : count_.leaving) {
      std::erase_if(leaving.names, [this](const std::string& name) {
        return !std::binary_search(count_.names.begin(), count_.names.end(), name);
      });
      leaving.nodes = static_cast<std::int64_t>(leaving.names.size());
    }
    DropOverdueLeaving();
  }

  void DropOverdueLeaving() {
    std::erase_if(count_.leaving, [this](const Leaving& leaving) {
      return leaving.nodes == 0 || now_ms_ - leaving.asked_unix_ms > drain_patience_ms_;
    });
    for (const Leaving& leaving : count_.leaving) {
      count_.overdue_at_unix_ms = Earliest(count_.overdue_at_unix_ms, leaving.asked_unix_ms + drain_patience_ms_ + 1);
    }
  }

  void CountListed() {
    count_.known = true;
    for (const Node* node : listed_) count_.names.push_back(node->name);
    std::sort(count_.names.begin(), count_.names.end());
    KeepLeaving();
    for (const Node* node : listed_) {
      if (node->state == NodeState::kDraining || node->under_notice) continue;
      const std::int64_t before = count_.total();
      if (node->state == NodeState::kLaunching) {
        Await(node->created_unix_ms.value_or(state_.last_up_unix_ms.value_or(now_ms_)), 1);
      } else {
        ++count_.read;
        if (!IsLeaving(node->name)) ++count_.ready;
      }
      if (node->capacity_type == CapacityType::kSpot) count_.spot += count_.total() - before;
    }
    const std::vector<std::string>& known = state_.known_nodes;
    const std::int64_t arrived =
        known.empty() ? ArrivedTo(static_cast<std::int64_t>(count_.names.size()))
                      : std::count_if(count_.names.begin(), count_.names.end(), [&known](const std::string& name) {
                          return !std::binary_search(known.begin(), known.end(), name);
                        });
    AwaitUnseen(arrived);
  }

  void CountUnlisted() {
    const std::optional<Sample>& reading = group_.ready_nodes;
    count_.known =
        reading && reading->value && reading->unix_ms <= now_ms_ && now_ms_ - reading->unix_ms <= kStaleCountMs;
    const std::int64_t last = state_.ready.empty() ? 0 : state_.ready.back().nodes;
    count_.read = count_.known ? static_cast<std::int64_t>(*reading->value) : last;
    count_.names = state_.known_nodes;  // A list that failed is no list of none.
    if (count_.known) count_.stale_at_unix_ms = reading->unix_ms + kStaleCountMs + 1;
    count_.leaving = Less(state_.leaving, std::max<std::int64_t>(0, last - count_.read));
    DropOverdueLeaving();
    count_.ready = count_.read;
    for (const Leaving& leaving : count_.leaving) count_.ready -= std::min(count_.ready, leaving.nodes);
    AwaitUnseen(count_.known ? ArrivedTo(count_.read) : 0);
    if (group_.capacity_type == CapacityType::kSpot) count_.spot = count_.total();
  }

  const ScaleGroup& group_;
  const GroupNodes& listed_;
  const ScaleGroupState& state_;
  std::int64_t now_ms_;
  std::int64_t boot_patience_ms_;
  std::int64_t drain_patience_ms_;
  NodeCount count_;
};

}  // namespace

std::int64_t NodesFor(double amount) {
  if (!(amount > 0)) return 0;
  if (amount >= static_cast<double>(kMostNodes)) return kMostNodes;
  return static_cast<std::int64_t>(std::ceil(amount * (1 - kRelativeNoise)));
}

NodeCount CountNodes(const ScaleGroup& group, const GroupNodes& listed, const ScaleGroupState& state,
                     std::int64_t now_unix_ms, std::int64_t boot_seconds) {
  return Counter(group, listed, state, now_unix_ms, boot_seconds).Run();
}

}  // namespace spotwright::scaling
