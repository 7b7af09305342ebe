// The world of Karpenter's own scheduling tests: its fake instance types, and clusters that are filled batch by batch.
//
// The cases in portable_*_test.cc are black-box cases of Karpenter's test suite, by number, in our words: the same
// pods, pools and counts. Where Spotwright legally does better, or commits what Karpenter leaves open until the launch,
// the case says so. All pods may run on spot unless the case is about that.
#ifndef SPOTWRIGHT_TESTS_PACKING_PORTABLE_WORLD_H_
#define SPOTWRIGHT_TESTS_PACKING_PORTABLE_WORLD_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "spotwright/pack.h"
#include "tests/packing/requests.h"

namespace spotwright::test {

inline constexpr char kZone1[] = "test-zone-1";
inline constexpr char kZone2[] = "test-zone-2";
inline constexpr char kZone3[] = "test-zone-3";

using Counts = std::vector<std::int64_t>;

// A type as sold; the kubelet keeps 100m of CPU and 10 MiB. Its price is linear in CPU and memory.
struct FakeType {
  std::string name;
  double cpu = 4;
  double memory_gib = 4;
  std::int64_t pods = 5;
  Architecture architecture = Architecture::kAmd64;
  std::string gpu;  // Name of an extended resource, of which it has 2.
};

// One offer of the type.
Offer FakeOffer(const FakeType& type, const std::string& zone, CapacityType capacity_type);

// Spot in zones 1 and 2, on-demand in all three.
std::vector<Offer> FakeOffers(const std::vector<FakeType>& types);

// The six types of the default provider.
std::vector<Offer> DefaultOffers();

// fake-it-0, fake-it-1...: i + 1 CPUs with twice as many GiB and ten times as many pods.
std::vector<Offer> LinearOffers(int types);

// Every combination of CPU, memory, zone, capacity type, system and architecture, each a type of its own.
std::vector<Offer> AssortedOffers();

// A pod of Karpenter's tests: labelled app=<name>, with no requests unless stated.
Workload Pods(std::string name, std::int64_t replicas, double cpu = 0, double memory_gib = 0);

Requirement In(std::string key, std::vector<std::string> values);
void Require(Workload& workload, std::vector<Requirement> requirements);  // One term more of node affinity.
void Prefer(Workload& workload, std::int64_t weight, std::vector<Requirement> requirements);

// A group for each capacity type, so that both are open to its pods.
std::vector<NodeGroup> BothGroups(const std::string& name, std::vector<std::string> zones = {});

// A cluster that is asked to place batch after batch. What is placed runs from then on.
class Cluster {
 public:
  explicit Cluster(std::vector<Offer> offers = DefaultOffers(), PackQuality quality = PackQuality::kBalanced);

  // Adds the pods and asks. The answer must obey every rule and leave nothing out that fits. Pods without a place are
  // given up, so that the next batch is about new ones only.
  PackResponse Provision(std::vector<Workload> batch);
  PackResponse Provision(Workload workload) { return Provision(std::vector<Workload>{std::move(workload)}); }

  // A node that runs, with pods of a workload that is added for them.
  Node& AddNode(const Offer& offer, const Workload& pods);

  // Leaves only such offers.
  void Keep(const std::function<bool(const Offer&)>& keep);
  void KeepZones(const std::vector<std::string>& zones);
  void KeepCapacityType(CapacityType capacity_type);

  // How many running pods labelled app=<app> each value of the node label has that has any, smallest first.
  Counts Skew(const std::string& key, const std::string& app) const;

  PackRequest request;

 private:
  std::int64_t nodes_made_ = 0;
};

// Each case in each quality.
class PortableCase : public testing::TestWithParam<PackQuality> {
 protected:
  Cluster Default() const { return Cluster(DefaultOffers(), GetParam()); }
  Cluster With(std::vector<Offer> offers) const { return Cluster(std::move(offers), GetParam()); }
};

std::string NameOfQuality(const testing::TestParamInfo<PackQuality>& info);

#define SPOTWRIGHT_IN_EACH_QUALITY(suite)                                                                      \
  INSTANTIATE_TEST_SUITE_P(Qualities, suite,                                                                   \
                           testing::Values(PackQuality::kFast, PackQuality::kBalanced, PackQuality::kOptimal), \
                           NameOfQuality)

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_PACKING_PORTABLE_WORLD_H_
