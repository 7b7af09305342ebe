#include "src/model/field.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace spotwright::model {

const EnumValue* Enum::Find(std::int32_t number) const {
  for (const EnumValue& value : values) {
    if (value.number == number) return &value;
  }
  return nullptr;
}

const EnumValue* Enum::Find(std::string_view value_name) const {
  for (const EnumValue& value : values) {
    if (value.name == value_name) return &value;
  }
  return nullptr;
}

FieldInfo&& FieldInfo::Range(double low, double high) && {
  min = low;
  max = high;
  // Beyond 2^63 a double no longer converts; the integer keeps its own limit there.
  if (low > -9.2e18) min_integer = static_cast<std::int64_t>(std::ceil(low));
  if (high < 9.2e18) max_integer = static_cast<std::int64_t>(std::floor(high));
  return static_cast<FieldInfo&&>(*this);
}

FieldInfo&& FieldInfo::AtLeast(double low) && {
  min = low;
  min_integer = static_cast<std::int64_t>(std::ceil(low));
  return static_cast<FieldInfo&&>(*this);
}

const FieldInfo* Message::Find(std::string_view field_name) const {
  const auto found = by_name.find(field_name);
  return found == by_name.end() ? nullptr : &fields[found->second];
}

const FieldInfo* Message::Find(int field_number) const {
  if (field_number < 0 || static_cast<std::size_t>(field_number) >= by_number.size()) return nullptr;
  const std::int16_t index = by_number[static_cast<std::size_t>(field_number)];
  return index < 0 ? nullptr : &fields[static_cast<std::size_t>(index)];
}

Message&& Message::Retired(std::initializer_list<int> numbers) && {
  retired = numbers;
  return std::move(*this);
}

Message&& Message::WriteDefaults() && {
  write_defaults = true;
  return std::move(*this);
}

Message&& Message::Checked(std::optional<Error> (*by)(const void* object)) && {
  check = by;
  return std::move(*this);
}

void Message::Index() {
  constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    by_name.emplace(fields[i].name, static_cast<std::uint16_t>(i));
    const auto number = static_cast<std::size_t>(fields[i].number);
    if (by_number.size() <= number) by_number.resize(number + 1, -1);
    by_number[number] = static_cast<std::int16_t>(i);
    if (fields[i].required) required_fields |= std::uint64_t{1} << i;
    const bool is_any =
        fields[i].kind == Kind::kBool ||
        (fields[i].kind == Kind::kInt64 && fields[i].min_integer == kLeast && fields[i].max_integer == kMost);
    if (!is_any) checked.push_back(static_cast<std::uint16_t>(i));
    if (fields[i].kind != Kind::kEnum) continue;
    const auto [least, most] = std::ranges::minmax(fields[i].enumeration().values, {}, &EnumValue::number);
    fields[i].min_integer = least.number;
    fields[i].max_integer = most.number;
    const auto numbers = static_cast<std::int64_t>(fields[i].enumeration().values.size());
    fields[i].is_dense_enum = most.number - least.number + 1 == numbers;
  }
}

}  // namespace spotwright::model
