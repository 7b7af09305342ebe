// What every decision asks of offers: that each pool comes once, and whether a pool can take something new now.
#ifndef SPOTWRIGHT_SRC_MODEL_OFFERS_H_
#define SPOTWRIGHT_SRC_MODEL_OFFERS_H_

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "spotwright/node.h"
#include "spotwright/offer.h"
#include "spotwright/result.h"

namespace spotwright::model {

Pool PoolOf(const Offer& offer);
Pool PoolOf(const Node& node);

// vCPUs as sold; taken from allocatable, rounded up, where the offer does not say.
std::int64_t VcpusOf(const Offer& offer);

// Expected interruptions of one node in an hour: as stated, else from Spot Advisor's band; 0 for on-demand.
double HazardOf(const Offer& offer);

// For sentences: "spot m6i.large in eu-west-1a". What is not stated is left out.
std::string PoolName(const Pool& pool);

// The order that breaks ties between offers and pools: type, region, zone, capacity type, each in byte order.
bool PoolLess(const Offer& left, const Offer& right);

// "offers[3]"
std::string ElementPath(std::string_view field, std::size_t index);

// The error of the first offer whose pool has come before; `field` is the path of the offers. O(offers log offers).
std::optional<Error> CheckOffers(std::span<const Offer> offers, std::string_view field);

// The errors themselves of a pool at `path` that is not spot, and of one that came before.
Error NotSpot(std::string_view path);
Error RepeatedPool(const Pool& pool, std::string_view path);

// The error of a pool at `path` that is not spot or has been seen before. O(log seen).
std::optional<Error> CheckSpotPool(const Pool& pool, std::string_view path, std::set<Pool>& seen);

// The error of `now_unix_ms` missing although an offer states cooling_until_unix_ms. O(offers).
std::optional<Error> CheckNow(std::span<const Offer> offers, std::string_view field,
                              const std::optional<std::int64_t>& now_unix_ms);

// The error itself; `element` is the path of what is cooling.
Error NowIsMissing(std::string_view element);

// Whether something that cools until a moment still does so now. At that very moment it no longer does.
inline bool IsCooling(const std::optional<std::int64_t>& cooling_until_unix_ms,
                      const std::optional<std::int64_t>& now_unix_ms) {
  return cooling_until_unix_ms && (!now_unix_ms || *now_unix_ms < *cooling_until_unix_ms);
}

}  // namespace spotwright::model

#endif  // SPOTWRIGHT_SRC_MODEL_OFFERS_H_
