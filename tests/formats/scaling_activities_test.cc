// Scaling activities, as launch events.
#include <gtest/gtest.h>

#include <string>

#include "spotwright/import.h"
#include "tests/formats/sources.h"

namespace spotwright {
namespace {

constexpr std::int64_t kEight = 1'769'846'400'000;  // 2026-01-31T08:00:00Z

Result<ImportResponse> Read(std::string content) {
  return Import({.sources = {{SourceFormat::kAwsScalingActivities, "activities.json", std::move(content)}}});
}

std::string One(const std::string& status, const std::string& description, const std::string& message) {
  return R"({"Activities": [{"ActivityId": "a", "AutoScalingGroupName": "g", "StartTime": "2026-01-31T08:00:00Z",
    "StatusCode": ")" +
         status + R"(", "Description": ")" + description + R"(", "StatusMessage": ")" + message + R"("}]})";
}

TEST(ScalingActivities, BecomeLaunchEvents) {
  const auto response = Import({.sources = {test::FileSource(SourceFormat::kAwsScalingActivities, "tests/formats/data",
                                                             "scaling_activities.json")}});
  ASSERT_TRUE(response.ok()) << response.error().message;
  const auto& events = response->launch_events;
  ASSERT_EQ(events.size(), 4u);
  EXPECT_EQ(events[0].id, "a-1");
  EXPECT_EQ(events[0].kind, LaunchEventKind::kTerminated);
  EXPECT_EQ(events[0].at_unix_ms, kEight + 45'000);
  EXPECT_EQ(events[0].instances, std::vector<std::string>{"i-0aa0"});
  EXPECT_EQ(events[1].id, "a-2");
  EXPECT_EQ(events[1].kind, LaunchEventKind::kInService);
  EXPECT_EQ(events[1].at_unix_ms, kEight + 97'000);
  EXPECT_EQ(events[1].zone, "eu-west-1a");
  EXPECT_EQ(events[2].id, "a-3/launched");
  EXPECT_EQ(events[2].kind, LaunchEventKind::kLaunched);
  EXPECT_EQ(events[3].kind, LaunchEventKind::kLaunchFailed);
  EXPECT_EQ(events[3].at_unix_ms, kEight + 181'566);
  EXPECT_EQ(events[3].group, "web-spot");
  EXPECT_EQ(events[3].code, "UnfulfillableCapacity");
  EXPECT_EQ(events[3].provider, CloudProvider::kAws);
  EXPECT_FALSE(events[3].nodes);
  ASSERT_EQ(response->sources.size(), 1u);
  EXPECT_EQ(response->sources[0].rows_read, 5);
  EXPECT_EQ(response->sources[0].rows_used, 4);
  ASSERT_EQ(response->sources[0].skipped.size(), 1u);
  EXPECT_EQ(response->sources[0].skipped[0].cause, "activity is WaitingForSpotInstanceId");
}

TEST(ScalingActivities, CodesAreReadFromWhereTheyStand) {
  const auto code = [](const std::string& message) {
    const auto response = Read(One("Failed", "Launching a new EC2 instance.", message));
    return response.ok() && response->launch_events.size() == 1 ? response->launch_events[0].code : "none";
  };
  EXPECT_EQ(code("Could not launch On-Demand Instances. VcpuLimitExceeded - You have requested more vCPU capacity."),
            "VcpuLimitExceeded");
  EXPECT_EQ(code("Could not launch Spot Instances. InvalidAMIID.NotFound - The image does not exist."),
            "InvalidAMIID.NotFound");
  EXPECT_EQ(code("We currently do not have sufficient m5.large capacity - sorry."), "");
  EXPECT_EQ(code("InvalidAMIID.NotFound"), "");
  EXPECT_EQ(code(""), "");
}

TEST(ScalingActivities, OtherActivitiesAreSkipped) {
  for (const auto& [status, description] :
       {std::pair("Successful", "Executing policy scale-in"), std::pair("InProgress", "Terminating EC2 instance: i-1"),
        std::pair("Successful", "Launching a new EC2 instance")}) {
    const auto response = Read(One(status, description, ""));
    ASSERT_TRUE(response.ok());
    EXPECT_TRUE(response->launch_events.empty()) << description;
    EXPECT_EQ(response->sources[0].skipped.size(), 1u);
  }
}

TEST(ScalingActivities, Errors) {
  const auto message = [](const std::string& content) { return Read(content).error().message; };
  EXPECT_NE(message("{}").find("Activities"), std::string::npos);
  EXPECT_NE(message(R"({"Activities": [{"ActivityId": 5}]})").find("Activities[0].ActivityId"), std::string::npos);
  EXPECT_NE(message(R"({"Activities": [{"ActivityId": "a", "AutoScalingGroupName": "g", "StatusCode": "Failed"}]})")
                .find("Activities[0].StartTime"),
            std::string::npos);
  EXPECT_NE(message(R"({"Activities": [{"ActivityId": "a", "AutoScalingGroupName": "g", "StatusCode": "Failed",
                        "StartTime": "yesterday"}]})")
                .find("yesterday"),
            std::string::npos);
}

}  // namespace
}  // namespace spotwright
