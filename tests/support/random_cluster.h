// Random, valid pack requests of realistic sizes, the same for a seed on every machine.
#ifndef SPOTWRIGHT_TESTS_SUPPORT_RANDOM_CLUSTER_H_
#define SPOTWRIGHT_TESTS_SUPPORT_RANDOM_CLUSTER_H_

#include <cstdint>

#include "spotwright/pack.h"

namespace spotwright::test {

// How large, and how often each feature appears: a chance from 0 to 1, per workload, node or offer as it fits, for
// those of the policy per request.
struct ClusterShape {
  std::int64_t workloads = 6;  // Up to.
  std::int64_t replicas = 6;
  std::int64_t offers = 10;
  std::int64_t nodes = 5;

  double selector = 0.15;  // Node selector, required affinity or allowed zones.
  double taint = 0.2;      // On offers, groups and nodes; tolerations as often again.
  double arm = 0.25;
  double spread = 0.25;         // Over zones, hosts or other labels, hard or soft.
  double affinity = 0.15;       // To itself or to others, over any label, hard or soft.
  double anti_affinity = 0.15;  // The same.
  double strangers = 0.25;      // How often these mean other pods too, of other workloads and namespaces.
  double host_port = 0.1;
  double volume = 0.1;
  double gang = 0.05;         // All or nothing.
  double blast_radius = 0.1;  // Of a workload or by the policy.
  double unsupported = 0.04;
  double spot_tolerant = 0.6;
  double interruption = 0.2;  // Hazards of offers, costs of restarts.
  double daemon_set = 0.15;
  double special_resource = 0.1;  // GPUs, extended resources, ephemeral storage.
  double preference = 0.15;
  double scarce = 0.15;      // Offers out of stock, cooling, under notice, counted or reserved.
  double closed_node = 0.2;  // Draining, cordoned, launching, under notice, control plane.
  double spot_share = 0.3;
  double groups = 0.3;
  double limits = 0.2;        // Of the request, and of groups.
  double flexibility = 0.15;  // Weights, requirements and min_values of groups.
  double type_filter = 0.1;   // Of the policy and of groups.
  double odd_types = 0.2;     // Burstable and bare metal among the offers, and allowed.
};

PackRequest RandomCluster(std::uint64_t seed, const ClusterShape& shape = {});

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_SUPPORT_RANDOM_CLUSTER_H_
