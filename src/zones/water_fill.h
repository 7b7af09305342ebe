// Water-filling: units put one by one where the water stands lowest, or taken from where it stands highest.
#ifndef SPOTWRIGHT_SRC_ZONES_WATER_FILL_H_
#define SPOTWRIGHT_SRC_ZONES_WATER_FILL_H_

#include <cstdint>
#include <string_view>
#include <vector>

namespace spotwright::zones {

// Weights count to a millionth and are at most 1000, and units are at most 2^31, so that two loads (units / weight) are
// compared exactly by multiplying crosswise in 64 bits.
struct Basin {
  std::string_view name;
  std::int64_t units = 0;
  std::int64_t weight_millionths = 1'000'000;
  std::int64_t most_units = 0;   // Adding stops here. Below `units`: nothing is added.
  std::int64_t least_units = 0;  // Removing stops here.
};

// Both return how many units were moved: `units`, or fewer where the bounds stop them. They work unit by unit, so that
// doing a part and then the rest is the same as doing all. O((basins + units) log basins).

// To the least loaded with the new unit in it, then the first name. `empty_first`: a basin without units goes before
// every other.
std::int64_t AddUnits(std::vector<Basin>& basins, std::int64_t units, bool empty_first);

// From the most loaded, then the last name.
std::int64_t RemoveUnits(std::vector<Basin>& basins, std::int64_t units);

// Units / weight.
double Load(const Basin& basin);

}  // namespace spotwright::zones

#endif  // SPOTWRIGHT_SRC_ZONES_WATER_FILL_H_
