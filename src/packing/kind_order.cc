#include "src/packing/kind_order.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

namespace spotwright::packing {
namespace {

// One number for the set of masks a kind is open to. Two sets with one number would only hide a kind that a search
// could do without; whoever fills a node asks the mask itself.
std::vector<std::uint64_t> MaskProfiles(const Instance& instance) {
  std::vector<std::uint64_t> profiles(instance.kinds.size(), 0);
  for (const Mask& mask : instance.masks) {
    for (std::size_t k = 0; k < profiles.size(); ++k) {
      profiles[k] = (profiles[k] ^ (mask.kinds[k] + 1u)) * 0x9E3779B97F4A7C15u;
      profiles[k] ^= profiles[k] >> 29;
    }
  }
  return profiles;
}

bool DrawsNoMore(const Kind& less, const Kind& more) {
  return std::all_of(less.uses.begin(), less.uses.end(), [&](const SupplyUse& use) {
    return std::any_of(more.uses.begin(), more.uses.end(), [&](const SupplyUse& other) {
      return other.supply == use.supply && other.amount >= use.amount;
    });
  });
}

bool Outdoes(const Instance& instance, std::uint32_t better, std::uint32_t worse) {
  const auto more = instance.FreeOfKind(better);
  const auto less = instance.FreeOfKind(worse);
  for (std::size_t r = 0; r < more.size(); ++r) {
    if (more[r] < less[r]) return false;
  }
  const Kind& a = instance.kinds[better];
  const Kind& b = instance.kinds[worse];
  return a.interruptions_per_hour <= b.interruptions_per_hour && a.rules.empty() && DrawsNoMore(a, b);
}

}  // namespace

std::vector<std::uint32_t> UsefulKinds(const Instance& instance, std::span<const std::uint32_t> kinds) {
  bool by_pool = false;
  bool by_zone = false;
  for (const Item& item : instance.items) {
    for (const CapUse& use : item.caps) (use.domain == CapDomain::kPool ? by_pool : by_zone) = true;
  }
  const std::vector<std::uint64_t> profiles = MaskProfiles(instance);
  std::vector<std::uint32_t> order(kinds.begin(), kinds.end());
  // Of equal price, the roomier first, so that whatever outdoes a kind stands before it.
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const std::int64_t price_a = instance.kinds[a].price_micro;
    const std::int64_t price_b = instance.kinds[b].price_micro;
    if (price_a != price_b) return price_a < price_b;
    const auto free_a = instance.FreeOfKind(a);
    const auto free_b = instance.FreeOfKind(b);
    if (!std::equal(free_a.begin(), free_a.end(), free_b.begin())) {
      return std::lexicographical_compare(free_b.begin(), free_b.end(), free_a.begin(), free_a.end());
    }
    return a < b;
  });
  std::map<std::tuple<std::uint64_t, std::uint32_t, std::uint32_t>, std::vector<std::uint32_t>> kept_alike;
  std::vector<std::uint32_t> useful;
  for (const std::uint32_t k : order) {
    const Kind& kind = instance.kinds[k];
    auto& kept = kept_alike[{profiles[k], by_pool ? kind.pool : 0, by_zone ? kind.zone : 0}];
    if (std::any_of(kept.rbegin(), kept.rend(), [&](std::uint32_t o) { return Outdoes(instance, o, k); })) continue;
    kept.push_back(k);
    useful.push_back(k);
  }
  return useful;
}

std::vector<std::uint32_t> UsefulKinds(const Instance& instance) {
  std::vector<std::uint32_t> all(instance.kinds.size());
  std::iota(all.begin(), all.end(), 0u);
  return UsefulKinds(instance, all);
}

}  // namespace spotwright::packing
