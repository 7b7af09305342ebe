#include "spotwright/pack.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

#include "src/base/text.h"
#include "src/model/begin.h"
#include "src/model/offers.h"
#include "src/packing/answer.h"
#include "src/packing/bound.h"
#include "src/packing/check_request.h"
#include "src/packing/packer.h"
#include "src/packing/problem.h"
#include "src/packing/zone_spread.h"

namespace spotwright {
namespace {

using packing::Packing;
using packing::Problem;

// Steps of the search for the share of CPU that gives the asked share of nodes.
constexpr int kNodeShareSteps = 8;

// How often zones that proved full are narrowed before what is uneven is simply taken off.
constexpr int kSpreadRounds = 4;

std::int64_t Left(const Packing& packing) {
  return std::accumulate(packing.left.begin(), packing.left.end(), std::int64_t{0});
}

std::optional<Packing> SolveOnce(Problem& problem, ShareUnit unit, double share, bool relaxed, const Call& call) {
  packing::BuildShapes(problem, unit, share, relaxed);
  std::vector<std::int64_t> counts;
  std::set<std::int64_t> priorities;
  for (const packing::Shape& shape : problem.shapes) {
    counts.push_back(shape.count);
    priorities.insert(shape.priority);
  }
  packing::Packer packer(problem, packing::ContinuousBound(problem, counts).shape_value_usd);
  Packing constructed = packer.Construct(false);
  // Priorities matter only where something is left out; without them the packing is cheaper.
  if (Left(constructed) > 0 && priorities.size() > 1) constructed = packer.Construct(true);
  return packer.Improve(std::move(constructed), problem.request->policy.max_iterations, call);
}

// Whether a zone can take its part of a hard spread shows only after packing; where it cannot, the others get less.
std::optional<Packing> Solve(Problem& problem, ShareUnit unit, double share, bool relaxed, const Call& call) {
  for (packing::WorkloadState& state : problem.workloads) state.zone_most.clear();
  for (int round = 0; round < kSpreadRounds; ++round) {
    std::optional<Packing> solved = SolveOnce(problem, unit, share, relaxed, call);
    if (!solved || !packing::NarrowZones(problem, *solved)) return solved;
  }
  std::optional<Packing> solved = SolveOnce(problem, unit, share, relaxed, call);
  if (solved) packing::TrimSpreads(problem, *solved);
  return solved;
}

// With wishes first; without them if pods were left out on their account.
std::optional<Packing> SolveWithWishes(Problem& problem, ShareUnit unit, double share, const Call& call) {
  std::optional<Packing> strict = Solve(problem, unit, share, false, call);
  if (!strict || Left(*strict) == 0 || !problem.request->policy.honour_preferences) return strict;
  std::optional<Packing> relaxed = Solve(problem, unit, share, true, call);
  if (!relaxed || Left(*relaxed) < Left(*strict)) return relaxed;
  return Solve(problem, unit, share, false, call);  // Again, as the problem's shapes must be those of the answer.
}

bool KeepsNodeShare(const Problem& problem, const Packing& packing, double max_share) {
  double nodes = 0;
  double spot = 0;
  for (const packing::OpenNode& node : packing.nodes) {
    if (node.existing) continue;
    nodes += 1;
    if (problem.candidates[node.index].traits.capacity_type == CapacityType::kSpot) spot += 1;
  }
  return spot <= max_share * nodes;
}

// A share of nodes shows only after packing: the largest share of CPU that keeps it is sought by halving.
std::optional<Packing> SolveForNodeShare(Problem& problem, double max_share, const Call& call) {
  std::optional<Packing> best = SolveWithWishes(problem, ShareUnit::kCpu, 1, call);
  if (!best || KeepsNodeShare(problem, *best, max_share)) return best;
  double kept = 0;
  double broken = 1;
  for (int step = 0; step < kNodeShareSteps; ++step) {
    const double middle = (kept + broken) / 2;
    const std::optional<Packing> tried = SolveWithWishes(problem, ShareUnit::kCpu, middle, call);
    if (!tried) return std::nullopt;
    (KeepsNodeShare(problem, *tried, max_share) ? kept : broken) = middle;
  }
  return SolveWithWishes(problem, ShareUnit::kCpu, kept, call);
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
  const SpotShare& share = request.policy.spot_share;
  const std::optional<Packing> solved = share.unit == ShareUnit::kNodes
                                            ? SolveForNodeShare(problem, share.max_share, rising)
                                            : SolveWithWishes(problem, share.unit, share.max_share, rising);
  if (!solved) return model::Cancelled();
  return packing::Answer(problem, *solved, listing);
}

Result<PackResponse> Pack(const PackRequest& request, const Call& call) {
  return packing::PackListing(request, packing::Listing::kChanges, call);
}

}  // namespace spotwright
