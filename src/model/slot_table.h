// SlotTable: finds items by a key that they hold, without an allocation for each. What every call indexes and checks.
#ifndef SPOTWRIGHT_SRC_MODEL_SLOT_TABLE_H_
#define SPOTWRIGHT_SRC_MODEL_SLOT_TABLE_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "spotwright/offer.h"
#include "src/base/hash.h"

namespace spotwright::model {

inline std::uint64_t HashOf(std::string_view text) { return base::Mix(1, text); }

inline std::uint64_t HashOf(const Pool& pool) {
  const auto capacity_type = static_cast<std::uint64_t>(pool.capacity_type);
  return base::Mix(base::Mix(base::Mix(capacity_type, pool.instance_type), pool.region), pool.zone);
}

inline std::uint64_t HashOf(const std::pair<const Pool&, std::string_view>& key) {
  return base::Mix(HashOf(key.first), key.second);
}

// Open addressing over indices of items that lie elsewhere.
class SlotTable {
 public:
  explicit SlotTable(std::size_t most_items) : slots_(std::bit_ceil(most_items * 2 + 1), 0) {}

  // The item of that hash for which `is_it` holds.
  template <typename IsIt>
  std::optional<std::size_t> Find(std::uint64_t hash, IsIt is_it) const {
    const std::uint32_t found = slots_[SlotOf(hash, is_it)];
    return found == 0 ? std::nullopt : std::optional<std::size_t>(found - 1);
  }

  // The same; and where there is none, `item` is put there.
  template <typename IsIt>
  std::optional<std::size_t> FindOrPut(std::uint64_t hash, std::size_t item, IsIt is_it) {
    std::uint32_t& slot = slots_[SlotOf(hash, is_it)];
    if (slot != 0) return slot - 1;
    slot = static_cast<std::uint32_t>(item + 1);
    return std::nullopt;
  }

 private:
  template <typename IsIt>
  std::size_t SlotOf(std::uint64_t hash, IsIt& is_it) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot = hash & mask;
    while (slots_[slot] != 0 && !is_it(std::size_t{slots_[slot]} - 1)) slot = (slot + 1) & mask;
    return slot;
  }

  std::vector<std::uint32_t> slots_;  // Index + 1; 0: free.
};

// The index of the first item whose key an earlier one has. A key is a name, a pool, or a pool and a name. O(items).
template <typename Items, typename Key = std::identity>
std::optional<std::size_t> FirstRepeat(const Items& items, Key key = {}) {
  if (items.size() < 2) return std::nullopt;
  SlotTable table(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto& mine = std::invoke(key, items[i]);
    const auto is_same = [&](std::size_t other) { return std::invoke(key, items[other]) == mine; };
    if (table.FindOrPut(HashOf(mine), i, is_same)) return i;
  }
  return std::nullopt;
}

}  // namespace spotwright::model

#endif  // SPOTWRIGHT_SRC_MODEL_SLOT_TABLE_H_
