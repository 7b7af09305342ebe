#include "src/generate/describe.h"

#include <algorithm>
#include <limits>

#include "src/base/text.h"
#include "src/codec/schema.h"

namespace spotwright::generate {

using base::Cat;
using model::Cardinality;
using model::FieldInfo;
using model::Kind;

std::string_view ElementType(const FieldInfo& field) {
  switch (field.kind) {
    case Kind::kBool:
      return "boolean";
    case Kind::kInt64:
      return "integer";
    case Kind::kDouble:
      return "number";
    case Kind::kString:
      return "string";
    case Kind::kEnum:
      return field.enumeration().name;
    case Kind::kMessage:
      return field.message().name;
  }
  return {};
}

std::string Type(const FieldInfo& field) {
  switch (field.cardinality) {
    case Cardinality::kRepeated:
      return Cat("list of ", ElementType(field));
    case Cardinality::kMap:
      return Cat("map from string to ", ElementType(field));
    case Cardinality::kSingular:
    case Cardinality::kOptional:
      return std::string(ElementType(field));
  }
  return {};
}

std::string Range(const FieldInfo& field) {
  const bool has_min = field.min > std::numeric_limits<double>::lowest();
  const bool has_max = field.max < std::numeric_limits<double>::max();
  if (has_min && has_max) return Cat(codec::NumberJson(field.min), " to ", codec::NumberJson(field.max));
  if (has_min) return Cat(codec::NumberJson(field.min), " or more");
  return {};
}

std::string Conditions(const model::Message& message, const FieldInfo& field) {
  std::string text;
  const auto add = [&text](std::string_view part) { text += Cat(text.empty() ? "" : "; ", part); };
  if (field.required) add("required");
  if (const std::string range = Range(field); !range.empty()) add(range);
  if (message.write_defaults) return text;  // Never absent, so the default says nothing.
  if (const auto value = codec::DefaultJson(message, field); value && *value != "\"\"") add(Cat("default: ", *value));
  return text;
}

std::vector<std::string> Wrap(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (lines.empty() || lines.back().size() + 1 + word.size() > width) {
      lines.emplace_back(word);
    } else {
      lines.back() += Cat(" ", word);
    }
  }
  return lines;
}

std::string UpperSnake(std::string_view camel) {
  std::string snake;
  for (const char c : camel) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper && !snake.empty()) snake.push_back('_');
    snake.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  }
  return snake;
}

}  // namespace spotwright::generate
