// Reason: why a decision is what it is, for machines and for people.
#ifndef SPOTWRIGHT_REASON_H_
#define SPOTWRIGHT_REASON_H_

#include <map>
#include <string>
#include <vector>

namespace spotwright {

struct Reason {
  std::string code;      // snake_case and stable, such as `price_above_cap`. docs/reasons.md lists them all.
  std::string sentence;  // English, complete, with the numbers in it.
  std::map<std::string, double> numbers;  // The same numbers by name, with units in the names.
  std::vector<std::string> paths;         // What it speaks of: request paths, or names of offers, workloads, nodes.

  friend bool operator==(const Reason&, const Reason&) = default;
};

}  // namespace spotwright

#endif  // SPOTWRIGHT_REASON_H_
