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
          Field<&PricePolicy::max_spot_price_usd_per_vcpu_hour>(5, "max_spot_price_usd_per_vcpu_hour",
                                                                "Cap for each vCPU as sold, USD per hour.")
              .Range(0, 1e6),
      });
  return kTable;
}

template <>
const Message& MessageOf<PriceHysteresis>() {
  static const Message kTable = Describe<PriceHysteresis>(
      "PriceHysteresis", "Keeps verdicts from flapping. The limit of a pool is the lowest of its caps.",
      {
          Field<&PriceHysteresis::enter_share_of_limit>(
              1, "enter_share_of_limit", "A refused pool comes back at or below this share of its limit, 0 to 1 ...")
              .Range(0, 1),
          Field<&PriceHysteresis::leave_share_of_limit>(
              2, "leave_share_of_limit", "An allowed pool leaves at once above this share of its limit, 1 to 2.")
              .Range(1, 2),
          Field<&PriceHysteresis::min_dwell_seconds>(
              3, "min_dwell_seconds", "... once its price has been there for so long without a break, in seconds.")
              .Range(0, 1e8),
      });
  return kTable;
}

template <>
const Message& MessageOf<PriceAlertPolicy>() {
  static const Message kTable = Describe<PriceAlertPolicy>(
      "PriceAlertPolicy", "When a price is worth a word, and when a spike is a reason to stay away.",
      {
          Field<&PriceAlertPolicy::min_savings_share>(1, "min_savings_share",
                                                      "Alert when a pool or region saves less than this share ...")
              .Range(0, 1),
          Field<&PriceAlertPolicy::min_savings_days>(2, "min_savings_days", "... for so many days on end.")
              .Range(0, 1000),
          Field<&PriceAlertPolicy::spike_window_days>(3, "spike_window_days",
                                                      "Days before now that say what a pool's price is like.")
              .Range(0.01, 1000),
          Field<&PriceAlertPolicy::spike_min_known_hours>(
              4, "spike_min_known_hours", "With fewer hours of the window known, nothing is called a spike.")
              .Range(0, 24000),
          Field<&PriceAlertPolicy::spike_deviations>(5, "spike_deviations",
                                                     "A spike is above the median by so many times 1.4826 x MAD ...")
              .Range(0, 1e6),
          Field<&PriceAlertPolicy::spike_min_ratio>(6, "spike_min_ratio", "... and above so many times the median.")
              .Range(1, 1e6),
          Field<&PriceAlertPolicy::refuse_spikes>(7, "refuse_spikes",
                                                  "true: the bound of a spike is a cap like the others."),
      });
  return kTable;
}

template <>
const Message& MessageOf<EffectivePricePolicy>() {
  static const Message kTable = Describe<EffectivePricePolicy>(
      "EffectivePricePolicy", "What spot costs in truth: price + interruptions per hour x cost of a restart.",
      {
          Field<&EffectivePricePolicy::restart_cost_usd>(
              1, "restart_cost_usd", "Of one interrupted node: lost work, the replacement's start. USD.")
              .Range(0, 1e6),
          Field<&EffectivePricePolicy::commitments>(2, "commitments", "What else could run the same."),
          Field<&EffectivePricePolicy::refuse_dearer>(
              3, "refuse_dearer", "true: refuse spot whose effective price is above on-demand's or a commitment's."),
      });
  return kTable;
}

template <>
const Message& MessageOf<PoolInUse>() {
  static const Message kTable = Describe<PoolInUse>(
      "PoolInUse", "Nodes of one pool in one cluster, for the advisor.",
      {
          Field<&PoolInUse::cluster>(1, "cluster", "Name of the cluster."),
          Field<&PoolInUse::pool>(2, "pool", "What runs there.").Required(),
          Field<&PoolInUse::nodes>(3, "nodes", "How many.").Range(0, 1e6),
          Field<&PoolInUse::price_usd_per_hour>(4, "price_usd_per_hour",
                                                "Of one node, USD per hour; absent: the offer's of the same pool.")
              .Range(0, 1e6),
      });
  return kTable;
}

template <>
const Message& MessageOf<TypeAdvicePolicy>() {
  static const Message kTable = Describe<TypeAdvicePolicy>(
      "TypeAdvicePolicy", "When another type of the same shape is recommended.",
      {
          Field<&TypeAdvicePolicy::max_share_of_current_price>(1, "max_share_of_current_price",
                                                               "When it costs less than this share of what is paid.")
              .Range(0, 1),
          Field<&TypeAdvicePolicy::memory_tolerance_share>(
              2, "memory_tolerance_share", "Allocatable memory may differ by so much, as limits on pods do.")
              .Range(0, 1),
      });
  return kTable;
}

template <>
const Message& MessageOf<AzureSpotPool>() {
  static const Message kTable = Describe<AzureSpotPool>(
      "AzureSpotPool", "A spot node pool or scale set on Azure, whose spot_max_price is to be written.",
      {
          Field<&AzureSpotPool::name>(1, "name", "Name of the pool.").Required(),
          Field<&AzureSpotPool::instance_type>(2, "instance_type", "Its VM size.").Required(),
          Field<&AzureSpotPool::region>(3, "region", "Its region."),
          Field<&AzureSpotPool::spot_max_price>(
              4, "spot_max_price",
              "As it is set, USD per VM-hour: at most 5 decimals, or -1: up to the regular price. Absent: a new pool.")
              .Range(-1, 1e6),
      });
  return kTable;
}

template <>
const Message& MessageOf<PoolPriceState>() {
  static const Message kTable =
      Describe<PoolPriceState>(
          "PoolPriceState", "What is remembered of a pool.",
          {
              Field<&PoolPriceState::pool>(1, "pool", "A spot pool.").Required(),
              Field<&PoolPriceState::allowed>(2, "allowed", "The verdict."),
              Field<&PoolPriceState::since_unix_ms>(3, "since_unix_ms", "The verdict has stood since.").Range(0, 1e15),
              Field<&PoolPriceState::settling_since_unix_ms>(4, "settling_since_unix_ms",
                                                             "Refused, and at or below the enter level since.")
                  .Range(0, 1e15),
              Field<&PoolPriceState::low_savings_since_unix_ms>(5, "low_savings_since_unix_ms",
                                                                "Has saved too little since.")
                  .Range(0, 1e15),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<RegionPriceState>() {
  static const Message kTable =
      Describe<RegionPriceState>("RegionPriceState", "What is remembered of a region.",
                                 {
                                     Field<&RegionPriceState::region>(1, "region", "Name; may be empty."),
                                     Field<&RegionPriceState::low_savings_since_unix_ms>(2, "low_savings_since_unix_ms",
                                                                                         "Has saved too little since.")
                                         .Range(0, 1e15),
                                 })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<PriceState>() {
  static const Message kTable =
      Describe<PriceState>(
          "PriceState", "What is remembered from one call to the next.",
          {
              Field<&PriceState::version>(1, "version", "Of this struct's meaning; accepted: 1."),
              Field<&PriceState::as_of_unix_ms>(2, "as_of_unix_ms", "When it was written.").Range(0, 1e15),
              Field<&PriceState::pools>(3, "pools", "By pool."),
              Field<&PriceState::regions>(4, "regions", "By name; those that save too little."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<AssessPricesRequest>() {
  static const Message kTable = Describe<AssessPricesRequest>(
      "AssessPricesRequest", "Which offers may be used at today's prices.",
      {
          Field<&AssessPricesRequest::offers>(1, "offers", "What to judge; at most one offer of each pool."),
          Field<&AssessPricesRequest::policy>(2, "policy", "The rules."),
          Field<&AssessPricesRequest::now_unix_ms>(
              3, "now_unix_ms",
              "The moment of the decision, in ms since 1970 UTC; required with price_histories, hysteresis and state.")
              .Range(0, 1e15),
          Field<&AssessPricesRequest::price_histories>(4, "price_histories", "Of spot pools; at most one of each."),
          Field<&AssessPricesRequest::hysteresis>(5, "hysteresis", "Absent: a plain threshold."),
          Field<&AssessPricesRequest::alerts>(6, "alerts", "Looked at when now_unix_ms is stated."),
          Field<&AssessPricesRequest::effective_price>(7, "effective_price", "Absent: prices as they are."),
          Field<&AssessPricesRequest::pools_in_use>(8, "pools_in_use", "Of any clusters: what the advisor looks at."),
          Field<&AssessPricesRequest::advice>(9, "advice", "When another type is recommended."),
          Field<&AssessPricesRequest::azure_spot_pools>(10, "azure_spot_pools",
                                                        "Whose spot_max_price is to be written."),
          Field<&AssessPricesRequest::state>(11, "state", "The last response's."),
      });
  return kTable;
}

template <>
const Enum& EnumOf<PurchaseOption>() {
  static const Enum kTable{"PurchaseOption",
                           "How a node can be paid for.",
                           {
                               {1, "spot", "At the spot price, with the risk of interruption."},
                               {2, "on_demand", "At list price."},
                               {3, "commitment", "Under a Savings Plan, a reservation or the like."},
                           }};
  return kTable;
}

template <>
const Enum& EnumOf<PriceAlertKind>() {
  static const Enum kTable{"PriceAlertKind",
                           "What a price is alerted for.",
                           {
                               {1, "spike", "It is far above the pool's own history."},
                               {2, "low_savings", "It has saved too little for too long."},
                           }};
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
              Field<&PriceVerdict::limit_usd_per_hour>(7, "limit_usd_per_hour",
                                                       "Of spot: the lowest of its caps, USD per hour."),
              Field<&PriceVerdict::since_unix_ms>(8, "since_unix_ms",
                                                  "The verdict has stood since, as far as is known."),
              Field<&PriceVerdict::allowed_again_unix_ms>(9, "allowed_again_unix_ms",
                                                          "Refused, but settling: allowed then, if the price stays."),
              Field<&PriceVerdict::typical_price_usd_per_hour>(
                  10, "typical_price_usd_per_hour", "The median of its own history, where enough of it is known."),
              Field<&PriceVerdict::effective_price_usd_per_hour>(
                  11, "effective_price_usd_per_hour",
                  "Price + interruptions per hour x cost of a restart, with effective_price in the request."),
              Field<&PriceVerdict::commitment_price_usd_per_hour>(12, "commitment_price_usd_per_hour",
                                                                  "The cheapest commitment for its type, if any."),
              Field<&PriceVerdict::cheapest>(13, "cheapest",
                                             "By effective price; on a tie the commitment, then on-demand."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<RegionPrices>() {
  static const Message kTable =
      Describe<RegionPrices>(
          "RegionPrices", "The spot pools of a region taken together.",
          {
              Field<&RegionPrices::region>(1, "region", "Its name."),
              Field<&RegionPrices::allowed>(2, "allowed", "false: not one of its spot pools is."),
              Field<&RegionPrices::allowed_count>(3, "allowed_count", "Spot pools that may be used."),
              Field<&RegionPrices::refused_count>(4, "refused_count", "Spot pools that may not."),
              Field<&RegionPrices::savings_share>(
                  5, "savings_share",
                  "1 - sum of spot prices / sum of on-demand prices, over pools where both are known."),
              Field<&RegionPrices::reasons>(6, "reasons", "Why it is refused; empty when allowed."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<PriceAlert>() {
  static const Message kTable =
      Describe<PriceAlert>("PriceAlert", "Comes again with each call as long as it is true.",
                           {
                               Field<&PriceAlert::kind>(1, "kind", "What for."),
                               Field<&PriceAlert::region>(2, "region", "Where."),
                               Field<&PriceAlert::pool>(3, "pool", "Of which pool; absent: the whole region."),
                               Field<&PriceAlert::since_unix_ms>(4, "since_unix_ms", "It has been so since."),
                               Field<&PriceAlert::reasons>(5, "reasons", "Its numbers, and a sentence."),
                           })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<TypeAdvice>() {
  static const Message kTable =
      Describe<TypeAdvice>(
          "TypeAdvice", "Another type of the same shape costs much less.",
          {
              Field<&TypeAdvice::cluster>(1, "cluster", "Name of the cluster."),
              Field<&TypeAdvice::pool>(2, "pool", "What runs there."),
              Field<&TypeAdvice::nodes>(3, "nodes", "How many."),
              Field<&TypeAdvice::price_usd_per_hour>(
                  4, "price_usd_per_hour",
                  "Of one node, USD per hour; effective, as the prices below, with effective_price in the request."),
              Field<&TypeAdvice::recommended>(5, "recommended", "What would cost less."),
              Field<&TypeAdvice::recommended_price_usd_per_hour>(6, "recommended_price_usd_per_hour",
                                                                 "Of one node of it, USD per hour."),
              Field<&TypeAdvice::saving_share>(7, "saving_share", "1 - recommended price / price."),
              Field<&TypeAdvice::saving_usd_per_hour>(8, "saving_usd_per_hour", "Of all nodes, USD per hour."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<AzureSpotMaxPrice>() {
  static const Message kTable =
      Describe<AzureSpotMaxPrice>(
          "AzureSpotMaxPrice", "What to set on an Azure spot pool.",
          {
              Field<&AzureSpotMaxPrice::name>(1, "name", "Name of the pool."),
              Field<&AzureSpotMaxPrice::spot_max_price>(
                  2, "spot_max_price",
                  "To be set, USD per VM-hour; -1: up to the regular price. Absent: none can be stated."),
              Field<&AzureSpotMaxPrice::changed>(3, "changed", "An existing pool would have to be recreated."),
              Field<&AzureSpotMaxPrice::reasons>(4, "reasons", "Why it is set, kept or changed."),
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
              Field<&AssessPricesResponse::regions>(6, "regions",
                                                    "The spot pools of each region, by name; with now_unix_ms."),
              Field<&AssessPricesResponse::alerts>(7, "alerts",
                                                   "Regions first, by name; then pools in the order of the offers."),
              Field<&AssessPricesResponse::advice>(8, "advice", "In the order of pools_in_use."),
              Field<&AssessPricesResponse::azure_spot_max_prices>(9, "azure_spot_max_prices",
                                                                  "One for each Azure pool, in the request's order."),
              Field<&AssessPricesResponse::findings>(10, "findings",
                                                     "What in the request is likely not what was meant."),
              Field<&AssessPricesResponse::state>(11, "state", "With now_unix_ms: to be passed to the next call."),
              Field<&AssessPricesResponse::call_again_at_unix_ms>(
                  12, "call_again_at_unix_ms", "The first moment at which time alone changes the answer."),
          })
          .WriteDefaults();
  return kTable;
}

}  // namespace spotwright::model
