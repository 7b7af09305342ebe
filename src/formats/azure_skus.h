// Reads `az vm list-skus -o json`.
#ifndef SPOTWRIGHT_SRC_FORMATS_AZURE_SKUS_H_
#define SPOTWRIGHT_SRC_FORMATS_AZURE_SKUS_H_

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>

#include "src/formats/json_view.h"
#include "src/formats/market.h"
#include "src/formats/tally.h"

namespace spotwright::formats {

// Adds each size once for each region (`seen`) where it is not restricted. Returns true if there are further pages
// elsewhere.
bool ReadAzureSkus(JsonView root, std::size_t source, std::set<std::string>& seen, Market& market, Tally& tally);

// What AKS leaves to pods, by the rules in spotwright/import.h. Bounds: vcpus up to 10^6, memory up to 10^9 MiB.
std::int64_t AksMillicores(std::int64_t vcpus);
std::int64_t AksBytes(std::int64_t memory_mib);

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_AZURE_SKUS_H_
