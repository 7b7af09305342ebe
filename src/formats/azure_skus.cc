#include "src/formats/azure_skus.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "src/base/text.h"
#include "src/formats/azure_names.h"
#include "src/formats/price_text.h"
#include "src/model/instance_type.h"

namespace spotwright::formats {
namespace {

using base::Cat;

constexpr std::int64_t kMaxPods = 110;
constexpr std::int64_t kMaxCount = 1'000'000;
constexpr double kMaxMemoryGib = 800'000;

// The values are strings, and there are dozens of names.
class Capabilities {
 public:
  explicit Capabilities(JsonView sku) : sku_(sku) {
    for (const JsonView item : sku["capabilities"].Items()) {
      values_.try_emplace(item["name"].RequiredText(), item["value"]);
    }
  }

  bool Has(std::string_view name) const { return values_.contains(name); }

  std::string_view Text(std::string_view name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? std::string_view() : found->second.Text();
  }

  // A number that the size must state.
  double Required(std::string_view name, double min, double max) const {
    const auto found = values_.find(name);
    if (found == values_.end()) {
      sku_["capabilities"].Fail(Cat("names no ", name, "; it is required"));
      return min;
    }
    const std::optional<double> value = ReadPrice(found->second.Text());
    if (value && *value >= min && *value <= max) return *value;
    found->second.Refuse(Cat("a number from ", min, " to ", max, ", as text"));
    return min;
  }

  std::int64_t Count(std::string_view name) const {
    return Has(name) ? static_cast<std::int64_t>(Required(name, 0, static_cast<double>(kMaxCount))) : 0;
  }

 private:
  JsonView sku_;
  std::map<std::string_view, JsonView> values_;
};

void ReadGpus(const Capabilities& capabilities, Offer& offer) {
  const std::int64_t count = capabilities.Count("GPUs");
  if (count == 0) return;
  const std::string family = model::FamilyOf(offer.instance_type);
  // NVv4 and the MI series have AMD's; under the resource name of its device plugin.
  if (family == "NVas_v4" || family.find("MI300X") != std::string::npos) {
    offer.allocatable.extended["amd.com/gpu"] = count;
  } else {
    offer.allocatable.gpus = count;
  }
}

std::optional<Architecture> ReadArchitecture(const Capabilities& capabilities) {
  const std::string_view name = capabilities.Text("CpuArchitectureType");
  if (name.empty() || name == "x64") return Architecture::kAmd64;  // Older sizes do not say.
  return name == "Arm64" ? std::optional(Architecture::kArm64) : std::nullopt;
}

MarketType ReadSize(JsonView sku, const Capabilities& capabilities, std::size_t source) {
  MarketType type;
  type.source = source;
  type.on_demand = true;  // Where it has a price.
  type.spot = LowerCase(capabilities.Text("LowPriorityCapable")) == "true";
  Offer& offer = type.offer;
  offer.instance_type = sku["name"].RequiredText();
  // Of sizes such as Standard_E16-4s_v5 only some vCPUs are switched on.
  const std::string_view vcpus = capabilities.Has("vCPUsAvailable") ? "vCPUsAvailable" : "vCPUs";
  offer.vcpus = static_cast<std::int64_t>(capabilities.Required(vcpus, 1, static_cast<double>(kMaxCount)));
  const double memory_gib = capabilities.Required("MemoryGB", 0.001, kMaxMemoryGib);
  offer.allocatable.cpu_millicores = AksMillicores(offer.vcpus);
  offer.allocatable.memory_bytes = AksBytes(static_cast<std::int64_t>(memory_gib * 1024));
  offer.allocatable.pods = kMaxPods;
  offer.burstable = model::SeriesOf(offer.instance_type) == "B";
  if (capabilities.Has("MaxDataDiskCount")) {
    offer.volume_limits["disk.csi.azure.com"] = capabilities.Count("MaxDataDiskCount");
  }
  ReadGpus(capabilities, offer);
  return type;
}

// What a subscription may not use of a size.
struct Restrictions {
  std::set<std::string> regions;
  std::set<std::pair<std::string, std::string>> zones;  // Region and number.
};

Restrictions ReadRestrictions(JsonView sku) {
  Restrictions result;
  for (const JsonView item : sku["restrictions"].Items()) {
    const std::string type = LowerCase(item["type"].Text());
    const JsonView info = item["restrictionInfo"];
    std::vector<std::string> regions = info["locations"].TextList();
    if (regions.empty()) regions = item["values"].TextList();
    for (const std::string& region : regions) {
      if (type == "location") result.regions.insert(LowerCase(region));
      if (type != "zone") continue;
      for (std::string& zone : info["zones"].TextList()) result.zones.emplace(LowerCase(region), std::move(zone));
    }
  }
  return result;
}

// The zones of each region, by their numbers; none where the region has none.
std::map<std::string, std::set<std::string>> ReadRegions(JsonView sku) {
  std::map<std::string, std::set<std::string>> regions;
  for (const std::string& name : sku["locations"].TextList()) regions[LowerCase(name)];
  for (const JsonView info : sku["locationInfo"].Items()) {
    auto& zones = regions[LowerCase(info["location"].RequiredText())];
    for (std::string& zone : info["zones"].TextList()) zones.insert(std::move(zone));
  }
  return regions;
}

// Adds one size in one region.
void AddPlace(const MarketType& size, const std::string& region, const std::set<std::string>& zones,
              const Restrictions& restrictions, Market& market, Tally& tally) {
  const std::string id = Cat(size.offer.instance_type, " in ", region);
  if (restrictions.regions.contains(region)) {
    tally.Skip("size is restricted in the region", id);
    return;
  }
  MarketType type = size;
  type.offer.region = region;
  for (const std::string& zone : zones) {
    if (!restrictions.zones.contains({region, zone})) type.zones.push_back(Cat(region, "-", zone));
  }
  if (zones.empty()) type.zones.emplace_back("0");
  if (type.zones.empty()) {
    tally.Skip("size is restricted in every zone of the region", id);
  } else {
    market.types.push_back(std::move(type));
  }
}

}  // namespace

std::int64_t AksMillicores(std::int64_t vcpus) {
  std::int64_t reserve = 60;
  const auto cores = [&](std::int64_t first, std::int64_t last, std::int64_t millicores) {
    reserve += std::max<std::int64_t>(0, std::min(vcpus, last) - first + 1) * millicores;
  };
  cores(2, 2, 40);
  cores(3, 4, 20);
  cores(5, vcpus, 10);
  return vcpus * 1000 - reserve;
}

std::int64_t AksBytes(std::int64_t memory_mib) {
  constexpr std::int64_t kMib = 1024 * 1024;
  constexpr std::int64_t kMb = 1'000'000;
  const std::int64_t seen_by_kernel = memory_mib * kMib / 1000 * 925;  // Less 7.5 %.
  const std::int64_t reserve = std::min((20 * kMaxPods + 50) * kMb, seen_by_kernel / 4);
  return std::max<std::int64_t>(0, seen_by_kernel - reserve - 100 * kMib);
}

bool ReadAzureSkus(JsonView root, std::size_t source, std::set<std::string>& seen, Market& market, Tally& tally) {
  const bool is_list = root.Is(JsonKind::kArray);
  const JsonView skus = is_list ? root : root["value"];
  if (!skus.present()) skus.Refuse("a list of SKUs");
  for (const JsonView sku : skus.Items()) {
    const std::string name(sku["name"].RequiredText());
    const std::string_view kind = sku["resourceType"].RequiredText();
    if (root.failed()) return false;
    if (kind != "virtualMachines") {
      tally.Skip(Cat("resource is of the kind ", kind), name);
      continue;
    }
    const Capabilities capabilities(sku);
    MarketType size = ReadSize(sku, capabilities, source);
    const std::optional<Architecture> architecture = ReadArchitecture(capabilities);
    const Restrictions restrictions = ReadRestrictions(sku);
    const auto regions = ReadRegions(sku);
    if (root.failed()) return false;
    if (regions.empty()) tally.Skip("row names no region", name);
    for (const auto& [region, zones] : regions) {
      if (!seen.insert(LowerCase(Cat(name, " in ", region))).second) {
        tally.Skip("listed twice", Cat(name, " in ", region));
      } else if (!architecture) {
        tally.Skip("processor is neither amd64 nor arm64", Cat(name, " in ", region));
      } else {
        size.offer.architecture = *architecture;
        AddPlace(size, region, zones, restrictions, market, tally);
      }
    }
  }
  return !is_list && !root["nextLink"].Text().empty();
}

}  // namespace spotwright::formats
