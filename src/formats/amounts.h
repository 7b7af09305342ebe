// Amounts: Kubernetes resource lists, by name, before they become Resources.
#ifndef SPOTWRIGHT_SRC_FORMATS_AMOUNTS_H_
#define SPOTWRIGHT_SRC_FORMATS_AMOUNTS_H_

#include <cstdint>
#include <map>
#include <string>

#include "spotwright/resources.h"
#include "src/formats/json_view.h"

namespace spotwright::formats {

// CPU in millicores, all else in whole units, under the names that Kubernetes uses.
using Amounts = std::map<std::string, std::int64_t>;

// Reads `{"cpu": "500m", "memory": "1Gi"}`.
Amounts ReadAmounts(JsonView list);

// Sums stop at 2^62 whatever comes in, so that a hostile document cannot overflow them.
void AddTo(Amounts& sum, const Amounts& more);
void RaiseTo(Amounts& peak, const Amounts& other);

// At most what a field table accepts of each resource; more is noted as an error at `place`.
Resources ToResources(const Amounts& amounts, JsonView place);

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_AMOUNTS_H_
