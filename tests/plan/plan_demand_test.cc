// Plans that size workloads by forecast, and say what to launch later.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "src/plan/ahead.h"
#include "tests/plan/random_plan.h"
#include "tests/plan/small_cluster.h"

namespace spotwright {
namespace {

using test::App;
using test::OnDemand;
using test::PlanWell;
using test::Sized;

constexpr std::int64_t kHourMs = 3600 * 1000;
constexpr std::int64_t kMonday = 1'767'571'200'000;  // 2026-01-05 00:00 UTC.
constexpr std::int64_t kEvening = kMonday + 20 * kHourMs;

// Requests per second of the last weeks: 100 at night, 400 from eight to noon, 200 until eight in the evening.
ForecastSeries Days(std::int64_t until_unix_ms) {
  ForecastSeries series;
  series.name = "web";
  series.history.start_unix_ms = kMonday - 21 * 24 * kHourMs;
  series.history.step_seconds = 900;
  for (std::int64_t ms = series.history.start_unix_ms; ms < until_unix_ms; ms += 900 * 1000) {
    const std::int64_t hour = ms / kHourMs % 24;
    const double rate = hour < 8 || hour >= 20 ? 100 : hour < 12 ? 400 : 200;
    series.history.values.push_back(rate + static_cast<double>(ms / 900'000 % 3));
  }
  return series;
}

// Five pods of one vCPU on machines of two; a pod takes 20 requests per second.
PlanRequest Shop() {
  PlanRequest request;
  request.now_unix_ms = kEvening;
  request.offers = {Sized(OnDemand("m6i.large", "eu-west-1a", 0.1), 2)};
  request.workloads = {App("web", 5)};
  request.series = {Days(kEvening)};
  DemandRule rule;
  rule.workload = "web";
  rule.units_per_replica = 20;
  request.policy.demand.rules = {rule};
  request.policy.demand.quantile = 0.9;
  request.policy.demand.step_seconds = 900;
  return request;
}

std::int64_t LaterNodes(const PlanResponse& plan) {
  std::int64_t nodes = 0;
  for (const LaterLaunch& launch : plan.later_launches) nodes += launch.count;
  return nodes;
}

TEST(PlanDemand, TheEveningIsSmallAndTheMorningIsPlannedAhead) {
  const PlanResponse plan = PlanWell(Shop());
  ASSERT_EQ(plan.demands.size(), 1u);
  const PlannedDemand& web = plan.demands[0];
  EXPECT_EQ(web.replicas_now, 5);
  EXPECT_NEAR(static_cast<double>(web.replicas_planned), 6, 1);
  EXPECT_NEAR(static_cast<double>(web.replicas_at_peak), 21, 2);
  EXPECT_GE(web.peak_unix_ms, kMonday + 32 * kHourMs);
  EXPECT_LT(web.peak_unix_ms, kMonday + 36 * kHourMs);
  ASSERT_FALSE(plan.later_launches.empty());
  const LaterLaunch& morning = plan.later_launches.back();
  EXPECT_NEAR(static_cast<double>(morning.ready_by_unix_ms - kMonday), static_cast<double>(32 * kHourMs), kHourMs);
  EXPECT_EQ(morning.ready_by_unix_ms - morning.launch_at_unix_ms, 300 * 1000);
  // Two pods to a node.
  EXPECT_EQ(plan.summary.nodes_planned + LaterNodes(plan), (web.replicas_at_peak + 1) / 2);
  EXPECT_NEAR(*plan.summary.cost_at_peak_usd_per_hour,
              0.1 * static_cast<double>(plan.summary.nodes_planned + LaterNodes(plan)), 1e-9);
  EXPECT_EQ(plan.call_again_at_unix_ms, kEvening + kHourMs);
}

TEST(PlanDemand, ItHoldsUntilTheNextPlanAndABoot) {
  PlanRequest request = Shop();
  request.now_unix_ms = kMonday + 7 * kHourMs;
  request.series = {Days(*request.now_unix_ms)};
  EXPECT_GT(PlanWell(request).demands[0].replicas_planned, 18) << "eight o'clock lies within an hour and a boot";
  request.policy.demand.plan_every_seconds = 600;
  EXPECT_LT(PlanWell(request).demands[0].replicas_planned, 8);
}

TEST(PlanDemand, ReplicasAreNeverTakenAwayNorBeyondTheMaximum) {
  PlanRequest request = Shop();
  request.workloads[0].replicas = 30;
  const PlanResponse many = PlanWell(request);
  EXPECT_EQ(many.demands[0].replicas_planned, 30);
  EXPECT_TRUE(many.later_launches.empty());
  request.workloads[0].replicas = 5;
  request.policy.demand.rules[0].max_replicas = 10;
  const PlanResponse few = PlanWell(request);
  EXPECT_EQ(few.demands[0].replicas_at_peak, 10);
  EXPECT_EQ(few.summary.nodes_planned + LaterNodes(few), 5);
}

TEST(PlanDemand, TheStepNowIsThatOfAPlanWithSoManyReplicas) {
  const PlanRequest request = Shop();
  const PlanResponse ahead = PlanWell(request);
  PlanRequest plain = request;
  plain.policy.demand.rules.clear();
  plain.workloads[0].replicas = ahead.demands[0].replicas_planned;
  const PlanResponse now = PlanWell(plain);
  EXPECT_EQ(ahead.nodes, now.nodes);
  EXPECT_EQ(ahead.steps, now.steps);
  EXPECT_TRUE(now.demands.empty());
  EXPECT_TRUE(now.later_launches.empty());
  EXPECT_FALSE(now.summary.cost_at_peak_usd_per_hour.has_value());
}

TEST(PlanDemand, WhatFindsNoPlaceLaterIsSaidNow) {
  PlanRequest request = Shop();
  request.offers[0].available_count = 6;
  const PlanResponse plan = PlanWell(request);
  EXPECT_TRUE(plan.feasible);
  EXPECT_EQ(plan.summary.nodes_planned + LaterNodes(plan), 6);
  EXPECT_TRUE(std::any_of(plan.warnings.begin(), plan.warnings.end(),
                          [](const Reason& reason) { return reason.code == "no_place_later"; }));
}

TEST(PlanDemand, WithoutAnyHistoryNothingIsAsked) {
  PlanRequest request = Shop();
  request.series[0].history.values.clear();
  const PlanResponse plan = PlanWell(request);
  EXPECT_EQ(plan.demands[0].replicas_planned, 5);
  EXPECT_TRUE(plan.later_launches.empty());
}

TEST(PlanDemand, RisesGoTogetherAndAreAtMostEight) {
  plan::Demand demand;
  demand.start_unix_ms = kMonday;
  demand.step_ms = kHourMs;
  for (std::int64_t step = 0; step < 40; ++step) demand.needs.push_back({step, 40 - step});
  const std::vector<plan::Rise> rises = plan::RisesOf(demand, {2, 38}, kMonday + kHourMs, 2 * 3600);
  ASSERT_LE(rises.size(), 8u);
  EXPECT_EQ(rises.front().ready_by_unix_ms, kMonday + kHourMs);
  EXPECT_EQ(rises.back().replicas, (plan::Replicas{39, 39}));
  for (std::size_t i = 1; i < rises.size(); ++i) {
    EXPECT_LT(rises[i - 1].ready_by_unix_ms, rises[i].ready_by_unix_ms);
    EXPECT_LT(rises[i - 1].replicas[0], rises[i].replicas[0]);
  }
  // At each step there is what it asks for.
  for (std::int64_t step = 1; step < 40; ++step) {
    std::int64_t there = 2;
    for (const plan::Rise& rise : rises) {
      if (rise.ready_by_unix_ms <= kMonday + step * kHourMs) there = rise.replicas[0];
    }
    EXPECT_GE(there, step);
  }
}

TEST(PlanDemand, ErrorsNameTheField) {
  const auto field_of = [](const auto& change) {
    PlanRequest request = Shop();
    change(request);
    const Result<PlanResponse> plan = Plan(request);
    return plan.ok() ? std::string("none") : plan.error().field;
  };
  EXPECT_EQ(field_of([](PlanRequest& r) { r.now_unix_ms.reset(); }), "now_unix_ms");
  EXPECT_EQ(field_of([](PlanRequest& r) { r.policy.demand.rules[0].workload = "wbe"; }),
            "policy.demand.rules[0].workload");
  EXPECT_EQ(field_of([](PlanRequest& r) { r.policy.demand.rules.push_back(r.policy.demand.rules[0]); }),
            "policy.demand.rules[1].workload");
  EXPECT_EQ(field_of([](PlanRequest& r) { r.policy.demand.rules[0].series = "load"; }),
            "policy.demand.rules[0].series");
  EXPECT_EQ(field_of([](PlanRequest& r) { r.policy.demand.rules[0].units_per_replica = 0; }),
            "policy.demand.rules[0].units_per_replica");
  EXPECT_EQ(field_of([](PlanRequest& r) { r.series.push_back(r.series[0]); }), "series[1].name");
  EXPECT_EQ(field_of([](PlanRequest& r) {
              r.demand_events = {{"sale", 5, 5, std::nullopt, {}}};
            }),
            "demand_events[0].end_unix_ms");
}

}  // namespace
}  // namespace spotwright
