// Ledger: what remains while a packing is made: pods to place, supplies, caps, hosts not yet filled.
#ifndef SPOTWRIGHT_SRC_PACKING_LEDGER_H_
#define SPOTWRIGHT_SRC_PACKING_LEDGER_H_

#include <cstdint>
#include <vector>

#include "src/packing/instance.h"

namespace spotwright::packing {

class Ledger {
 public:
  explicit Ledger(const Instance& instance);

  // Pods of the item that still have no place.
  std::int64_t left(std::size_t item) const { return left_[item]; }
  const std::vector<std::int64_t>& left() const { return left_; }
  const std::vector<std::int64_t>& supplies() const { return supplies_; }
  const std::vector<std::int64_t>& caps() const { return caps_; }

  // How many nodes of the kind, up to `most`, the supplies still allow.
  std::int64_t Launchable(std::size_t kind, std::int64_t most) const;

  // How many pods of the item, up to `most`, the caps still allow in this pool and zone.
  std::int64_t CapRoom(std::size_t item, std::uint32_t pool, std::uint32_t zone, std::int64_t most) const;

  // Books nodes with their content, and takes them back. What is booked must be allowed.
  void Take(const PackedNodes& nodes) { Book(nodes, 1); }
  void Return(const PackedNodes& nodes) { Book(nodes, -1); }

  // Price and surcharges of such nodes, all `times` of them.
  std::int64_t CostMicro(const PackedNodes& nodes) const;

 private:
  void Book(const PackedNodes& nodes, std::int64_t sign);

  const Instance& instance_;
  std::vector<std::int64_t> left_;
  std::vector<std::int64_t> supplies_;
  std::vector<std::int64_t> caps_;
};

// Sums up a packing whose nodes the ledger has booked, and no others: left and cost.
void SumUp(const Ledger& ledger, Packing& packing);

// The same with a ledger of its own.
void SumUp(const Instance& instance, Packing& packing);

// By item: pods of it that a packing has placed.
std::vector<std::int64_t> PlacedBy(const Instance& instance, const Packing& packing);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_LEDGER_H_
