// Reach: all messages and enums that some messages are made of.
#ifndef SPOTWRIGHT_SRC_MODEL_REACH_H_
#define SPOTWRIGHT_SRC_MODEL_REACH_H_

#include <vector>

#include "src/model/field.h"

namespace spotwright::model {

struct Reached {
  std::vector<const Message*> messages;
  std::vector<const Enum*> enums;
};

// Everything reachable from `roots`, themselves included, each once, in the order in which a reader meets it.
// Messages in `stop` are left out, with what only they reach.
Reached Reach(const std::vector<const Message*>& roots, const std::vector<const Message*>& stop = {});

}  // namespace spotwright::model

#endif  // SPOTWRIGHT_SRC_MODEL_REACH_H_
