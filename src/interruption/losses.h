// Losses in common: pools and zones that go as a block, and a subscription that is shut off.
#ifndef SPOTWRIGHT_SRC_INTERRUPTION_LOSSES_H_
#define SPOTWRIGHT_SRC_INTERRUPTION_LOSSES_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "spotwright/respond.h"

namespace spotwright::interruption {

// A zone by its region and name.
struct ZoneName {
  std::string region;
  std::string zone;

  friend auto operator<=>(const ZoneName&, const ZoneName&) = default;  // NOLINT(modernize-use-nullptr): a false alarm.
};

ZoneName ZoneOf(const Pool& pool);

class Losses {
 public:
  Losses(std::vector<RecentLoss> recent, const RespondPolicy& policy);

  // A node was lost, or its loss announced. Twice the same node is one loss.
  void Add(RecentLoss loss);

  // Whether a loss in the pool is remembered.
  bool HasLossIn(const Pool& pool) const { return pools_.count(pool) > 0; }

  // Spot pools of which enough nodes were lost within a window that ends with a loss added since the last call.
  std::set<Pool> LostPools() const;

  struct LostZone {
    std::int64_t at_unix_ms = 0;  // The last loss.
    bool on_demand_too = false;   // Of the nodes lost.
  };
  // Zones that lost their share of nodes likewise. `listed`: how many nodes each has now. A lost node may still be
  // listed: those that are not are added.
  std::map<ZoneName, LostZone> LostZones(const std::map<ZoneName, std::int64_t>& listed,
                                         const std::set<std::string_view>& listed_losses) const;

  // Whether what was lost within the window before now looks like a suspended subscription, given that no spot node is
  // left: enough pools, in two zones or more, and nothing of it announced.
  bool LooksLikeSuspension(std::int64_t now_unix_ms) const;

  const std::vector<RecentLoss>& all() const { return recent_; }

  // What the next call must know.
  std::vector<RecentLoss> Recent(std::int64_t now_unix_ms) const;

 private:
  std::int64_t WindowMs() const;
  std::vector<const RecentLoss*> ByTime() const;

  const RespondPolicy* policy_;
  std::vector<RecentLoss> recent_;
  std::set<Pool> pools_;
  std::set<std::string> nodes_;
  std::set<std::string> added_;
};

}  // namespace spotwright::interruption

#endif  // SPOTWRIGHT_SRC_INTERRUPTION_LOSSES_H_
