// docs/reasons.md lists every reason code that the source uses, and no other.
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <set>
#include <string>

#include "tests/support/files.h"

namespace spotwright {
namespace {

using std::filesystem::path;

const path kRoot = SPOTWRIGHT_SOURCE_DIR;

std::set<std::string> Matches(const std::string& text, const char* pattern) {
  const std::regex regex(pattern);
  std::set<std::string> found;
  for (auto match = std::sregex_iterator(text.begin(), text.end(), regex); match != std::sregex_iterator(); ++match) {
    found.insert((*match)[1]);
  }
  return found;
}

TEST(ReasonCodes, AreTheOnesThatTheDocumentationLists) {
  std::set<std::string> used;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kRoot / "src")) {
    if (entry.path().extension() != ".cc") continue;
    const std::string text = test::ReadFile(entry.path());
    used.merge(Matches(text, R"re(MakeReason\(\s*"([a-z0-9_]+)")re"));
    EXPECT_EQ(Matches(text, R"re((MakeReason\(\s*[^"\s]))re"), std::set<std::string>{})
        << entry.path() << ": the code must be a literal, or this test cannot see it";
    EXPECT_EQ(Matches(text, R"re((\bReason\{|\.code = "))re"), std::set<std::string>{})
        << entry.path() << ": reasons are built by MakeReason";
  }
  EXPECT_GT(used.size(), 15U);
  const std::set<std::string> listed =
      Matches(test::ReadFile(kRoot / "docs" / "reasons.md"), R"re(\n\| `([a-z0-9_]+)` \|)re");
  for (const std::string& code : used) EXPECT_TRUE(listed.contains(code)) << code << " is not listed";
  for (const std::string& code : listed) EXPECT_TRUE(used.contains(code)) << code << " is listed, but nothing uses it";
}

}  // namespace
}  // namespace spotwright
