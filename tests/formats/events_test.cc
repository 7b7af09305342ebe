// What providers say about single machines: which events it becomes, and what is wrong with it.
#include <gtest/gtest.h>

#include "spotwright/import.h"
#include "src/formats/timestamp.h"
#include "tests/formats/sources.h"

namespace spotwright {
namespace {

constexpr char kFolder[] = "tests/formats/data";
constexpr std::int64_t kNow = 1'795'214'430'000;  // 2026-11-20 22:40:30 UTC.

ImportResponse Read(SourceFormat format, std::string content, std::string name = "x.json") {
  ImportRequest request;
  request.now_unix_ms = kNow;
  request.sources.push_back({.format = format, .name = std::move(name), .content = std::move(content)});
  const auto response = Import(request);
  EXPECT_TRUE(response.ok()) << (response.ok() ? "" : response.error().message);
  return response.ok() ? *response : ImportResponse{};
}

std::string Wrong(SourceFormat format, std::string content, std::optional<std::int64_t> now = kNow) {
  ImportRequest request;
  request.now_unix_ms = now;
  request.sources.push_back({.format = format, .name = "x.json", .content = std::move(content)});
  const auto response = Import(request);
  return response.ok() ? "" : response.error().message;
}

TEST(Events, OfEventBridge) {
  ImportRequest request;
  request.sources = {test::FileSource(SourceFormat::kAwsEvents, kFolder, "aws_events.json")};
  const auto response = Import(request);
  ASSERT_TRUE(response.ok()) << (response.ok() ? "" : response.error().message);
  ASSERT_EQ(response->events.size(), 3u);
  EXPECT_EQ(response->events[0].kind, InterruptionKind::kRebalanceRecommendation);
  EXPECT_EQ(response->events[0].instance_id, "i-0ee55ff66aa77bb88");
  EXPECT_EQ(response->events[1].kind, InterruptionKind::kInterruptionNotice);
  EXPECT_EQ(response->events[1].outcome, InterruptionOutcome::kTerminate);
  EXPECT_EQ(response->events[1].at_unix_ms, kNow - 30'000);
  EXPECT_EQ(response->events[1].provider, CloudProvider::kAws);
  EXPECT_FALSE(response->events[1].ends_unix_ms.has_value());
  EXPECT_EQ(response->events[2].instance_state, InstanceState::kShuttingDown);
  EXPECT_EQ(response->sources[0].rows_read, 5);
  EXPECT_EQ(response->sources[0].rows_used, 3);
}

TEST(Events, OfInstanceMetadata) {
  const ImportResponse action = Read(SourceFormat::kAwsInstanceMetadata,
                                     R"({"action": "stop", "time": "2026-11-20T22:42:00Z"})", "metadata/i-0abc.json");
  ASSERT_EQ(action.events.size(), 1u);
  EXPECT_EQ(action.events[0].instance_id, "i-0abc");
  EXPECT_EQ(action.events[0].outcome, InterruptionOutcome::kStop);
  EXPECT_EQ(action.events[0].ends_unix_ms, kNow + 90'000);
  EXPECT_EQ(action.events[0].at_unix_ms, kNow - 30'000);
  const ImportResponse notice =
      Read(SourceFormat::kAwsInstanceMetadata, R"({"noticeTime": "2026-11-20T22:40:30Z"})", "i-0abc");
  ASSERT_EQ(notice.events.size(), 1u);
  EXPECT_EQ(notice.events[0].kind, InterruptionKind::kRebalanceRecommendation);
  EXPECT_EQ(notice.events[0].at_unix_ms, kNow);
}

TEST(Events, OfAzure) {
  ImportRequest request;
  request.now_unix_ms = kNow;
  request.sources = {test::FileSource(SourceFormat::kAzureScheduledEvents, kFolder, "scheduled_events.json")};
  const auto response = Import(request);
  ASSERT_TRUE(response.ok()) << (response.ok() ? "" : response.error().message);
  ASSERT_EQ(response->events.size(), 3u);
  EXPECT_EQ(response->events[0].scheduled, ScheduledEventType::kPreempt);
  EXPECT_EQ(response->events[0].instance_id, "aks-spot-31415926-vmss_7");
  EXPECT_EQ(response->events[0].ends_unix_ms, kNow);
  EXPECT_FALSE(response->events[0].duration_seconds.has_value());
  EXPECT_EQ(response->events[1].instance_id, "aks-general-27182818-vmss_0");
  EXPECT_EQ(response->events[2].instance_id, "aks-general-27182818-vmss_1");
  EXPECT_TRUE(response->events[2].started);
  EXPECT_EQ(response->events[2].duration_seconds, 9);
  EXPECT_EQ(response->sources[0].skipped.size(), 1u);
}

TEST(Events, WrongOnesAreNamedWithTheirPath) {
  struct Bad {
    SourceFormat format;
    const char* content;
    const char* path;
  };
  const Bad kBad[] = {
      {SourceFormat::kAwsEvents, R"({"id": "e"})", "detail-type"},
      {SourceFormat::kAwsEvents, R"([{"id": 5, "detail-type": "EC2 Instance Rebalance Recommendation"}])", "[0].id"},
      {SourceFormat::kAwsEvents,
       R"({"id": "e", "detail-type": "EC2 Instance Rebalance Recommendation", "time": "2026-11-20T22:40:30Z"})",
       "detail: is missing"},
      {SourceFormat::kAwsEvents,
       R"({"id": "e", "detail-type": "EC2 Instance Rebalance Recommendation", "time": "now",
           "detail": {"instance-id": "i"}})",
       "time"},
      {SourceFormat::kAwsEvents,
       R"({"id": "e", "detail-type": "EC2 Instance State-change Notification", "detail": {"state": "asleep"}})",
       "detail.state"},
      {SourceFormat::kAwsInstanceMetadata, R"({"action": "vanish", "time": "2026-11-20T22:42:00Z"})", "action"},
      {SourceFormat::kAwsInstanceMetadata, R"({"noticeTime": 7})", "noticeTime"},
      {SourceFormat::kAzureScheduledEvents, R"({})", "Events"},
      {SourceFormat::kAzureScheduledEvents, R"({"Events": [{"EventId": "e", "EventType": "Nap"}]})",
       "Events[0].EventType"},
      {SourceFormat::kAzureScheduledEvents,
       R"({"Events": [{"EventId": "e", "EventType": "Freeze", "NotBefore": "2026-11-20"}]})", "Events[0].NotBefore"},
      {SourceFormat::kAzureScheduledEvents,
       R"({"Events": [{"EventId": "e", "EventType": "Freeze", "EventStatus": "Maybe"}]})", "Events[0].EventStatus"},
      {SourceFormat::kAzureScheduledEvents,
       R"({"Events": [{"EventId": "e", "EventType": "Freeze", "NotBefore": "", "Resources": [5]}]})",
       "Events[0].Resources[0]"},
  };
  for (const Bad& bad : kBad) {
    const std::string message = Wrong(bad.format, bad.content);
    EXPECT_NE(message.find(bad.path), std::string::npos) << bad.content << ": " << message;
  }
  EXPECT_NE(Wrong(SourceFormat::kAzureScheduledEvents,
                  R"({"Events": [{"EventId": "e", "EventType": "Freeze", "EventStatus": "Started", "NotBefore": ""}]})",
                  std::nullopt)
                .find("now_unix_ms"),
            std::string::npos);
}

TEST(Events, HttpDates) {
  EXPECT_EQ(formats::ReadHttpDate("Mon, 19 Sep 2016 18:29:47 GMT"), 1'474'309'787'000);
  EXPECT_EQ(formats::ReadHttpDate("Tue, 29 Feb 2028 00:00:00 GMT"), 1'835'395'200'000);
  for (const char* const bad :
       {"", "Mon, 19 Sep 2016 18:29:47 CET", "Mon, 19 epS 2016 18:29:47 GMT", "Mon, 31 Sep 2016 18:29:47 GMT",
        "Mon, 19-Sep-2016 18:29:47 GMT", "Mon, 19 Sep 2016 24:29:47 GMT", "Mon 19 Sep 2016  18:29:47 GMT"}) {
    EXPECT_FALSE(formats::ReadHttpDate(bad).has_value()) << bad;
  }
}

}  // namespace
}  // namespace spotwright
