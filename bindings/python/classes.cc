#include "bindings/python/classes.h"

#include <unordered_map>
#include <utility>

#include "src/decisions.h"
#include "src/model/reach.h"

namespace spotwright::python {
namespace {

namespace py = pybind11;

// References are never given back: the classes live as long as their module, which lives as long as the process.
PyTypeObject* FindClass(const char* module, std::string_view name) {
  py::object found = py::module_::import(module).attr(py::str(name.data(), name.size()));
  return reinterpret_cast<PyTypeObject*>(found.release().ptr());
}

PyObject* Interned(std::string_view text) {
  PyObject* string = PyUnicode_FromStringAndSize(text.data(), static_cast<Py_ssize_t>(text.size()));
  if (string == nullptr) throw py::error_already_set();
  PyUnicode_InternInPlace(&string);
  return string;
}

// Looks `key` up, or makes its entry first. Importing may let another thread in between, so `make` runs before the
// map is touched; whoever comes second finds the first one's entry.
template <typename Key, typename Class, typename Make>
const Class& Cached(std::unordered_map<const Key*, Class>& cache, const Key& key, Make make) {
  const auto found = cache.find(&key);
  if (found != cache.end()) return found->second;
  Class made = make();
  return cache.try_emplace(&key, std::move(made)).first->second;
}

}  // namespace

const MessageClass& ClassOf(const model::Message& message) {
  static auto& cache = *new std::unordered_map<const model::Message*, MessageClass>();
  return Cached(cache, message, [&message] {
    MessageClass made{FindClass("spotwright._types", message.name), {}};
    for (const model::FieldInfo& field : message.fields) made.attributes.push_back(Interned(field.name));
    return made;
  });
}

const EnumClass& ClassOf(const model::Enum& enumeration) {
  static auto& cache = *new std::unordered_map<const model::Enum*, EnumClass>();
  return Cached(cache, enumeration, [&enumeration] {
    EnumClass made{FindClass("spotwright._enums", enumeration.name), {}};
    const py::handle type(reinterpret_cast<PyObject*>(made.type));
    for (const model::EnumValue& value : enumeration.values) {
      py::object member = type(py::str(value.name.data(), value.name.size()));
      made.members.push_back(member.release().ptr());
    }
    return made;
  });
}

const model::Message* FindMessage(std::string_view name) {
  static const auto& by_name = *[] {
    std::vector<const model::Message*> roots;
    for (const Decision& decision : Decisions()) {
      roots.push_back(&decision.request());
      roots.push_back(&decision.response());
    }
    auto* map = new std::unordered_map<std::string_view, const model::Message*>();
    for (const model::Message* const message : model::Reach(roots).messages) map->emplace(message->name, message);
    return map;
  }();
  const auto found = by_name.find(name);
  return found == by_name.end() ? nullptr : found->second;
}

}  // namespace spotwright::python
