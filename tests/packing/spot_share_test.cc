#include "src/packing/spot_share.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "src/base/random.h"
#include "tests/packing/requests.h"

namespace spotwright::packing {
namespace {

std::vector<std::int64_t> MaxSpot(const std::vector<Workload>& workloads, ShareUnit unit, double share) {
  PackRequest request;
  request.workloads = workloads;
  Problem problem = BuildProblem(request);
  SetMaxSpot(problem, unit, share);
  std::vector<std::int64_t> most;
  for (const WorkloadState& state : problem.workloads) most.push_back(state.max_spot);
  return most;
}

Workload Tolerant(std::string name, std::int64_t replicas, std::int64_t millicores = 1000) {
  Workload workload = test::App(std::move(name), replicas);
  workload.spot_tolerant = true;
  workload.requests.cpu_millicores = millicores;
  return workload;
}

using Counts = std::vector<std::int64_t>;

TEST(SpotShareTest, EachGivesUpReplicasInProportion) {
  EXPECT_EQ(MaxSpot({Tolerant("a", 10), Tolerant("b", 20)}, ShareUnit::kPods, 0.7), (Counts{7, 14}));
  EXPECT_EQ(MaxSpot({Tolerant("a", 10)}, ShareUnit::kCpu, 1), Counts{10});
  EXPECT_EQ(MaxSpot({Tolerant("a", 10)}, ShareUnit::kCpu, 0), Counts{0});
}

TEST(SpotShareTest, TheLargestRemainderIsRoundedUpWhileTheShareIsKept) {
  EXPECT_EQ(MaxSpot({Tolerant("a", 3), Tolerant("b", 3)}, ShareUnit::kPods, 0.5), (Counts{2, 1}));
  EXPECT_EQ(MaxSpot({Tolerant("a", 1), Tolerant("b", 3)}, ShareUnit::kPods, 0.9), (Counts{1, 2}));
  EXPECT_EQ(MaxSpot({Tolerant("a", 1, 3000), Tolerant("b", 1, 1000)}, ShareUnit::kCpu, 0.5), (Counts{0, 1}))
      << "the large one would be too much";
}

TEST(SpotShareTest, WhoMustNotBeOnSpotHasNone) {
  std::vector<Workload> workloads = {test::App("a", 5), Tolerant("b", 5), Tolerant("c", 5)};
  workloads[1].system_critical = true;
  workloads[2].min_on_demand_replicas = 4;
  EXPECT_EQ(MaxSpot(workloads, ShareUnit::kPods, 1), (Counts{0, 0, 1}));
}

TEST(SpotShareTest, TheShareIsKeptAndNearlyUsed) {
  base::Random random(3);
  for (int round = 0; round < 300; ++round) {
    std::vector<Workload> workloads;
    std::int64_t total = 0, largest = 0;
    for (int i = 0; i < 8; ++i) {
      workloads.push_back(Tolerant(std::string(1, static_cast<char>('a' + i)),
                                   static_cast<std::int64_t>(random.Below(9)),
                                   static_cast<std::int64_t>(random.Below(8)) * 250));
      total += workloads.back().replicas * workloads.back().requests.cpu_millicores;
      largest = std::max(largest, workloads.back().requests.cpu_millicores);
    }
    const std::int64_t percent = static_cast<std::int64_t>(random.Below(101));
    const Counts most = MaxSpot(workloads, ShareUnit::kCpu, static_cast<double>(percent) / 100);
    std::int64_t on_spot = 0;
    for (std::size_t i = 0; i < most.size(); ++i) on_spot += most[i] * workloads[i].requests.cpu_millicores;
    EXPECT_LE(on_spot * 100, total * percent);
    EXPECT_GE((on_spot + largest) * 100, total * percent) << "no more than one pod short";
  }
}

}  // namespace
}  // namespace spotwright::packing
