#include <cstdio>
#include <memory>
#include <string>

#include "bindings/cli/commands.h"
#include "bindings/cli/import_options.h"
#include "bindings/cli/io.h"
#include "bindings/cli/options.h"
#include "src/codec/schema.h"
#include "src/decisions.h"

namespace spotwright::cli {
namespace {

CLI::App* AddTool(CLI::App& program, const std::string& name, const std::string& doc) {
  CLI::App* command = program.add_subcommand(name, doc);
  command->group("Tools");
  return command;
}

void AddImport(CLI::App& program) {
  struct Options {
    std::string output = "json";
    TerminalOptions terminal;
    ImportOptions import;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = AddTool(program, "import", std::string(FindDecision("import")->doc));
  options->import.AddTo(*command, ImportUse::kEither);
  AddChoice(*command, "-o,--output", options->output, {"json", "protobuf"}, "How the request is written");
  options->terminal.AddTo(*command);
  command->callback([options] {
    if (!options->import.HasSources()) throw Failure{kBadInput, "nothing to import: name a file, such as --pods FILE"};
    if (options->import.MakesForecast()) {
      const ForecastRequest request = options->import.ReadForecast(options->terminal);
      WriteStream(stdout, Encode(model::MessageOf<ForecastRequest>(), &request, options->output));
    } else {
      const PlanRequest request = options->import.ReadPlan(options->terminal);
      WriteStream(stdout, Encode(model::MessageOf<PlanRequest>(), &request, options->output));
    }
  });
}

void AddRender(CLI::App& program) {
  struct Options {
    std::string verb;
    std::string response_path = "-";
    std::string output = "table";
    TerminalOptions terminal;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = AddTool(program, "render", std::string(FindDecision("render")->doc));
  AddVerb(*command, options->verb);
  AddFile(*command, "RESPONSE", options->response_path, "The response, as JSON; - or none: stdin");
  AddChoice(*command, "-o,--output", options->output, {"table", "markdown"}, "The kind of text");
  options->terminal.AddTo(*command);
  command->callback([options] {
    std::string json = ReadInput(options->response_path);
    WriteStream(stdout, RenderText(options->verb, std::move(json), options->output, options->terminal, stdout));
  });
}

void AddSchema(CLI::App& program) {
  struct Options {
    std::string verb;
    bool response = false;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = AddTool(program, "schema", "Prints the JSON Schema of a verb's request.");
  AddVerb(*command, options->verb);
  command->add_flag("--response", options->response, "Of its response instead");
  command->callback([options] {
    const Decision& decision = *FindDecision(options->verb);
    const model::Message& message = options->response ? decision.response() : decision.request();
    WriteStream(stdout, codec::JsonSchema(message, !options->response));
  });
}

void AddVersion(CLI::App& program) {
  const std::string text = "spotwright " SPOTWRIGHT_VERSION "\nABI " SPOTWRIGHT_SOVERSION "\nformats json, protobuf\n";
  CLI::App* command = AddTool(program, "version", "Prints the version, the ABI's number and the formats.");
  command->callback([text] { WriteStream(stdout, text); });
}

}  // namespace

void AddToolCommands(CLI::App& program) {
  AddImport(program);
  AddRender(program);
  AddSchema(program);
  AddVersion(program);
}

}  // namespace spotwright::cli
