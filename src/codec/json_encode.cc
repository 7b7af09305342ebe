#include <cmath>

#include "src/base/text.h"
#include "src/codec/json.h"
#include "src/codec/presence.h"

namespace spotwright::codec {
namespace {

using model::Cardinality;
using model::FieldInfo;
using model::Kind;
using model::Message;

// What JSON must escape: quotes, backslashes and control characters.
bool NeedsEscape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

void AppendEscaped(std::string& out, char c) {
  constexpr char kHex[] = "0123456789abcdef";
  switch (c) {
    case '"':
      out.append("\\\"");
      return;
    case '\\':
      out.append("\\\\");
      return;
    case '\n':
      out.append("\\n");
      return;
    case '\r':
      out.append("\\r");
      return;
    case '\t':
      out.append("\\t");
      return;
    default:
      out.append("\\u00");
      out.push_back(kHex[static_cast<unsigned char>(c) >> 4]);
      out.push_back(kHex[c & 15]);
  }
}

void AppendString(std::string& out, std::string_view text) {
  out.push_back('"');
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!NeedsEscape(text[i])) continue;
    out.append(text, start, i - start);
    AppendEscaped(out, text[i]);
    start = i + 1;
  }
  out.append(text, start, text.size() - start);
  out.push_back('"');
}

void AppendObject(std::string& out, const Message& message, const void* object);

void AppendElement(std::string& out, const FieldInfo& field, const void* element) {
  switch (field.kind) {
    case Kind::kBool:
      out.append(*static_cast<const bool*>(element) ? "true" : "false");
      return;
    case Kind::kInt64:
      base::AppendInteger(out, *static_cast<const std::int64_t*>(element));
      return;
    case Kind::kDouble: {
      // JSON has no word for what is not finite; Validate refuses it, and so does the decoder with null.
      const double value = *static_cast<const double*>(element);
      if (std::isfinite(value)) {
        base::AppendDouble(out, value);
      } else {
        out.append("null");
      }
      return;
    }
    case Kind::kString:
      AppendString(out, *static_cast<const std::string*>(element));
      return;
    case Kind::kEnum: {
      // A number that has no name stays visible; the decoder refuses it.
      const std::int32_t number = field.get_enum(element);
      const model::EnumValue* value = field.enumeration().Find(number);
      if (value != nullptr) {
        AppendString(out, value->name);
      } else {
        base::AppendInteger(out, number);
      }
      return;
    }
    case Kind::kMessage:
      AppendObject(out, field.message(), element);
      return;
  }
}

void AppendList(std::string& out, const FieldInfo& field, const void* member, std::size_t size) {
  out.push_back('[');
  for (std::size_t i = 0; i < size; ++i) {
    if (i > 0) out.push_back(',');
    AppendElement(out, field, field.element(member, i));
  }
  out.push_back(']');
}

void AppendMap(std::string& out, const FieldInfo& field, const void* member) {
  struct Walk {
    std::string& out;
    const FieldInfo& field;
    bool first = true;
  } walk{out, field};
  out.push_back('{');
  field.each(member, &walk, [](void* context, const std::string& key, const void* value) {
    Walk& w = *static_cast<Walk*>(context);
    if (!w.first) w.out.push_back(',');
    w.first = false;
    AppendString(w.out, key);
    w.out.push_back(':');
    AppendElement(w.out, w.field, value);
  });
  out.push_back('}');
}

void AppendObject(std::string& out, const Message& message, const void* object) {
  const void* const defaults = message.defaults();
  char separator = '{';
  const auto begin_field = [&](const FieldInfo& field) {
    out.push_back(separator);
    separator = ',';
    out.push_back('"');
    out.append(field.name);
    out.append("\":");
  };
  for (const FieldInfo& field : message.fields) {
    const void* const member = field.At(object);
    if (field.cardinality == Cardinality::kSingular) {
      if (!WritesSingular(message, field, object, defaults)) continue;
      begin_field(field);
      AppendElement(out, field, member);
      continue;
    }
    const std::size_t size = field.size(member);
    if (size == 0 && (field.cardinality == Cardinality::kOptional || !message.write_defaults)) continue;
    begin_field(field);
    if (field.cardinality == Cardinality::kOptional) {
      AppendElement(out, field, field.element(member, 0));
    } else if (field.cardinality == Cardinality::kRepeated) {
      AppendList(out, field, member, size);
    } else {
      AppendMap(out, field, member);
    }
  }
  if (separator == '{') out.push_back('{');
  out.push_back('}');
}

}  // namespace

std::string EncodeJson(const Message& message, const void* object) {
  std::string out;
  AppendObject(out, message, object);
  return out;
}

}  // namespace spotwright::codec
