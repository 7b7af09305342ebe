#include "src/formats/csv_reader.h"

namespace spotwright::formats {
namespace {

void Trim(std::string& field) {
  constexpr const char* kBlanks = " \t\r";
  field.erase(field.find_last_not_of(kBlanks) + 1);
  field.erase(0, field.find_first_not_of(kBlanks));
}

}  // namespace

CsvReader::CsvReader(std::string_view text) : text_(text) {
  if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
}

bool CsvReader::Next(std::vector<std::string>& fields) {
  do {
    fields.clear();
    record_line_ = line_;
    if (text_.empty()) return false;
    while (ReadField(fields.emplace_back())) {
    }
  } while (fields.size() == 1 && fields[0].empty());
  return true;
}

bool CsvReader::ReadField(std::string& field) {
  bool quoted = false;
  while (!text_.empty()) {
    const char c = text_[0];
    text_.remove_prefix(1);
    if (c == '\n') ++line_;
    if (quoted) {
      if (c != '"') {
        field.push_back(c);
      } else if (text_.starts_with('"')) {
        field.push_back(c);
        text_.remove_prefix(1);
      } else {
        quoted = false;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',' || c == '\n') {
      Trim(field);
      return c == ',';
    } else {
      field.push_back(c);
    }
  }
  unclosed_quote_ = quoted;
  Trim(field);
  return false;
}

}  // namespace spotwright::formats
