// FirstRepeat: which of many items comes twice, for checks of names and pools that every call makes.
#ifndef SPOTWRIGHT_SRC_MODEL_FIRST_REPEAT_H_
#define SPOTWRIGHT_SRC_MODEL_FIRST_REPEAT_H_

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

// The index of the first item whose key an earlier one has. A key is a name, a pool, or a pool and a name. O(items).
template <typename Items, typename Key = std::identity>
std::optional<std::size_t> FirstRepeat(const Items& items, Key key = {}) {
  if (items.size() < 2) return std::nullopt;
  std::vector<std::uint32_t> slots(std::bit_ceil(items.size() * 2), 0);  // Index plus one; 0: free.
  const std::size_t mask = slots.size() - 1;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto& mine = std::invoke(key, items[i]);
    std::size_t slot = HashOf(mine) & mask;
    for (; slots[slot] != 0; slot = (slot + 1) & mask) {
      if (std::invoke(key, items[slots[slot] - 1]) == mine) return i;
    }
    slots[slot] = static_cast<std::uint32_t>(i + 1);
  }
  return std::nullopt;
}

}  // namespace spotwright::model

#endif  // SPOTWRIGHT_SRC_MODEL_FIRST_REPEAT_H_
