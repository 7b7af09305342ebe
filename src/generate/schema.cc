#include "src/codec/schema.h"
#include "src/base/text.h"
#include "src/decisions.h"
#include "src/generate/files.h"

namespace spotwright::generate {

std::vector<File> SchemaFiles() {
  std::vector<File> files;
  for (const Decision& decision : Decisions()) {
    const std::string stem = base::Cat("docs/schema/", decision.verb);
    files.push_back({stem + "_request.schema.json", codec::JsonSchema(decision.request(), /*strict=*/true)});
    files.push_back({stem + "_response.schema.json", codec::JsonSchema(decision.response(), /*strict=*/false)});
  }
  return files;
}

}  // namespace spotwright::generate
