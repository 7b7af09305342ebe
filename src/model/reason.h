// MakeReason: the one way to build a Reason, so that a test can find every code in the source and hold it against
// docs/reasons.md. The code is therefore always a literal.
#ifndef SPOTWRIGHT_SRC_MODEL_REASON_H_
#define SPOTWRIGHT_SRC_MODEL_REASON_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "spotwright/reason.h"

namespace spotwright::model {

inline Reason MakeReason(std::string code, std::string sentence, std::map<std::string, double> numbers = {},
                         std::vector<std::string> paths = {}) {
  return Reason{std::move(code), std::move(sentence), std::move(numbers), std::move(paths)};
}

}  // namespace spotwright::model

#endif  // SPOTWRIGHT_SRC_MODEL_REASON_H_
