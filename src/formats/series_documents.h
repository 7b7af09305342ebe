// Documents of measurements, read one by one and joined by the names of their series.
#ifndef SPOTWRIGHT_SRC_FORMATS_SERIES_DOCUMENTS_H_
#define SPOTWRIGHT_SRC_FORMATS_SERIES_DOCUMENTS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "spotwright/forecast.h"
#include "spotwright/import.h"
#include "src/formats/named_series.h"
#include "src/formats/tally.h"

namespace spotwright::formats {

// What one document tells of one series.
struct SeriesPart {
  std::size_t source = 0;  // Index of the document.
  NamedSeries series;
};

bool GivesSeries(SourceFormat format);

// Whether what the request says of series is said of documents that give them. Returns the error.
std::optional<Error> CheckSeriesHints(const ImportRequest& request);

// Adds the series of a document of such a format. Returns what is wrong, with its place in the document.
std::optional<std::string> ReadSeries(const ImportSource& source, std::size_t index, std::vector<SeriesPart>& parts,
                                      std::vector<Reason>& warnings);

// Joins the parts by name, as Import describes, and says what looks wrong about them. Returns the error.
// O(samples log samples).
std::optional<Error> JoinSeries(std::vector<SeriesPart> parts, const ImportRequest& request,
                                std::vector<ForecastSeries>& joined, std::vector<Tally>& tallies,
                                std::vector<Reason>& warnings);

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_SERIES_DOCUMENTS_H_
