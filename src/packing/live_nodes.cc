#include "src/packing/live_nodes.h"

#include <algorithm>
#include <utility>

#include "src/packing/alike.h"

namespace spotwright::packing {

LiveNodes::LiveNodes(const Instance& instance, const Packing& packing) : instance_(instance), ledger_(instance) {
  for (const Item& item : instance.items) {
    simple_.push_back(item.rules.empty() && item.shared.empty() && item.caps.empty() ? 1 : 0);
  }
  std::vector<const PackedNodes*> on_host(instance.hosts.size(), nullptr);
  for (const PackedNodes& packed : packing.nodes) {
    if (packed.existing) on_host[packed.index] = &packed;
  }
  for (const std::uint32_t h : HostsWithRoom(instance)) {
    const auto free = instance.FreeOfHost(h);
    nodes_.push_back({true, false, h, Contents(instance)});
    free_.insert(free_.end(), free.begin(), free.end());
    if (on_host[h] == nullptr) continue;
    for (const Load& load : on_host[h]->content) Add(nodes_.size() - 1, load.item, load.count);
  }
  hosts_ = nodes_.size();
  for (const PackedNodes& packed : packing.nodes) {
    if (!packed.existing) Append(packed);
  }
}

Place LiveNodes::PlaceOf(const LiveNode& node) const {
  return node.existing ? PlaceOfHost(instance_, node.index) : PlaceOfKind(instance_, node.index);
}

bool LiveNodes::IsOpenTo(const LiveNode& node, std::size_t item) const {
  const Mask& mask = instance_.masks[instance_.items[item].mask];
  return !node.closed && (node.existing ? mask.hosts : mask.kinds)[node.index] != 0;
}

bool LiveNodes::Fits(std::size_t node, std::size_t item) const {
  const LiveNode& there = nodes_[node];
  const std::int64_t* free = &free_[node * instance_.resources];
  const std::int64_t* size = instance_.SizeOf(item).data();
  for (std::size_t r = 0; r < instance_.resources; ++r) {
    if (size[r] > free[r]) return false;
  }
  if (!IsOpenTo(there, item)) return false;
  if (simple_[item] != 0 && !there.contents.carries_shared()) return true;
  const Place place = PlaceOf(there);
  return ledger_.CapRoom(item, place.pool, place.zone, 1) > 0 && there.contents.Room(instance_, place, item, 1) > 0;
}

bool LiveNodes::FitsWithout(std::size_t node, std::size_t item, std::span<const std::uint32_t> gone) const {
  const LiveNode& there = nodes_[node];
  const std::int64_t* free = &free_[node * instance_.resources];
  const std::int64_t* size = instance_.SizeOf(item).data();
  for (std::size_t r = 0; r < instance_.resources; ++r) {
    std::int64_t room = free[r];
    for (const std::uint32_t other : gone) room += instance_.SizeOf(other)[r];
    if (size[r] > room) return false;
  }
  if (!IsOpenTo(there, item)) return false;
  if (simple_[item] != 0 && !there.contents.carries_shared()) return true;
  const Place place = PlaceOf(there);
  return ledger_.CapRoom(item, place.pool, place.zone, 1) > 0 &&
         there.contents.FitsWithout(instance_, place, item, gone);
}

bool LiveNodes::MayBecome(std::size_t node, std::size_t kind) const {
  const Contents& contents = nodes_[node].contents;
  const Place place = PlaceOfKind(instance_, kind);
  if (!contents.Fits(instance_, place) || ledger_.Launchable(kind, 1) == 0) return false;
  return std::all_of(contents.loads().begin(), contents.loads().end(), [&](const Load& load) {
    if (instance_.masks[instance_.items[load.item].mask].kinds[kind] == 0) return false;
    if (instance_.items[load.item].caps.empty()) return true;
    const std::int64_t pods = PodsUnderCapsOf(instance_, load.item, contents.loads());
    return ledger_.CapRoom(load.item, place.pool, place.zone, pods) == pods;
  });
}

void LiveNodes::Add(std::size_t node, std::size_t item, std::int64_t count) {
  LiveNode& there = nodes_[node];
  there.contents.Add(instance_, item, count);
  const auto size = instance_.SizeOf(item);
  for (std::size_t r = 0; r < size.size(); ++r) free_[node * size.size() + r] -= size[r] * count;
  // The ledger books whole nodes: book one with these pods, and take back one without any.
  scratch_.existing = there.existing;
  scratch_.index = there.index;
  scratch_.content.assign(1, {static_cast<std::uint32_t>(item), count});
  cost_micro_ += ledger_.CostMicro(scratch_);
  ledger_.Take(scratch_);
  scratch_.content.clear();
  cost_micro_ -= ledger_.CostMicro(scratch_);
  ledger_.Return(scratch_);
}

void LiveNodes::Become(std::size_t node, std::size_t kind) {
  LiveNode& there = nodes_[node];
  PackedNodes booked{false, there.index, 1, there.contents.loads()};
  cost_micro_ -= ledger_.CostMicro(booked);
  ledger_.Return(booked);
  const auto old_free = instance_.FreeOfKind(there.index);
  const auto new_free = instance_.FreeOfKind(kind);
  for (std::size_t r = 0; r < instance_.resources; ++r)
    free_[node * instance_.resources + r] += new_free[r] - old_free[r];
  booked.index = there.index = static_cast<std::uint32_t>(kind);
  ledger_.Take(booked);
  cost_micro_ += ledger_.CostMicro(booked);
}

void LiveNodes::Open(std::size_t kind) {
  const auto free = instance_.FreeOfKind(kind);
  nodes_.push_back({false, false, static_cast<std::uint32_t>(kind), Contents(instance_)});
  free_.insert(free_.end(), free.begin(), free.end());
  const PackedNodes node{false, static_cast<std::uint32_t>(kind), 1, {}};
  ledger_.Take(node);
  cost_micro_ += ledger_.CostMicro(node);
}

void LiveNodes::Append(const PackedNodes& nodes) {
  for (std::int64_t i = 0; i < nodes.times; ++i) {
    Open(nodes.index);
    for (const Load& load : nodes.content) Add(nodes_.size() - 1, load.item, load.count);
  }
}

PackedNodes LiveNodes::Remove(std::size_t node) {
  PackedNodes gone{false, nodes_[node].index, 1, nodes_[node].contents.loads()};
  cost_micro_ -= ledger_.CostMicro(gone);
  ledger_.Return(gone);
  const std::size_t resources = instance_.resources;
  const std::size_t last = nodes_.size() - 1;
  if (node != last) {
    std::swap(nodes_[node], nodes_[last]);
    for (std::size_t r = 0; r < resources; ++r) free_[node * resources + r] = free_[last * resources + r];
  }
  nodes_.pop_back();
  free_.resize(last * resources);
  return gone;
}

Packing LiveNodes::AsPacking() const {
  Packing packing;
  packing.left = ledger_.left();
  packing.cost_micro = cost_micro_;
  for (const LiveNode& node : nodes_) packing.nodes.push_back({node.existing, node.index, 1, node.contents.loads()});
  MergeAlike(packing);
  return packing;
}

}  // namespace spotwright::packing
