#include "src/market/better_place.h"

#include <algorithm>
#include <tuple>

#include "src/base/int128.h"
#include "src/base/money.h"
#include "src/model/instance_type.h"
#include "src/model/offers.h"

namespace spotwright::market {
namespace {

std::int64_t EffectivePrice(const ShapedPlace& place) {
  return base::MicroUsd(place.graded.effective_price_usd_per_hour);
}

std::int64_t Vcpus(const ShapedPlace& place) { return model::VcpusOf(*place.offer); }

bool IsRed(const ShapedPlace& place) { return place.graded.grade == Grade::kRed; }

// By effective price per vCPU; both have vCPUs.
bool IsBetterPerVcpu(const ShapedPlace& left, const ShapedPlace& right) {
  const auto a = static_cast<base::Int128>(EffectivePrice(left)) * Vcpus(right);
  const auto b = static_cast<base::Int128>(EffectivePrice(right)) * Vcpus(left);
  return a != b ? a < b : IsBetter(left, right);
}

// Whether every pod that runs on `small` has room on `large`.
bool HasRoomOf(const Offer& large, const Offer& small) {
  const Resources& has = large.allocatable;
  const Resources& wants = small.allocatable;
  return has.memory_bytes >= wants.memory_bytes && has.gpus >= wants.gpus &&
         std::all_of(wants.extended.begin(), wants.extended.end(), [&](const auto& wanted) {
           const auto found = has.extended.find(wanted.first);
           return found != has.extended.end() && found->second >= wanted.second;
         });
}

// Whether a place of any type can take over what runs on another one.
bool CanReplace(const ShapedPlace& candidate, const ShapedPlace& place) {
  if (candidate.graded.place.instance_type == place.graded.place.instance_type) return true;
  if (Vcpus(place) == 0) return false;  // Nobody knows how large it is.
  return candidate.offer->architecture == place.offer->architecture && Vcpus(candidate) >= Vcpus(place) &&
         HasRoomOf(*candidate.offer, *place.offer);
}

template <typename Less>
void Keep(const ShapedPlace*& best, const ShapedPlace& place, Less less) {
  if (best == nullptr || less(place, *best)) best = &place;
}

}  // namespace

bool IsBetter(const ShapedPlace& left, const ShapedPlace& right) {
  const auto key = [](const ShapedPlace& place) {
    return std::tuple(EffectivePrice(place), place.graded.grade, std::string_view(place.graded.place.region),
                      std::string_view(place.graded.place.instance_type));
  };
  return key(left) < key(right);
}

BetterPlaces::BetterPlaces(const std::vector<ShapedPlace>& places) : places_(places) {
  for (const ShapedPlace& place : places) {
    if (IsRed(place)) continue;
    const auto& [region, type] = place.graded.place;
    Keep(best_of_type_[type], place, IsBetter);
    if (Vcpus(place) == 0) continue;
    Keep(best_of_family_[{region, model::FamilyOf(type)}], place, IsBetterPerVcpu);
    series_[{region, std::string(model::SeriesOf(type))}].push_back(&place);
  }
}

const ShapedPlace* BetterPlaces::BetterSize(const ShapedPlace& place) const {
  const auto& [region, type] = place.graded.place;
  const auto found = best_of_family_.find({region, model::FamilyOf(type)});
  return found == best_of_family_.end() ? nullptr : found->second;
}

const ShapedPlace* BetterPlaces::BetterType(const ShapedPlace& place) const {
  const auto& [region, type] = place.graded.place;
  const auto found = series_.find({region, std::string(model::SeriesOf(type))});
  if (found == series_.end()) return nullptr;
  const ShapedPlace* best = nullptr;
  for (const ShapedPlace* candidate : found->second) {
    if (Vcpus(*candidate) == Vcpus(place) && CanReplace(*candidate, place)) Keep(best, *candidate, IsBetter);
  }
  return best;
}

std::optional<BetterPlace> BetterPlaces::For(const ShapedPlace& place) const {
  const auto name = [](BetterPlaceKind kind, const ShapedPlace& found) {
    return BetterPlace{kind, found.graded.place, found.graded.grade, found.graded.effective_price_usd_per_hour,
                       Vcpus(found)};
  };
  if (const ShapedPlace* size = BetterSize(place)) return name(BetterPlaceKind::kSize, *size);
  if (const ShapedPlace* type = BetterType(place)) return name(BetterPlaceKind::kType, *type);
  const auto region = best_of_type_.find(place.graded.place.instance_type);
  if (region == best_of_type_.end()) return std::nullopt;
  return name(BetterPlaceKind::kRegion, *region->second);
}

StayingRegret BetterPlaces::RegretOf(const ShapedPlace& place) const {
  const ShapedPlace* best_region = &place;
  const ShapedPlace* best = &place;
  for (const ShapedPlace& candidate : places_) {
    if (IsRed(candidate) || EffectivePrice(candidate) >= EffectivePrice(place)) continue;
    if (!CanReplace(candidate, place)) continue;
    if (candidate.graded.place.instance_type == place.graded.place.instance_type) {
      Keep(best_region, candidate, IsBetter);
    }
    Keep(best, candidate, IsBetter);
  }
  const auto regret = [&](const ShapedPlace& other) { return EffectivePrice(place) - EffectivePrice(other); };
  const auto share = [&](const ShapedPlace& other) {
    const std::int64_t price = EffectivePrice(other);
    return price > 0 ? static_cast<double>(regret(other)) / static_cast<double>(price) : 0;
  };
  return {place.graded.place,  best_region->graded.place, base::Usd(regret(*best_region)),
          share(*best_region), best->graded.place,        base::Usd(regret(*best)),
          share(*best)};
}

}  // namespace spotwright::market
