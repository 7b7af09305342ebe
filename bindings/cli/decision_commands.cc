#include <cstdio>
#include <memory>
#include <string>
#include <utility>

#include "bindings/cli/commands.h"
#include "bindings/cli/import_options.h"
#include "bindings/cli/io.h"
#include "bindings/cli/options.h"
#include "src/codec/json.h"
#include "src/decisions.h"

namespace spotwright::cli {
namespace {

// What the user asked of one decision; lives as long as the program.
struct DecisionCommand {
  explicit DecisionCommand(const Decision& row) : decision(row) {}

  const Decision& decision;
  std::string request_path;
  std::string input = "json";
  std::string output = "table";
  TerminalOptions terminal;
  ImportOptions import;                     // Of `plan` and `forecast` alone.
  std::vector<std::string> activity_paths;  // Of `launch` alone.

  bool IsPlan() const { return decision.verb == "plan"; }
  bool IsForecast() const { return decision.verb == "forecast"; }
  bool IsLaunch() const { return decision.verb == "launch"; }

  // The request that the files make; without files, the request with the rules that the options name.
  template <typename Request>
  void ReadFilesInto(Request& request, Request (ImportOptions::*read)(const TerminalOptions&) const) const {
    if (import.HasSources()) {
      request = (import.*read)(terminal);
    } else {
      import.ApplyRules(request);
    }
  }

  // What scaling activities tell, beside the request's own events.
  void ReadActivitiesInto(LaunchRequest& request) const {
    ImportRequest import_request;
    for (const std::string& path : activity_paths) {
      ImportSource& source = import_request.sources.emplace_back();
      source.format = SourceFormat::kAwsScalingActivities;
      source.name = path;
      source.content = ReadInput(path);
    }
    Result<ImportResponse> told = Import(import_request);
    if (!told.ok()) throw FailureOf(told.error());
    request.events.insert(request.events.end(), told->launch_events.begin(), told->launch_events.end());
  }

  model::Object ReadRequest() const {
    model::Object request(decision.request());
    const bool imports = import.HasSources();
    if (imports && !request_path.empty()) {
      throw Failure{kBadInput, "a REQUEST and files to import exclude each other"};
    }
    if (!imports) {
      if (request_path.empty() && IsTerminal(stdin)) {
        throw Failure{kBadInput, "no REQUEST: name a file, or - to type it in"};
      }
      const std::string bytes = ReadInput(request_path.empty() ? "-" : request_path);
      DecodeRequest(decision.request(), bytes, input, "", request.data());
    }
    if (IsPlan()) {
      ReadFilesInto(*static_cast<PlanRequest*>(request.data()), &ImportOptions::ReadPlan);
    } else if (IsForecast()) {
      ReadFilesInto(*static_cast<ForecastRequest*>(request.data()), &ImportOptions::ReadForecast);
    } else if (IsLaunch()) {
      ReadActivitiesInto(*static_cast<LaunchRequest*>(request.data()));
    }
    return request;
  }

  ExitCode Run() const {
    const model::Object request = ReadRequest();
    const model::Message& message = decision.response();
    model::Object response(message);
    if (auto error = decision.run(request.data(), Call{}, response.data())) throw FailureOf(*error);
    if (output == "json" || output == "protobuf") {
      WriteStream(stdout, Encode(message, response.data(), output));
    } else {
      std::string json = codec::EncodeJson(message, response.data());
      WriteStream(stdout, RenderText(decision.verb, std::move(json), output, terminal, stdout));
    }
    return *static_cast<const bool*>(message.Find("feasible")->At(response.data())) ? kDone : kNotFeasible;
  }
};

}  // namespace

void AddDecisionCommands(CLI::App& program, ExitCode& exit_code) {
  for (const Decision& decision : Decisions()) {
    if (!decision.is_decision) continue;
    CLI::App* command = program.add_subcommand(std::string(decision.verb), std::string(decision.doc));
    command->group("Decisions");
    const auto options = std::make_shared<DecisionCommand>(decision);
    AddFile(*command, "REQUEST", options->request_path, "The request; - or none: stdin");
    AddChoice(*command, "-i,--input", options->input, {"json", "protobuf"}, "Format of the request");
    AddChoice(*command, "-o,--output", options->output, {"table", "json", "markdown", "protobuf"},
              "How the response is written");
    options->terminal.AddTo(*command);
    if (options->IsPlan()) options->import.AddTo(*command, ImportUse::kPlan);
    if (options->IsForecast()) options->import.AddTo(*command, ImportUse::kForecast);
    if (options->IsLaunch()) {
      AddFile(*command, "--scaling-activities", options->activity_paths,
              "aws autoscaling describe-scaling-activities: events beside those of the request")
          ->allow_extra_args(false)
          ->group("Files of other tools");
    }
    command->callback([options, &exit_code] { exit_code = options->Run(); });
  }
}

}  // namespace spotwright::cli
