// Python objects to structs, driven by the field tables.
//
// A struct may be given as its dataclass or as any mapping with str keys; nested ones as well. Types are strict, as in
// the JSON codec: a bool is no number, a float is no integer, text is no sequence, None is for optional fields alone.
// NumPy's scalars count as what they are, and any sequence will do for a repeated field. What does not fit throws
// Refused with the path of the field. Ranges are left to the engine.
#ifndef SPOTWRIGHT_BINDINGS_PYTHON_FROM_PYTHON_H_
#define SPOTWRIGHT_BINDINGS_PYTHON_FROM_PYTHON_H_

#include <pybind11/pybind11.h>

#include <string_view>

#include "src/model/field.h"

namespace spotwright::python {

// Fills `object`, a value-initialised struct of `message`. Needs the GIL; what it runs is Python, so anything may
// happen to `source` meanwhile, and it may throw pybind11::error_already_set.
void ReadObject(const model::Message& message, pybind11::handle source, void* object);

// Throws Refused, with a suggestion, unless `message` has a field of that name.
void CheckKey(const model::Message& message, std::string_view key);

}  // namespace spotwright::python

#endif  // SPOTWRIGHT_BINDINGS_PYTHON_FROM_PYTHON_H_
