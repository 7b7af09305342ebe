#include "tests/support/type_rules.h"

#include <algorithm>
#include <cctype>
#include <regex>

namespace spotwright::test {
namespace {

std::string Lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

// The letters that a type's name begins with, and its name without the size. AWS: letters, generation and options,
// then a point and the size. Azure: a tier, letters, the size, options.
struct Family {
  std::string letters;
  std::string name;
};

Family FamilyOf(const std::string& type) {
  static const std::regex kAzure("(?:Standard_|Basic_)([A-Za-z]+)[0-9]+(?:-[0-9]+)?(.*)");
  static const std::regex kDotted("(([A-Za-z]+)[^.]*)\\..*");
  static const std::regex kLetters("([A-Za-z]*).*");
  std::smatch parts;
  if (std::regex_match(type, parts, kAzure)) return {parts[1], parts[1].str() + parts[2].str()};
  if (std::regex_match(type, parts, kDotted)) return {parts[2], parts[1]};
  std::regex_match(type, parts, kLetters);
  return {parts[1], type};
}

}  // namespace

bool MatchesPattern(const std::string& pattern, const std::string& text) {
  if (pattern.empty()) return text.empty();
  const std::string rest = pattern.substr(1);
  if (pattern[0] != '*') {
    return !text.empty() && (pattern[0] == '?' || pattern[0] == text[0]) && MatchesPattern(rest, text.substr(1));
  }
  for (std::size_t skipped = 0; skipped <= text.size(); ++skipped) {
    if (MatchesPattern(rest, text.substr(skipped))) return true;
  }
  return false;
}

bool Allows(const TypeFilter& filter, const Offer& offer) {
  const auto matches = [&](const std::string& pattern) { return MatchesPattern(pattern, offer.instance_type); };
  if (!filter.allow.empty() && std::none_of(filter.allow.begin(), filter.allow.end(), matches)) return false;
  if (std::any_of(filter.deny.begin(), filter.deny.end(), matches)) return false;
  const std::int64_t vcpus = offer.vcpus > 0 ? offer.vcpus : (offer.allocatable.cpu_millicores + 999) / 1000;
  if (!filter.vcpus.empty() && std::count(filter.vcpus.begin(), filter.vcpus.end(), vcpus) == 0) return false;
  if (filter.families.empty()) return true;
  const Family family = FamilyOf(offer.instance_type);
  return std::any_of(filter.families.begin(), filter.families.end(), [&](const std::string& wanted) {
    return Lower(wanted) == Lower(family.letters) || Lower(wanted) == Lower(family.name);
  });
}

}  // namespace spotwright::test
