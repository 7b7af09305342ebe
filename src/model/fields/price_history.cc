#include "spotwright/price_history.h"

#include "src/model/field.h"

namespace spotwright::model {

template <>
const Message& MessageOf<PriceChange>() {
  static const Message kTable = Describe<PriceChange>(
      "PriceChange", "From this moment on, until the next point, the pool costs so much.",
      {
          Field<&PriceChange::unix_ms>(1, "unix_ms", "When, in ms since 1970 UTC.").Required().Range(0, 1e15),
          Field<&PriceChange::price_usd_per_hour>(
              2, "price_usd_per_hour", "USD per hour; absent: a gap, the price is not known until the next point.")
              .Range(0, 1e6),
      });
  return kTable;
}

template <>
const Message& MessageOf<PriceHistory>() {
  static const Message kTable = Describe<PriceHistory>(
      "PriceHistory", "What a pool has cost, as its provider tells it.",
      {
          Field<&PriceHistory::pool>(1, "pool", "Whose prices.").Required(),
          Field<&PriceHistory::changes>(2, "changes", "Change points in any order; a point may come twice."),
      });
  return kTable;
}

}  // namespace spotwright::model
