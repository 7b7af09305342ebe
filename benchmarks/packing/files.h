// A folder for a run, and programs of the system.
#ifndef SPOTWRIGHT_BENCHMARKS_PACKING_FILES_H_
#define SPOTWRIGHT_BENCHMARKS_PACKING_FILES_H_

#include <string>

namespace spotwright::bench {

// A new folder among the system's temporary ones, removed with all that is in it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  ~TemporaryFolder();

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// Runs a command line; ends this program with a message when it fails.
void Shell(const std::string& command);

// The text as one word of a command line.
std::string Quoted(const std::string& text);

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_PACKING_FILES_H_
