// Reads measurements over time in CSV (RFC 4180).
#ifndef SPOTWRIGHT_SRC_FORMATS_LOAD_CSV_H_
#define SPOTWRIGHT_SRC_FORMATS_LOAD_CSV_H_

#include <optional>
#include <string>
#include <string_view>

#include "src/formats/named_series.h"

namespace spotwright::formats {

// Fills the document. The first line names the columns, in any case of letters:
//   - wide: one column of times, every other one a series: `time,web,db`. A sole one called `value` is named
//   `bare_name`;
//   - long: columns `series` and `value` beside the times, a line for each reading; others are left unread.
// The times' column is called time, timestamp, ts, ds, date, datetime, period, unix_seconds or unix_ms. It holds
// numbers, which are seconds since 1970 below 1e11 and milliseconds from there on, unless the name says which; or dates
// with or without time of day and offset from UTC. A value that is empty, null, none, na, n/a, NaN or infinite is a
// gap. A moment that comes twice stays so. Returns what is wrong, with the line and column: `line 7: web is "x";
// accepted: ...`. O(bytes log series).
std::optional<std::string> ReadLoadCsv(std::string_view text, std::string_view bare_name, SeriesDocument& document);

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_LOAD_CSV_H_
