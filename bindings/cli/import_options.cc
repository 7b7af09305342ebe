#include "bindings/cli/import_options.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "bindings/cli/failure.h"
#include "bindings/cli/io.h"
#include "spotwright/risk.h"
#include "src/base/text.h"
#include "src/codec/json.h"

namespace spotwright::cli {
namespace {

using base::Cat;

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
};

std::optional<std::int64_t> NewestOf(const std::vector<PriceHistory>& histories) {
  std::optional<std::int64_t> newest;
  for (const PriceHistory& history : histories) {
    for (const PriceChange& change : history.changes)
      newest = std::max(change.unix_ms, newest.value_or(change.unix_ms));
  }
  return newest;
}

}  // namespace

void ImportOptions::AddTo(CLI::App& command, bool plans) {
  files_.reserve(std::size(kFiles));  // CLI11 keeps references to the paths.
  for (const FileRow& row : kFiles) {
    FileOption& option = files_.emplace_back(FileOption{row.format, {}});
    AddFile(command, row.name, option.paths, row.doc)->allow_extra_args(false)->group("Files of other tools");
  }
  AddFile(command, "--policy", policy_path_, "The rules, as JSON (see: spotwright schema plan)");
  if (plans) {
    AddFile(command, "--risk", risk_path_,
            "How pools lose capacity, as JSON: `expected` or `conservative` of estimate_risk");
  }
  command.add_option("--region", region_, "Of the offers, where the files speak of several")->type_name("NAME");
  command
      .add_option("--now-unix-ms", now_unix_ms_,
                  "Later prices are skipped; default: when the newest spot price was set")
      ->type_name("N");
  const std::string replicas_doc =
      Cat("Workloads with fewer replicas do not run on spot; default: ", min_spot_replicas_);
  command.add_option("--min-spot-replicas", min_spot_replicas_, replicas_doc)->type_name("N");
  const std::string taint_doc =
      Cat("The taint of spot nodes; empty: none, any workload may run there; default: ", spot_taint_);
  command.add_option("--spot-taint", spot_taint_, taint_doc)->type_name("KEY=VALUE");
  command.add_flag("-q,--quiet", quiet_, "Do not say what was read and skipped");
}

bool ImportOptions::HasSources() const {
  return std::any_of(files_.begin(), files_.end(), [](const FileOption& option) { return !option.paths.empty(); });
}

PlanRequest ImportOptions::Read(const TerminalOptions& terminal) const {
  ImportRequest request;
  for (const FileOption& option : files_) {
    for (const std::string& path : option.paths) {
      request.sources.push_back({option.format, path == "-" ? "stdin" : path, ReadInput(path)});
    }
  }
  request.now_unix_ms = now_unix_ms_;
  request.region = region_;
  request.min_spot_replicas = min_spot_replicas_;
  const std::size_t equals = spot_taint_.find('=');
  request.spot_taint_key = spot_taint_.substr(0, equals);
  request.spot_taint_value = equals == std::string::npos ? "" : spot_taint_.substr(equals + 1);

  Result<ImportResponse> response = Import(request);
  if (!response.ok()) throw FailureOf(response.error());
  PlanRequest plan_request = std::move(response->request);
  plan_request.price_histories = std::move(response->price_histories);
  if (!plan_request.now_unix_ms) plan_request.now_unix_ms = NewestOf(plan_request.price_histories);
  ApplyRules(plan_request);
  if (!quiet_) {
    response->request = {};  // Only the counts and the warnings are shown.
    std::string json = codec::EncodeJson(model::MessageOf<ImportResponse>(), &*response);
    WriteStream(stderr, RenderText("import", std::move(json), "table", terminal, stderr) + "\n");
  }
  return plan_request;
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

}  // namespace spotwright::cli
