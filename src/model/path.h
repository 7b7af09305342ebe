// Path: where in a message we are, as a chain on the stack, turned into text only when an error needs it.
#ifndef SPOTWRIGHT_SRC_MODEL_PATH_H_
#define SPOTWRIGHT_SRC_MODEL_PATH_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "src/base/text.h"

namespace spotwright::model {

struct Path {
  const Path* parent = nullptr;  // Null at the root.
  std::string_view name = {};    // A field; or, when is_key, a map's key.
  std::size_t index = kNoIndex;  // Of an element.
  bool is_key = false;

  static constexpr std::size_t kNoIndex = static_cast<std::size_t>(-1);

  // `workloads[3].labels["app"]`
  std::string ToString() const {
    std::string text = parent == nullptr ? std::string() : parent->ToString();
    if (is_key) {
      text.append("[").append(base::Quoted(name)).append("]");  // A key may hold anything; the path stays one line.
    } else if (!name.empty()) {
      if (!text.empty()) text.push_back('.');
      text.append(name);
    }
    if (index != kNoIndex) text.append("[").append(std::to_string(index)).append("]");
    return text;
  }
};

}  // namespace spotwright::model

#endif  // SPOTWRIGHT_SRC_MODEL_PATH_H_
