// What must agree with the table of decisions, word for word, for the shared library to be built.
#include <algorithm>

#include "src/base/text.h"
#include "src/decisions.h"
#include "src/generate/files.h"

namespace spotwright::generate {
namespace {

using base::Cat;

std::vector<std::string> ExportedSymbols() {
  std::vector<std::string> symbols = {
      "spotwright_abi_version", "spotwright_buffer_free",   "spotwright_error_code", "spotwright_error_field",
      "spotwright_error_free",  "spotwright_error_message", "spotwright_version",
  };
  for (const Decision& decision : Decisions()) symbols.push_back(Cat("spotwright_", decision.verb));
  std::sort(symbols.begin(), symbols.end());
  return symbols;
}

}  // namespace

std::vector<File> CSymbolFiles() {
  std::string calls = "// Generated from the table of decisions: run `make generate`, do not edit.\n";
  for (const Decision& decision : Decisions()) calls += Cat("SPOTWRIGHT_DECISION(", decision.verb, ")\n");

  std::string list;
  std::string exports = Cat("SPOTWRIGHT_", SPOTWRIGHT_ABI_VERSION, " {\n  global:\n");
  for (const std::string& symbol : ExportedSymbols()) {
    list += Cat(symbol, "\n");
    exports += Cat("    ", symbol, ";\n");
  }
  exports += "  local:\n    *;\n};\n";
  return {{"capi/decisions.inc", calls}, {"capi/symbols.txt", list}, {"capi/exports.map", exports}};
}

}  // namespace spotwright::generate
