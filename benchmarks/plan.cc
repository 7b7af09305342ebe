// Subject "plan": how long the decisions of one planning step take, through the C interface with JSON in and out.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "benchmarks/report.h"
#include "capi/spotwright.h"
#include "spotwright/import.h"
#include "spotwright/plan.h"
#include "src/codec/json.h"

namespace spotwright::bench {
namespace {

using Entry = std::int32_t (*)(std::int32_t, const void*, std::size_t, const spotwright_call*, spotwright_buffer*,
                               spotwright_error**);

[[noreturn]] void Fail(const std::string& field, const std::string& message) {
  std::fprintf(stderr, "%s: %s\n", field.c_str(), message.c_str());
  std::exit(1);
}

spotwright_buffer Respond(Entry entry, const std::string& request) {
  spotwright_buffer response;
  spotwright_error* error = nullptr;
  if (entry(SPOTWRIGHT_FORMAT_JSON, request.data(), request.size(), nullptr, &response, &error) != SPOTWRIGHT_OK) {
    Fail(spotwright_error_field(error), spotwright_error_message(error));
  }
  return response;
}

// One call with everything that a caller must do: decide, and free the response.
void Decide(Entry entry, const std::string& request) {
  spotwright_buffer response = Respond(entry, request);
  spotwright_buffer_free(&response);
}

void AddLatency(Report& report, const std::string& name, Entry entry, const std::string& request, int calls) {
  const std::vector<double> seconds = Seconds(calls, [&] { Decide(entry, request); });
  report.Add(name, "p50_us", Quantile(seconds, 0.5) * 1e6, "us");
  report.Add(name, "p99_us", Quantile(seconds, 0.99) * 1e6, "us");
}

// A request of at most 3 KB: 18 spot pools of 6 types in 3 zones and 2 on-demand pools, some units running.
std::string MixRequest() {
  const char* const types[] = {"m6i.large", "m6a.large", "m5.large", "c6i.large", "c6a.large", "r6i.large"};
  std::string offers;
  const auto add = [&offers](const std::string& type, char zone, const char* capacity_type, int micro_usd) {
    offers += (offers.empty() ? "" : ",") + std::string(R"({"instance_type":")") + type + R"(","region":"eu-west-1")" +
              R"(,"zone":"eu-west-1)" + zone + R"(","capacity_type":")" + capacity_type + R"(","price_usd_per_hour":)" +
              std::to_string(micro_usd / 1e6) + "}";
  };
  int micro_usd = 30'000;
  for (const char* type : types) {
    for (const char zone : {'a', 'b', 'c'}) add(type, zone, "spot", micro_usd = (micro_usd * 7 + 11'100) % 60'000);
  }
  add("m6i.large", 'a', "on_demand", 107'000);
  add("m6a.large", 'b', "on_demand", 96'300);
  return R"({"total_units":40,"policy":{"on_demand_base_units":2,"on_demand_percentage":30,"rounding":"nearest",)"
         R"("allocation":"diversified"},"offers":[)" +
         offers + R"(],"running":[{"pool":{"capacity_type":"on_demand"},"units":4},)" +
         R"({"pool":{"capacity_type":"spot"},"units":9}]})";
}

void AddDecideMix(Report& report) {
  const std::string request = MixRequest();
  if (request.size() > 3000) {
    std::fprintf(stderr, "the request of decide_mix_20_pools has %zu bytes\n", request.size());
    std::exit(1);
  }
  AddLatency(report, "decide_mix_20_pools", spotwright_decide_mix, request, 5000);
}

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) Fail(path.string(), "cannot be read");
  return {std::istreambuf_iterator<char>(file), {}};
}

// The files of a cluster, named as in examples/shop, as a plan request in JSON.
std::string PlanRequestOf(const std::filesystem::path& folder) {
  ImportRequest import;
  for (const auto& [name, format] : {std::pair("pods.json", SourceFormat::kKubectl),
                                     {"nodes.json", SourceFormat::kKubectl},
                                     {"workloads.json", SourceFormat::kKubectl},
                                     {"types.json", SourceFormat::kAwsInstanceTypes},
                                     {"spot_prices.json", SourceFormat::kAwsSpotPriceHistory},
                                     {"on_demand_prices.csv", SourceFormat::kOnDemandPricesCsv},
                                     {"spot_advisor.json", SourceFormat::kSpotAdvisor}}) {
    ImportSource& source = import.sources.emplace_back();
    source.format = format;
    source.name = name;
    source.content = ReadFile(folder / name);
  }
  Result<ImportResponse> imported = Import(import);
  if (!imported.ok()) Fail(imported.error().field, imported.error().message);
  PlanRequest& request = imported->request;
  request.policy = {};
  if (const auto error = codec::DecodeJson(model::MessageOf<Policy>(), ReadFile(folder / "policy.json"),
                                           codec::Unknown::kRefuse, &request.policy)) {
    Fail(error->field, error->message);
  }
  request.policy.demand = {};  // The step alone: without what is to be launched later.
  return codec::EncodeJson(model::MessageOf<PlanRequest>(), &request);
}

// What `make demo` does once the files are imported, without its look ahead.
void AddPlanShop(Report& report, const std::filesystem::path& folder) {
  constexpr int kCalls = 30;
  const std::string request = PlanRequestOf(folder);
  spotwright_buffer response = Respond(spotwright_plan, request);
  PlanResponse plan;
  if (const auto error =
          codec::DecodeJson(model::MessageOf<PlanResponse>(), {static_cast<const char*>(response.data), response.size},
                            codec::Unknown::kSkip, &plan)) {
    Fail(error->field, error->message);
  }
  spotwright_buffer_free(&response);
  AddLatency(report, "plan_shop", spotwright_plan, request, kCalls);
  const PlanSummary& summary = plan.summary;
  report.Add("plan_shop", "gap", summary.gap, "share");
  report.Add("plan_shop", "savings_share", summary.savings_share, "share");
  if (summary.cost_all_on_demand_usd_per_hour > 0) {
    report.Add("plan_shop", "cost_ratio", summary.cost_planned_usd_per_hour / summary.cost_all_on_demand_usd_per_hour,
               "planned/all-on-demand");
  }
}

}  // namespace
}  // namespace spotwright::bench

int main(int argc, char** argv) {
  const spotwright::bench::Options options = spotwright::bench::ParseOptions(argc, argv);
  spotwright::bench::Report report("plan", options);
  spotwright::bench::AddDecideMix(report);
  spotwright::bench::AddPlanShop(
      report, options.data_folder.empty() ? SPOTWRIGHT_SOURCE_DIR "/examples/shop" : options.data_folder);
  return 0;
}
