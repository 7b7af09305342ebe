// Draft: a problem with everything decided but the nodes. Which replicas may be on spot, which wishes are kept, which
// cell each pod goes to; what remains is an instance to solve.
#ifndef SPOTWRIGHT_SRC_PACKING_DRAFT_H_
#define SPOTWRIGHT_SRC_PACKING_DRAFT_H_

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "src/packing/host_rules.h"
#include "src/packing/instance.h"
#include "src/packing/masks.h"
#include "src/packing/problem.h"
#include "src/packing/selectors.h"
#include "src/packing/topology.h"
#include "src/packing/units.h"

namespace spotwright::packing {

// What is tried. It changes from one attempt to the next until every rule is kept.
struct Terms {
  ShareUnit share_unit = ShareUnit::kCpu;
  double share = 1;
  std::vector<std::size_t> dropped_wishes;  // By class: how many of its wishes, from the front.
  CellLimits cell_limits;
  std::set<std::string> dropped_groups;  // All-or-nothing groups that are left out.
};

// Replicas of one workload among those of an item.
struct Owner {
  std::size_t workload = 0;
  std::int64_t pods = 0;
};

// Pods of one class in each pod or bundle of an item; the owners' pods are handed out in order.
struct ItemPart {
  std::size_t pod_class = 0;
  bool spot = false;
  std::int64_t pods = 1;
  std::vector<Owner> owners;
};

enum class WhyHomeless { kSpread, kAffinity, kGroup, kNotSupported };

// Pods that are not in the instance.
struct LeftOut {
  std::size_t pod_class = 0;
  bool spot = false;
  WhyHomeless why = WhyHomeless::kSpread;
  std::vector<Owner> owners;
};

struct Draft {
  Instance instance;
  std::vector<std::vector<ItemPart>> items;  // By item of the instance.
  std::vector<LeftOut> left_out;
  std::vector<Unit> units;
  std::vector<CellShare> shares;           // How the units were divided over cells.
  std::vector<std::size_t> item_of_share;  // SIZE_MAX: in no item.
  bool exact = true;                       // Whether the instance allows all that the problem allows.
};

// Draws up instances for one problem. Problem::workloads gets its max_spot from the terms.
class Drafter {
 public:
  explicit Drafter(Problem& problem);

  Draft Make(const Terms& terms);

  // The instance without anything that was decided for it: cells, bundles, caps. For the pods that `draft` placed, so
  // that a bound holds whatever else could have been decided. `left` is by item of the draft.
  Instance Relax(const Draft& draft, const std::vector<std::int64_t>& left);

  // Narrows the terms after a packing left pods in some cells; false when there is nothing to narrow.
  bool LimitCells(const Draft& draft, const std::vector<std::int64_t>& left, Terms& terms);

  // Of each item, what must go from the packing so that hard spreads and affinities are kept.
  std::vector<std::int64_t> Excess(const Draft& draft, const std::vector<std::int64_t>& left);

  // Whether pods of the unit have a wish that a cell can grant.
  bool WishesForCells(const Unit& unit) const;

  // How many wishes a class has.
  std::size_t WishCount(std::size_t pod_class) const { return wishes_[pod_class].size(); }

 private:
  void DropWishes(const std::vector<std::size_t>& dropped);
  bool SharesNodes(std::size_t pod_class) const;
  std::int64_t MostTogether(std::size_t pod_class) const;
  Streams MakeStreams() const;
  Instance Base() const;
  void AddItems(const Streams& streams, Draft& draft);
  std::vector<std::int64_t> PlacedOf(const Draft& draft, const std::vector<std::int64_t>& left) const;
  Item MakeItem(const Unit& unit, std::size_t mask, bool with_caps) const;
  void AddCaps();

  Problem& problem_;
  Selectors selectors_;
  Masks masks_;
  std::vector<std::vector<Wish>> wishes_;  // By class.
  std::vector<std::size_t> dropped_;       // Whose rules and terms stand below.
  std::vector<std::vector<Wish>> kept_;
  std::unique_ptr<HostRules> rules_;
  std::unique_ptr<Topology> topology_;
  std::vector<std::int64_t> caps_;  // Left of each.
  std::vector<std::vector<CapUse>> caps_of_class_;
};

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_DRAFT_H_
