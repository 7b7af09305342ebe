// Files, standard streams and the terminal.
#ifndef SPOTWRIGHT_BINDINGS_CLI_IO_H_
#define SPOTWRIGHT_BINDINGS_CLI_IO_H_

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace spotwright::cli {

// The bytes of a file, or of stdin when the path is "-". Throws Failure.
std::string ReadInput(const std::string& path);

// Writes all bytes. A reader that has gone away has had what it wanted: that is no error. Throws Failure.
void WriteStream(std::FILE* stream, std::string_view bytes);

bool IsTerminal(std::FILE* stream);

// COLUMNS, else the terminal's width, else 100; within what `render` accepts.
std::int64_t TerminalWidth(std::FILE* stream);

// `choice` is "auto", "always" or "never". Auto: on a terminal that knows colour. Never with NO_COLOR.
bool UseColor(const std::string& choice, std::FILE* stream);

}  // namespace spotwright::cli

#endif  // SPOTWRIGHT_BINDINGS_CLI_IO_H_
