#include "src/codec/schema.h"

#include "src/codec/json_parser.h"  // Before RapidJSON's own headers: it settles what their assertions do.

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <limits>
#include <string_view>
#include <vector>

#include "src/base/text.h"
#include "src/model/reach.h"

namespace spotwright::codec {
namespace {

using model::Cardinality;
using model::Enum;
using model::EnumValue;
using model::FieldInfo;
using model::Kind;
using model::Message;

class Writer {
 public:
  Writer() { json_.SetIndent(' ', 2); }

  void Open() { json_.StartObject(); }
  void Open(std::string_view key) {
    Key(key);
    json_.StartObject();
  }
  void Close() { json_.EndObject(); }
  void Text(std::string_view key, std::string_view value) {
    Key(key);
    String(value);
  }
  void Bool(std::string_view key, bool value) {
    Key(key);
    json_.Bool(value);
  }
  // `literal` is JSON already.
  void Literal(std::string_view key, std::string_view literal) {
    Key(key);
    json_.RawValue(literal.data(), literal.size(), rapidjson::kNumberType);
  }
  void Texts(std::string_view key, const std::vector<std::string_view>& values) {
    Key(key);
    json_.StartArray();
    for (const std::string_view value : values) String(value);
    json_.EndArray();
  }
  std::string Take() { return std::string(buffer_.GetString(), buffer_.GetSize()) + "\n"; }

 private:
  void Key(std::string_view key) { json_.Key(key.data(), static_cast<rapidjson::SizeType>(key.size())); }
  void String(std::string_view text) { json_.String(text.data(), static_cast<rapidjson::SizeType>(text.size())); }

  rapidjson::StringBuffer buffer_;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> json_{buffer_};
};

std::string IntegerJson(std::int64_t value) {
  std::string text;
  base::AppendInteger(text, value);
  return text;
}

void Reference(std::string_view name, Writer& out) { out.Text("$ref", base::Cat("#/$defs/", name)); }

// What one element of the field may be.
void WriteElement(const FieldInfo& field, Writer& out) {
  switch (field.kind) {
    case Kind::kBool:
      out.Text("type", "boolean");
      return;
    case Kind::kInt64:
      out.Text("type", "integer");
      out.Literal("minimum", IntegerJson(field.min_integer));
      out.Literal("maximum", IntegerJson(field.max_integer));
      return;
    case Kind::kDouble:
      out.Text("type", "number");
      if (field.min > std::numeric_limits<double>::lowest()) out.Literal("minimum", NumberJson(field.min));
      if (field.max < std::numeric_limits<double>::max()) out.Literal("maximum", NumberJson(field.max));
      return;
    case Kind::kString:
      out.Text("type", "string");
      if (field.required) out.Literal("minLength", "1");
      return;
    case Kind::kEnum:
      Reference(field.enumeration().name, out);
      return;
    case Kind::kMessage:
      Reference(field.message().name, out);
      return;
  }
}

void WriteField(const Message& message, const FieldInfo& field, Writer& out) {
  out.Open(field.name);
  out.Text("description", field.doc);
  if (field.cardinality == Cardinality::kRepeated) {
    out.Text("type", "array");
    out.Open("items");
    WriteElement(field, out);
    out.Close();
  } else if (field.cardinality == Cardinality::kMap) {
    out.Text("type", "object");
    out.Open("additionalProperties");
    WriteElement(field, out);
    out.Close();
  } else {
    WriteElement(field, out);
    if (const auto value = DefaultJson(message, field)) out.Literal("default", *value);
  }
  out.Close();
}

void WriteMessage(const Message& message, bool strict, Writer& out) {
  out.Open(message.name);
  out.Text("description", message.doc);
  out.Text("type", "object");
  out.Open("properties");
  std::vector<std::string_view> required;
  for (const FieldInfo& field : message.fields) {
    WriteField(message, field, out);
    if (field.required) required.push_back(field.name);
  }
  out.Close();
  if (!required.empty()) out.Texts("required", required);
  out.Bool("additionalProperties", !strict);
  out.Close();
}

void WriteEnum(const Enum& enumeration, Writer& out) {
  std::string doc(enumeration.doc);
  std::vector<std::string_view> names;
  for (const EnumValue& value : enumeration.values) {
    doc += base::Cat("\n", value.name, ": ", value.doc);
    names.push_back(value.name);
  }
  out.Open(enumeration.name);
  out.Text("description", doc);
  out.Texts("enum", names);
  out.Close();
}

}  // namespace

std::string NumberJson(double value) { return base::Number(value); }

std::optional<std::string> DefaultJson(const Message& message, const FieldInfo& field) {
  if (field.cardinality != Cardinality::kSingular || field.required) return std::nullopt;
  const void* const value = field.At(message.defaults());
  switch (field.kind) {
    case Kind::kBool:
      return *static_cast<const bool*>(value) ? "true" : "false";
    case Kind::kInt64:
      return IntegerJson(*static_cast<const std::int64_t*>(value));
    case Kind::kDouble:
      return NumberJson(*static_cast<const double*>(value));
    case Kind::kString:  // The defaults are names of our own, with nothing in them to escape.
      return base::Cat("\"", *static_cast<const std::string*>(value), "\"");
    case Kind::kEnum: {
      const EnumValue* const named = field.enumeration().Find(field.get_enum(value));
      return named == nullptr ? std::nullopt : std::optional(base::Cat("\"", named->name, "\""));
    }
    case Kind::kMessage:
      return std::nullopt;
  }
  return std::nullopt;
}

std::string JsonSchema(const Message& message, bool strict) {
  Writer out;
  out.Open();
  out.Text("$schema", "https://json-schema.org/draft/2020-12/schema");
  out.Text("title", message.name);
  Reference(message.name, out);
  const model::Reached reached = model::Reach({&message});
  out.Open("$defs");
  for (const Message* const part : reached.messages) WriteMessage(*part, strict, out);
  for (const Enum* const part : reached.enums) WriteEnum(*part, out);
  out.Close();
  out.Close();
  return out.Take();
}

}  // namespace spotwright::codec
