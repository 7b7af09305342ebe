#include "src/packing/pattern_cover.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

#include "src/model/begin.h"
#include "src/packing/alike.h"
#include "src/packing/ledger.h"
#include "src/packing/node_knapsack.h"

namespace spotwright::packing {
namespace {

// Share of a cost by which sums in doubles may err.
constexpr double kRounding = 1e-9;

// Counts in the states of the search that are remembered.
constexpr std::size_t kMostRemembered = 4'000'000;

// What a worthless pod, which still needs a place, is offered at, as a share of the dearest node.
constexpr double kLeastValue = 1e-12;

constexpr std::int64_t kStepsBetweenCancels = 4096;

struct Choice {
  std::size_t node = 0;
  std::vector<Load> content;
  double reduced_cost = 0;  // What the pods do not pay of the charge.
};

class Cover {
 public:
  Cover(const Instance& instance, const CoverTerms& terms, const CoverEffort& effort, const Call& call,
        const std::function<double(Packing)>& found)
      : instance_(instance),
        terms_(terms),
        effort_(effort),
        call_(call),
        found_(found),
        knapsack_(instance),
        ledger_(instance),
        counts_(instance.Counts()),
        limits_(terms.limits) {}

  CoverOutcome Run() {
    bool plain = true;
    for (const Item& item : instance_.items) {
      if (item.count <= 0) continue;
      once_ |= !item.caps.empty();  // Which of the pods that are covered twice are dropped would matter.
      plain &= item.rules.empty() && item.shared.empty() && item.restart_cost_micro <= 0;
    }
    // A full node covers no less than another at the same charge. Not so where a rule may forbid the full one alone,
    // or each pod has its surcharge: then all contents are listed.
    if (!List(plain && !once_)) return CoverOutcome::kSpent;
    ByItem();
    steps_left_ = effort_.steps;
    left_ = counts_;
    FillHosts(0, terms_.gap_micro);
    if (cancelled_) return CoverOutcome::kCancelled;
    return steps_left_ > 0 ? CoverOutcome::kComplete : CoverOutcome::kSpent;
  }

 private:
  bool List(bool only_full) {
    const double dearest = std::ranges::max(terms_.charges_micro);
    const double rounding = kRounding * (dearest + terms_.gap_micro);
    std::int64_t steps = effort_.pattern_steps;
    for (std::size_t node = 0; node < knapsack_.nodes(); ++node) {
      if (!knapsack_.IsHost(node) && !Remains(knapsack_.KindOf(node))) continue;
      const double least = terms_.charges_micro[node] - terms_.gap_micro - rounding;
      Knapsack& knapsack = knapsack_.Offer(node, terms_.values_micro, counts_, kLeastValue * dearest);
      if (knapsack.Relax() < least) continue;
      std::vector<std::vector<Knapsack::Taken>> contents;
      const std::size_t most = effort_.most_patterns - choices_.size();
      if (!knapsack.Enumerate(std::max(0.0, least), only_full, most, steps, contents)) return false;
      for (const auto& content : contents) Add(node, content);
    }
    std::ranges::stable_sort(choices_, {}, &Choice::reduced_cost);
    return true;
  }

  void Add(std::size_t node, const std::vector<Knapsack::Taken>& content) {
    Choice choice{node, {}, terms_.charges_micro[node]};
    Fill& fill = knapsack_.Start(node);
    for (const Knapsack::Taken& taken : content) {
      if (fill.Room(taken.item, taken.count) < taken.count) return;
      fill.Add(taken.item, taken.count);
      choice.content.push_back({taken.item, taken.count});
      choice.reduced_cost -= Gain(node, taken.item) * static_cast<double>(taken.count);
    }
    choice.reduced_cost = std::max(0.0, choice.reduced_cost);
    std::ranges::sort(choice.content, {}, &Load::item);
    choices_.push_back(std::move(choice));
  }

  double Gain(std::size_t node, std::size_t item) const { return knapsack_.Gain(node, item, terms_.values_micro); }

  bool Remains(std::size_t kind) const { return limits_.empty() || limits_[kind] > 0; }

  // Which choices cover an item; items with few of them come first.
  void ByItem() {
    covering_.assign(instance_.items.size(), {});
    of_host_.assign(instance_.hosts.size(), {});
    for (std::uint32_t c = 0; c < choices_.size(); ++c) {
      if (knapsack_.IsHost(choices_[c].node)) {
        of_host_[choices_[c].node].push_back(c);
        continue;
      }
      for (const Load& load : choices_[c].content) covering_[load.item].push_back(c);
    }
    order_.resize(instance_.items.size());
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    std::ranges::stable_sort(order_,
                             [&](std::size_t a, std::size_t b) { return covering_[a].size() < covering_[b].size(); });
  }

  bool Spent() {
    if (--steps_left_ <= 0) return true;
    if (steps_left_ % kStepsBetweenCancels == 0) cancelled_ |= model::IsCancelled(call_);
    return cancelled_;
  }

  // Takes the pods of the choice off what is left; returns what the values pay for those covered twice.
  double Take(const Choice& choice, std::vector<Load>& covered) {
    double twice = 0;
    for (const Load& load : choice.content) {
      const std::int64_t count = std::min(load.count, left_[load.item]);
      left_[load.item] -= count;
      if (count > 0) covered.push_back({load.item, count});
      twice += Gain(choice.node, load.item) * static_cast<double>(load.count - count);
    }
    return twice;
  }

  void Return(const std::vector<Load>& covered) {
    for (const Load& load : covered) left_[load.item] += load.count;
  }

  // Each host first: one of its choices, or nothing.
  void FillHosts(std::size_t host, double gap) {
    if (host == instance_.hosts.size()) {
      Launch(gap);
      return;
    }
    for (const std::uint32_t c : of_host_[host]) {
      if (choices_[c].reduced_cost > gap - used_up_ || Spent()) break;
      Try(c, gap, [&](double rest) { FillHosts(host + 1, rest); });
    }
    const double unused = terms_.charges_micro[host];
    if (unused <= gap - used_up_ && !Spent()) FillHosts(host + 1, gap - unused);
  }

  template <typename Next>
  void Try(std::uint32_t c, double gap, const Next& next) {
    const Choice& choice = choices_[c];
    const bool host = knapsack_.IsHost(choice.node);
    const std::size_t kind = host ? 0 : knapsack_.KindOf(choice.node);
    if (!host && (!Remains(kind) || ledger_.Launchable(kind, 1) <= 0)) return;
    std::vector<Load> covered;
    const double rest = gap - choice.reduced_cost - Take(choice, covered);
    if (rest >= used_up_ && !covered.empty() && (!once_ || covered == choice.content)) {
      const bool limited = !host && !limits_.empty();
      if (limited) --limits_[kind];
      chosen_.push_back({host, static_cast<std::uint32_t>(host ? choice.node : kind), 1, covered});
      ledger_.Take(chosen_.back());
      if (!once_ || std::ranges::all_of(ledger_.caps(), [](std::int64_t cap) { return cap >= 0; })) next(rest);
      ledger_.Return(chosen_.back());
      chosen_.pop_back();
      if (limited) ++limits_[kind];
    }
    Return(covered);
  }

  void Launch(double gap) {
    const auto item = std::ranges::find_if(order_, [&](std::size_t j) { return left_[j] > 0; });
    if (item == order_.end()) {
      Keep();
      return;
    }
    if (Known(gap)) return;
    for (const std::uint32_t c : covering_[*item]) {
      if (Spent() || choices_[c].reduced_cost > gap - used_up_) return;
      Try(c, gap, [&](double rest) { Launch(rest); });
    }
  }

  // A state that was met before, with no less of the gap, holds nothing new. Caps would be part of the state, and
  // supplies if they are what limits the nodes.
  bool Known(double gap) {
    if (once_ || (limits_.empty() && !instance_.supplies.empty())) return false;
    std::vector<std::int64_t> state = left_;
    state.insert(state.end(), limits_.begin(), limits_.end());
    if (remembered_.size() * state.size() >= kMostRemembered) {
      const auto found = remembered_.find(state);
      return found != remembered_.end() && found->second >= gap;
    }
    const auto [found, added] = remembered_.try_emplace(std::move(state), gap);
    if (added) return false;
    if (found->second >= gap) return true;
    found->second = gap;
    return false;
  }

  // All is covered within the gap.
  void Keep() {
    Packing packing;
    packing.nodes = chosen_;
    SumUp(ledger_, packing);
    MergeAlike(packing);
    used_up_ += found_(std::move(packing));
  }

  const Instance& instance_;
  const CoverTerms& terms_;
  const CoverEffort& effort_;
  const Call& call_;
  const std::function<double(Packing)>& found_;
  NodeKnapsack knapsack_;
  Ledger ledger_;
  double used_up_ = 0;  // Of the gap, since better packings were found.
  std::vector<Choice> choices_;
  std::vector<std::vector<std::uint32_t>> covering_;  // By item, of new nodes.
  std::vector<std::vector<std::uint32_t>> of_host_;
  std::vector<std::size_t> order_;
  const std::vector<std::int64_t> counts_;  // By item.
  std::vector<std::int64_t> left_;
  std::vector<std::int64_t> limits_;
  std::vector<PackedNodes> chosen_;
  bool once_ = false;                                       // No pod may be covered twice.
  std::map<std::vector<std::int64_t>, double> remembered_;  // What is left, and the most of the gap it was met with.
  std::int64_t steps_left_ = 0;
  bool cancelled_ = false;
};

}  // namespace

CoverOutcome CoverByPatterns(const Instance& instance, const CoverTerms& terms, const CoverEffort& effort,
                             const Call& call, const std::function<double(Packing)>& found) {
  return Cover(instance, terms, effort, call, found).Run();
}

}  // namespace spotwright::packing
