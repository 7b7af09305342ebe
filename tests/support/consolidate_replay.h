// The steps of a consolidation, carried out one by one.
#ifndef SPOTWRIGHT_TESTS_SUPPORT_CONSOLIDATE_REPLAY_H_
#define SPOTWRIGHT_TESTS_SUPPORT_CONSOLIDATE_REPLAY_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "spotwright/consolidate.h"
#include "tests/support/packed_world.h"

namespace spotwright::test {

using PodCounts = std::map<WorkloadId, std::int64_t>;

class Replay {
 public:
  Replay(const ConsolidateRequest& request, const ConsolidateResponse& response);

  // What cannot be done, or must not be at that moment, is added to `violations`.
  void Do(const ConsolidationStep& step, std::vector<std::string>& violations);

  // The cluster as it is now, as a packing: what stayed runs, what was moved is placed.
  PackRequest Request() const;
  PackResponse Response() const;

  const std::set<std::string>& removed() const { return removed_; }
  const std::map<std::string, PodCounts>& arrived() const { return arrived_; }  // By node: pods moved there.
  const PodCounts& moved() const { return moved_; }                             // In all.
  const std::map<std::string, const PackedNode*>& launched() const { return launched_; }

 private:
  bool IsThere(const std::string& name) const;
  void Launch(const std::string& name, std::vector<std::string>& violations);
  void Move(const ConsolidationStep& step, std::vector<std::string>& violations);
  void Drain(const std::string& name, std::vector<std::string>& violations);

  const ConsolidateRequest& request_;
  const ConsolidateResponse& response_;
  std::map<WorkloadId, const Workload*> workloads_;
  std::map<std::string, const Node*> nodes_;
  std::map<std::string, PodCounts> runs_;  // By node: pods that have been there from the start, daemonsets left out.
  std::map<std::string, PodCounts> arrived_;
  PodCounts moved_;
  PodCounts running_;  // In all, now.
  std::map<std::string, const PackedNode*> launched_;
  std::set<std::string> ready_;  // Launched nodes that were waited for.
  std::set<std::string> drained_;
  std::set<std::string> removed_;
};

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_SUPPORT_CONSOLIDATE_REPLAY_H_
