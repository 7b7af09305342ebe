#include "src/packing/consolidate_domains.h"

#include <utility>

#include "src/packing/compatibility.h"

namespace spotwright::packing::consolidation {

std::set<std::string> SpreadKeys(const Workload& workload) {
  std::set<std::string> keys;
  for (const TopologySpread& spread : workload.topology_spread) {
    const bool hard = spread.when_unsatisfiable == WhenUnsatisfiable::kDoNotSchedule;
    if (hard && spread.topology_key != kHostnameLabel) keys.insert(spread.topology_key);
  }
  return keys;
}

std::vector<std::size_t> LastOfDomain(const std::vector<ClusterNode>& nodes, const std::set<std::string>& gone,
                                      const std::string& key) {
  std::set<std::string> staying;
  std::vector<std::pair<std::size_t, std::string>> going;
  for (std::size_t n = 0; n < nodes.size(); ++n) {
    const NodeTraits traits = TraitsOf(nodes[n].node);
    const auto found = traits.labels.find(key);
    if (found == traits.labels.end()) continue;
    if (gone.count(nodes[n].node.name) > 0) {
      going.emplace_back(n, found->second);
    } else if (!nodes[n].launched) {
      staying.insert(found->second);
    }
  }
  std::vector<std::size_t> last;
  for (const auto& [n, value] : going) {
    if (staying.count(value) == 0) last.push_back(n);
  }
  return last;
}

}  // namespace spotwright::packing::consolidation
