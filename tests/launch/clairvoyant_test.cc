// The optimum that a benchmark measures against, held against enumeration.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "src/base/random.h"
#include "tests/support/deadline_job.h"

namespace spotwright::test {
namespace {

// Follows a list of places.
class Script : public JobPolicy {
 public:
  explicit Script(const std::vector<Place>& places) : places_(&places) {}
  Place Decide(const JobView&) override { return (*places_)[next_++]; }

 private:
  const std::vector<Place>* places_;
  std::size_t next_ = 0;
};

// The cheapest of all lists of places that end in time.
double BestOfAll(const Job& job, const std::vector<bool>& up) {
  double best = std::numeric_limits<double>::max();
  std::size_t lists = 1;
  for (std::size_t i = 0; i < up.size(); ++i) lists *= 3;
  std::vector<Place> places(up.size());
  for (std::size_t list = 0; list < lists; ++list) {
    std::size_t rest = list;
    for (Place& place : places) {
      place = static_cast<Place>(rest % 3);
      rest /= 3;
    }
    Script script(places);
    const JobOutcome outcome = ReplayJob(job, up, script);
    if (!outcome.missed) best = std::min(best, outcome.cost);
  }
  return best;
}

TEST(Clairvoyant, IsTheBestOfAllListsOfPlaces) {
  base::Random random(5);
  int jobs = 0;
  for (int i = 0; i < 120; ++i) {
    Job job;
    job.step_seconds = 60;
    const auto steps = static_cast<std::size_t>(6 + random.Below(3));
    // The deadline may lie within the last step.
    job.deadline_seconds = static_cast<double>(steps) * 60 - 15 * static_cast<double>(random.Below(4));
    job.overhead_seconds = 15 * static_cast<double>(random.Below(9));
    job.work_seconds = 60 + 15 * static_cast<double>(random.Below(14));
    job.spot_price = 0.1 * static_cast<double>(random.Below(12));
    std::vector<bool> up(steps);
    for (std::size_t step = 0; step < steps; ++step) up[step] = random.Below(3) > 0;
    if (job.work_seconds + job.overhead_seconds > job.deadline_seconds) continue;
    ++jobs;
    EXPECT_NEAR(ClairvoyantCost(job, up), BestOfAll(job, up), 1e-5) << i;
  }
  EXPECT_GT(jobs, 60);
}

}  // namespace
}  // namespace spotwright::test
