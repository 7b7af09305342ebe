// Documents for the tests of import.
#ifndef SPOTWRIGHT_TESTS_FORMATS_SOURCES_H_
#define SPOTWRIGHT_TESTS_FORMATS_SOURCES_H_

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "spotwright/import.h"
#include "tests/support/files.h"

namespace spotwright::test {

inline ImportSource Kubectl(std::string content) { return {SourceFormat::kKubectl, "pods.json", std::move(content)}; }

// A List of these objects.
inline ImportSource KubectlList(const std::vector<std::string>& items) {
  std::string content = R"({"kind": "List", "items": [)";
  for (const std::string& item : items) content += (&item == items.data() ? "" : ", ") + item;
  return Kubectl(content + "]}");
}

inline ImportSource FileSource(SourceFormat format, const std::filesystem::path& folder, const std::string& name) {
  return {format, name, ReadFile(std::filesystem::path(SPOTWRIGHT_SOURCE_DIR) / folder / name)};
}

inline const SkippedRows* FindSkipped(const ImportedSource& source, const std::string& cause) {
  const auto found = std::find_if(source.skipped.begin(), source.skipped.end(),
                                  [&](const SkippedRows& rows) { return rows.cause == cause; });
  return found == source.skipped.end() ? nullptr : &*found;
}

inline std::int64_t CountSkipped(const ImportedSource& source) {
  std::int64_t count = 0;
  for (const SkippedRows& rows : source.skipped) count += rows.count;
  return count;
}

inline const Workload* FindWorkload(const ImportResponse& response, const std::string& name) {
  for (const Workload& workload : response.request.workloads) {
    if (workload.name == name) return &workload;
  }
  return nullptr;
}

inline const Node* FindNode(const ImportResponse& response, const std::string& name) {
  for (const Node& node : response.request.nodes) {
    if (node.name == name) return &node;
  }
  return nullptr;
}

inline const Offer* FindOffer(const ImportResponse& response, const std::string& type, const std::string& zone,
                              CapacityType capacity_type) {
  for (const Offer& offer : response.request.offers) {
    if (offer.instance_type == type && offer.zone == zone && offer.capacity_type == capacity_type) return &offer;
  }
  return nullptr;
}

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_FORMATS_SOURCES_H_
