// Random plan requests: random clusters with budgets and a policy.
#ifndef SPOTWRIGHT_TESTS_PLAN_RANDOM_PLAN_H_
#define SPOTWRIGHT_TESTS_PLAN_RANDOM_PLAN_H_

#include <cstdint>

#include "spotwright/plan.h"
#include "tests/support/random_cluster.h"

namespace spotwright::test {

PlanRequest RandomPlan(std::uint64_t seed, const ClusterShape& shape = {});

// The same request with the elements of every list of names in another order.
PlanRequest Shuffled(PlanRequest request, std::uint64_t seed);

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_PLAN_RANDOM_PLAN_H_
