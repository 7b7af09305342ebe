// Type filter: which instance types a policy or a group lets in, by name, family and size.
#ifndef SPOTWRIGHT_SRC_PACKING_TYPE_FILTER_H_
#define SPOTWRIGHT_SRC_PACKING_TYPE_FILTER_H_

#include <string>
#include <string_view>

#include "spotwright/offer.h"

namespace spotwright::packing {

// Whether the whole text matches a pattern with `*` (any text) and `?` (any one character). O(text x pattern).
bool MatchesGlob(std::string_view pattern, std::string_view text);

// The name of a type without its size: "m6i" of m6i.large (AWS), "Ds_v5" of Standard_D2s_v5 (Azure), "n2-standard" of
// n2-standard-4 (GCP).
std::string FamilyOf(std::string_view instance_type);

bool Allows(const TypeFilter& filter, const Offer& offer);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_TYPE_FILTER_H_
