#include <string>

#include "src/base/text.h"
#include "src/formats/number_text.h"
#include "src/formats/renderers.h"

namespace spotwright::formats {

using base::Cat;

Document RenderBalanceZones(const BalanceZonesResponse& response) {
  Document document;
  document.title = "Zones";
  document.Add(Verdict(response.feasible, Cat(CountOf(response.changed_units, "unit changes.", "units change.")),
                       Cat("only ", CountOf(response.changed_units, "unit", "units"), " could be changed.")));
  Table table;
  table.columns = {{"Zone", Align::kLeft, 12}, {"Change", Align::kRight}, {"Units after", Align::kRight}};
  for (const ZoneChange& zone : response.zones) {
    table.rows.push_back({zone.zone, Cat(zone.change > 0 ? "+" : "", Count(zone.change)), Count(zone.units)});
  }
  document.Add(std::move(table));
  KeyValues facts;
  facts.items.push_back({"Spread", Cat(base::Fixed(response.spread_units, 2),
                                       " units per weight, from the least to "
                                       "the most loaded zone")});
  document.Add(std::move(facts));
  document.AddSection("Why", Sentences(response.reasons));
  return document;
}

}  // namespace spotwright::formats
