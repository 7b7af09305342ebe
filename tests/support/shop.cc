#include "tests/support/shop.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "spotwright/import.h"
#include "src/codec/json.h"
#include "tests/support/files.h"

namespace spotwright::test {

PlanRequest ImportShop(const std::filesystem::path& source_folder) {
  const std::filesystem::path folder = source_folder / "examples" / "shop";
  ImportRequest request;
  for (const auto& [name, format] : {std::pair("pods.json", SourceFormat::kKubectl),
                                     {"nodes.json", SourceFormat::kKubectl},
                                     {"workloads.json", SourceFormat::kKubectl},
                                     {"types.json", SourceFormat::kAwsInstanceTypes},
                                     {"spot_prices.json", SourceFormat::kAwsSpotPriceHistory},
                                     {"on_demand_prices.csv", SourceFormat::kOnDemandPricesCsv},
                                     {"spot_advisor.json", SourceFormat::kSpotAdvisor},
                                     {"load.csv", SourceFormat::kLoadCsv}}) {
    ImportSource& source = request.sources.emplace_back();
    source.format = format;
    source.name = name;
    source.content = ReadFile(folder / name);
  }
  request.now_unix_ms = 1795215600000;  // 2026-11-20 23:00 UTC
  Result<ImportResponse> imported = Import(request);
  if (!imported.ok()) {
    ADD_FAILURE() << imported.error().field << " " << imported.error().message;
    return {};
  }
  PlanRequest plan = std::move(imported->request);
  plan.price_histories = std::move(imported->price_histories);
  plan.series = std::move(imported->series);
  plan.policy = {};
  const auto error = codec::DecodeJson(model::MessageOf<Policy>(), ReadFile(folder / "policy.json"),
                                       codec::Unknown::kRefuse, &plan.policy);
  EXPECT_FALSE(error) << error->field << " " << error->message;
  return plan;
}

}  // namespace spotwright::test
