// Shell completions, written from the commands and options themselves, so that they cannot fall behind.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/cli/commands.h"
#include "bindings/cli/io.h"
#include "bindings/cli/options.h"
#include "src/base/text.h"
#include "src/decisions.h"

namespace spotwright::cli {
namespace {

using base::Cat;

// A group without a name is hidden from the help, and so from the completions.
std::vector<CLI::App*> Commands(CLI::App& program) {
  return program.get_subcommands([](const CLI::App* command) { return !command->get_group().empty(); });
}

std::vector<std::string> Names(const CLI::Option& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.get_snames()) names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) names.push_back("--" + name);
  return names;
}

// The words an option or argument may take, by its type name; none: anything, or a file.
std::vector<std::string> Choices(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  std::vector<std::string> choices;
  if (option.get_name() == kVerbArgument) {
    for (const Decision& decision : Decisions()) choices.emplace_back(decision.verb);
  } else if (type.find('|') != std::string::npos) {
    choices = CLI::detail::split(type, '|');
  }
  return choices;
}

bool TakesValue(const CLI::Option& option) { return option.get_items_expected_max() > 0; }

std::string Join(const std::vector<std::string>& words, std::string_view separator) {
  std::string joined;
  for (const std::string& word : words) joined += Cat(joined.empty() ? "" : separator, word);
  return joined;
}

std::string BashCompletions(CLI::App& program) {
  std::vector<std::string> verbs;
  std::string values;      // What may follow an option, or stand in the place of an argument.
  std::string flag_cases;  // The options of each command.
  for (CLI::App* command : Commands(program)) {
    const std::string& verb = command->get_name();
    verbs.push_back(verb);
    std::vector<std::string> flags;
    for (const CLI::Option* option : command->get_options()) {
      const std::vector<std::string> choices = Choices(*option);
      std::vector<std::string> patterns;
      for (const std::string& name : Names(*option)) {
        flags.push_back(name);
        patterns.push_back(Cat("\"", verb, " ", name, "\""));
      }
      if (!option->nonpositional() && !choices.empty()) patterns.push_back(Cat("\"", verb, " ", verb, "\""));
      if (choices.empty()) continue;
      values += Cat("    ", Join(patterns, " | "), ") words=\"", Join(choices, " "), "\" ;;\n");
    }
    flag_cases += Cat("      ", verb, ") words=\"", Join(flags, " "), "\" ;;\n");
  }
  return Cat(R"(# Completion of spotwright for bash. Written by `spotwright completions bash`; do not edit.
_spotwright() {
  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD - 1]}" verb="${COMP_WORDS[1]}" words=""
  COMPREPLY=()
  if [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W ")",
             Join(verbs, " "), R"( --help --version" -- "$current"))
    return
  fi
  case "$verb $previous" in
)",
             values, R"(  esac
  if [[ -z $words && $current == -* ]]; then
    case "$verb" in
)",
             flag_cases, R"(    esac
  fi
  # Without words of ours bash completes file names.
  [[ -n $words ]] && COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o bashdefault -o default -F _spotwright spotwright
)");
}

// Within single quotes, and where zsh reads `:`, `[` and `]` as syntax.
std::string ZshText(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      if (c == ':' || c == '[' || c == ']' || c == '\\') out.push_back('\\');
      out.push_back(c);
    }
  }
  return out;
}

std::string ZshValue(const CLI::Option& option) {
  const std::vector<std::string> choices = Choices(option);
  const std::string what = option.get_type_name() == "FILE" ? "_files"
                           : choices.empty()                ? ""
                                                            : Cat("(", Join(choices, " "), ")");
  return Cat(":", ZshText(option.get_single_name()), ":", what);
}

std::string ZshOption(const CLI::Option& option) {
  const std::vector<std::string> names = Names(option);
  const std::string doc = Cat("[", ZshText(option.get_description()), "]", TakesValue(option) ? ZshValue(option) : "");
  const bool repeats = TakesValue(option) && option.get_items_expected_max() > 1;
  if (names.size() == 1) return Cat("'", repeats ? "*" : "", names[0], doc, "'");
  return Cat("'(", Join(names, " "), ")'{", Join(names, ","), "}'", doc, "'");
}

std::string ZshCompletions(CLI::App& program) {
  std::string verbs;
  std::string cases;
  for (CLI::App* command : Commands(program)) {
    verbs += Cat("    '", command->get_name(), ":", ZshText(command->get_description()), "'\n");
    std::string specs;
    int position = 0;
    for (const CLI::Option* option : command->get_options()) {
      const std::string spec =
          option->nonpositional() ? ZshOption(*option) : Cat("'", ++position, ZshValue(*option), "'");
      specs += Cat(" \\\n        ", spec);
    }
    cases += Cat("    ", command->get_name(), ")\n      _arguments", specs, "\n      ;;\n");
  }
  return Cat(R"(#compdef spotwright
# Completion of spotwright for zsh. Written by `spotwright completions zsh`; do not edit.
_spotwright() {
  local context state state_descr line
  local -a verbs
  typeset -A opt_args
  verbs=(
)",
             verbs, R"(  )
  _arguments -C '(-h --help)'{-h,--help}'[Print the help]' '--version[Print the version]' \
    '1:verb:->verb' '*::argument:->rest'
  if [[ $state == verb ]]; then
    _describe 'verb' verbs
    return
  fi
  case $words[1] in
)",
             cases, R"(  esac
}
_spotwright "$@"
)");
}

}  // namespace

void AddCompletionsCommand(CLI::App& program) {
  CLI::App* command = program.add_subcommand("completions", "Prints the completion script of a shell.");
  command->group("");
  const auto shell = std::make_shared<std::string>();
  AddChoice(*command, "shell", *shell, {"bash", "zsh"}, "Which shell")->required();
  command->callback([shell, &program] {
    WriteStream(stdout, *shell == "bash" ? BashCompletions(program) : ZshCompletions(program));
  });
}

}  // namespace spotwright::cli
