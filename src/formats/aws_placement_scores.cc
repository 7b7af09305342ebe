#include "src/formats/aws_placement_scores.h"

#include <utility>

namespace spotwright::formats {

bool ReadPlacementScores(JsonView root, std::size_t source, Market& market) {
  const JsonView scores = root["SpotPlacementScores"];
  if (!scores.present()) scores.Refuse("a list of placement scores");
  for (const JsonView item : scores.Items()) {
    PlacementScoreRow row;
    row.source = source;
    row.region = item["Region"].RequiredText();
    row.zone_id = item["AvailabilityZoneId"].Text();
    row.score = item["Score"].RequiredInteger(1, 10);
    if (root.failed()) return false;
    market.placement_scores.push_back(std::move(row));
  }
  return !root["NextToken"].Text().empty();
}

}  // namespace spotwright::formats
