// import as a whole: errors, independence of order, survival of broken documents.
#include "spotwright/import.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "src/base/random.h"
#include "src/model/validate.h"
#include "tests/formats/sources.h"

namespace spotwright {
namespace {

using test::FileSource;

constexpr const char* kFolder = "tests/formats/data";

ImportRequest Everything() {
  ImportRequest request;
  request.sources = {FileSource(SourceFormat::kKubectl, kFolder, "cluster.json"),
                     FileSource(SourceFormat::kAwsInstanceTypes, kFolder, "types.json"),
                     FileSource(SourceFormat::kAwsSpotPriceHistory, kFolder, "spot_prices.json"),
                     FileSource(SourceFormat::kOnDemandPricesCsv, kFolder, "on_demand_prices.csv"),
                     FileSource(SourceFormat::kSpotAdvisor, kFolder, "spot_advisor.json"),
                     FileSource(SourceFormat::kPrometheus, kFolder, "prometheus.json"),
                     FileSource(SourceFormat::kLoadCsv, kFolder, "load.csv")};
  return request;
}

Error ErrorOf(SourceFormat format, const std::string& content, const std::string& name = "pods.json") {
  ImportRequest request = Everything();
  request.sources.resize(2);
  request.sources.push_back({format, name, content});
  const auto response = Import(request);
  return response.ok() ? Error{ErrorCode::kOk, "", ""} : response.error();
}

TEST(Import, TheSmallCluster) {
  const auto response = Import(Everything());
  ASSERT_TRUE(response.ok()) << response.error().message;
  EXPECT_EQ(model::Validate(response->request), std::nullopt);
  ASSERT_EQ(response->request.workloads.size(), 3U);  // db, load, web
  const Workload& web = *test::FindWorkload(*response, "web");
  EXPECT_EQ(web.replicas, 4);
  EXPECT_EQ(web.requests.cpu_millicores, 250);
  EXPECT_EQ(web.requests.memory_bytes, 192 * 1024 * 1024);
  EXPECT_EQ(web.priority, 10);
  EXPECT_TRUE(web.spot_tolerant);
  EXPECT_EQ(test::FindWorkload(*response, "load")->replicas, 2);
  EXPECT_EQ(test::FindWorkload(*response, "db")->zones, (std::vector<std::string>{"eu-west-1a", "eu-west-1b"}));
  EXPECT_EQ(test::FindNode(*response, "node-a")->allocatable.cpu_millicores, 1900);  // Less the static pod.
  EXPECT_EQ(test::FindNode(*response, "node-b")->running, (std::vector<RunningPods>{{"web", "shop", 1}}));
  EXPECT_EQ(response->request.budgets, (std::vector<DisruptionBudget>{{"web", "shop", 1}}));
  EXPECT_EQ(response->request.policy, Policy{});
  EXPECT_EQ(response->series.size(), 5U);
}

TEST(Import, NothingGivesNothing) {
  const auto response = Import({});
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(*response, ImportResponse{});
}

TEST(Import, ErrorsNameSourceAndPath) {
  const Error wrong_type = ErrorOf(SourceFormat::kKubectl, R"({"kind": "List", "items": [{"kind": "Pod", "metadata":
      {"name": "p"}, "spec": {"containers": [{"resources": {"requests": {"cpu": 5}}}]}}]})");
  EXPECT_EQ(wrong_type.code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(wrong_type.field, "sources[2]");
  EXPECT_EQ(wrong_type.message,
            "pods.json: items[0].spec.containers[0].resources.requests.cpu: is the number 5; accepted: a string");
  EXPECT_EQ(ErrorOf(SourceFormat::kKubectl, R"({"kind": "List", "items": [{}]})").message,
            "pods.json: items[0].kind: is missing; accepted: a string that is not empty");
  EXPECT_EQ(ErrorOf(SourceFormat::kKubectl, R"({"kind": "Pod", "metadata": {"name": "p", "creationTimestamp": "x"}})")
                .message,
            "pods.json: metadata.creationTimestamp: is \"x\"; accepted: a moment such as 2026-01-31T08:00:00Z");
  EXPECT_EQ(ErrorOf(SourceFormat::kKubectl, "{", "").message,
            "sources[2]: is not JSON: expected a key in double quotes at byte 1, found the end");
  EXPECT_EQ(ErrorOf(SourceFormat::kKubectl, "[]").message, "pods.json: is a list; accepted: an object");
  EXPECT_EQ(ErrorOf(SourceFormat::kAwsInstanceTypes, R"({"kind": "List"})").message,
            "pods.json: InstanceTypes: is missing; accepted: a list of instance types");
  EXPECT_EQ(ErrorOf(SourceFormat::kAwsInstanceTypes, R"({"InstanceTypes": [{"InstanceType": "a"}]})").message,
            "pods.json: InstanceTypes[0].VCpuInfo: is missing; accepted: an integer of 1 to 1000000");
  EXPECT_EQ(ErrorOf(SourceFormat::kAwsSpotPriceHistory, R"({"SpotPriceHistory": [{"InstanceType": "a",
      "SpotPrice": 0.1, "Timestamp": "2026-01-01T00:00:00Z", "ProductDescription": "Linux/UNIX"}]})")
                .message,
            "pods.json: SpotPriceHistory[0].SpotPrice: is the number 0.1; accepted: a string");
  EXPECT_EQ(
      ErrorOf(SourceFormat::kSpotAdvisor, R"({"spot_advisor": {"r": {"Linux": {"m5.large": {"r": 5}}}}})").message,
      "pods.json: spot_advisor.r.Linux[\"m5.large\"].r: is the number 5; accepted: an integer of 0 to 4");
  EXPECT_EQ(ErrorOf(SourceFormat::kOnDemandPricesCsv, "a,b\n", "p.csv").message.substr(0, 40),
            "p.csv: line 1: has no column instance_ty");
}

TEST(Import, RefusesARequestThatItsTableRefuses) {
  ImportRequest request;
  request.sources.resize(1);
  EXPECT_EQ(Import(request).error().field, "sources[0].format");
  request.sources[0] = {SourceFormat::kKubectl, "x", "\xFF"};
  EXPECT_EQ(Import(request).error().field, "sources[0].content");
  request = {};
  request.min_spot_replicas = -1;
  EXPECT_EQ(Import(request).error().field, "min_spot_replicas");
}

TEST(Import, AmountsBeyondWhatAPlanAcceptsAreRefused) {
  const Error error = ErrorOf(SourceFormat::kKubectl, R"({"kind": "Pod", "metadata": {"name": "p"},
      "spec": {"containers": [{"resources": {"requests": {"memory": "4Ei"}}}]}})");
  EXPECT_EQ(error.message,
            "pods.json: spec: comes to 4611686018427387904 of memory; accepted: at most 1000000000000000");
}

TEST(Import, CanBeCancelled) {
  Call call;
  int asked = 0;
  call.cancelled = [&] { return ++asked > 2; };
  EXPECT_EQ(Import(Everything(), call).error().code, ErrorCode::kCancelled);
  std::vector<double> shares;
  call = {};
  call.progress = [&](double share) { shares.push_back(share); };
  ASSERT_TRUE(Import(Everything(), call).ok());
  EXPECT_TRUE(std::is_sorted(shares.begin(), shares.end()));
  EXPECT_EQ(shares.back(), 1);
}

// The members of the first list in a document, as text: [ {...}, {...} ]
std::vector<std::pair<std::size_t, std::size_t>> ItemSpans(const std::string& text) {
  std::vector<std::pair<std::size_t, std::size_t>> spans;
  std::size_t at = text.find('[') + 1;
  int depth = 0;
  for (std::size_t begin = at; at < text.size() && depth >= 0; ++at) {
    const char c = text[at];
    if (c == '{' || c == '[') {
      if (depth++ == 0) begin = at;
    } else if (c == '}' || c == ']') {
      if (--depth == 0) spans.emplace_back(begin, at + 1);
    }
  }
  return spans;
}

std::string Shuffled(const std::string& text, base::Random& random) {
  const auto spans = ItemSpans(text);
  std::vector<std::size_t> order(spans.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.Below(i)]);
  std::string result = text.substr(0, spans.front().first);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto [begin, end] = spans[order[i]];
    result += (i == 0 ? "" : ", ") + text.substr(begin, end - begin);
  }
  return result + text.substr(spans.back().second);
}

TEST(Import, TheOrderOfItemsDoesNotMatter) {
  const ImportRequest request = Everything();
  const ImportResponse expected = *Import(request);
  base::Random random(11);
  for (int round = 0; round < 200; ++round) {
    ImportRequest shuffled = request;
    for (std::size_t i = 0; i < 3; ++i) {
      ASSERT_GT(ItemSpans(shuffled.sources[i].content).size(), 4U);
      shuffled.sources[i].content = Shuffled(shuffled.sources[i].content, random);
    }
    const auto response = Import(shuffled);
    ASSERT_TRUE(response.ok()) << response.error().message;
    ASSERT_EQ(*response, expected) << round;
  }
}

TEST(Import, TheOrderOfSourcesDoesNotMatter) {
  ImportRequest request = Everything();
  const ImportResponse expected = *Import(request);
  std::reverse(request.sources.begin(), request.sources.end());
  const auto response = Import(request);
  EXPECT_EQ(response->request, expected.request);
  EXPECT_EQ(response->series, expected.series);
  EXPECT_EQ(response->warnings, expected.warnings);
}

// Whatever comes in: an answer that is a valid request, or an error that names the source.
void ExpectSane(const ImportRequest& request) {
  const auto response = Import(request);
  if (response.ok()) {
    ASSERT_EQ(model::Validate(response->request), std::nullopt);
    for (const ForecastSeries& series : response->series) ASSERT_EQ(model::Validate(series), std::nullopt);
    for (const ImportedSource& source : response->sources) {
      ASSERT_EQ(source.rows_read, source.rows_used + test::CountSkipped(source));
    }
  } else {
    ASSERT_EQ(response.error().code, ErrorCode::kInvalidArgument);
    ASSERT_EQ(response.error().field.substr(0, 7), "sources") << response.error().message;
    ASSERT_FALSE(response.error().message.empty());
  }
}

TEST(Import, BrokenBytesNeverCrash) {
  const ImportRequest request = Everything();
  base::Random random(5);
  constexpr std::string_view kLikely = "{}[]\",:0123456789eE.-+ntf\\ \n";
  for (int round = 0; round < 4000; ++round) {
    ImportRequest broken = request;
    std::string& content = broken.sources[random.Below(broken.sources.size())].content;
    for (std::uint64_t flips = random.Below(4) + 1; flips > 0; --flips) {
      const std::size_t at = random.Below(content.size());
      switch (random.Below(5)) {
        case 0:
          content[at] = static_cast<char>(random.Below(256));
          break;
        case 1:
          content.erase(at, random.Below(30) + 1);
          break;
        case 2:
          content.insert(at, content.substr(random.Below(content.size()), random.Below(30)));
          break;
        default:
          content[at] = kLikely[random.Below(kLikely.size())];
          break;
      }
    }
    ExpectSane(broken);
  }
}

// Every value of every document replaced by values of other kinds: paths that random flips seldom reach.
TEST(Import, WrongValuesNeverCrash) {
  const ImportRequest request = Everything();
  for (std::size_t i = 0; i < request.sources.size(); ++i) {
    const std::string& content = request.sources[i].content;
    for (std::size_t colon = content.find(": "); colon != std::string::npos; colon = content.find(": ", colon + 1)) {
      const std::size_t begin = colon + 2;
      if (content[begin] == '{' || content[begin] == '[') continue;
      const std::size_t end =
          content[begin] == '"' ? content.find('"', begin + 1) + 1 : content.find_first_of(",}", begin);
      for (const char* value : {"null", "true", "-1", "99999999999999999999", "1e400", "\"\"", "\"9e99\"", "[]", "{}",
                                "[{}]", "\"7Ei\"", "1000000"}) {
        ImportRequest changed = request;
        changed.sources[i].content.replace(begin, end - begin, value);
        ExpectSane(changed);
      }
    }
  }
}

}  // namespace
}  // namespace spotwright
