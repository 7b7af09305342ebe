// Hash: for tables in memory alone. Values differ between machines of other byte orders, so none reaches an output.
#ifndef SPOTWRIGHT_SRC_BASE_HASH_H_
#define SPOTWRIGHT_SRC_BASE_HASH_H_

#include <cstdint>
#include <cstring>
#include <string_view>

namespace spotwright::base {

inline std::uint64_t Mix(std::uint64_t hash, std::uint64_t value) {
  hash = (hash ^ value) * 0x9e3779b97f4a7c15u;
  return hash ^ (hash >> 29);
}

inline std::uint64_t Mix(std::uint64_t hash, std::string_view text) {
  std::size_t at = 0;
  std::uint64_t word = 0;
  for (; at + sizeof(word) <= text.size(); at += sizeof(word)) {
    std::memcpy(&word, text.data() + at, sizeof(word));
    hash = Mix(hash, word);
  }
  word = 0;
  std::memcpy(&word, text.data() + at, text.size() - at);
  return Mix(Mix(hash, word), text.size());
}

}  // namespace spotwright::base

#endif  // SPOTWRIGHT_SRC_BASE_HASH_H_
