#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/cli/commands.h"
#include "bindings/cli/failure.h"
#include "bindings/cli/io.h"
#include "src/base/text.h"

namespace spotwright::cli {
namespace {

constexpr char kFooter[] = R"(
Exit codes:
  0  done
  1  internal error, or the output could not be written
  2  bad input or bad usage; one line on stderr says what and where
  3  not feasible: the response is printed all the same, and says why

Examples:
  spotwright plan --pods pods.json --nodes nodes.json --types types.json \
      --spot-prices spot.json --on-demand-prices prices.csv --policy policy.json
  spotwright import --pods pods.json ... | spotwright plan - -o markdown
  curl -sG $PROMETHEUS/api/v1/query_range -d query='sum(rate(http_requests_total[5m]))' \
      -d start=$START -d end=$END -d step=300 | spotwright forecast --prometheus -
  spotwright schema pack > pack_request.schema.json

Data goes to stdout, talk to stderr. Files may be "-" for stdin.)";

constexpr char kCommandFooter[] =
    "\nExit codes: 0 done, 1 internal error, 2 bad input or usage, 3 not feasible (the response is printed).";

// CLI11 would only say that a subcommand is missing.
void CheckVerb(CLI::App& program, int argc, char** argv) {
  if (argc < 2) throw Failure{kBadInput, "a verb is missing; see: spotwright --help"};
  const std::string_view word = argv[1];
  if (word.starts_with('-')) return;
  std::vector<std::string> names;
  for (const CLI::App* command : program.get_subcommands([](const CLI::App*) { return true; })) {
    if (command->get_name() == word) return;
    names.push_back(command->get_name());
  }
  const std::string_view near = base::Nearest(word, std::vector<std::string_view>(names.begin(), names.end()));
  throw Failure{kBadInput, base::Cat(base::Quoted(word), " is not a verb; ",
                                     near.empty() ? "see: spotwright --help" : base::Cat("did you mean ", near, "?"))};
}

std::string FirstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

ExitCode Report(ExitCode exit_code, const char* message) {
  std::fprintf(stderr, "spotwright: %s\n", message);
  return exit_code;
}

ExitCode Run(int argc, char** argv) {
  CLI::App program("Decides what capacity to run: spot or on-demand, where, and what it costs.", "spotwright");
  program.set_version_flag("--version", "spotwright " SPOTWRIGHT_VERSION);
  program.require_subcommand(1);
  program.footer(kFooter);
  program.get_formatter()->label("SUBCOMMAND", "VERB");
  ExitCode exit_code = kDone;
  AddCommands(program, exit_code);
  for (CLI::App* command : program.get_subcommands([](const CLI::App*) { return true; })) {
    command->footer(kCommandFooter);
  }
  CheckVerb(program, argc, argv);
  try {
    program.parse(argc, argv);
  } catch (const CLI::Success& wanted) {  // --help, --version.
    program.exit(wanted);
  } catch (const CLI::ParseError& error) {
    throw Failure{kBadInput, FirstLine(error.what())};
  }
  return exit_code;
}

}  // namespace

void AddCommands(CLI::App& program, ExitCode& exit_code) {
  AddDecisionCommands(program, exit_code);
  AddToolCommands(program);
  AddCompletionsCommand(program);
}

}  // namespace spotwright::cli

int main(int argc, char** argv) {
  using spotwright::cli::Report;
  try {
    return spotwright::cli::Run(argc, argv);
  } catch (const spotwright::cli::Failure& failure) {
    return Report(failure.exit_code, failure.message.c_str());
  } catch (const std::bad_alloc&) {
    return Report(spotwright::cli::kInternalError, "out of memory");
  } catch (const std::exception& defect) {
    return Report(spotwright::cli::kInternalError, defect.what());
  } catch (...) {
    return Report(spotwright::cli::kInternalError, "unknown exception");
  }
}
