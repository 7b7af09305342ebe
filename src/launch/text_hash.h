// A hash of text that reaches outputs: seeds of jitter, names of attempts. The same on every machine.
#ifndef SPOTWRIGHT_SRC_LAUNCH_TEXT_HASH_H_
#define SPOTWRIGHT_SRC_LAUNCH_TEXT_HASH_H_

#include <cstdint>
#include <string_view>

namespace spotwright::launch {

// FNV-1a (Fowler, Noll, Vo), 64 bits.
inline std::uint64_t TextHash(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash;
}

}  // namespace spotwright::launch

#endif  // SPOTWRIGHT_SRC_LAUNCH_TEXT_HASH_H_
