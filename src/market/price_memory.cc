#include "src/market/price_memory.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "src/base/text.h"
#include "src/model/offers.h"
#include "src/model/reason.h"
#include "src/model/validate.h"

namespace spotwright::market {
namespace {

using base::Cat;
using model::ElementPath;
using model::InvalidField;

constexpr std::int64_t kStateVersion = 1;

std::optional<Error> CheckSpot(const Pool& pool, const std::string& path) {
  if (pool.capacity_type == CapacityType::kSpot) return std::nullopt;
  return InvalidField(path + ".pool.capacity_type", "is on_demand; accepted: spot, whose prices change");
}

std::optional<Error> CheckMoment(std::int64_t unix_ms, std::int64_t last, const char* of_last, std::string path) {
  if (unix_ms <= last) return std::nullopt;
  return InvalidField(std::move(path), Cat("is ", unix_ms, ", which is after ", of_last, ", ", last));
}

std::optional<Error> CheckPoolState(const PoolPriceState& pool, const std::string& path, std::int64_t as_of) {
  if (auto error = CheckSpot(pool.pool, path)) return error;
  constexpr char kOfLast[] = "as_of_unix_ms";
  if (auto error = CheckMoment(pool.since_unix_ms, as_of, kOfLast, path + ".since_unix_ms")) return error;
  if (auto error =
          CheckMoment(pool.settling_since_unix_ms.value_or(0), as_of, kOfLast, path + ".settling_since_unix_ms")) {
    return error;
  }
  return CheckMoment(pool.low_savings_since_unix_ms.value_or(0), as_of, kOfLast, path + ".low_savings_since_unix_ms");
}

std::optional<Error> CheckNowIsStated(const AssessPricesRequest& request) {
  if (request.now_unix_ms) return std::nullopt;
  const char* needs = !request.price_histories.empty() ? "price_histories"
                      : request.hysteresis             ? "hysteresis"
                      : request.state                  ? "state"
                                                       : nullptr;
  if (needs == nullptr) return std::nullopt;
  return InvalidField("now_unix_ms", Cat("is absent; it is required with ", needs));
}

}  // namespace

Result<PriceMemory> PriceMemory::Of(const AssessPricesRequest& request) {
  if (auto error = CheckNowIsStated(request)) return *error;
  PriceMemory memory;
  if (auto error = memory.ReadHistories(request)) return *error;
  if (auto error = memory.ReadState(request)) return *error;
  return memory;
}

std::optional<Error> PriceMemory::ReadHistories(const AssessPricesRequest& request) {
  for (std::size_t i = 0; i < request.price_histories.size(); ++i) {
    const PriceHistory& history = request.price_histories[i];
    const std::string path = ElementPath("price_histories", i);
    if (auto error = CheckSpot(history.pool, path)) return error;
    Result<Timeline> timeline = ReadTimeline(history, path, *request.now_unix_ms);
    if (!timeline.ok()) return timeline.error();
    if (timelines_.emplace(history.pool, std::move(*timeline)).second) continue;
    return InvalidField(path + ".pool", Cat("is ", base::Quoted(model::PoolName(history.pool)),
                                            " a second time; put all its points into one history"));
  }
  return std::nullopt;
}

std::optional<Error> PriceMemory::ReadState(const AssessPricesRequest& request) {
  if (!request.state) return std::nullopt;
  state_ = &*request.state;
  if (state_->version != kStateVersion) {
    return InvalidField("state.version", Cat("is ", state_->version, "; accepted: ", kStateVersion,
                                             ". Leave the state out, and history alone says how things stand"));
  }
  if (auto error = CheckMoment(state_->as_of_unix_ms, *request.now_unix_ms, "now_unix_ms", "state.as_of_unix_ms")) {
    return error;
  }
  for (std::size_t i = 0; i < state_->pools.size(); ++i) {
    const PoolPriceState& pool = state_->pools[i];
    const std::string path = ElementPath("state.pools", i);
    if (auto error = CheckPoolState(pool, path, state_->as_of_unix_ms)) return error;
    known_regions_.insert(pool.pool.region);
    if (pools_.emplace(pool.pool, &pool).second) continue;
    return InvalidField(path + ".pool", Cat("is ", base::Quoted(model::PoolName(pool.pool)), " a second time"));
  }
  for (std::size_t i = 0; i < state_->regions.size(); ++i) {
    const RegionPriceState& region = state_->regions[i];
    const std::string path = ElementPath("state.regions", i);
    if (auto error = CheckMoment(region.low_savings_since_unix_ms, state_->as_of_unix_ms, "as_of_unix_ms",
                                 path + ".low_savings_since_unix_ms")) {
      return error;
    }
    if (low_regions_.emplace(region.region, region.low_savings_since_unix_ms).second) continue;
    return InvalidField(path + ".region", Cat("is ", base::Quoted(region.region), " a second time"));
  }
  return std::nullopt;
}

const Timeline& PriceMemory::TimelineOf(const Pool& pool) const {
  static const Timeline kNone;
  const auto found = timelines_.find(pool);
  return found == timelines_.end() ? kNone : found->second;
}

std::optional<Standing> PriceMemory::StandingOf(const Pool& pool) const {
  const auto found = pools_.find(pool);
  if (found == pools_.end()) return std::nullopt;
  return Standing{found->second->allowed, found->second->since_unix_ms, found->second->settling_since_unix_ms};
}

std::optional<FormerSavings> PriceMemory::SavingsOf(const Pool& pool) const {
  const auto found = pools_.find(pool);
  if (found == pools_.end()) return std::nullopt;
  return FormerSavings{as_of_unix_ms(), found->second->low_savings_since_unix_ms};
}

std::optional<FormerSavings> PriceMemory::SavingsOf(std::string_view region) const {
  if (known_regions_.count(region) == 0) return std::nullopt;
  const auto found = low_regions_.find(region);
  return FormerSavings{as_of_unix_ms(), found == low_regions_.end() ? std::nullopt : std::optional(found->second)};
}

std::vector<Reason> FindIdleHistories(const AssessPricesRequest& request) {
  std::set<Pool> offered;
  for (const Offer& offer : request.offers) offered.insert(model::PoolOf(offer));
  std::vector<Reason> findings;
  for (std::size_t i = 0; i < request.price_histories.size(); ++i) {
    const Pool& pool = request.price_histories[i].pool;
    if (offered.count(pool) > 0) continue;
    findings.push_back(model::MakeReason("history_without_offer",
                                         Cat("There is a price history of ", model::PoolName(pool),
                                             ", but no offer of it: nothing is done with the history."),
                                         {}, {ElementPath("price_histories", i)}));
  }
  return findings;
}

}  // namespace spotwright::market
