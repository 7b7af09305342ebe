#include "src/packing/packer.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "src/base/money.h"
#include "src/model/begin.h"

namespace spotwright::packing {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// A pod that is worth nothing to the linear program must still be packed.
constexpr double kLeastWorthUsd = 1e-9;

// How Remake chooses, found by trial over random clusters and the example shop.
constexpr std::uint64_t kOneZoneTenths = 7;
constexpr std::uint64_t kMostTakenApart = 5;

bool Covers(const Amounts& more, const Amounts& less) { return Fits(less, more); }

bool HasCount(const Problem& problem, const Candidate& candidate) {
  return problem.offer_counts[candidate.offer_index] < kUnlimited || candidate.group != nullptr;
}

}  // namespace

Allowance FullAllowance(const Problem& problem) {
  const PackLimits& limits = problem.request->policy.limits;
  Allowance allowance;
  allowance.offers = problem.offer_counts;
  allowance.groups = problem.group_counts;
  allowance.nodes = limits.max_new_nodes.value_or(kUnlimited);
  allowance.cpu_millicores = limits.max_cpu_millicores.value_or(kUnlimited);
  allowance.memory_bytes = limits.max_memory_bytes.value_or(kUnlimited);
  if (limits.max_cost_usd_per_hour) allowance.cost_micro = base::MicroUsd(*limits.max_cost_usd_per_hour);
  return allowance;
}

Packer::Packer(const Problem& problem, std::vector<double> shape_value_usd)
    : problem_(problem),
      worth_(std::move(shape_value_usd)),
      allowance_(FullAllowance(problem)),
      zone_nodes_(problem.zones.size(), 0),
      slot_use_(problem.slot_count, 0),
      random_(20221106) {
  candidate_shapes_.resize(problem.candidates.size());
  node_shapes_.resize(problem.nodes.size());
  for (std::size_t j = 0; j < problem.shapes.size(); ++j) {
    const Shape& shape = problem.shapes[j];
    const Mask& mask = problem.masks[shape.mask];
    for (std::size_t c = 0; c < problem.candidates.size(); ++c) {
      if (mask.candidates[c] != 0 && Fits(shape.size, problem.candidates[c].free)) candidate_shapes_[c].push_back(j);
    }
    for (std::size_t n = 0; n < problem.nodes.size(); ++n) {
      if (mask.nodes[n] != 0 && Fits(shape.size, problem.nodes[n].free)) node_shapes_[n].push_back(j);
    }
  }
  for (double& worth : worth_) worth = std::max(worth, kLeastWorthUsd);
  Prune();
  Settle();
}

// Of candidates in one zone that are open to the same masks, one that holds no more and costs no less is never
// needed, unless there may be too few of the other.
void Packer::Prune() {
  std::map<std::pair<std::size_t, std::string>, std::vector<std::size_t>> alike;
  for (std::size_t c = 0; c < problem_.candidates.size(); ++c) {
    if (candidate_shapes_[c].empty()) continue;
    std::string open;
    for (const Mask& mask : problem_.masks) open.push_back(static_cast<char>(mask.candidates[c]));
    alike[{problem_.candidates[c].zone_index, std::move(open)}].push_back(c);
  }
  for (const auto& [key, members] : alike) {
    for (const std::size_t c : members) {
      const Candidate& mine = problem_.candidates[c];
      const bool outdone = std::any_of(members.begin(), members.end(), [&](std::size_t o) {
        const Candidate& other = problem_.candidates[o];
        if (o == c || HasCount(problem_, other) || !other.slots_used.empty()) return false;
        if (other.price_micro > mine.price_micro || !Covers(other.free, mine.free)) return false;
        const bool equal = other.price_micro == mine.price_micro && Covers(mine.free, other.free);
        return !equal || o < c;
      });
      if (!outdone) useful_.push_back(c);
    }
  }
  std::sort(useful_.begin(), useful_.end());
}

OpenNode Packer::OpenCandidate(std::size_t candidate) const {
  const Candidate& made_from = problem_.candidates[candidate];
  return OpenNode{false, candidate, made_from.free, made_from.slots_used, {}};
}

// Greedy filling: the next pod is the one that is worth most, weighted by how well its proportions match the room
// that is left (the bin-centric dot product of Panigrahy et al. 2011, with shadow prices for sizes).
Packer::Pattern Packer::BestContent(const OpenNode& node, const std::vector<std::size_t>& shapes,
                                    const std::vector<std::int64_t>& left) {
  const std::size_t resources = problem_.resources.size();
  Amounts free = node.free;
  std::vector<double> scale(resources, 0);  // 1 / room at the start, so that resources compare.
  for (std::size_t r = 0; r < resources; ++r) {
    if (free[r] > 0) scale[r] = 1 / static_cast<double>(free[r]);
  }
  const auto count_slots = [&](const Content& content, std::int64_t sign) {
    for (const auto& [j, count] : content) {
      for (const Slot& slot : problem_.shapes[j].slots) slot_use_[slot.id] += sign * count;
    }
  };
  for (const auto& [slot, used] : node.slots) slot_use_[slot] += used;
  count_slots(node.content, 1);

  struct Entry {
    std::size_t shape;
    std::int64_t left;
    std::int64_t taken;
  };
  std::vector<Entry> entries;
  for (const std::size_t j : shapes) {
    if (left[j] > 0) entries.push_back({j, left[j], 0});
  }
  Pattern pattern;
  while (true) {
    Entry* best = nullptr;
    double best_score = -1;
    for (Entry& entry : entries) {
      if (entry.left == 0) continue;
      const Shape& shape = problem_.shapes[entry.shape];
      if (!Fits(shape.size, free)) {
        entry.left = 0;  // Room only shrinks.
        continue;
      }
      const bool slots_full = std::any_of(shape.slots.begin(), shape.slots.end(),
                                          [&](const Slot& slot) { return slot_use_[slot.id] >= slot.limit; });
      if (slots_full) {
        entry.left = 0;
        continue;
      }
      double match = 0;
      double extent = 0;
      for (std::size_t r = 0; r < resources; ++r) {
        const double part = static_cast<double>(shape.size[r]) * scale[r];
        match += part * static_cast<double>(free[r]) * scale[r];
        extent += part;
      }
      const double score = appeal_[entry.shape] * match / extent;
      if (score > best_score) {
        best_score = score;
        best = &entry;
      }
    }
    if (best == nullptr) break;
    const Shape& shape = problem_.shapes[best->shape];
    // Large counts go in steps of an eighth of what fits: the balance of the room is looked at often enough.
    std::int64_t step = best->left;
    for (std::size_t r = 0; r < resources; ++r) {
      if (shape.size[r] > 0) step = std::min(step, free[r] / shape.size[r]);
    }
    step = std::max<std::int64_t>(1, step / 8);
    if (!shape.slots.empty()) step = 1;
    for (std::size_t r = 0; r < resources; ++r) free[r] -= shape.size[r] * step;
    for (const Slot& slot : shape.slots) slot_use_[slot.id] += step;
    best->left -= step;
    best->taken += step;
  }
  for (const Entry& entry : entries) {
    if (entry.taken == 0) continue;
    pattern.content.emplace_back(entry.shape, entry.taken);
    pattern.value_usd += worth_[entry.shape] * static_cast<double>(entry.taken);
  }
  for (const auto& [slot, used] : node.slots) slot_use_[slot] -= used;
  count_slots(node.content, -1);
  count_slots(pattern.content, -1);
  return pattern;
}

void Packer::Put(OpenNode& node, const Content& content, std::vector<std::int64_t>& left) const {
  for (const auto& [j, count] : content) {
    const Shape& shape = problem_.shapes[j];
    for (std::size_t r = 0; r < shape.size.size(); ++r) node.free[r] -= shape.size[r] * count;
    left[j] -= count;
    const auto there =
        std::find_if(node.content.begin(), node.content.end(), [j = j](const auto& entry) { return entry.first == j; });
    if (there == node.content.end()) {
      node.content.emplace_back(j, count);
    } else {
      there->second += count;
    }
  }
}

bool Packer::FillNode(OpenNode& node, std::vector<std::int64_t>& left) {
  const auto& shapes = node.existing ? node_shapes_[node.index] : candidate_shapes_[node.index];
  const Pattern pattern = BestContent(node, shapes, left);
  Put(node, pattern.content, left);
  return !pattern.content.empty();
}

bool Packer::MayOpen(std::size_t candidate) const {
  const Candidate& c = problem_.candidates[candidate];
  const Resources& brings = c.offer->allocatable;
  return allowance_.offers[c.offer_index] > 0 && (c.group == nullptr || allowance_.groups[c.group_index] > 0) &&
         allowance_.nodes > 0 && allowance_.cpu_millicores >= brings.cpu_millicores &&
         allowance_.memory_bytes >= brings.memory_bytes && allowance_.cost_micro >= c.price_micro;
}

// A negative count gives back.
void Packer::Spend(std::size_t candidate, std::int64_t count) {
  const Candidate& c = problem_.candidates[candidate];
  allowance_.offers[c.offer_index] -= count;
  if (c.group != nullptr) allowance_.groups[c.group_index] -= count;
  allowance_.nodes -= count;
  allowance_.cpu_millicores -= count * c.offer->allocatable.cpu_millicores;
  allowance_.memory_bytes -= count * c.offer->allocatable.memory_bytes;
  allowance_.cost_micro -= count * c.price_micro;
  zone_nodes_[c.zone_index] += count;
}

std::size_t Packer::FindBest(const std::vector<std::int64_t>& left, Pattern& best) {
  std::size_t chosen = kNone;
  double best_ratio = -1;
  for (const std::size_t c : useful_) {
    if (!MayOpen(c)) continue;
    Pattern pattern = BestContent(OpenCandidate(c), candidate_shapes_[c], left);
    if (pattern.content.empty()) continue;
    const Candidate& candidate = problem_.candidates[c];
    // A free node is worth any pod; among free ones the value decides.
    const double price_usd = std::max(base::Usd(candidate.price_micro), 1e-9);
    const double ratio = pattern.value_usd / price_usd;
    const bool better =
        ratio > best_ratio || (ratio == best_ratio &&
                               zone_nodes_[candidate.zone_index] < zone_nodes_[problem_.candidates[chosen].zone_index]);
    if (!better) continue;
    best_ratio = ratio;
    chosen = c;
    best = std::move(pattern);
  }
  return chosen;
}

void Packer::OpenNodes(Packing& packing) {
  while (true) {
    Pattern pattern;
    const std::size_t chosen = FindBest(packing.left, pattern);
    if (chosen == kNone) return;
    std::int64_t times = kUnlimited;
    for (const auto& [j, count] : pattern.content) times = std::min(times, packing.left[j] / count);
    // Not all at once: between rounds, equals in other zones get their turn.
    times =
        std::max<std::int64_t>(1, times / static_cast<std::int64_t>(std::max<std::size_t>(1, problem_.zones.size())));
    for (std::int64_t i = 0; i < times && MayOpen(chosen); ++i) {
      OpenNode node = OpenCandidate(chosen);
      Put(node, pattern.content, packing.left);
      packing.nodes.push_back(std::move(node));
      packing.cost_micro += problem_.candidates[chosen].price_micro;
      Spend(chosen, 1);
    }
  }
}

Packing Packer::Construct(bool by_priority) {
  allowance_ = FullAllowance(problem_);
  zone_nodes_.assign(problem_.zones.size(), 0);
  Packing packing;
  for (std::size_t n = 0; n < problem_.nodes.size(); ++n) {
    const ExistingNode& node = problem_.nodes[n];
    packing.nodes.push_back(OpenNode{true, n, node.free, node.slots_used, {}});
  }
  std::set<std::int64_t, std::greater<>> priorities = {0};
  if (by_priority) {
    priorities.clear();
    for (const Shape& shape : problem_.shapes) priorities.insert(shape.priority);
  }
  std::vector<std::int64_t> waiting;
  for (const Shape& shape : problem_.shapes) waiting.push_back(shape.count);
  packing.left.assign(waiting.size(), 0);
  std::vector<std::int64_t> given_up(waiting.size(), 0);
  for (const std::int64_t priority : priorities) {
    for (std::size_t j = 0; j < waiting.size(); ++j) {
      if (by_priority && problem_.shapes[j].priority != priority) continue;
      packing.left[j] = std::exchange(waiting[j], 0);
    }
    for (OpenNode& node : packing.nodes) FillNode(node, packing.left);
    OpenNodes(packing);
    for (std::size_t j = 0; j < waiting.size(); ++j) given_up[j] += std::exchange(packing.left[j], 0);
  }
  packing.left = std::move(given_up);
  return packing;
}

// Another order of filling gives other patterns; what a pattern is worth stays the same.
void Packer::Disturb() {
  for (std::size_t j = 0; j < worth_.size(); ++j) appeal_[j] = worth_[j] * (0.5 + random_.Unit());
}

void Packer::Settle() { appeal_ = worth_; }

// One attempt; returns the change of cost. `undo` gets every node as it was, by index; nodes that were added stand
// behind the old count.
std::int64_t Packer::Remake(Packing& packing, std::vector<std::pair<std::size_t, OpenNode>>& undo) {
  const std::size_t old_count = packing.nodes.size();
  const std::int64_t old_cost = packing.cost_micro;
  std::vector<std::size_t> filled;
  for (std::size_t n = 0; n < old_count; ++n) {
    if (!packing.nodes[n].content.empty()) filled.push_back(n);
  }
  if (filled.empty()) return 0;

  // Nodes with room to spare are the likelier ones to be packed better.
  const auto pick = [&] {
    const std::size_t a = filled[random_.Below(filled.size())];
    const std::size_t b = filled[random_.Below(filled.size())];
    const auto waste = [&](std::size_t n) {
      const OpenNode& node = packing.nodes[n];
      if (node.existing) return -1.0;
      const Amounts& all = problem_.candidates[node.index].free;
      double sum = 0;
      for (const std::size_t r : {std::size_t{kCpu}, std::size_t{kMemory}}) {
        if (all[r] > 0) sum += static_cast<double>(node.free[r]) / static_cast<double>(all[r]);
      }
      return sum;
    };
    return waste(a) >= waste(b) ? a : b;
  };
  // Mostly nodes of one zone: pods bound to it can only be regrouped among them.
  const auto zone_of = [&](std::size_t n) -> const std::string& {
    const OpenNode& node = packing.nodes[n];
    return node.existing ? problem_.nodes[node.index].traits.zone : problem_.candidates[node.index].traits.zone;
  };
  const std::size_t first = pick();
  const bool one_zone = random_.Below(10) < kOneZoneTenths;
  std::set<std::size_t> taken_apart = {first};
  const std::size_t wanted = std::min<std::size_t>(filled.size(), 1 + random_.Below(kMostTakenApart));
  for (std::size_t tries = 0; taken_apart.size() < wanted && tries < 4 * kMostTakenApart; ++tries) {
    const std::size_t n = pick();
    if (!one_zone || zone_of(n) == zone_of(first)) taken_apart.insert(n);
  }

  for (const std::size_t n : taken_apart) {
    OpenNode& node = packing.nodes[n];
    undo.emplace_back(n, node);
    for (const auto& [j, count] : node.content) packing.left[j] += count;
    if (node.existing) {
      node = OpenNode{true, node.index, problem_.nodes[node.index].free, problem_.nodes[node.index].slots_used, {}};
    } else {
      packing.cost_micro -= problem_.candidates[node.index].price_micro;
      Spend(node.index, -1);
      node.content.clear();
      node.free.clear();  // Marks a node that is gone.
    }
  }
  Disturb();
  // Into the room of other nodes first, a few of them, in a random order.
  for (int i = 0; i < 6; ++i) {
    const std::size_t n = random_.Below(old_count);
    OpenNode& node = packing.nodes[n];
    if (node.free.empty()) continue;
    OpenNode before = node;
    if (FillNode(node, packing.left)) undo.emplace_back(n, std::move(before));
  }
  OpenNodes(packing);
  Settle();
  return packing.cost_micro - old_cost;
}

std::optional<Packing> Packer::Improve(Packing packing, std::int64_t iterations, const Call& call) {
  Packing best = packing;
  for (std::int64_t i = 0; i < iterations; ++i) {
    if (model::IsCancelled(call)) return std::nullopt;
    if (call.progress) call.progress(static_cast<double>(i) / static_cast<double>(iterations));
    const std::vector<std::int64_t> left_before = packing.left;
    const std::size_t count_before = packing.nodes.size();
    const std::int64_t cost_before = packing.cost_micro;
    std::vector<std::pair<std::size_t, OpenNode>> undo;
    Remake(packing, undo);
    // Slightly dearer ways are followed for a while, ever less so: they lead out of dead ends.
    const std::int64_t slack = best.cost_micro / 200 * (iterations - i) / iterations;
    bool lost = false;
    bool gained = false;
    for (std::size_t j = 0; j < left_before.size(); ++j) {
      lost |= packing.left[j] > left_before[j];
      gained |= packing.left[j] < left_before[j];
    }
    if (lost || (!gained && packing.cost_micro > best.cost_micro + slack)) {
      for (std::size_t n = count_before; n < packing.nodes.size(); ++n) Spend(packing.nodes[n].index, -1);
      packing.nodes.resize(count_before);
      for (auto entry = undo.rbegin(); entry != undo.rend(); ++entry) {
        OpenNode& node = packing.nodes[entry->first];
        if (node.free.empty()) Spend(entry->second.index, 1);
        node = std::move(entry->second);
      }
      packing.left = left_before;
      packing.cost_micro = cost_before;
      continue;
    }
    std::erase_if(packing.nodes, [](const OpenNode& node) { return node.free.empty(); });
    if (gained || packing.cost_micro < best.cost_micro) best = packing;
  }
  return best;
}

}  // namespace spotwright::packing
