// The real Karpenter, in benchmarks/peers/karpenter: built and run over the same requests.
#ifndef SPOTWRIGHT_BENCHMARKS_PACKING_PEER_H_
#define SPOTWRIGHT_BENCHMARKS_PACKING_PEER_H_

#include <cstdint>
#include <string>

#include "spotwright/pack.h"

namespace spotwright::bench {

struct PeerPacking {
  std::int64_t unplaced = 0;
  std::int64_t nodes = 0;
  double usd_per_hour = 0;
  double seconds = 0;  // Of its scheduler alone, without start-up and reading.
};

// Needs Go; its modules come from the Go proxy. Ends the program with a message where it cannot be built or run.
class Peer {
 public:
  explicit Peer(const std::string& folder);  // For the program and its input.

  // Workloads may carry one label and one hard rule: spread, affinity or anti-affinity.
  PeerPacking Pack(const PackRequest& request) const;

 private:
  std::string folder_;
};

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_PACKING_PEER_H_
