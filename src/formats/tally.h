// Tally: what one document gave, and what was left out of it and why.
#ifndef SPOTWRIGHT_SRC_FORMATS_TALLY_H_
#define SPOTWRIGHT_SRC_FORMATS_TALLY_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "spotwright/import.h"

namespace spotwright::formats {

// Every row is either used or skipped, exactly once.
class Tally {
 public:
  void Use(std::int64_t rows = 1) { used_ += rows; }

  // The example kept is the least in byte order, so that the order of the rows does not matter.
  void Skip(std::string cause, std::string example) {
    SkippedRows& rows = skipped_[std::move(cause)];
    if (rows.count++ == 0 || example < rows.example) rows.example = std::move(example);
  }

  ImportedSource Report(const ImportSource& source) const {
    ImportedSource report;
    report.name = source.name;
    report.format = source.format;
    report.rows_read = report.rows_used = used_;
    for (const auto& [cause, rows] : skipped_) {
      report.rows_read += rows.count;
      report.skipped.push_back({cause, rows.count, rows.example});
    }
    return report;
  }

 private:
  std::int64_t used_ = 0;
  std::map<std::string, SkippedRows> skipped_;
};

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_TALLY_H_
