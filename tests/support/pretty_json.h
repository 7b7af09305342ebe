// JSON laid out for people and for diffs.
#ifndef SPOTWRIGHT_TESTS_SUPPORT_PRETTY_JSON_H_
#define SPOTWRIGHT_TESTS_SUPPORT_PRETTY_JSON_H_

#include <string>
#include <string_view>

namespace spotwright::test {

// The same JSON with one member a line, indented by two spaces, and a newline at the end. Numbers keep their text.
// Empty when `json` is no JSON.
std::string PrettyJson(std::string_view json);

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_SUPPORT_PRETTY_JSON_H_
