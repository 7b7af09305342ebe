// Azure's documents, and placement scores: what they become, and what is left out of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "spotwright/grade_regions.h"
#include "spotwright/import.h"
#include "spotwright/pack.h"
#include "src/base/random.h"
#include "src/formats/azure_eviction_rates.h"
#include "src/formats/azure_skus.h"
#include "src/model/validate.h"
#include "tests/formats/sources.h"

namespace spotwright {
namespace {

using test::FileSource;
using test::FindOffer;
using test::FindSkipped;

constexpr auto kSpot = CapacityType::kSpot;
constexpr auto kOnDemand = CapacityType::kOnDemand;
constexpr const char* kFolder = "tests/formats/data";
const Taint kAzureTaint{"kubernetes.azure.com/scalesetpriority", "spot", TaintEffect::kNoSchedule};

ImportRequest Azure() {
  ImportRequest request;
  request.sources = {FileSource(SourceFormat::kAzureRetailPrices, kFolder, "azure_prices_1.json"),
                     FileSource(SourceFormat::kAzureRetailPrices, kFolder, "azure_prices_2.json"),
                     FileSource(SourceFormat::kAzureSkus, kFolder, "azure_skus.json"),
                     FileSource(SourceFormat::kAzureEvictionRates, kFolder, "azure_evictions.json")};
  request.now_unix_ms = 1795183200000;  // 2026-11-20 14:00 UTC
  return request;
}

// A deployment whose pods tolerate one taint.
ImportSource WebThatTolerates(const std::string& key) {
  return test::KubectlList({R"({"kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"},
      "spec": {"replicas": 6, "selector": {"matchLabels": {"app": "web"}}, "template": {"metadata": {"labels":
      {"app": "web"}}, "spec": {"tolerations": [{"key": ")" +
                            key + R"(", "operator": "Equal", "value": "spot", "effect": "NoSchedule"}],
      "containers": [{"name": "web", "resources": {"requests": {"cpu": "1", "memory": "1Gi"}}}]}}}})"});
}

Error ErrorOf(SourceFormat format, const std::string& content) {
  ImportRequest request;
  request.sources = {{format, "a.json", content}};
  const auto response = Import(request);
  return response.ok() ? Error{ErrorCode::kOk, "", ""} : response.error();
}

TEST(Azure, TheWholeJoin) {
  const auto response = Import(Azure());
  ASSERT_TRUE(response.ok()) << response.error().message;
  EXPECT_EQ(model::Validate(response->request), std::nullopt);
  const Offer* spot = FindOffer(*response, "Standard_D4s_v5", "westeurope-1", kSpot);
  ASSERT_NE(spot, nullptr);
  EXPECT_EQ(spot->region, "westeurope");
  EXPECT_EQ(spot->price_usd_per_hour, 0.0461);  // Not the older one, not the later one, not Low Priority.
  EXPECT_EQ(spot->on_demand_price_usd_per_hour, 0.23);
  EXPECT_EQ(spot->interruption_band, 0);  // Resource Graph spells it standard_d4s_v5.
  EXPECT_EQ(spot->taints, std::vector<Taint>{kAzureTaint});
  EXPECT_EQ(spot->labels.at("kubernetes.azure.com/scalesetpriority"), "spot");
  EXPECT_EQ(spot->vcpus, 4);
  EXPECT_EQ(spot->allocatable.cpu_millicores, 3860);
  EXPECT_EQ(spot->allocatable.pods, 110);
  EXPECT_EQ(spot->volume_limits.at("disk.csi.azure.com"), 8);

  const Offer* on_demand = FindOffer(*response, "Standard_D4s_v5", "westeurope-2", kOnDemand);
  ASSERT_NE(on_demand, nullptr);
  EXPECT_EQ(on_demand->price_usd_per_hour, 0.23);
  EXPECT_TRUE(on_demand->taints.empty());
  EXPECT_FALSE(on_demand->labels.contains("kubernetes.azure.com/scalesetpriority"));
  EXPECT_EQ(FindOffer(*response, "Standard_D4s_v5", "westeurope-3", kOnDemand), nullptr);  // Restricted.

  const Offer* north = FindOffer(*response, "Standard_D4s_v5", "northeurope-1", kSpot);
  ASSERT_NE(north, nullptr);
  EXPECT_EQ(north->interruption_band, 4);
  EXPECT_EQ(north->on_demand_price_usd_per_hour, 0.214);
  EXPECT_EQ(FindOffer(*response, "Standard_D4ps_v5", "westeurope-1", kSpot)->architecture, Architecture::kArm64);
  EXPECT_EQ(FindOffer(*response, "Standard_D4ps_v5", "westeurope-1", kSpot)->interruption_band, 2);
  const Offer* burstable = FindOffer(*response, "Standard_B2ms", "0", kOnDemand);
  ASSERT_NE(burstable, nullptr);
  EXPECT_TRUE(burstable->burstable);
  EXPECT_EQ(response->request.offers.size(), 9U);
}

TEST(Azure, EveryRowIsCountedOnceWithItsCause) {
  const auto response = Import(Azure());
  ASSERT_TRUE(response.ok());
  for (const ImportedSource& source : response->sources) {
    EXPECT_EQ(source.rows_read, source.rows_used + test::CountSkipped(source)) << source.name;
  }
  const ImportedSource& first = response->sources[0];
  EXPECT_EQ(first.rows_read, 8);
  EXPECT_EQ(first.rows_used, 3);
  for (const char* cause :
       {"price is later than now", "Low Priority is not sold to clusters", "operating system is Windows",
        "price is for Reservation", "price is for DevTestConsumption"}) {
    EXPECT_NE(FindSkipped(first, cause), nullptr) << cause;
  }
  const ImportedSource& second = response->sources[1];
  EXPECT_EQ(second.rows_read, 10);
  EXPECT_EQ(second.rows_used, 5);
  for (const char* cause : {"product is Cloud Services", "currency is EUR", "row names no size", "price is 0",
                            "instance type is not described"}) {
    EXPECT_NE(FindSkipped(second, cause), nullptr) << cause;
  }
  const ImportedSource& skus = response->sources[2];
  EXPECT_EQ(skus.rows_read, 7);
  EXPECT_EQ(skus.rows_used, 4);
  EXPECT_EQ(FindSkipped(skus, "type has no price")->example, "Standard_E16-4s_v5");
  EXPECT_NE(FindSkipped(skus, "size is restricted in the region"), nullptr);
  EXPECT_NE(FindSkipped(skus, "resource is of the kind disks"), nullptr);
  const ImportedSource& rates = response->sources[3];
  EXPECT_EQ(rates.rows_read, 5);
  EXPECT_EQ(rates.rows_used, 3);
  EXPECT_NE(FindSkipped(rates, "row states no rate"), nullptr);
  EXPECT_NE(FindSkipped(rates, "row is no eviction rate"), nullptr);
}

// One row of the retail prices of Standard_D4s_v5 on spot; no end: in force.
std::string RetailRow(const std::string& start, const std::string& end, const std::string& price) {
  return R"({"currencyCode": "USD", "unitPrice": )" + price +
         R"(, "armRegionName": "westeurope", "effectiveStartDate": ")" + start +
         (end.empty() ? "" : R"(", "effectiveEndDate": ")" + end) +
         R"(", "productName": "Virtual Machines Dsv5 Series", "skuName": "D4s v5 Spot", "meterName": "D4s v5 Spot",
          "serviceName": "Virtual Machines", "unitOfMeasure": "1 Hour", "type": "Consumption",
          "armSkuName": "Standard_D4s_v5"})";
}

TEST(Azure, EffectiveDatesMakeAHistoryWithGaps) {
  const std::vector<std::string> rows = {
      RetailRow("2026-11-10T00:00:00Z", "", "0.05"), RetailRow("2026-10-20T00:00:00Z", "2026-11-10T00:00:00Z", "0.04"),
      RetailRow("2026-10-01T00:00:00Z", "2026-10-10T00:00:00Z", "0.03"), RetailRow("2026-12-01T00:00:00Z", "", "0.06"),
      RetailRow("2026-09-01T00:00:00Z", "2026-09-01T00:00:00Z", "0.01")};
  ImportRequest request = Azure();
  std::string list = "[";
  for (const std::string& row : rows) list += (&row == rows.data() ? "" : ",") + row;
  request.sources[0] = {SourceFormat::kAzureRetailPrices, "prices.json", list + "]"};
  request.sources.erase(request.sources.begin() + 1);
  const auto response = Import(request);
  ASSERT_TRUE(response.ok()) << response.error().message;
  constexpr std::int64_t kDay = 86'400'000;
  constexpr std::int64_t kOctober = 1'790'812'800'000;  // 2026-10-01
  const std::vector<PriceChange> expected = {{kOctober, 0.03},
                                             {kOctober + 9 * kDay, std::nullopt},
                                             {kOctober + 19 * kDay, 0.04},
                                             {kOctober + 40 * kDay, 0.05}};
  ASSERT_EQ(response->price_histories.size(), 2U);  // One price for the region: of both zones in which it is sold.
  for (const PriceHistory& history : response->price_histories) EXPECT_EQ(history.changes, expected);
  EXPECT_EQ(FindOffer(*response, "Standard_D4s_v5", "westeurope-1", kSpot)->price_usd_per_hour, 0.05);
  const ImportedSource& source = response->sources[0];
  EXPECT_EQ(source.rows_used, 3);
  EXPECT_EQ(FindSkipped(source, "price is later than now")->count, 1);
  EXPECT_EQ(FindSkipped(source, "price is never in force")->count, 1);

  // Without its successor, what has ended is no price.
  request.sources[0].content = "[" + rows[2] + "]";
  const auto ended = Import(request);
  EXPECT_TRUE(ended->request.offers.empty());
  EXPECT_TRUE(ended->price_histories.empty());
  EXPECT_EQ(FindSkipped(ended->sources[0], "price is no longer in force")->count, 1);
}

TEST(Azure, APageThatIsMissingIsToldOf) {
  const auto codes = [](const ImportRequest& request) {
    std::vector<std::string> result;
    const auto response = Import(request);
    for (const Reason& warning : response->warnings) result.push_back(warning.code);
    return result;
  };
  ImportRequest request = Azure();
  EXPECT_EQ(codes(request), std::vector<std::string>{"eviction_rates_per_hour"});
  request.sources.pop_back();
  EXPECT_TRUE(codes(request).empty());
  request.sources.erase(request.sources.begin() + 1);
  EXPECT_EQ(codes(request), std::vector<std::string>{"document_is_one_page"});
}

TEST(Azure, TheRequestMayNameTheRegion) {
  ImportRequest request = Azure();
  request.region = "NorthEurope";
  const auto response = Import(request);
  ASSERT_TRUE(response.ok());
  for (const Offer& offer : response->request.offers) EXPECT_EQ(offer.region, "northeurope");
  EXPECT_EQ(response->request.offers.size(), 3U);
  EXPECT_EQ(FindSkipped(response->sources[2], "type is sold in another region")->count, 3);
}

TEST(Azure, APriceListThatNamesTheRegionGoesBeforeTheRetailPrice) {
  ImportRequest request = Azure();
  request.sources.push_back({SourceFormat::kOnDemandPricesCsv, "ours.csv",
                             "instance_type,region,price_usd_per_hour\nStandard_D4s_v5,westeurope,0.2\n"});
  for (int round = 0; round < 2; ++round) {
    const auto response = Import(request);
    ASSERT_TRUE(response.ok()) << response.error().message;
    EXPECT_EQ(FindOffer(*response, "Standard_D4s_v5", "westeurope-1", kOnDemand)->price_usd_per_hour, 0.2);
    std::reverse(request.sources.begin(), request.sources.end());
  }
}

TEST(Azure, ImportedOffersServePackAndGradeRegions) {
  for (const bool tolerant : {true, false}) {
    ImportRequest request = Azure();
    request.region = "westeurope";
    request.sources.push_back(WebThatTolerates(tolerant ? kAzureTaint.key : "spot"));
    const auto response = Import(request);
    ASSERT_TRUE(response.ok()) << response.error().message;
    EXPECT_EQ(test::FindWorkload(*response, "web")->spot_tolerant, tolerant);
    PackRequest pack;
    pack.workloads = response->request.workloads;
    pack.offers = response->request.offers;
    const auto packed = Pack(pack);
    ASSERT_TRUE(packed.ok()) << packed.error().message;
    EXPECT_TRUE(packed->feasible);
    for (const PackedNode& node : packed->nodes) EXPECT_EQ(node.pool.capacity_type, tolerant ? kSpot : kOnDemand);
    const auto plan = Plan(response->request);
    ASSERT_TRUE(plan.ok()) << plan.error().message;
    EXPECT_TRUE(plan->feasible);
  }
  GradeRegionsRequest grade;
  grade.offers = Import(Azure())->request.offers;
  const auto graded = GradeRegions(grade);
  ASSERT_TRUE(graded.ok()) << graded.error().message;
  EXPECT_EQ(graded->places.size(), 3U);
  EXPECT_EQ(graded->places[0].place, (TypeInRegion{"westeurope", "Standard_D4ps_v5"}));
}

TEST(Azure, WhatAksLeavesToPods) {
  const std::int64_t by_vcpus[][2] = {{1, 60}, {2, 100}, {4, 140}, {8, 180}, {16, 260}, {32, 420}, {64, 740}};
  for (const auto& [vcpus, reserve] : by_vcpus) EXPECT_EQ(formats::AksMillicores(vcpus), vcpus * 1000 - reserve);
  constexpr std::int64_t kMib = 1024 * 1024;
  EXPECT_EQ(formats::AksBytes(16'000), 14'800 * kMib - 2'250'000'000 - 100 * kMib);
  EXPECT_EQ(formats::AksBytes(4'000), 3'700 * kMib / 4 * 3 - 100 * kMib);
  EXPECT_EQ(formats::AksBytes(10), 0);
}

TEST(Azure, EvictionRates) {
  const char* rates[] = {"0-5", "5-10", "10-15%", " 15 - 20 ", "20+ %"};
  for (std::int64_t band = 0; band < 5; ++band) EXPECT_EQ(formats::BandOfEvictionRate(rates[band]), band);
  for (const char* bad : {"", "0", "20-", "5", "0-5-10", "25+"}) {
    EXPECT_EQ(formats::BandOfEvictionRate(bad), std::nullopt) << bad;
  }
}

TEST(Azure, ErrorsNameSourceAndPath) {
  EXPECT_EQ(ErrorOf(SourceFormat::kAzureRetailPrices, "{}").message,
            "a.json: Items: is missing; accepted: a list of prices");
  EXPECT_EQ(ErrorOf(SourceFormat::kAzureRetailPrices, R"({"Items": [{"type": "Consumption", "productName": "x",
      "unitPrice": "0.1", "effectiveStartDate": "2026-01-01T00:00:00Z"}]})")
                .message,
            "a.json: Items[0].unitPrice: is \"0.1\"; accepted: a number");
  EXPECT_EQ(ErrorOf(SourceFormat::kAzureRetailPrices, R"([{"type": "Consumption", "productName": "x",
      "unitPrice": -0.1, "effectiveStartDate": "2026-01-01T00:00:00Z"}])")
                .message,
            "a.json: [0].unitPrice: is the number -0.1; accepted: a price in USD per hour such as 0.0312, from 0 to "
            "1000000");
  EXPECT_EQ(ErrorOf(SourceFormat::kAzureRetailPrices, R"([{"type": "Consumption", "productName": "x",
      "unitPrice": 0.1, "effectiveStartDate": "soon"}])")
                .message,
            "a.json: [0].effectiveStartDate: is \"soon\"; accepted: a moment such as 2026-01-31T00:00:00Z");
  EXPECT_EQ(ErrorOf(SourceFormat::kAzureSkus, R"([{"name": "a", "resourceType": "virtualMachines"}])").message,
            "a.json: [0].capabilities: names no vCPUs; it is required");
  EXPECT_EQ(ErrorOf(SourceFormat::kAzureSkus, R"({"value": [{"name": "a", "resourceType": "virtualMachines",
      "capabilities": [{"name": "vCPUs", "value": "many"}]}]})")
                .message,
            "a.json: value[0].capabilities[0].value: is \"many\"; accepted: a number from 1 to 1e+06, as text");
  EXPECT_EQ(
      ErrorOf(SourceFormat::kAzureEvictionRates, R"([{"skuName": "a", "location": "b", "evictionRate": "7"}])").message,
      "a.json: [0].evictionRate: is \"7\"; accepted: 0-5, 5-10, 10-15, 15-20 or 20+");
  EXPECT_EQ(ErrorOf(SourceFormat::kAzureEvictionRates, R"([{"skuName": "a", "location": "b"}])").message,
            "a.json: [0].spotEvictionRate: is missing; accepted: a string that is not empty");
  EXPECT_EQ(
      ErrorOf(SourceFormat::kAwsPlacementScores, R"({"SpotPlacementScores": [{"Region": "r", "Score": 11}]})").message,
      "a.json: SpotPlacementScores[0].Score: is the number 11; accepted: an integer of 1 to 10");
}

TEST(Azure, BrokenBytesNeverCrash) {
  ImportRequest request = Azure();
  request.sources.push_back(FileSource(SourceFormat::kAwsPlacementScores, kFolder, "placement_scores.json"));
  base::Random random(23);
  constexpr std::string_view kLikely = "{}[]\",:0123456789eE.-+ntf\\ \n";
  for (int round = 0; round < 4000; ++round) {
    ImportRequest broken = request;
    std::string& content = broken.sources[random.Below(broken.sources.size())].content;
    for (std::uint64_t change = 0; change <= random.Below(3); ++change) {
      content[random.Below(content.size())] = kLikely[random.Below(kLikely.size())];
    }
    if (random.Below(4) == 0) content.resize(random.Below(content.size()));
    const auto response = Import(broken);
    if (response.ok()) {
      ASSERT_EQ(model::Validate(response->request), std::nullopt);
    } else {
      ASSERT_EQ(response.error().field.substr(0, 7), "sources") << response.error().message;
    }
  }
}

TEST(Azure, EveryDocumentInEveryPlaceIsAnErrorOrAnAnswer) {
  const ImportRequest request = Azure();
  for (const ImportSource& source : request.sources) {
    for (std::int32_t format = 1; format <= 9; ++format) {
      ImportRequest wrong;
      wrong.sources = {{static_cast<SourceFormat>(format), source.name, source.content}};
      const auto response = Import(wrong);
      EXPECT_TRUE(response.ok() || response.error().field == "sources[0]");
    }
  }
}

ImportRequest Aws() {
  ImportRequest request;
  request.sources = {FileSource(SourceFormat::kAwsInstanceTypes, kFolder, "types.json"),
                     FileSource(SourceFormat::kAwsSpotPriceHistory, kFolder, "spot_prices.json"),
                     FileSource(SourceFormat::kAwsPlacementScores, kFolder, "placement_scores.json")};
  request.region = "eu-west-1";
  request.now_unix_ms = 1795183200000;
  return request;
}

TEST(PlacementScores, OfTheRegionUnlessTheZonesIdIsKnown) {
  auto response = Import(Aws());
  ASSERT_TRUE(response.ok()) << response.error().message;
  EXPECT_EQ(FindOffer(*response, "m5.large", "eu-west-1a", kSpot)->placement_score, 7);
  EXPECT_EQ(response->sources[2].rows_used, 1);
  EXPECT_EQ(FindSkipped(response->sources[2], "no document names the zone of the id")->count, 2);
  EXPECT_EQ(FindSkipped(response->sources[2], "score is of another region")->count, 1);

  ImportRequest request = Aws();
  request.sources.push_back(test::KubectlList({R"({"kind": "Node", "metadata": {"name": "n", "labels": {
      "topology.kubernetes.io/zone": "eu-west-1a", "topology.kubernetes.io/region": "eu-west-1",
      "topology.k8s.aws/zone-id": "euw1-az3", "node.kubernetes.io/instance-type": "m5.large"}},
      "status": {"allocatable": {"cpu": "2", "memory": "7Gi", "pods": "29"}}})"}));
  response = Import(request);
  ASSERT_TRUE(response.ok()) << response.error().message;
  EXPECT_EQ(FindOffer(*response, "m5.large", "eu-west-1a", kSpot)->placement_score, 2);
  EXPECT_EQ(FindOffer(*response, "m5.large", "eu-west-1b", kSpot)->placement_score, 7);

  request = Aws();
  request.sources[1].content.insert(request.sources[1].content.find("{\"AvailabilityZone\": \"eu-west-1b\"") + 1,
                                    R"("AvailabilityZoneId": "euw1-az3", )");
  response = Import(request);
  ASSERT_TRUE(response.ok()) << response.error().message;
  EXPECT_EQ(FindOffer(*response, "m5.large", "eu-west-1b", kSpot)->placement_score, 2);
}

}  // namespace
}  // namespace spotwright
