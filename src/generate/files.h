// The files that are written from the field tables and the table of decisions. Each function below is one family.
#ifndef SPOTWRIGHT_SRC_GENERATE_FILES_H_
#define SPOTWRIGHT_SRC_GENERATE_FILES_H_

#include <string>
#include <vector>

#include "src/model/field.h"

namespace spotwright::generate {

struct File {
  std::string path;  // From the root of the repository.
  std::string text;
};

std::vector<File> ProtoFiles();      // include/spotwright/proto/
std::vector<File> SchemaFiles();     // docs/schema/
std::vector<File> ReferencePages();  // docs/reference/
std::vector<File> CHeaderFiles();    // capi/spotwright.h
std::vector<File> CSymbolFiles();    // capi/decisions.inc, symbols.txt, exports.map
std::vector<File> PythonFiles();     // bindings/python/spotwright/

// One message as it stands in the .proto file.
std::string ProtoMessage(const model::Message& message);

}  // namespace spotwright::generate

#endif  // SPOTWRIGHT_SRC_GENERATE_FILES_H_
