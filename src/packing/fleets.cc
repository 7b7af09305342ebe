#include "src/packing/fleets.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "src/model/begin.h"
#include "src/packing/attainable_cost.h"
#include "src/packing/fleet_cuts.h"
#include "src/packing/fleet_fill.h"
#include "src/packing/fleet_list.h"
#include "src/packing/fleet_program.h"

namespace spotwright::packing {
namespace {

// Fleets are listed in ranges of cost, so that the cuts of one spare work in the next.
constexpr std::int64_t kRanges = 8;

constexpr std::size_t kMostCuts = 60;

constexpr double kRounding = 1e-9;

enum class Verdict : std::uint8_t { kImpossible, kPacked, kOpen, kCancelled };

class Ruling {
 public:
  Ruling(const Instance& instance, const FleetEffort& effort, const Call& call, Packing& packing)
      : instance_(instance), effort_(effort), call_(call), packing_(packing), program_(instance) {}

  std::optional<std::int64_t> Run(std::span<const double> values, std::int64_t bound) {
    cuts_ = ResourceCuts(instance_, effort_.cut_steps);
    values_.assign(values.begin(), values.end());
    cuts_.push_back(MakeFleetCut(instance_, {values.begin(), values.end()}, effort_.cut_steps));
    FleetList list(instance_, cuts_);
    const std::int64_t gap = packing_.cost_micro - bound;
    std::vector<FleetList::Priced> fleets;
    for (std::int64_t range = 1; range <= kRanges && bound < packing_.cost_micro; ++range) {
      const std::int64_t below =
          range == kRanges ? packing_.cost_micro : std::min(packing_.cost_micro, bound + gap / kRanges + 1);
      const bool complete = list.List(bound, below, effort_.most_fleets, effort_.list_steps, fleets);
      if (!complete) return bound;
      for (const FleetList::Priced& fleet : fleets) {
        if (fleet.cost_micro >= packing_.cost_micro) break;
        const Verdict verdict = Judge(fleet.fleet);
        if (verdict == Verdict::kCancelled) return std::nullopt;
        if (verdict == Verdict::kImpossible) continue;
        // The packing may well leave nodes of the fleet empty: it was not ruled out yet, so it is the cheapest.
        if (verdict == Verdict::kPacked) return packing_.cost_micro;
        return std::max(bound, fleet.cost_micro);
      }
      bound = below;
    }
    return std::min(bound, packing_.cost_micro);
  }

 private:
  Verdict Judge(const Fleet& fleet) {
    if (model::IsCancelled(call_)) return Verdict::kCancelled;
    const auto allows = [&](const FleetCut& cut) { return cut.Allows(fleet); };
    if (!std::ranges::all_of(cuts_, allows)) return Verdict::kImpossible;
    std::vector<std::int64_t> numbers(instance_.hosts.size(), 1);
    numbers.insert(numbers.end(), fleet.begin(), fleet.end());
    if (Keep(FillFleet(instance_, numbers, values_, effort_.fill_steps))) return Verdict::kPacked;
    FleetProgram::Solution solution = program_.Solve(numbers, effort_.cut_steps);
    if (solution.held < solution.worth * (1 - kRounding)) {
      if (cuts_.size() < kMostCuts) {
        cuts_.push_back(MakeFleetCut(instance_, std::move(solution.values), effort_.cut_steps));
      }
      return Verdict::kImpossible;
    }
    if (solution.values.empty() || effort_.cut_steps <= 0) return Verdict::kOpen;
    return effort_.covers-- > 0 ? TryAll(fleet, std::move(solution)) : Verdict::kOpen;
  }

  bool Keep(std::optional<Packing> found) {
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

  const Instance& instance_;
  FleetEffort effort_;
  const Call& call_;
  Packing& packing_;
  FleetProgram program_;
  std::vector<double> values_;
  std::vector<FleetCut> cuts_;
};

}  // namespace

bool IsPricedByNodes(const Instance& instance) {
  for (std::size_t j = 0; j < instance.items.size(); ++j) {
    for (const Kind& kind : instance.kinds) {
      if (instance.SurchargeMicro(j, kind.interruptions_per_hour) > 0) return false;
    }
    for (const Host& host : instance.hosts) {
      if (instance.SurchargeMicro(j, host.interruptions_per_hour) > 0) return false;
    }
  }
  return std::ranges::all_of(instance.kinds, [](const Kind& kind) { return kind.price_micro > 0; });
}

std::optional<std::int64_t> RuleOutFleets(const Instance& instance, std::span<const double> values_micro,
                                          std::int64_t bound_micro, FleetEffort effort, const Call& call,
                                          Packing& packing) {
  return Ruling(instance, effort, call, packing).Run(values_micro, bound_micro);
}

}  // namespace spotwright::packing
