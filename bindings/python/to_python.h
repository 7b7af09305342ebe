// Structs to Python objects, driven by the field tables.
#ifndef SPOTWRIGHT_BINDINGS_PYTHON_TO_PYTHON_H_
#define SPOTWRIGHT_BINDINGS_PYTHON_TO_PYTHON_H_

#include <pybind11/pybind11.h>

#include "src/model/field.h"

namespace spotwright::python {

// A new instance of the message's dataclass. Needs the GIL. An enum that was never set becomes None.
pybind11::object WriteObject(const model::Message& message, const void* object);

}  // namespace spotwright::python

#endif  // SPOTWRIGHT_BINDINGS_PYTHON_TO_PYTHON_H_
