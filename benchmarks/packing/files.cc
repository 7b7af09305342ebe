#include "benchmarks/packing/files.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace spotwright::bench {

TemporaryFolder::TemporaryFolder() : path_(std::filesystem::temp_directory_path() / "spotwright-bench-XXXXXX") {
  if (mkdtemp(path_.data()) == nullptr) {
    std::perror(path_.c_str());
    std::exit(1);
  }
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void Shell(const std::string& command) {
  if (std::system(command.c_str()) == 0) return;
  std::fprintf(stderr, "failed: %s\n", command.c_str());
  std::exit(1);
}

std::string Quoted(const std::string& text) {
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string(R"('\'')") : std::string(1, c);
  return word + "'";
}

}  // namespace spotwright::bench
