// How every decision begins: has the caller given up, and is the request what its field table promises?
#ifndef SPOTWRIGHT_SRC_MODEL_BEGIN_H_
#define SPOTWRIGHT_SRC_MODEL_BEGIN_H_

#include <optional>

#include "spotwright/result.h"
#include "src/model/validate.h"

namespace spotwright::model {

// What a decision returns when its caller has given up.
inline Error Cancelled() { return Error{ErrorCode::kCancelled, "the caller cancelled the call", ""}; }

// Asked at the start, and now and then during long work.
inline bool IsCancelled(const Call& call) { return call.cancelled && call.cancelled(); }

template <typename Request>
std::optional<Error> Begin(const Request& request, const Call& call) {
  if (IsCancelled(call)) return Cancelled();
  return Validate(request);
}

}  // namespace spotwright::model

#endif  // SPOTWRIGHT_SRC_MODEL_BEGIN_H_
