/* Spotwright decides what capacity to run: how much spot, in which pools and zones, where each pod goes.
 *
 * This is its C interface: bytes in, bytes out. Generated from the table of decisions: run `make generate`, do not
 * edit. C99 and C++.
 *
 * Conventions, which hold for every function:
 *
 * 1. One function for each decision, all with one signature. A decision is a pure function: no handle, no state kept
 *    between calls, no I/O, no clock, no random number of its own. The same request gives the same response, byte for
 *    byte. What must be remembered from call to call is part of the response and of the next request.
 *
 * 2. Requests and responses are JSON or Protobuf wire format, as `format` says; both ways use the same format.
 *    The messages are described in docs/reference/, by JSON Schemas in docs/schema/, and in spotwright.proto.
 *    Requests are read strictly: an unknown field is an error, since a newer client must not be misread in silence.
 *    Read responses leniently: a newer library may add fields.
 *
 * 3. Functions return a spotwright_code. Anything but SPOTWRIGHT_OK is a failure: nothing was decided. A request that
 *    is well formed but cannot be met is no failure: its response says so with `feasible`, and why with `reasons`.
 *
 * 4. Inputs are borrowed until the function returns, never changed and never kept. `request` may be NULL when `size`
 *    is 0; that is an empty message in Protobuf, and no JSON. At most 2147483647 bytes are accepted.
 *
 * 5. Outputs are overwritten without being read: free what they held first. On success `response` holds the bytes and
 *    `*error` is NULL. On failure `response` is {NULL, 0} and `*error` holds the error. `error` may be NULL when only
 *    the code is wanted; `response` must not be.
 *
 * 6. What the library allocated is freed by the library alone: spotwright_buffer_free, spotwright_error_free. They
 *    accept NULL and what is empty already, and leave NULL and 0 behind, so that freeing twice is harmless.
 *
 * 7. Every function may be called from any thread at any time, also many at once. The library starts no thread,
 *    holds no lock while it decides, and has no thread-local state: there is no "last error".
 *
 * 8. No input aborts the process and no C++ exception crosses this interface: a null pointer, an unknown format and
 *    garbage bytes come back as SPOTWRIGHT_INVALID_ARGUMENT, and want of memory as SPOTWRIGHT_RESOURCE_EXHAUSTED.
 *
 * 9. Enums cross as int32_t; strings are UTF-8 and end with a NUL.
 *
 * 10. Within one SPOTWRIGHT_ABI_VERSION (the number in libspotwright.so.N) no function is removed and none changes;
 *    fields and functions are only added, and the numbers of fields and enum values are never used again.
 *
 * An example:
 *
 *     const char request[] = "{\"total_units\": 10, \"policy\": {\"on_demand_percentage\": 30}}";
 *     spotwright_buffer response;
 *     spotwright_error* error;
 *     if (spotwright_decide_mix(SPOTWRIGHT_FORMAT_JSON, request, sizeof request - 1, NULL, &response, &error) !=
 *         SPOTWRIGHT_OK) {
 *       fprintf(stderr, "%s: %s\n", spotwright_error_field(error), spotwright_error_message(error));
 *       spotwright_error_free(&error);
 *     } else {
 *       fwrite(response.data, 1, response.size, stdout);
 *       spotwright_buffer_free(&response);
 *     }
 */
#ifndef SPOTWRIGHT_H_
#define SPOTWRIGHT_H_

#include <stddef.h>
#include <stdint.h>

/* Marks what the shared library exports. */
#ifndef SPOTWRIGHT_API
#if defined(__GNUC__)
#define SPOTWRIGHT_API __attribute__((visibility("default")))
#else
#define SPOTWRIGHT_API
#endif
#endif

/* The version of this interface; see convention 10. Compare with spotwright_abi_version(). */
#define SPOTWRIGHT_ABI_VERSION 0

#ifdef __cplusplus
extern "C" {
#endif

/* What a function returns: the canonical codes of gRPC, with the same numbers. More may come. */
enum spotwright_code {
  SPOTWRIGHT_OK = 0,
  SPOTWRIGHT_CANCELLED = 1,          /* The call's cancel flag was raised. */
  SPOTWRIGHT_INVALID_ARGUMENT = 3,   /* The request or an argument is malformed; the error's field says where. */
  SPOTWRIGHT_RESOURCE_EXHAUSTED = 8, /* Memory ran out, or the request or its response is too large. */
  SPOTWRIGHT_INTERNAL = 13           /* A defect of the library, or an exception from a C++ callback. */
};

/* How a request is written, and its response. 0 is refused: it is what a forgotten value holds. */
enum spotwright_format {
  SPOTWRIGHT_FORMAT_JSON = 1,    /* UTF-8 text; field names as in docs/reference/. */
  SPOTWRIGHT_FORMAT_PROTOBUF = 2 /* Wire format of the messages of package spotwright.v1. */
};

/* A response: bytes that the library allocated. A NUL follows the last of them and is not counted in `size`, so that
 * JSON can be used as a C string.
 */
typedef struct spotwright_buffer {
  void* data;  /* NULL on failure. */
  size_t size; /* In bytes; may be 0 in Protobuf, of a message without any field set. */
} spotwright_buffer;

/* What went wrong: a code, a message and a field. */
typedef struct spotwright_error spotwright_error;

/* Follows and stops long work; NULL, or any member NULL, where that is not wanted. Neither member changes the answer:
 * a decision completes, or returns SPOTWRIGHT_CANCELLED.
 *
 * Begin with zeros and set the size, so that members which a later version adds are off:
 *
 *     spotwright_call call = {0};
 *     call.size = sizeof call;
 */
typedef struct spotwright_call {
  /* sizeof(spotwright_call). Members beyond it are taken as absent; members that this library does not know must be
   * zero. */
  size_t size;

  /* Read now and then during the work; not 0 ends it. It may be set from another thread or from a signal handler,
   * with an atomic store. */
  const volatile int32_t* cancel;

  /* Told the share of the work that is done, rising within 0 to 1, on the calling thread, with `context` as given
   * below. It must return: no longjmp. It may raise the cancel flag. */
  void (*progress)(void* context, double share);
  void* context;
} spotwright_call;

/* The version of the library, such as "0.1.0". Static; not to be freed. */
SPOTWRIGHT_API const char* spotwright_version(void);

/* The SPOTWRIGHT_ABI_VERSION that the library was built with. */
SPOTWRIGHT_API int32_t spotwright_abi_version(void);

/* Frees a response and leaves {NULL, 0}. Accepts NULL and empty buffers. Response memory comes from malloc of the C
 * library that this library is linked to: do not free it in any other way.
 */
SPOTWRIGHT_API void spotwright_buffer_free(spotwright_buffer* buffer);

/* Frees an error and leaves NULL. Accepts NULL and a pointer to NULL. */
SPOTWRIGHT_API void spotwright_error_free(spotwright_error** error);

/* The code that the function returned; SPOTWRIGHT_OK for NULL. */
SPOTWRIGHT_API int32_t spotwright_error_code(const spotwright_error* error);

/* One line: the value that was found, and what is accepted. Lives as long as the error; "" for NULL. */
SPOTWRIGHT_API const char* spotwright_error_message(const spotwright_error* error);

/* The path of the field at fault, such as `offers[3].price_usd_per_hour`; the name of a parameter of the function,
 * such as `format`, when that is at fault; "" when no field is. Lives as long as the error; "" for NULL.
 */
SPOTWRIGHT_API const char* spotwright_error_field(const spotwright_error* error);

/* ---- The decisions ---- */

/* assess_prices: Judges which offers may be used at today's prices.
 *
 * Request: AssessPricesRequest. Which offers may be used at today's prices.
 *   - offers (list of Offer): What to judge; at most one offer of each pool.
 *   - policy (PricePolicy): The rules.
 *   - now_unix_ms (integer; 0 to 1000000000000000): The moment of the decision, in ms since 1970 UTC; required with
 *     price_histories, hysteresis and state.
 *   - price_histories (list of PriceHistory): Of spot pools; at most one of each.
 *   - hysteresis (PriceHysteresis): Absent: a plain threshold.
 *   - alerts (PriceAlertPolicy): Looked at when now_unix_ms is stated.
 *   - effective_price (EffectivePricePolicy): Absent: prices as they are.
 *   - pools_in_use (list of PoolInUse): Of any clusters: what the advisor looks at.
 *   - advice (TypeAdvicePolicy): When another type is recommended.
 *   - azure_spot_pools (list of AzureSpotPool): Whose spot_max_price is to be written.
 *   - state (PriceState): The last response's.
 *
 * Response: AssessPricesResponse. What may be used, and why not.
 *   - feasible (boolean): false: not one offer is allowed.
 *   - allowed_count (integer): Offers that may be used.
 *   - refused_count (integer): Offers that may not.
 *   - verdicts (list of PriceVerdict): One for each offer, in the order of the request.
 *   - reasons (list of Reason): What is to be said of the whole.
 *   - regions (list of RegionPrices): The spot pools of each region, by name; with now_unix_ms.
 *   - alerts (list of PriceAlert): Regions first, by name; then pools in the order of the offers.
 *   - advice (list of TypeAdvice): In the order of pools_in_use.
 *   - azure_spot_max_prices (list of AzureSpotMaxPrice): One for each Azure pool, in the request's order.
 *   - findings (list of Reason): What in the request is likely not what was meant.
 *   - state (PriceState): With now_unix_ms: to be passed to the next call.
 *   - call_again_at_unix_ms (integer): The first moment at which time alone changes the answer.
 *
 * Every field of every message within: docs/reference/assess_prices.md.
 * Returns a spotwright_code (convention 3).
 */
SPOTWRIGHT_API int32_t spotwright_assess_prices(int32_t format, const void* request, size_t size,
                                                const spotwright_call* call, spotwright_buffer* response,
                                                spotwright_error** error);

/* estimate_risk: Estimates how likely spot capacity is lost, alone and together.
 *
 * Request: EstimateRiskRequest. Asks how likely spot capacity is to be lost, alone and together.
 *   - now_unix_ms (integer; required; 0 to 100000000000000): The moment of the question.
 *   - pools (list of PoolEvidence): The pools and what was seen of them; each pool once.
 *   - settings (RiskSettings): How evidence is weighed and what is asked for.
 *   - state (RiskState): Of the previous response; what it has counted is not counted again.
 *
 * Response: EstimateRiskResponse. The risk of each pool, and what pools share.
 *   - expected (RiskModel): For decide_mix: from the means.
 *   - conservative (RiskModel): And from the conservative quantiles.
 *   - pools (list of PoolRiskReport): In the order of the request.
 *   - same_type_in_region (CommonLossReport): Zones of a region, for one type.
 *   - same_region (CommonLossReport): Types of a region.
 *   - everywhere (CommonLossReport): Regions.
 *   - state (RiskState): For the next request.
 *   - reasons (list of Reason): What is to be said of the whole.
 *   - call_again_at_unix_ms (integer): One incident window from now: evidence fades and nodes age all the time.
 *   - feasible (boolean): Whether there was a pool to estimate.
 *
 * Every field of every message within: docs/reference/estimate_risk.md.
 * Returns a spotwright_code (convention 3).
 */
SPOTWRIGHT_API int32_t spotwright_estimate_risk(int32_t format, const void* request, size_t size,
                                                const spotwright_call* call, spotwright_buffer* response,
                                                spotwright_error** error);

/* grade_regions: Grades spot by region and type, with ranks and the regret of staying.
 *
 * Request: GradeRegionsRequest. How good spot is in each region and for each type.
 *   - offers (list of Offer): Spot offers are graded; on-demand offers give the prices that they are held against. At
 *     most one offer of each pool, each with a region.
 *   - evidence (list of GradeEvidence): When it was observed; at most one of each subject and region.
 *   - current (list of TypeInRegion): Where the asker runs now; each once.
 *   - policy (GradePolicy): The rules.
 *   - now_unix_ms (integer; 0 to 1000000000000000): Required where there is evidence. ms since 1970 UTC.
 *
 * Response: GradeRegionsResponse. The grades.
 *   - feasible (boolean): false: nothing could be graded.
 *   - green_count (integer): Places that are green.
 *   - yellow_count (integer): Places that are yellow.
 *   - red_count (integer): Places that are red.
 *   - places (list of GradedRegion): By type, then by rank.
 *   - regrets (list of StayingRegret): One for each current place that was graded, in the order of the request.
 *   - reasons (list of Reason): What else the reader should know.
 *   - call_again_at_unix_ms (integer): When the first piece of evidence is a day older. ms since 1970 UTC.
 *
 * Every field of every message within: docs/reference/grade_regions.md.
 * Returns a spotwright_code (convention 3).
 */
SPOTWRIGHT_API int32_t spotwright_grade_regions(int32_t format, const void* request, size_t size,
                                                const spotwright_call* call, spotwright_buffer* response,
                                                spotwright_error** error);

/* forecast: Forecasts demand as a mean and as quantiles, step by step.
 *
 * Request: ForecastRequest. Asks how much demand to expect, step by step.
 *   - now_unix_ms (integer; required; 0 to 100000000000000): The moment of the question.
 *   - series (list of ForecastSeries): What to forecast; each name once.
 *   - events (list of DemandEvent): Past ones, to learn from, and coming ones.
 *   - utc_offsets (list of UtcOffset): Ascending; the first reaches back for ever. Empty: UTC.
 *   - settings (ForecastSettings): What is to be forecast, and how.
 *   - state (ForecastState): Of the previous response; the histories then need only what is new.
 *
 * Response: ForecastResponse. How much demand to expect, series by series.
 *   - feasible (boolean): Whether any series has something to forecast from.
 *   - series (list of SeriesForecast): In the order of the request.
 *   - state (ForecastState): For the next request.
 *   - reasons (list of Reason): What is to be said of the whole.
 *   - call_again_at_unix_ms (integer): The end of the present step.
 *
 * Every field of every message within: docs/reference/forecast.md.
 * Returns a spotwright_code (convention 3).
 */
SPOTWRIGHT_API int32_t spotwright_forecast(int32_t format, const void* request, size_t size,
                                           const spotwright_call* call, spotwright_buffer* response,
                                           spotwright_error** error);

/* scale: Says how many nodes groups need now, what to launch ahead of demand, and which go.
 *
 * Request: ScaleRequest. How many nodes each group needs now, what to launch ahead of demand, and which nodes go.
 *   - now_unix_ms (integer; required; 0 to 100000000000000): The present; ms since 1970 UTC.
 *   - groups (list of ScaleGroup): Each name once.
 *   - nodes (list of Node): Of all groups, by Node::group.
 *   - workloads (list of Workload): Of what runs on the nodes: says what may be moved, and at what cost.
 *   - budgets (list of DisruptionBudget): At most how much of a workload may be down at once.
 *   - forecasts (list of SeriesForecast): As Forecast returned them.
 *   - series (list of ForecastSeries): Histories; of kSameHour20Days only.
 *   - utc_offsets (list of UtcOffset): For hours of the day. Ascending; the first reaches back for ever. Empty: UTC.
 *   - state (ScaleState): Of the last response.
 *
 * Response: ScaleResponse. The node counts.
 *   - feasible (boolean): false: a group needs more nodes than its max_nodes allows, or its count is unknown.
 *   - groups (list of GroupScale): In the order of the request.
 *   - state (ScaleState): Groups that the request does not name are kept.
 *   - reasons (list of Reason): What concerns the whole request.
 *   - call_again_at_unix_ms (integer): When time alone may change the answer; ms since 1970 UTC.
 *
 * Every field of every message within: docs/reference/scale.md.
 * Returns a spotwright_code (convention 3).
 */
SPOTWRIGHT_API int32_t spotwright_scale(int32_t format, const void* request, size_t size, const spotwright_call* call,
                                        spotwright_buffer* response, spotwright_error** error);

/* decide_mix: Splits capacity into spot and on-demand, and both over pools.
 *
 * Request: DecideMixRequest. How much spot, how much on-demand, and from which pools: by fixed shares, for an
 *   availability, for a budget.
 *   - total_units (integer; required; 0 to 1000000000): Nodes, vCPUs, weighted capacity: whatever the caller counts in.
 *   - policy (MixPolicy): The shares.
 *   - offers (list of Offer): Pools to choose from. Prices and available_count are per instance, which is one unit
 *     unless capacity_weights says otherwise. Empty: only the split is decided.
 *   - running (list of PoolUnits): What runs already; only capacity_type and units of an entry must be stated.
 *   - mend_ratio (boolean; default: false): true: also end and launch units merely to bring the running ratio to the
 *     target.
 *   - now_unix_ms (integer; 0 to 1000000000000000): Needed only where an offer is cooling; ms since 1970 UTC.
 *   - risk (RiskModel): How pools lose capacity, as estimate_risk finds it. Absent: from the offers' interruption data,
 *     as estimate_risk makes of it without any evidence.
 *   - capacity_weights (list of CapacityWeight): Types that are not named: 1.
 *   - commitments (list of SpendCommitment): They pay for on-demand that is then free.
 *   - quotas (list of VcpuQuota): Of vCPUs.
 *   - subnets (list of SubnetAddresses): Zones that are not named have addresses enough.
 *   - max_units (integer; 0 to 1000000000): The group's maximum, spot and on-demand together.
 *   - drill (boolean; default: false): true: also say what losing spot, a pool, a region would take.
 *
 * Response: DecideMixResponse. The split and the steps to it.
 *   - feasible (boolean): false: the pools cannot hold what the policy asks.
 *   - target_on_demand_units (integer): What the policy asks for.
 *   - target_spot_units (integer): What the policy asks for.
 *   - on_demand_units (integer): After the steps.
 *   - spot_units (integer): After the steps.
 *   - steps (list of MixStep): In order.
 *   - launch_cost_usd_per_hour (number): Of the units launched, at the offers' prices, USD per hour.
 *   - reasons (list of Reason): Why.
 *   - call_again_at_unix_ms (integer): When a pool that was wanted stops cooling, in ms since 1970 UTC; absent: never
 *     by time alone.
 *   - pools (list of PoolUnits): Those with units after the steps, by name.
 *   - cost_usd_per_hour (number): After the steps, of units in pools with a known price; what is paid for is free.
 *   - achieved_probability (number): P(total_units or more are ready throughout the lead time), after the steps; absent
 *     without offers.
 *   - expected_interruptions_per_month (number): Of 730 hours, after the steps.
 *   - expected_cost_usd_per_hour (number): With the expected cost of interruptions, USD per hour.
 *   - binding_paths (list of string): Rules of the request that kept the mix from being cheaper or, where the target is
 *     missed or there is a budget, more available.
 *   - drills (list of MixDrill): Where the request asks for them.
 *   - on_demand_ceiling_units (integer): On-demand in all after the worst drill.
 *
 * Every field of every message within: docs/reference/decide_mix.md.
 * Returns a spotwright_code (convention 3).
 */
SPOTWRIGHT_API int32_t spotwright_decide_mix(int32_t format, const void* request, size_t size,
                                             const spotwright_call* call, spotwright_buffer* response,
                                             spotwright_error** error);

/* balance_zones: Says in which zones to add units and from which to remove them.
 *
 * Request: BalanceZonesRequest. In which zones to add units, and from which to remove them.
 *   - zones (list of Zone): The zones, each once.
 *   - units_to_add (integer; 0 to 1000000; default: 0): Only this or units_to_remove may be above 0.
 *   - units_to_remove (integer; 0 to 1000000; default: 0): Only this or units_to_add may be above 0.
 *   - one_in_each_zone (boolean; default: false): Adding: empty zones first. Removing: the last unit of a zone stays.
 *   - now_unix_ms (integer; 0 to 1000000000000000): Needed only where a zone is cooling; ms since 1970 UTC.
 *
 * Response: BalanceZonesResponse. The changes by zone.
 *   - feasible (boolean): false: not everything could be added or removed.
 *   - zones (list of ZoneChange): Every zone of the request, in its order.
 *   - changed_units (integer): Added or removed in all.
 *   - spread_units (number): Greatest less least load (units / weight) over the zones.
 *   - reasons (list of Reason): Why something could not be done.
 *   - call_again_at_unix_ms (integer): Adding: when a zone stops cooling, in ms since 1970 UTC; absent: never by time
 *     alone.
 *
 * Every field of every message within: docs/reference/balance_zones.md.
 * Returns a spotwright_code (convention 3).
 */
SPOTWRIGHT_API int32_t spotwright_balance_zones(int32_t format, const void* request, size_t size,
                                                const spotwright_call* call, spotwright_buffer* response,
                                                spotwright_error** error);

/* pack: Places pods onto existing and new nodes at the least cost.
 *
 * Request: PackRequest. Which pod goes where, and which nodes to launch for it, at the least cost.
 *   - workloads (list of Workload): What is to run.
 *   - offers (list of Offer): What can be launched; at most one offer of each pool.
 *   - nodes (list of Node): What runs. Pods there stay (except on draining nodes); free room is filled first.
 *   - groups (list of NodeGroup): If any: launches happen only through them. Otherwise freely.
 *   - policy (PackPolicy): What packing may do.
 *   - now_unix_ms (integer; 0 to 1000000000000000): Needed only where an offer is cooling; ms since 1970 UTC.
 *   - namespaces (list of Namespace): Those whose labels matter to a namespace_selector.
 *
 * Response: PackResponse. Nodes, placements and what they cost.
 *   - feasible (boolean): Every replica has a place.
 *   - cost_usd_per_hour (number): Of the new nodes.
 *   - lower_bound_usd_per_hour (number): No packing of the pods placed costs less, interruptions included.
 *   - gap (number): (cost + interruptions) / lower bound - 1; 0 when both are 0.
 *   - new_nodes (integer): Number of new nodes.
 *   - placed_replicas (integer): Placed by this packing.
 *   - unplaced_replicas (integer): Without a place.
 *   - spot_cpu_share (number): Of the CPU that spot-tolerant workloads request: the part placed on spot, what ran
 *     already included.
 *   - nodes (list of PackedNode): New nodes, and existing ones that got something.
 *   - unplaced (list of Unplaced): What found no place.
 *   - reasons (list of Reason): What is to be said of the whole.
 *   - expected_interruption_cost_usd_per_hour (number): Of the new nodes and of all pods placed.
 *   - bound_proof (BoundProof): How the lower bound was proven.
 *
 * Every field of every message within: docs/reference/pack.md.
 * Returns a spotwright_code (convention 3).
 */
SPOTWRIGHT_API int32_t spotwright_pack(int32_t format, const void* request, size_t size, const spotwright_call* call,
                                       spotwright_buffer* response, spotwright_error** error);

/* consolidate: Finds nodes that can give way to fewer or cheaper ones, in ordered steps.
 *
 * Request: ConsolidateRequest. From a running cluster, in ordered steps, to fewer or cheaper nodes.
 *   - workloads (list of Workload): What is to run.
 *   - nodes (list of Node): What runs.
 *   - offers (list of Offer): What can be launched instead; at most one of each pool.
 *   - groups (list of NodeGroup): If any: launches happen only through them.
 *   - namespaces (list of Namespace): Those whose labels matter to a namespace_selector.
 *   - budgets (list of DisruptionBudget): Disruption budgets of workloads.
 *   - policy (ConsolidatePolicy): When it pays, and what may be touched.
 *   - now_unix_ms (integer; 0 to 1000000000000000): Needed where ages, windows, schedules or cooling offers are stated;
 *     ms since 1970 UTC.
 *
 * Response: ConsolidateResponse. What to do, in order, and what it saves.
 *   - feasible (boolean): Always: doing nothing is possible.
 *   - cost_now_usd_per_hour (number): Prices of all nodes but those draining and those of the control plane.
 *   - cost_after_usd_per_hour (number): Of all nodes after the last step.
 *   - lower_bound_usd_per_hour (number): No cluster that keeps the untouchable nodes costs less.
 *   - gap_now (number): (cost + interruptions) / bound - 1.
 *   - gap_after (number): The same after the last step.
 *   - pods_moved (integer): Pods that move.
 *   - consolidations (list of Consolidation): What is to be done, the best first.
 *   - launches (list of PackedNode): New nodes, with the pods they will get.
 *   - steps (list of ConsolidationStep): In order.
 *   - kept (list of KeptNode): Nodes that a rule keeps.
 *   - reasons (list of Reason): What is to be said of the whole.
 *   - call_again_at_unix_ms (integer): When a window, a budget or a node's age next lets more happen; ms since 1970
 *     UTC.
 *   - risk_now_usd_per_hour (number): What interruptions of these nodes are expected to cost beside that.
 *   - risk_after_usd_per_hour (number): The same after the last step.
 *
 * Every field of every message within: docs/reference/consolidate.md.
 * Returns a spotwright_code (convention 3).
 */
SPOTWRIGHT_API int32_t spotwright_consolidate(int32_t format, const void* request, size_t size,
                                              const spotwright_call* call, spotwright_buffer* response,
                                              spotwright_error** error);

/* return_to_spot: Says which on-demand nodes go back to spot now that it is well again.
 *
 * Request: ReturnToSpotRequest. On-demand nodes, and the spot pools that they may return to.
 *   - now_unix_ms (integer; required; 0 to 100000000000000): The moment of asking.
 *   - pools (list of ReturnPool): Spot pools, each once.
 *   - nodes (list of ReturnNode): All on-demand nodes, so that the base can be kept; each name once.
 *   - settings (ReturnSettings): When nodes return, and how many.
 *   - state (ReturnState): Of the previous response; absent: pools are well only as long as they say.
 *
 * Response: ReturnToSpotResponse. Which nodes return to spot now.
 *   - feasible (boolean): false: nodes could return, and none has a pool that it may ever go to.
 *   - moves (list of ReturnMove): In the order in which to begin them: the greatest net saving first.
 *   - kept (list of StayingNode): The nodes that stay, in the order of the request.
 *   - pools (list of ReturnPoolReport): The pools, in the order of the request.
 *   - on_demand_after_count (integer): On-demand nodes that are left once all that are on their way have gone.
 *   - state (ReturnState): For the next request.
 *   - reasons (list of Reason): Why.
 *   - call_again_at_unix_ms (integer): The first moment at which the answer may change without an event; absent: not by
 *     time alone.
 *
 * Every field of every message within: docs/reference/return_to_spot.md.
 * Returns a spotwright_code (convention 3).
 */
SPOTWRIGHT_API int32_t spotwright_return_to_spot(int32_t format, const void* request, size_t size,
                                                 const spotwright_call* call, spotwright_buffer* response,
                                                 spotwright_error** error);

/* meet_deadline: Says where a job with a deadline runs next: on spot, on on-demand, or nowhere.
 *
 * Request: MeetDeadlineRequest. A job with work left and a deadline, and where it could run.
 *   - now_unix_ms (integer; required; 0 to 100000000000000): The moment of asking.
 *   - deadline_unix_ms (integer; required; 0 to 100000000000000): When the work must be done.
 *   - work_left_seconds (number; 0 to 1000000000; default: 0): Work left, in seconds of a running instance, if nothing
 *     is lost. All instances work alike.
 *   - restart_overhead_seconds (number; 0 to 1000000000; default: 0): From a launch to the first work, in seconds:
 *     boot, pull, read the checkpoint. Paid.
 *   - checkpoint_interval_seconds (number; 0 to 1000000000; default: 0): At most so much work is lost with an instance,
 *     in seconds; 0: none. A move that is decided here loses none: the job saves first.
 *   - decision_interval_seconds (number; 1 to 1000000000; default: 300): The longest time until the next call, in
 *     seconds.
 *   - zones (list of DeadlineZone): Spot pools, each once; empty: there is no spot.
 *   - on_demand (DeadlineOnDemand): Absent: there is none, and no promise.
 *   - running (DeadlineRun): Absent: the job has no instance.
 *   - state (DeadlineState): Of the previous response; what it has counted is not counted again.
 *
 * Response: MeetDeadlineResponse. Where the job runs until the next call.
 *   - feasible (boolean): false: no action is sure to end in time. The one that may, or that ends earliest, is given.
 *   - action (DeadlineAction): What to do.
 *   - pool (Pool): Where to run; absent for wait and done.
 *   - keeps_instance (boolean): The job stays on the instance that it has.
 *   - options (list of DeadlineOption): What was weighed: spot in the best zone, on-demand, waiting.
 *   - expected_cost_usd (number): From now to the end, by what was learnt, in USD.
 *   - on_demand_cost_usd (number): If the job ran on on-demand alone from now on, in USD.
 *   - slack_seconds (number): Time until the deadline less the work left and, unless it runs there, a restart on
 *     on-demand.
 *   - latest_on_demand_start_unix_ms (integer): When a job that is not on on-demand must start there at last; absent
 *     where it is, or there is none.
 *   - state (DeadlineState): For the next request.
 *   - reasons (list of Reason): Why.
 *   - call_again_at_unix_ms (integer): When to ask again, at the latest, and whenever spot comes or goes; absent:
 *     nothing is left to decide.
 *
 * Every field of every message within: docs/reference/meet_deadline.md.
 * Returns a spotwright_code (convention 3).
 */
SPOTWRIGHT_API int32_t spotwright_meet_deadline(int32_t format, const void* request, size_t size,
                                                const spotwright_call* call, spotwright_buffer* response,
                                                spotwright_error** error);

/* plan: Plans one cluster's whole next step: launches, drains, what it costs and saves.
 *
 * Request: PlanRequest. One cluster's whole next step.
 *   - now_unix_ms (integer; 0 to 1000000000000000): Needed where an offer is cooling, and for prices to have a past; ms
 *     since 1970 UTC.
 *   - workloads (list of Workload): What is to run.
 *   - nodes (list of Node): What runs.
 *   - offers (list of Offer): What can be launched; at most one offer of each pool.
 *   - groups (list of NodeGroup): If any: launches happen only through them. Otherwise freely.
 *   - budgets (list of DisruptionBudget): Disruption budgets of workloads.
 *   - policy (Policy): The rules.
 *   - price_histories (list of PriceHistory): What spot pools have cost; at most one of each pool.
 *   - price_state (PriceState): The last response's.
 *   - risk (RiskModel): How pools lose capacity, as estimate_risk finds it. Absent: from the offers' interruption data.
 *   - series (list of ForecastSeries): What policy.demand speaks of; each name once.
 *   - demand_events (list of DemandEvent): Intervals in which demand differs, past ones to learn from and coming ones.
 *   - utc_offsets (list of UtcOffset): Ascending; the first reaches back for ever. Empty: UTC.
 *
 * Response: PlanResponse. The plan.
 *   - feasible (boolean): Every replica has a place.
 *   - policy_version (string): The policy's.
 *   - summary (PlanSummary): The plan in numbers.
 *   - launches (list of PlannedLaunch): New nodes by pool.
 *   - nodes (list of PackedNode): All nodes of the plan, each with all that runs on it.
 *   - drains (list of string): Names of the nodes that go.
 *   - zones (list of PlannedZone): By zone, in byte order.
 *   - pools (list of ConsideredPool): Every pool considered: chosen, or why not.
 *   - steps (list of PlanStep): In order.
 *   - unplaced (list of Unplaced): What found no place.
 *   - warnings (list of Reason): What the reader should know.
 *   - reasons (list of Reason): Why the plan is what it is.
 *   - call_again_at_unix_ms (integer): When an offer stops cooling or, where prices have a past, they may be judged
 *     otherwise; absent: the answer never changes by time alone.
 *   - price_state (PriceState): With now_unix_ms: to be passed to the next call.
 *   - demands (list of PlannedDemand): In the order of the policy's rules.
 *   - later_launches (list of LaterLaunch): By time. Each counts on all before it.
 *
 * Every field of every message within: docs/reference/plan.md.
 * Returns a spotwright_code (convention 3).
 */
SPOTWRIGHT_API int32_t spotwright_plan(int32_t format, const void* request, size_t size, const spotwright_call* call,
                                       spotwright_buffer* response, spotwright_error** error);

/* ---- Beside the decisions: foreign formats in, text for people out ---- */

/* import: Turns what other tools print into a plan request, and into series to forecast.
 *
 * Request: ImportRequest. What other tools print, to be turned into a plan request, and into series to forecast.
 *   - sources (list of ImportSource): The documents.
 *   - now_unix_ms (integer; 0 to 1000000000000000): Price rows after this moment are skipped; absent: the newest row
 *     counts. ms since 1970 UTC.
 *   - region (string): Of the offers. Empty: the nodes', else the prices', when there is one.
 *   - min_spot_replicas (integer; 0 to 1000000; default: 3): Workloads with fewer replicas do not run on spot.
 *   - spot_taint_key (string; default: "spot"): The taint that spot nodes carry: offers get it, and only workloads that
 *     tolerate it may run on spot. Empty: none. With Azure's SKUs: Azure's own taint in place of it.
 *   - spot_taint_value (string; default: "true"): Value of that taint.
 *
 * Response: ImportResponse. A plan request, and how it came about.
 *   - request (PlanRequest): Workloads, nodes, offers, budgets; its policy is the default.
 *   - sources (list of ImportedSource): One for each document, in the order of the request.
 *   - warnings (list of Reason): What the reader should know.
 *   - price_histories (list of PriceHistory): Every change told of the pools of the spot offers, oldest first: for
 *     assess_prices.
 *   - series (list of ForecastSeries): What was measured over time, by name: for forecast.
 *
 * Every field of every message within: docs/reference/import.md.
 * Returns a spotwright_code (convention 3).
 */
SPOTWRIGHT_API int32_t spotwright_import(int32_t format, const void* request, size_t size, const spotwright_call* call,
                                         spotwright_buffer* response, spotwright_error** error);

/* render: Writes a response as text for people.
 *
 * Request: RenderRequest. A response, to be written as text.
 *   - verb (string; required): Whose response it is, such as `plan`.
 *   - response_json (string; required): The response, as the decision wrote it.
 *   - output (RenderOutput; default: "table"): The kind of text.
 *   - width_columns (integer; 40 to 400; default: 100): Of the terminal; tables are fitted into it.
 *   - color (boolean; default: false): ANSI colour; the text reads the same without. Tables only.
 *
 * Response: RenderResponse. The text.
 *   - text (string): Ends with a newline.
 *
 * Every field of every message within: docs/reference/render.md.
 * Returns a spotwright_code (convention 3).
 */
SPOTWRIGHT_API int32_t spotwright_render(int32_t format, const void* request, size_t size, const spotwright_call* call,
                                         spotwright_buffer* response, spotwright_error** error);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* SPOTWRIGHT_H_ */
