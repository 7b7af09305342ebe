// Topology: affinity, anti-affinity and spread over the domains of labels other than the host name. Every pod that such
// a term is about gets a cell, a combination of domains, before anything is packed.
#ifndef SPOTWRIGHT_SRC_PACKING_TOPOLOGY_H_
#define SPOTWRIGHT_SRC_PACKING_TOPOLOGY_H_

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "src/packing/masks.h"
#include "src/packing/problem.h"
#include "src/packing/selectors.h"
#include "src/packing/units.h"
#include "src/packing/wishes.h"

namespace spotwright::packing {

// Units of one kind in one cell.
struct CellShare {
  std::size_t unit = 0;
  int cell = 0;  // kAnyCell: no term is about them; kNoCell: none is open to them.
  std::int64_t count = 0;
};
inline constexpr int kAnyCell = -1;
inline constexpr int kNoCell = -2;

// Units that found room in a cell when it turned out to be too small: by unit and cell.
using CellLimits = std::map<std::pair<std::size_t, int>, std::int64_t>;

class Topology {
 public:
  // `kept` are the wishes each class still has.
  Topology(const Problem& problem, Selectors& selectors, Masks& masks, const std::vector<std::vector<Wish>>& kept);

  // Chooses cells, one unit after the other as a scheduler would: units that others' spreads merely count come first
  // and are evened out; then those with terms of their own, each into a cell that is legal at that moment: of several
  // the cheapest, then the emptiest. Affinity to pods that have no place yet waits for them.
  // O(units x cells x terms).
  std::vector<CellShare> Assign(const std::vector<Unit>& units, const CellLimits& limits);

  // Of what was placed (`shares` with the counts that found room), what must go again so that every hard spread is
  // kept: by share.
  std::vector<std::int64_t> Excess(const std::vector<Unit>& units, const std::vector<CellShare>& shares);

  // The part of the unit's mask in a cell.
  std::size_t MaskOf(const Unit& unit, int cell);

 private:
  struct Key {
    std::string_view label;
    std::vector<std::string_view> values;  // Domains.
    std::vector<int> domain_of;            // By signature; below zero: the label is absent.
  };
  struct Term {
    enum Kind { kSpread, kNear, kApart } kind = kSpread;
    std::size_t key = 0;
    std::size_t selector = 0;
    std::int64_t max_skew = 0;
    std::int64_t min_domains = 0;
    std::vector<std::uint8_t> domains;     // Of a spread, by domain: whether it is one.
    std::vector<std::uint8_t> counted_on;  // Of a spread, by signature: whether its pods count.
    std::vector<std::int64_t> standing;    // By domain: what runs there and is meant.
    std::vector<std::int64_t> standing_holders;
    std::vector<std::int64_t> counts;   // The same with what was assigned.
    std::vector<std::int64_t> holders;  // Pods that hold the term; of a spread only new ones.
  };
  struct Held {
    std::size_t term;
    bool hard;
    std::int64_t weight;
  };
  struct Cells {                            // Combinations of domains of a set of keys.
    std::vector<int> cell_of;               // By signature.
    std::vector<std::vector<int>> domains;  // By key and cell; below zero: the label is absent.
    std::vector<std::int64_t> load;         // By cell: CPU assigned, for ties.
  };

  void CollectTerms(const std::vector<std::vector<Wish>>& kept);
  void CountRunning();
  void Reset();
  std::size_t KeyOf(std::string_view label);
  std::size_t Intern(Term term);
  std::size_t SpreadOf(const PodClass& pods, const TopologySpread& spread);
  std::size_t AffinityOf(const Workload& holder, const PodAffinityTerm& term, Term::Kind kind);
  const std::vector<std::uint8_t>& LaunchableFor(const PodClass& pods);
  Cells& CellsOf(std::uint64_t keys);

  // A term as one unit sees it, cell by cell.
  struct Link {
    std::size_t term = 0;
    const Held* held = nullptr;                          // Null: the term only means pods of the unit.
    std::int64_t holders = 0;                            // Pods of one unit that hold it.
    std::int64_t meant = 0;                              // Pods of one unit that it means.
    bool means_itself = false;                           // Whether a holder is among them.
    const std::vector<int>* domains;                     // By cell; below zero: the label is absent.
    const std::vector<std::uint8_t>* counted = nullptr;  // By cell: whether pods there count. Null: everywhere.
  };
  struct View {
    const Unit* unit;
    Cells* cells;
    const std::vector<std::int64_t>* prices;  // By cell.
    std::vector<Link> links;
    bool holds = false;  // Whether it holds a hard term.
  };
  using Rank = std::array<std::int64_t, 6>;

  std::uint64_t KeysOf(const Unit& unit) const;
  Amounts SizeOf(const Unit& unit) const;
  const std::vector<std::int64_t>& PricesOf(const Unit& unit, std::uint64_t keys);
  const std::vector<std::uint8_t>& CountedIn(std::size_t mask, std::uint64_t keys, std::size_t term);
  View ViewOf(const Unit& unit);
  std::int64_t Least(const Term& term) const;
  bool IsLegal(const View& view, std::size_t cell) const;
  bool IsLegal(const Link& link, std::size_t cell) const;
  Rank RankOf(const View& view, std::size_t cell) const;
  void Place(const View& view, std::size_t cell, std::int64_t count);
  void AssignUnit(std::size_t index, const View& view, const CellLimits& limits, std::int64_t& left,
                  std::vector<CellShare>& shares);
  std::int64_t ExcessOf(const View& view, const CellShare& share) const;

  const Problem& problem_;
  Selectors& selectors_;
  Masks& masks_;
  std::vector<Key> keys_;
  std::vector<Term> terms_;
  std::map<std::string, std::size_t> term_index_;
  std::vector<std::vector<Held>> held_;             // By class.
  std::vector<std::vector<std::size_t>> meant_by_;  // By class: terms whose selector means it.
  std::vector<std::uint64_t> keys_of_class_;        // As bits.
  std::map<std::uint64_t, Cells> cells_;
  std::map<Amounts, std::size_t> bundle_sizes_;  // Numbered on from the sizes of single pods.
  std::map<std::pair<std::size_t, std::size_t>, std::vector<std::uint8_t>> launchable_;  // By mask and size.
  std::map<std::tuple<std::size_t, std::size_t, std::uint64_t>, std::vector<std::int64_t>> prices_;  // ... and keys.
  std::map<std::tuple<std::size_t, std::uint64_t, std::size_t>, std::vector<std::uint8_t>>
      counted_;  // Mask, keys, term.
};

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_TOPOLOGY_H_
