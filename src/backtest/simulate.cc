#include "src/backtest/simulate.h"

#include <algorithm>
#include <string>
#include <utility>

namespace spotwright::backtest {
namespace {

// Carries out what the controller asks for, and lets the checker look first.
class CheckedHands : public Hands {
 public:
  CheckedHands(Cloud& cloud, Cluster& cluster, Checker& checker, Books& books)
      : cloud_(cloud), cluster_(cluster), checker_(checker), books_(books) {}

  void Launch(const std::string& token, int pool, std::int64_t count) override {
    checker_.OnLaunch(count);
    (void)cloud_.Launch(token, pool, count);
  }
  void Cancel(const std::string& token, std::int64_t count) override { cloud_.Cancel(token, count); }
  void Cordon(std::int64_t instance) override {
    checker_.OnCordon(instance);
    cluster_.Cordon(instance);
  }
  void Uncordon(std::int64_t instance) override {
    checker_.OnUncordon(instance);
    cluster_.Uncordon(instance);
  }
  void Drain(std::int64_t instance, std::int64_t replacement, bool force) override {
    checker_.OnDrain(instance, replacement);
    ++books_.drains;
    cluster_.Drain(instance, force);
  }
  void End(std::int64_t instance, std::int64_t replacement) override {
    checker_.OnEnd(instance, replacement);
    if (cloud_.instances()[static_cast<std::size_t>(instance)].state == MachineState::kEnded) return;
    ++books_.ended_by_us;
    cloud_.End(instance);
    cluster_.RemoveNode(instance);
  }
  void Acknowledge(std::int64_t instance) override { cloud_.Acknowledge(instance); }

 private:
  Cloud& cloud_;
  Cluster& cluster_;
  Checker& checker_;
  Books& books_;
};

void Apply(const std::vector<CloudEvent>& events, const Cloud& cloud, Cluster& cluster, Books& books) {
  for (const CloudEvent& event : events) {
    switch (event.kind) {
      case CloudEventKind::kEnded:
        ++books.interruptions;
        cluster.RemoveNode(event.instance);
        break;
      case CloudEventKind::kNotReady:
        cluster.SetReady(event.instance, false);
        break;
      case CloudEventKind::kReady:
        if (cluster.Find(event.instance) == nullptr) {
          cluster.AddNode(event.instance, cloud.instances()[static_cast<std::size_t>(event.instance)].pool);
        } else {
          cluster.SetReady(event.instance, true);
        }
        break;
      case CloudEventKind::kNotice:
        ++books.notices;
        break;
      case CloudEventKind::kSignal:
        ++books.signals;
        break;
      default:
        break;
    }
  }
}

std::int64_t TickAt(const World& world, std::int64_t at_ms) {
  const std::int64_t ticks = (at_ms - world.start_ms + world.tick_ms - 1) / world.tick_ms;
  return world.start_ms + ticks * world.tick_ms;
}

std::int64_t ReadyNodes(const Cluster& cluster) {
  return std::ranges::count_if(cluster.nodes(), [](const ClusterNode& node) { return node.present && node.ready; });
}

// Nodes that a drain has emptied: what makes a controller go on with it.
std::int64_t Drained(const Cluster& cluster) {
  return std::ranges::count_if(
      cluster.nodes(), [](const ClusterNode& node) { return node.present && node.draining && node.pods.empty(); });
}

}  // namespace

Outcome Simulate(const World& world, const Malice& malice, Controller& controller, const Patience& patience) {
  Outcome run;
  Cloud cloud(world);
  Cluster cluster(world);
  Adversary adversary(world, malice);
  Checker checker(world, cloud, cluster, patience);
  CheckedHands hands(cloud, cluster, checker, run.books);
  for (std::size_t i = 0; i < cloud.instances().size(); ++i) {
    cluster.AddNode(static_cast<std::int64_t>(i), cloud.instances()[i].pool);
  }
  cluster.Schedule();

  std::vector<CloudEvent> events;
  std::vector<Heard> heard;
  std::int64_t now_ms = world.start_ms;
  std::int64_t last_run_ms = world.start_ms - 1;
  std::int64_t run_at_ms = world.start_ms;
  std::int64_t drained = 0;
  std::size_t complaints = 0;
  const auto call_at = [&](std::int64_t at_ms) {
    if (at_ms != kNever)
      run_at_ms = std::min(run_at_ms, adversary.RunsAt(TickAt(world, std::max(at_ms, last_run_ms + 1))));
  };
  std::int64_t ready = ReadyNodes(cluster);
  while (now_ms < world.end_ms) {
    const std::int64_t next_ms = std::min({world.end_ms, cloud.NextAt(), cluster.NextAt(), adversary.NextAt(),
                                           NextChange(world.need, now_ms), std::max(run_at_ms, now_ms)});
    checker.OnInterval(now_ms, next_ms);
    run.books.shortage_node_ms += std::max<std::int64_t>(0, ValueAt(world.need, now_ms) - ready) * (next_ms - now_ms);
    run.books.pending_pod_ms += cluster.pending() * (next_ms - now_ms);
    if (next_ms > now_ms && ValueAt(world.need, next_ms) != ValueAt(world.need, now_ms)) call_at(next_ms);
    now_ms = next_ms;

    cluster.AdvanceTo(now_ms);
    events.clear();
    cloud.AdvanceTo(now_ms, events);
    checker.OnEvents(events);
    Apply(events, cloud, cluster, run.books);
    adversary.Take(events);
    const std::size_t waiting = heard.size();
    adversary.Deliver(now_ms, heard);
    if (heard.size() > waiting || !events.empty()) call_at(now_ms);
    cluster.Schedule();
    if (const std::int64_t count = Drained(cluster); count != drained) {
      drained = count;
      call_at(now_ms);
    }

    if (now_ms >= run_at_ms && now_ms < world.end_ms) {
      if (adversary.RestartsWithin(last_run_ms, now_ms)) controller.Restart();
      last_run_ms = now_ms;
      run_at_ms = kNever;
      ++run.controller_runs;
      const Sight sight{.now_ms = now_ms,
                        .heard = heard,
                        .world = world,
                        .cloud = cloud,
                        .cluster = cluster,
                        .need = ValueAt(world.need, now_ms),
                        .load = ValueAt(world.load, now_ms)};
      for (const Heard& some : heard) checker.OnHeard(some.event);
      const std::int64_t again_ms = controller.Run(sight, hands);
      heard.clear();
      cluster.Schedule();
      if (const std::int64_t count = Drained(cluster); count != drained) {
        drained = count;
        call_at(now_ms + 1);
      }
      call_at(again_ms);
      for (; complaints < controller.complaints().size(); ++complaints) {
        checker.OnComplaint(controller.complaints()[complaints]);
      }
    }
    ready = ReadyNodes(cluster);
    checker.OnMoment();
  }
  Close(world, cloud, cluster, run.books);
  checker.OnClose(run.books.cost_micro_usd);
  run.violations = checker.violations();
  return run;
}

}  // namespace spotwright::backtest
