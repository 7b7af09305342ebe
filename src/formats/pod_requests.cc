#include "src/formats/pod_requests.h"

#include <utility>

namespace spotwright::formats {
namespace {

Amounts ContainerRequests(JsonView container) {
  const JsonView resources = container["resources"];
  Amounts requests = ReadAmounts(resources["requests"]);
  requests.merge(ReadAmounts(resources["limits"]));  // Keeps what is there.
  return requests;
}

}  // namespace

Amounts EffectiveRequests(JsonView pod_spec) {
  Amounts sidecars;
  Amounts peak;
  for (const JsonView container : pod_spec["initContainers"].Items()) {
    const Amounts requests = ContainerRequests(container);
    if (container["restartPolicy"].Text() == "Always") {
      AddTo(sidecars, requests);
      RaiseTo(peak, sidecars);
    } else {
      Amounts step = sidecars;
      AddTo(step, requests);
      RaiseTo(peak, step);
    }
  }
  Amounts running = std::move(sidecars);
  for (const JsonView container : pod_spec["containers"].Items()) AddTo(running, ContainerRequests(container));
  RaiseTo(peak, running);

  const JsonView pod_level = pod_spec["resources"];
  for (auto& [name, amount] : ReadAmounts(pod_level["requests"])) peak[name] = amount;
  peak.merge(ReadAmounts(pod_level["limits"]));
  AddTo(peak, ReadAmounts(pod_spec["overhead"]));
  return peak;
}

}  // namespace spotwright::formats
