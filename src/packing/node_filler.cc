#include "src/packing/node_filler.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace spotwright::packing {
namespace {

// Of what fits of a bucket, this share joins at once; the balance of the room is then looked at again.
constexpr std::int64_t kStepShare = 8;

// Below any score.
constexpr double kNever = -std::numeric_limits<double>::infinity();

}  // namespace

NodeFiller::NodeFiller(const Instance& instance, const Ledger& ledger, Stock& stock)
    : instance_(instance),
      ledger_(ledger),
      stock_(stock),
      fill_(instance),
      scale_(instance.resources, 0),
      weight_(instance.resources, 0),
      taken_(instance.items.size(), 0),
      bucket_of_(instance.items.size(), 0),
      part_of_(stock.size(), -1) {
  for (std::uint32_t b = 0; b < stock.size(); ++b) {
    for (const std::uint32_t item : stock[b].items) bucket_of_[item] = b;
  }
}

void NodeFiller::Start(bool existing, std::uint32_t index) {
  if (existing) {
    fill_.StartHost(index);
    place_ = PlaceOfHost(instance_, index);
  } else {
    fill_.StartKind(index);
    place_ = PlaceOfKind(instance_, index);
  }
}

Plan NodeFiller::PlanKind(std::uint32_t kind, const Manner& manner) {
  Start(false, kind);
  live_.clear();
  for (std::uint32_t b = 0; b < stock_.size(); ++b) {
    if (stock_[b].left > 0 && instance_.masks[stock_[b].mask].kinds[kind] != 0) live_.push_back(b);
  }
  Sample(manner.sampled);
  Complete(manner.choice);
  return Finish();
}

Plan NodeFiller::PlanHost(std::uint32_t host, const Manner& manner) {
  Start(true, host);
  live_.clear();
  for (std::uint32_t b = 0; b < stock_.size(); ++b) {
    if (stock_[b].left > 0 && instance_.masks[stock_[b].mask].hosts[host] != 0) live_.push_back(b);
  }
  Complete(manner.choice);
  return Finish();
}

// Systematic sampling: each bucket gives its share of what is left, and what is lost by rounding is carried on to the
// next bucket, which is next in size.
void NodeFiller::Sample(double sampled) {
  if (sampled <= 0) return;
  std::vector<double> demand(instance_.resources, 0);
  for (const std::uint32_t b : live_) {
    const auto size = stock_.SizeOf(b);
    for (std::size_t r = 0; r < size.size(); ++r) demand[r] += size[r] * static_cast<double>(stock_[b].left);
  }
  double share = 1;
  for (std::size_t r = 0; r < demand.size(); ++r) {
    const double room = static_cast<double>(fill_.free()[r]);
    if (demand[r] * share > room) share = std::max(0.0, room / demand[r]);
  }
  share *= sampled;
  double carried = 0.5;
  for (const std::uint32_t b : live_) {
    carried += share * static_cast<double>(stock_[b].left);
    const auto count = static_cast<std::int64_t>(carried);
    if (count == 0) continue;
    carried -= static_cast<double>(count);
    Join(b, count);
  }
  work_ += static_cast<std::int64_t>(live_.size());
}

void NodeFiller::Complete(Choice choice) {
  for (std::size_t r = 0; r < scale_.size(); ++r) {
    scale_[r] = place_.free[r] > 0 ? 1 / static_cast<double>(place_.free[r]) : 0;
  }
  Weigh(choice);
  Prune(choice);
  while (true) {
    const std::size_t i = ChooseBucket(choice);
    if (i == live_.size()) return;
    const std::uint32_t bucket = live_[i];
    const std::int64_t fits = Join(bucket, 0);
    if (fits > 0) {
      Join(bucket, std::max<std::int64_t>(1, fits / kStepShare));
    } else {
      live_.erase(live_.begin() + static_cast<std::ptrdiff_t>(i));
      Prune(choice);
    }
  }
}

// The dot product weighs a resource by what pods that are left want of it on average. A worth weighs resources itself.
void NodeFiller::Weigh(Choice choice) {
  weight_.assign(weight_.size(), choice == Choice::kDot ? 0 : 1);
  if (choice != Choice::kDot) return;
  for (const std::uint32_t b : live_) {
    const auto size = stock_.SizeOf(b);
    for (std::size_t r = 0; r < size.size(); ++r) {
      weight_[r] += size[r] * scale_[r] * static_cast<double>(stock_[b].left);
    }
  }
}

// Drops buckets that no longer fit, since room only shrinks, and lines the others up by resource, so that the search
// goes through memory in order.
void NodeFiller::Prune(Choice choice) {
  std::size_t kept = 0;
  factors_.clear();
  for (const std::uint32_t b : live_) {
    const auto size = stock_.SizeOf(b);
    bool fits = true;
    double extent = 0;
    for (std::size_t r = 0; r < size.size(); ++r) {
      fits &= size[r] <= static_cast<double>(fill_.free()[r]);
      extent += size[r] * scale_[r];
    }
    if (!fits) continue;
    live_[kept++] = b;
    const bool by_worth = choice == Choice::kDensity && extent > 0;
    factors_.push_back(by_worth ? stock_[b].ValueMicro(place_.interruptions_per_hour) / extent : 1);
  }
  live_.resize(kept);
  columns_.resize(kept * scale_.size());
  for (std::size_t i = 0; i < kept; ++i) {
    const auto size = stock_.SizeOf(live_[i]);
    for (std::size_t r = 0; r < size.size(); ++r) columns_[r * kept + i] = size[r];
  }
}

// Returns the place in live_ of the bucket to take from next, the first of equals; its size if none fits.
std::size_t NodeFiller::ChooseBucket(Choice choice) {
  const std::size_t count = live_.size();
  work_ += static_cast<std::int64_t>(count);
  scores_.assign(count, 0);
  for (std::size_t r = 0; r < scale_.size(); ++r) {
    const auto free = static_cast<double>(fill_.free()[r]);
    const double pull = free * scale_[r] * scale_[r] * weight_[r];
    const double* sizes = columns_.data() + r * count;
    for (std::size_t i = 0; i < count; ++i) scores_[i] = sizes[i] <= free ? scores_[i] + sizes[i] * pull : kNever;
  }
  std::size_t best = count;
  double best_score = kNever;
  std::size_t misfits = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const double score = scores_[i] * factors_[i];
    misfits += score == kNever ? 1 : 0;
    if (score <= best_score) continue;
    best_score = score;
    best = i;
  }
  if (best == count || 2 * misfits <= count) return best;
  const std::uint32_t bucket = live_[best];
  Prune(choice);
  return static_cast<std::size_t>(std::lower_bound(live_.begin(), live_.end(), bucket) - live_.begin());
}

// Adds up to `most` pods of the bucket; returns how many. With `most` 0 adds none and returns how many of one item fit.
std::int64_t NodeFiller::Join(std::uint32_t bucket, std::int64_t most) {
  std::int64_t joined = 0;
  for (const std::uint32_t item : stock_[bucket].items) {
    const std::int64_t wanted = most == 0 ? kUnlimited : most - joined;
    const std::int64_t left = std::min(wanted, ledger_.left(item) - taken_[item]);
    if (left <= 0) continue;
    std::int64_t count = fill_.Room(item, left);
    if (count > 0 && !instance_.items[item].caps.empty()) {
      const std::int64_t there = PodsUnderCapsOf(instance_, item, Taken());
      count = ledger_.CapRoom(item, place_.pool, place_.zone, count + there) - there;
    }
    if (count <= 0) continue;
    if (most == 0) return count;
    fill_.Add(item, count);
    if (taken_[item] == 0) touched_.push_back(item);
    taken_[item] += count;
    joined += count;
    if (joined == most) break;
  }
  if (joined > 0) {
    if (part_of_[bucket] < 0) {
      part_of_[bucket] = static_cast<std::int64_t>(parts_.size());
      parts_.push_back({bucket, 0});
    }
    parts_[static_cast<std::size_t>(part_of_[bucket])].count += joined;
  }
  return joined;
}

std::vector<Load> NodeFiller::Taken() const {
  std::vector<Load> taken;
  for (const std::uint32_t item : touched_) taken.push_back({item, taken_[item]});
  return taken;
}

Plan NodeFiller::Finish() {
  Plan plan;
  plan.parts = std::exchange(parts_, {});
  for (const Part& part : plan.parts) {
    plan.value_micro += stock_[part.bucket].ValueMicro(place_.interruptions_per_hour) * static_cast<double>(part.count);
    part_of_[part.bucket] = -1;
  }
  for (const std::uint32_t item : touched_) taken_[item] = 0;
  touched_.clear();
  return plan;
}

PackedNodes NodeFiller::Repeat(const Plan& plan, bool existing, std::uint32_t index, std::int64_t copies) {
  Start(existing, index);
  for (const Part& part : plan.parts) Join(part.bucket, part.count);
  PackedNodes nodes{existing, index, copies, Taken()};
  for (const Load& load : nodes.content) {
    nodes.times = std::min(nodes.times, ledger_.left(load.item) / load.count);
    if (instance_.items[load.item].caps.empty()) continue;
    const std::int64_t pods = PodsUnderCapsOf(instance_, load.item, nodes.content);
    nodes.times = ledger_.CapRoom(load.item, place_.pool, place_.zone, nodes.times * pods) / pods;
  }
  Finish();
  return nodes;
}

void NodeFiller::Settle(const PackedNodes& nodes) {
  for (const Load& load : nodes.content) {
    stock_.Remove(bucket_of_[load.item], load.item, load.count * nodes.times, ledger_);
  }
}

}  // namespace spotwright::packing
