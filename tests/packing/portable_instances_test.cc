// Portable cases 39 to 44: the choice of instance types (Karpenter: scheduling/instance_selection_test.go). See
// portable_world.h. Karpenter hands the provider a list of types; we commit one offer, so cases about the list are
// judged on that offer.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "tests/packing/portable_world.h"
#include "tests/support/packed_world.h"

namespace spotwright::test {
namespace {

using PortableInstances = PortableCase;

constexpr char kOsKey[] = "kubernetes.io/os";

// The least price of the offers whose labels meet the requirements and that hold so much.
double LeastPrice(const std::vector<Offer>& offers, const std::vector<Requirement>& requirements,
                  const Resources& content) {
  double least = std::numeric_limits<double>::infinity();
  for (const Offer& offer : offers) {
    if (HoldAll(requirements, LabelsOf(offer, nullptr)) && Fits(content, offer.allocatable)) {
      least = std::min(least, offer.price_usd_per_hour);
    }
  }
  return least;
}

TEST_P(PortableInstances, Case39TheCheapestOfThoseAllowed) {
  const std::vector<Offer> offers = AssortedOffers();
  Resources one_pod;
  one_pod.pods = 1;
  const std::vector<std::vector<Requirement>> conditions = {
      {},
      {In(kArchitectureKey, {"amd64"})},
      {In(kArchitectureKey, {"arm64"})},
      {In(kOsKey, {"windows"})},
      {In(kOsKey, {"linux"})},
      {In(kZoneKey, {kZone2})},
      {In(kCapacityTypeKey, {"spot"})},
      {In(kCapacityTypeKey, {"on-demand"}), In(kZoneKey, {kZone1})},
      {In(kCapacityTypeKey, {"spot"}), In(kZoneKey, {kZone1})},
      {In(kCapacityTypeKey, {"spot"}), In(kZoneKey, {kZone3}), In(kArchitectureKey, {"amd64"}), In(kOsKey, {"linux"})},
      {In(kCapacityTypeKey, {"spot"}), In(kZoneKey, {kZone2}), In(kArchitectureKey, {"arm64"}),
       In(kOsKey, {"windows"})},
  };
  for (const std::vector<Requirement>& requirements : conditions) {
    // Said by the pod...
    Cluster by_pod = With(offers);
    Workload web = Pods("web", 1);
    if (!requirements.empty()) Require(web, requirements);
    const PackResponse response = by_pod.Provision(web);
    EXPECT_NEAR(response.cost_usd_per_hour, LeastPrice(offers, requirements, one_pod), 1e-6);
    EXPECT_NEAR(response.cost_usd_per_hour, 0.2073741824, 1e-6);

    // ...and by the pool.
    Cluster by_pool = With(offers);
    by_pool.request.policy.default_architectures = {Architecture::kAmd64, Architecture::kArm64};
    by_pool.request.groups = BothGroups("pool");
    for (NodeGroup& group : by_pool.request.groups) group.requirements = requirements;
    EXPECT_NEAR(by_pool.Provision(Pods("web", 1)).cost_usd_per_hour, 0.2073741824, 1e-6);
  }
}

TEST_P(PortableInstances, Case40NoneOfTheArchitecture) {
  Cluster cluster = With(AssortedOffers());
  cluster.Keep([](const Offer& offer) { return offer.architecture == Architecture::kAmd64; });
  Workload web = Pods("web", 1);
  web.node_selector[kArchitectureKey] = "arm64";
  EXPECT_EQ(cluster.Provision(web).placed_replicas, 0);
}

TEST_P(PortableInstances, Case41ThreePodsOfManySizes) {
  std::vector<Offer> offers = AssortedOffers();
  for (const double cpu : {0.1, 1.0, 2.0, 2.5, 4.0, 8.0, 16.0}) {
    for (const double gib : {0.1, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0}) {
      Cluster cluster = With(offers);
      cluster.request.policy.max_iterations = 50;
      const Workload web = Pods("web", 3, cpu, gib);
      const PackResponse response = cluster.Provision(web);
      EXPECT_TRUE(response.feasible);
      EXPECT_EQ(response.new_nodes, 1) << cpu << " CPUs, " << gib << " GiB";
      Resources content;
      content.cpu_millicores = 3 * web.requests.cpu_millicores;
      content.memory_bytes = 3 * web.requests.memory_bytes;
      content.pods = 3;
      EXPECT_NEAR(response.cost_usd_per_hour, LeastPrice(offers, {}, content), 1e-6) << cpu << " CPUs, " << gib;
    }
  }
}

// The same size at prices of our own.
std::vector<Offer> Priced(const std::string& type, double on_demand, double spot) {
  std::vector<Offer> offers = {FakeOffer({type}, kZone1, CapacityType::kOnDemand),
                               FakeOffer({type}, kZone1, CapacityType::kSpot)};
  offers[0].price_usd_per_hour = on_demand;
  offers[1].price_usd_per_hour = spot;
  return offers;
}

TEST_P(PortableInstances, Case42ByThePriceOfAllowedOffers) {
  std::vector<Offer> offers = Priced("t1", 1.0, 0.2);
  for (const Offer& offer : Priced("t2", 1.3, 0.1)) offers.push_back(offer);
  Cluster cluster = With(offers);
  NodeGroup group;
  group.name = "on-demand";
  group.capacity_type = CapacityType::kOnDemand;
  cluster.request.groups = {group};
  EXPECT_EQ(cluster.Provision(Pods("web", 1)).nodes.at(0).pool.instance_type, "t1");
}

TEST_P(PortableInstances, Case43TheLargeOneIfItIsTheCheapest) {
  Cluster cluster = With(FakeOffers({{"medium", 2, 2}, {"small", 1, 1}, {"large", 4, 4}}));
  for (Offer& offer : cluster.request.offers) {
    offer.price_usd_per_hour = offer.instance_type == "medium" ? 3 : offer.instance_type == "small" ? 2 : 1;
  }
  EXPECT_EQ(cluster.Provision(Pods("web", 1, 0.5)).nodes.at(0).pool.instance_type, "large");
}

TEST_P(PortableInstances, Case44MinValues) {
  Cluster cluster = With(FakeOffers({{"instance-type-1", 1, 1}, {"instance-type-2", 4, 4}}));
  cluster.request.groups = BothGroups("pool");
  for (NodeGroup& group : cluster.request.groups) group.min_values = {{kInstanceTypeKey, 2}};
  const PackResponse two = cluster.Provision(Pods("web", 2, 0.9, 0.9));
  EXPECT_TRUE(two.feasible);
  EXPECT_EQ(two.new_nodes, 2) << "both pods together would leave one type to choose from";

  // Of a label that is a number, with a condition on it.
  Cluster integers =
      With(FakeOffers({{"instance-type-1", 1, 1}, {"instance-type-2", 4, 4}, {"instance-type-3", 8, 8}}));
  integers.request.groups = BothGroups("pool");
  for (NodeGroup& group : integers.request.groups) {
    group.requirements = {{"integer", RequirementOperator::kGreaterThan, {"2"}}};
    group.min_values = {{"integer", 2}};
  }
  EXPECT_EQ(integers.Provision(Pods("web", 2, 2.5)).new_nodes, 2);

  // More than there are. (Karpenter also counts after it cut the list of types short; we have no list to cut.)
  Cluster too_few = With(LinearOffers(10));
  too_few.request.groups = BothGroups("pool");
  for (NodeGroup& group : too_few.request.groups) group.min_values = {{kInstanceTypeKey, 11}};
  EXPECT_EQ(too_few.Provision(Pods("web", 1)).placed_replicas, 0);
}

SPOTWRIGHT_IN_EACH_QUALITY(PortableInstances);

}  // namespace
}  // namespace spotwright::test
