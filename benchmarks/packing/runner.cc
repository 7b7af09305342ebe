#include "benchmarks/packing/runner.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "tests/support/packing_checker.h"

namespace spotwright::bench {

Packed Runner::Pack(const std::string& name, PackRequest request, PackQuality quality, int runs) {
  request.policy.quality = quality;
  Packed packed;
  std::vector<double> seconds;
  for (int run = 0; run < runs; ++run) {
    const double start = CpuSeconds();
    Result<PackResponse> response = spotwright::Pack(request);
    seconds.push_back(CpuSeconds() - start);
    if (!response.ok()) {
      std::fprintf(stderr, "%s: %s: %s\n", name.c_str(), response.error().field.c_str(),
                   response.error().message.c_str());
      std::exit(1);
    }
    packed.response = std::move(*response);
  }
  std::sort(seconds.begin(), seconds.end());
  packed.seconds = Quantile(seconds, 0.5);
  CountViolations(name + SuffixOf(quality), test::CheckPacking(request, packed.response));
  return packed;
}

void Runner::CountViolations(const std::string& name, const std::vector<std::string>& violations) {
  constexpr std::size_t kMostPrinted = 5;
  for (std::size_t i = 0; i < std::min(violations.size(), kMostPrinted); ++i) {
    std::fprintf(stderr, "%s: not sound: %s\n", name.c_str(), violations[i].c_str());
  }
  violations_ += std::ssize(violations);
}

const Peer* Runner::peer() {
  if (options_.peers && !peer_) peer_ = std::make_unique<Peer>(scratch_.path());
  return peer_.get();
}

double CpuSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

double CostOf(const PackResponse& response) {
  return response.cost_usd_per_hour + response.expected_interruption_cost_usd_per_hour;
}

std::string SuffixOf(PackQuality quality) {
  return quality == PackQuality::kFast ? "_fast" : quality == PackQuality::kBalanced ? "_balanced" : "";
}

}  // namespace spotwright::bench
