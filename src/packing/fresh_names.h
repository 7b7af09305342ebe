// FreshNames: names of new nodes.
#ifndef SPOTWRIGHT_SRC_PACKING_FRESH_NAMES_H_
#define SPOTWRIGHT_SRC_PACKING_FRESH_NAMES_H_

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "spotwright/node.h"
#include "src/base/text.h"

namespace spotwright::packing {

// "new-1", "new-2"..., without those that nodes have. Borrows the names of the nodes.
class FreshNames {
 public:
  explicit FreshNames(std::span<const Node> nodes) {
    for (const Node& node : nodes) taken_.insert(node.name);
  }

  std::string Next() {
    std::string name;
    do {
      name = base::Cat("new-", ++number_);
    } while (taken_.count(name) > 0);
    return name;
  }

 private:
  std::set<std::string_view> taken_;
  std::int64_t number_ = 0;
};

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_FRESH_NAMES_H_
