#include "src/market/timeline.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "src/base/money.h"
#include "src/base/text.h"
#include "src/market/wording.h"
#include "src/model/offers.h"
#include "src/model/validate.h"

namespace spotwright::market {
namespace {

struct ReadPoint {
  PricePoint point;
  std::size_t index;  // In the history.
};

std::string PriceText(const PricePoint& point) { return point.micro_usd ? Dollars(*point.micro_usd) : "no price"; }

}  // namespace

Result<Timeline> ReadTimeline(const PriceHistory& history, std::string_view path, std::int64_t now_unix_ms) {
  std::vector<ReadPoint> read;
  read.reserve(history.changes.size());
  for (std::size_t i = 0; i < history.changes.size(); ++i) {
    const PriceChange& change = history.changes[i];
    PricePoint point{change.unix_ms, std::nullopt};
    if (change.price_usd_per_hour) point.micro_usd = base::MicroUsd(*change.price_usd_per_hour);
    read.push_back({point, i});
  }
  std::sort(read.begin(), read.end(), [](const ReadPoint& a, const ReadPoint& b) {
    return a.point.unix_ms != b.point.unix_ms ? a.point.unix_ms < b.point.unix_ms : a.index < b.index;
  });
  Timeline timeline;
  for (const ReadPoint& next : read) {
    if (!timeline.empty() && timeline.back().unix_ms == next.point.unix_ms) {
      if (timeline.back().micro_usd == next.point.micro_usd) continue;
      return model::InvalidField(
          model::ElementPath(base::Cat(path, ".changes"), next.index),
          base::Cat("says ", PriceText(next.point), " at ", next.point.unix_ms, ", but another point says ",
                    PriceText(timeline.back()), " at that moment; a pool has one price at a time"));
    }
    timeline.push_back(next.point);
  }
  while (!timeline.empty() && timeline.back().unix_ms > now_unix_ms) timeline.pop_back();
  return timeline;
}

}  // namespace spotwright::market
