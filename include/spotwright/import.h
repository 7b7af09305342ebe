// import: what other tools print, turned into a plan request, and into series to forecast. Pure: bytes in, structs out.
#ifndef SPOTWRIGHT_IMPORT_H_
#define SPOTWRIGHT_IMPORT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "spotwright/forecast.h"
#include "spotwright/interruption_event.h"
#include "spotwright/launch.h"
#include "spotwright/offer.h"
#include "spotwright/plan.h"
#include "spotwright/price_history.h"
#include "spotwright/reason.h"
#include "spotwright/result.h"

namespace spotwright {

enum class SourceFormat : std::int32_t {
  kKubectl = 1,                // `kubectl get ... -o json`: a List of any kinds, or one object.
  kAwsInstanceTypes = 2,       // `aws ec2 describe-instance-types`
  kAwsSpotPriceHistory = 3,    // `aws ec2 describe-spot-price-history`
  kOnDemandPricesCsv = 4,      // Header: instance_type, price_usd_per_hour and, if there are several, region.
  kSpotAdvisor = 5,            // The Spot Advisor's spot-advisor-data.json
  kAzureRetailPrices = 6,      // A page of the Azure Retail Prices API, or a list of its items.
  kAzureSkus = 7,              // `az vm list-skus -o json`
  kAzureEvictionRates = 8,     // `az graph query -q "SpotResources | where type =~ '...skuspotevictionrate/location'"`
  kAwsPlacementScores = 9,     // `aws ec2 get-spot-placement-scores`
  kPrometheus = 10,            // Prometheus' HTTP API: /api/v1/query_range, or /api/v1/query.
  kLoadCsv = 11,               // Header: time and a column for each series; or time, series, value.
  kAwsEvents = 12,             // EventBridge: interruption warnings, rebalance recommendations, state changes.
  kAwsInstanceMetadata = 13,   // spot/instance-action, or events/recommendations/rebalance, of one machine.
  kAzureScheduledEvents = 14,  // The instance metadata service's /metadata/scheduledevents
  kAwsScalingActivities = 15,  // `aws autoscaling describe-scaling-activities`
};

// One document.
struct ImportSource {
  SourceFormat format = {};
  std::string name;     // For messages; usually the file's name.
  std::string content;  // Its bytes, UTF-8.

  // Of the formats that give series.
  SeriesKind series_kind = SeriesKind::kDemand;  // What their readings are.
  std::optional<double> series_capacity;         // Of kUtilisationPercent: what 100 percent are, all the time.

  std::string machine;  // Of kAwsInstanceMetadata: on which it was read; empty: the name without folder and extension.

  friend bool operator==(const ImportSource&, const ImportSource&) = default;
};

struct ImportRequest {
  std::vector<ImportSource> sources;
  std::optional<std::int64_t> now_unix_ms;  // Price rows after this moment are skipped; absent: the newest row counts.
  std::string region;                       // Of the offers. Empty: the nodes', else the prices', when there is one.
  std::int64_t min_spot_replicas = 3;       // Workloads with fewer replicas do not run on spot.
  std::string spot_taint_key = "spot";      // The taint that spot nodes carry: offers get it, and only workloads that
  std::string spot_taint_value = "true";    // tolerate it may run on spot. An empty key: no taint, all may. Where a
                                            // source lists Azure's SKUs, Azure's own taint stands in place of it.

  friend bool operator==(const ImportRequest&, const ImportRequest&) = default;
};

struct SkippedRows {
  std::string cause;  // Such as "pod has ended".
  std::int64_t count = 0;
  std::string example;  // The first of them.

  friend bool operator==(const SkippedRows&, const SkippedRows&) = default;
};

struct ImportedSource {
  std::string name;
  SourceFormat format = {};
  std::int64_t rows_read = 0;  // Items, prices, types, readings.
  std::int64_t rows_used = 0;
  std::vector<SkippedRows> skipped;

  friend bool operator==(const ImportedSource&, const ImportedSource&) = default;
};

struct ImportResponse {
  PlanRequest request;  // Workloads, nodes, offers, budgets; its policy is the default.
  std::vector<ImportedSource> sources;
  std::vector<Reason> warnings;
  std::vector<PriceHistory> price_histories;  // Of the spot offers, in their order; for assess_prices.
  std::vector<ForecastSeries> series;         // By name, ascending; for forecast.
  std::vector<LaunchEvent> launch_events;     // By time and id; for launch.

  std::vector<InterruptionEvent> events;  // By time, id and machine; for respond.

  friend bool operator==(const ImportResponse&, const ImportResponse&) = default;
};

// Reads every source and joins them: pods to their owners, running pods to their nodes, types to prices.
//
// Strict on types, lenient on unknown keys, since the documents belong to others. An error names the source and the
// path in it (`pods.json: items[3].spec.containers[0].resources.requests.cpu`). Rows that do not concern the plan
// are counted with the cause. Rules, with their sources:
//   - a pod's request: the greater of the sum over containers and sidecars, and the init phase; plus overhead
//     (Kubernetes, KEP-753 sidecar containers);
//   - allocatable of an instance type: capacity less the kubelet's reserve (EKS: 11 MiB per pod + 255 MiB; 6 % of the
//     first core, 1 % of the second, 0.5 % of the next two, 0.25 % of the rest; eviction threshold 100 MiB) and
//     7.5 % of memory for the hypervisor;
//   - pods per node: interfaces x (addresses - 1) + 2, at most 110, above 30 vCPUs at most 250 (EKS);
//   - price histories: every change that is told of a spot offer's pool and not later than now, oldest first, however
//     the rows are ordered; a row that comes twice counts once, and of two prices at one moment the higher. A price
//     that ends before the next begins leaves a gap;
//   - spot tolerance: tolerates the spot taint, is no StatefulSet, is not system-critical and has at least
//     min_spot_replicas replicas.
// And of Azure, where prices and types are of regions, and names differ in case from source to source:
//   - allocatable: the kubelet keeps 60 millicores of the first core, 40 of the second, 20 of each of the next two, 10
//     of each other, and of memory the lesser of 20 MB per pod + 50 MB and a quarter; eviction threshold 100 MiB (AKS
//     1.29 and later); 7.5 % of memory for the hypervisor; 110 pods, as upstream Kubernetes is tested with;
//   - spot offers carry the taint kubernetes.azure.com/scalesetpriority=spot:NoSchedule and the label of that name;
//   - zones are named as AKS labels them: "eastus-1"; "0" where a region has none. Zones and regions that a SKU's
//     restrictions name are left out;
//   - prices: consumption of Linux by the hour in USD; the newest that is in force. A price list (CSV) goes before the
//     retail price. "Low Priority" is the forerunner of spot, for batch pools alone, and is left out;
//   - eviction rates: 0-5, 5-10, 10-15, 15-20, 20+ become the bands 0 to 4. Microsoft's guide states them per hour, the
//     Spot Advisor its bands per month: they order Azure's pools, and say less of how long a node will live. One
//     warning says so.
// A placement score is of a region or of a zone's id; ids become names by the nodes' label topology.k8s.aws/zone-id and
// by price rows that state both. A zone's score goes before its region's, and is that of every spot offer there, since
// scores belong to a request and not to a type.
//
// Series come from Prometheus and from CSV (docs/demand_series.md shows how to ask for them):
//   - the name: of Prometheus' series the metric and its labels in the order of their names, as Prometheus writes them,
//     `up{instance="a:9100", job="node"}`; of one without a metric's name and with one label alone, as `sum by
//     (service)` gives it, that label's value; without any, as `sum(...)` gives it, the document's name without folder
//     and extension. Of CSV the column's or what the column `series` says; where the only column of values is called
//     `value`, the document's name. It depends on the series alone, so that it stays when others come and go;
//   - a reading that is NaN or infinite (and in CSV: an empty cell) is a gap;
//   - times that ascend, and are whole multiples of a step of whole seconds apart, become values on that step, with
//   gaps
//     where readings are missing, unless that is more than three quarters of them. The step is the least that lies
//     between two readings. All others stay samples, in the order of the document, twice the same time included;
//   - a series that several documents tell, such as a long range asked for in parts, is joined in the order of time.
//   Two
//     documents must not disagree on one moment, nor on what the readings are.
// Events keep the id that their provider gave them, so that one may be read again and again. Instance metadata has
// none: it is made of what it says. An event of Azure's that has started ends at now_unix_ms. Native histograms are
// refused: they are no numbers.
//
// Scaling activities become launch events that name their group: a launch that has succeeded is in service, one that
// goes on and has an instance is launched, one that failed or was cancelled counts for all nodes still waited for, and
// an end that has succeeded is a termination. O(bytes log rows), and disruption budgets x workloads within a namespace.
Result<ImportResponse> Import(const ImportRequest& request, const Call& call = {});

}  // namespace spotwright

#endif  // SPOTWRIGHT_IMPORT_H_
