#include "src/packing/open_kinds.h"

#include <algorithm>
#include <queue>
#include <utility>

namespace spotwright::packing {
namespace {

// Value for price: the next kind to open. Plans are made anew only when their kind is on top and they no longer go
// into what is left: pods only get fewer, so a plan hardly gets better.
class Opening {
 public:
  Opening(const Instance& instance, const Manner& manner, Ledger& ledger, Stock& stock)
      : instance_(instance), manner_(manner), ledger_(ledger), stock_(stock), filler_(instance, ledger, stock) {}

  std::int64_t Run(const std::vector<std::uint32_t>& kinds, std::vector<PackedNodes>& nodes) {
    plans_.resize(instance_.kinds.size());
    for (const std::uint32_t kind : kinds) Consider(kind);
    while (!queue_.empty() && !stock_.empty()) {
      const Entry best = queue_.top();
      queue_.pop();
      // Pods only get fewer, so a kind whose newest plan cannot be launched is done with.
      const bool newest = best.launches == launches_;
      const bool launched = Launch(best.kind, nodes);
      if (launched || !newest) Consider(best.kind);
    }
    return filler_.work();
  }

 private:
  struct Entry {
    double ratio = 0;
    std::uint32_t kind = 0;
    std::int64_t launches = 0;  // Made before it was planned.
    friend bool operator<(const Entry& a, const Entry& b) {
      return a.ratio != b.ratio ? a.ratio < b.ratio : a.kind > b.kind;
    }
  };

  void Consider(std::uint32_t kind) {
    if (ledger_.Launchable(kind, 1) == 0) return;
    plans_[kind] = filler_.PlanKind(kind, manner_);
    if (plans_[kind].parts.empty()) return;
    // A free node is worth any pod; among free ones the value decides.
    const double price = std::max(1.0, static_cast<double>(instance_.kinds[kind].price_micro));
    queue_.push({plans_[kind].value_micro / price, kind, launches_});
  }

  std::int64_t Copies(const Plan& plan) const {
    std::int64_t copies = kUnlimited;
    for (const Part& part : plan.parts) copies = std::min(copies, stock_[part.bucket].left / part.count);
    return copies;
  }

  bool Launch(std::uint32_t kind, std::vector<PackedNodes>& made) {
    const std::int64_t before = launches_;
    const Plan& plan = plans_[kind];
    std::int64_t copies = ledger_.Launchable(kind, Copies(plan));
    while (copies > 0) {
      PackedNodes nodes = filler_.Repeat(plan, false, kind, copies);
      if (nodes.content.empty() || nodes.times <= 0) break;
      ledger_.Take(nodes);
      filler_.Settle(nodes);
      copies -= nodes.times;
      ++launches_;
      made.push_back(std::move(nodes));
    }
    return launches_ > before;
  }

  const Instance& instance_;
  const Manner& manner_;
  Ledger& ledger_;
  Stock& stock_;
  NodeFiller filler_;
  std::vector<Plan> plans_;  // By kind.
  std::priority_queue<Entry> queue_;
  std::int64_t launches_ = 0;
};

// Of the kinds, cheapest first, those up to the first that has room for all that is left: a dearer one is not needed,
// unless it is open to pods that the others are not.
std::vector<std::uint32_t> KindsUpToAll(const Instance& instance, const std::vector<std::uint32_t>& kinds,
                                        const Stock& stock) {
  std::vector<double> demand(instance.resources, 0);
  for (std::size_t b = 0; b < stock.size(); ++b) {
    const auto size = stock.SizeOf(b);
    for (std::size_t r = 0; r < size.size(); ++r) demand[r] += size[r] * static_cast<double>(stock[b].left);
  }
  const auto first = std::find_if(kinds.begin(), kinds.end(), [&](std::uint32_t k) {
    const auto free = instance.FreeOfKind(k);
    return std::equal(demand.begin(), demand.end(), free.begin(),
                      [](double wanted, std::int64_t room) { return wanted <= static_cast<double>(room); });
  });
  return {kinds.begin(), first == kinds.end() ? first : first + 1};
}

}  // namespace

std::int64_t OpenKinds(const Instance& instance, const std::vector<std::uint32_t>& kinds, const Manner& manner,
                       Ledger& ledger, Stock& stock, std::vector<PackedNodes>& nodes) {
  const std::vector<std::uint32_t> enough = KindsUpToAll(instance, kinds, stock);
  std::int64_t work = Opening(instance, manner, ledger, stock).Run(enough, nodes);
  if (!stock.empty() && enough.size() < kinds.size()) {
    work += Opening(instance, manner, ledger, stock).Run(kinds, nodes);
  }
  return work;
}

}  // namespace spotwright::packing
