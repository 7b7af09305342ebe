#include "src/interruption/drain.h"

#include <algorithm>

#include "src/base/text.h"

namespace spotwright::interruption {
namespace {

using base::Cat;

PodsToEvict Evict(const Workload& workload, std::int64_t replicas, std::int64_t at_unix_ms, std::int64_t grace_seconds,
                  bool ignore_budget) {
  return {workload.name, workload.namespace_name, replicas, at_unix_ms, grace_seconds, ignore_budget};
}

Shortfall TooSlow(const std::string& node, const Workload& workload, std::int64_t replicas, std::int64_t grace_ms,
                  std::int64_t left_ms) {
  const double seconds = static_cast<double>(grace_ms - left_ms) / 1e3;
  return {ShortfallKind::kPodsTooSlow,
          node,
          workload.name,
          workload.namespace_name,
          replicas,
          seconds,
          Cat(replicas, " of ", workload.namespace_name, "/", workload.name, " on ", node, " need ", grace_ms / 1000,
              " s to stop, and ", static_cast<double>(left_ms) / 1e3, " s are left.")};
}

}  // namespace

Drain DrainBeforeEnd(const DrainTask& task, const Load& load, const World& world, const RespondPolicy& policy) {
  const std::int64_t now = task.now_unix_ms;
  const std::int64_t margin = policy.detach_seconds * kMsPerSecond;
  const std::int64_t end = std::max(now, *task.ends_unix_ms);
  const std::int64_t last = end - margin > now ? end - margin : end;
  Drain drain;
  drain.deadline_unix_ms = task.hold ? last : std::min(last, now + policy.notice_drain_seconds * kMsPerSecond);
  drain.begin_unix_ms = drain.deadline_unix_ms;
  for (const Pods& some : load.pods) {
    const Workload& workload = world.workload(some.workload);
    const std::int64_t grace = world.GraceSeconds(some.workload) * kMsPerSecond;
    const std::int64_t left = end - now;
    if (grace > left) drain.shortfalls.push_back(TooSlow(task.node, workload, some.replicas, grace, left));
    // The latest moment at which it stops in peace; and whole seconds of grace, as Kubernetes counts it.
    const std::int64_t latest = std::clamp(last - grace - margin, now, drain.deadline_unix_ms);
    const std::int64_t first = task.hold ? latest : now;
    const std::int64_t allowed =
        std::min(some.replicas, world.DisruptionsAllowed(some.workload).value_or(some.replicas));
    const auto grace_from = [&](std::int64_t at) { return std::min(grace, end - at) / kMsPerSecond; };
    if (allowed > 0) drain.pods.push_back(Evict(workload, allowed, first, grace_from(first), false));
    if (allowed < some.replicas) {
      drain.pods.push_back(Evict(workload, some.replicas - allowed, latest, grace_from(latest), true));
    }
  }
  for (const PodsToEvict& pods : drain.pods) {
    drain.begin_unix_ms = std::min(drain.begin_unix_ms, pods.evict_at_unix_ms);
  }
  std::stable_sort(drain.pods.begin(), drain.pods.end(),
                   [](const PodsToEvict& a, const PodsToEvict& b) { return a.evict_at_unix_ms < b.evict_at_unix_ms; });
  return drain;
}

Drain DrainAtLeisure(const DrainTask& task, const Load& load, const World& world, const RespondPolicy& policy) {
  const std::int64_t now = task.now_unix_ms;
  Drain drain;
  drain.begin_unix_ms = now;
  drain.deadline_unix_ms = now + policy.voluntary_drain_seconds * kMsPerSecond;
  if (task.ends_unix_ms) {
    drain.deadline_unix_ms = std::min(drain.deadline_unix_ms, std::max(now, *task.ends_unix_ms));
  }
  for (const Pods& some : load.pods) {
    const Workload& workload = world.workload(some.workload);
    const std::int64_t grace = world.GraceSeconds(some.workload) * kMsPerSecond;
    const std::int64_t left = drain.deadline_unix_ms - now;
    if (task.ends_unix_ms && grace > left) {
      drain.shortfalls.push_back(TooSlow(task.node, workload, some.replicas, grace, left));
    }
    drain.pods.push_back(Evict(workload, some.replicas, now, std::min(grace, left) / kMsPerSecond, false));
  }
  return drain;
}

}  // namespace spotwright::interruption
