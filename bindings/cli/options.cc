#include "bindings/cli/options.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "bindings/cli/failure.h"
#include "bindings/cli/io.h"
#include "spotwright/render.h"
#include "src/base/text.h"
#include "src/codec/json.h"
#include "src/codec/protobuf.h"
#include "src/decisions.h"

namespace spotwright::cli {
namespace {

using base::Cat;

std::string Join(const std::vector<std::string>& words, std::string_view separator) {
  std::string joined;
  for (const std::string& word : words) joined += Cat(joined.empty() ? "" : separator, word);
  return joined;
}

}  // namespace

CLI::Option* AddChoice(CLI::App& command, const std::string& names, std::string& value,
                       const std::vector<std::string>& choices, const std::string& doc) {
  const auto check = [choices](const std::string& word) -> std::string {
    if (std::find(choices.begin(), choices.end(), word) != choices.end()) return "";
    return Cat("is ", base::Quoted(word), "; accepted: ", Join(choices, ", "));
  };
  const std::string text = value.empty() ? doc : Cat(doc, "; default: ", value);
  return command.add_option(names, value, text)->type_name(Join(choices, "|"))->check(check);
}

CLI::Option* AddVerb(CLI::App& command, std::string& value) {
  const auto check = [](const std::string& word) -> std::string {
    if (FindDecision(word) != nullptr) return "";
    std::vector<std::string> verbs;
    for (const Decision& decision : Decisions()) verbs.emplace_back(decision.verb);
    return Cat("is ", base::Quoted(word), "; accepted: ", Join(verbs, ", "));
  };
  return command.add_option(kVerbArgument, value, "Whose message it is")->type_name("")->required()->check(check);
}

void TerminalOptions::AddTo(CLI::App& command) {
  command.add_option("--width", width, "Columns of the table, 40 to 400; else COLUMNS, else the terminal's")
      ->type_name("N")
      ->check([](const std::string& text) -> std::string {
        std::int64_t value = 0;
        if (CLI::detail::lexical_cast(text, value) && value >= 40 && value <= 400) return "";
        return Cat("is ", base::Quoted(text), "; accepted: 40 to 400");
      });
  AddChoice(command, "--color", color, {"auto", "always", "never"},
            "Colour in tables; auto: on a terminal; with NO_COLOR set, never");
}

std::string RenderText(std::string_view verb, std::string response_json, const std::string& output,
                       const TerminalOptions& options, std::FILE* stream) {
  RenderRequest request;
  request.verb = verb;
  request.response_json = std::move(response_json);
  request.output = output == "markdown" ? RenderOutput::kMarkdown : RenderOutput::kTable;
  request.width_columns = options.width > 0 ? options.width : TerminalWidth(stream);
  request.color = UseColor(options.color, stream);
  Result<RenderResponse> response = Render(request);
  if (!response.ok()) throw FailureOf(response.error());
  return std::move(response->text);
}

void DecodeRequest(const model::Message& message, const std::string& bytes, const std::string& format,
                   const std::string& source, void* object) {
  const std::optional<Error> error = format == "json"
                                         ? codec::DecodeJson(message, bytes, codec::Unknown::kRefuse, object)
                                         : codec::DecodeProtobuf(message, bytes, codec::Unknown::kRefuse, object);
  if (error) throw FailureOf(*error, source);
}

std::string Encode(const model::Message& message, const void* object, const std::string& format) {
  if (format == "json") return codec::EncodeJson(message, object) + "\n";
  Result<std::string> bytes = codec::EncodeProtobuf(message, object);
  if (!bytes.ok()) throw FailureOf(bytes.error());
  return std::move(*bytes);
}

}  // namespace spotwright::cli
