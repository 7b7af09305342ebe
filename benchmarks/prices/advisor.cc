#include "benchmarks/prices/advisor.h"

#include <cctype>
#include <cstdio>
#include <cstdlib>

#include "benchmarks/table.h"
#include "spotwright/assess_prices.h"

namespace spotwright::bench {
namespace {

// AWS marks its own processors by a g after the generation: m6g, c7gn, r8gd. The first of them was a1.
bool IsArm(const std::string& type) {
  std::size_t i = 0;
  while (i < type.size() && std::isalpha(static_cast<unsigned char>(type[i])) != 0) ++i;
  while (i < type.size() && std::isdigit(static_cast<unsigned char>(type[i])) != 0) ++i;
  return type.starts_with("a1.") || (i < type.size() && type[i] == 'g');
}

void AddType(std::vector<Offer>& offers, const std::string& name, std::int64_t vcpus, double memory_gib,
             double on_demand_usd_per_hour, double savings, std::int64_t band) {
  Offer offer;
  offer.instance_type = name;
  offer.region = "us-east-1";
  offer.zone = "us-east-1a";
  offer.capacity_type = CapacityType::kOnDemand;
  offer.price_usd_per_hour = on_demand_usd_per_hour;
  offer.architecture = IsArm(name) ? Architecture::kArm64 : Architecture::kAmd64;
  offer.vcpus = vcpus;
  offer.allocatable.cpu_millicores = vcpus * 1000;
  offer.allocatable.memory_bytes = static_cast<std::int64_t>(memory_gib * (1 << 30));
  offer.burstable = name.starts_with("t");
  offer.bare_metal = name.find("metal") != std::string::npos;
  offers.push_back(offer);
  offer.capacity_type = CapacityType::kSpot;
  offer.price_usd_per_hour = on_demand_usd_per_hour * (1 - savings);
  offer.interruption_band = band;
  offers.push_back(offer);
}

}  // namespace

std::vector<Offer> CatalogueOffers(const std::string& data_folder) {
  std::vector<Offer> offers;
  if (data_folder.empty()) {
    for (int type = 0; type < 894; ++type) {
      const std::int64_t vcpus = std::int64_t{2} << (type % 6);
      AddType(offers, "m" + std::to_string(type) + ".large", vcpus, static_cast<double>(vcpus * (2 << (type % 3))),
              0.05 * static_cast<double>(vcpus), 0.3 + 0.05 * (type % 11), type % 5);
    }
    return offers;
  }
  for (const auto& row : ReadTable(data_folder + "/catalog/aws_us_east_1.csv")) {
    AddType(offers, row.at("instance_type"), std::stoll(row.at("vcpus")), std::stod(row.at("memory_gib")),
            std::stod(row.at("on_demand_usd_per_hour")), std::stod(row.at("spot_savings_percent")) / 100,
            std::stoll(row.at("interruption_band")));
  }
  return offers;
}

void AddAdvisor(Report& report, const std::string& name, const std::vector<Offer>& offers, std::size_t clusters,
                std::size_t pools_of_each) {
  AssessPricesRequest request;
  request.offers = offers;
  std::vector<Pool> spot;
  for (const Offer& offer : offers) {
    if (offer.capacity_type == CapacityType::kSpot) {
      spot.push_back({offer.instance_type, offer.region, offer.zone, offer.capacity_type});
    }
  }
  for (std::size_t i = 0; i < clusters * pools_of_each; ++i) {
    PoolInUse used;
    used.cluster = "cluster-" + std::to_string(i / pools_of_each);
    used.pool = spot[i % spot.size()];
    used.nodes = 3;
    request.pools_in_use.push_back(std::move(used));
  }
  AssessPricesResponse response;
  const std::vector<double> seconds = Seconds(5, [&] {
    Result<AssessPricesResponse> result = AssessPrices(request);
    if (!result.ok()) {
      std::fprintf(stderr, "%s %s\n", result.error().field.c_str(), result.error().message.c_str());
      std::exit(1);
    }
    response = std::move(*result);
  });
  double saving = 0;
  for (const TypeAdvice& advice : response.advice) saving += advice.saving_share;
  report.Add(name, "ms", Quantile(seconds, 0.5) * 1e3, "ms");
  report.Add(name, "pools_in_use", static_cast<double>(request.pools_in_use.size()), "");
  report.Add(name, "advised", static_cast<double>(response.advice.size()), "pools");
  if (!response.advice.empty()) {
    report.Add(name, "mean_saving_share", saving / static_cast<double>(response.advice.size()), "of price");
  }
}

}  // namespace spotwright::bench
