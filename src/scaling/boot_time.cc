#include "src/scaling/boot_time.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace spotwright::scaling {
namespace {

constexpr std::size_t kMostBoots = 200;
constexpr std::size_t kEnoughBoots = 20;

}  // namespace

std::vector<double> BootsSeen(const ScaleGroupState& state, const ScaleGroup& group) {
  std::vector<double> seen = state.boot_seconds;
  seen.insert(seen.end(), group.boot_seconds.begin(), group.boot_seconds.end());
  if (seen.size() > kMostBoots) seen.erase(seen.begin(), seen.end() - static_cast<std::ptrdiff_t>(kMostBoots));
  return seen;
}

std::int64_t BootSeconds(const std::vector<double>& seen, std::int64_t usual_seconds) {
  std::vector<double> ordered = seen;
  std::sort(ordered.begin(), ordered.end());
  if (ordered.size() >= kEnoughBoots) {
    const std::size_t rank = std::min(ordered.size(), (19 * (ordered.size() + 1) + 19) / 20);  // ceil(0.95 (n + 1))
    return static_cast<std::int64_t>(std::ceil(ordered[rank - 1]));
  }
  const double longest = ordered.empty() ? 0 : ordered.back();
  return std::max(usual_seconds, static_cast<std::int64_t>(std::ceil(longest)));
}

}  // namespace spotwright::scaling
