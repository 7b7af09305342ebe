// Contents: what the pods of one node take of it, kept apart from the node, so that it can be held against any kind.
#ifndef SPOTWRIGHT_SRC_PACKING_CONTENTS_H_
#define SPOTWRIGHT_SRC_PACKING_CONTENTS_H_

#include <cstdint>
#include <span>
#include <vector>

#include "src/packing/instance.h"

namespace spotwright::packing {

// A kind or a host as pods see it. Borrows from the instance.
struct Place {
  std::span<const std::int64_t> free;
  std::span<const RuleState> rules;
  std::span<const std::uint32_t> shared;
  double interruptions_per_hour = 0;
  std::uint32_t pool = 0;
  std::uint32_t zone = 0;
};
Place PlaceOfKind(const Instance& instance, std::size_t kind);
Place PlaceOfHost(const Instance& instance, std::size_t host);

// Hosts with room for a pod that is open to them, in their order. Others stay as they are, as long as what ran there
// before does. O(hosts x items).
std::vector<std::uint32_t> HostsWithRoom(const Instance& instance);

// What the loads take of caps that the item has too, as pods of the item, rounded up. The item must have caps.
std::int64_t PodsUnderCapsOf(const Instance& instance, std::size_t item, std::span<const Load> loads);

class Contents {
 public:
  explicit Contents(const Instance& instance) : load_(instance.resources, 0) {}

  const std::vector<Load>& loads() const { return loads_; }     // In the order of joining; counts above 0.
  std::span<const std::int64_t> load() const { return load_; }  // By resource. Shared amounts are not in it.
  bool empty() const { return loads_.empty(); }
  bool carries_shared() const { return !shared_.empty(); }

  // How many pods of the item, up to `most`, may join on this place. Masks and caps are not looked at.
  // O(resources + (rules + shared of the item) x those in use).
  std::int64_t Room(const Instance& instance, const Place& place, std::size_t item, std::int64_t most) const;

  // Whether one more pod of the item may join if one pod each of `gone`, which are there, were not.
  bool FitsWithout(const Instance& instance, const Place& place, std::size_t item,
                   std::span<const std::uint32_t> gone) const;

  // Whether all of it may be on this place, masks and caps left aside.
  bool Fits(const Instance& instance, const Place& place) const;

  // Puts that many there, or takes them away if the count is negative.
  void Add(const Instance& instance, std::size_t item, std::int64_t count);

 private:
  struct Use {  // Of a shared thing.
    std::uint32_t id = 0;
    std::uint32_t resource = 0;
    std::int64_t amount = 0;
    std::int64_t users = 0;
  };
  RuleState StateOf(std::uint32_t rule, std::span<const RuleState> base) const;
  bool Uses(std::uint32_t id, std::span<const std::uint32_t> base) const;
  std::int64_t SharedLoad(std::size_t resource, std::span<const std::uint32_t> base) const;

  std::vector<Load> loads_;
  std::vector<std::int64_t> load_;
  std::vector<RuleState> rules_;
  std::vector<Use> shared_;
};

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_CONTENTS_H_
