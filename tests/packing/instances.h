// Small instances for tests, and a slow independent check of a packing against its instance.
#ifndef SPOTWRIGHT_TESTS_PACKING_INSTANCES_H_
#define SPOTWRIGHT_TESTS_PACKING_INSTANCES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "src/packing/instance.h"

namespace spotwright::packing {

// An instance without items, kinds and hosts, whose only mask, 0, is open everywhere.
Instance EmptyInstance(std::size_t resources = 3);
void AddItem(Instance& instance, std::vector<std::int64_t> size, std::int64_t count);
void AddKind(Instance& instance, std::vector<std::int64_t> free, std::int64_t price_micro);
void AddHost(Instance& instance, std::vector<std::int64_t> free);

// What a random instance has beyond sizes, prices and masks.
struct Spice {
  bool hosts = false;
  bool rules = false;
  bool shared = false;
  bool scarce = false;  // Supplies and caps.
  bool hazards = false;
};
Instance RandomInstance(std::uint64_t seed, const Spice& spice);

// By item: its share of the room of a kind, at the lowest price there is.
std::vector<double> PlainValues(const Instance& instance);

// What is wrong with the packing, `left` and `cost_micro` included; empty if nothing is.
std::string FaultOf(const Instance& instance, const Packing& packing);

// Sets `left` and `cost_micro` of a packing that has nodes only.
void Total(const Instance& instance, Packing& packing);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_TESTS_PACKING_INSTANCES_H_
