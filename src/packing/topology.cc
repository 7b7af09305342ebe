// Topology, second part: choosing cells.
#include "src/packing/topology.h"

#include <algorithm>

namespace spotwright::packing {

std::uint64_t Topology::KeysOf(const Unit& unit) const {
  std::uint64_t keys = 0;
  for (const auto& [c, pods] : unit.pods) keys |= keys_of_class_[c];
  return keys;
}

Amounts Topology::SizeOf(const Unit& unit) const {
  Amounts size(problem_.resources.size(), 0);
  for (const auto& [c, pods] : unit.pods) AddTo(size, problem_.sizes[problem_.classes[c].size], pods);
  return size;
}

std::size_t Topology::MaskOf(const Unit& unit, int cell) {
  if (cell < 0) return unit.mask;
  const std::uint64_t keys = KeysOf(unit);
  return masks_.Within(unit.mask, CellsOf(keys).cell_of, keys, cell);
}

// By cell: what a unit costs there at the least, were its node full of its like; 0 with room on a node that runs,
// kUnlimited where nothing is open.
const std::vector<std::int64_t>& Topology::PricesOf(const Unit& unit, std::uint64_t keys) {
  const bool plain = unit.pods.size() == 1 && unit.pods.front().second == 1;
  const std::size_t size_key =
      plain ? problem_.classes[unit.pods.front().first].size
            : bundle_sizes_.try_emplace(SizeOf(unit), problem_.sizes.size() + bundle_sizes_.size()).first->second;
  const auto [found, added] = prices_.try_emplace({unit.mask, size_key, keys});
  std::vector<std::int64_t>& prices = found->second;
  if (!added) return prices;
  const Cells& cells = CellsOf(keys);
  const Amounts size = SizeOf(unit);
  const Mask& mask = masks_[unit.mask];
  prices.assign(cells.load.size(), kUnlimited);
  for (std::size_t c = 0; c < mask.kinds.size(); ++c) {
    const Candidate& candidate = problem_.candidates[c];
    if (mask.kinds[c] == 0 || !candidate.in_stock || !Fits(size, candidate.free)) continue;
    double part = 0;
    for (std::size_t r = 0; r < size.size(); ++r) {
      if (size[r] > 0) part = std::max(part, static_cast<double>(size[r]) / static_cast<double>(candidate.free[r]));
    }
    std::int64_t& price = prices[static_cast<std::size_t>(cells.cell_of[candidate.signature])];
    price = std::min(price, 1 + static_cast<std::int64_t>(static_cast<double>(candidate.effective_micro) * part));
  }
  for (std::size_t n = 0; n < mask.hosts.size(); ++n) {
    const ExistingNode& node = problem_.nodes[n];
    if (mask.hosts[n] != 0 && Fits(size, node.free)) {
      prices[static_cast<std::size_t>(cells.cell_of[node.signature])] = 0;
    }
  }
  return prices;
}

// By cell: whether pods under the mask count for a spread when they are there.
const std::vector<std::uint8_t>& Topology::CountedIn(std::size_t mask, std::uint64_t keys, std::size_t term) {
  const auto [found, added] = counted_.try_emplace({mask, keys, term});
  std::vector<std::uint8_t>& counted = found->second;
  if (!added) return counted;
  const Cells& cells = CellsOf(keys);
  counted.assign(cells.load.size(), 0);
  const auto look_at = [&](std::size_t s) {
    if (terms_[term].counted_on[s] != 0) counted[static_cast<std::size_t>(cells.cell_of[s])] = 1;
  };
  for (std::size_t c = 0; c < masks_[mask].kinds.size(); ++c) {
    if (masks_[mask].kinds[c] != 0) look_at(problem_.candidates[c].signature);
  }
  for (std::size_t n = 0; n < masks_[mask].hosts.size(); ++n) {
    if (masks_[mask].hosts[n] != 0) look_at(problem_.nodes[n].signature);
  }
  return counted;
}

Topology::View Topology::ViewOf(const Unit& unit) {
  const std::uint64_t keys = KeysOf(unit);
  View view{&unit, &CellsOf(keys), &PricesOf(unit, keys), {}, false};
  const auto add = [&](std::size_t t, const Held* held, std::size_t holder, std::int64_t holders) {
    Link& link = view.links.emplace_back();
    link.term = t;
    link.held = held;
    link.holders = holders;
    const auto means = [&](std::size_t c) { return std::binary_search(meant_by_[c].begin(), meant_by_[c].end(), t); };
    for (const auto& [c, pods] : unit.pods) link.meant += means(c) ? pods : 0;
    link.means_itself = held != nullptr && means(holder);
    link.domains = &view.cells->domains[terms_[t].key];
    if (terms_[t].kind == Term::kSpread) link.counted = &CountedIn(unit.mask, keys, t);
  };
  std::vector<std::size_t> meant;
  for (const auto& [c, pods] : unit.pods) {
    for (const Held& held : held_[c]) {
      add(held.term, &held, c, pods);
      view.holds |= held.hard;
    }
    meant.insert(meant.end(), meant_by_[c].begin(), meant_by_[c].end());
  }
  std::sort(meant.begin(), meant.end());
  meant.erase(std::unique(meant.begin(), meant.end()), meant.end());
  for (const std::size_t t : meant) add(t, nullptr, 0, 0);
  return view;
}

std::int64_t Topology::Least(const Term& term) const {
  std::int64_t least = kUnlimited;
  std::int64_t domains = 0;
  for (std::size_t d = 0; d < term.domains.size(); ++d) {
    if (term.domains[d] == 0) continue;
    ++domains;
    least = std::min(least, term.counts[d]);
  }
  return domains < std::max<std::int64_t>(1, term.min_domains) ? 0 : least;
}

bool Topology::IsLegal(const Link& link, std::size_t cell) const {
  const Term& term = terms_[link.term];
  const int domain = (*link.domains)[cell];
  const bool holds = link.held != nullptr;
  if (domain < 0) return !holds || term.kind == Term::kApart;  // Without the label a node is in no domain.
  const auto d = static_cast<std::size_t>(domain);
  const std::int64_t added = link.counted == nullptr || (*link.counted)[cell] != 0 ? link.meant : 0;
  switch (term.kind) {
    case Term::kApart:
      return holds ? term.counts[d] == 0 && link.meant == (link.means_itself ? 1 : 0) : term.holders[d] == 0;
    case Term::kNear:
      if (!holds || term.counts[d] > 0 || link.meant > (link.means_itself ? 1 : 0)) return true;
      // The first of pods that want to be among their like may go anywhere.
      return link.means_itself &&
             std::all_of(term.counts.begin(), term.counts.end(), [](std::int64_t count) { return count == 0; });
    case Term::kSpread:
      // Pods that are merely counted must not break what others there hold.
      if (!holds && (term.holders[d] == 0 || added == 0)) return true;
      return term.domains[d] != 0 && term.counts[d] + added - Least(term) <= term.max_skew;
  }
  return false;
}

bool Topology::IsLegal(const View& view, std::size_t cell) const {
  return std::all_of(view.links.begin(), view.links.end(), [&](const Link& link) {
    return (link.held != nullptr && !link.held->hard) || IsLegal(link, cell);
  });
}

// What makes one legal cell better than another: smaller is better.
Topology::Rank Topology::RankOf(const View& view, std::size_t cell) const {
  std::int64_t skew = 0;  // Beyond what soft spreads wish.
  std::int64_t wished = 0;
  std::int64_t counted = 0;
  for (const Link& link : view.links) {
    const Term& term = terms_[link.term];
    if ((*link.domains)[cell] < 0) continue;
    const std::int64_t there = term.counts[static_cast<std::size_t>((*link.domains)[cell])];
    if (link.held == nullptr) {
      if (term.kind == Term::kSpread) counted += there;
    } else if (!link.held->hard && term.kind == Term::kSpread) {
      skew += std::max<std::int64_t>(0, there + link.meant - Least(term) - term.max_skew);
    } else if (!link.held->hard && there > 0) {
      wished += term.kind == Term::kNear ? -link.held->weight : link.held->weight;
    }
  }
  const std::int64_t load = view.cells->load[cell];
  const auto index = static_cast<std::int64_t>(cell);
  // Pods that spreads of others count are evened out; pods with a term of their own take the cheapest that it allows.
  if (view.holds) return {skew, wished, (*view.prices)[cell], counted, load, index};
  return {skew, wished, counted, (*view.prices)[cell], load, index};
}

void Topology::Place(const View& view, std::size_t cell, std::int64_t count) {
  for (const Link& link : view.links) {
    if ((*link.domains)[cell] < 0) continue;
    Term& term = terms_[link.term];
    const auto d = static_cast<std::size_t>((*link.domains)[cell]);
    if (link.held != nullptr) {
      if (link.held->hard) term.holders[d] += link.holders * count;
    } else if (link.counted == nullptr || (*link.counted)[cell] != 0) {
      term.counts[d] += link.meant * count;
    }
  }
  for (const auto& [c, pods] : view.unit->pods) {
    view.cells->load[cell] += problem_.sizes[problem_.classes[c].size][kCpu] * pods * count;
  }
}

void Topology::AssignUnit(std::size_t index, const View& view, const CellLimits& limits, std::int64_t& left,
                          std::vector<CellShare>& shares) {
  const std::size_t cells = view.prices->size();
  std::vector<std::int64_t> placed(cells, 0);
  std::vector<std::int64_t> most(cells, kUnlimited);
  for (auto limit = limits.lower_bound({index, 0}); limit != limits.end() && limit->first.first == index; ++limit) {
    most[static_cast<std::size_t>(limit->first.second)] = limit->second;
  }
  while (left > 0) {
    std::size_t best = cells;
    Rank best_rank{};
    for (std::size_t cell = 0; cell < cells; ++cell) {
      if ((*view.prices)[cell] == kUnlimited || placed[cell] >= most[cell] || !IsLegal(view, cell)) continue;
      const Rank rank = RankOf(view, cell);
      if (best != cells && rank >= best_rank) continue;
      best = cell;
      best_rank = rank;
    }
    if (best == cells) break;
    Place(view, best, 1);
    ++placed[best];
    --left;
  }
  for (std::size_t cell = 0; cell < cells; ++cell) {
    if (placed[cell] > 0) shares.push_back({index, static_cast<int>(cell), placed[cell]});
  }
}

std::vector<CellShare> Topology::Assign(const std::vector<Unit>& units, const CellLimits& limits) {
  Reset();
  std::vector<CellShare> shares;
  struct Waiting {
    std::size_t unit;
    View view;
    std::int64_t left;
    std::int64_t priority;
    std::size_t open_cells;
  };
  std::vector<Waiting> queue;
  for (std::size_t u = 0; u < units.size(); ++u) {
    if (KeysOf(units[u]) == 0) {
      shares.push_back({u, kAnyCell, units[u].count});
      continue;
    }
    View view = ViewOf(units[u]);
    const auto closed = static_cast<std::size_t>(std::count(view.prices->begin(), view.prices->end(), kUnlimited));
    const std::int64_t priority = problem_.classes[units[u].pods.front().first].like->priority;
    const std::size_t open_cells = view.prices->size() - closed;
    queue.push_back({u, std::move(view), units[u].count, priority, open_cells});
  }
  std::stable_sort(queue.begin(), queue.end(), [](const Waiting& a, const Waiting& b) {
    return std::tuple(-a.priority, a.view.holds, a.open_cells) < std::tuple(-b.priority, b.view.holds, b.open_cells);
  });
  // Again as long as something came to be placed: it may be what others want to be near.
  CellLimits rest = limits;
  for (bool progress = true; progress;) {
    progress = false;
    for (Waiting& waiting : queue) {
      if (waiting.left == 0) continue;
      const std::size_t before = shares.size();
      AssignUnit(waiting.unit, waiting.view, rest, waiting.left, shares);
      progress |= shares.size() > before;
      for (std::size_t i = before; waiting.left > 0 && i < shares.size(); ++i) {
        const auto limit = rest.find({shares[i].unit, shares[i].cell});
        if (limit != rest.end()) limit->second -= shares[i].count;
      }
    }
  }
  for (const Waiting& waiting : queue) {
    if (waiting.left > 0) shares.push_back({waiting.unit, kNoCell, waiting.left});
  }
  return shares;
}

std::int64_t Topology::ExcessOf(const View& view, const CellShare& share) const {
  std::int64_t excess = 0;
  for (const Link& link : view.links) {
    const int domain = (*link.domains)[static_cast<std::size_t>(share.cell)];
    if (link.held == nullptr || !link.held->hard || domain < 0) continue;
    const Term& term = terms_[link.term];
    const std::int64_t there = term.counts[static_cast<std::size_t>(domain)];
    if (term.kind == Term::kSpread) {
      const std::int64_t above = there - Least(term) - term.max_skew;
      const std::int64_t each = std::max<std::int64_t>(1, link.meant);
      if (above > 0) excess = std::max(excess, std::min(share.count, (above + each - 1) / each));
    } else if (term.kind == Term::kNear && there == 0) {
      excess = share.count;  // What it wanted to be near found no place.
    }
  }
  return excess;
}

std::vector<std::int64_t> Topology::Excess(const std::vector<Unit>& units, const std::vector<CellShare>& shares) {
  Reset();
  std::vector<CellShare> rest = shares;
  std::vector<View> views;
  for (const CellShare& share : rest) {
    views.push_back(ViewOf(units[share.unit]));
    if (share.cell >= 0) Place(views.back(), static_cast<std::size_t>(share.cell), share.count);
  }
  std::vector<std::int64_t> removed(shares.size(), 0);
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = rest.size(); i-- > 0;) {
      if (rest[i].cell < 0 || rest[i].count == 0) continue;
      const std::int64_t excess = ExcessOf(views[i], rest[i]);
      if (excess == 0) continue;
      Place(views[i], static_cast<std::size_t>(rest[i].cell), -excess);
      rest[i].count -= excess;
      removed[i] += excess;
      changed = true;
    }
  }
  return removed;
}

}  // namespace spotwright::packing
