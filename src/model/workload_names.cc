#include "src/model/workload_names.h"

#include <algorithm>
#include <tuple>

#include "src/base/hash.h"

namespace spotwright::model {
namespace {

// Eight bytes from `at` on as a number that sorts as they do; what is beyond the end is 0.
std::uint64_t Prefix(std::string_view name, std::size_t at) {
  std::uint64_t word = 0;
  for (std::size_t i = at; i < at + 8; ++i) {
    word = word << 8 | (i < name.size() ? static_cast<unsigned char>(name[i]) : 0u);
  }
  return word;
}

std::uint64_t HashOfName(std::string_view namespace_name, std::string_view name) {
  return base::Mix(base::Mix(1, namespace_name), name);
}

}  // namespace

WorkloadNames::WorkloadNames(std::span<const Workload> workloads) : workloads_(workloads), table_(workloads.size()) {
  for (std::size_t w = 0; w < workloads.size(); ++w) {
    const Workload& mine = workloads[w];
    const auto is_same = [&](std::size_t other) {
      return workloads[other].name == mine.name && workloads[other].namespace_name == mine.namespace_name;
    };
    if (table_.FindOrPut(HashOfName(mine.namespace_name, mine.name), w, is_same) && !repeated_) repeated_ = w;
  }
}

std::optional<std::size_t> WorkloadNames::Find(std::string_view namespace_name, std::string_view name) const {
  return table_.Find(HashOfName(namespace_name, name), [&](std::size_t w) {
    return workloads_[w].name == name && workloads_[w].namespace_name == namespace_name;
  });
}

std::vector<std::uint32_t> SortedByName(std::span<const Workload> workloads) {
  std::vector<std::string_view> namespaces;
  for (const Workload& workload : workloads) {
    if (namespaces.empty() || namespaces.back() != workload.namespace_name) {
      namespaces.push_back(workload.namespace_name);
    }
  }
  std::sort(namespaces.begin(), namespaces.end());
  namespaces.erase(std::unique(namespaces.begin(), namespaces.end()), namespaces.end());
  struct Entry {
    std::size_t namespace_rank;
    std::uint64_t first;
    std::uint64_t second;
    std::uint32_t index;
  };
  std::vector<Entry> entries;
  entries.reserve(workloads.size());
  std::size_t rank = 0;
  for (std::size_t w = 0; w < workloads.size(); ++w) {
    const std::string_view name = workloads[w].name;
    if (namespaces[rank] != workloads[w].namespace_name) {
      rank = static_cast<std::size_t>(
          std::lower_bound(namespaces.begin(), namespaces.end(), std::string_view(workloads[w].namespace_name)) -
          namespaces.begin());
    }
    entries.push_back({rank, Prefix(name, 0), Prefix(name, 8), static_cast<std::uint32_t>(w)});
  }
  std::sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) {
    const auto key_a = std::tie(a.namespace_rank, a.first, a.second);
    const auto key_b = std::tie(b.namespace_rank, b.first, b.second);
    if (key_a != key_b) return key_a < key_b;
    return workloads[a.index].name < workloads[b.index].name;
  });
  std::vector<std::uint32_t> sorted;
  sorted.reserve(entries.size());
  for (const Entry& entry : entries) sorted.push_back(entry.index);
  return sorted;
}

}  // namespace spotwright::model
