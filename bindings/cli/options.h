// Options that several commands share, and how a message is read and a response printed by them.
#ifndef SPOTWRIGHT_BINDINGS_CLI_OPTIONS_H_
#define SPOTWRIGHT_BINDINGS_CLI_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "src/model/field.h"

namespace spotwright::cli {

// An option that takes one of a few words. Its type name is these words, joined by "|": that is what the help shows
// and what the completions offer.
CLI::Option* AddChoice(CLI::App& command, const std::string& names, std::string& value,
                       const std::vector<std::string>& choices, const std::string& doc);

// An option or argument that takes a path; "-" is stdin. T: a string, or a vector where it may come several times.
template <typename T>
CLI::Option* AddFile(CLI::App& command, const std::string& names, T& value, const std::string& doc) {
  return command.add_option(names, value, doc)->type_name("FILE");
}

// An argument that takes a verb of the table of decisions.
inline constexpr char kVerbArgument[] = "VERB";
CLI::Option* AddVerb(CLI::App& command, std::string& value);

// How tables are shown.
struct TerminalOptions {
  std::int64_t width = 0;  // 0: the terminal's.
  std::string color = "auto";

  void AddTo(CLI::App& command);
};

// Text of a response, encoded as JSON, by the library's `render`.
std::string RenderText(std::string_view verb, std::string response_json, const std::string& output,
                       const TerminalOptions& options, std::FILE* stream);

// Decodes strictly, as requests are, and throws Failure otherwise. `format` is "json" or "protobuf"; `source` is
// named in errors unless empty.
void DecodeRequest(const model::Message& message, const std::string& bytes, const std::string& format,
                   const std::string& source, void* object);

// `format` is "json", which gets a newline at its end, or "protobuf".
std::string Encode(const model::Message& message, const void* object, const std::string& format);

}  // namespace spotwright::cli

#endif  // SPOTWRIGHT_BINDINGS_CLI_OPTIONS_H_
