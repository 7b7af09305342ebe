// What a document of measurements gave, before it is joined with others.
#ifndef SPOTWRIGHT_SRC_FORMATS_NAMED_SERIES_H_
#define SPOTWRIGHT_SRC_FORMATS_NAMED_SERIES_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "spotwright/series.h"

namespace spotwright::formats {

// Moments that a Series accepts.
inline constexpr double kLastUnixMs = 1e14;

struct NamedSeries {
  std::string name;
  std::vector<Sample> samples;  // In the document's order.
};

struct SeriesDocument {
  std::vector<NamedSeries> series;   // Each name once.
  std::vector<std::string> remarks;  // What the source says of its own data, such as that a part is missing.
};

// The name of a series that has none of its own: that of its document, without folder and extension.
inline std::string_view BareName(std::string_view document_name) {
  document_name.remove_prefix(document_name.find_last_of("/\\") + 1);  // npos + 1 is 0.
  const std::size_t dot = document_name.rfind('.');
  if (dot != std::string_view::npos && dot > 0) document_name = document_name.substr(0, dot);
  return document_name.empty() ? "value" : document_name;
}

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_NAMED_SERIES_H_
