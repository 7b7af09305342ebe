#include "benchmarks/packing/cases.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "benchmarks/packing/python_random.h"
#include "benchmarks/table.h"
#include "src/base/money.h"

namespace spotwright::bench {
namespace {

constexpr std::int64_t kMib = 1 << 20;

bool IsGeneralPurpose(const std::string& name) {
  const std::size_t dot = name.find('.');
  const std::string family = name.substr(0, dot);
  if (family.empty() || std::string_view("cmr").find(family[0]) == std::string_view::npos) return false;
  const std::string generation = family.substr(1);
  const std::string_view known[] = {"5", "5a", "6a", "6i", "7i", "7a"};
  return std::find(std::begin(known), std::end(known), generation) != std::end(known) &&
         name.find("metal") == std::string::npos;
}

// What is left to pods of a machine: less the kubelet's reserve as EKS sets it (CPU by steps, 255 MiB and 11 MiB for
// each pod, 100 MiB before eviction), 7.5 % of memory for the hypervisor, and daemonsets of 300 millicores, 400 MiB
// and 4 pods. Whole MiB are cut off twice, so that sizes agree with the published figures.
InstanceType AllocatableOf(const std::string& name, std::int64_t vcpus, double memory_gib, std::int64_t eni_pods,
                           double usd_per_hour) {
  const auto cores = static_cast<double>(vcpus);
  const double reserved_millicores =
      60 + (vcpus > 1 ? 10 : 0) + 5 * std::clamp(cores - 2, 0., 2.) + 2.5 * std::max(0., cores - 4);
  const std::int64_t pods = std::min<std::int64_t>(eni_pods, vcpus <= 30 ? 110 : 250);
  const double memory_mib = memory_gib * 1024 * (1 - 0.075) - static_cast<double>(255 + 11 * pods) - 100;
  return {name, static_cast<std::int64_t>(cores * 1000 - reserved_millicores) - 300,
          (static_cast<std::int64_t>(memory_mib) - 400) * kMib, pods - 4, usd_per_hour};
}

// Equal pods are one class; larger ones come first.
class Classes {
 public:
  void Add(std::int64_t cpu_millicores, std::int64_t memory_mib, std::int64_t count = 1) {
    counts_[{cpu_millicores, memory_mib}] += count;
  }

  std::vector<PodClass> Sorted() const {
    std::vector<PodClass> classes;
    for (const auto& [size, count] : counts_) classes.push_back({size.first, size.second * kMib, count});
    std::reverse(classes.begin(), classes.end());
    return classes;
  }

 private:
  std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> counts_;
};

std::vector<PodClass> ReadPods(const std::string& path, bool (*wanted)(std::int64_t, std::int64_t, bool)) {
  Classes classes;
  for (const auto& pod : ReadTable(path)) {
    const std::int64_t cpu = std::stoll(pod.at("cpu_milli"));
    const std::int64_t memory_mib = std::stoll(pod.at("memory_mib"));
    if (wanted(cpu, memory_mib, pod.at("num_gpu") != "0")) classes.Add(cpu, memory_mib);
  }
  return classes.Sorted();
}

InstanceType SyntheticType(const std::string& family, std::int64_t vcpus, double gib_per_vcpu, double usd_per_vcpu) {
  const std::int64_t eni_pods = vcpus <= 2 ? 29 : vcpus <= 8 ? 58 : vcpus <= 48 ? 234 : 737;  // Much as on AWS.
  const auto cores = static_cast<double>(vcpus);
  return AllocatableOf(family + "." + std::to_string(vcpus), vcpus, cores * gib_per_vcpu, eni_pods,
                       base::Usd(base::MicroUsd(cores * usd_per_vcpu)));
}

std::int64_t WholeNumber(const std::string& cell, std::int64_t if_empty) {
  return cell.empty() ? if_empty : std::stoll(cell);
}

// To the nearest multiple of the step, halves upward.
std::int64_t RoundTo(std::int64_t step, double value) {
  return static_cast<std::int64_t>(value / static_cast<double>(step) + 0.5) * step;
}

}  // namespace

std::vector<InstanceType> ReadAwsCatalogue(const std::string& data_folder, AwsTypes types) {
  constexpr std::int64_t kMostVcpus = 96;
  constexpr std::int64_t kMostPods = 250;  // Of a type without a network limit in the table.
  std::vector<InstanceType> catalogue;
  for (const auto& row : ReadTable(data_folder + "/catalog/aws_us_east_1.csv")) {
    const std::string& name = row.at("instance_type");
    const std::int64_t vcpus = std::stoll(row.at("vcpus"));
    if (types == AwsTypes::kGeneralPurpose && (vcpus > kMostVcpus || !IsGeneralPurpose(name))) continue;
    const InstanceType type =
        AllocatableOf(name, vcpus, std::stod(row.at("memory_gib")), WholeNumber(row.at("eni_max_pods"), kMostPods),
                      std::stod(row.at("on_demand_usd_per_hour")));
    if (type.cpu_millicores > 0 && type.memory_bytes > 0) catalogue.push_back(type);
  }
  return catalogue;
}

std::vector<InstanceType> SyntheticCatalogue() {
  struct Family {
    const char* name;
    double gib_per_vcpu, usd_per_vcpu;
  };
  const Family families[] = {{"compute", 2, 0.0425}, {"general", 4, 0.048}, {"memory", 8, 0.063}};
  const double generations[] = {1, 0.9, 0.95, 1.05};  // Each with its own level of prices.
  std::vector<InstanceType> catalogue;
  for (const Family& family : families) {
    for (std::size_t generation = 0; generation < std::size(generations); ++generation) {
      for (const std::int64_t vcpus : {2, 4, 8, 16, 32, 48, 64, 96}) {
        catalogue.push_back(SyntheticType(family.name + std::to_string(generation + 1), vcpus, family.gib_per_vcpu,
                                          family.usd_per_vcpu * generations[generation]));
      }
    }
  }
  return catalogue;
}

std::vector<InstanceType> LinearCatalogue() {
  constexpr double kUsdPerVcpu = 0.025;
  constexpr double kUsdPerGib = 0.001 * 1.073741824;  // 0.001 for each GB.
  std::vector<InstanceType> catalogue;
  for (const int gib_per_vcpu : {2, 4, 8}) {
    for (const std::int64_t vcpus : {1, 2, 4, 8, 16, 32, 48, 64, 96, 128, 192, 256}) {
      catalogue.push_back(SyntheticType("linear" + std::to_string(gib_per_vcpu), vcpus, gib_per_vcpu,
                                        kUsdPerVcpu + kUsdPerGib * gib_per_vcpu));
    }
  }
  return catalogue;
}

std::vector<PodClass> ReadOpenbCpuOnly(const std::string& data_folder) {
  return ReadPods(data_folder + "/pods/openb_pod_list_cpu300.csv",
                  [](std::int64_t, std::int64_t, bool gpu) { return !gpu; });
}

// Without the few pods that no type of the catalogue holds.
std::vector<PodClass> ReadOpenb(const std::string& data_folder) {
  return ReadPods(data_folder + "/pods/openb_pod_list_default.csv",
                  [](std::int64_t cpu, std::int64_t memory_mib, bool) { return cpu <= 94000 && memory_mib < 690000; });
}

std::vector<PodClass> KarpenterMix() {
  const std::vector<std::int64_t> cpu = {100, 250, 500, 1000, 1500};
  const std::vector<std::int64_t> memory_mib = {100, 256, 512, 1024, 2048, 4096};
  PythonRandom random(1);
  Classes classes;
  for (int pod = 0; pod < 10000; ++pod) {
    const std::int64_t millicores = random.Choice(cpu);
    classes.Add(millicores, random.Choice(memory_mib));
  }
  return classes.Sorted();
}

// Goes on with the sequence of KarpenterMix, as the script did in which both were first drawn.
std::vector<PodClass> MicroServices() {
  PythonRandom random(1);
  for (int draw = 0; draw < 10000; ++draw) {
    random.Choice(std::vector<int>(5));
    random.Choice(std::vector<int>(6));
  }
  Classes classes;
  for (int deployment = 0; deployment < 800; ++deployment) {
    const double wanted_cpu = std::exp(random.Gauss(std::log(400.), 1));
    const std::int64_t cpu = RoundTo(50, std::clamp(wanted_cpu, 50., 16000.));
    const double wanted_memory = static_cast<double>(cpu) * std::exp(random.Gauss(std::log(3.), 0.8));
    const std::int64_t memory_mib = std::min<std::int64_t>(RoundTo(64, std::max(wanted_memory, 64.)), 120000);
    classes.Add(cpu, memory_mib, std::min<std::int64_t>(1 + static_cast<std::int64_t>(random.Pareto(1.1)), 300));
  }
  return classes.Sorted();
}

PackRequest RequestOf(const std::vector<InstanceType>& types, const std::vector<PodClass>& classes) {
  PackRequest request;
  for (const InstanceType& type : types) {
    Offer& offer = request.offers.emplace_back();
    offer.instance_type = type.name;
    offer.zone = "zone-1";
    offer.capacity_type = CapacityType::kOnDemand;
    offer.price_usd_per_hour = type.usd_per_hour;
    offer.allocatable.cpu_millicores = type.cpu_millicores;
    offer.allocatable.memory_bytes = type.memory_bytes;
    offer.allocatable.pods = type.pods;
  }
  for (const PodClass& pods : classes) {
    Workload& workload = request.workloads.emplace_back();
    workload.name = "class-" + std::to_string(request.workloads.size());
    workload.replicas = pods.count;
    workload.requests.cpu_millicores = pods.cpu_millicores;
    workload.requests.memory_bytes = pods.memory_bytes;
  }
  return request;
}

}  // namespace spotwright::bench
