// The C header: conventions and types as they are written in c_header_text.h, then one function for each decision.
#include <iterator>
#include <string_view>

#include "src/base/text.h"
#include "src/decisions.h"
#include "src/generate/c_header_text.h"
#include "src/generate/describe.h"
#include "src/generate/files.h"

namespace spotwright::generate {
namespace {

using base::Cat;
using model::FieldInfo;
using model::Message;

constexpr std::size_t kColumns = 120;

// Lines of a C comment, the first one after `first`, the others after `rest`.
void Lines(std::string_view text, std::string_view first, std::string_view rest, std::string& out) {
  std::string_view lead = first;
  for (const std::string& line : Wrap(text, kColumns - rest.size())) {
    out += Cat(lead, line, "\n");
    lead = rest;
  }
}

void DocumentFields(std::string_view title, const Message& message, std::string& out) {
  Lines(Cat(title, ": ", message.name, ". ", message.doc), " * ", " *   ", out);
  for (const FieldInfo& field : message.fields) {
    const std::string conditions = Conditions(message, field);
    Lines(Cat(field.name, " (", Type(field), conditions.empty() ? "" : "; ", conditions, "): ", field.doc), " *   - ",
          " *     ", out);
  }
}

// Parameters as clang-format lays them out: as many on a line as fit, below the first.
std::string Declaration(std::string_view function) {
  constexpr std::string_view kParameters[] = {"int32_t format",
                                              "const void* request",
                                              "size_t size",
                                              "const spotwright_call* call",
                                              "spotwright_buffer* response",
                                              "spotwright_error** error"};
  std::string text;
  std::string line = Cat("SPOTWRIGHT_API int32_t ", function, "(");
  const std::string indent(line.size(), ' ');
  bool starts_line = true;
  for (const std::string_view parameter : kParameters) {
    const bool last = parameter == std::end(kParameters)[-1];
    const std::size_t needed = parameter.size() + (starts_line ? 0 : 1) + (last ? 2 : 1);
    if (line.size() + needed > kColumns) {
      text += Cat(line, "\n");
      line = indent;
      starts_line = true;
    }
    line += Cat(starts_line ? "" : " ", parameter, last ? ");" : ",");
    starts_line = false;
  }
  return Cat(text, line, "\n");
}

void WriteFunction(const Decision& decision, std::string& out) {
  out += Cat("\n/* ", decision.verb, ": ", decision.doc, "\n *\n");
  DocumentFields("Request", decision.request(), out);
  out += " *\n";
  DocumentFields("Response", decision.response(), out);
  out +=
      Cat(" *\n * Every field of every message within: docs/reference/", decision.verb,
          ".md.\n * Returns a spotwright_code (convention 3).\n */\n", Declaration(Cat("spotwright_", decision.verb)));
}

}  // namespace

std::vector<File> CHeaderFiles() {
  std::string text = Cat(kCHeaderHead, "#define SPOTWRIGHT_ABI_VERSION ", SPOTWRIGHT_ABI_VERSION, "\n", kCHeaderTypes);
  for (const Decision& decision : Decisions()) {
    if (decision.is_decision) WriteFunction(decision, text);
  }
  text += kCHeaderBeside;
  for (const Decision& decision : Decisions()) {
    if (!decision.is_decision) WriteFunction(decision, text);
  }
  text += kCHeaderTail;
  return {{"capi/spotwright.h", text}};
}

}  // namespace spotwright::generate
