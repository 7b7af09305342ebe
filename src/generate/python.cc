// The Python package's enums, dataclasses and functions, as a person would have written them.
#include <algorithm>
#include <array>
#include <string_view>

#include "src/base/text.h"
#include "src/codec/schema.h"
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

constexpr std::size_t kColumns = 116;  // Below the limit of 120, so that a full stop or a quote still fits.

constexpr std::string_view kGenerated = "Generated from the field tables: run `make generate`, do not edit.";

// The verbs' words that Python keeps for itself.
constexpr std::array<std::string_view, 9> kKeywords = {"assert", "continue", "del",    "import", "lambda",
                                                       "pass",   "raise",    "return", "yield"};

std::string FunctionName(std::string_view verb) {
  const bool keyword = std::find(kKeywords.begin(), kKeywords.end(), verb) != kKeywords.end();
  return Cat(verb, keyword ? "_" : "");
}

// "on_demand" -> "ON_DEMAND"
std::string MemberName(std::string_view value) {
  std::string name(value);
  for (char& c : name) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return name;
}

void Paragraph(std::string_view text, std::string_view indent, std::string& out) {
  for (const std::string& line : Wrap(text, kColumns - indent.size())) out += Cat(indent, line, "\n");
}

// A docstring of one line, or of several when it needs them. Ends without a newline.
std::string DocString(std::string_view text, std::string_view indent) {
  std::string body;
  Paragraph(text, indent, body);
  body.erase(0, indent.size());
  const bool one_line = body.find('\n') == body.size() - 1;
  if (one_line) body.pop_back();
  return Cat(indent, "\"\"\"", body, one_line ? "" : std::string(indent), "\"\"\"");
}

std::string All(const std::vector<std::string_view>& names) {
  std::string text = "__all__ = [\n";
  for (const std::string_view name : names) text += Cat("    \"", name, "\",\n");
  return text + "]\n";
}

std::string Imports(std::string_view module, std::vector<std::string_view> names) {
  std::sort(names.begin(), names.end());
  std::string text = Cat("from ", module, " import (\n");
  for (const std::string_view name : names) text += Cat("    ", name, ",\n");
  return text + ")\n";
}

template <typename T>
std::vector<std::string_view> Names(const std::vector<const T*>& described) {
  std::vector<std::string_view> names;
  names.reserve(described.size());
  for (const T* const item : described) names.push_back(item->name);
  std::sort(names.begin(), names.end());
  return names;
}

model::Reached Everything() {
  std::vector<const Message*> roots;
  for (const Decision& decision : Decisions()) {
    roots.push_back(&decision.request());
    roots.push_back(&decision.response());
  }
  return model::Reach(roots);
}

// Parts before the whole, since a default is made by calling the part's class.
void AddPartsFirst(const Message& message, std::vector<const Message*>& order) {
  if (std::find(order.begin(), order.end(), &message) != order.end()) return;
  for (const FieldInfo& field : message.fields) {
    if (field.kind == Kind::kMessage && field.cardinality == Cardinality::kSingular) {
      AddPartsFirst(field.message(), order);
    }
  }
  order.push_back(&message);
}

std::string ElementHint(const FieldInfo& field) {
  switch (field.kind) {
    case Kind::kBool:
      return "bool";
    case Kind::kInt64:
      return "int";
    case Kind::kDouble:
      return "float";
    case Kind::kString:
      return "str";
    case Kind::kEnum:
    case Kind::kMessage:
      return std::string(ElementType(field));
  }
  return {};
}

std::string Hint(const FieldInfo& field) {
  std::string element = ElementHint(field);
  switch (field.cardinality) {
    case Cardinality::kSingular:
      return element;
    case Cardinality::kOptional:
      return Cat(element, " | None");
    case Cardinality::kRepeated:
      return Cat("list[", element, "]");
    case Cardinality::kMap:
      return Cat("dict[str, ", element, "]");
  }
  return {};
}

bool HasDefault(const Message& message, const FieldInfo& field);

bool AllHaveDefaults(const Message& message) {
  return std::all_of(message.fields.begin(), message.fields.end(),
                     [&message](const FieldInfo& field) { return HasDefault(message, field); });
}

// A field that must be given has none: what the table requires, an enum that names nothing when left alone, and a
// part that has such a field itself.
bool HasDefault(const Message& message, const FieldInfo& field) {
  if (field.required) return false;
  if (field.cardinality != Cardinality::kSingular) return true;
  if (field.kind == Kind::kEnum) return field.get_enum(field.At(message.defaults())) != 0;
  return field.kind != Kind::kMessage || AllHaveDefaults(field.message());
}

// " = 1000"; empty for a field that must be given.
std::string Default(const Message& message, const FieldInfo& field) {
  if (!HasDefault(message, field)) return {};
  if (field.cardinality == Cardinality::kOptional) return " = None";
  if (field.cardinality == Cardinality::kRepeated) return " = field(default_factory=list)";
  if (field.cardinality == Cardinality::kMap) return " = field(default_factory=dict)";
  const void* const value = field.At(message.defaults());
  switch (field.kind) {
    case Kind::kBool:
      return *static_cast<const bool*>(value) ? " = True" : " = False";
    case Kind::kEnum:
      return Cat(" = ", field.enumeration().name, ".",
                 MemberName(field.enumeration().Find(field.get_enum(value))->name));
    case Kind::kMessage:
      return Cat(" = field(default_factory=", field.message().name, ")");
    case Kind::kDouble: {
      const std::string number = codec::NumberJson(*static_cast<const double*>(value));
      return Cat(" = ", number, number.find_first_of(".e") == std::string::npos ? ".0" : "");
    }
    case Kind::kInt64:
    case Kind::kString:
      return Cat(" = ", codec::DefaultJson(message, field).value());
  }
  return {};
}

void WriteEnum(const Enum& enumeration, std::string& out) {
  out += Cat("\n\nclass ", enumeration.name, "(StrEnum):\n", DocString(enumeration.doc, "    "), "\n");
  for (const EnumValue& value : enumeration.values) {
    out += Cat("\n    ", MemberName(value.name), " = \"", value.name, "\"\n", DocString(value.doc, "    "), "\n");
  }
}

void WriteMessage(const Message& message, std::string& out) {
  out += Cat("\n\n@dataclass(slots=True, kw_only=True)\nclass ", message.name, "(Message):\n    \"\"\"");
  std::string doc;
  Paragraph(message.doc, "    ", doc);
  out += Cat(doc.substr(4), "\n    Attributes\n    ----------\n");
  for (const FieldInfo& field : message.fields) {
    const std::string range = Range(field);
    out += Cat("    ", field.name, " : ", Hint(field), "\n");
    Paragraph(range.empty() ? std::string(field.doc) : Cat(field.doc, " (", range, ")"), "        ", out);
  }
  out += "    \"\"\"\n\n";
  for (const FieldInfo& field : message.fields) {
    out += Cat("    ", field.name, ": ", Hint(field), Default(message, field), "\n");
  }
}

void WriteFunction(const Decision& decision, std::string& out) {
  const std::string_view request = decision.request().name;
  const std::string_view response = decision.response().name;
  const std::string name = FunctionName(decision.verb);
  std::string summary;
  Paragraph(decision.doc, "    ", summary);
  out += Cat("\n\ndef ", name, "(\n    request: ", request, R"( | Mapping[str, Any],
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> )",
             response, ":\n    \"\"\"", summary.substr(4));
  if (name != decision.verb) {
    out += Cat("\n    The verb is `", decision.verb, "`, a word that Python keeps for itself: hence the underscore.\n");
  }
  out += Cat("\n    Parameters\n    ----------\n    request : ", request, " or mapping\n");
  Paragraph(decision.request().doc, "        ", out);
  out += R"(    progress : callable, optional
        Told the share done, rising within [0, 1], on the calling thread.
    cancelled : callable, optional
        Asked now and then, on the calling thread; a true answer ends the work.

    Returns
    -------
    )";
  out += Cat(response, "\n");
  Paragraph(decision.response().doc, "        ", out);
  out += R"(
    Raises
    ------
    InvalidArgumentError
        The request is malformed; `field` says where.
    CancelledError
        `cancelled` gave a true answer.
    ResourceExhaustedError
        Memory ran out, or the request is larger than the engine accepts.
    """
)";
  out += Cat("    response: ", response, " = _core.call(\"", decision.verb, "\", request, progress, cancelled)\n");
  out += "    return response\n";
}

std::string EnumsModule(const model::Reached& reached) {
  std::string out = Cat("\"\"\"The enums. A member is a string: its name in JSON.\n\n", kGenerated, "\n\"\"\"\n\n");
  out += Cat("from enum import StrEnum\n\n", All(Names(reached.enums)));
  for (const Enum* const enumeration : reached.enums) WriteEnum(*enumeration, out);
  return out;
}

std::string TypesModule(const model::Reached& reached) {
  std::string out = Cat("\"\"\"The structs that decisions take and give.\n\n", kGenerated, "\n\"\"\"\n\n");
  out += "from __future__ import annotations\n\nfrom dataclasses import dataclass, field\n\n";
  out += "from spotwright._base import Message\n";
  out += Cat(Imports("spotwright._enums", Names(reached.enums)), "\n", All(Names(reached.messages)));
  std::vector<const Message*> order;
  for (const Message* const message : reached.messages) AddPartsFirst(*message, order);
  for (const Message* const message : order) WriteMessage(*message, out);
  return out;
}

std::string DecisionsModule() {
  std::vector<std::string_view> types;
  std::vector<std::string> names;
  for (const Decision& decision : Decisions()) {
    types.push_back(decision.request().name);
    types.push_back(decision.response().name);
    names.push_back(FunctionName(decision.verb));
  }
  std::sort(names.begin(), names.end());
  std::string out = Cat("\"\"\"One function for each decision.\n\n", kGenerated, "\n\"\"\"\n\n");
  out += "from collections.abc import Callable, Mapping\nfrom typing import Any\n\nfrom spotwright import _core\n";
  out += Cat(Imports("spotwright._types", types), "\n", All({names.begin(), names.end()}), "\n");
  out += "Progress = Callable[[float], object]\nCancelled = Callable[[], object]\n";
  for (const Decision& decision : Decisions()) WriteFunction(decision, out);
  return out;
}

}  // namespace

std::vector<File> PythonFiles() {
  const model::Reached reached = Everything();
  return {{"bindings/python/spotwright/_enums.py", EnumsModule(reached)},
          {"bindings/python/spotwright/_types.py", TypesModule(reached)},
          {"bindings/python/spotwright/_decisions.py", DecisionsModule()}};
}

}  // namespace spotwright::generate
