// Random instances small enough for enumeration, and their optimum by it.
#ifndef SPOTWRIGHT_TESTS_PACKING_TINY_INSTANCES_H_
#define SPOTWRIGHT_TESTS_PACKING_TINY_INSTANCES_H_

#include <cstdint>
#include <optional>

#include "src/packing/instance.h"

namespace spotwright::packing {

// What a random instance may have beside items and kinds.
struct TinyTraits {
  bool hosts = false;
  bool masks = false;
  bool rules = false;
  bool surcharges = false;
  bool supplies = false;
  bool caps = false;
  bool priorities = false;
};

Instance TinyInstance(std::uint64_t seed, const TinyTraits& traits);

// The least cost of a packing of all pods; null if there is none. Every pod on every node is tried.
std::optional<std::int64_t> CheapestByEnumeration(const Instance& instance);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_TESTS_PACKING_TINY_INSTANCES_H_
