#include "spotwright/launch.h"

#include "src/launch/check_request.h"
#include "src/launch/machine.h"
#include "src/model/begin.h"

namespace spotwright {

Result<LaunchResponse> Launch(const LaunchRequest& request, const Call& call) {
  if (auto error = model::Begin(request, call)) return *error;
  if (auto error = launch::CheckRequest(request)) return *error;
  launch::Machine machine(request);
  machine.TakeEvents();
  machine.PassTime();
  if (model::IsCancelled(call)) return model::Cancelled();
  machine.LaunchMissing();
  return machine.Answer();
}

}  // namespace spotwright
