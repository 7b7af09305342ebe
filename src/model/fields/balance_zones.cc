#include "spotwright/balance_zones.h"

#include "src/model/field.h"

namespace spotwright::model {

template <>
const Message& MessageOf<Zone>() {
  static const Message kTable = Describe<Zone>(
      "Zone", "A zone and what runs there.",
      {
          Field<&Zone::name>(1, "name", "The provider's name of the zone.").Required(),
          Field<&Zone::units>(2, "units", "Running now.").Range(0, 1e9),
          Field<&Zone::max_units>(3, "max_units", "Absent: no limit.").Range(0, 1e9),
          Field<&Zone::weight>(4, "weight", "A zone of weight 2 is to carry twice as much. To a millionth.")
              .Range(1e-3, 1e3),
          Field<&Zone::available>(5, "available", "false: takes nothing new; may still lose units."),
          Field<&Zone::cooling_until_unix_ms>(6, "cooling_until_unix_ms",
                                              "Takes nothing new before this moment, in ms since 1970 UTC.")
              .Range(0, 1e15),
      });
  return kTable;
}

template <>
const Message& MessageOf<BalanceZonesRequest>() {
  static const Message kTable = Describe<BalanceZonesRequest>(
      "BalanceZonesRequest", "In which zones to add units, and from which to remove them.",
      {
          Field<&BalanceZonesRequest::zones>(1, "zones", "The zones, each once."),
          Field<&BalanceZonesRequest::units_to_add>(2, "units_to_add", "Only this or units_to_remove may be above 0.")
              .Range(0, 1e6),
          Field<&BalanceZonesRequest::units_to_remove>(3, "units_to_remove",
                                                       "Only this or units_to_add may be above 0.")
              .Range(0, 1e6),
          Field<&BalanceZonesRequest::one_in_each_zone>(
              4, "one_in_each_zone", "Adding: empty zones first. Removing: the last unit of a zone stays."),
          Field<&BalanceZonesRequest::now_unix_ms>(5, "now_unix_ms",
                                                   "Needed only where a zone is cooling; ms since 1970 UTC.")
              .Range(0, 1e15),
      });
  return kTable;
}

template <>
const Message& MessageOf<ZoneChange>() {
  static const Message kTable =
      Describe<ZoneChange>("ZoneChange", "What happens in one zone.",
                           {
                               Field<&ZoneChange::zone>(1, "zone", "Name of the zone."),
                               Field<&ZoneChange::change>(2, "change", "Above 0: to add; below 0: to remove."),
                               Field<&ZoneChange::units>(3, "units", "After the change."),
                           })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<BalanceZonesResponse>() {
  static const Message kTable =
      Describe<BalanceZonesResponse>(
          "BalanceZonesResponse", "The changes by zone.",
          {
              Field<&BalanceZonesResponse::feasible>(1, "feasible", "false: not everything could be added or removed."),
              Field<&BalanceZonesResponse::zones>(2, "zones", "Every zone of the request, in its order."),
              Field<&BalanceZonesResponse::changed_units>(3, "changed_units", "Added or removed in all."),
              Field<&BalanceZonesResponse::spread_units>(4, "spread_units",
                                                         "Greatest less least load (units / weight) over the zones."),
              Field<&BalanceZonesResponse::reasons>(5, "reasons", "Why something could not be done."),
              Field<&BalanceZonesResponse::call_again_at_unix_ms>(
                  6, "call_again_at_unix_ms",
                  "Adding: when a zone stops cooling, in ms since 1970 UTC; absent: never by time alone."),
          })
          .WriteDefaults();
  return kTable;
}

}  // namespace spotwright::model
