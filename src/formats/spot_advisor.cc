#include "src/formats/spot_advisor.h"

#include <string>
#include <utility>

#include "src/base/text.h"

namespace spotwright::formats {

void ReadSpotAdvisor(JsonView root, std::size_t source, Market& market, Tally& tally) {
  const JsonView regions = root["spot_advisor"];
  if (!regions.present()) regions.Refuse("an object of regions");
  for (const JsonView region : regions.Members()) {
    for (const JsonView system : region.Members()) {
      for (const JsonView type : system.Members()) {
        InterruptionBandRow row;
        row.source = source;
        row.region = region.key();
        row.instance_type = type.key();
        row.band = type["r"].RequiredInteger(0, 4);
        if (root.failed()) return;
        if (system.key() != "Linux") {
          tally.Skip(base::Cat("operating system is ", system.key()), row.Id());
        } else {
          market.bands.push_back(std::move(row));
        }
      }
    }
  }
}

}  // namespace spotwright::formats
