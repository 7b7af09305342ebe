// The example shop as a plan request.
#ifndef SPOTWRIGHT_TESTS_SUPPORT_SHOP_H_
#define SPOTWRIGHT_TESTS_SUPPORT_SHOP_H_

#include <filesystem>

#include "spotwright/plan.h"

namespace spotwright::test {

// examples/shop, imported, with its policy; as `make demo` does it. Fails the test that runs when it cannot be read.
PlanRequest ImportShop(const std::filesystem::path& source_folder);

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_SUPPORT_SHOP_H_
