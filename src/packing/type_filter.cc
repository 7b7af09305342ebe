#include "src/packing/type_filter.h"

#include <algorithm>

#include "src/model/offers.h"

namespace spotwright::packing {
namespace {

constexpr std::string_view kAzurePrefix = "Standard_";

// The locale has no say here.
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool EqualIgnoringCase(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return Lower(x) == Lower(y); });
}

// "D" of D2s_v5, "m" of m6i.large.
std::string_view LeadingLetters(std::string_view name) {
  const auto end = std::find_if(name.begin(), name.end(), [](char c) { return IsDigit(c) || c == '.' || c == '-'; });
  return name.substr(0, static_cast<std::size_t>(end - name.begin()));
}

bool IsOfFamily(std::string_view wanted, std::string_view instance_type) {
  if (EqualIgnoringCase(wanted, FamilyOf(instance_type))) return true;
  if (instance_type.substr(0, kAzurePrefix.size()) == kAzurePrefix) instance_type.remove_prefix(kAzurePrefix.size());
  // "n2" of n2-standard-4 too.
  return EqualIgnoringCase(wanted, LeadingLetters(instance_type)) ||
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

std::string FamilyOf(std::string_view instance_type) {
  if (const auto dot = instance_type.find('.'); dot != std::string_view::npos) {
    return std::string(instance_type.substr(0, dot));
  }
  if (instance_type.substr(0, kAzurePrefix.size()) == kAzurePrefix) {
    instance_type.remove_prefix(kAzurePrefix.size());
    std::size_t size = 0;
    while (size < instance_type.size() && !IsDigit(instance_type[size])) ++size;
    std::size_t rest = size;  // "16-4" of D16-4ds_v5: the second number says how many of the vCPUs are switched on.
    while (rest < instance_type.size() && (IsDigit(instance_type[rest]) || instance_type[rest] == '-')) ++rest;
    return std::string(instance_type.substr(0, size)) + std::string(instance_type.substr(rest));
  }
  return std::string(instance_type.substr(0, instance_type.rfind('-')));
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
         std::find(filter.vcpus.begin(), filter.vcpus.end(), model::VcpusOf(offer)) != filter.vcpus.end();
}

}  // namespace spotwright::packing
