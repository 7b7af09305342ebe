#include "bindings/python/errors.h"

#include <pybind11/pybind11.h>

#include <exception>
#include <new>

#include "src/model/validate.h"

namespace spotwright::python {
namespace {

namespace py = pybind11;

void Raise(const Error& error) {
  const py::object make = py::module_::import("spotwright._errors").attr("error_of");
  // A message may quote input that is not UTF-8.
  const py::object message = py::reinterpret_steal<py::object>(
      PyUnicode_DecodeUTF8(error.message.data(), static_cast<Py_ssize_t>(error.message.size()), "replace"));
  const py::object field = py::reinterpret_steal<py::object>(
      PyUnicode_DecodeUTF8(error.field.data(), static_cast<Py_ssize_t>(error.field.size()), "replace"));
  if (!message || !field) return;
  const py::object instance = make(static_cast<int>(error.code), message, field);
  PyErr_SetObject(py::type::of(instance).ptr(), instance.ptr());
}

}  // namespace

void Refuse(const model::Path* path, std::string message) {
  throw Refused{model::InvalidField(path == nullptr ? std::string() : path->ToString(), std::move(message))};
}

void RegisterErrors() {
  py::register_local_exception_translator([](std::exception_ptr thrown) {
    try {
      if (thrown) std::rethrow_exception(thrown);
    } catch (const Refused& refused) {
      Raise(refused.error);
    } catch (const std::bad_alloc&) {
      Raise(Error{ErrorCode::kResourceExhausted, "memory ran out", ""});
    }
  });
}

}  // namespace spotwright::python
