// Requirement: a condition on one label, as node selectors and label selectors are made of.
#ifndef SPOTWRIGHT_REQUIREMENT_H_
#define SPOTWRIGHT_REQUIREMENT_H_

#include <cstdint>
#include <string>
#include <vector>

namespace spotwright {

enum class RequirementOperator : std::int32_t {
  kIn = 1,
  kNotIn = 2,  // Also true where the label is absent.
  kExists = 3,
  kDoesNotExist = 4,
  kGreaterThan = 5,  // Label and value are integers.
  kLessThan = 6,
  kGreaterOrEqual = 7,
  kLessOrEqual = 8,
};

// A condition on one label.
struct Requirement {
  std::string key;
  RequirementOperator op = RequirementOperator::kIn;
  std::vector<std::string> values;

  friend bool operator==(const Requirement&, const Requirement&) = default;
};

}  // namespace spotwright

#endif  // SPOTWRIGHT_REQUIREMENT_H_
