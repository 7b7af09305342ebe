// The example shop, end to end: what its README says is what import finds.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "spotwright/import.h"
#include "src/model/validate.h"
#include "tests/formats/sources.h"

namespace spotwright {
namespace {

using test::FileSource;
using test::FindOffer;
using test::FindSkipped;
using test::FindWorkload;

constexpr const char* kFolder = "examples/shop";

class Shop : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    ImportRequest request;
    request.sources = {FileSource(SourceFormat::kKubectl, kFolder, "pods.json"),
                       FileSource(SourceFormat::kKubectl, kFolder, "nodes.json"),
                       FileSource(SourceFormat::kKubectl, kFolder, "workloads.json"),
                       FileSource(SourceFormat::kAwsInstanceTypes, kFolder, "types.json"),
                       FileSource(SourceFormat::kAwsSpotPriceHistory, kFolder, "spot_prices.json"),
                       FileSource(SourceFormat::kOnDemandPricesCsv, kFolder, "on_demand_prices.csv"),
                       FileSource(SourceFormat::kSpotAdvisor, kFolder, "spot_advisor.json")};
    request.now_unix_ms = 1795215600000;  // 2026-11-20 23:00 UTC
    Result<ImportResponse> result = Import(request);
    ASSERT_TRUE(result.ok()) << result.error().message;
    response_ = *std::move(result);
  }

  static ImportResponse response_;
};
ImportResponse Shop::response_;

TEST_F(Shop, IsAValidRequest) { EXPECT_EQ(model::Validate(response_.request), std::nullopt); }

TEST_F(Shop, CountsAreThoseOfTheReadme) {
  const PlanRequest& plan = response_.request;
  EXPECT_EQ(plan.workloads.size(), 60U);
  EXPECT_EQ(plan.nodes.size(), 25U);
  EXPECT_EQ(std::count_if(plan.nodes.begin(), plan.nodes.end(),
                          [](const Node& node) { return node.capacity_type == CapacityType::kOnDemand; }),
            23);
  std::int64_t running = 0;
  for (const Node& node : plan.nodes) {
    EXPECT_TRUE(node.price_usd_per_hour) << node.name;
    EXPECT_EQ(node.state, NodeState::kReady);
    for (const RunningPods& pods : node.running) running += pods.replicas;
  }
  EXPECT_EQ(running, 382);
  EXPECT_EQ(plan.budgets.size(), 3U);
  // 44 types in 3 zones, spot and on-demand, but for one pool.
  EXPECT_EQ(plan.offers.size(), 44U * 3 * 2 - 2);
}

TEST_F(Shop, EveryRowIsCountedOnce) {
  for (const ImportedSource& source : response_.sources) {
    EXPECT_EQ(source.rows_read, source.rows_used + test::CountSkipped(source)) << source.name;
  }
  EXPECT_EQ(response_.sources[0].rows_read, 397);
  EXPECT_EQ(FindSkipped(response_.sources[0], "pod has ended")->count, 9);
  EXPECT_EQ(FindSkipped(response_.sources[2], "job has ended")->count, 6);
  EXPECT_EQ(FindSkipped(response_.sources[2], "replica set of an earlier revision")->count, 5);
  EXPECT_EQ(FindSkipped(response_.sources[4], "product is Windows")->count, 2);
}

TEST_F(Shop, SpotTolerance) {
  const auto& workloads = response_.request.workloads;
  EXPECT_EQ(std::count_if(workloads.begin(), workloads.end(), [](const Workload& w) { return w.spot_tolerant; }), 30);
  ASSERT_EQ(response_.warnings.size(), 2U);
  EXPECT_EQ(response_.warnings[0].paths, (std::vector<std::string>{"events/sms-sender"}));
  EXPECT_EQ(response_.warnings[1].paths, (std::vector<std::string>{"shop/store-locator"}));
  for (const Workload& w : workloads) EXPECT_TRUE(w.unknown_constraints.empty()) << w.name;
}

TEST_F(Shop, RequestsAreTheEffectiveOnes) {
  constexpr std::int64_t kMib = 1024 * 1024;
  const auto requests = [](const char* name) {
    const Resources& r = FindWorkload(response_, name)->requests;
    return std::make_pair(r.cpu_millicores, r.memory_bytes);
  };
  EXPECT_EQ(requests("seo-renderer"), std::make_pair(std::int64_t{1000}, 1024 * kMib));  // Init container.
  EXPECT_EQ(requests("fraud-scoring"), std::make_pair(std::int64_t{700}, 3072 * kMib));  // Memory from init alone.
  EXPECT_EQ(requests("search-indexer"), std::make_pair(std::int64_t{1500}, 4096 * kMib));
  EXPECT_EQ(requests("product-images"), std::make_pair(std::int64_t{500}, 1088 * kMib));  // Overhead.
  EXPECT_EQ(requests("cart"), std::make_pair(std::int64_t{300}, 896 * kMib));             // Sidecar.
  EXPECT_EQ(requests("cert-manager"), std::make_pair(std::int64_t{0}, std::int64_t{0}));  // No request.
  EXPECT_EQ(requests("recommender"), std::make_pair(std::int64_t{800}, std::int64_t{3'000'000'000}));
}

TEST_F(Shop, ConstraintsArrive) {
  EXPECT_EQ(FindWorkload(response_, "flash-offers")->replicas, 10);
  EXPECT_EQ(FindWorkload(response_, "payment-gateway")->node_selector.at("eks.amazonaws.com/capacityType"),
            "ON_DEMAND");
  EXPECT_EQ(FindOffer(response_, "m5.large", "us-east-1a", CapacityType::kOnDemand)
                ->labels.at("eks.amazonaws.com/capacityType"),
            "ON_DEMAND");
  EXPECT_EQ(FindWorkload(response_, "recommender")->pod_affinity.at(0).namespaces, (std::vector<std::string>{"data"}));
  EXPECT_EQ(FindWorkload(response_, "storefront")->architecture, std::nullopt);
  EXPECT_EQ(FindWorkload(response_, "gift-cards")->architecture, Architecture::kAmd64);
  EXPECT_EQ(FindWorkload(response_, "prometheus")->zones, (std::vector<std::string>{"us-east-1a", "us-east-1c"}));
  EXPECT_TRUE(FindWorkload(response_, "coredns")->system_critical);
  const auto& budgets = response_.request.budgets;
  EXPECT_TRUE(std::find(budgets.begin(), budgets.end(), DisruptionBudget{"postgres", "data", 0}) != budgets.end());
}

TEST_F(Shop, Prices) {
  EXPECT_EQ(FindOffer(response_, "c7a.2xlarge", "us-east-1b", CapacityType::kSpot), nullptr);
  EXPECT_EQ(FindOffer(response_, "c7a.2xlarge", "us-east-1b", CapacityType::kOnDemand), nullptr);
  const Offer* risen = FindOffer(response_, "c5.4xlarge", "us-east-1b", CapacityType::kSpot);
  EXPECT_GT(risen->price_usd_per_hour, 0.85 * *risen->on_demand_price_usd_per_hour);
  EXPECT_TRUE(FindOffer(response_, "t3.large", "us-east-1a", CapacityType::kSpot)->burstable);
  EXPECT_TRUE(FindOffer(response_, "c5.metal", "us-east-1a", CapacityType::kSpot)->bare_metal);
}

}  // namespace
}  // namespace spotwright
