#include "benchmarks/trace.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "src/base/random.h"

namespace spotwright::bench {
namespace {

// {"metadata": {"gap_seconds": 300}, "data": [4, 4, 0, ...]}: the number after a key, the numbers after a key.
std::int64_t NumberAfter(const std::string& text, const std::string& key) {
  const std::size_t at = text.find("\"" + key + "\"");
  if (at == std::string::npos) {
    std::fprintf(stderr, "a trace has no %s\n", key.c_str());
    std::exit(1);
  }
  return std::strtoll(text.c_str() + text.find(':', at) + 1, nullptr, 10);
}

std::vector<std::int64_t> NumbersAfter(const std::string& text, const std::string& key) {
  std::vector<std::int64_t> numbers;
  const char* next = text.c_str() + text.find('[', text.find("\"" + key + "\"")) + 1;
  while (*next != ']' && *next != '\0') {
    char* end = nullptr;
    const long long number = std::strtoll(next, &end, 10);
    if (end == next) {
      ++next;
    } else {
      numbers.push_back(number);
      next = end;
    }
  }
  return numbers;
}

}  // namespace

std::vector<Trace> ReadAvailability(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<Trace> traces;
  for (const auto& path : files) {
    std::ifstream file(path);
    const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    traces.push_back({.name = path.stem().string(),
                      .step_seconds = NumberAfter(text, "gap_seconds"),
                      .up_counts = NumbersAfter(text, "data")});
  }
  return traces;
}

Trace MadeUpTrace(std::string name, std::int64_t nodes, int ticks, std::uint64_t seed) {
  base::Random random(seed);
  Trace trace{.name = std::move(name), .step_seconds = 300, .up_counts = {}};
  std::int64_t up = nodes;
  int age = 0;
  for (int tick = 0; tick < ticks; ++tick) {
    if (up == 0) {
      if (random.Unit() < 0.1) up = nodes;
      age = 0;
    } else if (random.Unit() < (age < 12 ? 0.06 : 0.01)) {
      up = random.Unit() < 0.7 ? 0 : up - 1;
      age = 0;
    }
    trace.up_counts.push_back(up);
    ++age;
  }
  return trace;
}

}  // namespace spotwright::bench
