#include "src/model/validate.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "spotwright/forecast.h"
#include "spotwright/pack.h"
#include "spotwright/reason.h"
#include "spotwright/series.h"
#include "src/model/path.h"

namespace spotwright::model {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Offer ValidOffer() {
  Offer offer;
  offer.instance_type = "m6i.large";
  offer.zone = "eu-west-1a";
  offer.capacity_type = CapacityType::kSpot;
  offer.price_usd_per_hour = 0.03;
  return offer;
}

PackRequest ValidRequest() {
  PackRequest request;
  request.offers = {ValidOffer(), ValidOffer()};
  request.workloads.resize(1);
  request.workloads[0].name = "web";
  return request;
}

template <typename T>
void ExpectInvalid(const T& object, const std::string& field, const std::string& message) {
  const std::optional<Error> error = Validate(object);
  ASSERT_TRUE(error) << field;
  EXPECT_EQ(error->code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(error->field, field);
  EXPECT_EQ(error->message, message);
}

// Changes a valid request, and says what is wrong with it then.
template <typename Change>
void ExpectRefused(Change change, const std::string& field, const std::string& message) {
  PackRequest request = ValidRequest();
  ASSERT_FALSE(Validate(request));
  change(request);
  ExpectInvalid(request, field, message);
}

TEST(Validate, AcceptsAValidRequest) { EXPECT_FALSE(Validate(ValidRequest())); }

TEST(Validate, AcceptsBothEndsOfARange) {
  PackRequest request = ValidRequest();
  request.policy.spot_share.max_share = 0;
  EXPECT_FALSE(Validate(request));
  request.policy.spot_share.max_share = 1;
  EXPECT_FALSE(Validate(request));
  request.offers[0].interruption_band = 4;
  EXPECT_FALSE(Validate(request));
}

TEST(Validate, RefusesNumbersOutOfRange) {
  ExpectRefused([](PackRequest& r) { r.offers[1].price_usd_per_hour = -1; }, "offers[1].price_usd_per_hour",
                "is -1; accepted: 0 to 1000000");
  ExpectRefused([](PackRequest& r) { r.policy.spot_share.max_share = std::nextafter(1.0, 2.0); },
                "policy.spot_share.max_share", "is 1.0000000000000002; accepted: 0 to 1");
  ExpectRefused([](PackRequest& r) { r.offers[0].interruption_band = 5; }, "offers[0].interruption_band",
                "is 5; accepted: 0 to 4");
  ExpectRefused([](PackRequest& r) { r.offers[0].interruption_band = -1; }, "offers[0].interruption_band",
                "is -1; accepted: 0 to 4");
  ExpectRefused([](PackRequest& r) { r.workloads[0].requests.memory_bytes = -1; }, "workloads[0].requests.memory_bytes",
                "is -1; accepted: 0 to 1000000000000000");
  ExpectRefused([](PackRequest& r) { r.workloads[0].requests.extended["example.com/nic"] = -2; },
                R"(workloads[0].requests.extended["example.com/nic"])", "is -2; accepted: 0 to 1000000000000000");
}

TEST(Validate, RefusesNumbersThatAreNotFinite) {
  for (const double value : {kInfinity, -kInfinity, std::nan("")}) {
    ExpectRefused([value](PackRequest& r) { r.offers[0].price_usd_per_hour = value; }, "offers[0].price_usd_per_hour",
                  "is not a finite number");
    Reason reason{.code = "x", .sentence = "X."};
    reason.numbers["gap"] = value;
    ExpectInvalid(reason, R"(numbers["gap"])", "is not a finite number");
  }
}

TEST(Validate, NamesTheNumberOfAVector) {
  Series series;
  series.values.assign(100, -1e18);
  EXPECT_FALSE(Validate(series));
  for (const double value : {kInfinity, -kInfinity, std::nan("")}) {
    series.values[37] = value;
    ExpectInvalid(series, "values[37]", "is not a finite number");
  }
  ForecastSettings settings;
  settings.quantiles = {0.25, 0.5, 1.5};
  ExpectInvalid(settings, "quantiles[2]", "is 1.5; accepted: 0.001 to 0.999");
}

TEST(Validate, RefusesUnknownEnumValues) {
  ExpectRefused([](PackRequest& r) { r.offers[1].capacity_type = {}; }, "offers[1].capacity_type",
                "is not set; accepted: spot, on_demand");
  ExpectRefused([](PackRequest& r) { r.offers[1].capacity_type = static_cast<CapacityType>(3); },
                "offers[1].capacity_type", "is 3, an unknown value; accepted: spot, on_demand");
  ExpectRefused(
      [](PackRequest& r) {
        r.policy.default_architectures = {Architecture::kArm64, Architecture{-7}};
      },
      "policy.default_architectures[1]", "is -7, an unknown value; accepted: amd64, arm64");
}

TEST(Validate, RefusesEmptyRequiredStrings) {
  ExpectRefused([](PackRequest& r) { r.workloads[0].name = ""; }, "workloads[0].name", "is empty; it is required");
}

TEST(Validate, RefusesTextThatIsNotUtf8) {
  ExpectRefused([](PackRequest& r) { r.workloads[0].namespace_name = "a\xff"; }, "workloads[0].namespace",
                R"(is "a\xff", which is not UTF-8)");
  ExpectRefused([](PackRequest& r) { r.workloads[0].labels["k"] = "\xc0\x80"; }, R"(workloads[0].labels["k"])",
                R"(is "\xc0\x80", which is not UTF-8)");
  ExpectRefused([](PackRequest& r) { r.workloads[0].labels["\xff"] = ""; }, "workloads[0].labels",
                R"(has the key "\xff", which is not UTF-8)");
  ExpectRefused(
      [](PackRequest& r) {
        r.workloads[0].zones = {"a", "\xed\xa0\x80"};
      },
      "workloads[0].zones[1]", R"(is "\xed\xa0\x80", which is not UTF-8)");
}

TEST(Validate, ReportsTheFirstFaultInTheTablesOrder) {
  PackRequest request = ValidRequest();
  request.offers[0].zone = "";
  request.offers[1].zone = "";
  request.workloads[0].name = "";
  ExpectInvalid(request, "workloads[0].name", "is empty; it is required");
}

TEST(Path, NamesFieldsElementsAndKeysOnOneLine) {
  const Path workloads{nullptr, "workloads", 3};
  const Path labels{&workloads, "labels"};
  EXPECT_EQ(Path().ToString(), "");
  EXPECT_EQ(labels.ToString(), "workloads[3].labels");
  EXPECT_EQ((Path{&labels, "app", Path::kNoIndex, true}.ToString()), R"(workloads[3].labels["app"])");
  EXPECT_EQ((Path{&labels, "a\n\"", Path::kNoIndex, true}.ToString()), R"(workloads[3].labels["a\x0a\x22"])");
}

}  // namespace
}  // namespace spotwright::model
