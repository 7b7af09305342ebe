// The table of decisions: every verb with its request, its response and its function.
//
// The C entry points, the exported symbols, the CLI's verbs and the Python functions all come from this table.
#ifndef SPOTWRIGHT_SRC_DECISIONS_H_
#define SPOTWRIGHT_SRC_DECISIONS_H_

#include <optional>
#include <string_view>
#include <vector>

#include "spotwright/result.h"
#include "src/model/field.h"

namespace spotwright {

struct Decision {
  std::string_view verb;  // snake_case; `spotwright_<verb>` in C.
  std::string_view doc;   // One sentence: what it answers.
  bool is_decision;       // false: import and render, which stand beside the decisions.
  const model::Message& (*request)();
  const model::Message& (*response)();

  // Calls the function. `request_object` and `response_object` are of the two messages' types; on an error the
  // response is left as it was.
  std::optional<Error> (*run)(const void* request_object, const Call& call, void* response_object);
};

// In the order in which they are documented.
const std::vector<Decision>& Decisions();

// Null when there is no such verb.
const Decision* FindDecision(std::string_view verb);

}  // namespace spotwright

#endif  // SPOTWRIGHT_SRC_DECISIONS_H_
