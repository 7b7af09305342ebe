#include "src/backtest/adversary.h"

#include <algorithm>
#include <utility>

#include "src/base/hash.h"

namespace spotwright::backtest {
namespace {

std::int64_t Draw(base::Random& random, const Spread& spread) {
  return spread.least +
         static_cast<std::int64_t>(random.Below(static_cast<std::uint64_t>(spread.most - spread.least) + 1));
}

// So many moments a day, each evenly anywhere; the part of one that is left over by chance.
std::vector<std::int64_t> Moments(base::Random& random, const World& world, double per_day) {
  const std::int64_t span = world.end_ms - world.start_ms;
  const double expected = per_day * static_cast<double>(span) / 86'400'000.0;
  auto count = static_cast<std::int64_t>(expected);
  if (random.Unit() < expected - static_cast<double>(count)) ++count;
  std::vector<std::int64_t> moments;
  for (std::int64_t i = 0; i < count; ++i) {
    moments.push_back(world.start_ms + static_cast<std::int64_t>(random.Below(static_cast<std::uint64_t>(span))));
  }
  std::ranges::sort(moments);
  return moments;
}

}  // namespace

Adversary::Adversary(const World& world, const Malice& malice)
    : malice_(malice), random_(base::Mix(malice.seed, world.seed)) {
  for (const std::int64_t at_ms : Moments(random_, world, malice.late_ticks_per_day)) {
    down_.emplace_back(at_ms, at_ms + Draw(random_, malice.late_ms));
  }
  restarts_ = Moments(random_, world, malice.restarts_per_day);
}

void Adversary::Post(std::int64_t at_ms, const Heard& heard) { late_.push({at_ms, posted_++, heard}); }

void Adversary::Take(const std::vector<CloudEvent>& events) {
  for (const CloudEvent& event : events) {
    const Heard heard{.id = taken_++, .event = event};
    const bool dropped = random_.Unit() < malice_.drop_share;
    const bool delayed = random_.Unit() < malice_.delay_share;
    const bool twice = random_.Unit() < malice_.duplicate_share;
    const std::int64_t delay_ms = Draw(random_, malice_.delay_ms);
    const std::int64_t again_ms = Draw(random_, malice_.delay_ms);
    if (!dropped) Post(event.at_ms + (delayed ? delay_ms : 0), heard);
    if (!dropped && twice) Post(event.at_ms + again_ms, heard);
  }
}

void Adversary::Deliver(std::int64_t now_ms, std::vector<Heard>& heard) {
  for (; !late_.empty() && late_.top().at_ms <= now_ms; late_.pop()) heard.push_back(late_.top().heard);
}

std::int64_t Adversary::RunsAt(std::int64_t at_ms) const {
  for (const auto& [first, second] : down_) {
    if (at_ms >= first && at_ms < second) at_ms = second;
  }
  return at_ms;
}

bool Adversary::RestartsWithin(std::int64_t after_ms, std::int64_t until_ms) const {
  const auto next = std::ranges::upper_bound(restarts_, after_ms);
  return next != restarts_.end() && *next <= until_ms;
}

}  // namespace spotwright::backtest
