#include "bindings/cli/io.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>

#include "bindings/cli/failure.h"

namespace spotwright::cli {
namespace {

constexpr std::int64_t kMinWidth = 40;
constexpr std::int64_t kMaxWidth = 400;
constexpr std::int64_t kDefaultWidth = 100;

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::string ReadStream(std::FILE* stream, const std::string& name) {
  std::string bytes;
  char buffer[1 << 16];
  while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, stream)) bytes.append(buffer, count);
  if (std::ferror(stream) != 0) throw Failure{kBadInput, name + ": " + std::strerror(errno)};
  return bytes;
}

}  // namespace

std::string ReadInput(const std::string& path) {
  if (path == "-") return ReadStream(stdin, "stdin");
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (file == nullptr) throw Failure{kBadInput, path + ": " + std::strerror(errno)};
  return ReadStream(file.get(), path);
}

void WriteStream(std::FILE* stream, std::string_view bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), stream) == bytes.size() && std::fflush(stream) == 0) return;
  if (errno == EPIPE) return;
  throw Failure{kInternalError, std::string("cannot write: ") + std::strerror(errno)};
}

bool IsTerminal(std::FILE* stream) { return isatty(fileno(stream)) == 1; }

std::int64_t TerminalWidth(std::FILE* stream) {
  const std::string columns = Environment("COLUMNS");
  std::int64_t width = 0;
  const auto [end, error] = std::from_chars(columns.data(), columns.data() + columns.size(), width);
  if (error != std::errc() || end != columns.data() + columns.size() || width <= 0) {
    winsize size{};
    width = ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : kDefaultWidth;
  }
  return std::clamp(width, kMinWidth, kMaxWidth);
}

bool UseColor(const std::string& choice, std::FILE* stream) {
  if (choice == "never" || !Environment("NO_COLOR").empty()) return false;
  return choice == "always" || (IsTerminal(stream) && Environment("TERM") != "dumb");
}

}  // namespace spotwright::cli
