#include "bindings/python/to_python.h"

#include <cstdint>
#include <string>

#include "bindings/python/classes.h"

namespace spotwright::python {
namespace {

namespace py = pybind11;
using model::Cardinality;
using model::FieldInfo;
using model::Kind;
using model::Message;

py::object Owned(PyObject* object) {
  if (object == nullptr) throw py::error_already_set();
  return py::reinterpret_steal<py::object>(object);
}

// What the engine holds was UTF-8 when it came in; a cut through a character must not lose the whole answer.
py::object WriteText(const std::string& text) {
  return Owned(PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "replace"));
}

py::object WriteEnum(const model::Enum& enumeration, std::int32_t number) {
  const EnumClass& found = ClassOf(enumeration);
  for (std::size_t i = 0; i < found.members.size(); ++i) {
    if (enumeration.values[i].number == number) return py::reinterpret_borrow<py::object>(found.members[i]);
  }
  return py::none();
}

py::object WriteElement(const FieldInfo& field, const void* element) {
  switch (field.kind) {
    case Kind::kBool:
      return py::bool_(*static_cast<const bool*>(element));
    case Kind::kInt64:
      return py::int_(*static_cast<const std::int64_t*>(element));
    case Kind::kDouble:
      return py::float_(*static_cast<const double*>(element));
    case Kind::kString:
      return WriteText(*static_cast<const std::string*>(element));
    case Kind::kEnum:
      return WriteEnum(field.enumeration(), field.get_enum(element));
    case Kind::kMessage:
      return WriteObject(field.message(), element);
  }
  return py::none();
}

py::object WriteList(const FieldInfo& field, const void* member) {
  const std::size_t size = field.size(member);
  py::list list(size);
  for (std::size_t i = 0; i < size; ++i) {
    PyList_SET_ITEM(list.ptr(), static_cast<Py_ssize_t>(i),
                    WriteElement(field, field.element(member, i)).release().ptr());
  }
  return list;
}

py::object WriteDict(const FieldInfo& field, const void* member) {
  struct Walk {
    const FieldInfo& field;
    py::dict dict;
  } walk{field, {}};
  field.each(member, &walk, [](void* context, const std::string& key, const void* value) {
    Walk& w = *static_cast<Walk*>(context);
    w.dict[WriteText(key)] = WriteElement(w.field, value);
  });
  return std::move(walk.dict);
}

py::object WriteMember(const FieldInfo& field, const void* member) {
  switch (field.cardinality) {
    case Cardinality::kRepeated:
      return WriteList(field, member);
    case Cardinality::kMap:
      return WriteDict(field, member);
    case Cardinality::kSingular:
    case Cardinality::kOptional:
      return field.size(member) == 0 ? py::none() : WriteElement(field, field.element(member, 0));
  }
  return py::none();
}

}  // namespace

py::object WriteObject(const Message& message, const void* object) {
  const MessageClass& found = ClassOf(message);
  // Past __init__, which would only set the defaults that are then overwritten.
  const py::object instance = Owned(found.type->tp_new(found.type, py::tuple().ptr(), nullptr));
  for (std::size_t i = 0; i < message.fields.size(); ++i) {
    const FieldInfo& field = message.fields[i];
    const py::object value = WriteMember(field, field.At(object));
    if (PyObject_SetAttr(instance.ptr(), found.attributes[i], value.ptr()) != 0) throw py::error_already_set();
  }
  return instance;
}

}  // namespace spotwright::python
