// Pods that were left out and need not have been.
#include <algorithm>
#include <map>
#include <set>

#include "tests/support/packed_world.h"
#include "tests/support/packing_checker.h"
#include "tests/support/packing_rules.h"

namespace spotwright::test {
namespace {

class Places {
 public:
  Places(const PackRequest& request, const PackResponse& response) : request_(request), response_(response) {
    std::vector<std::string> ignored;
    world_ = BuildWorld(request, response, ignored);
    for (std::size_t h = 0; h < world_.hosts.size(); ++h) {
      index_[{world_.hosts[h].existing, world_.hosts[h].name}] = h;
    }
    // What is broken without the pod is not its fault, and no place is sure where anything is broken.
    sound_ = Sound(response);
  }

  bool sound() const { return sound_; }

  // The first place for one replica more; empty if there is none.
  std::string For(const Unplaced& entry) const {
    const Workload* const workload = Find(entry);
    if (workload == nullptr) return "";
    for (const Host& host : world_.hosts) {
      if (Takes(*workload, host) && Sound(With(response_, host, *workload))) return host.name;
    }
    for (const Host& host : Launchable(request_)) {
      if (!Takes(*workload, host)) continue;
      Host extra = host;
      extra.name = "one-more";
      if (Sound(With(response_, extra, *workload))) return host.name;
    }
    return "";
  }

  // The first node that has a place once the lesser pods that came there are gone.
  std::string InsteadOfLesser(const Unplaced& entry) const {
    const Workload* const workload = Find(entry);
    if (workload == nullptr) return "";
    for (const PackedNode& node : response_.nodes) {
      const auto found = index_.find({node.existing, node.name});
      if (found == index_.end()) continue;
      Host host = world_.hosts[found->second];
      bool any = false;
      for (auto& [id, there] : host.pods) {
        if (there.placed == 0 || there.workload->priority >= workload->priority) continue;
        any = true;
        there.placed = 0;
      }
      if (any && Takes(*workload, host) && Sound(With(Without(node.name, node.existing, *workload), host, *workload))) {
        return node.name;
      }
    }
    return "";
  }

 private:
  const Workload* Find(const Unplaced& entry) const {
    const auto found = world_.workloads.find({entry.namespace_name, entry.workload});
    return found == world_.workloads.end() ? nullptr : found->second;
  }

  // By what the host alone decides.
  bool Takes(const Workload& workload, const Host& host) const {
    // Of a share of the work each workload may have its part only, so that one replica more on spot is no sure miss.
    const SpotShare& share = request_.policy.spot_share;
    const bool sure = share.max_share >= 1 || share.unit == ShareUnit::kNodes;
    if (!sure && host.pool.capacity_type == CapacityType::kSpot) return false;
    if (!Refusal(workload, host, world_).empty()) return false;
    Host with_one = host;
    AddPods(workload, 1, with_one);
    return HasRoom(with_one) && PortClashes(with_one).empty();
  }

  static PackResponse With(PackResponse response, const Host& host, const Workload& workload) {
    auto node = std::find_if(response.nodes.begin(), response.nodes.end(), [&](const PackedNode& packed) {
      return packed.existing == host.existing && packed.name == host.name;
    });
    if (node == response.nodes.end()) {
      PackedNode extra;
      extra.name = host.name;
      extra.existing = host.existing;
      extra.pool = host.pool;
      extra.group = host.group;
      extra.price_usd_per_hour = static_cast<double>(host.price_micro) / 1e6;
      node = response.nodes.insert(node, std::move(extra));
    }
    node->placements.push_back(Placement{workload.name, workload.namespace_name, 1});
    return response;
  }

  PackResponse Without(const std::string& name, bool existing, const Workload& workload) const {
    PackResponse response = response_;
    for (PackedNode& node : response.nodes) {
      if (node.name != name || node.existing != existing) continue;
      std::erase_if(node.placements, [&](const Placement& placement) {
        const auto lesser = world_.workloads.find({placement.namespace_name, placement.workload});
        return lesser != world_.workloads.end() && lesser->second->priority < workload.priority;
      });
    }
    return response;
  }

  bool Sound(const PackResponse& response) const {
    std::vector<std::string> violations;
    CheckRules(request_, BuildWorld(request_, response, violations), violations);
    return violations.empty();
  }

  const PackRequest& request_;
  const PackResponse& response_;
  World world_;
  std::map<std::pair<bool, std::string>, std::size_t> index_;
  bool sound_ = false;
};

}  // namespace

std::vector<std::string> FindMissedPlaces(const PackRequest& request, const PackResponse& response) {
  std::vector<std::string> missed;
  if (response.unplaced.empty()) return missed;
  const Places places(request, response);
  if (!places.sound()) return missed;
  for (const Unplaced& entry : response.unplaced) {
    const std::string place = places.For(entry);
    if (!place.empty()) missed.push_back(entry.workload + " is left out although it fits on " + place);
  }
  return missed;
}

std::vector<std::string> FindUnjustPlaces(const PackRequest& request, const PackResponse& response) {
  std::vector<std::string> unjust;
  if (response.unplaced.empty()) return unjust;
  const Places places(request, response);
  if (!places.sound()) return unjust;
  for (const Unplaced& entry : response.unplaced) {
    const std::string place = places.InsteadOfLesser(entry);
    if (!place.empty()) unjust.push_back(entry.workload + " is left out for lesser pods on " + place);
  }
  return unjust;
}

}  // namespace spotwright::test
