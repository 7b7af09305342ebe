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

FieldCheck::FieldCheck(const FieldInfo& info, std::size_t index)
    : offset(static_cast<std::int32_t>(info.offset)),
      field(static_cast<std::uint16_t>(index)),
      kind(info.kind),
      cardinality(info.cardinality),
      may_be_empty(!info.required),
      size(info.size) {
  if (kind == Kind::kDouble) {
    min = info.min;
    max = info.max;
    return;
  }
  min_integer = info.min_integer;
  max_integer = info.max_integer;
  if (kind != Kind::kEnum) return;
  const std::vector<EnumValue>& values = info.enumeration().values;
  const auto [least, most] = std::ranges::minmax(values, {}, &EnumValue::number);
  min_integer = least.number;
  max_integer = most.number;
  has_gaps = most.number - least.number + 1 != static_cast<std::int64_t>(values.size());
}

void Message::Index() {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    by_name.emplace(fields[i].name, static_cast<std::uint16_t>(i));
    const auto number = static_cast<std::size_t>(fields[i].number);
    if (by_number.size() <= number) by_number.resize(number + 1, -1);
    by_number[number] = static_cast<std::int16_t>(i);
    if (fields[i].required) required_fields |= std::uint64_t{1} << i;
    const FieldInfo& field = fields[i];
    const bool is_any = field.kind == Kind::kInt64 && field.min_integer == std::numeric_limits<std::int64_t>::min() &&
                        field.max_integer == std::numeric_limits<std::int64_t>::max();
    if (field.kind != Kind::kBool && !is_any) checks.emplace_back(field, i);
  }
}

}  // namespace spotwright::model
