// Types, prices and bands, and the offers they make together.
#include <gtest/gtest.h>

#include <string>

#include "spotwright/assess_prices.h"
#include "spotwright/import.h"
#include "src/base/random.h"
#include "src/formats/aws_instance_types.h"
#include "src/formats/node_labels.h"
#include "src/formats/price_text.h"
#include "src/formats/prices_csv.h"
#include "src/model/offers.h"
#include "tests/formats/sources.h"

namespace spotwright {
namespace {

using test::FileSource;
using test::FindNode;
using test::FindOffer;
using test::FindSkipped;

constexpr auto kSpot = CapacityType::kSpot;
constexpr auto kOnDemand = CapacityType::kOnDemand;
constexpr const char* kFolder = "tests/formats/data";

ImportRequest Everything() {
  ImportRequest request;
  request.sources = {FileSource(SourceFormat::kKubectl, kFolder, "cluster.json"),
                     FileSource(SourceFormat::kAwsInstanceTypes, kFolder, "types.json"),
                     FileSource(SourceFormat::kAwsSpotPriceHistory, kFolder, "spot_prices.json"),
                     FileSource(SourceFormat::kOnDemandPricesCsv, kFolder, "on_demand_prices.csv"),
                     FileSource(SourceFormat::kSpotAdvisor, kFolder, "spot_advisor.json")};
  request.now_unix_ms = 1795183200000;  // 2026-11-20 14:00 UTC
  return request;
}

TEST(Market, MaxPods) {
  EXPECT_EQ(formats::MaxPods(3, 10, 2), 29);    // m5.large
  EXPECT_EQ(formats::MaxPods(4, 15, 8), 58);    // m5.2xlarge
  EXPECT_EQ(formats::MaxPods(8, 30, 16), 110);  // m5.4xlarge: 234 addresses
  EXPECT_EQ(formats::MaxPods(8, 30, 30), 110);
  EXPECT_EQ(formats::MaxPods(8, 30, 31), 234);
  EXPECT_EQ(formats::MaxPods(15, 50, 96), 250);  // m5.24xlarge: 737
}

TEST(Market, AllocatableCpu) {
  EXPECT_EQ(formats::AllocatableMillicores(1), 940);
  EXPECT_EQ(formats::AllocatableMillicores(2), 1930);
  EXPECT_EQ(formats::AllocatableMillicores(4), 3920);
  EXPECT_EQ(formats::AllocatableMillicores(5), 4917);  // 82.5 reserved, rounded up
  EXPECT_EQ(formats::AllocatableMillicores(8), 7910);
  EXPECT_EQ(formats::AllocatableMillicores(96), 95690);
}

TEST(Market, AllocatableMemory) {
  constexpr std::int64_t kMib = 1024 * 1024;
  EXPECT_EQ(formats::AllocatableBytes(8000, 29), (7400 - 11 * 29 - 255 - 100) * kMib);
  EXPECT_EQ(formats::AllocatableBytes(100, 4), 0);
}

TEST(Market, RegionOfZone) {
  EXPECT_EQ(formats::RegionOfZone("us-east-1a"), "us-east-1");
  EXPECT_EQ(formats::RegionOfZone("us-gov-west-1b"), "us-gov-west-1");
  EXPECT_EQ(formats::RegionOfZone("us-west-2-lax-1a"), "us-west-2");
  EXPECT_EQ(formats::RegionOfZone("us-east-1-wl1-bos-wlz-1"), "us-east-1");
  for (const char* other : {"", "a", "us-east-1", "use1-az4", "europe-west4", "eastus", "-", "1"}) {
    EXPECT_EQ(formats::RegionOfZone(other), "") << other;
  }
}

TEST(Market, Prices) {
  EXPECT_EQ(formats::ReadPrice("0.031200"), 0.0312);
  EXPECT_EQ(formats::ReadPrice("0"), 0.0);
  EXPECT_EQ(formats::ReadPrice("1e-3"), 0.001);
  for (const char* bad : {"", "-1", "-0", "nan", "inf", "0x1p3", "$1", "1,5", "1 ", " 1", "1000000.1", "1e999"}) {
    EXPECT_EQ(formats::ReadPrice(bad), std::nullopt) << bad;
  }
}

TEST(Market, TheWholeJoin) {
  const auto response = Import(Everything());
  ASSERT_TRUE(response.ok()) << response.error().message;
  ASSERT_EQ(response->request.offers.size(), 8U);

  const Offer* spot = FindOffer(*response, "m5.large", "eu-west-1a", kSpot);
  ASSERT_NE(spot, nullptr);
  EXPECT_EQ(spot->price_usd_per_hour, 0.0312);  // Not the later one, not the older one.
  EXPECT_EQ(spot->on_demand_price_usd_per_hour, 0.107);
  EXPECT_EQ(spot->region, "eu-west-1");
  EXPECT_EQ(spot->interruption_band, 2);
  EXPECT_EQ(spot->taints, (std::vector<Taint>{{"spot", "true", TaintEffect::kNoSchedule}}));
  EXPECT_EQ(spot->labels.at("eks.amazonaws.com/capacityType"), "SPOT");
  EXPECT_EQ(spot->architecture, Architecture::kAmd64);
  EXPECT_EQ(spot->vcpus, 2);
  EXPECT_EQ(spot->allocatable.pods, 29);

  const Offer* on_demand = FindOffer(*response, "m5.large", "eu-west-1b", kOnDemand);
  ASSERT_NE(on_demand, nullptr);
  EXPECT_EQ(on_demand->price_usd_per_hour, 0.107);
  EXPECT_EQ(on_demand->interruption_band, std::nullopt);
  EXPECT_TRUE(on_demand->taints.empty());
  EXPECT_EQ(on_demand->labels.at("eks.amazonaws.com/capacityType"), "ON_DEMAND");

  EXPECT_EQ(FindOffer(*response, "m7g.medium", "eu-west-1a", kSpot)->architecture, Architecture::kArm64);
  EXPECT_EQ(FindOffer(*response, "m7g.medium", "eu-west-1b", kOnDemand), nullptr);  // Sold in zone a alone.
  EXPECT_EQ(FindOffer(*response, "g5.xlarge", "eu-west-1b", kOnDemand)->allocatable.gpus, 1);
  EXPECT_EQ(FindOffer(*response, "g5.xlarge", "eu-west-1b", kSpot), nullptr);

  EXPECT_EQ(FindNode(*response, "node-a")->price_usd_per_hour, 0.107);
  EXPECT_EQ(FindNode(*response, "node-b")->price_usd_per_hour, 0.0312);
}

TEST(Market, EveryRowIsCountedOnce) {
  const auto response = Import(Everything());
  ASSERT_TRUE(response.ok());
  for (const ImportedSource& source : response->sources) {
    EXPECT_EQ(source.rows_read, source.rows_used + test::CountSkipped(source)) << source.name;
  }
  const ImportedSource& types = response->sources[1];
  EXPECT_EQ(types.rows_read, 5);
  EXPECT_EQ(types.rows_used, 3);
  EXPECT_EQ(FindSkipped(types, "processor is neither amd64 nor arm64, or is a Mac's")->example, "mac1.metal");
  EXPECT_EQ(FindSkipped(types, "type has no price")->example, "x9.huge");
  const ImportedSource& spot = response->sources[2];
  EXPECT_EQ(spot.rows_read, 8);
  EXPECT_EQ(spot.rows_used, 4);
  EXPECT_EQ(FindSkipped(spot, "price is later than now")->count, 1);
  EXPECT_EQ(FindSkipped(spot, "product is Windows")->count, 1);
  EXPECT_EQ(FindSkipped(spot, "price is of another region")->example, "m5.large in us-east-1a");
  EXPECT_EQ(FindSkipped(spot, "instance type is not described")->example, "z1d.large in eu-west-1a");
  const ImportedSource& csv = response->sources[3];
  EXPECT_EQ(csv.rows_read, 5);
  EXPECT_EQ(csv.rows_used, 3);
  EXPECT_EQ(FindSkipped(csv, "price is of another region")->count, 1);
  EXPECT_EQ(FindSkipped(csv, "instance type is not described")->example, "c1.old in eu-west-1");
  const ImportedSource& advisor = response->sources[4];
  EXPECT_EQ(advisor.rows_read, 4);
  EXPECT_EQ(advisor.rows_used, 1);
  EXPECT_EQ(FindSkipped(advisor, "operating system is Windows")->count, 1);
  EXPECT_EQ(FindSkipped(advisor, "row is of another region")->count, 1);
}

// One row of `aws ec2 describe-spot-price-history` for m5.large.
std::string SpotRow(const std::string& zone, const std::string& moment, const std::string& price) {
  return R"({"AvailabilityZone": ")" + zone + R"(", "InstanceType": "m5.large", "ProductDescription": "Linux/UNIX",)" +
         R"("SpotPrice": ")" + price + R"(", "Timestamp": ")" + moment + R"("})";
}

ImportRequest WithSpotRows(const std::vector<std::string>& rows) {
  std::string content = R"({"SpotPriceHistory": [)";
  for (const std::string& row : rows) content += (&row == rows.data() ? "" : ",") + row;
  ImportRequest request;
  request.sources = {FileSource(SourceFormat::kAwsInstanceTypes, kFolder, "types.json"),
                     {SourceFormat::kAwsSpotPriceHistory, "history.json", content + "]}"}};
  request.now_unix_ms = 1795183200000;  // 2026-11-20 14:00 UTC
  return request;
}

constexpr std::int64_t kNoon = 1795176000000;  // 2026-11-20 12:00 UTC
constexpr std::int64_t kHour = 3'600'000;

// As AWS prints it: newest first, zones mixed, pages that overlap, and what stood before the time asked for.
TEST(PriceHistories, ComeNewestFirstWithRowsTwiceAndGoOldestFirst) {
  const std::vector<std::string> rows = {
      SpotRow("eu-west-1a", "2026-11-20T15:00:00.000Z", "0.050"),  // Later than now.
      SpotRow("eu-west-1a", "2026-11-20T13:00:00.000Z", "0.033"),
      SpotRow("eu-west-1b", "2026-11-20T12:00:00Z", "0.04"),
      SpotRow("eu-west-1a", "2026-11-20T12:00:00.000Z", "0.031"),
      SpotRow("eu-west-1a", "2026-11-20T12:00:00+00:00", "0.0310"),  // Once more.
      SpotRow("eu-west-1a", "2026-11-20T11:00:00.000Z", "0.031"),    // No change, and a moment with two prices.
      SpotRow("eu-west-1a", "2026-11-20T11:00:00.000Z", "0.029"),
      SpotRow("eu-west-1a", "2026-11-17T12:00:00.000Z", "0.030"),  // Then nothing for three days: it stood.
  };
  const auto response = Import(WithSpotRows(rows));
  ASSERT_TRUE(response.ok()) << response.error().message;
  const std::vector<PriceHistory> expected = {
      {{"m5.large", "eu-west-1", "eu-west-1a", kSpot},
       {{kNoon - 72 * kHour, 0.030}, {kNoon - kHour, 0.031}, {kNoon, 0.031}, {kNoon + kHour, 0.033}}},
      {{"m5.large", "eu-west-1", "eu-west-1b", kSpot}, {{kNoon, 0.04}}}};
  EXPECT_EQ(response->price_histories, expected);
  EXPECT_EQ(FindOffer(*response, "m5.large", "eu-west-1a", kSpot)->price_usd_per_hour, 0.033);
  const ImportedSource& source = response->sources[1];
  EXPECT_EQ(source.rows_used, 5);
  EXPECT_EQ(FindSkipped(source, "price is later than now")->count, 1);
  EXPECT_EQ(FindSkipped(source, "listed twice")->count, 1);
  EXPECT_EQ(FindSkipped(source, "a higher price is told of the same moment")->count, 1);

  std::vector<std::string> reversed(rows.rbegin(), rows.rend());
  EXPECT_EQ(Import(WithSpotRows(reversed))->price_histories, expected);
}

TEST(PriceHistories, AreOfTheSpotOffersAlone) {
  const auto response = Import(Everything());
  ASSERT_EQ(response->price_histories.size(), 3U);
  std::vector<Pool> offered;
  for (const Offer& offer : response->request.offers) {
    if (offer.capacity_type == kSpot) offered.push_back(model::PoolOf(offer));
  }
  for (std::size_t i = 0; i < offered.size(); ++i) EXPECT_EQ(response->price_histories[i].pool, offered[i]);
  EXPECT_EQ(response->price_histories[0].changes.size(), 2U);
}

// A price of years ago, stood until a spike an hour before now.
TEST(PriceHistories, FeedAssessPrices) {
  const auto response = Import(WithSpotRows(
      {SpotRow("eu-west-1a", "2026-11-20T13:00:00Z", "0.09"), SpotRow("eu-west-1a", "2024-01-01T00:00:00Z", "0.03")}));
  AssessPricesRequest request;
  request.offers = response->request.offers;
  request.price_histories = response->price_histories;
  request.now_unix_ms = response->request.now_unix_ms;
  const auto assessed = AssessPrices(request);
  ASSERT_TRUE(assessed.ok()) << assessed.error().message;
  EXPECT_EQ(assessed->verdicts[0].typical_price_usd_per_hour, 0.03);
  ASSERT_EQ(assessed->alerts.size(), 1U);
  EXPECT_EQ(assessed->alerts[0].kind, PriceAlertKind::kSpike);
  EXPECT_EQ(assessed->alerts[0].since_unix_ms, kNoon + kHour);
}

// However rows lie, the last point is the offer's price, and assess_prices takes what comes out.
TEST(PriceHistories, RandomRowsInAnyOrderGiveTheSame) {
  base::Random random(3);
  for (int world = 0; world < 200; ++world) {
    std::vector<std::string> rows;
    rows.resize(1 + random.Below(30));
    for (std::string& row : rows) {
      const std::string zone = random.Below(2) != 0 ? "eu-west-1a" : "eu-west-1b";
      const std::string moment = "2026-11-20T" + std::to_string(10 + random.Below(5)) + ":00:00Z";
      row = SpotRow(zone, moment, "0.0" + std::to_string(1 + random.Below(3)));
    }
    const auto response = Import(WithSpotRows(rows));
    ASSERT_TRUE(response.ok());
    for (const PriceHistory& history : response->price_histories) {
      EXPECT_EQ(history.changes.back().price_usd_per_hour,
                FindOffer(*response, "m5.large", history.pool.zone, kSpot)->price_usd_per_hour);
    }
    AssessPricesRequest request;
    request.offers = response->request.offers;
    request.price_histories = response->price_histories;
    request.now_unix_ms = response->request.now_unix_ms;
    EXPECT_TRUE(AssessPrices(request).ok());
    const ImportedSource& source = response->sources[1];
    EXPECT_EQ(source.rows_read, std::ssize(rows));
    for (std::size_t i = rows.size(); i > 1; --i) std::swap(rows[i - 1], rows[random.Below(i)]);
    EXPECT_EQ(*Import(WithSpotRows(rows)), *response);
  }
}

TEST(Market, WithoutNowTheNewestRowCounts) {
  ImportRequest request = Everything();
  request.now_unix_ms.reset();
  EXPECT_EQ(FindOffer(*Import(request), "m5.large", "eu-west-1a", kSpot)->price_usd_per_hour, 0.099);
}

TEST(Market, TheRequestMayNameTheRegion) {
  ImportRequest request = Everything();
  request.sources.erase(request.sources.begin());  // No nodes.
  request.region = "us-east-1";
  const auto response = Import(request);
  const Offer* offer = FindOffer(*response, "m5.large", "us-east-1a", kSpot);
  ASSERT_NE(offer, nullptr);
  EXPECT_EQ(offer->on_demand_price_usd_per_hour, 0.096);
  EXPECT_EQ(offer->interruption_band, 3);
  EXPECT_EQ(FindOffer(*response, "m5.large", "eu-west-1a", kSpot), nullptr);
}

TEST(Market, SeveralRegionsEachHaveTheirOwnPrices) {
  ImportRequest request = Everything();
  request.sources.erase(request.sources.begin());
  const auto response = Import(request);
  EXPECT_EQ(FindOffer(*response, "m5.large", "us-east-1a", kOnDemand)->price_usd_per_hour, 0.096);
  EXPECT_EQ(FindOffer(*response, "m5.large", "eu-west-1a", kOnDemand)->price_usd_per_hour, 0.107);
  EXPECT_TRUE(FindOffer(*response, "m5.large", "eu-west-1a", kSpot)->labels.empty());
}

TEST(Market, AnEmptyTaintKeyMeansNoTaint) {
  ImportRequest request = Everything();
  request.spot_taint_key = "";
  EXPECT_TRUE(FindOffer(*Import(request), "m5.large", "eu-west-1a", kSpot)->taints.empty());
}

TEST(Market, NodesWithoutAPriceAreToldOf) {
  ImportRequest request = Everything();
  request.sources.pop_back();
  request.sources.pop_back();  // No on-demand prices.
  const auto response = Import(request);
  EXPECT_EQ(FindNode(*response, "node-a")->price_usd_per_hour, std::nullopt);
  EXPECT_TRUE(std::any_of(response->warnings.begin(), response->warnings.end(), [](const Reason& warning) {
    return warning.code == "node_price_unknown" && warning.paths == std::vector<std::string>{"node-a"};
  }));
}

TEST(Market, ATypeWithoutAnyZone) {
  ImportRequest request;
  request.sources = {FileSource(SourceFormat::kAwsInstanceTypes, kFolder, "types.json"),
                     FileSource(SourceFormat::kOnDemandPricesCsv, kFolder, "on_demand_prices.csv")};
  const auto response = Import(request);
  EXPECT_TRUE(response->request.offers.empty());
  EXPECT_EQ(FindSkipped(response->sources[0], "no zone is known: neither nodes nor spot prices name one")->count, 4);
}

TEST(Market, AListedTypeCountsOnceAndAPageIsToldOf) {
  ImportRequest request = Everything();
  request.sources.push_back(request.sources[1]);
  request.sources.push_back(
      {SourceFormat::kAwsSpotPriceHistory, "page.json", R"({"SpotPriceHistory": [], "NextToken": "abc"})"});
  const auto response = Import(request);
  EXPECT_EQ(FindSkipped(response->sources[5], "listed twice")->count, 5);
  EXPECT_TRUE(std::any_of(response->warnings.begin(), response->warnings.end(),
                          [](const Reason& warning) { return warning.code == "document_is_one_page"; }));
}

std::string CsvError(const std::string& text) {
  formats::Market market;
  return formats::ReadPricesCsv(text, 0, market).value_or("");
}

TEST(PricesCsv, ReadsQuotesAndOrders) {
  formats::Market market;
  ASSERT_EQ(formats::ReadPricesCsv(
                "price_usd_per_hour , \"x,y\",instance_type\n\"0.1\",\"a\n\"\"b\",m5.large \n0.2,,c5", 7, market),
            std::nullopt);
  ASSERT_EQ(market.on_demand_prices.size(), 2U);
  EXPECT_EQ(market.on_demand_prices[0].instance_type, "m5.large");
  EXPECT_EQ(market.on_demand_prices[0].price_usd_per_hour, 0.1);
  EXPECT_EQ(market.on_demand_prices[1].line, 4U);
  EXPECT_EQ(market.on_demand_prices[1].region, "");
  EXPECT_EQ(market.on_demand_prices[1].source, 7U);
}

TEST(PricesCsv, ErrorsNameTheLine) {
  const std::string header = "instance_type,price_usd_per_hour\n";
  EXPECT_EQ(CsvError(""),
            "line 1: has no column instance_type; accepted: a header with instance_type, price_usd_per_hour and, "
            "optionally, region");
  EXPECT_EQ(CsvError("m5.large,0.1\n").substr(0, 36), "line 1: has no column instance_type;");
  EXPECT_EQ(CsvError("instance_type,instance_type\n"), "line 1: names the column instance_type twice");
  EXPECT_EQ(CsvError(header + "m5.large,0.1\n\nc5.large,cheap\n"),
            "line 4: price_usd_per_hour is \"cheap\"; accepted: a price in USD per hour such as 0.0312, from 0 to "
            "1000000");
  EXPECT_EQ(CsvError(header + "m5.large\n"), "line 2: has 1 fields; accepted: 2");
  EXPECT_EQ(CsvError(header + "m5.large,1,2\n"), "line 2: has 3 fields; accepted: 2");
  EXPECT_EQ(CsvError(header + ",1\n"), "line 2: instance_type is empty; it is required");
  EXPECT_EQ(CsvError(header + "\"m5.large,1\n"), "line 2: has a quote that is not closed");
}

TEST(PricesCsv, TwoPricesForOneThingAreAnError) {
  ImportRequest request;
  const std::string text = "instance_type,price_usd_per_hour\nm5.large,0.1\nm5.large,0.10\nm5.large,0.2\n";
  request.sources = {{SourceFormat::kOnDemandPricesCsv, "prices.csv", text}};
  const auto response = Import(request);
  ASSERT_FALSE(response.ok());
  EXPECT_EQ(response.error().field, "sources[0]");
  EXPECT_EQ(response.error().message,
            "prices.csv: line 4: price_usd_per_hour of m5.large is 0.2, but another row says 0.1; accepted: one price");
}

}  // namespace
}  // namespace spotwright
