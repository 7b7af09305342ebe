// The slow obvious twin of ChooseRemovals: written from the words of the headers, with none of the library's code.
#ifndef SPOTWRIGHT_TESTS_SCALING_REMOVAL_TWIN_H_
#define SPOTWRIGHT_TESTS_SCALING_REMOVAL_TWIN_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/scaling/removal_world.h"

namespace spotwright::test {

class RemovalTwin {
 public:
  explicit RemovalTwin(const RemovalWorld& world) : world_(world) {}

  // Whether the node is one that may go or be kept: of the group, neither draining nor of the control plane.
  bool Concerns(const Node& node) const;

  // Nodes of the group by zone, once these have gone.
  std::map<std::string, std::int64_t> Loads(const std::set<std::string>& gone) const;

  // Codes of all rules that keep the node, once these have gone.
  std::set<std::string> WhyNot(const Node& node, const std::set<std::string>& gone) const;

  // At most so many may go, whichever they are.
  std::int64_t Limit() const;
  std::int64_t LimitOfBudgetsAt(std::int64_t unix_ms) const;
  bool IsQuiet(std::int64_t unix_ms) const;

  // The next to go; null if none may.
  const Node* Next(const std::set<std::string>& gone) const;

 private:
  bool KeepsZones() const;
  bool GoesBefore(const Node& a, const Node& b) const;
  CapacityType First() const;

  const RemovalWorld& world_;
};

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_SCALING_REMOVAL_TWIN_H_
