#include "tests/plan/random_plan.h"

#include <utility>
#include <vector>

#include "spotwright/pack.h"
#include "src/base/random.h"

namespace spotwright::test {
namespace {

template <typename T>
void Shuffle(std::vector<T>& items, base::Random& random) {
  for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[random.Below(i)]);
}

class PolicyMaker {
 public:
  PolicyMaker(std::uint64_t seed, PlanRequest& request) : random_(seed), request_(request) {}

  void Make() {
    MakeMix();
    MakePrices();
    MakeDisruption();
    MakeVcpuCap();
  }

 private:
  bool Chance(double chance) { return random_.Unit() < chance; }
  std::int64_t From(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random_.Below(static_cast<std::uint64_t>(high - low + 1)));
  }

  void MakeMix() {
    MixPolicy& mix = request_.policy.mix;
    request_.policy.mix_unit = static_cast<ShareUnit>(From(1, 3));
    if (Chance(0.2)) mix.preset = MixPreset::kSmartScale;
    if (Chance(0.5)) mix.on_demand_base_units = From(0, 4);
    if (Chance(0.5)) mix.on_demand_percentage = static_cast<double>(From(0, 10) * 10);
    mix.share_of = static_cast<ShareOf>(From(1, 2));
    mix.rounding = static_cast<MixRounding>(From(1, 3));
    mix.spot_enabled = !Chance(0.15);
  }

  void MakePrices() {
    PricePolicy& prices = request_.policy.prices;
    if (Chance(0.15)) prices.max_spot_price_usd_per_hour = static_cast<double>(From(2, 30)) / 100;
    if (Chance(0.15)) prices.max_spot_price_usd_per_hour_by_type["m6i.large"] = static_cast<double>(From(2, 8)) / 100;
    if (Chance(0.15)) prices.max_share_of_on_demand_price = static_cast<double>(From(3, 8)) / 10;
    if (Chance(0.15)) prices.min_savings_share = static_cast<double>(From(3, 7)) / 10;
    if (Chance(0.2)) request_.policy.zones = {"eu-west-1a", "eu-west-1b"};
  }

  void MakeDisruption() {
    DisruptionPolicy& disruption = request_.policy.disruption;
    disruption.replace_nodes = !Chance(0.15);
    disruption.min_savings_share = Chance(0.5) ? 0 : static_cast<double>(From(0, 5)) / 10;
    disruption.move_system_critical = Chance(0.5);
    disruption.max_draining_share = static_cast<double>(From(0, 10)) / 10;
    for (const Workload& workload : request_.workloads) {
      if (Chance(0.25)) request_.budgets.push_back({workload.name, workload.namespace_name, From(0, 3)});
    }
    for (Node& node : request_.nodes) node.do_not_disrupt = Chance(0.1);
  }

  void MakeVcpuCap() {
    if (!Chance(0.15)) return;
    request_.policy.prices.max_spot_price_usd_per_vcpu_hour = static_cast<double>(From(1, 6)) / 100;
  }

  base::Random random_;
  PlanRequest& request_;
};

}  // namespace

PlanRequest RandomPlan(std::uint64_t seed, const ClusterShape& shape) {
  PackRequest pack = RandomCluster(seed, shape);
  PlanRequest request;
  request.now_unix_ms = pack.now_unix_ms;
  request.workloads = std::move(pack.workloads);
  request.nodes = std::move(pack.nodes);
  request.offers = std::move(pack.offers);
  request.groups = std::move(pack.groups);
  request.policy.pack = std::move(pack.policy);
  PolicyMaker(seed ^ 0x5EED, request).Make();
  return request;
}

PlanRequest Shuffled(PlanRequest request, std::uint64_t seed) {
  base::Random random(seed);
  Shuffle(request.workloads, random);
  Shuffle(request.nodes, random);
  Shuffle(request.offers, random);
  Shuffle(request.groups, random);
  Shuffle(request.budgets, random);
  for (Node& node : request.nodes) Shuffle(node.running, random);
  return request;
}

}  // namespace spotwright::test
