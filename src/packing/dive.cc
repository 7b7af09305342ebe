#include "src/packing/dive.h"

#include <algorithm>
#include <map>
#include <utility>

#include "src/packing/contents.h"
#include "src/packing/greedy.h"

namespace spotwright::packing {
namespace {

// An amount this close to the next whole number counts as whole.
constexpr double kWhole = 1e-6;

// Patterns with at least this amount are fixed together; of others only the largest.
constexpr double kNearlyWhole = 0.7;

class Diving {
 public:
  Diving(const Instance& instance, const std::vector<std::uint32_t>& kinds, const Packing& start, const Ledger& ledger)
      : instance_(instance), kinds_(kinds), packing_(start), ledger_(ledger) {}

  // How many of the pattern's nodes, up to `most`, may still be had, all their pods being left.
  std::int64_t Room(const Pattern& pattern, std::int64_t most) const {
    most = ledger_.Launchable(pattern.kind, most);
    const Kind& kind = instance_.kinds[pattern.kind];
    for (const Load& load : pattern.content) {
      most = std::min(most, ledger_.left(load.item) / load.count);
      if (!instance_.items[load.item].caps.empty()) {
        // Other items of the pattern may draw on the same caps.
        const std::int64_t pods = PodsUnderCapsOf(instance_, load.item, pattern.content);
        most = std::min(most,
                        ledger_.CapRoom(load.item, kind.pool, kind.zone, kUnlimited) / std::max<std::int64_t>(1, pods));
      }
    }
    return most;
  }

  std::int64_t Fix(const Pattern& pattern, std::int64_t most) {
    const std::int64_t times = Room(pattern, most);
    if (times <= 0) return 0;
    packing_.nodes.push_back({false, pattern.kind, times, pattern.content});
    ledger_.Take(packing_.nodes.back());
    return times;
  }

  // Whole parts first; if there are none, what is nearest to a whole node.
  std::int64_t FixSome(std::vector<std::pair<Pattern, double>> amounts) {
    std::int64_t fixed = 0;
    for (auto& [pattern, amount] : amounts) {
      const auto whole = static_cast<std::int64_t>(amount + kWhole);
      if (whole <= 0) continue;
      fixed += Fix(pattern, whole);
      amount -= static_cast<double>(whole);
    }
    if (fixed > 0) return fixed;
    std::ranges::stable_sort(amounts, [](const auto& a, const auto& b) { return a.second > b.second; });
    for (const auto& [pattern, amount] : amounts) {
      if (fixed > 0 && amount < kNearlyWhole) break;
      fixed += Fix(pattern, 1);
    }
    return fixed;
  }

  Packing Finished(std::span<const double> values_micro) const {
    Packing packing = packing_;
    Ledger ledger = ledger_;
    Greedy(instance_, kinds_, values_micro, ledger, packing);
    SumUp(ledger, packing);
    return packing;
  }

  // Patterns whose pods are all still left.
  std::vector<Pattern> Proper(const std::vector<Pattern>& pool) const {
    std::vector<Pattern> proper;
    for (const Pattern& pattern : pool) {
      if (Room(pattern, 1) > 0) proper.push_back(pattern);
    }
    return proper;
  }

  bool done() const {
    return std::ranges::none_of(ledger_.left(), [](std::int64_t left) { return left > 0; });
  }
  const Ledger& ledger() const { return ledger_; }

 private:
  const Instance& instance_;
  const std::vector<std::uint32_t>& kinds_;
  Packing packing_;
  Ledger ledger_;
};

}  // namespace

bool IsBetter(const Instance& instance, const Packing& packing, const Packing& than) {
  std::map<std::int64_t, std::int64_t, std::greater<>> more_left;  // By priority.
  for (std::size_t j = 0; j < packing.left.size(); ++j) {
    if (packing.left[j] != than.left[j]) more_left[instance.items[j].priority] += packing.left[j] - than.left[j];
  }
  for (const auto& [priority, more] : more_left) {
    if (more != 0) return more < 0;
  }
  return packing.cost_micro < than.cost_micro;
}

std::optional<Packing> Dive(const Instance& instance, PatternPricing& pricing, const ConfigurationLp& lp,
                            const Packing& start, const Ledger& ledger, const DiveEffort& effort, const Call& call) {
  Diving diving(instance, pricing.kinds(), start, ledger);
  Packing best = diving.Finished(lp.values_micro);
  std::vector<Pattern> pool = lp.pool;
  std::vector<std::pair<Pattern, double>> amounts = lp.amounts;
  std::vector<double> values = lp.values_micro;
  for (int round = 0; round < effort.rounds; ++round) {
    const auto fixed = diving.FixSome(std::move(amounts));
    if (fixed == 0) break;
    Packing finished = diving.Finished(values);
    if (IsBetter(instance, finished, best)) best = std::move(finished);
    if (diving.done()) break;
    pool = diving.Proper(pool);
    auto residual =
        SolveConfigurationLp(instance, pricing, diving.ledger().left(), values, std::move(pool), effort.residual, call);
    if (!residual) return std::nullopt;
    pool = std::move(residual->pool);
    amounts = std::move(residual->amounts);
    values = std::move(residual->values_micro);
  }
  return best;
}

}  // namespace spotwright::packing
