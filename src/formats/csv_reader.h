// CsvReader: comma separated values (RFC 4180).
#ifndef SPOTWRIGHT_SRC_FORMATS_CSV_READER_H_
#define SPOTWRIGHT_SRC_FORMATS_CSV_READER_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace spotwright::formats {

// Splits a text into records, one at a time. Fields may be quoted; lines end with LF or CRLF; a byte-order mark and
// empty lines are skipped. The text must outlive the reader.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text);

  std::size_t line() const { return record_line_; }  // On which the last record began, counted from 1.
  bool unclosed_quote() const { return unclosed_quote_; }

  // False at the end. Fields come without quotes and without blanks around them.
  bool Next(std::vector<std::string>& fields);

 private:
  // Returns whether another field of the record follows.
  bool ReadField(std::string& field);

  std::string_view text_;
  std::size_t line_ = 1;
  std::size_t record_line_ = 1;
  bool unclosed_quote_ = false;
};

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_CSV_READER_H_
