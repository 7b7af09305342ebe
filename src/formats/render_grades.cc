#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "src/base/text.h"
#include "src/formats/number_text.h"
#include "src/formats/renderers.h"

namespace spotwright::formats {
namespace {

using base::Cat;

Text GradeCell(Grade grade) {
  switch (grade) {
    case Grade::kGreen:
      return {"green", Tone::kGood};
    case Grade::kYellow:
      return {"yellow", Tone::kCaution};
    case Grade::kRed:
      return {"red", Tone::kBad};
  }
  return {};
}

std::string Name(const TypeInRegion& place) { return Cat(place.instance_type, " in ", place.region); }

// "12 d", of the older evidence.
std::string Age(const GradedRegion& graded) {
  std::optional<std::int64_t> oldest;
  for (const GradeBasis& basis : graded.basis) {
    if (basis.age_days) oldest = std::max(oldest.value_or(0), *basis.age_days);
  }
  return oldest ? Cat(*oldest, " d") : std::string();
}

std::string Better(const GradedRegion& graded) {
  if (!graded.better) return {};
  const TypeInRegion& place = graded.better->place;
  return graded.better->kind == BetterPlaceKind::kRegion ? place.region : place.instance_type;
}

Table GradeTable(const GradeRegionsResponse& response) {
  double largest = 0;
  for (const GradedRegion& graded : response.places) {
    largest = std::max(largest, graded.effective_price_usd_per_hour);
  }
  const int decimals = UsdDecimals(largest);
  Table table;
  table.columns = {
      {"Type", Align::kLeft, 12},      {"Region", Align::kLeft, 10},         {"Grade"},
      {"Rank", Align::kRight, 0, 5},   {"Price/h", Align::kRight, 0, 6},     {"Effective/h", Align::kRight, 0, 1},
      {"Saving", Align::kRight, 0, 3}, {"Interrupted", Align::kRight, 0, 4}, {"Age", Align::kRight, 0, 8},
      {"Sure", Align::kRight, 0, 7},   {"Better", Align::kLeft, 10, 2}};
  for (const GradedRegion& graded : response.places) {
    table.rows.push_back({graded.place.instance_type, graded.place.region, GradeCell(graded.grade), Count(graded.rank),
                          Usd(graded.price_usd_per_hour, decimals), Usd(graded.effective_price_usd_per_hour, decimals),
                          graded.savings_share ? base::Percent(*graded.savings_share) : "",
                          InterruptionBand(graded.interruption_band), Age(graded), base::Percent(graded.confidence, 0),
                          Better(graded)});
  }
  return table;
}

List RegretList(const GradeRegionsResponse& response) {
  List list;
  for (const StayingRegret& regret : response.regrets) {
    if (regret.best_regret_usd_per_hour <= 0) {
      list.items.push_back(Cat(Name(regret.place), " is the best place there is."));
      continue;
    }
    std::string text = Cat(Name(regret.place), ": ");
    if (regret.regret_usd_per_hour > 0) {
      text += Cat(UsdPerMonth(regret.regret_usd_per_hour), " a month and node more than in ", regret.best_region.region,
                  " (", SignedPercent(regret.regret_share), ")");
    }
    if (regret.best != regret.best_region) {
      text += Cat(regret.regret_usd_per_hour > 0 ? "; " : "", UsdPerMonth(regret.best_regret_usd_per_hour),
                  " more than ", Name(regret.best), " (", SignedPercent(regret.best_regret_share), ")");
    }
    list.items.push_back(Text(text + ".", Tone::kCaution));
  }
  return list;
}

}  // namespace

Document RenderGradeRegions(const GradeRegionsResponse& response) {
  Document document;
  document.title = "Regions";
  document.Add(Verdict(response.feasible,
                       Cat(Count(response.green_count), " green, ", Count(response.yellow_count), " yellow, ",
                           Count(response.red_count), " red."),
                       "nothing could be graded."));
  document.AddSection("Grades", GradeTable(response));
  document.AddSection("Staying", RegretList(response));
  List why;
  for (const GradedRegion& graded : response.places) {
    if (graded.reasons.empty()) continue;
    std::string text = Cat(Name(graded.place), ":");
    for (const Reason& reason : graded.reasons) {
      text += Cat(" ", reason.sentence.empty() ? Words(reason.code) + "." : reason.sentence);
    }
    why.items.emplace_back(text);
  }
  document.AddSection("Why not green", std::move(why));
  document.AddSection("Mind", Sentences(response.reasons, Tone::kCaution));
  return document;
}

}  // namespace spotwright::formats
