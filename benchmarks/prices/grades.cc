#include "benchmarks/prices/grades.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <utility>

#include "benchmarks/table.h"
#include "spotwright/grade_regions.h"
#include "src/formats/json_view.h"

namespace spotwright::bench {
namespace {

constexpr std::int64_t kNowUnixMs = 1'750'000'000'000;
constexpr std::int64_t kDayMs = 86'400'000;

struct Size {
  std::int64_t vcpus = 0;
  double memory_gib = 0;
  double on_demand_usd_per_hour = 0;
};

void AddPlace(std::vector<Offer>& offers, const std::string& region, const std::string& type, const Size& size,
              double savings_share, std::int64_t band) {
  Offer offer;
  offer.instance_type = type;
  offer.region = region;
  offer.zone = region + "a";
  offer.capacity_type = CapacityType::kOnDemand;
  offer.price_usd_per_hour = size.on_demand_usd_per_hour;
  offer.vcpus = size.vcpus;
  offer.allocatable.cpu_millicores = size.vcpus * 1000;
  offer.allocatable.memory_bytes = static_cast<std::int64_t>(size.memory_gib * (1 << 30));
  offers.push_back(offer);
  offer.capacity_type = CapacityType::kSpot;
  offer.price_usd_per_hour = size.on_demand_usd_per_hour * (1 - savings_share);
  offer.interruption_band = band;
  offers.push_back(offer);
}

std::vector<Offer> MadeUp() {
  std::vector<Offer> offers;
  for (int region = 0; region < 33; ++region) {
    for (int type = 0; type < 800; ++type) {
      const std::int64_t vcpus = std::int64_t{2} << (type % 6);
      const Size size = {vcpus, static_cast<double>(vcpus * (2 << (type % 3))), 0.05 * static_cast<double>(vcpus)};
      AddPlace(offers, "region-" + std::to_string(region),
               "m" + std::to_string(type / 6) + "." + std::to_string(type % 6) + "xlarge", size,
               0.3 + 0.05 * ((type + region) % 12), (type + 2 * region) % 5);
    }
  }
  return offers;
}

}  // namespace

std::vector<Offer> OffersOfAllRegions(const std::string& data_folder) {
  if (data_folder.empty()) return MadeUp();
  std::map<std::string, Size> sizes;
  for (const auto& row : ReadTable(data_folder + "/catalog/aws_us_east_1.csv")) {
    sizes[row.at("instance_type")] = {std::stoll(row.at("vcpus")), std::stod(row.at("memory_gib")),
                                      std::stod(row.at("on_demand_usd_per_hour"))};
  }
  std::stringstream text;
  text << std::ifstream(data_folder + "/catalog/spot-advisor-data.json").rdbuf();
  formats::JsonTree tree(text.str());
  std::vector<Offer> offers;
  for (const formats::JsonView region : tree.Root()["spot_advisor"].Members()) {
    for (const formats::JsonView type : region["Linux"].Members()) {
      const auto size = sizes.find(std::string(type.key()));
      if (size == sizes.end()) continue;
      // Below 0 where spot costs more.
      AddPlace(offers, std::string(region.key()), size->first, size->second,
               static_cast<double>(type["s"].RequiredInteger(-1000, 100)) / 100, type["r"].RequiredInteger(0, 4));
    }
  }
  if (tree.error()) {
    std::fprintf(stderr, "spot-advisor-data.json: %s\n", tree.error()->c_str());
    std::exit(1);
  }
  return offers;
}

void AddGrades(Report& report, const std::vector<Offer>& offers) {
  GradeRegionsRequest request;
  request.offers = offers;
  request.now_unix_ms = kNowUnixMs;
  request.evidence = {{EvidenceSubject::kPrice, "", "prices", kNowUnixMs - kDayMs},
                      {EvidenceSubject::kInterruption, "", "Spot Advisor", kNowUnixMs - 10 * kDayMs}};
  GradeRegionsResponse response;
  const auto grade = [&] {
    Result<GradeRegionsResponse> result = GradeRegions(request);
    if (!result.ok()) {
      std::fprintf(stderr, "%s %s\n", result.error().field.c_str(), result.error().message.c_str());
      std::exit(1);
    }
    response = std::move(*result);
  };
  report.Add("grades", "ms", Quantile(Seconds(9, grade), 0.5) * 1e3, "ms");
  report.Add("grades", "offers", static_cast<double>(offers.size()), "");
  report.Add("grades", "places", static_cast<double>(response.places.size()), "");
  report.Add("grades", "green", static_cast<double>(response.green_count), "places");
  report.Add("grades", "yellow", static_cast<double>(response.yellow_count), "places");
  report.Add("grades", "red", static_cast<double>(response.red_count), "places");
  const auto better = std::count_if(response.places.begin(), response.places.end(),
                                    [](const GradedRegion& place) { return place.better.has_value(); });
  report.Add("grades", "red_with_a_better_place", static_cast<double>(better), "places");
  const std::size_t step = std::max<std::size_t>(1, response.places.size() / 1000);
  for (std::size_t i = 0; i < response.places.size(); i += step) request.current.push_back(response.places[i].place);
  report.Add("grades_in_use", "ms", Quantile(Seconds(9, grade), 0.5) * 1e3, "ms");
  report.Add("grades_in_use", "places_in_use", static_cast<double>(request.current.size()), "places");
}

}  // namespace spotwright::bench
