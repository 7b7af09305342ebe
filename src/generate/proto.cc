// The .proto file: what the Protobuf wire format of the library is, for other people's generators.
#include <string_view>

#include "src/base/text.h"
#include "src/decisions.h"
#include "src/generate/describe.h"
#include "src/generate/files.h"
#include "src/model/reach.h"

namespace spotwright::generate {
namespace {

using base::Cat;
using model::Cardinality;
using model::Enum;
using model::EnumValue;
using model::FieldInfo;
using model::Kind;
using model::Message;

constexpr std::string_view kHead =
    R"(// Spotwright's messages. Generated from the field tables: run `make generate`, do not edit.
//
// Every singular scalar is `optional`: an absent field counts as its default, which is stated with the field where it
// is not the empty value of its type. Requests are strict: an unknown field number is refused, as is an enum of 0.
// Responses may gain fields. Numbers are never reused.
syntax = "proto3";

package spotwright.v1;
)";

void Comment(std::string_view text, std::string_view indent, std::string& out) {
  for (const std::string& line : Wrap(text, 116 - indent.size())) out += Cat(indent, "// ", line, "\n");
}

std::string_view ScalarType(const FieldInfo& field) {
  switch (field.kind) {
    case Kind::kBool:
      return "bool";
    case Kind::kInt64:
      return "int64";
    case Kind::kDouble:
      return "double";
    default:
      return ElementType(field);
  }
}

std::string FieldType(const FieldInfo& field) {
  const std::string_view type = ScalarType(field);
  switch (field.cardinality) {
    case Cardinality::kRepeated:
      return Cat("repeated ", type);
    case Cardinality::kMap:
      return Cat("map<string, ", type, ">");
    case Cardinality::kSingular:
    case Cardinality::kOptional:
      // A singular message has presence without the word.
      return field.kind == Kind::kMessage ? std::string(type) : Cat("optional ", type);
  }
  return {};
}

// Values of an enum share one scope with those of every other, so each bears the enum's name.
std::string ProtoEnum(const Enum& enumeration) {
  const std::string prefix = UpperSnake(enumeration.name);
  std::string out;
  Comment(enumeration.doc, "", out);
  out += Cat("enum ", enumeration.name, " {\n  // Refused: what a forgotten field holds.\n  ", prefix,
             "_UNSPECIFIED = 0;\n");
  for (const EnumValue& value : enumeration.values) {
    Comment(value.doc, "  ", out);
    out += Cat("  ", prefix, "_", UpperSnake(value.name), " = ", value.number, ";\n");
  }
  return out + "}\n";
}

}  // namespace

std::string ProtoMessage(const Message& message) {
  std::string out;
  Comment(message.doc, "", out);
  out += Cat("message ", message.name, " {\n");
  for (const int number : message.retired) out += Cat("  reserved ", number, ";\n");
  for (const FieldInfo& field : message.fields) {
    const std::string conditions = Conditions(message, field);
    Comment(conditions.empty() ? std::string(field.doc) : Cat(field.doc, " (", conditions, ")"), "  ", out);
    out += Cat("  ", FieldType(field), " ", field.name, " = ", field.number, ";\n");
  }
  return out + "}\n";
}

std::vector<File> ProtoFiles() {
  std::vector<const Message*> roots;
  for (const Decision& decision : Decisions()) {
    roots.push_back(&decision.request());
    roots.push_back(&decision.response());
  }
  const model::Reached reached = model::Reach(roots);
  std::string text(kHead);
  for (const Message* const message : reached.messages) text += Cat("\n", ProtoMessage(*message));
  for (const Enum* const enumeration : reached.enums) text += Cat("\n", ProtoEnum(*enumeration));
  return {{"include/spotwright/proto/spotwright/v1/spotwright.proto", text}};
}

}  // namespace spotwright::generate
