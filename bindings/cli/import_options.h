// What other tools print, as files: the options of `import`, which `plan` has too.
#ifndef SPOTWRIGHT_BINDINGS_CLI_IMPORT_OPTIONS_H_
#define SPOTWRIGHT_BINDINGS_CLI_IMPORT_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bindings/cli/options.h"
#include "spotwright/import.h"
#include "spotwright/plan.h"

namespace spotwright::cli {

class ImportOptions {
 public:
  // `plans`: with the options of `plan` alone.
  void AddTo(CLI::App& command, bool plans);

  // Whether any file was named that is to be imported.
  bool HasSources() const;

  // Reads and joins the files; says on stderr what was read, skipped and noticed. Throws Failure.
  PlanRequest Read(const TerminalOptions& terminal) const;

  // Puts what --policy and --risk say, if they were given, in place of the request's. Throws Failure.
  void ApplyRules(PlanRequest& request) const;

 private:
  struct FileOption {
    SourceFormat format;
    std::vector<std::string> paths;
  };
  std::vector<FileOption> files_;
  std::string policy_path_;
  std::string risk_path_;
  std::string region_;
  std::optional<std::int64_t> now_unix_ms_;
  std::int64_t min_spot_replicas_ = ImportRequest{}.min_spot_replicas;
  std::string spot_taint_ = ImportRequest{}.spot_taint_key + "=" + ImportRequest{}.spot_taint_value;
  bool quiet_ = false;
};

}  // namespace spotwright::cli

#endif  // SPOTWRIGHT_BINDINGS_CLI_IMPORT_OPTIONS_H_
