#include "src/formats/aws_instance_types.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

namespace spotwright::formats {
namespace {

constexpr std::int64_t kMaxCount = 1'000'000;
constexpr std::int64_t kMaxMib = 900'000'000;  // Just below the 10^15 bytes that Resources accept.

std::optional<Architecture> ReadArchitecture(JsonView type) {
  for (const std::string& name : type["ProcessorInfo"]["SupportedArchitectures"].TextList()) {
    if (name == "x86_64") return Architecture::kAmd64;
    if (name == "arm64") return Architecture::kArm64;
  }
  return std::nullopt;  // i386 alone, or a Mac.
}

// Under the resource names of the makers' device plugins; Resources::gpus means NVIDIA's.
void ReadGpus(JsonView type, Resources& allocatable) {
  for (const JsonView gpu : type["GpuInfo"]["Gpus"].Items()) {
    const std::string_view maker = gpu["Manufacturer"].Text();
    const std::int64_t count = gpu["Count"].Integer(0, 0, kMaxCount);
    if (maker == "NVIDIA") {
      allocatable.gpus = std::min(allocatable.gpus + count, kMaxCount);
    } else if (maker == "AMD") {
      allocatable.extended["amd.com/gpu"] = count;
    } else if (maker == "Habana") {
      allocatable.extended["habana.ai/gaudi"] = count;
    }
  }
}

void ReadType(JsonView type, MarketType& result) {
  Offer& offer = result.offer;
  offer.vcpus = type["VCpuInfo"]["DefaultVCpus"].RequiredInteger(1, kMaxCount);
  const std::int64_t memory_mib = type["MemoryInfo"]["SizeInMiB"].RequiredInteger(1, kMaxMib);
  const JsonView network = type["NetworkInfo"];
  offer.allocatable.pods = MaxPods(network["MaximumNetworkInterfaces"].RequiredInteger(1, kMaxCount),
                                   network["Ipv4AddressesPerInterface"].RequiredInteger(1, kMaxCount), offer.vcpus);
  offer.allocatable.cpu_millicores = AllocatableMillicores(offer.vcpus);
  offer.allocatable.memory_bytes = AllocatableBytes(memory_mib, offer.allocatable.pods);
  ReadGpus(type, offer.allocatable);
  offer.burstable = type["BurstablePerformanceSupported"].Flag(false);
  offer.bare_metal = type["BareMetal"].Flag(false);
  for (const std::string& usage : type["SupportedUsageClasses"].TextList()) {
    result.spot = result.spot || usage == "spot";
    result.on_demand = result.on_demand || usage == "on-demand";
  }
}

}  // namespace

std::int64_t MaxPods(std::int64_t interfaces, std::int64_t addresses_per_interface, std::int64_t vcpus) {
  // One address of each interface is its own; the two pods more are in the host's network and need none.
  const std::int64_t by_addresses = interfaces * (addresses_per_interface - 1) + 2;
  return std::min<std::int64_t>(by_addresses, vcpus > 30 ? 250 : 110);
}

std::int64_t AllocatableMillicores(std::int64_t vcpus) {
  // Tenths of a millicore, since a quarter of a per cent of a core is 2.5 millicores. The reserve is rounded up.
  std::int64_t reserve = 0;
  const auto core = [&](std::int64_t first, std::int64_t last, std::int64_t tenths) {
    reserve += std::max<std::int64_t>(0, std::min(vcpus, last) - first + 1) * tenths;
  };
  core(1, 1, 600);
  core(2, 2, 100);
  core(3, 4, 50);
  core(5, vcpus, 25);
  return vcpus * 1000 - (reserve + 9) / 10;
}

std::int64_t AllocatableBytes(std::int64_t memory_mib, std::int64_t max_pods) {
  constexpr std::int64_t kMib = 1024 * 1024;
  const std::int64_t seen_by_kernel = memory_mib * kMib / 1000 * 925;  // Less 7.5 %.
  return std::max<std::int64_t>(0, seen_by_kernel - (11 * max_pods + 255 + 100) * kMib);
}

bool ReadInstanceTypes(JsonView root, std::size_t source, std::set<std::string>& seen, Market& market, Tally& tally) {
  const JsonView types = root["InstanceTypes"];
  if (!types.present()) types.Refuse("a list of instance types");
  for (const JsonView item : types.Items()) {
    MarketType type;
    type.source = source;
    type.offer.instance_type = item["InstanceType"].RequiredText();
    const std::string& name = type.offer.instance_type;
    const std::optional<Architecture> architecture = ReadArchitecture(item);
    ReadType(item, type);
    if (root.failed()) return false;
    if (!seen.insert(name).second) {
      tally.Skip("listed twice", name);
    } else if (!architecture) {
      tally.Skip("processor is neither amd64 nor arm64, or is a Mac's", name);
    } else if (!type.spot && !type.on_demand) {
      tally.Skip("type is sold neither as spot nor on demand", name);
    } else {
      type.offer.architecture = *architecture;
      market.types.push_back(std::move(type));
    }
  }
  return !root["NextToken"].Text().empty();
}

}  // namespace spotwright::formats
