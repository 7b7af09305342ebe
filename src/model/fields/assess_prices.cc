#include "spotwright/assess_prices.h"

#include "src/model/field.h"

namespace spotwright::model {

template <>
const Message& MessageOf<PricePolicy>() {
  static const Message kTable = Describe<PricePolicy>(
      "PricePolicy", "Caps on spot prices. An offer must pass every rule that is set; none applies to on-demand.",
      {
          Field<&PricePolicy::max_spot_price_usd_per_hour>(1, "max_spot_price_usd_per_hour",
                                                           "Cap for any type, USD per hour.")
              .Range(0, 1e6),
          Field<&PricePolicy::max_spot_price_usd_per_hour_by_type>(2, "max_spot_price_usd_per_hour_by_type",
                                                                   "Cap by instance type, USD per hour.")
              .Range(0, 1e6),
          Field<&PricePolicy::max_share_of_on_demand_price>(3, "max_share_of_on_demand_price",
                                                            "0.6: at most 60 % of the on-demand price.")
              .Range(0, 10),
          Field<&PricePolicy::min_savings_share>(4, "min_savings_share",
                                                 "0.4: at least 40 % below the on-demand price.")
              .Range(0, 1),
      });
  return kTable;
}

template <>
const Message& MessageOf<AssessPricesRequest>() {
  static const Message kTable = Describe<AssessPricesRequest>(
      "AssessPricesRequest", "Which offers may be used at today's prices.",
      {
          Field<&AssessPricesRequest::offers>(1, "offers", "What to judge; at most one offer of each pool."),
          Field<&AssessPricesRequest::policy>(2, "policy", "The rules."),
      });
  return kTable;
}

template <>
const Message& MessageOf<PriceVerdict>() {
  static const Message kTable =
      Describe<PriceVerdict>(
          "PriceVerdict", "The judgement on one offer.",
          {
              Field<&PriceVerdict::pool>(1, "pool", "Which offer."),
              Field<&PriceVerdict::allowed>(2, "allowed", "Whether it may be used."),
              Field<&PriceVerdict::price_usd_per_hour>(3, "price_usd_per_hour", "Its price, USD per hour."),
              Field<&PriceVerdict::on_demand_price_usd_per_hour>(
                  4, "on_demand_price_usd_per_hour", "The reference of a spot offer; absent where none is known."),
              Field<&PriceVerdict::savings_share>(5, "savings_share",
                                                  "1 - price / on-demand price, where that is known and above 0."),
              Field<&PriceVerdict::reasons>(6, "reasons", "One for each rule broken; empty when allowed."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<AssessPricesResponse>() {
  static const Message kTable =
      Describe<AssessPricesResponse>(
          "AssessPricesResponse", "What may be used, and why not.",
          {
              Field<&AssessPricesResponse::feasible>(1, "feasible", "false: not one offer is allowed."),
              Field<&AssessPricesResponse::allowed_count>(2, "allowed_count", "Offers that may be used."),
              Field<&AssessPricesResponse::refused_count>(3, "refused_count", "Offers that may not."),
              Field<&AssessPricesResponse::verdicts>(4, "verdicts", "One for each offer, in the order of the request."),
              Field<&AssessPricesResponse::reasons>(5, "reasons", "What is to be said of the whole."),
          })
          .WriteDefaults();
  return kTable;
}

}  // namespace spotwright::model
