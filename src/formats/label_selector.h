// Label selectors and node selector terms of Kubernetes.
#ifndef SPOTWRIGHT_SRC_FORMATS_LABEL_SELECTOR_H_
#define SPOTWRIGHT_SRC_FORMATS_LABEL_SELECTOR_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spotwright/workload.h"
#include "src/formats/json_view.h"

namespace spotwright::formats {

// Whether a controller gives this label to its pods to tell one revision or one pod from another. Such labels are no
// part of a workload, all of whose replicas are alike.
bool IsRevisionLabel(std::string_view key);

// The key that means the same today, of the labels whose names begin with `beta.` or have it in their midst.
std::string CurrentLabelKey(std::string_view key);

// One matchExpressions entry. Nothing if its operator is not known.
std::optional<Requirement> ReadRequirement(JsonView expression);

// A LabelSelector; conditions on revision labels are left out, since every replica would meet them. `selector` must
// be present. Nothing if it has an operator that is not known.
std::optional<LabelSelector> ReadLabelSelector(JsonView selector);

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_LABEL_SELECTOR_H_
