// Subject "deadline": meet_deadline against greedy, Uniform Progress and the clairvoyant optimum.
//
// A job of 48 hours of work has 52, 60 or 70 hours for it and a restart of 0.05, 0.2 or 0.4 hours; spot costs 0.318 of
// on-demand (p3.2xlarge of the time of the traces: 0.9731 of 3.06 USD). Windows are cut from each zone's trace at
// seeded moments, 30 of each, the same for all cells and systems. Each window is one zone alone, and nothing is known
// of it when the job begins. At each step of the trace a policy sees whether spot is up and then decides; a restart is
// paid and does no work; costs are shares of on-demand without a restart. All systems run in the same replay
// (benchmarks/deadline/replay.h), and all but ours know that what runs at a step runs to its end.
//
// gap_closed: of the cost between greedy and the optimum of who knows the future (exact), the share that is saved.
// The ends of runs that meet_deadline expects before it has seen any are rounded from these nine zones taken together;
// "other_traces" are of other machines, which it had no part of.
#include <algorithm>
#include <string>
#include <vector>

#include "benchmarks/deadline/replay.h"
#include "benchmarks/report.h"
#include "benchmarks/trace.h"
#include "src/base/random.h"

namespace spotwright::bench {
namespace {

constexpr double kHour = 3600;
constexpr double kDeadlines[] = {52, 60, 70};
constexpr double kOverheads[] = {0.05, 0.2, 0.4};

struct Sizes {
  double work_hours = 48;
  int windows = 30;  // Of each trace.
  double scale = 1;  // Of work and deadline.
};

std::string Text(double value) {
  std::string text = std::to_string(value);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

// Windows of one trace, each long enough for the longest deadline.
std::vector<std::vector<bool>> Windows(const Trace& trace, double longest_seconds, int count, std::uint64_t seed) {
  const auto steps = static_cast<std::size_t>(longest_seconds / static_cast<double>(trace.step_seconds)) + 1;
  std::vector<std::vector<bool>> windows;
  if (trace.up_counts.size() <= steps) return windows;
  base::Random random(seed);
  for (int i = 0; i < count; ++i) {
    const std::size_t start = random.Below(trace.up_counts.size() - steps);
    std::vector<bool> up;
    for (std::size_t step = 0; step < steps; ++step) up.push_back(trace.up_counts[start + step] > 0);
    windows.push_back(std::move(up));
  }
  return windows;
}

struct Sums {
  double ours = 0, greedy = 0, uniform = 0, risky = 0, optimum = 0;
  int jobs = 0;
  int missed = 0;
  int peers_missed = 0;
};

Sums RunCell(const std::vector<Trace>& traces, const std::vector<std::vector<std::vector<bool>>>& windows, Job job,
             std::vector<double>& seconds) {
  Sums sums;
  for (std::size_t i = 0; i < traces.size(); ++i) {
    job.step_seconds = static_cast<double>(traces[i].step_seconds);
    for (const std::vector<bool>& up : windows[i]) {
      const auto run = [&](std::unique_ptr<JobPolicy> policy, double& cost, int& missed) {
        const JobOutcome outcome = ReplayJob(job, up, *policy);
        cost += outcome.cost;
        missed += outcome.missed;
      };
      run(Ours(job, &seconds), sums.ours, sums.missed);
      run(Greedy(job), sums.greedy, sums.peers_missed);
      run(UniformProgress(job, false), sums.uniform, sums.peers_missed);
      run(UniformProgress(job, true), sums.risky, sums.peers_missed);
      sums.optimum += ClairvoyantCost(job, up);
      ++sums.jobs;
    }
  }
  return sums;
}

void RunCells(Report& report, const std::string& name, const std::vector<Trace>& traces, const Sizes& sizes) {
  std::vector<std::vector<std::vector<bool>>> windows;
  for (std::size_t i = 0; i < traces.size(); ++i) {
    windows.push_back(Windows(traces[i], 70 * kHour * sizes.scale, sizes.windows, i + 1));
  }
  int missed = 0;
  int won = 0;
  int jobs = 0;
  std::vector<double> seconds;
  std::vector<double> gaps(std::size(kOverheads), 0);
  for (const double deadline : kDeadlines) {
    for (std::size_t i = 0; i < std::size(kOverheads); ++i) {
      const Job job{.work_seconds = sizes.work_hours * kHour * sizes.scale,
                    .deadline_seconds = deadline * kHour * sizes.scale,
                    .overhead_seconds = kOverheads[i] * kHour,
                    .spot_price = 0.318};
      const Sums sums = RunCell(traces, windows, job, seconds);
      const std::string cell = "_" + Text(deadline) + "h_" + Text(kOverheads[i]) + "h";
      const auto add = [&](double sum, const std::string& system) {
        report.Add(name, "cost" + cell, sum / sums.jobs, "of all on-demand", system);
      };
      add(sums.ours, "spotwright");
      add(sums.greedy, "greedy");
      add(sums.uniform, "uniform_progress");
      add(sums.risky, "uniform_progress_risky");
      add(sums.optimum, "clairvoyant");
      report.Add(name, "misses" + cell, sums.peers_missed, "jobs", "peers");
      missed += sums.missed;
      jobs += sums.jobs;
      won += sums.ours <= std::min(sums.greedy, sums.uniform);
      gaps[i] += (sums.greedy - sums.ours) / (sums.greedy - sums.optimum) / static_cast<double>(std::size(kDeadlines));
    }
  }
  report.Add(name, "jobs", jobs, "jobs");
  report.Add(name, "misses", missed, "jobs");
  report.Add(name, "cells_won", won, "of 9");
  for (std::size_t i = 0; i < gaps.size(); ++i) {
    report.Add(name, "gap_closed_" + Text(kOverheads[i]) + "h", gaps[i], "share, mean of deadlines");
  }
  std::sort(seconds.begin(), seconds.end());
  report.Add(name, "p50_us", Quantile(seconds, 0.5) * 1e6, "us");
  report.Add(name, "p99_us", Quantile(seconds, 0.99) * 1e6, "us");
}

}  // namespace
}  // namespace spotwright::bench

int main(int argc, char** argv) {
  using namespace spotwright::bench;
  const Options options = ParseOptions(argc, argv);
  Report report("deadline", options);
  const auto wants = [&](const std::string& name) { return options.only_case.empty() || options.only_case == name; };
  if (options.data_folder.empty()) {
    std::vector<Trace> traces;
    for (const char* zone : {"north-1a", "south-1a"}) traces.push_back(MadeUpTrace(zone, 1, 2000, traces.size() + 1));
    if (wants("made_up")) RunCells(report, "made_up", traces, {.windows = 2, .scale = 0.5});
    return 0;
  }
  const std::string folder = options.data_folder + "/spot_traces/";
  if (wants("nine_zones")) {
    RunCells(report, "nine_zones", ReadAvailability(folder + "availability/1-node/aws-02-15-2023"), {});
  }
  if (wants("other_traces")) {
    RunCells(report, "other_traces", ReadAvailability(folder + "preemption/4-node/aws-08-03-2023"), {.windows = 10});
  }
}
