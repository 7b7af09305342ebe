#include "benchmarks/prices/caps.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

namespace spotwright::bench {
namespace {

constexpr double kHour = 3'600'000;

class Caller {
 public:
  Caller(const PriceTrace& trace, double cap_share, const std::optional<PriceHysteresis>& hysteresis) {
    Offer offer;
    offer.instance_type = trace.name;
    offer.zone = "zone";
    offer.capacity_type = CapacityType::kSpot;
    offer.on_demand_price_usd_per_hour = trace.on_demand_usd_per_hour;
    request_.offers = {offer};
    request_.policy.max_share_of_on_demand_price = cap_share;
    request_.hysteresis = hysteresis;
  }

  AssessPricesResponse At(std::int64_t unix_ms, double usd_per_hour) {
    request_.now_unix_ms = unix_ms;
    request_.offers[0].price_usd_per_hour = usd_per_hour;
    Result<AssessPricesResponse> response = AssessPrices(request_);
    if (!response.ok()) {
      std::fprintf(stderr, "%s %s\n", response.error().field.c_str(), response.error().message.c_str());
      std::exit(1);
    }
    request_.state = response->state;
    return std::move(*response);
  }

 private:
  AssessPricesRequest request_;
};

void AddRatios(Report& report, const std::string& name, const CapResult& plain, const CapResult& ours) {
  report.Add(name, "flips", plain.flips, "", "plain threshold");
  report.Add(name, "flips", ours.flips, "");
  report.Add(name, "flips_ratio", plain.flips > 0 ? ours.flips / plain.flips : 1, "ratio");
  report.Add(name, "admitted_mean_price", plain.MeanPrice(), "x on-demand", "plain threshold");
  report.Add(name, "admitted_mean_price", ours.MeanPrice(), "x on-demand");
  report.Add(name, "admitted_price_change", (ours.MeanPrice() / plain.MeanPrice() - 1) * 100, "%");
  report.Add(name, "admitted_time_ratio", ours.admitted_hours / plain.admitted_hours, "ratio");
}

}  // namespace

CapResult Replay(const PriceTrace& trace, double cap_share, const std::optional<PriceHysteresis>& hysteresis) {
  Caller caller(trace, cap_share, hysteresis);
  CapResult result;
  std::optional<bool> allowed;
  for (std::size_t i = 0; i + 1 < trace.points.size(); ++i) {
    const double price = trace.points[i].usd_per_hour;
    const std::int64_t end = trace.points[i + 1].unix_ms;
    for (std::int64_t t = trace.points[i].unix_ms; t < end;) {
      const AssessPricesResponse response = caller.At(t, price);
      const bool now_allowed = response.verdicts[0].allowed;
      if (allowed && *allowed != now_allowed) result.flips += 1;
      allowed = now_allowed;
      const std::int64_t next = std::min(end, response.call_again_at_unix_ms.value_or(end));
      if (now_allowed) {
        const double hours = static_cast<double>(next - t) / kHour;
        result.admitted_hours += hours;
        result.paid_share_hours += hours * price / trace.on_demand_usd_per_hour;
      }
      t = next;
    }
  }
  return result;
}

void AddCaps(Report& report, const std::vector<PriceTrace>& traces, double cap_share, bool each_trace) {
  CapResult plain, ours;
  const auto add = [](CapResult& sum, const CapResult& one) {
    sum.flips += one.flips;
    sum.admitted_hours += one.admitted_hours;
    sum.paid_share_hours += one.paid_share_hours;
  };
  char cap[16];
  std::snprintf(cap, sizeof cap, "cap_%.1f", cap_share);
  for (const PriceTrace& trace : traces) {
    const CapResult plain_one = Replay(trace, cap_share, std::nullopt);
    const CapResult ours_one = Replay(trace, cap_share, PriceHysteresis{});
    if (each_trace) AddRatios(report, trace.name, plain_one, ours_one);
    add(plain, plain_one);
    add(ours, ours_one);
  }
  AddRatios(report, cap, plain, ours);
}

}  // namespace spotwright::bench
