#include "src/packing/stock.h"

#include <algorithm>
#include <utility>

namespace spotwright::packing {
namespace {

// Micro-USD. Even a pod that a bound values at nothing must be placed.
constexpr double kLeastValueMicro = 1e-3;

bool KeepsItsLikeAway(const RuleUse& use) { return use.holds && use.counted > 0; }

// Order of buckets, and of items within one: negative, zero or positive. Large pods stand first.
int Compare(const Instance& instance, std::span<const double> values_micro, const std::vector<std::uint8_t>& leads,
            std::uint32_t a, std::uint32_t b) {
  const Item& x = instance.items[a];
  const Item& y = instance.items[b];
  if (x.mask != y.mask) return x.mask < y.mask ? -1 : 1;
  if (leads[a] != leads[b]) return leads[a] > leads[b] ? -1 : 1;
  const auto size_a = instance.SizeOf(a);
  const auto size_b = instance.SizeOf(b);
  for (std::size_t r = 0; r < size_a.size(); ++r) {
    if (size_a[r] != size_b[r]) return size_a[r] > size_b[r] ? -1 : 1;
  }
  if (values_micro[a] != values_micro[b]) return values_micro[a] > values_micro[b] ? -1 : 1;
  if (x.restart_cost_micro != y.restart_cost_micro) return x.restart_cost_micro < y.restart_cost_micro ? -1 : 1;
  return 0;
}

}  // namespace

double Bucket::ValueMicro(double interruptions_per_hour) const {
  return std::max(kLeastValueMicro, value_micro - restart_cost_micro * interruptions_per_hour);
}

Stock::Stock(const Instance& instance, std::span<const double> values_micro, const Ledger& ledger)
    : resources_(instance.resources), leads_(instance.items.size(), 0) {
  FindLeadingRule(instance, ledger);
  std::vector<std::uint32_t> order;
  for (std::uint32_t j = 0; j < instance.items.size(); ++j) {
    if (ledger.left(j) > 0) order.push_back(j);
  }
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const int sign = Compare(instance, values_micro, leads_, a, b);
    return sign != 0 ? sign < 0 : a < b;
  });
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::uint32_t j = order[i];
    if (i == 0 || Compare(instance, values_micro, leads_, order[i - 1], j) != 0) {
      Bucket bucket;
      bucket.mask = instance.items[j].mask;
      bucket.leads = leads_[j] != 0;
      bucket.value_micro = values_micro[j];
      bucket.restart_cost_micro = instance.items[j].restart_cost_micro;
      buckets_.push_back(std::move(bucket));
      for (const std::int64_t size : instance.SizeOf(j)) sizes_.push_back(static_cast<double>(size));
    }
    buckets_.back().items.push_back(j);
    buckets_.back().left += ledger.left(j);
    left_ += ledger.left(j);
  }
}

void Stock::FindLeadingRule(const Instance& instance, const Ledger& ledger) {
  std::vector<std::int64_t> counted(instance.rules.size(), 0);
  for (std::size_t j = 0; j < instance.items.size(); ++j) {
    for (const RuleUse& use : instance.items[j].rules) {
      if (KeepsItsLikeAway(use)) counted[use.rule] += use.counted * ledger.left(j);
    }
  }
  std::int64_t most = 0;
  std::size_t leading = instance.rules.size();
  for (std::size_t rule = 0; rule < counted.size(); ++rule) {
    const std::int64_t limit = instance.rules[rule].limit;
    if (limit <= 0 || counted[rule] / limit <= most) continue;
    most = counted[rule] / limit;
    leading = rule;
    leads_per_node_ = limit;
  }
  for (std::size_t j = 0; j < instance.items.size(); ++j) {
    for (const RuleUse& use : instance.items[j].rules) {
      if (use.rule != leading || !KeepsItsLikeAway(use) || ledger.left(j) <= 0) continue;
      leads_[j] = 1;
      lead_pods_ += ledger.left(j);
    }
  }
}

std::int64_t Stock::ForcedNodes() const { return (lead_pods_ + leads_per_node_ - 1) / leads_per_node_; }

void Stock::Remove(std::size_t bucket, std::uint32_t item, std::int64_t count, const Ledger& ledger) {
  Bucket& from = buckets_[bucket];
  from.left -= count;
  left_ -= count;
  if (leads_[item] != 0) lead_pods_ -= count;
  if (ledger.left(item) <= 0) std::erase(from.items, item);
}

}  // namespace spotwright::packing
