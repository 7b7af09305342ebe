#include "tests/support/random_parts.h"

#include "tests/support/kube_rules.h"

namespace spotwright::test {

TypeFilter RandomParts::MakeTypeFilter() {
  TypeFilter types;
  switch (From(1, 5)) {
    case 1:
      types.allow = {"m*", "c6i.?large"};
      break;
    case 2:
      types.deny = {"*.large"};
      break;
    case 3:
      types.families = {"m", "C6I"};
      break;
    case 4:
      types.vcpus = {2, 4};
      break;
    default:
      types.families = {"r6i", "c", "t"};
      types.deny = {"*metal"};
  }
  return types;
}

BlastRadius RandomParts::MakeBlastRadius() {
  BlastRadius radius;
  const auto share = [&] { return static_cast<double>(From(2, 10)) / 10; };
  if (Chance(0.5)) radius.max_share_per_pool = share();
  if (Chance(0.4)) radius.max_share_per_zone = share();
  if (Chance(0.4)) radius.max_share_per_node = share();
  return radius;
}

Taint RandomParts::MakeTaint() {
  static const std::array<const char*, 2> kKeys = {"dedicated", "spot"};
  return Taint{Pick(kKeys), Chance(0.5) ? "true" : "", static_cast<TaintEffect>(From(1, 3))};
}

Requirement RandomParts::MakeRequirement() {
  switch (From(1, 6)) {
    case 1:
      return {kZoneKey, RequirementOperator::kIn, {Pick(kRandomZones), Pick(kRandomZones)}};
    case 2:
      return {"disk", RequirementOperator::kNotIn, {"ssd"}};
    case 3:
      return {"disk", RequirementOperator::kExists, {}};
    case 4:
      return {"team", RequirementOperator::kDoesNotExist, {}};
    case 5:
      return {"generation", RequirementOperator::kGreaterThan, {"6"}};
    default:
      return {"generation", RequirementOperator::kLessThan, {"7"}};
  }
}

}  // namespace spotwright::test
