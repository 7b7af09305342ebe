// Names as Azure spells them: one thing in several cases, from source to source.
#ifndef SPOTWRIGHT_SRC_FORMATS_AZURE_NAMES_H_
#define SPOTWRIGHT_SRC_FORMATS_AZURE_NAMES_H_

#include <string>
#include <string_view>

namespace spotwright::formats {

// On AKS spot nodes carry it as a label and as a taint.
inline constexpr std::string_view kAzurePriorityKey = "kubernetes.azure.com/scalesetpriority";

// Of ASCII letters, in any locale. Resource Graph says standard_d2s_v5, the others Standard_D2s_v5.
inline std::string LowerCase(std::string_view name) {
  std::string lower(name);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_AZURE_NAMES_H_
