#include "src/model/validate.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <limits>
#include <string>
#include <utility>

#include "src/base/text.h"
#include "src/model/path.h"

namespace spotwright::model {
namespace {

using base::Cat;

// Every check returns whether all is well, and otherwise sets the error: most of a request is.
class Checker {
 public:
  bool CheckObject(const Message& message, const void* object, const Path* parent);
  std::optional<Error> TakeError() { return std::move(error_); }

 private:
  bool CheckElement(const FieldInfo& field, const void* element, const Path& path);
  bool CheckMap(const FieldInfo& field, const void* member, const Path* parent);
  bool Fail(const Path& path, std::string message) {
    error_ = InvalidField(path.ToString(), std::move(message));
    return false;
  }

  std::optional<Error> error_;
};

std::string Accepted(const FieldInfo& field) {
  const bool has_max = field.max < std::numeric_limits<double>::max();
  const std::string min = base::Number(field.min);
  return has_max ? Cat("; accepted: ", min, " to ", base::Number(field.max)) : Cat("; accepted: ", min, " or more");
}

bool Checker::CheckElement(const FieldInfo& field, const void* element, const Path& path) {
  switch (field.kind) {
    case Kind::kBool:
      return true;
    case Kind::kInt64: {
      const std::int64_t value = *static_cast<const std::int64_t*>(element);
      if (value >= field.min_integer && value <= field.max_integer) return true;
      return Fail(path, Cat("is ", value, Accepted(field)));
    }
    case Kind::kDouble: {
      const double value = *static_cast<const double*>(element);
      if (!std::isfinite(value)) return Fail(path, "is not a finite number");
      if (value >= field.min && value <= field.max) return true;
      return Fail(path, Cat("is ", base::Number(value), Accepted(field)));
    }
    case Kind::kString: {
      const auto& value = *static_cast<const std::string*>(element);
      if (field.required && value.empty()) return Fail(path, "is empty; it is required");
      if (!base::IsValidUtf8(value)) return Fail(path, Cat("is ", base::Quoted(value), ", which is not UTF-8"));
      return true;
    }
    case Kind::kEnum: {
      const std::int32_t value = field.get_enum(element);
      const Enum& enumeration = field.enumeration();
      if (enumeration.Find(value) != nullptr) return true;
      if (value == 0) return Fail(path, Cat("is not set; accepted: ", EnumNames(enumeration)));
      return Fail(path, Cat("is ", value, ", an unknown value; accepted: ", EnumNames(enumeration)));
    }
    case Kind::kMessage:
      return CheckObject(field.message(), element, &path);
  }
  return true;
}

// Whether all numbers of a vector are good. They lie side by side, so that this is one look at each.
bool AreGood(const FieldInfo& field, const double* values, std::size_t size) {
  const double min = std::max(field.min, std::numeric_limits<double>::lowest());
  const double max = std::min(field.max, std::numeric_limits<double>::max());
  bool good = true;
  for (std::size_t i = 0; i < size; ++i) {
    good &= values[i] >= min;
    good &= values[i] <= max;
  }
  return good;
}

bool Checker::CheckMap(const FieldInfo& field, const void* member, const Path* parent) {
  struct Walk {
    Checker& checker;
    const FieldInfo& field;
    const Path here;
    bool good;
  } walk{*this, field, Path{parent, field.name}, true};
  field.each(member, &walk, [](void* context, const std::string& key, const void* value) {
    Walk& w = *static_cast<Walk*>(context);
    if (!w.good) return;
    const Path path{&w.here, key, Path::kNoIndex, true};
    w.good = base::IsValidUtf8(key)
                 ? w.checker.CheckElement(w.field, value, path)
                 : w.checker.Fail(w.here, Cat("has the key ", base::Quoted(key), ", which is not UTF-8"));
  });
  return walk.good;
}

// Most values are good, and seen to be so at one look. False of messages, which take more.
bool IsGood(const FieldCheck& check, const void* value) {
  switch (check.kind) {
    case Kind::kInt64: {
      const std::int64_t number = *static_cast<const std::int64_t*>(value);
      return number >= check.min_integer && number <= check.max_integer;
    }
    case Kind::kDouble: {
      const double number = *static_cast<const double*>(value);
      return number >= check.min && number <= check.max && std::isfinite(number);
    }
    case Kind::kString: {
      const auto& text = *static_cast<const std::string*>(value);
      return text.empty() ? check.may_be_empty : base::IsValidUtf8(text);
    }
    case Kind::kEnum: {
      std::int32_t number = 0;
      std::memcpy(&number, value, sizeof(number));  // Every enum's type.
      return !check.has_gaps && number >= check.min_integer && number <= check.max_integer;
    }
    case Kind::kBool:
    case Kind::kMessage:
      break;
  }
  return false;
}

bool Checker::CheckObject(const Message& message, const void* object, const Path* parent) {
  for (const FieldCheck& check : message.checks) {
    const void* const member = static_cast<const char*>(object) + check.offset;
    if (check.cardinality == Cardinality::kSingular && IsGood(check, member)) continue;
    const FieldInfo& field = message.fields[check.field];
    if (field.cardinality == Cardinality::kSingular) {
      if (!CheckElement(field, member, Path{parent, field.name})) return false;
      continue;
    }
    const std::size_t size = check.size(member);
    if (size == 0) continue;
    if (field.cardinality == Cardinality::kMap) {
      if (!CheckMap(field, member, parent)) return false;
      continue;
    }
    const bool repeated = field.cardinality == Cardinality::kRepeated;
    if (repeated && field.kind == Kind::kDouble &&
        AreGood(field, static_cast<const double*>(field.element(member, 0)), size)) {
      continue;
    }
    for (std::size_t i = 0; i < size; ++i) {
      const void* const element = field.element(member, i);
      if (IsGood(check, element)) continue;
      if (!CheckElement(field, element, Path{parent, field.name, repeated ? i : Path::kNoIndex})) return false;
    }
  }
  if (message.check == nullptr) return true;
  error_ = message.check(object);
  if (error_ && parent != nullptr) error_->field = Cat(parent->ToString(), ".", error_->field);
  return !error_;
}

}  // namespace

std::optional<Error> Validate(const Message& message, const void* object) {
  Checker checker;
  checker.CheckObject(message, object, nullptr);
  return checker.TakeError();
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
