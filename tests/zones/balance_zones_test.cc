#include "spotwright/balance_zones.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "tests/support/offers.h"

namespace spotwright {
namespace {

using test::Codes;

using CodeList = std::vector<std::string>;
using Changes = std::vector<std::int64_t>;

BalanceZonesResponse Balance(const BalanceZonesRequest& request) {
  const auto result = BalanceZones(request);
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().field + " " + result.error().message);
  return result.ok() ? *result : BalanceZonesResponse{};
}

Changes ChangesOf(const BalanceZonesResponse& response) {
  Changes changes;
  for (const ZoneChange& zone : response.zones) changes.push_back(zone.change);
  return changes;
}

std::vector<Zone> Zones(std::vector<std::int64_t> units) {
  std::vector<Zone> zones;
  for (const std::int64_t count : units)
    zones.push_back({std::string(1, static_cast<char>('a' + zones.size())), count});
  return zones;
}

TEST(BalanceZones, AddsToTheLeastLoadedAndOnTiesToTheFirstName) {
  const BalanceZonesResponse response = Balance({.zones = Zones({4, 1, 2}), .units_to_add = 3});
  EXPECT_EQ(ChangesOf(response), (Changes{0, 2, 1}));
  EXPECT_EQ(response.zones[1], (ZoneChange{"b", 2, 3}));
  EXPECT_EQ(response.spread_units, 1);
  EXPECT_EQ(response.changed_units, 3);
  EXPECT_EQ(Codes(response.reasons), CodeList{});
  EXPECT_EQ(ChangesOf(Balance({.zones = Zones({1, 1, 1}), .units_to_add = 2})), (Changes{1, 1, 0}));
}

TEST(BalanceZones, RemovesFromTheMostLoadedAndOnTiesFromTheLastName) {
  EXPECT_EQ(ChangesOf(Balance({.zones = Zones({4, 1, 2}), .units_to_remove = 3})), (Changes{-2, 0, -1}));
  EXPECT_EQ(ChangesOf(Balance({.zones = Zones({2, 2, 2}), .units_to_remove = 2})), (Changes{0, -1, -1}));
}

TEST(BalanceZones, WeightsShareInProportion) {
  std::vector<Zone> zones = Zones({0, 0, 0});
  zones[0].weight = 2;
  zones[1].weight = 0.5;
  const BalanceZonesResponse response = Balance({.zones = zones, .units_to_add = 7});
  EXPECT_EQ(ChangesOf(response), (Changes{4, 1, 2}));
  EXPECT_EQ(response.spread_units, 0);
}

TEST(BalanceZones, ClosedZonesTakeNothingAndMayLoseUnits) {
  BalanceZonesRequest request{.zones = Zones({9, 0, 0, 3}), .units_to_add = 6, .now_unix_ms = 100};
  request.zones[0].available = false;
  request.zones[1].cooling_until_unix_ms = 150;
  request.zones[2].max_units = 2;
  const BalanceZonesResponse response = Balance(request);
  EXPECT_EQ(ChangesOf(response), (Changes{0, 0, 2, 4}));
  EXPECT_EQ(Codes(response.reasons), (CodeList{"zone_unavailable", "zone_cooling", "zone_full"}));
  EXPECT_EQ(response.call_again_at_unix_ms, 150);
  EXPECT_TRUE(response.feasible);

  request.zones[2].cooling_until_unix_ms = 120;
  EXPECT_EQ(Balance(request).call_again_at_unix_ms, 120) << "the first that stops cooling";

  request.now_unix_ms = 150;
  EXPECT_EQ(ChangesOf(Balance(request)), (Changes{0, 4, 2, 0}));

  request.units_to_add = 0;
  request.units_to_remove = 6;
  const BalanceZonesResponse removed = Balance(request);
  EXPECT_EQ(ChangesOf(removed), (Changes{-6, 0, 0, 0}));
  EXPECT_FALSE(removed.call_again_at_unix_ms.has_value());
}

TEST(BalanceZones, SaysWhenNotEverythingFits) {
  BalanceZonesRequest request{.zones = Zones({1, 5}), .units_to_add = 5};
  request.zones[0].max_units = 3;
  request.zones[1].max_units = 4;  // Already above its limit.
  const BalanceZonesResponse response = Balance(request);
  EXPECT_EQ(ChangesOf(response), (Changes{2, 0}));
  EXPECT_FALSE(response.feasible);
  EXPECT_EQ(Codes(response.reasons), (CodeList{"zones_full", "zone_full", "zone_full"}));
  EXPECT_EQ(response.reasons[0].sentence, "The zones can take 2 of the 5 units to add.");

  const BalanceZonesResponse drained = Balance({.zones = Zones({1, 5}), .units_to_remove = 7});
  EXPECT_EQ(ChangesOf(drained), (Changes{-1, -5}));
  EXPECT_FALSE(drained.feasible);
  EXPECT_EQ(drained.reasons[0].sentence, "Of the 7 units to remove only 6 are running.");
}

TEST(BalanceZones, OneInEachZoneWhenAsked) {
  BalanceZonesRequest request{.zones = Zones({4, 0, 0}), .units_to_add = 2, .one_in_each_zone = true};
  request.zones[0].weight = 100;  // By weight alone both units would go here.
  EXPECT_EQ(ChangesOf(Balance(request)), (Changes{0, 1, 1}));
  request.one_in_each_zone = false;
  EXPECT_EQ(ChangesOf(Balance(request)), (Changes{2, 0, 0}));

  const BalanceZonesResponse last = Balance({.zones = Zones({2, 1}), .units_to_remove = 3, .one_in_each_zone = true});
  EXPECT_EQ(ChangesOf(last), (Changes{-1, 0}));
  EXPECT_FALSE(last.feasible);
  EXPECT_EQ(Codes(last.reasons), CodeList{"too_few_units"});

  const BalanceZonesResponse empty = Balance({.zones = Zones({0, 0}), .units_to_add = 1, .one_in_each_zone = true});
  EXPECT_EQ(Codes(empty.reasons), CodeList{"zone_stays_empty"});
}

TEST(BalanceZones, WithoutZonesNothingFits) {
  EXPECT_FALSE(Balance({.units_to_add = 1}).feasible);
  EXPECT_TRUE(Balance({}).feasible);
}

Error ErrorOf(const BalanceZonesRequest& request, const Call& call = {}) {
  const auto result = BalanceZones(request, call);
  EXPECT_FALSE(result.ok());
  return result.ok() ? Error{} : result.error();
}

TEST(BalanceZones, ErrorsNameTheField) {
  EXPECT_EQ(ErrorOf({.zones = {{"a", 1}, {"b", 1}, {"a", 2}}}).field, "zones[2].name");
  EXPECT_EQ(ErrorOf({.zones = {{"a", -1}}}).field, "zones[0].units");
  EXPECT_EQ(ErrorOf({.zones = {{.name = "a", .weight = 0}}}).field, "zones[0].weight");
  const Error both = ErrorOf({.units_to_add = 3, .units_to_remove = 2});
  EXPECT_EQ(both.field, "units_to_remove");
  EXPECT_EQ(both.message, "is 2 while units_to_add is 3; only one of the two may be above 0");
  EXPECT_EQ(ErrorOf({.zones = {{.name = "a", .cooling_until_unix_ms = 5}}}).field, "now_unix_ms");
}

TEST(BalanceZones, LongWorkTellsItsProgressAndStopsWhenCancelled) {
  const BalanceZonesRequest request{.zones = Zones({0, 0, 0}), .units_to_add = 1'000'000};
  double done = 0;
  const auto result = BalanceZones(request, {.cancelled = {}, .progress = [&](double share) {
                                               EXPECT_GT(share, done);
                                               done = share;
                                             }});
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(ChangesOf(*result), (Changes{333'334, 333'333, 333'333}));
  EXPECT_EQ(done, 1);
  int asked = 0;
  EXPECT_EQ(ErrorOf(request, {.cancelled = [&] { return ++asked > 5; }, .progress = {}}).code, ErrorCode::kCancelled);
}

TEST(BalanceZones, PermutingTheZonesPermutesTheChanges) {
  std::mt19937 random(1);
  for (int round = 0; round < 300; ++round) {
    BalanceZonesRequest request{.zones = Zones({0, 0, 0, 0, 0}), .one_in_each_zone = random() % 2 == 0};
    for (Zone& zone : request.zones) {
      zone.units = random() % 5;
      zone.weight = static_cast<double>(1 + random() % 4) / 2;
      zone.available = random() % 4 != 0;
      if (random() % 3 == 0) zone.max_units = random() % 8;
    }
    (random() % 2 == 0 ? request.units_to_add : request.units_to_remove) = random() % 12;
    const BalanceZonesResponse before = Balance(request);
    std::map<std::string, ZoneChange> changes;
    for (const ZoneChange& zone : before.zones) changes[zone.zone] = zone;
    std::shuffle(request.zones.begin(), request.zones.end(), random);
    const BalanceZonesResponse after = Balance(request);
    for (const ZoneChange& zone : after.zones) ASSERT_EQ(changes[zone.zone], zone);
    ASSERT_EQ(before.spread_units, after.spread_units);
    ASSERT_EQ(before.feasible, after.feasible);
  }
}

}  // namespace
}  // namespace spotwright
