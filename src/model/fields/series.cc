#include "spotwright/series.h"

#include "src/model/field.h"

namespace spotwright::model {
namespace {

// Moments, in milliseconds since 1970: up to the year 5138, so that differences cannot overflow.
constexpr double kLastMoment = 1e14;
constexpr double kMostValue = 1e18;

}  // namespace

template <>
const Message& MessageOf<SeriesGap>() {
  static const Message kTable = Describe<SeriesGap>(
      "SeriesGap", "Some values in a row that were not measured.",
      {
          Field<&SeriesGap::first_index>(1, "first_index", "Index of the first of them in the values.").Range(0, 1e12),
          Field<&SeriesGap::count>(2, "count", "How many.").Range(1, 1e12),
      });
  return kTable;
}

template <>
const Message& MessageOf<Sample>() {
  static const Message kTable = Describe<Sample>(
      "Sample", "One reading with its own time.",
      {
          Field<&Sample::unix_ms>(1, "unix_ms", "When, in ms since 1970 UTC.").Required().Range(0, kLastMoment),
          Field<&Sample::value>(2, "value", "What was read; absent: the reading failed.")
              .Range(-kMostValue, kMostValue),
      });
  return kTable;
}

template <>
const Message& MessageOf<Series>() {
  static const Message kTable = Describe<Series>(
      "Series", "A history: values on a fixed step, or samples with a time each.",
      {
          Field<&Series::start_unix_ms>(1, "start_unix_ms", "Time of the first value, in ms since 1970 UTC.")
              .Range(0, kLastMoment),
          Field<&Series::step_seconds>(2, "step_seconds", "From one value to the next.").Range(1, 604800),
          Field<&Series::values>(3, "values", "One each step. What stands where a gap is never counts.")
              .Range(-kMostValue, kMostValue),
          Field<&Series::gaps>(4, "gaps", "Values that were not measured."),
          Field<&Series::samples>(5, "samples",
                                  "Instead of values: readings in any order; of one time the greatest counts."),
      });
  return kTable;
}

}  // namespace spotwright::model
