// Which instance types a TypeFilter lets through, judged by the words of its header.
#ifndef SPOTWRIGHT_TESTS_SUPPORT_TYPE_RULES_H_
#define SPOTWRIGHT_TESTS_SUPPORT_TYPE_RULES_H_

#include <string>

#include "spotwright/offer.h"

namespace spotwright::test {

// Whether the whole text matches a pattern of `*` and `?`.
bool MatchesPattern(const std::string& pattern, const std::string& text);

bool Allows(const TypeFilter& filter, const Offer& offer);

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_SUPPORT_TYPE_RULES_H_
