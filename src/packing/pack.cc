#include "spotwright/pack.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "src/model/begin.h"
#include "src/packing/answer.h"
#include "src/packing/attempts.h"
#include "src/packing/check_request.h"
#include "src/packing/problem.h"

namespace spotwright {
namespace {

using packing::Attempt;
using packing::Drafter;
using packing::Effort;
using packing::Problem;

// Steps of the search for the share of CPU that gives the asked share of nodes.
constexpr int kNodeShareSteps = 8;

std::optional<Attempt> SettleForShare(Drafter& drafter, const Problem& problem, ShareUnit unit, double share,
                                      const Effort& effort, const Call& call) {
  packing::Terms terms;
  terms.share_unit = unit;
  terms.share = share;
  return packing::Settle(drafter, problem, std::move(terms), effort, call);
}

bool KeepsNodeShare(const Problem& problem, const packing::Packing& packing, double max_share) {
  double all = 0;
  double spot = 0;
  for (const packing::PackedNodes& nodes : packing.nodes) {
    if (nodes.existing) continue;
    const auto times = static_cast<double>(nodes.times);
    all += times;
    if (problem.candidates[nodes.index].offer->capacity_type == CapacityType::kSpot) spot += times;
  }
  return spot <= max_share * all;
}

// A share of nodes shows only after packing: the largest share of CPU that keeps it is sought by halving.
std::optional<Attempt> SolveForNodeShare(Drafter& drafter, const Problem& problem, double max_share,
                                         const Effort& effort, const Call& call) {
  std::optional<Attempt> best = SettleForShare(drafter, problem, ShareUnit::kCpu, 1, effort, call);
  if (!best || KeepsNodeShare(problem, best->solution.packing, max_share)) return best;
  best = SettleForShare(drafter, problem, ShareUnit::kCpu, 0, effort, call);
  double kept = 0;
  double broken = 1;
  for (int step = 0; best && step < kNodeShareSteps; ++step) {
    const double middle = (kept + broken) / 2;
    std::optional<Attempt> tried = SettleForShare(drafter, problem, ShareUnit::kCpu, middle, effort, call);
    if (!tried) return std::nullopt;
    if (KeepsNodeShare(problem, tried->solution.packing, max_share)) {
      kept = middle;
      best = std::move(tried);
    } else {
      broken = middle;
    }
  }
  return best;
}

}  // namespace

Result<PackResponse> packing::PackListing(const PackRequest& request, Listing listing, const Call& call) {
  if (auto error = model::Begin(request, call)) return *error;
  if (auto error = packing::CheckRequest(request)) return *error;
  // The work is done in several goes, each of which counts from 0.
  double told = 0;
  Call rising = call;
  if (call.progress) {
    rising.progress = [&](double done) {
      told = std::max(told, done);
      call.progress(told);
    };
  }
  Problem problem = packing::BuildProblem(request);
  Drafter drafter(problem);
  const Effort effort{request.policy.quality, request.policy.max_iterations};
  const SpotShare& share = request.policy.spot_share;
  const std::optional<Attempt> settled =
      share.unit == ShareUnit::kNodes ? SolveForNodeShare(drafter, problem, share.max_share, effort, rising)
                                      : SettleForShare(drafter, problem, share.unit, share.max_share, effort, rising);
  if (!settled) return model::Cancelled();
  return packing::Answer(problem, settled->draft, settled->solution, listing);
}

Result<PackResponse> Pack(const PackRequest& request, const Call& call) {
  return packing::PackListing(request, packing::Listing::kChanges, call);
}

}  // namespace spotwright
