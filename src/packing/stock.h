// Stock: the pods that a construction still has to place, in buckets: items of one size that may go to the same places
// and are worth the same. A search looks at buckets; rules then decide which item of a bucket is taken.
#ifndef SPOTWRIGHT_SRC_PACKING_STOCK_H_
#define SPOTWRIGHT_SRC_PACKING_STOCK_H_

#include <cstdint>
#include <span>
#include <vector>

#include "src/packing/instance.h"
#include "src/packing/ledger.h"

namespace spotwright::packing {

struct Bucket {
  std::vector<std::uint32_t> items;  // Those with pods left, by index.
  std::int64_t left = 0;             // Pods of all of them.
  std::uint32_t mask = 0;
  bool leads = false;  // Its pods count in the leading rule, and hold it.
  double value_micro = 0;
  double restart_cost_micro = 0;

  // Worth of a pod on a node with this hazard; never so little that it would be left behind.
  double ValueMicro(double interruptions_per_hour) const;
};

class Stock {
 public:
  Stock(const Instance& instance, std::span<const double> values_micro, const Ledger& ledger);

  std::size_t size() const { return buckets_.size(); }
  const Bucket& operator[](std::size_t bucket) const { return buckets_[bucket]; }
  std::span<const double> SizeOf(std::size_t bucket) const { return {sizes_.data() + bucket * resources_, resources_}; }
  bool empty() const { return left_ == 0; }

  // The rule whose pods keep one another off a node and so force the most nodes; how many, 0 if there is none.
  std::int64_t ForcedNodes() const;
  // How many of these pods one node may have.
  std::int64_t leads_per_node() const { return leads_per_node_; }

  // After the ledger has booked `count` pods of the item of this bucket.
  void Remove(std::size_t bucket, std::uint32_t item, std::int64_t count, const Ledger& ledger);

 private:
  void FindLeadingRule(const Instance& instance, const Ledger& ledger);

  std::size_t resources_;
  std::vector<Bucket> buckets_;
  std::vector<double> sizes_;  // Buckets x resources.
  std::int64_t left_ = 0;
  std::vector<std::uint8_t> leads_;  // By item.
  std::int64_t lead_pods_ = 0;
  std::int64_t leads_per_node_ = 1;
};

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_STOCK_H_
