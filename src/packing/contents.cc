#include "src/packing/contents.h"

#include <algorithm>
#include <functional>

namespace spotwright::packing {

Place PlaceOfKind(const Instance& instance, std::size_t kind) {
  const Kind& made_from = instance.kinds[kind];
  return {instance.FreeOfKind(kind),        made_from.rules, {},
          made_from.interruptions_per_hour, made_from.pool,  made_from.zone};
}

Place PlaceOfHost(const Instance& instance, std::size_t host) {
  const Host& there = instance.hosts[host];
  return {instance.FreeOfHost(host), there.rules, there.shared, there.interruptions_per_hour, there.pool, there.zone};
}

std::vector<std::uint32_t> HostsWithRoom(const Instance& instance) {
  std::vector<std::uint32_t> hosts;
  for (std::uint32_t h = 0; h < instance.hosts.size(); ++h) {
    const auto free = instance.FreeOfHost(h);
    for (std::size_t j = 0; j < instance.items.size(); ++j) {
      const auto size = instance.SizeOf(j);
      if (instance.items[j].count <= 0 || !std::equal(size.begin(), size.end(), free.begin(), std::less_equal<>()) ||
          instance.masks[instance.items[j].mask].hosts[h] == 0)
        continue;
      hosts.push_back(h);
      break;
    }
  }
  return hosts;
}

std::int64_t PodsUnderCapsOf(const Instance& instance, std::size_t item, std::span<const Load> loads) {
  const std::vector<CapUse>& uses = instance.items[item].caps;
  std::int64_t taken = 0;
  for (const Load& load : loads) {
    std::int64_t most = 0;
    for (const CapUse& other : instance.items[load.item].caps) {
      const bool shared = std::any_of(uses.begin(), uses.end(), [&](const CapUse& use) {
        return other.first == use.first && other.domain == use.domain;
      });
      if (shared) most = std::max(most, other.pods);
    }
    taken += most * load.count;
  }
  std::int64_t least = kUnlimited;
  for (const CapUse& use : uses) least = std::min(least, use.pods);
  return (taken + least - 1) / least;
}

RuleState Contents::StateOf(std::uint32_t rule, std::span<const RuleState> base) const {
  RuleState sum{rule, 0, 0};
  for (const RuleState& state : base) {
    if (state.rule != rule) continue;
    sum.counted += state.counted;
    sum.holders += state.holders;
  }
  for (const RuleState& state : rules_) {
    if (state.rule != rule) continue;
    sum.counted += state.counted;
    sum.holders += state.holders;
    break;
  }
  return sum;
}

bool Contents::Uses(std::uint32_t id, std::span<const std::uint32_t> base) const {
  return std::find(base.begin(), base.end(), id) != base.end() ||
         std::any_of(shared_.begin(), shared_.end(), [id](const Use& use) { return use.id == id; });
}

std::int64_t Contents::SharedLoad(std::size_t resource, std::span<const std::uint32_t> base) const {
  std::int64_t sum = 0;
  for (const Use& use : shared_) {
    if (use.resource == resource && std::find(base.begin(), base.end(), use.id) == base.end()) sum += use.amount;
  }
  return sum;
}

std::int64_t Contents::Room(const Instance& instance, const Place& place, std::size_t item, std::int64_t most) const {
  const auto size = instance.SizeOf(item);
  const Item& pods = instance.items[item];
  std::int64_t room = most;
  for (std::size_t r = 0; r < size.size(); ++r) {
    std::int64_t free = place.free[r] - load_[r];
    if (size[r] > free) return 0;
    if (!shared_.empty() || !pods.shared.empty()) {
      free -= SharedLoad(r, place.shared);
      for (const Shared& shared : pods.shared) {
        if (shared.resource == r && !Uses(shared.id, place.shared)) free -= shared.amount;
      }
      if (size[r] > free || free < 0) return 0;
    }
    if (room > 1 && size[r] > 0) room = std::min(room, free / size[r]);
  }
  for (const RuleUse& use : pods.rules) {
    const RuleState state = StateOf(use.rule, place.rules);
    room = std::min(room, instance.RoomUnderRule(use, state.counted, state.holders));
    if (room <= 0) return 0;
  }
  return room;
}

bool Contents::FitsWithout(const Instance& instance, const Place& place, std::size_t item,
                           std::span<const std::uint32_t> gone) const {
  if (carries_shared() || !instance.items[item].shared.empty()) {
    Contents rest = *this;
    for (const std::uint32_t other : gone) rest.Add(instance, other, -1);
    return rest.Room(instance, place, item, 1) > 0;
  }
  const auto size = instance.SizeOf(item);
  for (std::size_t r = 0; r < size.size(); ++r) {
    std::int64_t free = place.free[r] - load_[r];
    for (const std::uint32_t other : gone) free += instance.SizeOf(other)[r];
    if (size[r] > free) return false;
  }
  const auto& uses = instance.items[item].rules;
  return std::all_of(uses.begin(), uses.end(), [&](const RuleUse& use) {
    RuleState state = StateOf(use.rule, place.rules);
    for (const std::uint32_t other : gone) {
      for (const RuleUse& freed : instance.items[other].rules) {
        if (freed.rule != use.rule) continue;
        state.counted -= freed.counted;
        if (freed.holds) --state.holders;
      }
    }
    return instance.RoomUnderRule(use, state.counted, state.holders) > 0;
  });
}

bool Contents::Fits(const Instance& instance, const Place& place) const {
  for (std::size_t r = 0; r < load_.size(); ++r) {
    if (load_[r] + (shared_.empty() ? 0 : SharedLoad(r, place.shared)) > place.free[r]) return false;
  }
  // What the place brings may break a rule that pods alone would keep.
  return std::all_of(place.rules.begin(), place.rules.end(), [&](const RuleState& brought) {
    const RuleState state = StateOf(brought.rule, place.rules);
    return state.holders == 0 || state.counted <= instance.rules[brought.rule].limit ||
           (state.counted == brought.counted && state.holders == brought.holders);
  });
}

void Contents::Add(const Instance& instance, std::size_t item, std::int64_t count) {
  const auto size = instance.SizeOf(item);
  const Item& pods = instance.items[item];
  for (std::size_t r = 0; r < size.size(); ++r) load_[r] += size[r] * count;

  auto load = std::find_if(loads_.begin(), loads_.end(), [item](const Load& l) { return l.item == item; });
  if (load == loads_.end()) {
    loads_.push_back({static_cast<std::uint32_t>(item), count});
  } else if ((load->count += count) == 0) {
    loads_.erase(load);
  }
  for (const RuleUse& use : pods.rules) {
    auto state = std::find_if(rules_.begin(), rules_.end(), [&](const RuleState& s) { return s.rule == use.rule; });
    if (state == rules_.end()) state = rules_.insert(rules_.end(), RuleState{use.rule, 0, 0});
    state->counted += use.counted * count;
    if (use.holds) state->holders += count;
    if (state->counted == 0 && state->holders == 0) rules_.erase(state);
  }
  for (const Shared& shared : pods.shared) {
    auto use = std::find_if(shared_.begin(), shared_.end(), [&](const Use& u) { return u.id == shared.id; });
    if (use == shared_.end()) use = shared_.insert(shared_.end(), Use{shared.id, shared.resource, shared.amount, 0});
    use->users += count;
    if (use->users == 0) shared_.erase(use);
  }
}

}  // namespace spotwright::packing
