// LiveNodes: the nodes of a packing while they are changed pod by pod; room, rules, caps, supplies and cost follow.
#ifndef SPOTWRIGHT_SRC_PACKING_LIVE_NODES_H_
#define SPOTWRIGHT_SRC_PACKING_LIVE_NODES_H_

#include <cstdint>
#include <span>
#include <vector>

#include "src/packing/contents.h"
#include "src/packing/instance.h"
#include "src/packing/ledger.h"

namespace spotwright::packing {

struct LiveNode {
  bool existing = false;
  bool closed = false;      // Takes no pods: about to go.
  std::uint32_t index = 0;  // Of the host or the kind.
  Contents contents;
};

class LiveNodes {
 public:
  // Every host with room for a pod, and every new node, on its own.
  LiveNodes(const Instance& instance, const Packing& packing);

  std::size_t size() const { return nodes_.size(); }
  std::size_t hosts() const { return hosts_; }  // The first of the nodes.
  const LiveNode& operator[](std::size_t node) const { return nodes_[node]; }
  std::int64_t cost_micro() const { return cost_micro_; }
  // Everything on the nodes is booked there.
  const Ledger& ledger() const { return ledger_; }

  // Whether one more pod of the item may join.
  bool Fits(std::size_t node, std::size_t item) const;
  // The same if one pod each of `gone`, which are there, were not; that these would free a cap is not counted on.
  bool FitsWithout(std::size_t node, std::size_t item, std::span<const std::uint32_t> gone) const;
  // Whether a new node's pods could be on a node of this kind instead. Asks for supplies and caps as if the node were
  // kept beside it, so that it may say no where the exchange alone would be allowed.
  bool MayBecome(std::size_t node, std::size_t kind) const;

  void Add(std::size_t node, std::size_t item, std::int64_t count);  // A negative count takes away.

  // A closed node takes no pods.
  void SetClosed(std::size_t node, bool closed) { nodes_[node].closed = closed; }
  // Exchanges a new node for one of another kind with the same content.
  void Become(std::size_t node, std::size_t kind);
  // Adds an empty node of the kind, behind all others. The supplies must allow it.
  void Open(std::size_t kind);
  // Adds new nodes with their content, behind all others.
  void Append(const PackedNodes& nodes);
  // Takes a new node away with all that is on it. The last node takes its place.
  PackedNodes Remove(std::size_t node);

  Packing AsPacking() const;

 private:
  Place PlaceOf(const LiveNode& node) const;
  bool IsOpenTo(const LiveNode& node, std::size_t item) const;

  const Instance& instance_;
  Ledger ledger_;
  std::vector<LiveNode> nodes_;
  std::size_t hosts_ = 0;
  std::vector<std::int64_t> free_;  // Nodes x resources; shared amounts left aside.
  std::int64_t cost_micro_ = 0;
  std::vector<std::uint8_t> simple_;  // By item: only its size and its mask matter.
  PackedNodes scratch_;
};

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_LIVE_NODES_H_
