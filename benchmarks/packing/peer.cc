#include "benchmarks/packing/peer.h"

#include <cstdio>
#include <fstream>
#include <map>

#include "benchmarks/packing/files.h"

namespace spotwright::bench {
namespace {

// See readType in benchmarks/peers/karpenter/catalogue.go.
void WriteCatalogue(const PackRequest& request, const std::string& path) {
  std::map<std::string, std::string> lines;  // By type.
  for (const Offer& offer : request.offers) {
    std::string& line = lines[offer.instance_type];
    const Resources& room = offer.allocatable;
    line += line.empty() ? offer.instance_type + " " + std::to_string(room.cpu_millicores) + " " +
                               std::to_string(room.memory_bytes) + " " + std::to_string(room.pods) + " "
                         : ",";
    line += offer.capacity_type == CapacityType::kSpot ? "spot/" : "on-demand/";
    line += offer.zone + "/" + std::to_string(offer.price_usd_per_hour);
  }
  std::ofstream file(path);
  for (const auto& [type, line] : lines) file << line << "\n";
}

std::string OneLabel(const std::map<std::string, std::string>& labels) {
  return labels.empty() ? "-" : labels.begin()->first + "=" + labels.begin()->second;
}

// "rule topology_key selected_label"; see readPods in benchmarks/peers/karpenter/pods.go.
std::string RuleOf(const Workload& workload) {
  const auto words = [](const char* rule, const std::string& key, const LabelSelector& selector) {
    return std::string(rule) + " " + key + " " + OneLabel(selector.match_labels);
  };
  for (const TopologySpread& spread : workload.topology_spread) {
    return words("spread", spread.topology_key, spread.selector);
  }
  for (const PodAffinityTerm& term : workload.pod_affinity) return words("affinity", term.topology_key, term.selector);
  for (const PodAffinityTerm& term : workload.pod_anti_affinity) {
    return words("anti_affinity", term.topology_key, term.selector);
  }
  return "none - -";
}

void WritePods(const PackRequest& request, const std::string& path) {
  std::ofstream file(path);
  for (const Workload& workload : request.workloads) {
    file << workload.replicas << " " << workload.requests.cpu_millicores << " " << workload.requests.memory_bytes << " "
         << OneLabel(workload.labels) << " " << RuleOf(workload) << "\n";
  }
}

}  // namespace

Peer::Peer(const std::string& folder) : folder_(folder) {
  Shell("go build -C " + Quoted(SPOTWRIGHT_SOURCE_DIR "/benchmarks/peers/karpenter") + " -o " +
        Quoted(folder_ + "/karpenter") + " .");
}

PeerPacking Peer::Pack(const PackRequest& request) const {
  const std::string catalogue = folder_ + "/catalogue.txt";
  const std::string pods = folder_ + "/pods.txt";
  const std::string answer = folder_ + "/answer.txt";
  WriteCatalogue(request, catalogue);
  WritePods(request, pods);
  Shell(Quoted(folder_ + "/karpenter") + " " + Quoted(catalogue) + " " + Quoted(pods) + " >" + Quoted(answer));
  PeerPacking packing;
  std::int64_t wanted = 0;
  std::ifstream(answer) >> wanted >> packing.unplaced >> packing.nodes >> packing.usd_per_hour >> packing.seconds;
  return packing;
}

}  // namespace spotwright::bench
