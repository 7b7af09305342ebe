#include <chrono>
#include <cmath>
#include <cstdlib>

#include "benchmarks/deadline/replay.h"
#include "spotwright/meet_deadline.h"

namespace spotwright::bench {
namespace {

class OurPolicy : public JobPolicy {
 public:
  OurPolicy(const Job& job, std::vector<double>* seconds) : seconds_(seconds) {
    const Pool pool{.instance_type = "any", .region = "any-1", .zone = "any-1a", .capacity_type = CapacityType::kSpot};
    request_.deadline_unix_ms = Moment(job.deadline_seconds);
    request_.restart_overhead_seconds = job.overhead_seconds;
    request_.decision_interval_seconds = job.step_seconds;
    request_.zones.resize(1);
    request_.zones[0].pool = pool;
    request_.zones[0].price_usd_per_hour = job.spot_price;
    request_.on_demand = DeadlineOnDemand{.pool = pool, .price_usd_per_hour = 1};
    request_.on_demand->pool.capacity_type = CapacityType::kOnDemand;
  }

  Place Decide(const JobView& view) override {
    request_.now_unix_ms = Moment(view.now_seconds);
    request_.work_left_seconds = view.work_left_seconds;
    request_.zones[0].available = view.spot_up;
    request_.running.reset();
    if (view.place != Place::kNowhere) {
      const Pool& pool = view.place == Place::kSpot ? request_.zones[0].pool : request_.on_demand->pool;
      request_.running = DeadlineRun{.pool = pool, .restart_left_seconds = view.restart_left_seconds};
    }
    const auto start = std::chrono::steady_clock::now();
    Result<MeetDeadlineResponse> response = MeetDeadline(request_);
    seconds_->push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    if (!response.ok()) std::abort();
    request_.state = std::move(response->state);
    if (response->action == DeadlineAction::kRunOnSpot) return Place::kSpot;
    return response->action == DeadlineAction::kRunOnDemand ? Place::kOnDemand : Place::kNowhere;
  }

 private:
  // Jobs begin at some moment in 2023.
  static std::int64_t Moment(double seconds) { return 1676419200000 + std::llround(seconds * 1000); }

  MeetDeadlineRequest request_;
  std::vector<double>* seconds_;
};

}  // namespace

std::unique_ptr<JobPolicy> Ours(const Job& job, std::vector<double>* seconds) {
  return std::make_unique<OurPolicy>(job, seconds);
}

}  // namespace spotwright::bench
