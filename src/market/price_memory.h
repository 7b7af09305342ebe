// What a request tells of the time before now: price histories put in order, and the state of the last call.
#ifndef SPOTWRIGHT_SRC_MARKET_PRICE_MEMORY_H_
#define SPOTWRIGHT_SRC_MARKET_PRICE_MEMORY_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string_view>

#include "spotwright/assess_prices.h"
#include "src/market/hysteresis.h"
#include "src/market/low_savings.h"
#include "src/market/timeline.h"

namespace spotwright::market {

// Keeps pointers into the request, which must outlive it.
class PriceMemory {
 public:
  // The error of the first history or state that is not as the header asks. Without now_unix_ms there is no memory.
  static Result<PriceMemory> Of(const AssessPricesRequest& request);

  const Timeline& TimelineOf(const Pool& pool) const;

  // Where the pool stood at as_of_unix_ms(); absent where that is not known.
  std::optional<Standing> StandingOf(const Pool& pool) const;
  std::int64_t as_of_unix_ms() const { return state_ == nullptr ? 0 : state_->as_of_unix_ms; }

  std::optional<FormerSavings> SavingsOf(const Pool& pool) const;
  std::optional<FormerSavings> SavingsOf(std::string_view region) const;  // Known where one of its pools is.

 private:
  std::optional<Error> ReadHistories(const AssessPricesRequest& request);
  std::optional<Error> ReadState(const AssessPricesRequest& request);

  const PriceState* state_ = nullptr;
  std::map<Pool, Timeline> timelines_;
  std::map<Pool, const PoolPriceState*> pools_;
  std::set<std::string_view> known_regions_;
  std::map<std::string_view, std::int64_t> low_regions_;
};

// Histories of pools that no offer has: each a finding, since a misspelt zone looks just so.
std::vector<Reason> FindIdleHistories(const AssessPricesRequest& request);

}  // namespace spotwright::market

#endif  // SPOTWRIGHT_SRC_MARKET_PRICE_MEMORY_H_
