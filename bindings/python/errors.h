// Errors on their way from the engine to Python.
#ifndef SPOTWRIGHT_BINDINGS_PYTHON_ERRORS_H_
#define SPOTWRIGHT_BINDINGS_PYTHON_ERRORS_H_

#include <optional>
#include <string>
#include <utility>

#include "spotwright/result.h"
#include "src/model/path.h"

namespace spotwright::python {

// Thrown inside this module; arrives in Python as the class of spotwright._errors that has the error's code.
struct Refused {
  Error error;
};

// INVALID_ARGUMENT for what `path` names; null is the whole.
[[noreturn]] void Refuse(const model::Path* path, std::string message);

inline void ThrowIf(std::optional<Error> error) {
  if (error) throw Refused{std::move(*error)};
}

// Makes Refused and std::bad_alloc arrive in Python as said above.
void RegisterErrors();

}  // namespace spotwright::python

#endif  // SPOTWRIGHT_BINDINGS_PYTHON_ERRORS_H_
