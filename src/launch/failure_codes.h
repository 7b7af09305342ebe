// What providers' error codes mean for a launch.
#ifndef SPOTWRIGHT_SRC_LAUNCH_FAILURE_CODES_H_
#define SPOTWRIGHT_SRC_LAUNCH_FAILURE_CODES_H_

#include <span>
#include <string_view>

#include "spotwright/cloud_provider.h"
#include "spotwright/launch.h"

namespace spotwright::launch {

struct FailureCode {
  CloudProvider provider;
  std::string_view code;
  LaunchFailure failure;
};

// Some codes stand for several things, and some messages come without a code. There the message decides: all fixed
// parts of the phrase, those between `{}`, occur in it, in this order.
struct FailurePhrase {
  CloudProvider provider;
  std::string_view code;  // Empty: of messages without one.
  std::string_view phrase;
  LaunchFailure failure;
};

std::span<const FailureCode> FailureCodes();
std::span<const FailurePhrase> FailurePhrases();

// A phrase of the code goes before the code itself. Codes match whole and in their own case; what is in neither table
// is unknown. O(rows of the tables).
LaunchFailure ClassifyFailure(CloudProvider provider, std::string_view code, std::string_view message);

}  // namespace spotwright::launch

#endif  // SPOTWRIGHT_SRC_LAUNCH_FAILURE_CODES_H_
