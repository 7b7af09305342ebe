// NodeFiller: plans what one node would get of a stock, and repeats a plan with whichever items are left.
#ifndef SPOTWRIGHT_SRC_PACKING_NODE_FILLER_H_
#define SPOTWRIGHT_SRC_PACKING_NODE_FILLER_H_

#include <cstdint>
#include <vector>

#include "src/packing/contents.h"
#include "src/packing/fill.h"
#include "src/packing/instance.h"
#include "src/packing/ledger.h"
#include "src/packing/stock.h"

namespace spotwright::packing {

// Which pod joins next.
enum class Choice : std::uint8_t {
  kDot,      // The one that fills what is free best: the dot product of Panigrahy et al. 2011, dynamic.
  kDensity,  // That, times its worth for the room it takes.
};

// How a node is filled.
struct Manner {
  // This part of the room is first filled with a sample of all pods that are left, so that the last nodes see the
  // same variety as the first ones; the rest is chosen pod by pod.
  double sampled = 0;
  Choice choice = Choice::kDot;
};

struct Part {
  std::uint32_t bucket = 0;
  std::int64_t count = 0;
};

struct Plan {
  std::vector<Part> parts;
  double value_micro = 0;
};

class NodeFiller {
 public:
  // All three must outlive the filler.
  NodeFiller(const Instance& instance, const Ledger& ledger, Stock& stock);

  // What an empty node of the kind, or a host as it is, would get. O(steps x buckets x resources).
  Plan PlanKind(std::uint32_t kind, const Manner& manner);
  Plan PlanHost(std::uint32_t host, const Manner& manner);

  // The nodes of one plan, with items that are left; alike as often as these allow, at most `copies` times. No content
  // if nothing could be placed.
  PackedNodes Repeat(const Plan& plan, bool existing, std::uint32_t index, std::int64_t copies);

  // Takes what was booked off the stock.
  void Settle(const PackedNodes& nodes);

  // Buckets looked at so far.
  std::int64_t work() const { return work_; }

 private:
  void Start(bool existing, std::uint32_t index);
  void Sample(double sampled);
  void Complete(Choice choice);
  void Weigh(Choice choice);
  void Prune(Choice choice);
  std::size_t ChooseBucket(Choice choice);
  std::int64_t Join(std::uint32_t bucket, std::int64_t most);
  std::vector<Load> Taken() const;
  Plan Finish();

  const Instance& instance_;
  const Ledger& ledger_;
  Stock& stock_;
  Fill fill_;
  std::int64_t work_ = 0;

  // Of the node in hand.
  Place place_;
  std::vector<std::uint32_t> live_;  // Buckets that may still join.
  std::vector<double> scale_;        // By resource: 1 / room at the start.
  std::vector<double> weight_;
  std::vector<double> columns_;  // Resources x live buckets: sizes.
  std::vector<double> factors_;  // By live bucket.
  std::vector<double> scores_;
  std::vector<std::int64_t> taken_;       // By item.
  std::vector<std::uint32_t> touched_;    // Items of taken_ above 0.
  std::vector<std::uint32_t> bucket_of_;  // By item.
  std::vector<std::int64_t> part_of_;     // By bucket: index in parts_, or -1.
  std::vector<Part> parts_;
};

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_NODE_FILLER_H_
