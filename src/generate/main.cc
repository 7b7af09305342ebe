// generate ROOT          writes every generated file under ROOT.
// generate --check ROOT  compares instead, and names each file that differs, is missing or is left over.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "src/generate/files.h"

namespace spotwright::generate {
namespace {

namespace fs = std::filesystem;

// Every family of generated files. A new binding adds its producer here.
constexpr std::vector<File> (*kProducers[])() = {
    ProtoFiles, SchemaFiles, ReferencePages, CHeaderFiles, CSymbolFiles, PythonFiles,
};

// Folders that hold generated files alone, where any other file is a leftover of an earlier run.
constexpr std::string_view kOwnedFolders[] = {"include/spotwright/proto", "docs/schema", "docs/reference"};

std::vector<File> AllFiles() {
  std::vector<File> files;
  for (const auto producer : kProducers) {
    for (File& file : producer()) files.push_back(std::move(file));
  }
  return files;
}

std::string Read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

std::vector<std::string> Leftovers(const fs::path& root, const std::vector<File>& files) {
  std::set<std::string> expected;
  for (const File& file : files) expected.insert(file.path);
  std::vector<std::string> leftovers;
  for (const std::string_view folder : kOwnedFolders) {
    if (!fs::exists(root / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      const std::string path = fs::relative(entry.path(), root).generic_string();
      if (entry.is_regular_file() && !expected.contains(path)) leftovers.push_back(path);
    }
  }
  std::sort(leftovers.begin(), leftovers.end());
  return leftovers;
}

int Write(const fs::path& root, const std::vector<File>& files) {
  for (const std::string& path : Leftovers(root, files)) fs::remove(root / path);
  for (const File& file : files) {
    const fs::path path = root / file.path;
    if (fs::exists(path) && Read(path) == file.text) continue;  // Keeps its time: nothing is built anew.
    fs::create_directories(path.parent_path());
    std::ofstream out(path, std::ios::binary);
    out << file.text;
    if (!out.flush()) {
      std::cerr << "cannot write " << path.string() << "\n";
      return 1;
    }
    std::cout << "wrote " << file.path << "\n";
  }
  return 0;
}

int Check(const fs::path& root, const std::vector<File>& files) {
  bool same = true;
  const auto report = [&same](std::string_view path, std::string_view what) {
    std::cerr << path << " " << what << "\n";
    same = false;
  };
  for (const File& file : files) {
    if (!fs::exists(root / file.path)) {
      report(file.path, "is missing");
    } else if (Read(root / file.path) != file.text) {
      report(file.path, "differs from what the tables say");
    }
  }
  for (const std::string& path : Leftovers(root, files)) report(path, "is generated no more");
  if (!same) std::cerr << "Run `make generate`, look at the difference, and commit it.\n";
  return same ? 0 : 1;
}

}  // namespace
}  // namespace spotwright::generate

int main(int argc, char** argv) {
  using namespace spotwright::generate;
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() == 1 && arguments[0] != "--check") return Write(arguments[0], AllFiles());
  if (arguments.size() == 2 && arguments[0] == "--check") return Check(arguments[1], AllFiles());
  std::cerr << "usage: generate [--check] ROOT\n";
  return 2;
}
