#include "bindings/cli/import_options.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "bindings/cli/failure.h"
#include "bindings/cli/io.h"
#include "spotwright/risk.h"
#include "src/base/text.h"
#include "src/codec/json.h"
#include "src/formats/series_documents.h"

namespace spotwright::cli {
namespace {

using base::Cat;
using formats::GivesSeries;

struct FileRow {
  const char* name;
  SourceFormat format;
  const char* doc;
};

constexpr FileRow kFiles[] = {
    {"--pods", SourceFormat::kKubectl, "kubectl get pods -A -o json"},
    {"--nodes", SourceFormat::kKubectl, "kubectl get nodes -o json"},
    {"--workloads", SourceFormat::kKubectl, "kubectl get deployments,statefulsets,daemonsets,jobs,pdb... -A -o json"},
    {"--types", SourceFormat::kAwsInstanceTypes, "aws ec2 describe-instance-types"},
    {"--spot-prices", SourceFormat::kAwsSpotPriceHistory, "aws ec2 describe-spot-price-history"},
    {"--on-demand-prices", SourceFormat::kOnDemandPricesCsv, "CSV with instance_type,price_usd_per_hour[,region]"},
    {"--spot-advisor", SourceFormat::kSpotAdvisor, "The Spot Advisor's spot-advisor-data.json"},
    {"--azure-prices", SourceFormat::kAzureRetailPrices, "A page of the Azure Retail Prices API; one file for each"},
    {"--azure-skus", SourceFormat::kAzureSkus, "az vm list-skus -o json"},
    {"--azure-evictions", SourceFormat::kAzureEvictionRates, "az graph query of SpotResources' eviction rates"},
    {"--placement-scores", SourceFormat::kAwsPlacementScores, "aws ec2 get-spot-placement-scores"},
    {"--aws-events", SourceFormat::kAwsEvents, "EventBridge's events about EC2 instances; one, or a list"},
    {"--instance-metadata", SourceFormat::kAwsInstanceMetadata,
     "spot/instance-action or rebalance, read on a machine; the file is named after it"},
    {"--scheduled-events", SourceFormat::kAzureScheduledEvents, "Azure's /metadata/scheduledevents"},
    {"--prometheus", SourceFormat::kPrometheus, "Prometheus' answer to /api/v1/query_range or /api/v1/query"},
    {"--load-csv", SourceFormat::kLoadCsv, "CSV with time and a column for each series, or time,series,value"},
};

std::optional<std::int64_t> NewestOf(const std::vector<PriceHistory>& histories) {
  std::optional<std::int64_t> newest;
  for (const PriceHistory& history : histories) {
    for (const PriceChange& change : history.changes)
      newest = std::max(change.unix_ms, newest.value_or(change.unix_ms));
  }
  return newest;
}

std::optional<std::int64_t> NewestOf(const std::vector<ForecastSeries>& all) {
  std::optional<std::int64_t> newest;
  for (const ForecastSeries& series : all) {
    const Series& history = series.history;
    if (!history.values.empty()) {
      const auto steps = static_cast<std::int64_t>(history.values.size()) - 1;
      newest = std::max(newest.value_or(0), history.start_unix_ms + steps * history.step_seconds * 1000);
    }
    for (const Sample& sample : history.samples) newest = std::max(newest.value_or(0), sample.unix_ms);
  }
  return newest;
}

}  // namespace

void ImportOptions::AddTo(CLI::App& command, ImportUse use) {
  files_.reserve(std::size(kFiles));  // CLI11 keeps references to the paths.
  for (const FileRow& row : kFiles) {
    if (use == ImportUse::kForecast && !GivesSeries(row.format)) continue;
    FileOption& option = files_.emplace_back(FileOption{row.format, {}});
    AddFile(command, row.name, option.paths, row.doc)->allow_extra_args(false)->group("Files of other tools");
  }
  if (use != ImportUse::kForecast) AddPlanOptions(command, use);
  AddSeriesOptions(command);
  if (use != ImportUse::kPlan) {
    AddFile(command, "--settings", settings_path_,
            "Step, horizon and quantiles of the forecast, as JSON (see: spotwright schema forecast)");
  }
  const std::string prices_doc = "Later prices are skipped; default: of the newest spot price or reading";
  const std::string series_doc = "The moment to forecast from; default: of the newest reading";
  command
      .add_option("--now-unix-ms", now_unix_ms_,
                  use == ImportUse::kPlan       ? prices_doc
                  : use == ImportUse::kForecast ? series_doc
                                                : "The present; default: of the newest spot price or reading")
      ->type_name("N");
  command.add_flag("-q,--quiet", quiet_, "Do not say what was read and skipped");
}

void ImportOptions::AddPlanOptions(CLI::App& command, ImportUse use) {
  AddFile(command, "--policy", policy_path_, "The rules, as JSON (see: spotwright schema plan)");
  if (use == ImportUse::kPlan) {
    AddFile(command, "--risk", risk_path_,
            "How pools lose capacity, as JSON: `expected` or `conservative` of estimate_risk");
  }
  command.add_option("--region", region_, "Of the offers, where the files speak of several")->type_name("NAME");
  const std::string replicas_doc =
      Cat("Workloads with fewer replicas do not run on spot; default: ", min_spot_replicas_);
  command.add_option("--min-spot-replicas", min_spot_replicas_, replicas_doc)->type_name("N");
  const std::string taint_doc =
      Cat("The taint of spot nodes; empty: none, any workload may run there; default: ", spot_taint_);
  command.add_option("--spot-taint", spot_taint_, taint_doc)->type_name("KEY=VALUE");
}

void ImportOptions::AddSeriesOptions(CLI::App& command) {
  std::vector<std::string> kinds;
  for (const model::EnumValue& kind : model::EnumOf<SeriesKind>().values) kinds.emplace_back(kind.name);
  AddChoice(command, "--series-kind", series_kind_, kinds, "What the readings are");
  command
      .add_option("--series-capacity", series_capacity_,
                  "Of utilisation_percent: what 100 percent are, in the unit of the forecast")
      ->type_name("NUMBER");
}

bool ImportOptions::HasSources() const {
  return std::any_of(files_.begin(), files_.end(), [](const FileOption& option) { return !option.paths.empty(); });
}

bool ImportOptions::MakesForecast() const {
  bool series = !settings_path_.empty();
  bool plan = !policy_path_.empty();
  for (const FileOption& option : files_) {
    if (!option.paths.empty()) (GivesSeries(option.format) ? series : plan) = true;
  }
  if (plan && !settings_path_.empty()) {
    throw Failure{kBadInput, "--settings is of a request of forecast; that of a plan has its own in policy.demand"};
  }
  return series && !plan;
}

ImportRequest ImportOptions::Request() const {
  ImportRequest request;
  const SeriesKind kind = static_cast<SeriesKind>(model::EnumOf<SeriesKind>().Find(series_kind_)->number);
  for (const FileOption& option : files_) {
    for (const std::string& path : option.paths) {
      ImportSource& source = request.sources.emplace_back();
      source.format = option.format;
      source.name = path == "-" ? "stdin" : path;
      source.content = ReadInput(path);
      if (!GivesSeries(option.format)) continue;
      source.series_kind = kind;
      source.series_capacity = series_capacity_;
    }
  }
  request.now_unix_ms = now_unix_ms_;
  request.region = region_;
  request.min_spot_replicas = min_spot_replicas_;
  const std::size_t equals = spot_taint_.find('=');
  request.spot_taint_key = spot_taint_.substr(0, equals);
  request.spot_taint_value = equals == std::string::npos ? "" : spot_taint_.substr(equals + 1);
  return request;
}

PlanRequest ImportOptions::ReadPlan(const TerminalOptions& terminal) const {
  Result<ImportResponse> response = Import(Request());
  if (!response.ok()) throw FailureOf(response.error());
  PlanRequest plan_request = std::move(response->request);
  plan_request.price_histories = std::move(response->price_histories);
  plan_request.series = response->series;
  if (!plan_request.now_unix_ms) {
    plan_request.now_unix_ms = std::max(NewestOf(plan_request.price_histories), NewestOf(plan_request.series));
  }
  ApplyRules(plan_request);
  Tell(std::move(*response), terminal);
  return plan_request;
}

ForecastRequest ImportOptions::ReadForecast(const TerminalOptions& terminal) const {
  const Result<ImportResponse> response = Import(Request());
  if (!response.ok()) throw FailureOf(response.error());
  ForecastRequest request;
  request.series = response->series;
  const std::optional<std::int64_t> now = now_unix_ms_ ? now_unix_ms_ : NewestOf(request.series);
  ApplyRules(request);
  Tell(*response, terminal);
  if (!now) throw Failure{kBadInput, "no reading tells what time it is; give --now-unix-ms N"};
  request.now_unix_ms = *now;
  return request;
}

void ImportOptions::Tell(ImportResponse response, const TerminalOptions& terminal) const {
  if (quiet_) return;
  response.request = {};  // Only what was read, the series and the warnings are shown.
  std::string json = codec::EncodeJson(model::MessageOf<ImportResponse>(), &response);
  WriteStream(stderr, RenderText("import", std::move(json), "table", terminal, stderr) + "\n");
}

void ImportOptions::ApplyRules(PlanRequest& request) const {
  if (!policy_path_.empty()) {
    request.policy = {};
    DecodeRequest(model::MessageOf<Policy>(), ReadInput(policy_path_), "json", policy_path_, &request.policy);
  }
  if (!risk_path_.empty()) {
    request.risk.emplace();
    DecodeRequest(model::MessageOf<RiskModel>(), ReadInput(risk_path_), "json", risk_path_, &*request.risk);
  }
}

void ImportOptions::ApplyRules(ForecastRequest& request) const {
  if (settings_path_.empty()) return;
  request.settings = {};
  DecodeRequest(model::MessageOf<ForecastSettings>(), ReadInput(settings_path_), "json", settings_path_,
                &request.settings);
}

}  // namespace spotwright::cli
