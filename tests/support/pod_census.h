// Counts of pods by the domains of node labels, each counted once: for judging many workloads with few rules quickly.
#ifndef SPOTWRIGHT_TESTS_SUPPORT_POD_CENSUS_H_
#define SPOTWRIGHT_TESTS_SUPPORT_POD_CENSUS_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/support/packed_world.h"

namespace spotwright::test {

// The values of one label over the hosts of a world.
struct Domains {
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  std::vector<std::size_t> of_host;  // By host; kNone where the label is absent.
  std::vector<std::string> names;
  std::map<std::string, std::size_t> index;
};

struct PodCount {
  std::int64_t all = 0;
  std::int64_t placed = 0;
  std::int64_t brought = 0;  // Of all: by daemonsets, to new nodes.
};

// Pods on nodes that leave do not count. The world must stay as it is.
class Census {
 public:
  struct Presence {
    std::size_t host = 0;
    PodCount count;
  };

  explicit Census(const World& world);

  const Domains& Over(const std::string& key);

  // Where the pods are that the selector means. Valid until the census ends.
  const std::vector<Presence>& Find(const PodSelector& selector);

  // How many of them are in each domain that has any.
  const std::map<std::size_t, PodCount>& Count(const PodSelector& selector, const std::string& key);

  // The workloads whose pods it means.
  std::vector<const Workload*> Meant(const PodSelector& selector) const;

  // Where the pods of one workload are.
  const std::vector<Presence>& Of(const Workload& workload) const;

 private:
  // Pods that are alike to every selector: of the same namespace and labels.
  struct Kind {
    std::vector<const Workload*> workloads;
    std::vector<Presence> where;
  };

  std::vector<std::size_t> Candidates(const PodSelector& selector) const;
  std::vector<std::size_t> KindsOf(const PodSelector& selector) const;

  const World& world_;
  std::vector<Kind> kinds_;
  std::map<std::pair<std::string, std::string>, std::vector<std::size_t>> kinds_by_label_;
  std::map<const Workload*, std::vector<Presence>> by_workload_;
  std::map<std::string, Domains> domains_;
  std::map<std::string, std::vector<Presence>> found_;
  std::map<std::string, std::map<std::size_t, PodCount>> counted_;
};

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_SUPPORT_POD_CENSUS_H_
