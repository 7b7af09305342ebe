#include "spotwright/balance_zones.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <string_view>

#include "src/base/text.h"
#include "src/model/begin.h"
#include "src/model/offers.h"
#include "src/model/reason.h"
#include "src/zones/water_fill.h"

namespace spotwright {
namespace {

using base::Cat;
using model::ElementPath;
using model::MakeReason;
using zones::Basin;

constexpr std::int64_t kSlice = 1 << 16;  // Units moved between two questions whether the caller has cancelled.

std::optional<Error> Check(const BalanceZonesRequest& request, const Call& call) {
  if (auto error = model::Begin(request, call)) return error;
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < request.zones.size(); ++i) {
    const Zone& zone = request.zones[i];
    const std::string path = ElementPath("zones", i);
    if (!names.insert(zone.name).second) {
      return model::InvalidField(path + ".name",
                                 Cat("is a second ", base::Quoted(zone.name), "; a request holds each zone once"));
    }
    if (zone.cooling_until_unix_ms && !request.now_unix_ms) return model::NowIsMissing(path);
  }
  if (request.units_to_add > 0 && request.units_to_remove > 0) {
    return model::InvalidField("units_to_remove", Cat("is ", request.units_to_remove, " while units_to_add is ",
                                                      request.units_to_add, "; only one of the two may be above 0"));
  }
  return std::nullopt;
}

bool IsOpen(const Zone& zone, const BalanceZonesRequest& request) {
  return zone.available && !model::IsCooling(zone.cooling_until_unix_ms, request.now_unix_ms);
}

std::vector<Basin> BasinsOf(const BalanceZonesRequest& request) {
  std::vector<Basin> basins;
  basins.reserve(request.zones.size());
  for (const Zone& zone : request.zones) {
    const std::int64_t most = zone.max_units.value_or(std::numeric_limits<std::int64_t>::max());
    basins.push_back({zone.name, zone.units, static_cast<std::int64_t>(std::round(zone.weight * 1e6)),
                      IsOpen(zone, request) ? most : 0, request.one_in_each_zone ? 1 : 0});
  }
  return basins;
}

// Moves what is asked, as far as it goes. Null when the caller has cancelled.
std::optional<std::int64_t> Move(const BalanceZonesRequest& request, const Call& call, std::vector<Basin>& basins) {
  const std::int64_t wanted = std::max(request.units_to_add, request.units_to_remove);
  std::int64_t moved = 0;
  while (moved < wanted) {
    if (model::IsCancelled(call)) return std::nullopt;
    const std::int64_t slice = std::min(kSlice, wanted - moved);
    const std::int64_t done = request.units_to_add > 0 ? zones::AddUnits(basins, slice, request.one_in_each_zone)
                                                       : zones::RemoveUnits(basins, slice);
    moved += done;
    if (done < slice) break;
    if (call.progress) call.progress(static_cast<double>(moved) / static_cast<double>(wanted));
  }
  return moved;
}

double Spread(const std::vector<Basin>& basins) {
  if (basins.empty()) return 0;
  const auto less = [](const Basin& a, const Basin& b) { return zones::Load(a) < zones::Load(b); };
  const auto [least, greatest] = std::minmax_element(basins.begin(), basins.end(), less);
  return zones::Load(*greatest) - zones::Load(*least);
}

void ExplainShortfall(const BalanceZonesRequest& request, BalanceZonesResponse& response) {
  const std::int64_t wanted = std::max(request.units_to_add, request.units_to_remove);
  const std::map<std::string, double> numbers{{"wanted_units", static_cast<double>(wanted)},
                                              {"changed_units", static_cast<double>(response.changed_units)}};
  if (request.units_to_add > 0) {
    response.reasons.push_back(MakeReason(
        "zones_full", Cat("The zones can take ", response.changed_units, " of the ", wanted, " units to add."), numbers,
        {"units_to_add"}));
  } else {
    response.reasons.push_back(
        MakeReason("too_few_units",
                   Cat("Of the ", wanted, " units to remove only ", response.changed_units,
                       request.one_in_each_zone ? " can go: the last unit of each zone stays." : " are running."),
                   numbers, {"units_to_remove"}));
  }
}

// Why a zone takes nothing (more), when units are to be added.
void ExplainZone(const BalanceZonesRequest& request, std::size_t index, std::int64_t units,
                 BalanceZonesResponse& response) {
  const Zone& zone = request.zones[index];
  const std::vector<std::string> paths{ElementPath("zones", index)};
  if (!zone.available) {
    response.reasons.push_back(MakeReason("zone_unavailable", Cat(zone.name, " takes nothing new."), {}, paths));
  } else if (!IsOpen(zone, request)) {
    const std::int64_t until = *zone.cooling_until_unix_ms;
    response.call_again_at_unix_ms = std::min(until, response.call_again_at_unix_ms.value_or(until));
    const double seconds = static_cast<double>(until - *request.now_unix_ms) / 1e3;
    response.reasons.push_back(MakeReason("zone_cooling", Cat(zone.name, " is cooling for another ", seconds, " s."),
                                          {{"cooling_until_unix_ms", static_cast<double>(until)}}, paths));
  } else if (zone.max_units && units >= *zone.max_units) {
    response.reasons.push_back(MakeReason("zone_full", Cat(zone.name, " is at its limit of ", *zone.max_units, "."),
                                          {{"max_units", static_cast<double>(*zone.max_units)}}, paths));
  }
  if (request.one_in_each_zone && units == 0) {
    response.reasons.push_back(MakeReason(
        "zone_stays_empty", Cat(zone.name, " stays empty, although each zone is to have a unit."), {}, paths));
  }
}

}  // namespace

Result<BalanceZonesResponse> BalanceZones(const BalanceZonesRequest& request, const Call& call) {
  if (auto error = Check(request, call)) return *error;

  std::vector<Basin> basins = BasinsOf(request);
  const std::optional<std::int64_t> moved = Move(request, call, basins);
  if (!moved) return model::Cancelled();

  BalanceZonesResponse response;
  response.changed_units = *moved;
  response.feasible = *moved == std::max(request.units_to_add, request.units_to_remove);
  response.spread_units = Spread(basins);
  if (!response.feasible) ExplainShortfall(request, response);
  response.zones.reserve(basins.size());
  for (std::size_t i = 0; i < basins.size(); ++i) {
    const Zone& zone = request.zones[i];
    response.zones.push_back({zone.name, basins[i].units - zone.units, basins[i].units});
    if (request.units_to_add > 0) ExplainZone(request, i, basins[i].units, response);
  }
  return response;
}

}  // namespace spotwright
