#include "src/model/validate.h"

#include <cmath>
#include <string>
#include <utility>

#include "src/base/text.h"
#include "src/model/path.h"

namespace spotwright::model {
namespace {

using base::Cat;

Error Invalid(const Path& path, std::string message) { return InvalidField(path.ToString(), std::move(message)); }

std::string Accepted(const FieldInfo& field) {
  const bool has_max = field.max < std::numeric_limits<double>::max();
  const std::string min = base::Number(field.min);
  return has_max ? Cat("; accepted: ", min, " to ", base::Number(field.max)) : Cat("; accepted: ", min, " or more");
}

std::optional<Error> CheckObject(const Message& message, const void* object, const Path* parent);

std::optional<Error> CheckElement(const FieldInfo& field, const void* element, const Path& path) {
  switch (field.kind) {
    case Kind::kBool:
      return std::nullopt;
    case Kind::kInt64: {
      const std::int64_t value = *static_cast<const std::int64_t*>(element);
      if (value >= field.min_integer && value <= field.max_integer) return std::nullopt;
      return Invalid(path, Cat("is ", value, Accepted(field)));
    }
    case Kind::kDouble: {
      const double value = *static_cast<const double*>(element);
      if (!std::isfinite(value)) return Invalid(path, "is not a finite number");
      if (value >= field.min && value <= field.max) return std::nullopt;
      return Invalid(path, Cat("is ", base::Number(value), Accepted(field)));
    }
    case Kind::kString: {
      const auto& value = *static_cast<const std::string*>(element);
      if (field.required && value.empty()) return Invalid(path, "is empty; it is required");
      if (!base::IsValidUtf8(value)) return Invalid(path, Cat("is ", base::Quoted(value), ", which is not UTF-8"));
      return std::nullopt;
    }
    case Kind::kEnum: {
      const std::int32_t value = field.get_enum(element);
      const Enum& enumeration = field.enumeration();
      if (enumeration.Find(value) != nullptr) return std::nullopt;
      if (value == 0) return Invalid(path, Cat("is not set; accepted: ", EnumNames(enumeration)));
      return Invalid(path, Cat("is ", value, ", an unknown value; accepted: ", EnumNames(enumeration)));
    }
    case Kind::kMessage:
      return CheckObject(field.message(), element, &path);
  }
  return std::nullopt;
}

std::optional<Error> CheckMap(const FieldInfo& field, const void* member, const Path* parent) {
  struct Walk {
    const FieldInfo& field;
    const Path here;
    std::optional<Error> error;
  } walk{field, Path{parent, field.name}, std::nullopt};
  field.each(member, &walk, [](void* context, const std::string& key, const void* value) {
    Walk& w = *static_cast<Walk*>(context);
    if (w.error) return;
    const Path path{&w.here, key, Path::kNoIndex, true};
    w.error = base::IsValidUtf8(key) ? CheckElement(w.field, value, path)
                                     : Invalid(w.here, Cat("has the key ", base::Quoted(key), ", which is not UTF-8"));
  });
  return walk.error;
}

std::optional<Error> CheckObject(const Message& message, const void* object, const Path* parent) {
  for (const FieldInfo& field : message.fields) {
    const void* member = field.At(object);
    if (field.cardinality == Cardinality::kMap) {
      if (auto error = CheckMap(field, member, parent)) return error;
      continue;
    }
    const std::size_t size = field.size(member);
    for (std::size_t i = 0; i < size; ++i) {
      const bool repeated = field.cardinality == Cardinality::kRepeated;
      const Path path{parent, field.name, repeated ? i : Path::kNoIndex};
      if (auto error = CheckElement(field, field.element(member, i), path)) return error;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Error> Validate(const Message& message, const void* object) {
  return CheckObject(message, object, nullptr);
}

Error InvalidField(std::string field, std::string message) {
  return Error{ErrorCode::kInvalidArgument, std::move(message), std::move(field)};
}

std::string EnumNames(const Enum& enumeration) {
  std::string names;
  for (const EnumValue& value : enumeration.values) names += (names.empty() ? "" : ", ") + std::string(value.name);
  return names;
}

}  // namespace spotwright::model
