#include "src/packing/lead_nodes.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>
#include <vector>

#include "src/packing/node_filler.h"

namespace spotwright::packing {
namespace {

// A pattern is repeated for at most this part of the nodes to come, so that many patterns share what is left.
constexpr std::int64_t kPatternShare = 128;

// Sizes looked at, in pairs, to complete a node.
constexpr std::size_t kMostSizes = 32;

// With more pods to a node than this, a full node is easily had, and the common way of filling is as good.
constexpr double kMostPods = 64;

// Places looked at; what is left then is filled in the common way.
constexpr std::int64_t kMostWork = 4'000'000;

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// Kinds that are open to the same pods, cheapest first, with their room as doubles (row-major).
struct Group {
  std::vector<std::uint32_t> kinds;
  std::vector<double> rooms;
  std::vector<std::uint32_t> buckets;  // Open to them.
};

class LeadNodes {
 public:
  LeadNodes(const Instance& instance, const std::vector<std::uint32_t>& kinds, Ledger& ledger, Stock& stock)
      : instance_(instance),
        resources_(instance.resources),
        ledger_(ledger),
        stock_(stock),
        filler_(instance, ledger, stock),
        groups_open_(stock.size(), 0),
        credit_(stock.size(), 0),
        size_id_(stock.size(), 0) {
    MakeGroups(kinds);
    NumberSizes();
  }

  std::int64_t Run(std::vector<PackedNodes>& nodes) {
    if (!Weigh()) return 0;
    while (stock_.ForcedNodes() > 0 && work_ < kMostWork) {
      const std::size_t group = ChooseGroup();
      if (group == kNone || !LaunchPattern(groups_[group], nodes)) break;
    }
    return work_;
  }

 private:
  void MakeGroups(const std::vector<std::uint32_t>& kinds) {
    std::vector<std::uint32_t> masks;
    for (std::size_t b = 0; b < stock_.size(); ++b) {
      if (masks.empty() || masks.back() != stock_[b].mask) masks.push_back(stock_[b].mask);  // Buckets go by mask.
    }
    std::map<std::vector<bool>, std::size_t> index;
    for (const std::uint32_t k : kinds) {
      if (ledger_.Launchable(k, 1) == 0) continue;
      std::vector<bool> open;
      open.reserve(masks.size());
      for (const std::uint32_t mask : masks) open.push_back(instance_.masks[mask].kinds[k] != 0);
      const auto [entry, added] = index.try_emplace(std::move(open), groups_.size());
      if (added) groups_.emplace_back();
      Group& group = groups_[entry->second];
      group.kinds.push_back(k);
      for (const std::int64_t free : instance_.FreeOfKind(k)) group.rooms.push_back(static_cast<double>(free));
    }
    for (Group& group : groups_) {
      for (std::uint32_t b = 0; b < stock_.size(); ++b) {
        if (instance_.masks[stock_[b].mask].kinds[group.kinds[0]] == 0) continue;
        group.buckets.push_back(b);
        groups_open_[b] += 1;
      }
    }
  }

  void NumberSizes() {
    std::map<std::vector<double>, std::uint32_t> numbers;
    for (std::size_t b = 0; b < stock_.size(); ++b) {
      const auto size = stock_.SizeOf(b);
      size_id_[b] = numbers.try_emplace({size.begin(), size.end()}, numbers.size()).first->second;
    }
    of_size_.assign(numbers.size(), kNone);
  }

  // What room is worth: a node of average content is worth its price, and a resource counts by the fourth power of its
  // use there. The price of a linear program would call all resources but the scarcest worthless, and what fits the
  // scarcest alone leaves the others for the end.
  // False if no kind holds a node's share: then it is not the rule that decides how many nodes there are.
  bool Weigh() {
    worth_.assign(resources_, 0);
    std::vector<double> share(resources_, 0);
    const auto nodes = static_cast<double>(stock_.ForcedNodes());
    double pods = 0;
    for (std::size_t b = 0; b < stock_.size(); ++b) {
      pods += static_cast<double>(stock_[b].left);
      const auto size = stock_.SizeOf(b);
      for (std::size_t r = 0; r < resources_; ++r) share[r] += size[r] * static_cast<double>(stock_[b].left) / nodes;
    }
    if (pods > kMostPods * nodes) return false;
    for (const Group& group : groups_) {
      const std::size_t k = KindFor(group, share.data(), 0);
      if (k == kNone) continue;
      const double* room = &group.rooms[k * resources_];
      double sum = 0;
      for (std::size_t r = 0; r < resources_; ++r) {
        const double use = room[r] > 0 ? share[r] / room[r] : 0;
        worth_[r] = use * use * use * use;
        sum += worth_[r];
      }
      const auto price = static_cast<double>(instance_.kinds[group.kinds[k]].price_micro);
      for (std::size_t r = 0; r < resources_; ++r) worth_[r] *= room[r] > 0 && sum > 0 ? price / (sum * room[r]) : 0;
      return true;
    }
    return false;
  }

  // The cheapest kind from `start` on that holds the load, or kNone.
  std::size_t KindFor(const Group& group, const double* load, std::size_t start) const {
    for (std::size_t k = start; k < group.kinds.size(); ++k) {
      const double* room = &group.rooms[k * resources_];
      bool fits = true;
      for (std::size_t r = 0; r < resources_; ++r) fits &= load[r] <= room[r];
      if (fits) return k;
    }
    return kNone;
  }

  // The one with most to do that still has a leading pod.
  std::size_t ChooseGroup() const {
    std::size_t best = kNone;
    double most = -1;
    for (std::size_t g = 0; g < groups_.size(); ++g) {
      double sum = 0;
      bool leads = false;
      for (const std::uint32_t b : groups_[g].buckets) {
        if (stock_[b].left <= 0) continue;
        leads |= stock_[b].leads;
        sum += stock_[b].ValueMicro(0) * static_cast<double>(stock_[b].left);
      }
      if (leads && sum > most) {
        most = sum;
        best = g;
      }
    }
    return best;
  }

  // Pods of the bucket that each node of its groups should take, if all are to take the same.
  double Due(std::uint32_t bucket, double nodes) const {
    return static_cast<double>(stock_[bucket].left) * static_cast<double>(groups_.size()) /
           (nodes * static_cast<double>(groups_open_[bucket]));
  }

  bool LaunchPattern(const Group& group, std::vector<PackedNodes>& nodes) {
    const auto to_come = static_cast<double>(stock_.ForcedNodes());
    parts_.clear();
    load_.assign(resources_, 0);
    double due = 0;
    for (const std::uint32_t b : group.buckets) {
      if (!stock_[b].leads) due += Due(b, to_come);
    }
    work_ += static_cast<std::int64_t>(group.buckets.size());
    for (std::int64_t i = 0; i < stock_.leads_per_node(); ++i) {
      if (!AddLead(group)) break;
    }
    for (auto i = static_cast<std::int64_t>(due) - 2; i > 0; --i) AddMostDue(group);
    CompleteWithPair(group);
    const std::size_t k = KindFor(group, load_.data(), 0);
    if (k == kNone) return false;

    Plan plan;
    plan.parts = parts_;
    std::int64_t copies = std::max<std::int64_t>(1, stock_.ForcedNodes() / kPatternShare);
    for (const Part& part : parts_) copies = std::min(copies, stock_[part.bucket].left / part.count);
    copies = ledger_.Launchable(group.kinds[k], copies);
    bool launched = false;
    while (copies > 0) {
      PackedNodes made = filler_.Repeat(plan, false, group.kinds[k], copies);
      if (made.content.empty() || made.times <= 0) break;
      ledger_.Take(made);
      filler_.Settle(made);
      copies -= made.times;
      for (const std::uint32_t b : group.buckets) {
        if (!stock_[b].leads) credit_[b] += Due(b, to_come) * static_cast<double>(made.times);
      }
      for (const Part& part : parts_) credit_[part.bucket] -= static_cast<double>(part.count * made.times);
      nodes.push_back(std::move(made));
      launched = true;
    }
    return launched;
  }

  void Add(std::uint32_t bucket) {
    const auto size = stock_.SizeOf(bucket);
    for (std::size_t r = 0; r < resources_; ++r) load_[r] += size[r];
    const auto part = std::find_if(parts_.begin(), parts_.end(), [&](const Part& p) { return p.bucket == bucket; });
    if (part == parts_.end()) {
      parts_.push_back({bucket, 1});
    } else {
      ++part->count;
    }
  }

  // One of the leading pods of which most are left; false if there are none.
  bool AddLead(const Group& group) {
    std::int64_t most = 0;
    std::uint32_t lead = 0;
    for (const std::uint32_t b : group.buckets) {
      if (!stock_[b].leads || Spare(b) <= most) continue;
      most = Spare(b);
      lead = b;
    }
    work_ += static_cast<std::int64_t>(group.buckets.size());
    if (most > 0) Add(lead);
    return most > 0;
  }

  std::int64_t Spare(std::uint32_t bucket) const {
    std::int64_t spare = stock_[bucket].left;
    for (const Part& part : parts_) {
      if (part.bucket == bucket) spare -= part.count;
    }
    return spare;
  }

  void AddMostDue(const Group& group) {
    std::size_t best = kNone;
    double most = 0;
    for (const std::uint32_t b : group.buckets) {
      if (stock_[b].leads || stock_[b].left <= 0) continue;
      double credit = credit_[b];
      for (const Part& part : parts_) {
        if (part.bucket == b) credit -= static_cast<double>(part.count);
      }
      if ((best == kNone || credit > most) && Spare(b) > 0) {
        most = credit;
        best = b;
      }
    }
    work_ += static_cast<std::int64_t>(group.buckets.size());
    if (best != kNone) Add(static_cast<std::uint32_t>(best));
  }

  // Of none, one and two more pods, those that leave least room unpaid for.
  void CompleteWithPair(const Group& group) {
    std::vector<std::uint32_t> choices;  // One bucket of each size, the most due.
    for (const std::uint32_t b : group.buckets) {
      if (stock_[b].leads || Spare(b) <= 0) continue;
      std::size_t& there = of_size_[size_id_[b]];
      if (there == kNone || credit_[b] > credit_[there]) there = b;
    }
    for (std::size_t& there : of_size_) {
      if (there != kNone) choices.push_back(static_cast<std::uint32_t>(std::exchange(there, kNone)));
    }
    std::stable_sort(choices.begin(), choices.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return credit_[a] > credit_[b]; });
    if (choices.size() > kMostSizes) choices.resize(kMostSizes);

    const std::size_t base = KindFor(group, load_.data(), 0);
    if (base == kNone) return;
    std::vector<double> load = load_;
    double least = WasteMicro(group, base, load);
    std::uint32_t best[2] = {};
    int chosen = 0;
    for (std::size_t i = 0; i < choices.size(); ++i) {
      const auto first = stock_.SizeOf(choices[i]);
      for (std::size_t r = 0; r < resources_; ++r) load[r] = load_[r] + first[r];
      const std::size_t start = KindFor(group, load.data(), base);
      if (start == kNone) continue;
      const double waste = WasteMicro(group, start, load);
      if (waste < least) {
        least = waste;
        best[0] = choices[i];
        chosen = 1;
      }
      for (std::size_t j = i; j < choices.size(); ++j) {
        if (i == j && Spare(choices[i]) < 2) continue;
        const auto second = stock_.SizeOf(choices[j]);
        for (std::size_t r = 0; r < resources_; ++r) load[r] = load_[r] + first[r] + second[r];
        const std::size_t k = KindFor(group, load.data(), start);
        if (k == kNone) continue;
        const double pair_waste = WasteMicro(group, k, load);
        if (pair_waste < least) {
          least = pair_waste;
          best[0] = choices[i];
          best[1] = choices[j];
          chosen = 2;
        }
      }
    }
    work_ += static_cast<std::int64_t>(choices.size() * choices.size());
    for (int i = 0; i < chosen; ++i) Add(best[i]);
  }

  double WasteMicro(const Group& group, std::size_t kind, const std::vector<double>& load) const {
    auto waste = static_cast<double>(instance_.kinds[group.kinds[kind]].price_micro);
    for (std::size_t r = 0; r < resources_; ++r) waste -= worth_[r] * load[r];
    return waste;
  }

  const Instance& instance_;
  std::size_t resources_;
  Ledger& ledger_;
  Stock& stock_;
  NodeFiller filler_;
  std::vector<Group> groups_;
  std::vector<std::int64_t> groups_open_;  // By bucket.
  std::vector<double> credit_;             // By bucket: pods that are due by now and were not taken.
  std::vector<std::uint32_t> size_id_;     // By bucket.
  std::vector<std::size_t> of_size_;       // By size: scratch.
  std::vector<double> worth_;              // Of one unit of each resource, micro-USD.
  std::vector<Part> parts_;                // Of the pattern in hand.
  std::vector<double> load_;
  std::int64_t work_ = 0;
};

}  // namespace

std::int64_t FillLeadNodes(const Instance& instance, const std::vector<std::uint32_t>& kinds, Ledger& ledger,
                           Stock& stock, std::vector<PackedNodes>& nodes) {
  return LeadNodes(instance, kinds, ledger, stock).Run(nodes);
}

}  // namespace spotwright::packing
