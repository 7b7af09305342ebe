// Supply: from which offer a node is replaced.
#ifndef SPOTWRIGHT_SRC_INTERRUPTION_SUPPLY_H_
#define SPOTWRIGHT_SRC_INTERRUPTION_SUPPLY_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "spotwright/respond.h"
#include "src/interruption/losses.h"
#include "src/interruption/world.h"
#include "src/market/pool_cooling.h"
#include "src/packing/compatibility.h"

namespace spotwright::interruption {

enum class Lack : std::int32_t {
  kNone = 0,
  kFits = 1,     // No offer holds what runs there.
  kCooling = 2,  // Those that do cool, are out of stock, or are where losses are foretold.
  kQuota = 3,    // A quota leaves no room.
};

struct Choice {
  std::optional<std::size_t> offer;  // Index in the request.
  std::int64_t count = 0;            // Nodes of it that hold what runs there.
  bool in_cooling_zone = false;
  Lack lack = Lack::kNone;
  std::optional<std::int64_t> open_again_unix_ms;  // Under kCooling, where time alone helps.
};

class Supply {
 public:
  // `troubled`: spot pools in which losses were announced or are foretold; nothing new goes there. `proven`: pools that
  // have held nodes for long enough to go before others.
  Supply(const RespondRequest& request, const World& world, const market::PoolCoolings& coolings,
         const std::set<Pool>& troubled, const std::set<Pool>& proven, std::map<ZoneName, std::int64_t> nodes_in_zones);

  // What runs counts against the quotas: so many nodes of each pool. A type that no offer sells counts for nothing, as
  // how many vCPUs it was sold with is not known. O(pools x quotas).
  void ChargeQuotas(const std::map<Pool, std::int64_t>& running);

  // The first offer, of those that hold what runs on the node and may be had, in a zone that does not cool; then, in
  // zones that do, on-demand alone. Among offers of the same capacity type proven pools go first, then, with
  // spread_zones, the zone of fewest nodes. O(offers x workloads there); each pair is matched once.
  Choice Choose(const Load& load);

  // What Choose returned is launched: it counts in its zone, and its quotas and stock are less by it.
  void Take(const Choice& choice);

 private:
  bool Holds(std::size_t offer, const Load& load, std::int64_t& count);
  bool Fits(std::size_t offer, std::size_t workload);
  bool HasQuota(std::size_t offer, std::int64_t count) const;
  bool GoesBefore(std::size_t offer, const Choice& best) const;

  struct Stock {
    std::optional<packing::NodeTraits> traits;  // Made when first asked for.
    bool open = false;                          // May be launched from now.
    bool zone_cools = false;
    bool proven = false;
    std::optional<std::int64_t> open_again_unix_ms;
    std::int64_t left = 0;
    std::int64_t vcpus = 0;
    std::vector<std::size_t> quotas;  // That count it.
    std::int64_t* in_zone = nullptr;
  };

  const RespondRequest* request_;
  const World* world_;
  std::vector<Architecture> architectures_;
  std::map<ZoneName, std::int64_t> in_zones_;
  std::vector<std::int64_t> quota_left_;
  std::vector<Stock> stock_;       // By offer.
  std::vector<std::int8_t> fits_;  // By offer and workload: 0 not asked yet, 1 yes, 2 no.
};

}  // namespace spotwright::interruption

#endif  // SPOTWRIGHT_SRC_INTERRUPTION_SUPPLY_H_
