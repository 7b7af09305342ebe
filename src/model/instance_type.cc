#include "src/model/instance_type.h"

#include <algorithm>

namespace spotwright::model {
namespace {

constexpr std::string_view kAzurePrefix = "Standard_";

// The locale has no say here.
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::string FamilyOf(std::string_view instance_type) {
  if (const auto dot = instance_type.find('.'); dot != std::string_view::npos) {
    return std::string(instance_type.substr(0, dot));
  }
  if (instance_type.starts_with(kAzurePrefix)) {
    instance_type.remove_prefix(kAzurePrefix.size());
    std::size_t size = 0;
    while (size < instance_type.size() && !IsDigit(instance_type[size])) ++size;
    std::size_t rest = size;  // "16-4" of D16-4ds_v5: the second number says how many of the vCPUs are switched on.
    while (rest < instance_type.size() && (IsDigit(instance_type[rest]) || instance_type[rest] == '-')) ++rest;
    return std::string(instance_type.substr(0, size)) + std::string(instance_type.substr(rest));
  }
  return std::string(instance_type.substr(0, instance_type.rfind('-')));
}

std::string_view SeriesOf(std::string_view instance_type) {
  if (instance_type.starts_with(kAzurePrefix)) instance_type.remove_prefix(kAzurePrefix.size());
  const auto end = std::find_if(instance_type.begin(), instance_type.end(),
                                [](char c) { return IsDigit(c) || c == '.' || c == '-'; });
  return instance_type.substr(0, static_cast<std::size_t>(end - instance_type.begin()));
}

}  // namespace spotwright::model
