// Workload names: finds workloads by namespace and name, and sorts them so.
#ifndef SPOTWRIGHT_SRC_MODEL_WORKLOAD_NAMES_H_
#define SPOTWRIGHT_SRC_MODEL_WORKLOAD_NAMES_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "spotwright/workload.h"
#include "src/model/slot_table.h"

namespace spotwright::model {

// A table with open addressing: building it is one pass, without an allocation for each workload.
class WorkloadNames {
 public:
  explicit WorkloadNames(std::span<const Workload> workloads);

  std::optional<std::size_t> Find(std::string_view namespace_name, std::string_view name) const;

  // The first workload whose namespace and name an earlier one has.
  const std::optional<std::size_t>& repeated() const { return repeated_; }

 private:
  std::span<const Workload> workloads_;
  SlotTable table_;
  std::optional<std::size_t> repeated_;
};

// Indices by namespace and name, in byte order.
std::vector<std::uint32_t> SortedByName(std::span<const Workload> workloads);

}  // namespace spotwright::model

#endif  // SPOTWRIGHT_SRC_MODEL_WORKLOAD_NAMES_H_
