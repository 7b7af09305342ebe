#include "spotwright/import.h"

#include "src/model/field.h"

namespace spotwright::model {

template <>
const Enum& EnumOf<SourceFormat>() {
  static const Enum kTable{
      "SourceFormat",
      "What a document is.",
      {
          {1, "kubectl", "`kubectl get ... -o json`: a List of any kinds, or one object."},
          {2, "aws_instance_types", "`aws ec2 describe-instance-types`."},
          {3, "aws_spot_price_history", "`aws ec2 describe-spot-price-history`."},
          {4, "on_demand_prices_csv", "Header: instance_type, price_usd_per_hour and, if there are several, region."},
          {5, "spot_advisor", "The Spot Advisor's JSON."},
          {6, "azure_retail_prices", "A page of the Azure Retail Prices API, or a list of its items."},
          {7, "azure_skus", "`az vm list-skus -o json`."},
          {8, "azure_eviction_rates", "Eviction rates from Azure Resource Graph's SpotResources."},
          {9, "aws_placement_scores", "`aws ec2 get-spot-placement-scores`."},
          {10, "prometheus", "Prometheus' HTTP API: /api/v1/query_range, or /api/v1/query."},
          {11, "load_csv", "Header: time and a column for each series; or time, series, value."},
          {12, "aws_events", "EventBridge: interruption warnings, rebalance recommendations, state changes."},
          {13, "aws_instance_metadata", "spot/instance-action, or events/recommendations/rebalance, of one machine."},
          {14, "azure_scheduled_events", "The instance metadata service's /metadata/scheduledevents."},
          {15, "aws_scaling_activities", "`aws autoscaling describe-scaling-activities`."},
      }};
  return kTable;
}

template <>
const Message& MessageOf<ImportSource>() {
  static const Message kTable = Describe<ImportSource>(
      "ImportSource", "One document.",
      {
          Field<&ImportSource::format>(1, "format", "What it is.").Required(),
          Field<&ImportSource::name>(2, "name", "For messages; usually the file's name."),
          Field<&ImportSource::content>(3, "content", "Its bytes, UTF-8."),
          Field<&ImportSource::series_kind>(4, "series_kind", "Of prometheus and load_csv: what the readings are."),
          Field<&ImportSource::series_capacity>(
              5, "series_capacity",
              "Of utilisation_percent: what 100 percent are, all the time. In any unit: the "
              "forecast's.")
              .Range(0, 1e12),
          Field<&ImportSource::machine>(6, "machine",
                                        "Of aws_instance_metadata: on which it was read; empty: the name without "
                                        "folder and extension."),
      });
  return kTable;
}

template <>
const Message& MessageOf<ImportRequest>() {
  static const Message kTable = Describe<ImportRequest>(
      "ImportRequest", "What other tools print, to be turned into a plan request, and into series to forecast.",
      {
          Field<&ImportRequest::sources>(1, "sources", "The documents."),
          Field<&ImportRequest::now_unix_ms>(
              2, "now_unix_ms",
              "Price rows after this moment are skipped; absent: the newest row counts. ms since 1970 UTC.")
              .Range(0, 1e15),
          Field<&ImportRequest::region>(3, "region",
                                        "Of the offers. Empty: the nodes', else the prices', when there is one."),
          Field<&ImportRequest::min_spot_replicas>(4, "min_spot_replicas",
                                                   "Workloads with fewer replicas do not run on spot.")
              .Range(0, 1e6),
          Field<&ImportRequest::spot_taint_key>(5, "spot_taint_key",
                                                "The taint that spot nodes carry: offers get it, and only workloads "
                                                "that tolerate it may run on spot. Empty: none. With Azure's "
                                                "SKUs: Azure's own taint in place of it."),
          Field<&ImportRequest::spot_taint_value>(6, "spot_taint_value", "Value of that taint."),
      });
  return kTable;
}

template <>
const Message& MessageOf<SkippedRows>() {
  static const Message kTable =
      Describe<SkippedRows>("SkippedRows", "Rows left out for one cause.",
                            {
                                Field<&SkippedRows::cause>(1, "cause", "Such as `pod has ended`."),
                                Field<&SkippedRows::count>(2, "count", "How many."),
                                Field<&SkippedRows::example>(3, "example", "The first of them."),
                            })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<ImportedSource>() {
  static const Message kTable =
      Describe<ImportedSource>("ImportedSource", "What was taken from one document.",
                               {
                                   Field<&ImportedSource::name>(1, "name", "As in the request."),
                                   Field<&ImportedSource::format>(2, "format", "As in the request."),
                                   Field<&ImportedSource::rows_read>(3, "rows_read", "Items, prices, types, readings."),
                                   Field<&ImportedSource::rows_used>(4, "rows_used", "Of these, those that count."),
                                   Field<&ImportedSource::skipped>(5, "skipped", "The others, by cause."),
                               })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<ImportResponse>() {
  static const Message kTable =
      Describe<ImportResponse>(
          "ImportResponse", "A plan request, and how it came about.",
          {
              Field<&ImportResponse::request>(1, "request",
                                              "Workloads, nodes, offers, budgets; its policy is the default."),
              Field<&ImportResponse::sources>(2, "sources", "One for each document, in the order of the request."),
              Field<&ImportResponse::warnings>(3, "warnings", "What the reader should know."),
              Field<&ImportResponse::price_histories>(
                  4, "price_histories",
                  "Every change told of the pools of the spot offers, oldest first: for assess_prices."),
              Field<&ImportResponse::series>(5, "series", "What was measured over time, by name: for forecast."),
              Field<&ImportResponse::events>(6, "events", "By time, id and machine: for respond."),
              Field<&ImportResponse::launch_events>(7, "launch_events",
                                                    "What groups launched, failed to launch and ended: for launch."),
          })
          .WriteDefaults();
  return kTable;
}

}  // namespace spotwright::model
