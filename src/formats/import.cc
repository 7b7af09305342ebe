#include "spotwright/import.h"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "src/base/text.h"
#include "src/formats/aws_instance_types.h"
#include "src/formats/aws_placement_scores.h"
#include "src/formats/aws_scaling_activities.h"
#include "src/formats/aws_spot_prices.h"
#include "src/formats/azure_eviction_rates.h"
#include "src/formats/azure_prices.h"
#include "src/formats/azure_skus.h"
#include "src/formats/event_documents.h"
#include "src/formats/json_view.h"
#include "src/formats/kube_list.h"
#include "src/formats/kube_workloads.h"
#include "src/formats/offers.h"
#include "src/formats/prices_csv.h"
#include "src/formats/series_documents.h"
#include "src/formats/spot_advisor.h"
#include "src/model/begin.h"
#include "src/model/reason.h"
#include "src/model/validate.h"

namespace spotwright {
namespace {

using base::Cat;

// All documents, read but not yet joined.
struct Documents {
  formats::KubeObjects objects;
  formats::Market market;
  formats::KubeSeen seen_objects;
  std::set<std::string> seen_types;
  std::vector<formats::SeriesPart> series;
  std::vector<InterruptionEvent> events;
  std::vector<LaunchEvent> launch_events;
  std::vector<formats::Tally> tallies;
  std::vector<Reason> warnings;
  std::vector<std::size_t> pages_that_go_on;  // Indices of sources.
  bool has_last_price_page = false;           // Of Azure's prices.
  bool has_eviction_rates = false;            // Azure's.
};

std::optional<Error> ReadJson(const ImportRequest& request, std::size_t index, Documents& documents) {
  const ImportSource& source = request.sources[index];
  formats::JsonTree tree(source.content);
  if (tree.error()) return formats::SourceError(request, index, *tree.error());
  formats::Tally& tally = documents.tallies[index];
  bool goes_on = false;
  switch (source.format) {
    case SourceFormat::kKubectl:
      goes_on = ReadKubeList(tree.Root(), index, documents.seen_objects, documents.objects, tally);
      break;
    case SourceFormat::kAwsInstanceTypes:
      goes_on = ReadInstanceTypes(tree.Root(), index, documents.seen_types, documents.market, tally);
      break;
    case SourceFormat::kAwsSpotPriceHistory:
      goes_on = ReadSpotPrices(tree.Root(), index, documents.market, tally);
      break;
    case SourceFormat::kSpotAdvisor:
      ReadSpotAdvisor(tree.Root(), index, documents.market, tally);
      break;
    case SourceFormat::kAzureRetailPrices:
      goes_on = ReadAzurePrices(tree.Root(), index, request.now_unix_ms, documents.market, tally);
      documents.has_last_price_page = documents.has_last_price_page || !goes_on;
      break;
    case SourceFormat::kAzureSkus:
      goes_on = ReadAzureSkus(tree.Root(), index, documents.seen_types, documents.market, tally);
      break;
    case SourceFormat::kAzureEvictionRates:
      goes_on = ReadEvictionRates(tree.Root(), index, documents.market, tally);
      documents.has_eviction_rates = true;
      break;
    case SourceFormat::kAwsPlacementScores:
      goes_on = ReadPlacementScores(tree.Root(), index, documents.market);
      break;
    case SourceFormat::kAwsEvents:
      ReadEventBridge(tree.Root(), documents.events, tally);
      break;
    case SourceFormat::kAwsInstanceMetadata:
      ReadInstanceMetadata(tree.Root(), source, documents.events, tally);
      break;
    case SourceFormat::kAzureScheduledEvents:
      ReadScheduledEvents(tree.Root(), request, documents.events, tally);
      break;
    case SourceFormat::kAwsScalingActivities:
      goes_on = ReadScalingActivities(tree.Root(), documents.launch_events, tally);
      break;
    case SourceFormat::kOnDemandPricesCsv:
    case SourceFormat::kPrometheus:
    case SourceFormat::kLoadCsv:
      break;  // Read otherwise.
  }
  if (tree.error()) return formats::SourceError(request, index, *tree.error());
  if (goes_on) documents.pages_that_go_on.push_back(index);
  return std::nullopt;
}

// Of Azure's prices every page but the last goes on, and where the last one is there, so are the others.
void WarnOfPages(const ImportRequest& request, Documents& documents) {
  for (const std::size_t index : documents.pages_that_go_on) {
    const ImportSource& source = request.sources[index];
    if (source.format == SourceFormat::kAzureRetailPrices && documents.has_last_price_page) continue;
    documents.warnings.push_back(model::MakeReason("document_is_one_page",
                                                   Cat(source.name, " is one page of several: the others are missing."),
                                                   {}, {Cat("sources[", index, "]")}));
  }
}

std::optional<Error> ReadSource(const ImportRequest& request, std::size_t index, Documents& documents) {
  const ImportSource& source = request.sources[index];
  std::optional<std::string> problem;
  if (formats::GivesSeries(source.format)) {
    problem = formats::ReadSeries(source, index, documents.series, documents.warnings);
  } else if (source.format == SourceFormat::kOnDemandPricesCsv) {
    problem = formats::ReadPricesCsv(source.content, index, documents.market);
  } else {
    return ReadJson(request, index, documents);
  }
  if (problem) return formats::SourceError(request, index, *problem);
  return std::nullopt;
}

}  // namespace

Result<ImportResponse> Import(const ImportRequest& request, const Call& call) {
  if (auto error = model::Begin(request, call)) return *error;
  if (auto error = formats::CheckSeriesHints(request)) return *error;
  Documents documents;
  documents.tallies.resize(request.sources.size());
  for (std::size_t i = 0; i < request.sources.size(); ++i) {
    if (model::IsCancelled(call)) return model::Cancelled();
    if (auto error = ReadSource(request, i, documents)) return *error;
    if (call.progress) call.progress(static_cast<double>(i + 1) / static_cast<double>(request.sources.size() + 1));
  }
  WarnOfPages(request, documents);
  if (documents.has_eviction_rates) {
    documents.warnings.push_back(model::MakeReason(
        "eviction_rates_per_hour",
        "Azure's guide states eviction rates per hour, interruption bands are per month: the rates order the pools by "
        "risk, and say less of how long a node will live."));
  }
  ImportResponse response;
  response.request.now_unix_ms = request.now_unix_ms;
  response.warnings = std::move(documents.warnings);
  formats::BuildCluster(documents.objects, request, response.request, documents.tallies, response.warnings);
  if (auto error = formats::BuildOffers(documents.market, request, response.request, response.price_histories,
                                        documents.tallies, response.warnings)) {
    return *error;
  }
  if (auto error = formats::JoinSeries(std::move(documents.series), request, response.series, documents.tallies,
                                       response.warnings)) {
    return *error;
  }
  response.events = std::move(documents.events);
  std::sort(response.events.begin(), response.events.end(), [](const InterruptionEvent& a, const InterruptionEvent& b) {
    return std::tie(a.at_unix_ms, a.id, a.instance_id) < std::tie(b.at_unix_ms, b.id, b.instance_id);
  });
  response.launch_events = std::move(documents.launch_events);
  std::sort(response.launch_events.begin(), response.launch_events.end(),
            [](const LaunchEvent& a, const LaunchEvent& b) {
              return std::tie(a.at_unix_ms, a.id, a.kind) < std::tie(b.at_unix_ms, b.id, b.kind);
            });
  std::sort(response.warnings.begin(), response.warnings.end(), [](const Reason& a, const Reason& b) {
    return std::tie(a.code, a.paths, a.sentence) < std::tie(b.code, b.paths, b.sentence);
  });
  for (std::size_t i = 0; i < request.sources.size(); ++i) {
    response.sources.push_back(documents.tallies[i].Report(request.sources[i]));
  }
  // The readers check all that a field table promises; this makes sure that what is handed out can be handed in.
  if (auto error = model::Validate(response.request)) {
    return Error{error->code, Cat("what the documents say is no plan request: ", error->field, " ", error->message),
                 "sources"};
  }
  if (call.progress) call.progress(1);
  return response;
}

}  // namespace spotwright
