#include "src/packing/exhaust.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <utility>
#include <vector>

#include "src/model/begin.h"
#include "src/packing/alike.h"
#include "src/packing/attainable_cost.h"
#include "src/packing/fill.h"
#include "src/packing/knapsack.h"
#include "src/packing/ledger.h"

namespace spotwright::packing {
namespace {

// Share of a cost by which sums in doubles may err.
constexpr double kRounding = 1e-9;

// Counts in the states of the search that are remembered.
constexpr std::size_t kMostRemembered = 4'000'000;

constexpr std::size_t kMostHosts = 32;

// In micro-USD; that a worthless pod, which still needs a place, is offered at.
constexpr double kLeastValue = 1e-6;

constexpr std::int64_t kStepsBetweenCancels = 4096;

struct Choice {
  std::uint32_t node = 0;  // A host, or behind the hosts a kind.
  std::vector<Load> content;
  double reduced_cost = 0;
};

class Exhaustion {
 public:
  Exhaustion(const Instance& instance, std::span<const double> values_micro, const ExhaustEffort& effort,
             const Call& call, Packing& packing)
      : instance_(instance),
        values_(values_micro.begin(), values_micro.end()),
        effort_(effort),
        call_(call),
        best_(packing),
        ledger_(instance) {}

  std::optional<bool> Run() {
    if (instance_.hosts.size() > kMostHosts) return false;
    bool plain = true;
    for (const Item& item : instance_.items) {
      if (item.count <= 0) continue;
      once_ |= !item.caps.empty();  // Which of the pods that are covered twice are dropped would matter.
      plain &= item.rules.empty() && item.shared.empty() && item.restart_cost_micro <= 0;
    }
    // A full node covers no less than another at the same price. Not so where a rule may forbid the full one alone, or
    // each pod has its surcharge: then all contents are listed.
    if (!List(plain && !once_)) return false;
    if (gap_ < 0) return true;
    ByItem();
    steps_left_ = effort_.steps;
    left_.clear();
    for (const Item& item : instance_.items) left_.push_back(item.count);
    FillHosts(0, gap_);
    if (cancelled_) return std::nullopt;
    return steps_left_ > 0;
  }

 private:
  std::size_t Nodes() const { return instance_.hosts.size() + instance_.kinds.size(); }
  bool IsHost(std::uint32_t node) const { return node < instance_.hosts.size(); }
  std::size_t KindOf(std::uint32_t node) const { return node - instance_.hosts.size(); }

  double Hazard(std::uint32_t node) const {
    return IsHost(node) ? instance_.hosts[node].interruptions_per_hour
                        : instance_.kinds[KindOf(node)].interruptions_per_hour;
  }

  double Price(std::uint32_t node) const {
    return IsHost(node) ? 0 : static_cast<double>(instance_.kinds[KindOf(node)].price_micro);
  }

  double Gain(std::uint32_t node, std::size_t item) const {
    return values_[item] - static_cast<double>(instance_.SurchargeMicro(item, Hazard(node)));
  }

  void Start(std::uint32_t node, Fill& fill) const {
    if (IsHost(node)) {
      fill.StartHost(node);
    } else {
      fill.StartKind(KindOf(node));
    }
  }

  void Offer(std::uint32_t node, Fill& fill, Knapsack& knapsack) const {
    knapsack.Start(IsHost(node) ? instance_.FreeOfHost(node) : instance_.FreeOfKind(KindOf(node)));
    Start(node, fill);
    for (std::size_t j = 0; j < instance_.items.size(); ++j) {
      const Item& item = instance_.items[j];
      const Mask& mask = instance_.masks[item.mask];
      if (item.count <= 0 || (IsHost(node) ? mask.hosts[node] : mask.kinds[KindOf(node)]) == 0) continue;
      const double value = std::max(Gain(node, j), kLeastValue);
      knapsack.Offer(static_cast<std::uint32_t>(j), value, fill.Room(j, item.count), instance_.SizeOf(j));
    }
  }

  // Makes the values feasible, so that no kind can hold more than its price, and lists the patterns within the gap.
  bool List(bool only_full) {
    Fill fill(instance_);
    Knapsack knapsack(instance_.resources);
    std::int64_t steps = effort_.pattern_steps;
    double theta = 1;
    for (std::uint32_t node = static_cast<std::uint32_t>(instance_.hosts.size()); node < Nodes(); ++node) {
      Offer(node, fill, knapsack);
      if (knapsack.Relax() <= Price(node)) continue;
      if (!knapsack.Search(Price(node), steps)) return false;
      if (Price(node) <= 0) return false;
      theta = std::max(theta, knapsack.best_value() / Price(node));
    }
    for (double& value : values_) value /= theta;

    worth_of_host_.assign(instance_.hosts.size(), 0);
    double bound = 0;
    for (std::size_t j = 0; j < values_.size(); ++j)
      bound += values_[j] * static_cast<double>(instance_.items[j].count);
    for (std::uint32_t host = 0; host < instance_.hosts.size(); ++host) {
      Offer(host, fill, knapsack);
      knapsack.Relax();
      if (!knapsack.Search(0, steps)) return false;
      worth_of_host_[host] = knapsack.best_value();
      bound -= worth_of_host_[host];
    }
    const auto best = static_cast<double>(best_.cost_micro);
    slack_ = kRounding * (best + 1);
    gap_ = best - static_cast<double>(CostStep(instance_)) - bound + slack_;
    if (gap_ < 0) return true;

    for (std::uint32_t node = 0; node < Nodes(); ++node) {
      const double charge = IsHost(node) ? worth_of_host_[node] : Price(node);
      Offer(node, fill, knapsack);
      if (knapsack.Relax() < charge - gap_) continue;
      std::vector<std::vector<Knapsack::Taken>> contents;
      const double floor = std::max(0.0, charge - gap_ - slack_);
      if (!knapsack.Enumerate(floor, only_full, effort_.most_patterns - choices_.size(), steps, contents)) return false;
      for (const auto& content : contents) Add(node, charge, content, fill);
    }
    std::ranges::stable_sort(choices_, {}, &Choice::reduced_cost);
    return true;
  }

  void Add(std::uint32_t node, double charge, const std::vector<Knapsack::Taken>& content, Fill& fill) {
    Choice choice{node, {}, charge};
    Start(node, fill);
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

  // Which choices cover an item; items with few of them come first.
  void ByItem() {
    covering_.assign(instance_.items.size(), {});
    of_host_.assign(instance_.hosts.size(), {});
    for (std::uint32_t c = 0; c < choices_.size(); ++c) {
      if (IsHost(choices_[c].node)) {
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
  double Cover(const Choice& choice, std::vector<Load>& covered) {
    double twice = 0;
    for (const Load& load : choice.content) {
      const std::int64_t count = std::min(load.count, left_[load.item]);
      left_[load.item] -= count;
      if (count > 0) covered.push_back({load.item, count});
      twice += Gain(choice.node, load.item) * static_cast<double>(load.count - count);
    }
    return twice;
  }

  void Uncover(const std::vector<Load>& covered) {
    for (const Load& load : covered) left_[load.item] += load.count;
  }

  // Each host first: one of its choices, or nothing.
  void FillHosts(std::uint32_t host, double gap) {
    if (host == instance_.hosts.size()) {
      Launch(gap);
      return;
    }
    for (const std::uint32_t c : of_host_[host]) {
      if (choices_[c].reduced_cost > gap - used_up_ || Spent()) break;
      Try(c, gap, [&](double rest) { FillHosts(host + 1, rest); });
    }
    if (worth_of_host_[host] <= gap - used_up_ && !Spent()) FillHosts(host + 1, gap - worth_of_host_[host]);
  }

  template <typename Next>
  void Try(std::uint32_t c, double gap, const Next& next) {
    const Choice& choice = choices_[c];
    std::vector<Load> covered;
    const double rest = gap - choice.reduced_cost - Cover(choice, covered);
    const bool launchable = IsHost(choice.node) || ledger_.Launchable(KindOf(choice.node), 1) > 0;
    if (rest >= used_up_ && launchable && !covered.empty() && (!once_ || covered == choice.content)) {
      const auto index = static_cast<std::uint32_t>(IsHost(choice.node) ? choice.node : KindOf(choice.node));
      chosen_.push_back({IsHost(choice.node), index, 1, covered});
      ledger_.Take(chosen_.back());
      if (!once_ || std::ranges::all_of(ledger_.caps(), [](std::int64_t cap) { return cap >= 0; })) next(rest);
      ledger_.Return(chosen_.back());
      chosen_.pop_back();
    }
    Uncover(covered);
  }

  void Launch(double gap) {
    std::size_t item = instance_.items.size();
    for (const std::size_t j : order_) {
      if (left_[j] > 0) {
        item = j;
        break;
      }
    }
    if (item == instance_.items.size()) {
      Keep();
      return;
    }
    if (Known(gap)) return;
    for (const std::uint32_t c : covering_[item]) {
      if (Spent() || choices_[c].reduced_cost > gap - used_up_) return;
      Try(c, gap, [&](double rest) { Launch(rest); });
    }
  }

  // A state that was met before, with no less of the gap, holds nothing new. Supplies and caps would be part of the
  // state.
  bool Known(double gap) {
    if (!instance_.supplies.empty() || once_) return false;
    if (remembered_.size() * left_.size() >= kMostRemembered) {
      const auto found = remembered_.find(left_);
      return found != remembered_.end() && found->second >= gap;
    }
    const auto [found, added] = remembered_.try_emplace(left_, gap);
    if (added) return false;
    if (found->second >= gap) return true;
    found->second = gap;
    return false;
  }

  // All is covered within the gap: a cheaper packing. From here on only cheaper ones still count.
  void Keep() {
    Packing packing;
    packing.nodes = chosen_;
    packing.left.assign(instance_.items.size(), 0);
    for (const PackedNodes& nodes : packing.nodes) packing.cost_micro += ledger_.CostMicro(nodes);
    if (packing.cost_micro >= best_.cost_micro) return;
    used_up_ += static_cast<double>(best_.cost_micro - packing.cost_micro);
    MergeAlike(packing);
    best_ = std::move(packing);
  }

  const Instance& instance_;
  std::vector<double> values_;
  const ExhaustEffort& effort_;
  const Call& call_;
  Packing& best_;
  Ledger ledger_;
  std::vector<double> worth_of_host_;
  double slack_ = 0;
  double gap_ = 0;      // What a packing may cost above the bound and still be cheaper than the first best.
  double used_up_ = 0;  // Of the gap, by better packings found since.
  std::vector<Choice> choices_;
  std::vector<std::vector<std::uint32_t>> covering_;  // By item, of new nodes.
  std::vector<std::vector<std::uint32_t>> of_host_;
  std::vector<std::size_t> order_;
  std::vector<std::int64_t> left_;
  std::vector<PackedNodes> chosen_;
  bool once_ = false;                                       // No pod may be covered twice.
  std::map<std::vector<std::int64_t>, double> remembered_;  // What is left, and the most of the gap it was met with.
  std::int64_t steps_left_ = 0;
  bool cancelled_ = false;
};

}  // namespace

std::optional<bool> Exhaust(const Instance& instance, std::span<const double> values_micro, const ExhaustEffort& effort,
                            const Call& call, Packing& packing) {
  return Exhaustion(instance, values_micro, effort, call, packing).Run();
}

}  // namespace spotwright::packing
