// Fill: one node while it is being filled; knows whether another pod may join.
#ifndef SPOTWRIGHT_SRC_PACKING_FILL_H_
#define SPOTWRIGHT_SRC_PACKING_FILL_H_

#include <cstdint>
#include <span>
#include <vector>

#include "src/packing/instance.h"

namespace spotwright::packing {

// Reused from node to node: scratch is allocated once for an instance, and clearing costs what was touched.
class Fill {
 public:
  explicit Fill(const Instance& instance);

  // Starts on an empty node of a kind, or on a host as it is.
  void StartKind(std::size_t kind);
  void StartHost(std::size_t host);

  // How many pods of the item, up to `most`, may join. Masks and caps are not looked at, nor is what is left.
  // O(resources + rules of the item).
  std::int64_t Room(std::size_t item, std::int64_t most) const;

  // Puts that many there (a negative count takes them away). They must fit.
  void Add(std::size_t item, std::int64_t count);

  std::span<const std::int64_t> free() const { return free_; }

 private:
  void Clear();
  void Count(std::uint32_t rule, std::int64_t counted, std::int64_t holders);

  const Instance& instance_;
  std::vector<std::int64_t> free_;
  std::vector<std::int64_t> counted_;  // By rule.
  std::vector<std::int64_t> holders_;
  std::vector<std::int64_t> users_;  // By shared id: pods that use it.
  std::vector<std::uint32_t> touched_rules_;
  std::vector<std::uint32_t> touched_shared_;
};

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_FILL_H_
