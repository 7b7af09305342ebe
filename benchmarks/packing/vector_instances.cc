#include "benchmarks/packing/vector_instances.h"

#include <filesystem>
#include <fstream>
#include <map>

#include "benchmarks/packing/cases.h"
#include "benchmarks/packing/files.h"
#include "benchmarks/table.h"

namespace spotwright::bench {
namespace {

// The first two dimensions are CPU and memory, the others extended resources.
Resources ReadSizes(std::istream& file, int dimensions) {
  Resources resources;
  file >> resources.cpu_millicores >> resources.memory_bytes;
  for (int i = 2; i < dimensions; ++i) file >> resources.extended["example.com/dimension-" + std::to_string(i + 1)];
  return resources;
}

// "dimensions, capacities, number of lines", then sizes and quantity of each kind of item.
PackRequest ReadInstance(const std::string& path) {
  std::ifstream file(path);
  int dimensions = 0;
  int lines = 0;
  PackRequest request;
  Offer& bin = request.offers.emplace_back();
  file >> dimensions;
  bin.instance_type = "bin";
  bin.zone = "zone-1";
  bin.capacity_type = CapacityType::kOnDemand;
  bin.price_usd_per_hour = 1;
  bin.allocatable = ReadSizes(file, dimensions);
  file >> lines;
  for (int line = 1; line <= lines; ++line) {
    Workload& workload = request.workloads.emplace_back();
    workload.name = "item-" + std::to_string(line);
    workload.requests = ReadSizes(file, dimensions);
    file >> workload.replicas;
    bin.allocatable.pods += workload.replicas;  // Their number shall not limit.
  }
  return request;
}

}  // namespace

std::vector<VectorInstance> ReadVectorInstances(const std::string& data_folder, const std::string& folder) {
  Shell("tar -xzf " + Quoted(data_folder + "/vbp/New_instances.tar.gz") + " -C " + Quoted(folder));
  std::map<std::string, std::string> path_of;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".vbp") path_of[entry.path().stem()] = entry.path();
  }
  std::vector<VectorInstance> instances;
  for (const auto& row : ReadTable(data_folder + "/vbp/new_best_known.csv", '\t')) {
    const std::string& name = row.at("instance_name");
    instances.push_back({name, std::stoll(row.at("best_overall")), ReadInstance(path_of.at(name))});
  }
  return instances;
}

}  // namespace spotwright::bench
