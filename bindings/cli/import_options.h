// What other tools print, as files: the options of `import`, of which `plan` and `forecast` have their part.
#ifndef SPOTWRIGHT_BINDINGS_CLI_IMPORT_OPTIONS_H_
#define SPOTWRIGHT_BINDINGS_CLI_IMPORT_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bindings/cli/options.h"
#include "spotwright/forecast.h"
#include "spotwright/import.h"
#include "spotwright/plan.h"

namespace spotwright::cli {

// What the files of a command may be turned into.
enum class ImportUse : std::uint8_t { kPlan, kForecast, kEither };

class ImportOptions {
 public:
  void AddTo(CLI::App& command, ImportUse use);

  // Whether any file was named that is to be imported; and whether all are measurements, which makes the request one of
  // `forecast`. With others they are a plan's. Throws Failure where --settings stands beside a plan's files.
  bool HasSources() const;
  bool MakesForecast() const;

  // Reads and joins the files; says on stderr what was read, skipped and noticed. Throws Failure.
  PlanRequest ReadPlan(const TerminalOptions& terminal) const;
  ForecastRequest ReadForecast(const TerminalOptions& terminal) const;

  // Puts what --policy and --risk, or --settings, say, if they were given, in place of the request's. Throws Failure.
  void ApplyRules(PlanRequest& request) const;
  void ApplyRules(ForecastRequest& request) const;

 private:
  struct FileOption {
    SourceFormat format;
    std::vector<std::string> paths;
  };

  void AddPlanOptions(CLI::App& command, ImportUse use);
  void AddSeriesOptions(CLI::App& command);
  ImportRequest Request() const;
  void Tell(ImportResponse response, const TerminalOptions& terminal) const;

  std::vector<FileOption> files_;
  std::string policy_path_;
  std::string risk_path_;
  std::string settings_path_;
  std::string region_;
  std::optional<std::int64_t> now_unix_ms_;
  std::int64_t min_spot_replicas_ = ImportRequest{}.min_spot_replicas;
  std::string spot_taint_ = ImportRequest{}.spot_taint_key + "=" + ImportRequest{}.spot_taint_value;
  std::string series_kind_ = "demand";
  std::optional<double> series_capacity_;
  bool quiet_ = false;
};

}  // namespace spotwright::cli

#endif  // SPOTWRIGHT_BINDINGS_CLI_IMPORT_OPTIONS_H_
