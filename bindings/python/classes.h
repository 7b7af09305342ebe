// The Python classes that stand for the field tables, each looked up once. All functions need the GIL.
#ifndef SPOTWRIGHT_BINDINGS_PYTHON_CLASSES_H_
#define SPOTWRIGHT_BINDINGS_PYTHON_CLASSES_H_

#include <pybind11/pybind11.h>

#include <cstdint>
#include <string_view>
#include <vector>

#include "src/model/field.h"

namespace spotwright::python {

// A dataclass of spotwright._types. Kept for the life of the process.
struct MessageClass {
  PyTypeObject* type;
  std::vector<PyObject*> attributes;  // Interned names of the fields, in the order of the table.
};

// A StrEnum of spotwright._enums.
struct EnumClass {
  PyTypeObject* type;
  std::vector<PyObject*> members;  // In the order of the table.
};

const MessageClass& ClassOf(const model::Message& message);
const EnumClass& ClassOf(const model::Enum& enumeration);

// The table of that name; null if there is none.
const model::Message* FindMessage(std::string_view name);

}  // namespace spotwright::python

#endif  // SPOTWRIGHT_BINDINGS_PYTHON_CLASSES_H_
