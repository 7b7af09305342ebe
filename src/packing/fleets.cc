#include "src/packing/fleets.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "src/model/begin.h"
#include "src/packing/attainable_cost.h"
#include "src/packing/fleet_cuts.h"
#include "src/packing/fleet_dive.h"
#include "src/packing/fleet_fill.h"
#include "src/packing/fleet_list.h"
#include "src/packing/fleet_program.h"
#include "src/packing/ledger.h"

namespace spotwright::packing {
namespace {

// Fleets are listed in ranges of cost, so that the cuts of one spare work in the next.
constexpr std::int64_t kRanges = 8;

constexpr std::size_t kMostCuts = 60;

constexpr double kRounding = 1e-9;

enum class Verdict : std::uint8_t { kImpossible, kPacked, kOpen, kCancelled };

// Whether pods fit does not depend on what interruptions of them cost.
Instance WithoutSurcharges(Instance instance) {
  for (Item& item : instance.items) item.restart_cost_micro = 0;
  return instance;
}

class Ruling {
 public:
  Ruling(const Instance& instance, const FleetEffort& effort, const Call& call, Packing& packing)
      : whole_(instance),
        surcharged_(HasSurcharges(instance)),
        instance_(WithoutSurcharges(instance)),
        effort_(effort),
        call_(call),
        packing_(packing),
        counts_(instance_.Counts()),
        program_(instance_) {}

  std::optional<std::int64_t> Run(std::span<const double> values, std::int64_t bound) {
    cuts_ = ResourceCuts(instance_, effort_.cut_steps);
    values_.assign(values.begin(), values.end());
    cuts_.push_back(
        MakeFleetCut(instance_, {values.begin(), values.end()}, NodeKnapsack::kFewStates, effort_.cut_steps));
    FleetList list(instance_, cuts_, surcharged_);
    const std::int64_t surcharge = LeastSurcharge(Fleet(instance_.kinds.size(), 1));
    const std::int64_t first = bound;
    const std::int64_t gap = packing_.cost_micro - bound;
    std::int64_t undecided =
        std::numeric_limits<std::int64_t>::max();  // What the cheapest fleet so far costs at least.
    std::vector<FleetList::Priced> fleets;
    for (std::int64_t range = 1; range <= kRanges && bound < packing_.cost_micro; ++range) {
      const std::int64_t below =
          range == kRanges ? packing_.cost_micro : std::min(packing_.cost_micro, bound + gap / kRanges + 1);
      // A fleet of low prices may have high surcharges.
      const std::int64_t from = surcharged_ && range == 1 ? 0 : bound - surcharge;
      const bool complete = list.List(from, below - surcharge, effort_.most_fleets, effort_.list_steps, fleets);
      if (!complete) return std::max(first, std::min(bound, undecided));
      for (const FleetList::Priced& fleet : fleets) {
        if (fleet.cost_micro + surcharge >= packing_.cost_micro) break;
        const std::int64_t least = fleet.cost_micro + LeastSurcharge(fleet.fleet);
        if (least >= packing_.cost_micro) continue;
        const Verdict verdict = Judge(fleet.fleet);
        if (verdict == Verdict::kCancelled) return std::nullopt;
        if (verdict == Verdict::kImpossible) continue;
        if (verdict == Verdict::kOpen) {
          return std::max(first, std::min(std::max(bound, fleet.cost_micro + surcharge), undecided));
        }
        // The packing may well leave nodes of the fleet empty: it was not ruled out yet, so it is the cheapest.
        if (!surcharged_) return packing_.cost_micro;
        // Other ways to fill it may be cheaper.
        undecided = std::min(undecided, least);
      }
      bound = below;
    }
    return std::max(first, std::min({bound, undecided, packing_.cost_micro}));
  }

 private:
  // Each pod on the safest node of the fleet, or host, that is open to it; whether all fit there is not asked.
  std::int64_t LeastSurcharge(const Fleet& fleet) const {
    if (!surcharged_) return 0;
    std::int64_t sum = 0;
    for (std::size_t j = 0; j < whole_.items.size(); ++j) {
      if (whole_.items[j].count <= 0 || whole_.items[j].restart_cost_micro <= 0) continue;
      const Mask& mask = whole_.masks[whole_.items[j].mask];
      double safest = std::numeric_limits<double>::infinity();
      for (std::size_t k = 0; k < fleet.size(); ++k) {
        if (fleet[k] > 0 && mask.kinds[k] != 0) safest = std::min(safest, whole_.kinds[k].interruptions_per_hour);
      }
      for (std::size_t h = 0; h < whole_.hosts.size(); ++h) {
        if (mask.hosts[h] != 0) safest = std::min(safest, whole_.hosts[h].interruptions_per_hour);
      }
      if (safest == std::numeric_limits<double>::infinity()) continue;
      sum += whole_.SurchargeMicro(j, safest) * whole_.items[j].count;
    }
    return sum;
  }

  Verdict Judge(const Fleet& fleet) {
    if (model::IsCancelled(call_)) return Verdict::kCancelled;
    const auto allows = [&](const FleetCut& cut) { return cut.Allows(fleet); };
    if (!std::ranges::all_of(cuts_, allows)) return Verdict::kImpossible;
    std::vector<std::int64_t> numbers(instance_.hosts.size(), 1);
    numbers.insert(numbers.end(), fleet.begin(), fleet.end());
    if (Keep(FillFleet(instance_, numbers, values_, effort_.fill_steps))) return Verdict::kPacked;
    FleetProgram::Solution solution = program_.Solve(numbers, counts_, effort_.cut_steps);
    if (solution.held < solution.worth * (1 - kRounding)) {
      if (cuts_.size() < kMostCuts) {
        cuts_.push_back(
            MakeFleetCut(instance_, std::move(solution.values), NodeKnapsack::kManyStates, effort_.cut_steps));
      }
      return Verdict::kImpossible;
    }
    if (solution.values.empty() || effort_.cut_steps <= 0) return Verdict::kOpen;
    if (Keep(DiveIntoFleet(instance_, program_, numbers, solution, effort_.dive, effort_.dive_steps)))
      return Verdict::kPacked;
    return effort_.covers-- > 0 ? TryAll(fleet, std::move(solution)) : Verdict::kOpen;
  }

  bool Keep(std::optional<Packing> found) {
    if (found && surcharged_) SumUp(whole_, *found);
    if (found && found->cost_micro < packing_.cost_micro) packing_ = std::move(*found);
    return found.has_value();
  }

  // All ways to fill the fleet: what its nodes could hold beyond what is needed is all there is to waste.
  Verdict TryAll(const Fleet& fleet, FleetProgram::Solution solution) {
    CoverTerms terms;
    terms.gap_micro = std::max(0.0, solution.held - solution.worth) + kRounding;
    terms.values_micro = std::move(solution.values);
    terms.charges_micro = std::move(solution.most);
    terms.limits = fleet;
    bool packed = false;
    const auto keep = [&](Packing found) {
      packed = Keep(std::move(found));
      return std::numeric_limits<double>::infinity();
    };
    const CoverOutcome outcome = CoverByPatterns(instance_, terms, effort_.cover, call_, keep);
    if (outcome == CoverOutcome::kCancelled) return Verdict::kCancelled;
    if (packed) return Verdict::kPacked;
    return outcome == CoverOutcome::kComplete ? Verdict::kImpossible : Verdict::kOpen;
  }

  const Instance& whole_;
  const bool surcharged_;
  const Instance instance_;  // Without surcharges.
  FleetEffort effort_;
  const Call& call_;
  Packing& packing_;
  const std::vector<std::int64_t> counts_;
  FleetProgram program_;
  std::vector<double> values_;
  std::vector<FleetCut> cuts_;
};

}  // namespace

bool IsPriced(const Instance& instance) {
  return std::ranges::all_of(instance.kinds, [](const Kind& kind) { return kind.price_micro > 0; });
}

bool HasSurcharges(const Instance& instance) {
  for (std::size_t j = 0; j < instance.items.size(); ++j) {
    for (const Kind& kind : instance.kinds) {
      if (instance.SurchargeMicro(j, kind.interruptions_per_hour) > 0) return true;
    }
    for (const Host& host : instance.hosts) {
      if (instance.SurchargeMicro(j, host.interruptions_per_hour) > 0) return true;
    }
  }
  return false;
}

std::optional<std::int64_t> RuleOutFleets(const Instance& instance, std::span<const double> values_micro,
                                          std::int64_t bound_micro, FleetEffort effort, const Call& call,
                                          Packing& packing) {
  return Ruling(instance, effort, call, packing).Run(values_micro, bound_micro);
}

}  // namespace spotwright::packing
