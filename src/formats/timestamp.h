// Moments in RFC 3339 form, as kubectl and the AWS CLI print them.
#ifndef SPOTWRIGHT_SRC_FORMATS_TIMESTAMP_H_
#define SPOTWRIGHT_SRC_FORMATS_TIMESTAMP_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace spotwright::formats {

// Milliseconds since 1970-01-01 UTC of `2006-01-02T15:04:05.000Z`, with any number of fraction digits (cut to
// milliseconds) or none, and `Z` or an offset such as `+00:00`. Nothing when the text is no such moment or no real
// date. A leap second counts as the second after it. O(1).
std::optional<std::int64_t> ReadTimestamp(std::string_view text);

// The same of what tables say as well: the offset, the seconds and the time of day may be missing, and then are UTC and
// 0: `2006-01-02 15:04:05`, `2006-01-02`. O(1).
std::optional<std::int64_t> ReadTableTimestamp(std::string_view text);

// The same of an HTTP date, `Mon, 19 Sep 2016 18:29:47 GMT` (RFC 1123). The day of the week is not checked. O(1).
std::optional<std::int64_t> ReadHttpDate(std::string_view text);

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_TIMESTAMP_H_
