// Selectors: which pods the terms of affinity and spread speak of.
#ifndef SPOTWRIGHT_SRC_PACKING_SELECTORS_H_
#define SPOTWRIGHT_SRC_PACKING_SELECTORS_H_

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "src/packing/problem.h"

namespace spotwright::packing {

// Numbers selectors and label sets (namespace and labels of a workload), and remembers who selects whom.
class Selectors {
 public:
  explicit Selectors(const PackRequest& request);

  // The selector of a term as its holder means it: namespaces, and labels compared with the holder's.
  std::size_t Of(const Workload& holder, const TopologySpread& spread);
  std::size_t Of(const Workload& holder, const PodAffinityTerm& term);

  std::size_t LabelSetOf(const Workload& workload);
  bool Selects(std::size_t selector, std::size_t label_set) const;
  bool Selects(std::size_t selector, const Workload& workload) { return Selects(selector, LabelSetOf(workload)); }

 private:
  struct Scope {
    bool everywhere = false;
    std::vector<std::string> namespaces;  // Sorted.
    LabelSelector labels;
  };
  struct LabelSetHash {
    std::size_t operator()(const Workload* workload) const;
  };
  struct LabelSetEqual {
    bool operator()(const Workload* a, const Workload* b) const;
  };

  std::size_t Intern(Scope scope);
  void AddKeys(const Workload& holder, const std::vector<std::string>& keys, RequirementOperator op, Scope& scope);

  const PackRequest& request_;
  std::unordered_map<std::string, std::size_t> index_;
  std::vector<Scope> scopes_;
  std::unordered_map<const Workload*, std::size_t, LabelSetHash, LabelSetEqual> label_set_index_;
  std::vector<const Workload*> label_sets_;
  mutable std::vector<std::vector<std::int8_t>> known_;  // By selector and label set: yes, no, or not yet asked.
};

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_SELECTORS_H_
