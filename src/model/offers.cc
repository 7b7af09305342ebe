#include "src/model/offers.h"

#include <algorithm>
#include <tuple>
#include <vector>

#include "src/base/text.h"
#include "src/model/interruption_band.h"
#include "src/model/validate.h"

namespace spotwright::model {
namespace {

auto PoolKey(const Offer& offer) {
  return std::tie(offer.instance_type, offer.region, offer.zone, offer.capacity_type);
}

}  // namespace

double HazardOf(const Offer& offer) {
  if (offer.capacity_type != CapacityType::kSpot) return 0;
  if (offer.interruptions_per_instance_hour) return *offer.interruptions_per_instance_hour;
  return offer.interruption_band ? HazardOfBand(*offer.interruption_band) : 0;
}

Pool PoolOf(const Offer& offer) { return Pool{offer.instance_type, offer.region, offer.zone, offer.capacity_type}; }

Pool PoolOf(const Node& node) { return Pool{node.instance_type, node.region, node.zone, node.capacity_type}; }

std::int64_t VcpusOf(const Offer& offer) {
  return offer.vcpus > 0 ? offer.vcpus : (offer.allocatable.cpu_millicores + 999) / 1000;
}

std::string PoolName(const Pool& pool) {
  std::string name = pool.capacity_type == CapacityType::kSpot ? "spot" : "on-demand";
  if (!pool.instance_type.empty()) name += " " + pool.instance_type;
  const std::string& place = pool.zone.empty() ? pool.region : pool.zone;
  if (!place.empty()) name += " in " + place;
  return name;
}

bool PoolLess(const Offer& left, const Offer& right) { return PoolKey(left) < PoolKey(right); }

std::string ElementPath(std::string_view field, std::size_t index) { return base::Cat(field, "[", index, "]"); }

std::optional<Error> CheckOffers(std::span<const Offer> offers, std::string_view field) {
  std::vector<std::size_t> order(offers.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return PoolLess(offers[a], offers[b]) || (!PoolLess(offers[b], offers[a]) && a < b);
  });
  std::size_t second = offers.size();
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (PoolKey(offers[order[i - 1]]) == PoolKey(offers[order[i]])) second = std::min(second, order[i]);
  }
  if (second == offers.size()) return std::nullopt;
  const Pool pool = PoolOf(offers[second]);
  return InvalidField(ElementPath(field, second), base::Cat("is a second offer of ", base::Quoted(PoolName(pool)),
                                                            "; a request holds one offer of each pool"));
}

Error NotSpot(std::string_view path) {
  return InvalidField(base::Cat(path, ".capacity_type"), "is on_demand; accepted: spot, which alone is interrupted");
}

Error RepeatedPool(const Pool& pool, std::string_view path) {
  return InvalidField(std::string(path),
                      base::Cat("is a second entry of ", base::Quoted(PoolName(pool)), "; name each pool once"));
}

std::optional<Error> CheckSpotPool(const Pool& pool, std::string_view path, std::set<Pool>& seen) {
  if (pool.capacity_type != CapacityType::kSpot) return NotSpot(path);
  if (seen.insert(pool).second) return std::nullopt;
  return RepeatedPool(pool, path);
}

std::optional<Error> CheckNow(std::span<const Offer> offers, std::string_view field,
                              const std::optional<std::int64_t>& now_unix_ms) {
  if (now_unix_ms) return std::nullopt;
  for (std::size_t i = 0; i < offers.size(); ++i) {
    if (offers[i].cooling_until_unix_ms) return NowIsMissing(ElementPath(field, i));
  }
  return std::nullopt;
}

Error NowIsMissing(std::string_view element) {
  return InvalidField("now_unix_ms",
                      base::Cat("is absent; it is required because ", element, " states cooling_until_unix_ms"));
}

}  // namespace spotwright::model
