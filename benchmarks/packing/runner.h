// What all packing cases share: a packing that is timed and judged, and the peer.
#ifndef SPOTWRIGHT_BENCHMARKS_PACKING_RUNNER_H_
#define SPOTWRIGHT_BENCHMARKS_PACKING_RUNNER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "benchmarks/packing/files.h"
#include "benchmarks/packing/peer.h"
#include "benchmarks/report.h"
#include "spotwright/pack.h"

namespace spotwright::bench {

struct Packed {
  PackResponse response;
  double seconds = 0;  // Of CPU; median of the runs.
};

class Runner {
 public:
  Runner(Options options, Report& report) : options_(std::move(options)), report_(report) {}

  const std::string& data_folder() const { return options_.data_folder; }
  const std::string& scratch_folder() const { return scratch_.path(); }
  Report& report() { return report_; }

  // Ends the program if the request is refused. The packing is judged by the independent checker.
  Packed Pack(const std::string& name, PackRequest request, PackQuality quality, int runs = 1);

  // What an independent checker found wrong is printed, and makes the run fail.
  void CountViolations(const std::string& name, const std::vector<std::string>& violations);

  // Null without PEERS; else built when first asked for.
  const Peer* peer();

  std::int64_t violations() const { return violations_; }

 private:
  Options options_;
  Report& report_;
  TemporaryFolder scratch_;
  std::unique_ptr<Peer> peer_;
  std::int64_t violations_ = 0;
};

// Used by this process: what an answer takes of one core, whatever else the machine does.
double CpuSeconds();

// What packing minimises: prices and expected interruptions.
double CostOf(const PackResponse& response);

// "", "_fast" or "_balanced", for names of figures; the plain name is that of the best quality.
std::string SuffixOf(PackQuality quality);

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_PACKING_RUNNER_H_
