// Field tables: each public struct described as data, once, for every codec, generator and check.
//
//   template <>
//   const Message& MessageOf<Taint>() {
//     static const Message kTable = Describe<Taint>("Taint", "Keeps pods off a node ...", {
//         Field<&Taint::key>(1, "key", "...").Required(),
//     });
//     return kTable;
//   }
//
// A table is built by types and read without them: a FieldInfo holds the kind, the cardinality and a few accessors,
// so that a codec is one loop, compiled once.
#ifndef SPOTWRIGHT_SRC_MODEL_FIELD_H_
#define SPOTWRIGHT_SRC_MODEL_FIELD_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include "spotwright/result.h"

namespace spotwright::model {

struct Message;
struct Enum;

// A struct's field table. Specialised in src/model/fields/, once for each public struct.
template <typename T>
const Message& MessageOf();

// An enum's names. Specialised beside the struct that uses it.
template <typename E>
const Enum& EnumOf();

enum class Kind : std::uint8_t { kBool, kInt64, kDouble, kString, kEnum, kMessage };

enum class Cardinality : std::uint8_t {
  kSingular,  // T: always has a value; absent on the wire means the default.
  kOptional,  // std::optional<T>
  kRepeated,  // std::vector<T>
  kMap,       // std::map<std::string, T>
};

struct EnumValue {
  std::int32_t number;
  std::string_view name;
  std::string_view doc;
};

// Numbers start at 1: 0 is what a forgotten field holds, and is refused.
struct Enum {
  std::string_view name;
  std::string_view doc;
  std::vector<EnumValue> values;

  const EnumValue* Find(std::int32_t number) const;
  const EnumValue* Find(std::string_view value_name) const;
};

// One field. `member` pointers below point at the member itself, whose C++ type follows from kind and cardinality.
struct FieldInfo {
  std::string_view name;  // In JSON, .proto, Python.
  int number = 0;         // On the Protobuf wire. Never reused.
  std::string_view doc;
  Kind kind = Kind::kBool;
  Cardinality cardinality = Cardinality::kSingular;

  // Accepted values, both ends included. For repeated fields and maps: of each element.
  double min = std::numeric_limits<double>::lowest();
  double max = std::numeric_limits<double>::max();
  std::int64_t min_integer = std::numeric_limits<std::int64_t>::min();
  std::int64_t max_integer = std::numeric_limits<std::int64_t>::max();
  bool required = false;  // Must be present; a string must not be empty, an enum not 0.

  const Message& (*message)() = nullptr;  // Of kMessage. A function, so that tables may refer to each other.
  const Enum& (*enumeration)() = nullptr;

  std::ptrdiff_t offset = 0;  // Of the member within its struct, in bytes.

  // Elements: of a vector by index; of an optional, index 0; of a singular, the member itself as index 0. Messages and
  // scalars alike. `append` adds a default element (sets an optional) and returns it.
  std::size_t (*size)(const void* member) = nullptr;
  const void* (*element)(const void* member, std::size_t index) = nullptr;
  void* (*append)(void* member) = nullptr;
  void (*reserve)(void* member, std::size_t count) = nullptr;  // Repeated only; a hint.

  // Maps: `insert` returns null when the key is there already.
  void* (*insert)(void* member, std::string key) = nullptr;
  void (*each)(const void* member, void* context,
               void (*visit)(void* context, const std::string& key, const void* value)) = nullptr;

  // Enum elements are read and written through these, as their types differ.
  std::int32_t (*get_enum)(const void* element) = nullptr;
  void (*set_enum)(void* element, std::int32_t number) = nullptr;

  bool (*equals_default)(const void* object, const void* default_object) = nullptr;

  const void* At(const void* object) const { return static_cast<const char*>(object) + offset; }
  void* At(void* object) const { return static_cast<char*>(object) + offset; }

  FieldInfo& Required() & {
    required = true;
    return *this;
  }
  FieldInfo&& Required() && {
    required = true;
    return static_cast<FieldInfo&&>(*this);
  }
  FieldInfo&& Range(double low, double high) &&;
  FieldInfo&& AtLeast(double low) &&;
};

// What a look at every field of every request needs to know of one, side by side with the next one's.
struct FieldCheck {
  std::int32_t offset = 0;
  std::uint16_t field = 0;  // Index.
  Kind kind = {};
  Cardinality cardinality = {};
  bool may_be_empty = false;  // A string.
  bool has_gaps = false;      // An enum, whose range is from its first number to its last.
  union {
    std::int64_t min_integer;
    double min;
  };
  union {
    std::int64_t max_integer;
    double max;
  };
  std::size_t (*size)(const void* member) = nullptr;

  explicit FieldCheck(const FieldInfo& info, std::size_t index);
};

struct Message {
  std::string_view name;
  std::string_view doc;
  std::vector<FieldInfo> fields;  // In the order of their numbers; at most 64, as codecs keep one bit for each.
  std::vector<int> retired;       // Numbers that were used once.
  bool write_defaults = false;    // Responses: every scalar is written, also when it equals its default.

  // What must hold between fields wherever the struct is taken; null: nothing. The error's path begins at the object.
  std::optional<Error> (*check)(const void* object) = nullptr;

  void* (*create)() = nullptr;
  void (*destroy)(void* object) = nullptr;
  const void* (*defaults)() = nullptr;  // A value-initialised object.

  const FieldInfo* Find(std::string_view field_name) const;
  const FieldInfo* Find(int field_number) const;

  // Filled by Index().
  std::unordered_map<std::string_view, std::uint16_t> by_name;
  std::vector<std::int16_t> by_number;
  std::uint64_t required_fields = 0;  // Bit i: fields[i] is required.
  std::vector<FieldCheck> checks;     // Of fields that can hold something that is not accepted.

  Message&& Retired(std::initializer_list<int> numbers) &&;
  Message&& WriteDefaults() &&;
  Message&& Checked(std::optional<Error> (*by)(const void* object)) &&;
  void Index();
};

// An owned object of a message's type, erased.
class Object {
 public:
  explicit Object(const Message& message) : message_(&message), data_(message.create()) {}
  Object(Object&& other) noexcept : message_(other.message_), data_(other.data_) { other.data_ = nullptr; }
  Object& operator=(Object&&) = delete;
  ~Object() {
    if (data_ != nullptr) message_->destroy(data_);
  }
  const Message& message() const { return *message_; }
  void* data() { return data_; }
  const void* data() const { return data_; }

 private:
  const Message* message_;
  void* data_;
};

namespace internal {

template <typename T>
const T& DefaultOf() {
  static const T kDefault{};
  return kDefault;
}

template <typename T>
struct Shape {
  using Element = T;
  static constexpr Cardinality kCardinality = Cardinality::kSingular;
};
template <typename T>
struct Shape<std::optional<T>> {
  using Element = T;
  static constexpr Cardinality kCardinality = Cardinality::kOptional;
};
template <typename T>
struct Shape<std::vector<T>> {
  using Element = T;
  static constexpr Cardinality kCardinality = Cardinality::kRepeated;
};
template <typename T>
struct Shape<std::map<std::string, T>> {
  using Element = T;
  static constexpr Cardinality kCardinality = Cardinality::kMap;
};

template <typename E>
constexpr Kind KindOf() {
  if constexpr (std::is_same_v<E, bool>)
    return Kind::kBool;
  else if constexpr (std::is_same_v<E, std::int64_t>)
    return Kind::kInt64;
  else if constexpr (std::is_same_v<E, double>)
    return Kind::kDouble;
  else if constexpr (std::is_same_v<E, std::string>)
    return Kind::kString;
  else if constexpr (std::is_enum_v<E>)
    return Kind::kEnum;
  else
    return Kind::kMessage;
}

template <typename M>
struct MemberOf;
template <typename C, typename M>
struct MemberOf<M C::*> {
  using Class = C;
  using Type = M;
};

template <typename M>
void SetContainerAccess(FieldInfo& field) {
  using S = Shape<M>;
  using E = typename S::Element;
  if constexpr (S::kCardinality == Cardinality::kSingular) {
    field.size = [](const void*) { return std::size_t{1}; };
    field.element = [](const void* member, std::size_t) { return member; };
    field.append = [](void* member) { return member; };
  } else if constexpr (S::kCardinality == Cardinality::kOptional) {
    field.size = [](const void* member) { return std::size_t{static_cast<const M*>(member)->has_value()}; };
    field.element = [](const void* member, std::size_t) -> const void* { return &**static_cast<const M*>(member); };
    field.append = [](void* member) -> void* { return &static_cast<M*>(member)->emplace(); };
  } else if constexpr (S::kCardinality == Cardinality::kRepeated) {
    static_assert(!std::is_same_v<E, bool>, "std::vector<bool> has no elements to point at");
    field.size = [](const void* member) { return static_cast<const M*>(member)->size(); };
    field.element = [](const void* member, std::size_t index) -> const void* {
      return &(*static_cast<const M*>(member))[index];
    };
    field.append = [](void* member) -> void* { return &static_cast<M*>(member)->emplace_back(); };
    field.reserve = [](void* member, std::size_t count) { static_cast<M*>(member)->reserve(count); };
  } else {
    field.size = [](const void* member) { return static_cast<const M*>(member)->size(); };
    field.insert = [](void* member, std::string key) -> void* {
      const auto [position, added] = static_cast<M*>(member)->try_emplace(std::move(key));
      return added ? &position->second : nullptr;
    };
    field.each = [](const void* member, void* context, void (*visit)(void*, const std::string&, const void*)) {
      for (const auto& [key, value] : *static_cast<const M*>(member)) visit(context, key, &value);
    };
  }
}

}  // namespace internal

// Describes one member. Unit and range belong in the doc line as well as in the name and in Range().
template <auto kMember>
FieldInfo Field(int number, std::string_view name, std::string_view doc) {
  using C = typename internal::MemberOf<decltype(kMember)>::Class;
  using M = typename internal::MemberOf<decltype(kMember)>::Type;
  using E = typename internal::Shape<M>::Element;
  FieldInfo field;
  field.name = name;
  field.number = number;
  field.doc = doc;
  field.kind = internal::KindOf<E>();
  field.cardinality = internal::Shape<M>::kCardinality;
  const C& object = internal::DefaultOf<C>();
  field.offset = reinterpret_cast<const char*>(&(object.*kMember)) - reinterpret_cast<const char*>(&object);
  field.equals_default = [](const void* some, const void* default_object) {
    return static_cast<const C*>(some)->*kMember == static_cast<const C*>(default_object)->*kMember;
  };
  internal::SetContainerAccess<M>(field);
  if constexpr (std::is_enum_v<E>) {
    static_assert(std::is_same_v<std::underlying_type_t<E>, std::int32_t>);
    field.enumeration = &EnumOf<E>;
    field.get_enum = [](const void* element) { return static_cast<std::int32_t>(*static_cast<const E*>(element)); };
    field.set_enum = [](void* element, std::int32_t value) { *static_cast<E*>(element) = static_cast<E>(value); };
  }
  if constexpr (internal::KindOf<E>() == Kind::kMessage) field.message = &MessageOf<E>;
  return field;
}

template <typename T>
Message Describe(std::string_view name, std::string_view doc, std::vector<FieldInfo> fields) {
  Message message;
  message.name = name;
  message.doc = doc;
  message.fields = std::move(fields);
  message.create = []() -> void* { return new T{}; };
  message.destroy = [](void* object) { delete static_cast<T*>(object); };
  message.defaults = []() -> const void* { return &internal::DefaultOf<T>(); };
  message.Index();
  return message;
}

}  // namespace spotwright::model

#endif  // SPOTWRIGHT_SRC_MODEL_FIELD_H_
