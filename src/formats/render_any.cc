#include <string>
#include <string_view>
#include <utility>

#include "src/base/text.h"
#include "src/formats/number_text.h"
#include "src/formats/renderers.h"

namespace spotwright::formats {
namespace {

using model::Cardinality;
using model::FieldInfo;
using model::Kind;
using model::Message;

constexpr std::string_view kMoment = "_unix_ms";

bool IsMoment(const FieldInfo& field) { return field.kind == Kind::kInt64 && field.name.ends_with(kMoment); }

// "Call again at" of call_again_at_unix_ms: a moment is shown as people write it.
std::string Label(const FieldInfo& field) {
  std::string_view name = field.name;
  if (IsMoment(field)) name.remove_suffix(kMoment.size());
  return Capitalised(Words(name));
}

// What is remembered from call to call is opaque to callers, and no news.
bool IsState(const FieldInfo& field) { return field.name == "state"; }

std::string FieldText(const Message& message, const FieldInfo& field, const void* object);

std::string ElementText(const FieldInfo& field, const void* element) {
  switch (field.kind) {
    case Kind::kBool:
      return *static_cast<const bool*>(element) ? "yes" : "no";
    case Kind::kInt64: {
      const std::int64_t value = *static_cast<const std::int64_t*>(element);
      return IsMoment(field) ? Moment(value) : Count(value);
    }
    case Kind::kDouble:
      return base::Cat(*static_cast<const double*>(element));
    case Kind::kString:
      return *static_cast<const std::string*>(element);
    case Kind::kEnum: {
      const model::EnumValue* value = field.enumeration().Find(field.get_enum(element));
      return value == nullptr ? "" : Words(value->name);
    }
    case Kind::kMessage: {
      const Message& message = field.message();
      if (&message == &model::MessageOf<Pool>()) return PoolName(*static_cast<const Pool*>(element));
      std::string text;
      for (const FieldInfo& inner : message.fields) {
        const std::string value = FieldText(message, inner, element);
        if (!value.empty()) text += base::Cat(text.empty() ? "" : ", ", Words(inner.name), " ", value);
      }
      return text;
    }
  }
  return "";
}

// Everything a field holds, in one line.
std::string FieldText(const Message& message, const FieldInfo& field, const void* object) {
  const void* member = field.At(object);
  std::string text;
  if (field.cardinality == Cardinality::kMap) {
    struct Walk {
      const FieldInfo& field;
      std::string& text;
    } walk{field, text};
    field.each(member, &walk, [](void* context, const std::string& key, const void* value) {
      Walk& w = *static_cast<Walk*>(context);
      w.text += base::Cat(w.text.empty() ? "" : ", ", key, " ", ElementText(w.field, value));
    });
    return text;
  }
  if (field.kind == Kind::kMessage && field.equals_default(object, message.defaults())) return "";
  const std::size_t size = field.size(member);
  for (std::size_t i = 0; i < size; ++i) {
    text += base::Cat(i == 0 ? "" : ", ", ElementText(field, field.element(member, i)));
  }
  return text;
}

bool IsTable(const FieldInfo& field) {
  return field.kind == Kind::kMessage && field.cardinality == Cardinality::kRepeated;
}

Table ElementsTable(const FieldInfo& field, const void* member) {
  const Message& message = field.message();
  Table table;
  for (const FieldInfo& inner : message.fields) {
    const bool number = inner.kind == Kind::kInt64 || inner.kind == Kind::kDouble;
    const bool single = inner.cardinality == Cardinality::kSingular || inner.cardinality == Cardinality::kOptional;
    const bool is_amount = number && single && !IsMoment(inner);
    table.columns.push_back(Column{Label(inner), is_amount ? Align::kRight : Align::kLeft,
                                   is_amount || IsMoment(inner) ? 0 : 8, inner.number});
  }
  const std::size_t size = field.size(member);
  for (std::size_t i = 0; i < size; ++i) {
    std::vector<Text> row;
    for (const FieldInfo& inner : message.fields) {
      row.push_back(FieldText(message, inner, field.element(member, i)));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace

Document RenderAny(const std::string& verb, const Message& message, const void* response) {
  Document document;
  document.title = Capitalised(Words(verb));
  KeyValues facts;
  for (const FieldInfo& field : message.fields) {
    if (IsTable(field) || IsState(field)) continue;
    const std::string text = FieldText(message, field, response);
    if (!text.empty()) facts.items.push_back({Label(field), text});
  }
  if (!facts.items.empty()) document.Add(std::move(facts));
  for (const FieldInfo& field : message.fields) {
    if (!IsTable(field)) continue;
    document.AddSection(Capitalised(Words(field.name)), ElementsTable(field, field.At(response)));
  }
  return document;
}

}  // namespace spotwright::formats
