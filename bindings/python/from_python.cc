#include "bindings/python/from_python.h"

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bindings/python/classes.h"
#include "bindings/python/errors.h"
#include "src/base/text.h"
#include "src/codec/wording.h"
#include "src/model/path.h"

namespace spotwright::python {
namespace {

namespace py = pybind11;
using base::Cat;
using model::Cardinality;
using model::FieldInfo;
using model::Kind;
using model::Message;
using model::Path;

void ReadStruct(const Message& message, py::handle source, const Path* here, void* object);

// An attribute of a module of the standard library, kept for the life of the process.
py::handle Standard(const char* module, const char* name) {
  py::object found = py::module_::import(module).attr(name);
  return found.release();
}

bool IsMapping(py::handle value) {
  if (PyDict_Check(value.ptr())) return true;
  static const py::handle mapping = Standard("collections.abc", "Mapping");
  return py::isinstance(value, mapping);
}

// NumPy's bool is neither a bool nor a number to Python's own classes; it is known by its name.
bool IsNumpyBool(py::handle value) {
  const std::string_view name = Py_TYPE(value.ptr())->tp_name;
  return name == "numpy.bool" || name == "numpy.bool_";
}

bool IsInteger(py::handle value) {
  if (PyLong_Check(value.ptr())) return !PyBool_Check(value.ptr());
  static const py::handle integral = Standard("numbers", "Integral");
  return py::isinstance(value, integral) && PyIndex_Check(value.ptr());
}

bool IsNumber(py::handle value) {
  if (PyFloat_Check(value.ptr()) || IsInteger(value)) return true;
  static const py::handle real = Standard("numbers", "Real");
  return !PyBool_Check(value.ptr()) && py::isinstance(value, real);
}

// What was found, for a message: `"x" of type str`, `True of type bool`, `a list`.
std::string Found(py::handle value) {
  if (value.is_none()) return "None";
  const std::string_view type = Py_TYPE(value.ptr())->tp_name;
  if (PyUnicode_Check(value.ptr())) {
    Py_ssize_t size = 0;
    const char* const text = PyUnicode_AsUTF8AndSize(value.ptr(), &size);
    if (text != nullptr) return Cat(base::Quoted({text, static_cast<std::size_t>(size)}), " of type ", type);
    PyErr_Clear();
  } else if (PyBool_Check(value.ptr()) || PyFloat_Check(value.ptr())) {
    return Cat(std::string(py::repr(value)), " of type ", type);
  } else if (PyLong_Check(value.ptr())) {
    int overflow = 0;
    const long long number = PyLong_AsLongLongAndOverflow(value.ptr(), &overflow);
    if (overflow == 0) return Cat(number, " of type ", type);
  }
  return Cat("of type ", type);
}

[[noreturn]] void RefuseValue(const Path& path, py::handle value, std::string_view accepted) {
  Refuse(&path, Cat("is ", Found(value), "; accepted: ", accepted));
}

// The text of a str, valid while the str lives; nothing for lone surrogates, which UTF-8 cannot say.
std::optional<std::string_view> Utf8(py::handle text) {
  Py_ssize_t size = 0;
  const char* const data = PyUnicode_AsUTF8AndSize(text.ptr(), &size);
  if (data != nullptr) return std::string_view(data, static_cast<std::size_t>(size));
  if (PyErr_ExceptionMatches(PyExc_UnicodeEncodeError) == 0) throw py::error_already_set();
  PyErr_Clear();
  return std::nullopt;
}

std::int64_t ReadInteger(const FieldInfo& field, py::handle value, const Path& path) {
  if (!IsInteger(value)) RefuseValue(path, value, "an integer");
  const auto number = py::reinterpret_steal<py::object>(PyNumber_Index(value.ptr()));
  if (!number) throw py::error_already_set();
  int overflow = 0;
  const long long result = PyLong_AsLongLongAndOverflow(number.ptr(), &overflow);
  if (overflow == 0) return result;
  Refuse(&path, Cat("is an integer beyond 64 bits; accepted: ", field.min_integer, " to ", field.max_integer));
}

double ReadDouble(py::handle value, const Path& path) {
  if (!IsNumber(value)) RefuseValue(path, value, "a number");
  const double number = PyFloat_AsDouble(value.ptr());
  if (number == -1 && PyErr_Occurred() != nullptr) {
    if (PyErr_ExceptionMatches(PyExc_OverflowError) == 0) throw py::error_already_set();
    PyErr_Clear();
    Refuse(&path, "is an integer beyond the range of a double");
  }
  if (std::isfinite(number)) return number;
  Refuse(&path, Cat("is ", std::isnan(number) ? "NaN" : "infinite", "; accepted: a finite number"));
}

bool ReadBool(py::handle value, const Path& path) {
  if (!PyBool_Check(value.ptr()) && !IsNumpyBool(value)) RefuseValue(path, value, "True or False");
  return PyObject_IsTrue(value.ptr()) == 1;
}

std::string ReadText(py::handle value, const Path& path) {
  if (!PyUnicode_Check(value.ptr())) RefuseValue(path, value, "a str");
  if (const auto text = Utf8(value)) return std::string(*text);
  Refuse(&path, "holds a lone surrogate, which is not UTF-8");
}

// A member of another enum is refused even where the names agree: it is a slip all the same.
std::int32_t ReadEnum(const model::Enum& enumeration, py::handle value, const Path& path) {
  static const py::handle any_enum = Standard("enum", "Enum");
  const std::string accepted = Cat(enumeration.name, " or its name");
  if (!PyUnicode_Check(value.ptr())) RefuseValue(path, value, accepted);
  const bool ours = PyObject_TypeCheck(value.ptr(), ClassOf(enumeration).type) != 0;
  if (!ours && py::isinstance(value, any_enum)) RefuseValue(path, value, accepted);
  const std::string name = ReadText(value, path);
  if (const model::EnumValue* const found = enumeration.Find(std::string_view(name))) return found->number;
  Refuse(&path, Cat("is ", base::Quoted(name), "; ", codec::Suggestion(name, codec::Names(enumeration))));
}

void ReadElement(const FieldInfo& field, py::handle value, const Path& path, void* element) {
  switch (field.kind) {
    case Kind::kBool:
      *static_cast<bool*>(element) = ReadBool(value, path);
      return;
    case Kind::kInt64:
      *static_cast<std::int64_t*>(element) = ReadInteger(field, value, path);
      return;
    case Kind::kDouble:
      *static_cast<double*>(element) = ReadDouble(value, path);
      return;
    case Kind::kString:
      *static_cast<std::string*>(element) = ReadText(value, path);
      return;
    case Kind::kEnum:
      field.set_enum(element, ReadEnum(field.enumeration(), value, path));
      return;
    case Kind::kMessage:
      ReadStruct(field.message(), value, &path, element);
      return;
  }
}

// Lists, tuples, arrays, columns of a data frame. Text is a sequence to Python but never meant as one, and a set has no
// order to keep.
bool IsSequence(py::handle value) {
  PyObject* const object = value.ptr();
  if (PyList_Check(object) || PyTuple_Check(object)) return true;
  if (PyUnicode_Check(object) || PyBytes_Check(object) || PyByteArray_Check(object)) return false;
  return PySequence_Check(object) != 0 && !IsMapping(value);
}

void ReadSequence(const FieldInfo& field, py::handle value, const Path* parent, void* member) {
  const Path here{parent, field.name};
  if (!IsSequence(value)) RefuseValue(here, value, "a sequence");
  const auto items = py::reinterpret_steal<py::object>(PySequence_Fast(value.ptr(), "not a sequence"));
  if (!items) {
    // An array of no dimension, and whatever else only looks like a sequence.
    if (PyErr_ExceptionMatches(PyExc_TypeError) == 0) throw py::error_already_set();
    PyErr_Clear();
    RefuseValue(here, value, "a sequence");
  }
  field.reserve(member, static_cast<std::size_t>(PySequence_Fast_GET_SIZE(items.ptr())));
  // The size is asked anew each time: converting an element may run code that shortens the list.
  for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(items.ptr()); ++i) {
    const auto item = py::reinterpret_borrow<py::object>(PySequence_Fast_GET_ITEM(items.ptr(), i));
    ReadElement(field, item, Path{parent, field.name, static_cast<std::size_t>(i)}, field.append(member));
  }
}

// The items of a mapping, held, so that nothing that runs later can take them away.
std::vector<std::pair<py::object, py::object>> Items(py::handle mapping) {
  py::dict copy;
  if (PyDict_Update(copy.ptr(), mapping.ptr()) != 0) throw py::error_already_set();
  std::vector<std::pair<py::object, py::object>> items;
  items.reserve(copy.size());
  PyObject* key = nullptr;
  PyObject* value = nullptr;
  for (Py_ssize_t position = 0; PyDict_Next(copy.ptr(), &position, &key, &value) != 0;) {
    items.emplace_back(py::reinterpret_borrow<py::object>(key), py::reinterpret_borrow<py::object>(value));
  }
  return items;
}

std::string ReadKey(py::handle key, const Path* here) {
  if (!PyUnicode_Check(key.ptr())) Refuse(here, Cat("has a key that is ", Found(key), "; accepted: a str"));
  if (const auto text = Utf8(key)) return std::string(*text);
  Refuse(here, "has a key with a lone surrogate, which is not UTF-8");
}

void ReadMap(const FieldInfo& field, py::handle value, const Path* parent, void* member) {
  const Path here{parent, field.name};
  if (!IsMapping(value)) RefuseValue(here, value, "a mapping");
  for (const auto& [key, item] : Items(value)) {
    const std::string name = ReadKey(key, &here);
    const Path path{&here, name, Path::kNoIndex, true};
    void* const element = field.insert(member, name);
    if (element == nullptr) Refuse(&path, "comes twice");
    ReadElement(field, item, path, element);
  }
}

void ReadMember(const FieldInfo& field, py::handle value, const Path* parent, void* object) {
  void* const member = field.At(object);
  switch (field.cardinality) {
    case Cardinality::kOptional:
      if (value.is_none()) return;
      [[fallthrough]];
    case Cardinality::kSingular:
      ReadElement(field, value, Path{parent, field.name}, field.append(member));
      return;
    case Cardinality::kRepeated:
      ReadSequence(field, value, parent, member);
      return;
    case Cardinality::kMap:
      ReadMap(field, value, parent, member);
      return;
  }
}

// A key that is no name is quoted in the path, whatever it holds.
[[noreturn]] void RefuseKey(const Message& message, std::string_view key, const Path* parent) {
  const Path path{parent, key, Path::kNoIndex, !codec::IsFieldName(key)};
  Refuse(&path, Cat("unknown field; ", codec::Suggestion(key, codec::Names(message))));
}

// In the order of the table, so that which error comes first does not hang on the order of the keys.
void ReadMapping(const Message& message, py::handle source, const Path* here, void* object) {
  std::vector<py::object> values(message.fields.size());
  for (const auto& [key, item] : Items(source)) {
    const std::string name = ReadKey(key, here);
    const FieldInfo* const field = message.Find(std::string_view(name));
    if (field == nullptr) RefuseKey(message, name, here);
    values[static_cast<std::size_t>(field - message.fields.data())] = item;
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    const FieldInfo& field = message.fields[i];
    if (values[i]) {
      ReadMember(field, values[i], here, object);
    } else if (field.required) {
      const Path path{here, field.name};
      Refuse(&path, std::string(codec::kMissing));
    }
  }
}

void ReadAttributes(const Message& message, const MessageClass& known, py::handle source, const Path* here,
                    void* object) {
  for (std::size_t i = 0; i < message.fields.size(); ++i) {
    const auto value = py::reinterpret_steal<py::object>(PyObject_GetAttr(source.ptr(), known.attributes[i]));
    if (!value) {
      if (PyErr_ExceptionMatches(PyExc_AttributeError) == 0) throw py::error_already_set();
      PyErr_Clear();
      const Path path{here, message.fields[i].name};
      Refuse(&path, std::string(codec::kMissing));
    }
    ReadMember(message.fields[i], value, here, object);
  }
}

void ReadStruct(const Message& message, py::handle source, const Path* here, void* object) {
  const MessageClass& known = ClassOf(message);
  if (PyObject_TypeCheck(source.ptr(), known.type) != 0) return ReadAttributes(message, known, source, here, object);
  if (IsMapping(source)) return ReadMapping(message, source, here, object);
  Refuse(here, Cat("is ", Found(source), "; accepted: ", message.name, " or a mapping"));
}

}  // namespace

void ReadObject(const Message& message, py::handle source, void* object) {
  ReadStruct(message, source, nullptr, object);
}

void CheckKey(const Message& message, std::string_view key) {
  if (message.Find(key) == nullptr) RefuseKey(message, key, nullptr);
}

}  // namespace spotwright::python
