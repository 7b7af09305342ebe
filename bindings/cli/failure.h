// Failure: what ends a command, as one line on stderr and an exit code.
#ifndef SPOTWRIGHT_BINDINGS_CLI_FAILURE_H_
#define SPOTWRIGHT_BINDINGS_CLI_FAILURE_H_

#include <string>

#include "spotwright/result.h"

namespace spotwright::cli {

enum ExitCode : int {
  kDone = 0,
  kInternalError = 1,
  kBadInput = 2,
  kNotFeasible = 3,
};

// Thrown; main prints it.
struct Failure {
  ExitCode exit_code = kInternalError;
  std::string message;
};

// An error of the library, with what it was found in (a file; empty: what the user handed over as the request).
inline Failure FailureOf(const Error& error, const std::string& source = "") {
  Failure failure{error.code == ErrorCode::kInvalidArgument ? kBadInput : kInternalError, ""};
  if (!source.empty()) failure.message += source + ": ";
  if (!error.field.empty()) failure.message += error.field + ": ";
  failure.message += error.message;
  return failure;
}

}  // namespace spotwright::cli

#endif  // SPOTWRIGHT_BINDINGS_CLI_FAILURE_H_
