// The reference pages: one for each verb, and one for the vocabulary that several verbs share.
#include <algorithm>
#include <map>
#include <string_view>

#include "src/base/text.h"
#include "src/decisions.h"
#include "src/generate/describe.h"
#include "src/generate/files.h"
#include "src/model/reach.h"

namespace spotwright::generate {
namespace {

using base::Cat;
using model::Enum;
using model::EnumValue;
using model::FieldInfo;
using model::Kind;
using model::Message;

constexpr std::string_view kFooter = "\nGenerated from the field tables: run `make generate`, do not edit.\n";

// On which page a message or an enum is described, by its name.
using Homes = std::map<std::string_view, std::string>;

// What one verb's messages are made of, not counting those of other verbs within them.
model::Reached PartsOf(const Decision& decision) {
  std::vector<const Message*> others;
  for (const Decision& other : Decisions()) {
    if (other.verb == decision.verb) continue;
    others.push_back(&other.request());
    others.push_back(&other.response());
  }
  return model::Reach({&decision.request(), &decision.response()}, others);
}

Homes FindHomes() {
  Homes homes;
  for (const Decision& decision : Decisions()) {
    const model::Reached parts = PartsOf(decision);
    const auto add = [&](std::string_view name) {
      const auto [home, is_new] = homes.emplace(name, Cat(decision.verb, ".md"));
      if (!is_new) home->second = "shared.md";
    };
    for (const Message* const message : parts.messages) add(message->name);
    for (const Enum* const enumeration : parts.enums) add(enumeration->name);
  }
  return homes;
}

// `|` would end a cell of a table.
std::string Cell(std::string_view text) {
  std::string cell;
  for (const char c : text) cell += c == '|' ? "\\|" : std::string(1, c);
  return cell;
}

class Page {
 public:
  Page(std::string name, const Homes& homes) : name_(std::move(name)), homes_(homes) {}

  void Add(std::string_view text) { text_ += text; }

  void AddMessage(const Message& message) {
    text_ += Cat("\n## ", message.name, "\n\n", message.doc, "\n\n| field | type | accepted | meaning |\n",
                 "|---|---|---|---|\n");
    for (const FieldInfo& field : message.fields) {
      text_ += Cat("| `", field.name, "` | ", LinkedType(field), " | ", Cell(Conditions(message, field)), " | ",
                   Cell(field.doc), " |\n");
    }
  }

  void AddEnum(const Enum& enumeration) {
    text_ += Cat("\n## ", enumeration.name, "\n\n", enumeration.doc, "\n\n| value | number | meaning |\n",
                 "|---|---|---|\n");
    for (const EnumValue& value : enumeration.values) {
      text_ += Cat("| `", value.name, "` | ", value.number, " | ", Cell(value.doc), " |\n");
    }
  }

  // All of `parts` whose home is this page.
  void AddHome(const model::Reached& parts) {
    for (const Message* const message : parts.messages) {
      if (homes_.at(message->name) == name_) AddMessage(*message);
    }
    for (const Enum* const enumeration : parts.enums) {
      if (homes_.at(enumeration->name) == name_) AddEnum(*enumeration);
    }
  }

  std::string Link(std::string_view name) const {
    std::string anchor(name);
    for (char& c : anchor) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const std::string& home = homes_.at(name);
    return Cat("[", name, "](", home == name_ ? "" : home, "#", anchor, ")");
  }

  File Finish() && { return {Cat("docs/reference/", name_), Cat(text_, kFooter)}; }

 private:
  std::string LinkedType(const FieldInfo& field) const {
    std::string type = Type(field);
    if (field.kind != Kind::kMessage && field.kind != Kind::kEnum) return type;
    const std::string_view element = ElementType(field);
    return type.substr(0, type.size() - element.size()) + Link(element);
  }

  std::string name_;
  const Homes& homes_;
  std::string text_;
};

File VerbPage(const Decision& decision, const Homes& homes) {
  Page page(Cat(decision.verb, ".md"), homes);
  page.Add(Cat("# ", decision.verb, "\n\n", decision.doc, "\n\nRequest: ", page.Link(decision.request().name),
               ". Response: ", page.Link(decision.response().name), ".\n\nIn C `spotwright_", decision.verb,
               "`, on the command line `spotwright ", decision.verb, "`, in Python `spotwright.", decision.verb,
               "`. JSON Schema: [request](../schema/", decision.verb, "_request.schema.json), [response](../schema/",
               decision.verb, "_response.schema.json).\n"));
  page.AddHome(PartsOf(decision));
  return std::move(page).Finish();
}

File SharedPage(const Homes& homes) {
  std::vector<const Message*> roots;
  for (const Decision& decision : Decisions()) {
    roots.push_back(&decision.request());
    roots.push_back(&decision.response());
  }
  Page page("shared.md", homes);
  page.Add("# The shared vocabulary\n\nWhat the requests and responses of several verbs are made of.\n");
  page.AddHome(model::Reach(roots));
  return std::move(page).Finish();
}

File IndexPage(const Homes& homes) {
  Page page("README.md", homes);
  page.Add(
      "# Reference\n\nEvery verb takes a request and gives a response, as JSON or in the Protobuf wire format of\n"
      "[spotwright.proto](../../include/spotwright/proto/spotwright/v1/spotwright.proto). An absent field counts as\n"
      "its default: what the tables state, else 0, false, or empty. \"accepted\" gives the range, both ends included.\n"
      "\n| verb | what it does | request | response |\n|---|---|---|---|\n");
  for (const Decision& decision : Decisions()) {
    page.Add(Cat("| [", decision.verb, "](", decision.verb, ".md) | ", Cell(decision.doc), " | ",
                 page.Link(decision.request().name), " | ", page.Link(decision.response().name), " |\n"));
  }
  page.Add("\nMessages that several verbs use: [the shared vocabulary](shared.md).\n");
  return std::move(page).Finish();
}

}  // namespace

std::vector<File> ReferencePages() {
  const Homes homes = FindHomes();
  std::vector<File> files = {IndexPage(homes), SharedPage(homes)};
  for (const Decision& decision : Decisions()) files.push_back(VerbPage(decision, homes));
  return files;
}

}  // namespace spotwright::generate
