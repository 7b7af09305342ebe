// Type filter: which instance types a policy or a group lets in, by name, family and size.
#ifndef SPOTWRIGHT_SRC_MODEL_TYPE_FILTER_H_
#define SPOTWRIGHT_SRC_MODEL_TYPE_FILTER_H_

#include <string>
#include <string_view>

#include "spotwright/offer.h"

namespace spotwright::model {

// Whether the whole text matches a pattern with `*` (any text) and `?` (any one character). O(text x pattern).
bool MatchesGlob(std::string_view pattern, std::string_view text);

bool Allows(const TypeFilter& filter, const Offer& offer);

}  // namespace spotwright::model

#endif  // SPOTWRIGHT_SRC_MODEL_TYPE_FILTER_H_
