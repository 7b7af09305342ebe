#include "src/packing/fill.h"

#include <algorithm>

namespace spotwright::packing {

Fill::Fill(const Instance& instance)
    : instance_(instance),
      free_(instance.resources, 0),
      counted_(instance.rules.size(), 0),
      holders_(instance.rules.size(), 0),
      users_(instance.shared_count, 0) {}

void Fill::Clear() {
  for (const std::uint32_t rule : touched_rules_) counted_[rule] = holders_[rule] = 0;
  for (const std::uint32_t id : touched_shared_) users_[id] = 0;
  touched_rules_.clear();
  touched_shared_.clear();
}

void Fill::Count(std::uint32_t rule, std::int64_t counted, std::int64_t holders) {
  touched_rules_.push_back(rule);
  counted_[rule] += counted;
  holders_[rule] += holders;
}

void Fill::StartKind(std::size_t kind) {
  Clear();
  const auto free = instance_.FreeOfKind(kind);
  free_.assign(free.begin(), free.end());
  for (const RuleState& state : instance_.kinds[kind].rules) Count(state.rule, state.counted, state.holders);
}

void Fill::StartHost(std::size_t host) {
  Clear();
  const auto free = instance_.FreeOfHost(host);
  free_.assign(free.begin(), free.end());
  for (const RuleState& state : instance_.hosts[host].rules) Count(state.rule, state.counted, state.holders);
  for (const std::uint32_t id : instance_.hosts[host].shared) {
    touched_shared_.push_back(id);
    ++users_[id];
  }
}

std::int64_t Fill::Room(std::size_t item, std::int64_t most) const {
  const auto size = instance_.SizeOf(item);
  const Item& pods = instance_.items[item];
  std::int64_t room = most;
  if (pods.shared.empty()) {
    for (std::size_t r = 0; r < size.size(); ++r) {
      if (size[r] > free_[r]) return 0;
      if (room > 1 && size[r] > 0) room = std::min(room, free_[r] / size[r]);
    }
  } else {
    std::vector<std::int64_t> free = free_;
    for (const Shared& shared : pods.shared) {
      if (users_[shared.id] == 0) free[shared.resource] -= shared.amount;
    }
    for (std::size_t r = 0; r < size.size(); ++r) {
      if (size[r] > free[r] || free[r] < 0) return 0;
      if (size[r] > 0) room = std::min(room, free[r] / size[r]);
    }
  }
  for (const RuleUse& use : pods.rules) {
    room = std::min(room, instance_.RoomUnderRule(use, counted_[use.rule], holders_[use.rule]));
    if (room <= 0) return 0;
  }
  return room;
}

void Fill::Add(std::size_t item, std::int64_t count) {
  const auto size = instance_.SizeOf(item);
  const Item& pods = instance_.items[item];
  for (std::size_t r = 0; r < size.size(); ++r) free_[r] -= size[r] * count;
  for (const RuleUse& use : pods.rules) Count(use.rule, use.counted * count, use.holds ? count : 0);
  for (const Shared& shared : pods.shared) {
    const bool before = users_[shared.id] > 0;
    touched_shared_.push_back(shared.id);
    users_[shared.id] += count;
    const bool after = users_[shared.id] > 0;
    if (before != after) free_[shared.resource] += before ? shared.amount : -shared.amount;
  }
}

}  // namespace spotwright::packing
