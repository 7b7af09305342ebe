#include "src/packing/attempts.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <utility>

#include "src/base/random.h"
#include "src/packing/alike.h"
#include "src/packing/ledger.h"
#include "src/packing/prove.h"

namespace spotwright::packing {
namespace {

// How often cells that proved too small are narrowed before wishes are given up.
constexpr int kCellRounds = 4;

// Wishes are given up one by one this often; then all that concern pods left out, at once.
constexpr int kWishRounds = 12;

// Other cells are tried once for so many iterations of improvement, and no more often than this work allows; the work
// of one trial is items x (kinds + hosts), about.
constexpr std::int64_t kIterationsPerTrial = 50;
constexpr std::int64_t kTrialWork = 4'000'000;
constexpr std::uint64_t kSeed = 1;

// The part of the work that a fast packing is, about.
constexpr double kDoneWhenFast = 0.1;

std::int64_t Sum(const std::vector<std::int64_t>& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

// Calls visit(class) for each workload that misses a place, those that no later attempt can help left aside.
template <typename Visit>
void EachLeft(const Problem& problem, const Draft& draft, const std::vector<std::int64_t>& left, const Visit& visit) {
  for (const LeftOut& out : draft.left_out) {
    if (out.why == WhyHomeless::kNotSupported || out.why == WhyHomeless::kGroup) continue;
    if (!out.owners.empty()) visit(out.pod_class);
  }
  for (std::size_t j = 0; j < left.size(); ++j) {
    if (left[j] == 0) continue;
    for (const ItemPart& part : draft.items[j]) {
      // What is left belongs to the last owners.
      std::int64_t rest = left[j] * part.pods;
      for (auto owner = part.owners.rbegin(); owner != part.owners.rend() && rest > 0; ++owner) {
        visit(problem.workloads[owner->workload].pod_class);
        rest -= owner->pods;
      }
    }
  }
}

std::int64_t LeftOutPods(const Draft& draft) {
  std::int64_t pods = 0;
  for (const LeftOut& out : draft.left_out) {
    for (const Owner& owner : out.owners) pods += owner.pods;
  }
  return pods;
}

// Takes pods of which there is an `excess` off one node, and off the excess; false if it has none of them.
bool TakeOff(std::vector<std::int64_t>& excess, std::vector<Load>& content) {
  bool any = false;
  for (Load& load : content) {
    const std::int64_t taken = std::min(excess[load.item], load.count);
    load.count -= taken;
    excess[load.item] -= taken;
    any |= taken > 0;
  }
  std::erase_if(content, [](const Load& load) { return load.count == 0; });
  return any;
}

// Takes `excess` of each item off the nodes, the last first. Nodes that are empty then are not launched.
void TakeOff(const Instance& instance, std::vector<std::int64_t> excess, Packing& packing) {
  std::vector<PackedNodes> changed;
  for (std::size_t n = packing.nodes.size(); n-- > 0;) {
    PackedNodes& alike = packing.nodes[n];
    // One of several alike is no longer like the others, which may have to give pods as well.
    while (alike.times > 0) {
      PackedNodes one{alike.existing, alike.index, 1, alike.content};
      if (!TakeOff(excess, one.content)) break;
      --alike.times;
      changed.push_back(std::move(one));
    }
  }
  packing.nodes.insert(packing.nodes.end(), changed.begin(), changed.end());
  MergeAlike(packing);
  SumUp(instance, packing);
}

// Removes what breaks a hard spread or affinity because pods it was counted with found no place.
void KeepTerms(Drafter& drafter, Attempt& attempt) {
  if (Sum(attempt.solution.packing.left) == 0) return;
  const std::vector<std::int64_t> excess = drafter.Excess(attempt.draft, attempt.solution.packing.left);
  if (Sum(excess) == 0) return;
  TakeOff(attempt.draft.instance, excess, attempt.solution.packing);
  attempt.solution.bound_micro = 0;
}

// Of the all-or-nothing groups that miss pods, the least important, the last by name of equals.
std::string IncompleteGroup(const Problem& problem, const Attempt& attempt) {
  std::map<std::string, std::int64_t> priorities;
  EachLeft(problem, attempt.draft, attempt.solution.packing.left, [&](std::size_t c) {
    const Workload& like = *problem.classes[c].like;
    if (!like.all_or_nothing_group.empty()) priorities.try_emplace(like.all_or_nothing_group, like.priority);
  });
  for (const PodClass& pods : problem.classes) {
    const auto group = priorities.find(pods.like->all_or_nothing_group);
    if (group != priorities.end()) group->second = std::max(group->second, pods.like->priority);
  }
  std::string least;
  for (const auto& [group, priority] : priorities) {
    if (least.empty() || priority <= priorities.at(least)) least = group;
  }
  return least;
}

class Settler {
 public:
  Settler(Drafter& drafter, const Problem& problem, Terms terms, const Effort& effort, const Call& call)
      : drafter_(drafter), problem_(problem), terms_(std::move(terms)), effort_(effort), call_(call) {
    terms_.dropped_wishes.assign(problem.classes.size(), 0);
    for (const PodClass& pods : problem.classes) {
      const std::string& group = pods.like->all_or_nothing_group;
      if (!pods.left_out.empty() && !group.empty()) terms_.dropped_groups.insert(group);
    }
  }

  std::optional<Attempt> Run() {
    while (true) {
      std::optional<Attempt> attempt = TryFast();
      if (!attempt) return std::nullopt;
      if (call_.progress) call_.progress(kDoneWhenFast);
      if (Narrow(*attempt) || GiveUpWishes(*attempt)) continue;
      KeepTerms(drafter_, *attempt);
      const std::string group = IncompleteGroup(problem_, *attempt);
      if (group.empty() && !TryOtherCells(*attempt)) return std::nullopt;
      if (!group.empty()) {
        terms_.dropped_groups.insert(group);
        StartOver();
        continue;
      }
      std::optional<Attempt> finished = Finish(std::move(*attempt));
      if (finished && call_.progress) call_.progress(1);
      return finished;
    }
  }

 private:
  std::optional<Attempt> TryFast() {
    Attempt attempt{drafter_.Make(terms_), {}, {}};
    Effort fast = effort_;
    fast.quality = PackQuality::kFast;
    std::optional<Solution> solution = Solve(attempt.draft.instance, fast, call_, attempt.begun);
    if (!solution) return std::nullopt;
    attempt.solution = std::move(*solution);
    return attempt;
  }

  // Cells are chosen by what a node full of like pods costs. What the pods beside them make of it shows only in a
  // packing: some shares are moved elsewhere, one at a time, as long as that pays. False when cancelled.
  bool TryOtherCells(Attempt& best) {
    if (effort_.quality == PackQuality::kFast || Sum(best.solution.packing.left) > 0) return true;
    std::vector<std::size_t> movable;
    const auto list_movable = [&] {
      movable.clear();
      for (std::size_t i = 0; i < best.draft.shares.size(); ++i) {
        const CellShare& share = best.draft.shares[i];
        if (share.cell >= 0 && !drafter_.WishesForCells(best.draft.units[share.unit])) movable.push_back(i);
      }
    };
    list_movable();
    const Instance& instance = best.draft.instance;
    const auto size =
        static_cast<std::int64_t>(instance.items.size() * (instance.kinds.size() + instance.hosts.size()));
    const std::int64_t trials = std::min(effort_.max_iterations / kIterationsPerTrial, kTrialWork / (size + 1));
    base::Random random(kSeed);
    const std::int64_t left_out = LeftOutPods(best.draft);
    for (std::int64_t t = 0; t < trials && !movable.empty(); ++t) {
      const CellShare& share = best.draft.shares[movable[random.Below(movable.size())]];
      const Terms before = terms_;
      const auto moved = 1 + static_cast<std::int64_t>(random.Below(static_cast<std::uint64_t>(share.count)));
      terms_.cell_limits[{share.unit, share.cell}] = share.count - moved;
      std::optional<Attempt> tried = TryFast();
      if (!tried) return false;
      const bool sound = Sum(tried->solution.packing.left) == 0 && LeftOutPods(tried->draft) <= left_out;
      if (!sound || tried->solution.packing.cost_micro >= best.solution.packing.cost_micro) {
        terms_ = before;
        continue;
      }
      best = std::move(*tried);
      list_movable();
    }
    return true;
  }

  // What optimal quality searches is another part of the packings, and now and then not the better one: where its
  // packing is not proven, it is the cheaper of its own and of the balanced one.
  std::optional<Solution> SolveWell(Attempt& attempt) {
    std::optional<Solution> best = Solve(attempt.draft.instance, effort_, call_, attempt.begun);
    if (!best || effort_.quality != PackQuality::kOptimal || best->packing.cost_micro <= best->bound_micro) return best;
    Effort balanced = effort_;
    balanced.quality = PackQuality::kBalanced;
    std::optional<Solution> other = Solve(attempt.draft.instance, balanced, call_, attempt.begun);
    if (!other) return std::nullopt;
    const bool cheaper =
        other->packing.left == best->packing.left && other->packing.cost_micro < best->packing.cost_micro;
    if (!cheaper) return best;
    if (best->bound_micro > other->bound_micro) {
      other->bound_micro = best->bound_micro;
      other->proof = best->proof;
    }
    Conclude(*other);
    return other;
  }

  // The better packing may leave no more pods out than the fast one.
  std::optional<Attempt> Finish(Attempt attempt) {
    if (effort_.quality != PackQuality::kFast) {
      std::optional<Solution> better = SolveWell(attempt);
      if (!better) return std::nullopt;
      if (Sum(better->packing.left) <= Sum(attempt.solution.packing.left)) {
        Attempt improved{std::move(attempt.draft), std::move(*better), std::move(attempt.begun)};
        KeepTerms(drafter_, improved);
        if (IncompleteGroup(problem_, improved).empty()) return Bounded(std::move(improved));
        improved.solution = std::move(attempt.solution);
        attempt = std::move(improved);
      }
    }
    return Bounded(std::move(attempt));
  }

  // A bound on the draft is none on the problem where the draft decided more than it had to.
  std::optional<Attempt> Bounded(Attempt attempt) {
    Solution& solution = attempt.solution;
    if (attempt.draft.exact && solution.bound_micro > 0) return attempt;
    const std::optional<ProvenBound> bound =
        Prove(drafter_.Relax(attempt.draft, solution.packing.left), {effort_.quality, 0, true}, call_);
    if (!bound) return std::nullopt;
    solution.bound_micro = bound->micro;
    solution.proof = bound->proof;
    return attempt;
  }

  bool Narrow(const Attempt& attempt) {
    return cell_rounds_++ < kCellRounds && drafter_.LimitCells(attempt.draft, attempt.solution.packing.left, terms_);
  }

  bool GiveUpWishes(const Attempt& attempt) {
    std::vector<std::uint8_t> concerned(problem_.classes.size(), 0);
    EachLeft(problem_, attempt.draft, attempt.solution.packing.left, [&](std::size_t c) { concerned[c] = 1; });
    bool given_up = false;
    for (std::size_t c = 0; c < concerned.size(); ++c) {
      std::size_t& dropped = terms_.dropped_wishes[c];
      if (concerned[c] == 0 || dropped >= drafter_.WishCount(c)) continue;
      dropped = wish_rounds_ < kWishRounds ? dropped + 1 : drafter_.WishCount(c);
      given_up = true;
    }
    if (given_up) {
      ++wish_rounds_;
      StartOver();
    }
    return given_up;
  }

  // Cells are others when terms are.
  void StartOver() {
    terms_.cell_limits.clear();
    cell_rounds_ = 0;
  }

  Drafter& drafter_;
  const Problem& problem_;
  Terms terms_;
  const Effort effort_;
  const Call& call_;
  int cell_rounds_ = 0;
  int wish_rounds_ = 0;
};

}  // namespace

std::optional<Attempt> Settle(Drafter& drafter, const Problem& problem, Terms terms, const Effort& effort,
                              const Call& call) {
  return Settler(drafter, problem, std::move(terms), effort, call).Run();
}

}  // namespace spotwright::packing
