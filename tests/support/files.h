// Files that tests read, and golden files that they write when asked to.
#ifndef SPOTWRIGHT_TESTS_SUPPORT_FILES_H_
#define SPOTWRIGHT_TESTS_SUPPORT_FILES_H_

#include <filesystem>
#include <string>
#include <vector>

namespace spotwright::test {

// The file's bytes; fails the test that runs when it cannot be read.
std::string ReadFile(const std::filesystem::path& path);
void WriteFile(const std::filesystem::path& path, const std::string& bytes);

// The files or folders in a folder, by name.
std::vector<std::filesystem::path> ListFolder(const std::filesystem::path& folder);

// Whether the environment says SPOTWRIGHT_REGENERATE=1: golden files are then written instead of compared.
bool Regenerating();

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_SUPPORT_FILES_H_
