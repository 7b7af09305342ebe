// The commands. Each function adds its own to the program; a command that runs throws Failure or sets the exit code.
#ifndef SPOTWRIGHT_BINDINGS_CLI_COMMANDS_H_
#define SPOTWRIGHT_BINDINGS_CLI_COMMANDS_H_

#include <CLI/CLI.hpp>

#include "bindings/cli/failure.h"

namespace spotwright::cli {

// One command for each decision of the table; `plan` also takes the files of other tools.
void AddDecisionCommands(CLI::App& program, ExitCode& exit_code);

// import, render, schema, version.
void AddToolCommands(CLI::App& program);

// completions, hidden from the help: prints the script for a shell, made from the commands of `program`.
void AddCompletionsCommand(CLI::App& program);

// The whole program.
void AddCommands(CLI::App& program, ExitCode& exit_code);

}  // namespace spotwright::cli

#endif  // SPOTWRIGHT_BINDINGS_CLI_COMMANDS_H_
