#include "src/model/type_filter.h"

#include <algorithm>

#include "src/model/instance_type.h"
#include "src/model/offers.h"

namespace spotwright::model {
namespace {

// The locale has no say here.
char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool EqualIgnoringCase(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return Lower(x) == Lower(y); });
}

bool IsOfFamily(std::string_view wanted, std::string_view instance_type) {
  if (EqualIgnoringCase(wanted, FamilyOf(instance_type))) return true;
  // "n2" of n2-standard-4 too.
  return EqualIgnoringCase(wanted, SeriesOf(instance_type)) ||
         EqualIgnoringCase(wanted, instance_type.substr(0, instance_type.find('-')));
}

}  // namespace

bool MatchesGlob(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;  // The last `*`, and the text it is thought to cover up to.
  std::size_t covered = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      covered = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++covered;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool Allows(const TypeFilter& filter, const Offer& offer) {
  const auto named = [&](const std::string& pattern) { return MatchesGlob(pattern, offer.instance_type); };
  if (!filter.allow.empty() && std::none_of(filter.allow.begin(), filter.allow.end(), named)) return false;
  if (std::any_of(filter.deny.begin(), filter.deny.end(), named)) return false;
  if (!filter.families.empty() &&
      std::none_of(filter.families.begin(), filter.families.end(),
                   [&](const std::string& family) { return IsOfFamily(family, offer.instance_type); })) {
    return false;
  }
  return filter.vcpus.empty() ||
         std::find(filter.vcpus.begin(), filter.vcpus.end(), VcpusOf(offer)) != filter.vcpus.end();
}

}  // namespace spotwright::model
