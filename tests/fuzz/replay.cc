// Runs a fuzz target over the files of some folders, where there is no fuzzer to do it.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <vector>

#include "tests/support/files.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int argc, char** argv) {
  std::size_t count = 0;
  for (int i = 1; i < argc; ++i) {
    for (const auto& path : spotwright::test::ListFolder(argv[i])) {
      // For whoever looks at a run that ends here.
      std::printf("%s\n", path.c_str());
      std::fflush(stdout);
      const std::string bytes = spotwright::test::ReadFile(path);
      // A copy of exactly this size, so that a sanitizer sees a read beyond it.
      const std::vector<std::uint8_t> copy(bytes.begin(), bytes.end());
      LLVMFuzzerTestOneInput(copy.data(), copy.size());
      ++count;
    }
  }
  std::printf("%zu inputs\n", count);
  return count == 0 ? 1 : 0;
}
